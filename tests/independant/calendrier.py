"""Days and months: windows that clip to the end of a month, ages in completed months."""

from datetime import date

import polars as pl

LONGUEURS = {1: 31, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}


def longueur(annee: int, mois: int) -> int:
    """Days of a month."""
    bissextile = annee % 4 == 0 and (annee % 100 != 0 or annee % 400 == 0)
    return LONGUEURS.get(mois, 29 if bissextile else 28)


def ajouter_mois(jour: date, mois: int) -> date:
    """The same day `mois` months later, or the last day of that month when it is shorter."""
    rang = jour.year * 12 + jour.month - 1 + mois
    annee, numero = rang // 12, rang % 12 + 1
    return date(annee, numero, min(jour.day, longueur(annee, numero)))


def plus_mois(jour: pl.Expr, mois: int) -> pl.Expr:
    """`ajouter_mois` of a column."""
    return jour.dt.offset_by(f"{mois}mo")


def fin_de_mois(jour: date) -> date:
    return date(jour.year, jour.month, longueur(jour.year, jour.month))


def premier_du_mois(jour: pl.Expr) -> pl.Expr:
    return jour.dt.truncate("1mo")


def age(naissance_mois: pl.Expr, reference: pl.Expr) -> pl.Expr:
    """Completed years between two months: the day is not known, and not used."""
    mois = (reference.dt.year() - naissance_mois.dt.year()) * 12 + (
        reference.dt.month().cast(pl.Int32) - naissance_mois.dt.month().cast(pl.Int32)
    )
    return mois // 12
