"""The DSN reader on the shared samples and on messages written by hand."""

import polars as pl
import pytest

from pipelines.sources.dsn import moisson, refus

MENSUELLE, FAUTIVE = "mensuelle_2025-06_P25V01.dsn", "mensuelle_2025-06_fautive_P25V01.dsn"
INTERIM, SIGNALEMENT = "mensuelle_interim_2025-06_P25V01.dsn", "signalement_fin_contrat_2025-07_P25V01.dsn"
ALICE, BRUNO, CHLOE = b"2880499001001", b"1951199001002", b"2010799001003"


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


def rejets(lecture_) -> list[tuple]:
    """(unit, line, rubrique, rule) of what is refused."""
    return lecture_.refus.filter(pl.col("gravite") == "rejet").select("unite", "ligne", "champ", "regle").rows()


def test_the_monthly_sample_gives_three_persons_and_four_contracts(lue):
    lecture_ = lue()
    contrat = lecture_.entites["contrat"]
    assert contrat.select("unite", "contrat", "debut", "nature_contrat", "fin_prevue", "quotite_contrat").rows() == [
        (1, "1", "01032023", "01", None, "151.67"),
        (2, "2", "03022025", "02", "31082025", "86.67"),
        (3, "3", "02062025", "02", "13062025", "151.67"),
        (3, "4", "16062025", "01", None, "151.67"),
    ]
    assert contrat["nir"].to_list() == ["2880499001001", "1951199001002", "2010799001003", "2010799001003"]
    assert contrat["ligne"].to_list() == [60, 138, 219, 248]
    assert lecture_.entites["fin"].select("contrat", "fin", "fin_motif", "ligne").rows() == [
        ("3", "13062025", "031", 245)
    ]
    faits = lecture_.fichiers.row(0, named=True)
    assert (faits["unites_recues"], faits["lignes"], faits["hors_champ"], str(faits["mois"])) == (
        3,
        336,
        0,
        "2025-06-01",
    )
    assert lecture_.refus.is_empty()


def test_the_declaration_says_its_establishment_and_its_rank(lue):
    declaration = lue().entites["declaration"].row(0, named=True)
    attendu = {"unite": None, "ligne": 18, "declaration": "1", "nature": "01", "ordre": "101", "siren": "000000018"}
    assert {cle: declaration[cle] for cle in attendu} == attendu
    assert (declaration["nic"], declaration["mois_principal"], declaration["norme"]) == ("00010", "01062025", "P25V01")


def test_a_person_without_nir_comes_by_her_ntt_and_an_agency_says_where_she_works(lue):
    contrat = lue(nom=INTERIM).entites["contrat"]
    assert contrat.select("unite", "nir", "ntt", "etablissement_utilisateur").rows() == [
        (1, "1680299001004", None, "00000003400017"),
        (1, "1680299001004", None, "00000003400017"),
        (2, None, "2000000026000005", "00000003400017"),
    ]


def test_a_signal_alone_delivers_no_month(lue):
    """The lot of the month does: a signal of 18 July says nothing of who was employed in July."""
    lecture_ = lue(nom=SIGNALEMENT)
    assert lecture_.fichiers["mois"].to_list() == [None]
    assert lecture_.entites["fin"].select("fin", "fin_motif").rows() == [("18072025", "043")]


def test_each_planted_fault_has_its_line(lue):
    """Birth on 31 February, nature 97, four decimal commas (Bruno); an end before its start (Chloé); Alice is left."""
    lecture_ = lue(nom=FAUTIVE)
    assert sorted(rejets(lecture_)) == [
        (2, 128, "S21.G00.30.006", "date_illisible"),
        (2, 143, "S21.G00.40.007", "code_inconnu"),
        *((2, ligne, "S21.G00.51.013", "nombre_illisible") for ligne in (178, 183, 191, 196)),
        (3, 245, "S21.G00.62.001", "fin_avant_debut"),
    ]
    assert lecture_.entites["contrat"]["unite"].to_list() == [1]
    assert lecture_.entites["fin"].is_empty()
    remarque = lecture_.refus.filter(pl.col("gravite") == "avertissement").row(0, named=True)
    assert remarque["regle"] == "compte_annonce"
    assert "S90.G00.90.001 = '999' : le fichier contient 336 rubriques" in remarque["message"]


