"""What each file says of a few persons whose months are known, read as its receiver would."""

import gzip
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
import zstandard
from lxml import etree

from pipelines.contracts import charger, verifier
from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.brouillon import Brouillon
from pipelines.simulation.fichiers.dsn import EcrivainDsn
from pipelines.simulation.fichiers.facteur import Facteur
from pipelines.simulation.fichiers.formation import EcrivainFormation
from pipelines.simulation.fichiers.inscription import EcrivainInscription
from pipelines.simulation.fichiers.offre import EcrivainOffre
from pipelines.simulation.fichiers.orientation import EcrivainOrientation
from pipelines.simulation.fichiers.rsa import EcrivainRsa
from pipelines.simulation.monde.modele import Bloc, Parametres
from pipelines.simulation.plan import Plan
from pipelines.sources import FichierRecu, toutes

PARAMETRES = Parametres(100, 6, date(2025, 6, 1), 1)
FEVRIER, MARS, AVRIL, MAI = (date(2025, mois, 1) for mois in (2, 3, 4, 5))
PERSONNES = pl.DataFrame(
    {
        "personne": [1, 2],
        "nir": ["2880499001001", "1951199001002"],
        "naissance": [date(1988, 4, 12), date(1995, 11, 30)],
        "sexe": ["2", "1"],
        "nom": ["ZWEKUVRA", "ZWEKUVRA"],
        "prenom": ["Kwoblira", "Szadrove"],
        "adresse": ["1 rue de l'Invention 1", "1 rue de l'Invention 1"],
        "identifiantpe": ["9000001A001", None],
        "rome": ["K2204", None],
    }
)


class Maison:
    """A dépôt where the files of a hand-made block are written, without corrections nor planted faults."""

    def __init__(self, dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Plan, "_rectifiee", lambda *_: False)
        monkeypatch.setattr(Plan, "defaut", lambda *_: False)
        monkeypatch.setattr(Plan, "doublon", lambda *_: False)
        self.depot = dossier
        atelier = Brouillon(dossier / ".simulation")
        facteur = Facteur(dossier, dossier / "journal")
        self.bureau = Bureau(PARAMETRES, Plan(PARAMETRES), atelier, facteur)

    def ecrire(self, ecrivain, **frames: pl.DataFrame) -> "Maison":
        ecrivain.poser(self.bureau, 0, Bloc.de(**{"personne": PERSONNES} | frames))
        for mois in PARAMETRES.liste_mois:
            ecrivain.envoyer(self.bureau, mois)
        return self

    def octets(self, nom: str) -> bytes:
        (fichier,) = self.depot.rglob(f"{nom}*")
        contenu = fichier.read_bytes()
        if fichier.suffix == ".zst":
            return zstandard.ZstdDecompressor().stream_reader(contenu).read()
        return gzip.decompress(contenu) if fichier.suffix == ".gz" else contenu

    def lignes(self, nom: str, encodage: str = "utf-8") -> list[str]:
        return self.octets(nom).decode(encodage).splitlines()

    def relire(self, source: str) -> dict[str, pl.DataFrame]:
        """Every file as the house's own reader and contract take it; fails if a unit or a file is refused."""
        recus = [
            FichierRecu(chemin, source, date.fromisoformat(chemin.parent.name), "", chemin.stat().st_size)
            for chemin in sorted((self.depot / source).rglob("*.*"))
        ]
        lecture = toutes()[source].lire(recus)
        contrat = charger(source)
        refus = [lecture.refus]
        for nom, frame in lecture.entites.items():
            refus.append(verifier(frame, contrat.entites[nom], contrat)[1])
        rejets = pl.concat(refus, how="diagonal_relaxed").filter(pl.col("gravite") == "rejet")
        assert rejets.is_empty(), rejets
        assert lecture.fichiers["refus_fichier_regle"].null_count() == lecture.fichiers.height
        return lecture.entites


@pytest.fixture
def maison(tmp_path, monkeypatch) -> Maison:
    return Maison(tmp_path, monkeypatch)


