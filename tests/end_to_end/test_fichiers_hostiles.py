"""Files nobody wants to receive: each gets a ledger line and a clear sentence, and the rest of the day is landed."""

import gzip
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import zstandard

from pipelines.contracts import charger
from pipelines.identity import Cles
from pipelines.landing import ingerer, lister_quarantaine, lister_registre
from pipelines.roots import Roots

EXEMPLES = Path(__file__).parents[1] / "exemples"
JOUR = "2025-07-10"
MENSUELLE = (EXEMPLES / "mensuelle_2025-06_P25V01.dsn").read_bytes().replace(b"00.005,'01'", b"00.005,'02'")
FOYERS = (EXEMPLES / "cnaf_beneficiaires_mensuel_2025-06.xml").read_bytes()
NIR, NIR_CHLOE = "1951199001002", "2010799001003"
COLONNES = {
    source: [c.recu for c in next(iter(charger(source).entites.values())).colonnes] for source in ("inscription",)
}


def inscriptions(*changements: dict[str, str], separateur: str = ";") -> bytes:
    """A file of registrations: one good row, then one per change made to it."""
    bonne = {
        "nir": NIR, "nir2": NIR, "identifiantpe": "9000001A001", "nom": "FICTIF", "prenom": "BRUNO",
        "dtnai": "30/11/1995", "date": "03/03/2025", "code": "1", "codeinsee": "01053", "NDEM": "1", "MOTINS": "6",
        "CATREGR": "1", "SEXE": "1", "NIVFOR": "NV3", "DIPLOME": "D", "ROME": "K2204", "OBLEMP": "N", "TOPRSA": "N",
        "TOPQPV": "N", "DATEXT": "05/04/2025",
    }  # fmt: skip
    lignes = [COLONNES["inscription"]]
    lignes += [[{**bonne, **c}.get(nom, "") for nom in COLONNES["inscription"]] for c in ({}, *changements)]
    return ("\n".join(separateur.join(ligne) for ligne in lignes) + "\n").encode("latin-1")


def orientations(*lignes: str) -> bytes:
    decision = {"etat_decision": "ACCEPTEE", "date_decision": "2025-03-20", "organisme_decision": "CD"}
    bonne = {"date_creation": "2025-03-13T08:00:00.000", "statut": "DECIDE", "etat": "OUVERT", "parcours": "PSP",
             "organisme": "CD", "origine": "INSCRIPTION_AUTO_CAF", "decision": decision}  # fmt: skip
    personne = {"numeroFranceTravail": "9000001A001", "dateExtraction": "2025-04-05", "orientations": [bonne]}
    return "\n".join([json.dumps(personne), *lignes, ""]).encode()


def zip_bombe() -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 2**26)
    return tampon.getvalue()


BOMBE_XML = b"""<?xml version="1.0"?><!DOCTYPE Racine [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">]>
<Racine><InfosFoyerRSA><Personne>&e;</Personne></InfosFoyerRSA></Racine>"""
FICHIER_LOCAL = b"""<?xml version="1.0"?><!DOCTYPE Racine [<!ENTITY a SYSTEM "file:///etc/hostname">]>
<Racine><InfosFoyerRSA><Personne>&a;</Personne></InfosFoyerRSA></Racine>"""
DSN_EN_LIGNE_SANS_FIN = b"S10.G00.00.001,'" + b"A" * 2**21
INSCRIPTION, RSA, ORIENTATION = (
    "inscriptions_69_2025-03.csv",
    "beneficiaires_69_2025-06.xml",
    "orientations_69_2025-03.jsonl",
)

