"""A dépôt of several sources and dates, and what a house holds of it: to be received in another order, and compared."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from pipelines.identity import Cles
from pipelines.landing import lister_registre
from pipelines.roots import Roots
from tests.fabriques import Fichier, justes

CLES = Cles("clé d'une propriété, plus longue que trente-deux caractères")
COMPTES = ("unites_recues", "acceptees", "quarantaine", "doublons", "hors_champ")
Depot = list[tuple[str, str, Fichier]]
"""(source, reception date, file)."""
SOURCES = ("dsn", "inscription", "rsa", "orientation", "offre", "formation", "correction")


def un(source: str, debut: str) -> Fichier:
    """The right file of `source` whose name begins so."""
    (trouve,) = (fichier for fichier in justes(source) if fichier.nom.startswith(debut))
    return trouve


def depot() -> Depot:
    """Seven sources over three dates; a file sent again, one that replaces another, a wrong row and its correction."""
    inscrits, mensuelle = un("inscription", "inscriptions"), un("dsn", "mensuelle_2025-06_P25V01")
    fautifs = inscrits.avec(inscrits.octets.replace(b"08/07/2001", b"31/02/2001"), nom="inscriptions_69_2025-03.csv")
    empreinte = hashlib.sha256(fautifs.octets).hexdigest()[:16]
    correction = Fichier(
        "corrections_2025-07-12.csv",
        "source;entite;fichier_vise;ligne_visee;action;colonne;valeur;motif;auteur;date_expiration\n"
        f"inscription;;{empreinte};4;remplacer;dtnai;08/07/2001;date confirmée par lui;porte;2026-12-31\n".encode(),
    )
    rompu = un("rsa", "beneficiaires")
    return [
        ("dsn", "2025-07-10", mensuelle),
        ("dsn", "2025-07-10", un("dsn", "mensuelle_interim")),
        ("dsn", "2025-07-11", mensuelle.avec(mensuelle.octets, nom="renvoi.dsn")),
        ("dsn", "2025-07-12", un("dsn", "lot")),
        ("inscription", "2025-07-10", inscrits),
        ("inscription", "2025-07-10", un("inscription", "cessations")),
        ("inscription", "2025-07-11", fautifs),
        ("rsa", "2025-07-10", rompu),
        ("rsa", "2025-07-11", rompu.avec(rompu.octets[:6000], nom="beneficiaires_69_2025-06.xml")),
        ("orientation", "2025-07-10", un("orientation", "orientations")),
        ("offre", "2025-07-11", un("offre", "offres")),
        ("formation", "2025-07-12", un("formation", "stagiaires")),
        ("correction", "2025-07-12", correction),
    ]


def recevoir(roots: Roots, arrivees: Depot) -> None:
    """Put the files in the dépôt, in the order given."""
    for source, jour, fichier in arrivees:
        dossier = roots.depot / source / jour
        dossier.mkdir(parents=True, exist_ok=True)
        (dossier / fichier.nom).write_bytes(fichier.octets)


def empreintes(roots: Roots) -> dict[str, str]:
    """Hash of every file of the lake, the quarantine and the ledger; caches and locks hold times, and are left out."""
    return {
        str(chemin.relative_to(roots.interne)): hashlib.sha256(chemin.read_bytes()).hexdigest()
        for dossier in (roots.lac, roots.quarantaine, roots.registre)
        for chemin in sorted(dossier.rglob("*"))
        if chemin.is_file() and not chemin.name.startswith(".")
    }


def comptes(roots: Roots) -> list[tuple]:
    return lister_registre(roots).select("source", "date_reception", "nom", "statut", *COMPTES).sort(pl.all()).rows()


def tables(roots: Roots, source: str) -> Iterable[tuple[str, pl.DataFrame]]:
    """(entity, its rows in the lake, without what tells of which file and line they are), sorted."""
    noms = {chemin.stem.partition("-0")[0] for chemin in (roots.lac / source).glob("20*/*.parquet")}
    for nom in sorted(noms):
        chemins: list[Path] = sorted((roots.lac / source).glob(f"20*/{nom}*.parquet"))
        lues = pl.concat([pl.read_parquet(chemin) for chemin in chemins]).drop("fichier", "ligne")
        yield nom, lues.sort(lues.columns)