def test_a_sentence_has_a_place_what_was_expected_and_a_way_out(lue):
    messages = {ligne["champ"]: ligne["message"] for ligne in lue(nom=FAUTIVE).refus.to_dicts()}
    assert messages["S21.G00.40.007"] == (
        "ligne 143, S21.G00.40.007 (nature du contrat) = '97' : code inconnu de la norme P25V01 (26 possibles : "
        "01, 02, 03, 07…). La personne qui commence à la ligne 124 est refusée, pas les autres. "
        "Corrigez la déclaration et envoyez-la de nouveau : ordre 105 ou plus."
    )
    assert "ligne 219, S21.G00.40.001" in messages["S21.G00.62.001"]


def test_no_personal_value_is_quoted(lue):
    textes = " ".join(lue((CHLOE, b"9910799001003"), nom=FAUTIVE).refus["message"])
    assert "premier caractère du NIR" in textes
    for valeur in ("9910799001003", "31021995", "980,50", "01052025", "ESSAI"):
        assert valeur not in textes


@pytest.mark.parametrize(
    ("changement", "attendu"),
    [
        ((BRUNO, b"1951399001002"), (2, 124, "S21.G00.30.001", "nir_invalide")),
        ((b"S21.G00.30.001,'%s'\r\n" % BRUNO, b""), (2, 124, "S21.G00.30.001", "identite_absente")),
        ((b"S21.G00.40.001,'03022025'\r\n", b""), (2, 138, "S21.G00.40.001", "rubrique_absente")),
        ((b"S21.G00.40.001,'03022025'", b"S21.G00.40.001,'32022025'"), (2, 138, "S21.G00.40.001", "date_illisible")),
        ((b"S21.G00.40.010,'31082025'", b"S21.G00.40.010,'31012025'"), (2, 146, "S21.G00.40.010", "fin_avant_debut")),
        ((b"S21.G00.40.009,'C0002'", b"S21.G00.40.009,'C2'"), (2, 145, "S21.G00.40.009", "longueur")),
        ((b"S21.G00.40.008,'99'\r\nS21.G00.40.009,'C0002'", b"S21.G00.40.008,''\r\nS21.G00.40.009,'C0002'"),
         (2, 144, "S21.G00.40.008", "valeur_vide")),
        ((b"S21.G00.40.021,'02'", b"S21.G00.40.021:'02'"), (2, 156, None, "ligne_mal_formee")),
    ],
)  # fmt: skip
def test_a_fault_of_a_person_refuses_that_person(lue, changement, attendu):
    lecture_ = lue(changement)
    assert rejets(lecture_) == [attendu]
    assert lecture_.entites["contrat"]["unite"].unique().sort().to_list() == [1, 3]


