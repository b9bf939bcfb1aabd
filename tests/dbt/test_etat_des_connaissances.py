"""What was known on a day: the same from a dépôt that has gone on since; the same however its files are arranged; and
with no new file, another day changes nothing but maturity and what its own hours let be observed."""

import random
import re
from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from pipelines import simulation
from pipelines.roots import Roots
from tests.dbt.connaissances import CLE, Cellules, atterrir, cellules

DERNIER_MOIS = date(2026, 6, 1)
# Registrations, orientations, RSA, support and offers of June are in, its DSN is not
UN_JOUR, QUATRE_JOURS_APRES = date(2026, 7, 12), date(2026, 7, 16)
JUIN = DERNIER_MOIS
VALEURS = ["numerateur", "denominateur", "exclus", "mediane"]
_FOYER = re.compile(rb"(?s)<InfosFoyerRSA>.*?</InfosFoyerRSA>\s*")


@pytest.fixture(scope="module")
def lire(dbt, projet) -> Cellules:
    return cellules(dbt, projet)


@pytest.fixture(scope="module")
def maison(tmp_path_factory) -> Roots:
    """200 persons over 9 months, everything received until 25 July 2026."""
    roots = Roots(tmp_path_factory.mktemp("tout_recu")).create()
    simulation.simuler(roots, personnes=200, mois=9, dernier=DERNIER_MOIS, graine=11)
    return atterrir(roots)


@pytest.fixture(scope="module")
def ce_jour_la(maison, lire) -> pl.DataFrame:
    return lire(maison, UN_JOUR)


@pytest.fixture(scope="module")
def arretee(maison, tmp_path_factory) -> Roots:
    """A house that received nothing after UN_JOUR, and what came before in other forms: shuffled, cut, sent twice."""
    roots = Roots(tmp_path_factory.mktemp("arretee")).create()
    alea = random.Random(5)
    for fichier in sorted(maison.depot.glob("*/2*/*")):
        if fichier.parent.name <= str(UN_JOUR):
            dossier = roots.depot / fichier.parent.parent.name / fichier.parent.name
            dossier.mkdir(parents=True, exist_ok=True)
            for nom, octets in _remanies(fichier, alea):
                (dossier / nom).write_bytes(octets)
    return atterrir(roots)


@pytest.fixture(scope="module")
def dite_alors(arretee, lire) -> pl.DataFrame:
    return lire(arretee, UN_JOUR)


def test_an_earlier_day_is_told_as_it_was_known_then_however_files_were_arranged(arretee, ce_jour_la, dite_alors):
    """From a house that has received more since, and from one that received the same units in other files."""
    ecrits = [chemin.name.partition(".")[0] for chemin in arretee.depot.glob("*/2*/*")]
    assert any(nom.endswith("_p2") for nom in ecrits)
    assert any(nom.endswith("_bis") for nom in ecrits)
    assert ce_jour_la.equals(dite_alors)
    assert ce_jour_la.filter(pl.col("denominateur") > 0).height > 10_000


def test_what_came_since_is_told_today(maison, ce_jour_la, lire):
    """Without which the test above would compare nothing: the DSN of June came on the 18th, and opens figures."""
    aujourd_hui = lire(maison, date(2026, 7, 25)).join(ce_jour_la, on=CLE, suffix="_alors")
    parues = aujourd_hui.filter(pl.col("statut_alors") == "absent", pl.col("statut") != "absent")
    assert "retour_emploi_6m" in set(parues["indicateur"])


def test_four_days_more_and_no_new_file(arretee, dite_alors, lire):
    """The 15 days that stocks and exits wait for end on 15 July: those of June appear, if their sources told June.
    Nothing else does, no figure changes, and a figure ceases to be provisional only once its lag has passed."""
    apres = lire(arretee, QUATRE_JOURS_APRES)
    deux = dite_alors.join(apres, on=CLE, how="full", suffix="_apres", coalesce=True)
    assert deux["statut"].null_count() == deux["statut_apres"].null_count() == 0
    for colonne in VALEURS:
        dites = deux.filter(pl.col("statut") != "absent")
        assert dites.filter(~pl.col(colonne).eq_missing(pl.col(f"{colonne}_apres"))).is_empty(), colonne
    parues = deux.filter(pl.col("statut") == "absent", pl.col("statut_apres") != "absent")
    catalogue = pl.read_parquet(arretee.contexte / "indicateur.parquet")
    sans_fenetre = pl.col("horizon_mois") == 0
    attendent = set(catalogue.filter(sans_fenetre, pl.col("horizon_attente_jours") == 15)["indicateur"])
    sans_juin = _dont_une_source_n_a_pas_dit_juin(arretee)
    assert set(parues["indicateur"]) == attendent - sans_juin
    assert len(attendent - sans_juin) >= 3
    finissent_en_juin = parues.select(
        _dernier_mois(pl.col("periode_type"), pl.col("periode_debut")) == JUIN
    ).to_series()
    assert finissent_en_juin.all()
    assert deux.filter(pl.col("statut") != "absent", pl.col("statut_apres") == "absent").is_empty()
    changees = deux.filter(pl.col("statut") != pl.col("statut_apres"), pl.col("statut") != "absent")
    assert set(changees.select("statut", "statut_apres").unique().rows()) <= {("provisoire", "definitif")}
    sans_mediane = changees.filter(
        pl.col("indicateur").is_in(catalogue.filter(pl.col("forme") != "mediane")["indicateur"].implode())
    )
    derniers = sans_mediane.select("indicateur", _dernier_mois(pl.col("periode_type"), pl.col("periode_debut")))
    assert set(derniers.unique().rows()) == _deviennent_definitifs(arretee)


