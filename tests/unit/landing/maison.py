"""A house for the tests of the door, and the small file of ends of registration they land in it."""

from pathlib import Path

import polars as pl

from pipelines.identity import Cles
from pipelines.landing import Bilan, ingerer, lister_registre
from pipelines.roots import Roots

CLES = Cles("x" * 32)
COMPTES = ("unites_recues", "acceptees", "quarantaine", "doublons", "hors_champ")
ENTETE = "nir;identifiantpe;nom;prenom;dtnai;date;code;motif;nir2;DATEXT"
OMBRA = "1850799001001;1234567A001;ZARVEL;OMBRA;01/07/1985;02/06/2025;01;;1850799001001;01/07/2025"
BRUNO = "1951199001002;9000001A001;FICTIF;BRUNO;30/11/1995;10/06/2025;01;;1951199001002;01/07/2025"
CESSATIONS = "cessations_01_2025-06.csv"
CORRECTIONS = "source;entite;fichier_vise;ligne_visee;action;colonne;valeur;motif;auteur;date_expiration"


def recevoir(roots: Roots, source: str, jour: str, nom: str, *lignes: str) -> Path:
    """Put a file of these lines in the dépôt."""
    dossier = roots.depot / source / jour
    dossier.mkdir(parents=True, exist_ok=True)
    (dossier / nom).write_text("\n".join(lignes) + "\n", encoding="utf-8")
    return dossier / nom


def cessations(roots: Roots, jour: str, *lignes: str, nom: str = CESSATIONS) -> Path:
    return recevoir(roots, "inscription", jour, nom, ENTETE, *lignes)


def corriger(roots: Roots, jour: str, *lignes: str) -> Path:
    return recevoir(roots, "correction", jour, "corrections.csv", CORRECTIONS, *lignes)


def atterrir(roots: Roots, source: str = "inscription") -> Bilan:
    return ingerer(roots, CLES, source)


def court(roots: Roots, nom: str) -> str:
    """The 16 characters that name the content of a file, as the ledger says."""
    return lister_registre(roots).filter(pl.col("nom") == nom)["fichier"][0]


def comptes(roots: Roots, nom: str, jour: str) -> tuple:
    ligne = lister_registre(roots).filter((pl.col("nom") == nom) & (pl.col("date_reception") == jour))
    return ligne.select("statut", *COMPTES).row(0)


def lac(roots: Roots, source: str, entite: str) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(f) for f in sorted((roots.lac / source).glob(f"*/{entite}.parquet"))])