def inscriptions(**colonnes: list) -> pl.DataFrame:
    neutres = {"code": "1", "ndem": 1, "motif": "6", "categorie": "1", "commune": "01053", "departement": "01"}
    neutres |= {"qpv": "N", "toprsa": "N", "ancienne": False}
    lignes = pl.DataFrame({"personne": [1] * len(colonnes["date"]), **colonnes})
    return lignes.with_columns(**{nom: pl.lit(v) for nom, v in neutres.items() if nom not in colonnes})


def test_a_registration_is_told_in_its_month_and_its_end_in_the_month_of_the_end(maison):
    maison.ecrire(
        EcrivainInscription(),
        inscription=inscriptions(date=[date(2025, 3, 3)], date_cessation=[date(2025, 4, 16)], motif_cessation=["01"]),
    )
    entete, ligne = maison.lignes("inscriptions_01_2025-03.csv", "latin-1")
    champs = dict(zip(entete.split(";"), ligne.split(";"), strict=True))
    assert champs["nir"] == champs["nir2"] == "2880499001001"
    assert (champs["date"], champs["dtnai"], champs["codeinsee"]) == ("03/03/2025", "12/04/1988", "01053")
    assert len(maison.lignes("inscriptions_01_2025-04.csv")) == 1, "only the header: nobody else registered"
    entete, ligne = maison.lignes("cessations_01_2025-04.csv")
    champs = dict(zip(entete.split(";"), ligne.split(";"), strict=True))
    assert (champs["date"], champs["code"]) == ("16/04/2025", "01")
    maison.relire("inscription")


def test_a_registration_older_than_the_first_month_is_in_the_stock(maison):
    maison.ecrire(EcrivainInscription(), inscription=inscriptions(date=[date(2024, 10, 7)], ancienne=[True]))
    assert len(maison.lignes("stock_01_2025-01.csv")) == 2
    assert len(maison.lignes("inscriptions_01_2025-01.csv")) == 1
    assert len(maison.relire("inscription")["inscription"]) == 1


ORIENTATION = {
    "personne": [1],
    "departement": ["01"],
    "date_creation": [datetime(2025, 2, 20, 9, 30)],
    "statut": ["DECIDE"],
    "etat": ["CLOTURE"],
    "parcours": ["PSP"],
    "organisme": ["CD"],
    "origine": ["INSCRIPTION_VOLONTAIRE"],
    "date_entree": [date(2025, 3, 12)],
    "date_sortie": [date(2025, 5, 5)],
    "etat_decision": ["ACCEPTEE"],
    "date_decision": [date(2025, 3, 10)],
    "organisme_decision": ["CD"],
}


def orientation_de(maison: Maison, mois: str) -> dict | None:
    lignes = [json.loads(ligne) for ligne in maison.lignes(f"orientations_01_{mois}") if ligne]
    return lignes[0]["orientations"][0] if lignes else None


def test_an_orientation_is_proposed_until_its_decision_is_known(maison):
    maison.ecrire(EcrivainOrientation(), orientation=pl.DataFrame(ORIENTATION))
    assert orientation_de(maison, "2025-01") is None
    fevrier, mars = orientation_de(maison, "2025-02"), orientation_de(maison, "2025-03")
    assert (fevrier["statut"], fevrier["etat"], fevrier["decision"]) == ("PRECONISE", "EN_ATTENTE", None)
    assert fevrier["date_creation"] == "2025-02-20T09:30:00.000"
    assert (mars["statut"], mars["etat"], mars["decision"]["date_decision"]) == ("DECIDE", "OUVERT", "2025-03-10")
    assert (mars["date_entree_parcours"], mars["date_sortie_parcours"]) == ("2025-03-12", None)
    assert orientation_de(maison, "2025-04") is None, "nothing changed in April: no line"
    mai = orientation_de(maison, "2025-05")
    assert (mai["etat"], mai["date_sortie_parcours"]) == ("CLOTURE", "2025-05-05")
    maison.relire("orientation")