# (source, name, content, rule, words of the sentence)
REFUSES = [
    ("dsn", "tronquee.dsn", MENSUELLE[:5000], "fichier_tronque", "il est tronqué, rien n'en est retenu"),
    ("dsn", "essai.dsn", MENSUELLE.replace(b"00.005,'02'", b"00.005,'01'"), "envoi_de_test", "un envoi de test"),
    ("dsn", "norme.dsn", MENSUELLE.replace(b"P25V01", b"P19V01"), "norme_inconnue", "P24V01, P25V01, P26V01"),
    ("dsn", "utf8.dsn", MENSUELLE.decode("latin-1").encode(), "encodage", "une DSN s'écrit en ISO-8859-1"),
    ("dsn", "vide.dsn", b"", "fichier_vide", "est vide"),
    ("dsn", "image.dsn", b"\x89PNG\r\n\x1a\n" + bytes(500), "contenu_binaire", "ce n'est pas un fichier texte"),
    ("dsn", "hasard.dsn", bytes(range(2, 256)) * 40, "pas_une_dsn", "sa première ligne n'est pas une rubrique"),
    ("dsn", "longue.dsn", DSN_EN_LIGNE_SANS_FIN, "ligne_trop_longue", "256 caractères permis"),
    ("dsn", "bombe.dsn.zst", zstandard.compress(MENSUELLE + b"\n" * 2**26), "expansion_excessive", "octets"),
    ("dsn", "coupe.dsn.gz", gzip.compress(MENSUELLE)[:-30], "compression_illisible", "le fichier est tronqué"),
    ("inscription", INSCRIPTION, b"", "fichier_vide", "est vide"),
    ("inscription", INSCRIPTION, inscriptions(separateur="|"), "colonne_absente", "Le séparateur est « ; »"),
    ("inscription", INSCRIPTION, inscriptions().replace(b"DATEXT", b"DATE_X"), "colonne_absente", "DATEXT"),
    ("inscription", INSCRIPTION, bytes(5000), "contenu_binaire", "octets nuls"),
    ("inscription", INSCRIPTION, b"nir" * 2**20, "ligne_trop_longue", "fins de ligne"),
    ("inscription", INSCRIPTION + ".gz", gzip.compress(b"nir\n" * 2**24), "expansion_excessive", "la limite"),
    ("inscription", INSCRIPTION, zip_bombe(), "expansion_excessive", "plusieurs archives"),
    ("inscription", "inscriptions_mars.csv", inscriptions({}), "nom_inattendu", "AAAA-MM"),
    ("orientation", ORIENTATION, orientations().replace(b"INSCRIPTION", b"\xe9"), "encodage", "en UTF-8"),
    ("rsa", RSA, BOMBE_XML, "doctype_interdit", "DOCTYPE est interdite"),
    ("rsa", RSA, FICHIER_LOCAL, "doctype_interdit", "DOCTYPE est interdite"),
    ("rsa", RSA, FOYERS[:6000], "xml_illisible", "le XML est rompu"),
    ("rsa", RSA, b"<Racine>" + b"<a>" * 5000, "xml_illisible", "le XML est rompu"),
]  # fmt: skip
BONS = {
    "dsn": ("bonne.dsn", MENSUELLE, 3),
    "inscription": ("inscriptions_01_2025-03.csv", inscriptions(), 1),
    "orientation": ("orientations_01_2025-03.jsonl", orientations(), 1),
    "rsa": ("beneficiaires_01_2025-06.xml", FOYERS, 3),
}


@pytest.fixture
def roots(tmp_path: Path) -> Roots:
    return Roots(tmp_path).create()


@pytest.fixture
def recevoir(roots: Roots) -> Callable[[str, str, bytes], Path]:
    """Put a file in the dépôt beside a good one of the same source."""

    def _recevoir(source: str, nom: str, octets: bytes) -> Path:
        dossier = roots.depot / source / JOUR
        dossier.mkdir(parents=True)
        bon, contenu, _ = BONS[source]
        (dossier / bon).write_bytes(contenu)
        (dossier / nom).write_bytes(octets)
        return dossier / nom

    return _recevoir


def ligne_du_registre(roots: Roots, nom: str) -> dict:
    return lister_registre(roots).filter(pl.col("nom") == nom).row(0, named=True)


def exiger_le_reste(roots: Roots, source: str) -> None:
    """The good file is landed whole, and every unit is in one place."""
    bon, _, unites = BONS[source]
    assert ligne_du_registre(roots, bon)["acceptees"] == unites
    registre = lister_registre(roots)
    places = pl.sum_horizontal("acceptees", "quarantaine", "doublons", "hors_champ")
    assert registre.filter(pl.col("unites_recues") != places).is_empty()


@pytest.mark.parametrize("cas", REFUSES, ids=[f"{s}-{n}-{r}" for s, n, _, r, _ in REFUSES])
def test_a_hostile_file_is_refused_by_a_sentence_and_the_rest_is_landed(roots, recevoir, cas):
    source, nom, octets, regle, mots = cas
    recevoir(source, nom, octets)
    ingerer(roots, Cles("x" * 32), source)
    ligne = ligne_du_registre(roots, nom)
    assert ligne["statut"] == "refuse"
    assert ligne["acceptees"] == 0
    assert mots in ligne["motif"]
    assert nom in ligne["motif"]
    refus = lister_quarantaine(roots).filter(pl.col("nom") == nom)
    assert refus.select("regle", "message", "gravite").rows() == [(regle, ligne["motif"], "rejet")]
    exiger_le_reste(roots, source)


def test_a_line_of_two_gigabytes_is_refused_without_being_held(roots, recevoir):
    """A sparse file: two gigabytes without one line end, no room on disk."""
    chemin = recevoir("dsn", "longue.dsn", b"S10.G00.00.001,'")
    os.truncate(chemin, 2 * 2**30)
    ingerer(roots, Cles("x" * 32), "dsn")
    ligne = ligne_du_registre(roots, "longue.dsn")
    assert (ligne["statut"], ligne["octets"]) == ("refuse", 2 * 2**30)
    assert "octets nuls" in ligne["motif"]
    exiger_le_reste(roots, "dsn")


