"""What the DSN reader makes of persons, identities, hirings, suspensions, hours and pay, from messages made by hand."""

import polars as pl
import pytest

from pipelines.contracts import charger
from pipelines.sources.dsn.entites import COLONNES

MENSUELLE, SIGNALEMENT = "mensuelle_2025-06_P25V01.dsn", "signalement_fin_contrat_2025-07_P25V01.dsn"
ALICE, BRUNO = "2880499001001", "1951199001002"
NTT = "1000000018000007"
SUSPENSION = b"S21.G00.65.001,'632'\r\nS21.G00.65.002,'10062025'\r\nS21.G00.65.003,'20062025'\r\n"


@pytest.fixture
def lue(lire, exemple):
    """Read one message made of a sample, each (before, after) of `changements` replaced once."""

    def _lue(*changements: tuple[bytes, bytes], nom: str = MENSUELLE):
        octets = exemple(nom)
        for avant, apres in changements:
            assert avant in octets
            octets = octets.replace(avant, apres, 1)
        return lire("dsn", {nom: octets})

    return _lue


def champ(lecture, entite: str, *colonnes: str) -> list[tuple]:
    return lecture.entites[entite].select(colonnes).rows()


def test_frames_and_contract_name_the_same_columns_in_the_same_order():
    contrat = charger("dsn")
    assert {nom: tuple(entite.par_nom) for nom, entite in contrat.entites.items()} == COLONNES


def test_an_establishment_has_the_record_key_that_its_hirings_have(lue):
    siren, nic, siret = champ(lue(), "declaration", "siren", "nic", "siret")[0]
    assert siret == siren + nic
    assert len(siret) == 14
    ici, la_bas = charger("dsn").entites["declaration"], charger("embauche_declaree").entites["embauche"]
    for colonne in (ici.par_nom["siret"], la_bas.par_nom["siret"]):
        assert colonne.cle_enregistrement
        assert (colonne.espace or colonne.atterrit) == "siret"


def test_a_person_comes_once_per_declaration_with_her_civil_state(lue):
    assert champ(lue(), "individu", "unite", "nir", "nom_famille", "naissance", "naissance_mois", "sexe", "niveau") == [
        (1, ALICE, "FICTIF", "12041988", "01041988", "2", "05"),
        (2, BRUNO, "EXEMPLE", "30111995", "01111995", "1", "03"),
        (3, "2010799001003", "ESSAI", "08072001", "01072001", "2", "04"),
    ]


@pytest.mark.parametrize(
    ("naissance", "mois"), [(b"99041988", "01041988"), (b"99991988", None), (b"12991988", None)]
)  # fmt: skip
def test_a_birth_day_or_month_may_be_unknown(lue, naissance, mois):
    lecture = lue((b"S21.G00.30.006,'12041988'", b"S21.G00.30.006,'%s'" % naissance))
    assert champ(lecture, "individu", "naissance", "naissance_mois")[0] == (naissance.decode(), mois)
    assert lecture.refus.is_empty()


def test_an_old_nir_makes_an_equivalence_dated_by_the_change(lue):
    avant = b"S21.G00.31.001,'15062025'\r\nS21.G00.31.008,'7880499001001'\r\n"
    lecture = lue((b"S21.G00.40.001,'01032023'", avant + b"S21.G00.40.001,'01032023'"))
    assert champ(lecture, "equivalence", "unite", "date_effet", "nir", "ancien_nir", "ancien_ntt", "origine") == [
        (1, "15062025", ALICE, "7880499001001", None, "changement")
    ]


@pytest.mark.parametrize(
    "avant",
    [
        b"S21.G00.31.009,'ANCIEN NOM'\r\n",  # a change of name
        b"S21.G00.31.008,'1999999999999'\r\n",  # never a NIR
        b"S21.G00.31.008,'2880499001001'\r\n",  # the same one
    ],
)
def test_a_change_that_tells_no_other_number_makes_no_equivalence(lue, avant):
    lecture = lue(
        (b"S21.G00.40.001,'01032023'", b"S21.G00.31.001,'15062025'\r\n" + avant + b"S21.G00.40.001,'01032023'")
    )
    assert lecture.entites["equivalence"].is_empty()
    assert lecture.entites["contrat"].height == 4


def test_a_ntt_beside_a_nir_makes_an_equivalence(lue):
    lecture = lue((b"S21.G00.30.024,'05'", f"S21.G00.30.020,'{NTT}'\r\nS21.G00.30.024,'05'".encode()))
    assert champ(
        lecture, "equivalence", "unite", "date_effet", "nir", "ntt", "ancien_nir", "ancien_ntt", "origine"
    ) == [(1, None, ALICE, None, None, NTT, "ntt")]
    assert champ(lecture, "contrat", "nir", "ntt")[0] == (ALICE, NTT)


def test_pay_and_hours_come_by_contract_and_period(lue):
    """Chloé: two contracts in June, 60 then 77 hours; only types 001, 002, 003 and 010 are kept."""
    lecture = lue((b"S21.G00.51.011,'003'", b"S21.G00.51.011,'018'"))
    activite = lecture.entites["activite"]
    assert activite["unite"].value_counts().sort("unite").rows() == [(1, 3), (2, 4), (3, 8)]
    chloe = activite.filter(pl.col("unite") == 3, pl.col("type") == "002")
    assert chloe.select("debut", "fin", "numero_contrat", "montant", "activite", "mesure", "unite_mesure").rows() == [
        ("02062025", "13062025", "C0003", "720.00", "01", "60.00", "10"),
        ("16062025", "30062025", "C0004", "960.00", "01", "77.00", "10"),
    ]