@pytest.mark.parametrize(
    ("changement", "attendu"),
    [
        ((b"S21.G00.06.001,'000000018'", b"S21.G00.06.001,'00000001X'"), (30, "S21.G00.06.001", "forme_inattendue")),
        ((b"S21.G00.11.001,'00010'\r\n", b""), (18, "S21.G00.11.001", "rubrique_absente")),
        ((b"S20.G00.05.005,'01062025'", b"S20.G00.05.005,'02062025'"), (22, "S20.G00.05.005", "forme_inattendue")),
        ((b"S20.G00.05.005,'01062025'\r\n", b""), (18, "S20.G00.05.005", "rubrique_absente")),
        ((b"S20.G00.05.002,'01'", b"S20.G00.05.002,'04'"), (19, "S20.G00.05.002", "type_interdit")),
        ((b"S20.G00.05.007,'05072025'", b"S20.G00.05.006,'05062025100'\r\nS20.G00.05.007,'05072025'"),
         (23, "S20.G00.05.006", "rubrique_interdite")),
        ((b"S20.G00.05.004,'101'", b"S20.G00.05.004,'1.5'"), (21, "S20.G00.05.004", "forme_inattendue")),
        ((b"S21.G00.11.022,'3043'", b"S21.G00.11.022,'3043'\r\nS21.G00.11.001,'00028'"),
         (46, "S21.G00.11.001", "rubrique_repetee")),
        ((b"S20.G00.07.001,'", b"S20.G00.07.001;'"), (26, None, "ligne_mal_formee")),
        ((b"S21.G00.30.001,'%s'" % ALICE, b"S21.G00.40.001,'01012025'\r\nS21.G00.30.001,'%s'" % ALICE),
         (46, "S21.G00.40.001", "bloc_sans_parent")),
    ],
)  # fmt: skip
def test_a_fault_outside_persons_refuses_the_declaration(lue, changement, attendu):
    """The refusal has no unit and lies between the declaration's first line and its end: landing refuses the rest."""
    lecture_ = lue(changement)
    assert rejets(lecture_) == [(None, *attendu)]
    assert "Toute la déclaration est refusée." in lecture_.refus.filter(pl.col("gravite") == "rejet")["message"][0]


def test_a_motive_of_the_monthly_is_forbidden_in_a_signal(lue):
    lecture_ = lue((b"S21.G00.62.002,'043'", b"S21.G00.62.002,'099'"), nom=SIGNALEMENT)
    assert rejets(lecture_) == [(1, 75, "S21.G00.62.002", "motif_interdit")]
    assert lue((b"S21.G00.62.002,'031'", b"S21.G00.62.002,'099'")).refus.is_empty()


def test_a_signal_that_replaces_another_must_name_it(lue):
    lecture_ = lue((b"S20.G00.05.002,'01'", b"S20.G00.05.002,'03'"), nom=SIGNALEMENT)
    assert rejets(lecture_) == [(None, 18, "S20.G00.05.006", "rubrique_absente")]


def test_an_end_may_come_several_times_and_belongs_to_the_contract_before_it(lue):
    fin = b"S21.G00.62.001,'13062025'\r\nS21.G00.62.002,'031'\r\n"
    annulation = b"S21.G00.62.001,'10062025'\r\nS21.G00.62.002,'099'\r\n"
    frame = lue((fin, annulation + fin)).entites["fin"]
    assert frame.select("contrat", "fin", "fin_motif").rows() == [("3", "10062025", "099"), ("3", "13062025", "031")]


def test_a_change_gives_what_the_contract_was(lue):
    """A transfer, then a change of hours; a change of place of work alone says nothing of the contract."""
    changements = (
        b"S21.G00.41.001,'01062025'\r\nS21.G00.41.012,'00000002600013'\r\nS21.G00.41.014,'B0007'\r\n"
        b"S21.G00.41.021,'01022024'\r\nS21.G00.41.001,'02062025'\r\nS21.G00.41.007,'75.00'\r\n"
        b"S21.G00.41.001,'03062025'\r\nS21.G00.41.013,'00000002600013'\r\n"
    )
    ancre = b"S21.G00.71.002,'RUAA'\r\n"
    lecture_ = lue((ancre, changements + ancre))
    assert lecture_.entites["changement"].drop("fichier", "ligne", "ntt").rows() == [
        (1, "1", "1", ALICE.decode(), "01062025", None, None, None, "00000002600013", "B0007", "01022024"),
        (1, "1", "1", ALICE.decode(), "02062025", None, "75.00", None, None, None, None),
    ]
    assert rejets(lecture_) == []


