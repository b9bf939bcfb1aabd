"""Returns to work by their contract: how much of a full time it is, and what its first full month pays."""

from datetime import date

import polars as pl

from tests.independant.calendrier import plus_mois, premier_du_mois
from tests.independant.faits import de_personnes
from tests.independant.mesures import Maison, revenus_du_mois

SMIC = [
    (date(2022, 1, 1), 1603.12),
    (date(2022, 5, 1), 1645.58),
    (date(2022, 8, 1), 1678.95),
    (date(2023, 1, 1), 1709.28),
    (date(2023, 5, 1), 1747.20),
    (date(2024, 1, 1), 1766.92),
    (date(2024, 11, 1), 1801.80),
    (date(2026, 1, 1), 1823.03),
]
"""Gross, of a month of 35 hours a week, since each decree."""
BASE, BRUT = "010", "001"
MOINDRE, PLUS_GRANDE = 0.05, 1.5
DIX_MILLE, VINGT = 10_000, 20
CLE = ["personne_id", "retour"]
PAYE = ["personne_id", "siren", "nic", "numero_contrat", "mois"]


def toutes(maison: Maison) -> pl.DataFrame:
    """FAIT of the quota and the pay of returns to work."""
    meilleurs = contrats_du_retour(maison.emplois, maison.spells_emploi)
    revenus = revenus_du_mois(maison).join(avec_paie(meilleurs, maison.paies), on=CLE, how="left")
    sans_quotite, sans_paie = (pl.col(c).is_null() for c in ("quotite", "salaire"))
    return pl.concat(
        [
            de_personnes(
                revenus,
                "quotite_moyenne_reprise",
                "retour",
                exclus=sans_quotite,
                mesure=_arrondi(pl.col("quotite") * DIX_MILLE).fill_null(0),
            ),
            de_personnes(
                revenus,
                "salaire_median_reprise",
                "retour",
                exclus=sans_paie,
                jour=_arrondi(pl.col("salaire") * VINGT / pl.col("quotite") / pl.col("smic")),
            ),
        ]
    )


def contrats_du_retour(emplois: pl.DataFrame, spells: pl.DataFrame) -> pl.DataFrame:
    """The best contract of each day a job spell that counts begins, begun that day: CLE, its employer, number and ends,
    and `quotite`, none if it or its reference is not told.

    Best: without term, then foreseen for six months, then the others; then the smallest establishment, the greatest
    quota, the latest end, the smallest number.
    """
    debuts = spells.select("personne_id", "spell", retour="debut")
    contrats = emplois.join(debuts, on=["personne_id", "spell"]).filter(pl.col("debut") == pl.col("retour"))
    six_mois = pl.col("fin_prevue") >= plus_mois(pl.col("debut"), 6).dt.offset_by("-1d")
    dits = (pl.col("quotite_contrat") > 0) & (pl.col("quotite_reference") > 0)
    part = pl.col("quotite_contrat") / pl.col("quotite_reference")
    return (
        contrats.with_columns(
            classe=pl.when("sans_terme").then(0).when(six_mois).then(1).otherwise(2),
            quotite=pl.when(dits).then(part.clip(MOINDRE, PLUS_GRANDE)),
            jusqu_au=pl.col("fin_connue").fill_null(date(9999, 12, 31)),
        )
        .sort(
            *CLE,
            "classe",
            "siret",
            "quotite_contrat",
            "jusqu_au",
            "numero_contrat",
            descending=[False, False, False, False, True, True, False],
            nulls_last=True,
        )
        .unique(CLE, keep="first", maintain_order=True)
        .select(*CLE, "siren", "nic", "numero_contrat", "fin_connue", "quotite")
    )


def avec_paie(contrats: pl.DataFrame, paies: pl.DataFrame) -> pl.DataFrame:
    """CLE, quotite, salaire (of the first full month of the contract; none if it has none, or no pay) and smic."""
    commence = pl.col("retour") == premier_du_mois(pl.col("retour"))
    contrats = contrats.with_columns(
        mois=pl.when(commence).then("retour").otherwise(plus_mois(premier_du_mois(pl.col("retour")), 1))
    )
    entier = pl.col("fin_connue").is_null() | (pl.col("fin_connue") >= pl.col("mois").dt.month_end())
    verse = paies.with_columns(mois=premier_du_mois(pl.col("debut"))).group_by(*PAYE, "type")
    verse = verse.agg(pl.col("montant").sum())
    for type_de_paie, colonne in ((BASE, "base"), (BRUT, "brut")):
        siens = verse.filter(pl.col("type") == type_de_paie).select(*PAYE, pl.col("montant").alias(colonne))
        contrats = contrats.join(siens, on=PAYE, how="left")
    paye = pl.coalesce("base", "brut")
    smic = pl.DataFrame(SMIC, schema={"mois": pl.Date, "smic": pl.Float64}, orient="row")
    return (
        contrats.sort("mois")
        .join_asof(smic, on="mois")
        .select(
            *CLE,
            "quotite",
            "smic",
            salaire=pl.when(entier & (paye > 0) & pl.col("quotite").is_not_null()).then(paye),
        )
    )


def _arrondi(nombre: pl.Expr) -> pl.Expr:
    """To the nearest whole, half up."""
    return (nombre + 0.5).floor().cast(pl.Int64)