def test_a_second_measure_has_a_line_of_its_own_that_repeats_no_amount(lue):
    absence = b"S21.G00.53.001,'02'\r\nS21.G00.53.002,'14.00'\r\nS21.G00.53.003,'10'\r\n"
    ancre = b"S21.G00.51.001,'01062025'\r\nS21.G00.51.002,'30062025'\r\nS21.G00.51.010,'C0001'\r\nS21.G00.51.011,'003'"
    lecture = lue((ancre, absence + ancre))
    alice = lecture.entites["activite"].filter(pl.col("unite") == 1)
    assert alice.select("ligne", "type", "montant", "activite", "mesure").rows() == [
        (93, "001", "2150.00", None, None),
        (98, "002", "2150.00", "01", "151.67"),
        (106, "002", None, "02", "14.00"),
        (109, "003", "2150.00", None, None),
        (114, "010", "2150.00", None, None),
    ]


def test_a_suspension_belongs_to_its_contract(lue):
    lecture = lue((b"S21.G00.71.002", SUSPENSION + b"S21.G00.71.002"))
    assert champ(lecture, "suspension", "unite", "contrat", "nir", "motif", "debut", "fin") == [
        (1, "1", ALICE, "632", "10062025", "20062025")
    ]


def test_places_of_work_have_their_commune(lue):
    lecture = lue(nom="mensuelle_interim_2025-06_P25V01.dsn")
    assert champ(lecture, "lieu", "unite", "declaration", "identifiant", "commune") == [
        (None, "1", "00000003400017", "01283")
    ]


HIRING = ((b"S20.G00.05.001,'07'", b"S20.G00.05.001,'10'"), (b"'P25V01'", b"'P26V01'"))


def test_a_hiring_announced_is_no_contract_yet(lue):
    heure = (b"S21.G00.62.001", b"S21.G00.40.082,'60'\r\nS21.G00.40.083,'0830'\r\nS21.G00.62.001")
    lecture = lue(*HIRING, heure, nom=SIGNALEMENT)
    assert champ(lecture, "embauche", "unite", "nir", "debut", "heure", "nature_contrat", "jours_essai") == [
        (1, ALICE, "01032023", "0830", "01", "60")
    ]
    assert champ(lecture, "declaration", "nature", "siren") == [("10", "000000018")]
    assert lecture.entites["individu"].height == 1
    for nom in ("contrat", "fin", "activite", "suspension"):
        assert lecture.entites[nom].is_empty()
    assert lecture.fichiers.select("unites_recues", "hors_champ").row(0) == (1, 0)


def test_a_hiring_in_an_older_norm_is_refused(lue):
    lecture = lue(HIRING[0], nom=SIGNALEMENT)
    refus = lecture.refus.row(0, named=True)
    assert (refus["unite"], refus["ligne"], refus["regle"]) == (None, 18, "code_inconnu")
    assert "S20.G00.05.001 (nature de la déclaration) = '10' : code inconnu de la norme P25V01" in refus["message"]


@pytest.mark.parametrize("nature", ["04", "05", "08", "09"])
def test_other_natures_are_counted_and_passed_over(lue, nature):
    lecture = lue((b"S20.G00.05.001,'01'", f"S20.G00.05.001,'{nature}'".encode()))
    assert lecture.fichiers.select("unites_recues", "hors_champ").row(0) == (3, 3)
    assert all(frame.is_empty() for frame in lecture.entites.values())
    assert lecture.refus.is_empty()


@pytest.mark.parametrize(
    ("changement", "attendu", "phrase"),
    [
        ((b"S21.G00.51.002,'30062025'", b"S21.G00.51.002,'31052025'"), (1, 94, "S21.G00.51.002", "fin_avant_debut"),
         "précède le début de la période de paie (ligne 93, S21.G00.51.001)"),
        ((b"S21.G00.51.010,'C0001'\r\n", b""), (1, 93, "S21.G00.51.010", "rubrique_absente"), "la rubrique manque"),
        ((b"S21.G00.53.002,'151.67'", b"S21.G00.53.002,'151,67'"), (1, 104, "S21.G00.53.002", "nombre_illisible"),
         "mesure de l'activité"),
        ((b"S21.G00.53.003,'10'", b"S21.G00.53.003,'99'"), (1, 105, "S21.G00.53.003", "code_inconnu"), "13 possibles"),
        ((b"S21.G00.71.002", SUSPENSION.replace(b"20062025", b"09062025") + b"S21.G00.71.002"),
         (1, 86, "S21.G00.65.003", "fin_avant_debut"), "de la suspension (ligne 85, S21.G00.65.002)"),
        ((b"S21.G00.50.001", b"S21.G00.53.001,'01'\r\nS21.G00.50.001"), (1, 85, "S21.G00.53.001", "bloc_sans_parent"),
         "une activité suit S21.G00.51"),
        ((b"S21.G00.30.005,'02'", b"S21.G00.30.005,'F'"), (1, 49, "S21.G00.30.005", "code_inconnu"), "sexe"),
    ],
)  # fmt: skip
def test_a_fault_of_what_is_new_refuses_its_person(lue, changement, attendu, phrase):
    lecture = lue(changement)
    rejets = lecture.refus.filter(gravite="rejet")
    assert rejets.select("unite", "ligne", "champ", "regle").rows() == [attendu]
    assert phrase in rejets["message"][0]
    for nom in ("contrat", "individu", "activite"):
        assert lecture.entites[nom]["unite"].unique().sort().to_list() == [2, 3]