def test_two_declarations_in_one_file_keep_their_own_persons(lue, exemple):
    octets = exemple(MENSUELLE)
    debut, fin = octets.index(b"S20.G00.05.001"), octets.index(b"S90.G00.90.001")
    arret = octets[debut:fin].replace(b"S20.G00.05.001,'01'", b"S20.G00.05.001,'04'", 1)
    lecture_ = lue((b"S90.G00.90.001", arret + octets[debut:fin] + b"S90.G00.90.001"))
    faits = lecture_.fichiers.row(0, named=True)
    assert (faits["unites_recues"], faits["hors_champ"]) == (9, 3)
    assert lecture_.entites["contrat"].select("declaration", "unite", "contrat").rows() == [
        *(("1", unite, contrat) for unite, contrat in ((1, "1"), (2, "2"), (3, "3"), (3, "4"))),
        *(("3", unite, contrat) for unite, contrat in ((7, "9"), (8, "10"), (9, "11"), (9, "12"))),
    ]
    comptes = lecture_.refus["message"].to_list()
    assert any("S90.G00.90.002 = '1' : le fichier contient 3 DSN" in message for message in comptes)


def test_a_person_without_contract_is_out_of_scope(lue, exemple):
    octets = exemple(MENSUELLE)
    contrat = octets[octets.index(b"S21.G00.40.001,'03022025'") :]
    contrat = contrat[: contrat.index(b"S21.G00.50.001")]
    lecture_ = lue((contrat, b""))
    assert lecture_.fichiers.select("unites_recues", "hors_champ").row(0) == (3, 1)
    assert lecture_.entites["contrat"]["unite"].unique().sort().to_list() == [1, 3]
    assert rejets(lecture_) == []


def test_an_unknown_rubrique_is_reported_once_with_its_count_and_nothing_refused(lue):
    inconnues = b"S21.G00.71.099,'X'\r\nS21.G00.99.001,'Y'\r\nS21.G00.99.001,'Z'"
    lecture_ = lue((b"S21.G00.71.002,'RUAA'", inconnues))
    assert rejets(lecture_) == []
    remarques = lecture_.refus.filter(regle="rubrique_inconnue").select("unite", "ligne", "champ", "message")
    suite = "la norme P25V01 ne connaît pas cette rubrique, qui est écartée"
    assert remarques.rows() == [
        (None, 84, "S21.G00.71.099", f"ligne 84, S21.G00.71.099 : {suite} (1 fois dans le fichier)."),
        (None, 85, "S21.G00.99.001", f"ligne 85, S21.G00.99.001 : {suite} (2 fois dans le fichier)."),
    ]


def test_unknown_rubriques_without_end_are_not_all_named(lue, monkeypatch):
    monkeypatch.setattr(refus, "INCONNUES_NOMMEES", 2)
    inconnues = b"".join(b"S21.G00.99.%03d,'X'\r\n" % numero for numero in range(1, 6))
    remarques = lue((b"S21.G00.71.002", inconnues + b"S21.G00.71.002")).refus.filter(regle="rubrique_inconnue")
    assert remarques["champ"].to_list() == ["S21.G00.99.001", "S21.G00.99.002", None]
    assert remarques["message"][2] == f"{MENSUELLE} : 3 autres rubriques inconnues, écartées."


def test_a_rubrique_removed_from_the_norm_is_unknown_to_it(lue):
    """S21.G00.06.009 and S21.G00.11.008 (headcounts) left the norm in 2026."""
    lecture_ = lue((b"'P25V01'", b"'P26V01'"))
    assert lecture_.refus["champ"].to_list() == ["S21.G00.06.009", "S21.G00.11.008"]


