"""A house whose lake already holds deliveries of job offers, one a month, each written as the door would have."""

from datetime import date, timedelta
from itertools import count

import polars as pl

from pipelines.contracts import charger, schema_du_lac
from pipelines.landing import registre
from pipelines.roots import Roots

MOIS = [date(2025, 11, 3), date(2025, 12, 3), *(date(2026, mois, 3) for mois in range(1, 8))]
"""Eight deliveries to learn from, and the one that is judged."""
JUGEE = MOIS[-1]
OFFRES = 300
COMMUNES = ("01001", "59350", "75056", "2A004")
_signatures = count()


def offres(jour: date, nombre: int = OFFRES) -> pl.DataFrame:
    """`nombre` offers as landed on `jour`: 3 in 10 of origin 2, 1 in 5 closed, 1 in 10 without SIRET, 30 or 90 days."""
    return pl.DataFrame([_offre(rang, jour) for rang in range(nombre)], schema=schema_du_lac(charger("offre"))["offre"])


def _offre(rang: int, jour: date) -> dict:
    return {
        "offre": 10_000 + rang,
        "date_depot": jour - timedelta(days=3 + rang % 30),
        "date_validation": jour - timedelta(days=3 + rang % 30),
        "date_cloture": jour - timedelta(days=3) if rang % 5 == 0 else None,
        "motif_cloture": "1" if rang % 5 == 0 else None,
        "nombre_postes": 1,
        "nature_contrat": "01" if rang % 2 else "02",
        "duree_jours": 30 if rang % 3 else 90,
        "cadre": rang % 4 == 0,
        "rome": "A1101",
        "commune": COMMUNES[rang % 4],
        "siret": None if rang % 10 == 0 else "12345678900011",
        "origine": "2" if rang % 10 < 3 else "1",
        "date_extraction": jour - timedelta(days=1),
        "emetteur": None,
        "fichier": "0123456789abcdef",
        "ligne": rang + 1,
        "date_reception": jour,
    } | {"cle_enregistrement": 20_000 + rang}


def postes(des_offres: pl.DataFrame) -> pl.DataFrame:
    """One open post for each offer."""
    schema = schema_du_lac(charger("offre"))["poste"]
    constantes = {"rang": 1, "statut": "ouvert", "date_pourvoi": None, "mode": None}
    connues = des_offres.with_columns(pl.lit(valeur).alias(nom) for nom, valeur in constantes.items())
    return connues.select(pl.col(nom).cast(type_) for nom, type_ in schema.items())


def livrer(roots: Roots, jour: date, entites: dict[str, pl.DataFrame], quarantaine: int = 0) -> None:
    """Write a delivery of `offre` in the lake and its line in the ledger; each has a signature of its own."""
    dossier = roots.lac / "offre" / str(jour)
    dossier.mkdir(parents=True, exist_ok=True)
    for nom, frame in entites.items():
        frame.write_parquet(dossier / f"{nom}.parquet")
    recues = entites["offre"].height + quarantaine
    ligne = {
        "signature": f"signature {next(_signatures)}",
        "statut": "accepte",
        "unites_recues": recues,
        "acceptees": recues - quarantaine,
        "quarantaine": quarantaine,
        "doublons": 0,
        "hors_champ": 0,
    }
    registre.ecrire(registre.chemin_du_registre(roots, "offre", jour), [ligne])


def passe(roots: Roots) -> None:
    """The eight deliveries before the one that is judged; they vary by a few offers."""
    for rang, jour in enumerate(MOIS[:-1]):
        frame = offres(jour, OFFRES - 10 * (rang % 3))
        livrer(roots, jour, {"offre": frame, "poste": postes(frame)})