def test_a_couple_is_one_household_of_two_subject_persons(maison):
    couple = pl.DataFrame(
        {
            "mois": [MARS, MARS],
            "departement": ["01", "01"],
            "numdemrsa": ["90000000001"] * 2,
            "matricule": ["900000000000001"] * 2,
            "personne": [2, 1],
            "role": ["CJT", "DEM"],
            "soumis": [True, True],
            "entrant": [False, True],
            "etat_dossier": ["2", "2"],
            "commune": ["01053"] * 2,
            "date_demande": [date(2025, 1, 15)] * 2,
        }
    )
    maison.ecrire(EcrivainRsa(), droit=couple)
    racine = etree.fromstring(maison.octets("beneficiaires_01_2025-03.xml"))
    (foyer,) = racine.findall("InfosFoyerRSA")
    adultes = [p for p in foyer.findall("Personne") if p.findtext("Identification/NIR")]
    assert [p.findtext("Prestations/ROLEPERS") for p in adultes] == ["DEM", "CJT"]
    assert racine.findtext("TransmissionFlux/NBTOTDOSRSATRANSM") == "00000001"
    droit = maison.relire("rsa")["droit"]
    assert droit.select("NIR", "TOPPERSDRODEVORSA", "TOPPERSENTDRODEVORSA", "NUMCOM").rows() == [
        ("2880499001001", "1", "1", "01053"),
        ("1951199001002", "1", "0", "01053"),
    ]
    assert len(list(maison.depot.rglob("beneficiaires_*"))) == 6 * 101, "départements without household send too"


def test_an_entry_in_training_is_told_when_it_is_known(maison):
    """Planned for 24 March, entered on 2 April, given up on 9 May."""
    formation = pl.DataFrame(
        {
            "personne": [1],
            "session": ["SE_1"],
            "debut_prevu": [date(2025, 3, 24)],
            "entree": [date(2025, 4, 2)],
            "abandon": [date(2025, 5, 9)],
        }
    )
    maison.ecrire(EcrivainFormation(), formation=formation)

    def dates(mois: str) -> tuple[str, str]:
        entete, *lignes = maison.lignes(f"stagiaires_{mois}.csv")
        champs = dict(zip(entete.split("|"), lignes[0].split("|"), strict=True))
        return champs["dd_dateentree"], champs["dd_dateabandon"]

    assert dates("2025-03") == ("NULL", "NULL")
    assert dates("2025-04") == ("2025-04-02 00:00:00.0", "NULL")
    assert dates("2025-05") == ("2025-04-02 00:00:00.0", "2025-05-09 00:00:00.0")
    assert len(maison.relire("formation")["formation"]) == 3


def test_a_post_filled_after_the_month_is_still_open_and_days_are_those_of_paris(maison):
    """Closed on 31 March at 22:30 UTC: in Paris it is 1 April, so March's file does not know."""
    offre = pl.DataFrame(
        {
            "offre": ["O00001"],
            "depot": [datetime(2025, 3, 10, 8, tzinfo=UTC)],
            "cloture": [datetime(2025, 3, 31, 22, 30, tzinfo=UTC)],
            "motif_cloture": ["POURVUE_RESEAU"],
            "type_contrat": ["CDI"],
            "origine": ["1"],
        }
    )
    poste = pl.DataFrame(
        {
            "offre": ["O00001", "O00001"],
            "rang": [1, 2],
            "statut": ["POURVU", "ANNULE"],
            "pourvoi": [datetime(2025, 3, 20, 9, tzinfo=UTC), None],
            "mode": ["RESEAU", None],
        }
    )
    maison.ecrire(EcrivainOffre(), offre=offre, poste=poste)
    mars, avril = (json.loads(maison.lignes(f"offres_2025-{m}.jsonl")[0]) for m in ("03", "04"))
    assert (mars["dateCloture"], [p["statut"] for p in mars["postes"]]) == (None, ["POURVU", "OUVERT"])
    assert (avril["motifCloture"], [p["statut"] for p in avril["postes"]]) == ("POURVUE_RESEAU", ["POURVU", "ANNULE"])
    assert mars["nombrePostes"] == 2
    assert maison.lignes("offres_2025-05.jsonl") == [""]
    maison.relire("offre")