@pytest.mark.parametrize(
    ("changement", "regle", "phrase"),
    [
        ((b"S10.G00.00.005,'02'", b"S10.G00.00.005,'01'"), "envoi_de_test", "c'est un envoi de test"),
        ((b"S10.G00.00.005,'02'", b"S10.G00.00.005,'03'"), "essai_ou_reel", "test (01) ou réel (02)"),
        ((b"'P25V01'", b"'P23V01'"), "norme_inconnue", "'P23V01' : cette version n'est pas connue ; sont connues "
         "P24V01, P25V01, P26V01"),
        ((b"S90.G00.90.001,'336'\r\nS90.G00.90.002,'1'\r\n", b""), "fichier_tronque", "s'arrête à la ligne 334"),
    ],
)  # fmt: skip
def test_a_fault_of_the_envelope_refuses_the_file_whose_persons_are_counted(lue, changement, regle, phrase):
    fichier = lue(changement).fichiers.row(0, named=True)
    assert fichier["refus_fichier_regle"] == regle
    assert phrase in fichier["refus_fichier_message"]
    assert fichier["refus_fichier_message"].startswith(MENSUELLE)
    assert fichier["unites_recues"] == 3


def test_a_person_before_any_declaration_refuses_the_file(lue):
    fichier = lue((b"S20.G00.05.001", b"S21.G00.30.001,'%s'\r\nS20.G00.05.001" % BRUNO)).fichiers.row(0, named=True)
    assert fichier["refus_fichier_regle"] == "enveloppe_rompue"
    assert "ligne 18 : avant la première déclaration" in fichier["refus_fichier_message"]
    assert fichier["unites_recues"] == 4


def test_a_declaration_without_nature_is_refused(lue):
    assert rejets(lue((b"S20.G00.05.001,'01'\r\n", b""))) == [(None, 18, "S20.G00.05.001", "rubrique_absente")]


def test_codes_are_those_of_the_year(lue):
    """Dispositif 83 came with the norm of 2026."""
    nouveau = (b"S21.G00.40.008,'99'", b"S21.G00.40.008,'83'")
    assert rejets(lue(nouveau)) == [(1, 66, "S21.G00.40.008", "code_inconnu")]
    assert rejets(lue(nouveau, (b"'P25V01'", b"'P26V01'"))) == []


def test_files_of_a_lot_keep_apart_and_a_bad_one_does_not_harm(lire, exemple):
    rompu = exemple(MENSUELLE).replace(b"'P25V01'", b"'P23V01'")
    lecture_ = lire("dsn", {"a.dsn": exemple(MENSUELLE), "b.dsn": rompu, "c.dsn": exemple(SIGNALEMENT)})
    contrat = lecture_.entites["contrat"].group_by("fichier", maintain_order=True).len()
    assert contrat.rows() == [(0, 4), (2, 1)]
    assert lecture_.fichiers["refus_fichier_regle"].to_list() == [None, "norme_inconnue", None]


def test_what_lies_after_the_end_refuses_the_file(lue):
    fichier = lue((b"S90.G00.90.002,'1'\r\n", b"S90.G00.90.002,'1'\r\nfin\r\n")).fichiers.row(0, named=True)
    assert fichier["refus_fichier_regle"] == "enveloppe_rompue"
    assert (
        "ligne 337 : avant la première déclaration (S20.G00.05.001) et après la dernière"
        in (fichier["refus_fichier_message"])
    )


def test_the_size_of_batches_changes_nothing(lue, monkeypatch, exemple):
    entier = lue(nom=FAUTIVE)
    monkeypatch.setattr(moisson, "RUBRIQUES_PAR_PASSE", 1)
    par_lots = lue(nom=FAUTIVE)
    for nom, frame in entier.entites.items():
        assert frame.equals(par_lots.entites[nom])
    assert entier.refus.equals(par_lots.refus)


def test_what_stands_in_place_of_a_code_is_quoted_only_when_short(lire, exemple):
    """A phone number where the kind of a pay is expected: its place is told, not what it is."""
    octets = exemple("mensuelle_2025-06_P25V01.dsn").replace(b"S21.G00.51.011,'001'", b"S21.G00.51.011,'0612345678'", 1)
    (message,) = lire("dsn", {"a.dsn": octets}).refus["message"]
    assert "S21.G00.51.011 (type de rémunération) : code inconnu" in message
    assert "0612345678" not in message
