"""Exact cells made by hand: what is not said is ordinary."""

import itertools
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from pipelines import catalogue
from pipelines.disclosure import COLONNES, publiable
from pipelines.disclosure.controles import ENTREE

CLE_ARRONDI = bytes(range(32))
_CLES = itertools.count(1_000_003, 7_919)


def cellule(n: int | None = None, d: int = 0, exclus: int = 0, **autres: Any) -> dict[str, Any]:
    """One exact cell: `n` of `d` in France in January 2025; record keys are made up unless given. Its units, where they
    are of enterprises, are spread over five."""
    comptes = {"numerateur": n, "denominateur": d, "exclus": exclus}
    cles = {f"cle_{nom}": None if c is None else c and next(_CLES) for nom, c in comptes.items()}
    return {
        "indicateur": "retour_emploi_6m",
        "periode_type": "mois",
        "periode_debut": date(2025, 1, 1),
        "territoire_niveau": "national",
        "territoire_code": "FR",
        "dimension": "ensemble",
        "modalite": "ensemble",
        "statut": "definitif",
        "motif": None,
        "rupture": False,
        **comptes,
        **cles,
        "somme": None,
        "somme_favorable": None,
        "somme_carres": None,
        "unites": d,
        "entreprises": min(d, 5),
        "premiere_entreprise": -(-d // 5),
        "mediane": None,
        "jours": None,
        "cumuls": None,
        **autres,
    }


def delai(evenements: dict[int, int], entres: int, **autres: Any) -> dict[str, Any]:
    """One exact cell of a delay: day → events that day, among all who entered."""
    cumuls = list(itertools.accumulate(evenements.values()))
    mediane = next((j for j, c in zip(evenements, cumuls, strict=True) if 2 * c >= entres), None)
    motif = None if mediane is not None else "mediane_non_atteinte"
    lus = {"mediane": mediane, "motif": motif, "jours": list(evenements), "cumuls": cumuls}
    return cellule(None, entres, **{"indicateur": "delai_orientation_median", **lus, **autres})


def moyenne(somme: int | None, d: int, **autres: Any) -> dict[str, Any]:
    """One exact cell of a mean of months: what `d` persons sum to."""
    return cellule(None, d, **{"indicateur": "delai_moyen_acces_rpe", "somme": somme, **autres})


def avis(favorable: int | None, somme: int | None, carres: float | None, d: int, **autres: Any) -> dict[str, Any]:
    """One exact cell of a survey: the weights of `d` answers, of those that are favourable, and their squares."""
    poids = {"somme": somme, "somme_favorable": favorable, "somme_carres": carres}
    return cellule(None, d, **{"indicateur": "satisfaction_personnes", **poids, **autres})


def cellules(*lignes: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(lignes), schema=ENTREE)


def publier(*lignes: dict[str, Any], cle: bytes = CLE_ARRONDI) -> list[dict[str, Any]]:
    """What the secret room makes of these cells, one dict per row."""
    return publie(cellules(*lignes), catalogue.charger(), cle).to_dicts()


def publie(*arguments: Any) -> pl.DataFrame:
    """What the secret room makes of exact cells, all indicators together."""
    return pl.concat([pl.DataFrame(schema=COLONNES), *publiable(*arguments)])


def au_hasard(nombre: int, graine: int, effectif_maximal: int = 60) -> pl.DataFrame:
    """`nombre` cells of one indicator, one per month and département, with counts and keys drawn at random."""
    hasard = np.random.default_rng(graine)
    d = hasard.integers(0, effectif_maximal, nombre)
    n = hasard.binomial(d, 0.4)
    x = hasard.integers(0, 9, nombre)
    cles = {f"cle_{nom}": np.where(c == 0, 0, hasard.integers(1, 2**40, nombre)) for nom, c in _nommes(n, d, x).items()}
    mois = pl.date_range(date(1000, 1, 1), date(1999, 12, 1), "1mo", eager=True)[:nombre]
    modele = cellules(cellule(0, 0)).drop("periode_debut", "numerateur", "denominateur", "exclus", *cles)
    colonnes = {**_nommes(n, d, x), **cles}
    frame = pl.DataFrame({"periode_debut": mois, **{nom: pl.Series(c, dtype=pl.Int64) for nom, c in colonnes.items()}})
    return modele.join(frame, how="cross").select(ENTREE.keys())


def _nommes(n, d, x) -> dict:
    return {"numerateur": n, "denominateur": d, "exclus": x}