def contrats(**colonnes: list) -> pl.DataFrame:
    neutres = {
        "personne": 1,
        "siren": "000000018",
        "nic": "00010",
        "numero": "C0001",
        "nature": "02",
        "quotite": 151.67,
    }
    neutres |= {"dispositif": "99", "modalite": "10", "pcs": "684a", "etablissement_departement": "2A"}
    lignes = pl.DataFrame(colonnes)
    return lignes.with_columns(**{nom: pl.lit(v) for nom, v in neutres.items() if nom not in colonnes})


def rubriques(maison: Maison, mois: str, rubrique: str) -> list[str]:
    (fichier,) = maison.depot.rglob(f"dsn_{mois}_01.dsn.zst")
    return re.findall(rf"{rubrique},'(.*)'\r\n", maison.octets(fichier.name).decode("latin-1"))


def test_a_contract_is_declared_each_month_it_is_open_and_its_end_in_its_month(maison):
    maison.ecrire(
        EcrivainDsn(),
        contrat=contrats(
            debut=[date(2025, 2, 10)],
            fin_prevue=[date(2025, 4, 30)],
            fin=[date(2025, 4, 20)],
            motif_fin=["036"],
        ),
    )
    assert sorted(f.name for f in maison.depot.rglob("dsn_*")) == [
        f"dsn_2025-{mois}_01.dsn.zst" for mois in ("02", "03", "04")
    ]
    assert rubriques(maison, "2025-03", r"S21\.G00\.62\.00\d") == []
    assert rubriques(maison, "2025-04", r"S21\.G00\.62\.00\d") == ["20042025", "036"]
    assert rubriques(maison, "2025-04", r"S21\.G00\.40\.010") == ["30042025"]
    fins = maison.relire("dsn")["fin"]
    assert fins.select("fin", "fin_motif").unique().rows() == [("20042025", "036")]


def test_the_envelope_counts_its_lines_and_names_the_norm_of_the_year(maison):
    maison.ecrire(EcrivainDsn(), contrat=contrats(debut=[date(2025, 1, 6)]))
    octets = maison.octets("dsn_2025-03_01.dsn.zst")
    lignes = octets.decode("latin-1").split("\r\n")
    assert lignes.pop() == ""
    assert max(map(len, lignes)) <= 256
    assert lignes[-2:] == [f"S90.G00.90.001,'{len(lignes)}'", "S90.G00.90.002,'1'"]
    assert "S10.G00.00.006,'P25V01'" in lignes
    assert "S10.G00.00.005,'02'" in lignes


def test_an_end_declared_by_mistake_is_taken_back_the_month_after(maison):
    """Said to end on 14 March; it goes on, and truly ends on 20 May."""
    maison.ecrire(
        EcrivainDsn(),
        contrat=contrats(
            debut=[date(2025, 1, 6)], annulee=[date(2025, 3, 14)], fin=[date(2025, 5, 20)], motif_fin=["059"]
        ),
    )
    assert rubriques(maison, "2025-03", r"S21\.G00\.62\.00\d") == ["14032025", "059"]
    assert rubriques(maison, "2025-04", r"S21\.G00\.62\.00\d") == ["14032025", "099"]
    assert rubriques(maison, "2025-05", r"S21\.G00\.62\.00\d") == ["20052025", "059"]
    assert not list(maison.depot.rglob("fctu_*")), "no signal of an end that was taken back once"


def test_a_transfer_names_the_contract_it_continues(maison):
    maison.ecrire(
        EcrivainDsn(),
        contrat=contrats(
            debut=[date(2025, 1, 6), date(2025, 3, 17)],
            fin=[date(2025, 3, 16), None],
            motif_fin=["998", None],
            siren=["000000018", "000000026"],
            ancien_siret=[None, "00000001800010"],
            ancien_numero=[None, "C0001"],
            ancien_debut=[None, date(2025, 1, 6)],
            date_changement=[None, date(2025, 3, 17)],
        ),
    )
    changement = maison.relire("dsn")["changement"]
    assert changement.select("date_changement", "ancien_siret", "ancien_numero", "ancien_debut").rows() == [
        ("17032025", "00000001800010", "C0001", "06012025")
    ]