def _dont_une_source_n_a_pas_dit_juin(roots: Roots) -> set[str]:
    """Indicators one of whose sources is national and had not delivered June."""
    sources = pl.read_parquet(roots.contexte / "indicateur_source.parquet")
    livrees = pl.read_parquet(roots.contexte / "livraison.parquet").filter(pl.col("mois") == JUIN)
    return set(sources.filter(~pl.col("source").is_in(livrees["source"].unique().implode()))["indicateur"])


def _dernier_mois(periode_type: pl.Expr, debut: pl.Expr) -> pl.Expr:
    duree = periode_type.replace_strict({"mois": 0, "trimestre": 2, "annee": 11, "glissant_12m": 11})
    return debut.dt.offset_by(pl.format("{}mo", duree))


def _deviennent_definitifs(roots: Roots) -> set[tuple[str, date]]:
    """indicator, last month: window, wait and longest lag of its sources end after UN_JOUR, QUATRE_JOURS_APRES at most;
    shares and counts only (a median's own day decides)."""
    retards = (
        pl.read_parquet(roots.contexte / "indicateur_source.parquet")
        .join(pl.read_parquet(roots.contexte / "source.parquet"), on="source")
        .group_by("indicateur")
        .agg(pl.col("delai_declaration_mois").max())
    )
    trouves = set()
    for h in pl.read_parquet(roots.contexte / "indicateur.parquet").join(retards, on="indicateur").to_dicts():
        for recul in range(9):
            mois = _plus_mois(DERNIER_MOIS, -recul)
            fenetre = _fin_de_mois(_plus_mois(mois, h["horizon_mois"] + h["horizon_qualification_mois"]))
            fenetre += timedelta(days=h["horizon_jours"])
            jour = max(fenetre, _fin_de_mois(mois) + timedelta(days=h["horizon_attente_jours"]))
            apres = _plus_mois(jour, h["delai_declaration_mois"])
            # a lag counted from a month's end ends at one
            apres = _fin_de_mois(apres) if jour == _fin_de_mois(jour) else apres
            if h["forme"] != "mediane" and UN_JOUR < apres <= QUATRE_JOURS_APRES:
                trouves.add((h["indicateur"], mois))
    return trouves


def _fin_de_mois(jour: date) -> date:
    return jour.replace(day=monthrange(jour.year, jour.month)[1])


def _plus_mois(jour: date, mois: int) -> date:
    annee, numero = divmod(jour.year * 12 + jour.month - 1 + mois, 12)
    return date(annee, numero + 1, min(jour.day, monthrange(annee, numero + 1)[1]))


def _remanies(fichier: Path, alea: random.Random) -> list[tuple[str, bytes]]:
    """A file under other forms: its units in another order, in two files if it may be cut, one in ten sent twice."""
    octets = fichier.read_bytes()
    tronc, point, suffixe = fichier.name.partition(".")
    if suffixe == "csv":
        entete, *lignes = octets.splitlines(keepends=True)
        parts = [entete + b"".join(part) for part in _deux_paquets(lignes, alea)]
    elif suffixe == "jsonl":
        parts = [b"".join(part) for part in _deux_paquets(octets.splitlines(keepends=True), alea)]
    elif suffixe == "xml":
        parts = [_foyers_meles(octets, alea)]
    else:
        parts = [octets]
    formes = [
        (fichier.name if len(parts) == 1 else f"{tronc}_p{rang}{point}{suffixe}", p) for rang, p in enumerate(parts, 1)
    ]
    if alea.randrange(10) == 0:
        nom, part = formes[-1]
        formes.append((f"{nom.partition('.')[0]}_bis{point}{suffixe}", part))
    return formes


def _deux_paquets(lignes: list[bytes], alea: random.Random) -> list[list[bytes]]:
    completes = [ligne if ligne.endswith(b"\n") else ligne + b"\n" for ligne in lignes]
    alea.shuffle(completes)
    milieu = len(completes) // 2
    return [completes[:milieu], completes[milieu:]] if milieu else [completes]


def _foyers_meles(octets: bytes, alea: random.Random) -> bytes:
    foyers = list(_FOYER.finditer(octets))
    if not foyers:
        return octets
    meles = [foyer[0] for foyer in foyers]
    alea.shuffle(meles)
    return octets[: foyers[0].start()] + b"".join(meles) + octets[foyers[-1].end() :]