def test_a_gzip_of_gigabytes_stops_at_its_bound(roots, recevoir):
    """Members of 1 MB of the same line, put end to end 4,096 times: 4 GB from a few MB."""
    membre = gzip.compress(b"S10.G00.00.001,'AAAAAAAAAAAAAAA'\n" * (2**20 // 33))
    recevoir("dsn", "bombe.dsn.gz", membre * 4096)
    ingerer(roots, Cles("x" * 32), "dsn")
    ligne = ligne_du_registre(roots, "bombe.dsn.gz")
    assert ligne["statut"] == "refuse"
    assert "sans début de personne ni de déclaration" in ligne["motif"]
    exiger_le_reste(roots, "dsn")


def test_impossible_dates_refuse_their_rows_alone(roots, recevoir):
    """31 February, month 13, a registration after its extraction: three rows of four."""
    fautes = ({"date": "31/02/2025"}, {"dtnai": "01/13/1995"}, {"date": "06/04/2025"})
    recevoir("inscription", INSCRIPTION, inscriptions(*fautes))
    ingerer(roots, Cles("x" * 32), "inscription")
    ligne = ligne_du_registre(roots, INSCRIPTION)
    assert (ligne["statut"], ligne["unites_recues"], ligne["acceptees"], ligne["quarantaine"]) == ("accepte", 4, 1, 3)
    refus = lister_quarantaine(roots).filter(pl.col("nom") == INSCRIPTION).select("ligne", "regle")
    assert refus.rows() == [(3, "date_illisible"), (4, "date_illisible"), (5, "inscription_apres_extraction")]
    exiger_le_reste(roots, "inscription")


def test_impossible_dates_of_a_dsn_refuse_their_persons_alone(roots, recevoir):
    fautive = MENSUELLE.replace(b"'30111995'", b"'31021995'").replace(b"'16062025'", b"'16132025'", 1)
    recevoir("dsn", "fautive.dsn", fautive)
    ingerer(roots, Cles("x" * 32), "dsn")
    ligne = ligne_du_registre(roots, "fautive.dsn")
    assert (ligne["statut"], ligne["unites_recues"], ligne["acceptees"], ligne["quarantaine"]) == ("accepte", 3, 1, 2)
    refus = lister_quarantaine(roots).filter(pl.col("nom") == "fautive.dsn").select("ligne", "champ", "regle")
    assert refus.rows() == [
        (128, "S21.G00.30.006", "date_illisible"),
        (248, "S21.G00.40.001", "date_illisible"),
    ]
    exiger_le_reste(roots, "dsn")


def test_an_unknown_rubrique_is_reported_and_the_file_kept(roots, recevoir):
    recevoir("dsn", "nouvelle.dsn", MENSUELLE.replace(b"S21.G00.71.002,'RUAA'", b"S21.G00.99.001,'X'", 1))
    ingerer(roots, Cles("x" * 32), "dsn")
    assert ligne_du_registre(roots, "nouvelle.dsn")["statut"] == "accepte"
    refus = lister_quarantaine(roots).filter(pl.col("nom") == "nouvelle.dsn").row(0, named=True)
    assert (refus["regle"], refus["gravite"]) == ("rubrique_inconnue", "avertissement")
    assert refus["message"].startswith("ligne 84, S21.G00.99.001 : la norme P25V01 ne connaît pas cette rubrique")


def test_broken_lines_are_refused_alone(roots, recevoir):
    recevoir("orientation", ORIENTATION, orientations('{"numeroFranceTravail": "9', "[]"))
    ingerer(roots, Cles("x" * 32), "orientation")
    ligne = ligne_du_registre(roots, ORIENTATION)
    assert (ligne["statut"], ligne["unites_recues"], ligne["acceptees"], ligne["quarantaine"]) == ("accepte", 3, 1, 2)
    exiger_le_reste(roots, "orientation")


def test_no_refused_value_of_a_person_is_kept_outside_the_depot(roots, recevoir):
    faute = {"nir": "1951399001002", "nir2": "1951399001002", "dtnai": "31/02/1995", "identifiantpe": "PAS UN NUMERO"}
    recevoir("inscription", INSCRIPTION, inscriptions(faute))
    ingerer(roots, Cles("x" * 32), "inscription")
    textes = str(lister_quarantaine(roots).to_dicts()) + str(lister_registre(roots).to_dicts())
    assert "1951399001002" not in textes
    assert "31/02/1995" not in textes
    assert "PAS UN NUMERO" not in textes