def activites(lignes: list[tuple]) -> pl.DataFrame:
    """Pays told in March of the contract of `contrats`: type, activity, hundredths, unit, further or not, cents."""
    colonnes = ["type", "activite", "centiemes", "unite", "suite", "montant"]
    frame = pl.DataFrame(lignes, schema=colonnes, orient="row")
    neutres = {"personne": 1, "siren": "000000018", "nic": "00010", "numero": "C0001", "mois": MARS, "debut": MARS}
    return frame.with_columns(pl.lit(date(2025, 3, 31)).alias("fin"), **{n: pl.lit(v) for n, v in neutres.items()})


def test_measures_of_activity_are_told_under_their_pay(maison):
    """Worked 70 hours and half an hour taken back, 7 hours of absence in the same pay; two days and a half; a base."""
    dites = [("002", "01", 7000, "10", False, 87_500), ("002", "02", 700, "10", True, None)]
    dites += [("002", "01", -50, "10", False, -625), ("001", "01", 250, "12", False, 21_875)]
    dites += [("010", None, None, None, False, 180_001)]
    maison.ecrire(EcrivainDsn(), contrat=contrats(debut=[date(2025, 1, 6)]), activite=activites(dites))
    assert rubriques(maison, "2025-03", r"S21\.G00\.51\.013") == ["875.00", "-6.25", "218.75", "1800.01"]
    lues = maison.relire("dsn")["activite"]
    assert lues.select("debut", "fin", "type", "activite", "mesure", "unite_mesure", "montant").rows() == [
        ("01032025", "31032025", "002", "01", "70.00", "10", "875.00"),
        ("01032025", "31032025", "002", "02", "7.00", "10", None),
        ("01032025", "31032025", "002", "01", "-0.50", "10", "-6.25"),
        ("01032025", "31032025", "001", "01", "2.50", "12", "218.75"),
        ("01032025", "31032025", "010", None, None, None, "1800.01"),
    ]
    assert rubriques(maison, "2025-02", r"S21\.G00\.51\.011") == [], "nothing is told of February: no pay"


def test_a_quota_is_told_in_hours_in_days_or_not(maison):
    debuts = [date(2025, 1, 6), date(2025, 1, 7), date(2025, 1, 8)]
    quotites = {"quotite": [78.01, 218.0, None], "numero": ["C0001", "C0002", "C0003"]}
    maison.ecrire(EcrivainDsn(), contrat=contrats(debut=debuts, **quotites))
    assert rubriques(maison, "2025-03", r"S21\.G00\.40\.011") == ["10", "20", "10"]
    assert rubriques(maison, "2025-03", r"S21\.G00\.40\.012") == ["151.67", "218.00", "151.67"]
    assert rubriques(maison, "2025-03", r"S21\.G00\.40\.013") == ["78.01", "218.00"]
    lus = maison.relire("dsn")["contrat"].filter(pl.col("debut") == "08012025")
    assert lus["quotite_contrat"].null_count() == lus.height > 0


def test_ends_are_signalled_within_days_and_never_after_the_last_one(maison):
    """A hundred resignations on 10 March, a hundred on the last day of June: only the first ones can be signalled."""
    nombre = 100
    jours = [date(2025, 3, 10)] * nombre + [date(2025, 6, 30)] * nombre
    contrat = contrats(
        numero=[f"C{rang:04}" for rang in range(2 * nombre)],
        debut=[date(2024, 1, 1 + rang % 28) for rang in range(2 * nombre)],
        fin=jours,
        motif_fin=["059"] * 2 * nombre,
    )
    maison.ecrire(EcrivainDsn(), contrat=contrat)
    recus = [date.fromisoformat(f.parent.name) for f in maison.depot.rglob("fctu_*")]
    assert set(recus) <= {date(2025, 3, 11), date(2025, 3, 18)}
    declaration = maison.relire("dsn")["declaration"]
    signaux = declaration.filter(pl.col("nature") == "07")
    assert 10 <= signaux.height <= 60
    assert signaux["mois_principal"].null_count() == signaux.height
    assert set(signaux["date_constitution"]) <= {"11032025", "12032025", "13032025"}
