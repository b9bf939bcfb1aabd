"""A hundred files, ten of them hostile, each in its own way: ninety land, ten are explained, and the day goes on."""

import gzip
import io
import random
import zipfile

import duckdb
import polars as pl
import pytest

from pipelines.identity import Cles
from pipelines.landing import controler_les_comptes, ingerer, lister_quarantaine, lister_registre
from pipelines.roots import Roots
from tests.conftest import CLE, lancer
from tests.fabriques import Fichier, justes
from tests.fabriques.dossiers import Suivie, dossier

JOUR = "2025-07-10"
PERSONNES = 15
SOURCES = ("dsn", "inscription", "rsa", "orientation", "formation", "mission_locale")
CLES = Cles(CLE)
NIR = "1850799001001"
EXTERNE = b'<!DOCTYPE Racine [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def juste(source: str, debut: str) -> Fichier:
    return next(fichier for fichier in justes(source) if fichier.nom.startswith(debut))


def archive(**membres: bytes) -> bytes:
    with zipfile.ZipFile(tampon := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as ouverte:
        for nom, octets in membres.items():
            ouverte.writestr(nom, octets)
    return tampon.getvalue()


def hostiles() -> list[tuple[str, str, bytes, str, str, str]]:
    """(source, name, content, what the ledger calls it, rule, words of its sentence)."""
    dsn, rsa = juste("dsn", "mensuelle_2025-06_P25V01").octets, juste("rsa", "benef").octets
    inscrits, orientes = juste("inscription", "inscriptions").octets, juste("orientation", "orient").octets
    formes = juste("formation", "stagiaires").octets
    csv, xml = "inscriptions_69_2025-03{}.csv", "beneficiaires_69_2025-06{}.xml"
    renomme = csv.format("_***")
    return [
        ("dsn", "tronquee.dsn", dsn[:5000], "tronquee.dsn", "fichier_tronque", "il est tronqué"),
        ("dsn", "coupee.dsn.gz", gzip.compress(dsn)[:-30], "coupee.dsn.gz", "compression_illisible", "tronqué"),
        ("inscription", csv.format("_v"), b"", csv.format("_v"), "fichier_vide", "est vide"),
        ("inscription", csv.format("_b"), bytes(5000), csv.format("_b"), "contenu_binaire", "octets nuls"),
        ("inscription", csv.format(f"_{NIR}"), inscrits, renomme, "identite_dans_le_nom", "sécurité sociale"),
        ("inscription", csv.format("_z"), archive(a=b"0" * 2**26), csv.format("_z"), "expansion_excessive", "archives"),
        ("rsa", xml.format(""), rsa.replace(b"?>", b"?>" + EXTERNE, 1), xml.format(""), "doctype_interdit", "DOCTYPE"),
        ("orientation", "envoi.zip", archive(**{"../x.jsonl": orientes}), "envoi.zip", "nom_de_membre", "du dossier"),
        ("formation", "formes.xlsx", formes, "formes.xlsx", "nom_inattendu", "AAAA-MM"),
        ("formation", "stagiaires_2025-08.csv", formes.replace(b"|", b";"), "stagiaires_2025-08.csv", "colonne_absente",
         "Le séparateur est « | »"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def roots(tmp_path_factory) -> Roots:
    """The house once the hundred files of its dépôt, six about each of fifteen persons, have been ingested."""
    roots, alea = Roots(tmp_path_factory.mktemp("cent_fichiers")).create(), random.Random(11)
    bons = [(s, fichier) for rang in range(PERSONNES) for s, fichier in dossier(Suivie.tiree(alea), rang)]
    mauvais = [(source, Fichier(nom, octets)) for source, nom, octets, *_ in hostiles()]
    assert (len(bons), len(mauvais)) == (90, 10)
    for source, fichier in bons + mauvais:
        chemin = roots.depot / source / JOUR / fichier.nom
        chemin.parent.mkdir(parents=True, exist_ok=True)
        chemin.write_bytes(fichier.octets)
    for source in SOURCES:
        ingerer(roots, CLES, source)
    return roots


def test_ninety_land_whole(roots):
    registre = lister_registre(roots)
    assert dict(registre["statut"].value_counts().rows()) == {"accepte": 90, "refuse": 10}
    acceptes = registre.filter(pl.col("statut") == "accepte")
    assert acceptes.filter((pl.col("acceptees") != pl.col("unites_recues")) | (pl.col("acceptees") == 0)).is_empty()
    assert list(controler_les_comptes(roots)) == []


@pytest.mark.parametrize("cas", hostiles(), ids=[f"{source}-{regle}" for source, _, _, _, regle, _ in hostiles()])
def test_ten_are_explained_by_their_name_and_a_reason(roots, cas):
    source, _, _, nom, regle, mots = cas
    ligne = lister_registre(roots, source).filter(pl.col("nom") == nom).row(0, named=True)
    assert (ligne["statut"], ligne["acceptees"]) == ("refuse", 0)
    assert nom in ligne["motif"]
    assert mots in ligne["motif"]
    refus = lister_quarantaine(roots, source).filter(pl.col("nom") == nom)
    assert refus.select("regle", "message").rows() == [(regle, ligne["motif"])]


def test_the_number_of_a_name_is_nowhere_beside_the_depot(roots):
    for chemin in roots.interne.rglob("*"):
        assert NIR not in chemin.name
        if chemin.is_file():
            assert NIR.encode() not in chemin.read_bytes(), chemin


def test_a_second_ingestion_lands_nothing_again(roots):
    avant = {chemin: chemin.read_bytes() for chemin in roots.registre.rglob("*.jsonl")}
    assert sum(ingerer(roots, CLES, source).deposees for source in SOURCES) == 0
    assert {chemin: chemin.read_bytes() for chemin in roots.registre.rglob("*.jsonl")} == avant


def test_the_later_stages_run_on_what_landed(roots):
    """Every model is built on the ninety files, and the persons of the good ones are counted."""
    lancer(roots.home, "build", "--date-observation", "2025-07-31")
    with duckdb.connect(str(roots.entrepot), read_only=True) as entrepot:
        inscrites = entrepot.sql(
            "select count(distinct personne_id) from staging.stg_inscription__inscription"
        ).fetchone()
        sources = entrepot.sql("select distinct source from parcours.appariement order by 1").fetchall()
    assert inscrites == (PERSONNES,)
    assert [source for (source,) in sources] == sorted(SOURCES)
    # no indicator has a whole month of its sources: its cells are written, and there are none
    assert pl.read_parquet(roots.cellules).is_empty()
