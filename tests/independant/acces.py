"""The official measures of access to work: of a month's stock, of who ended a training, by months worked."""

import polars as pl

from tests.independant import formations, inscriptions
from tests.independant.calendrier import premier_du_mois
from tests.independant.faits import de_personnes
from tests.independant.mesures import Maison

AB = ["A", "B", "1", "2"]
ABFG = [*AB, "F", "G"]
SIX_MOIS, UN_AN = 6, 12
CLE = ["personne_id", "mois"]


def toutes(maison: Maison) -> pl.DataFrame:
    """FAIT of the official indicators of work."""
    suites = _suites(maison.travail)
    return pl.concat([*_du_stock(maison, suites), _des_sortants(maison, suites)], how="vertical_relaxed")


def stock(maison: Maison, categories: list[str]) -> pl.DataFrame:
    """Who is registered in one of `categories` at each month's end (fin_du_mois, and mois, its first day)."""
    presents = inscriptions.presents(maison.periodes, maison.fins_de_mois).rename({"jour": "fin_du_mois"})
    return presents.filter(pl.col("categorie").is_in(categories)).with_columns(
        mois=premier_du_mois(pl.col("fin_du_mois"))
    )


def _dans(lignes: pl.DataFrame, mois: int) -> pl.DataFrame:
    """`lignes` (personne_id, mois, …) once for each of the `mois` months before its own: mois, and rang from there."""
    rangs = pl.DataFrame({"rang": range(1, mois + 1)}, schema={"rang": pl.Int64})
    return lignes.join(rangs, how="cross").with_columns(
        mois=pl.col("mois").dt.offset_by(pl.format("-{}mo", pl.col("rang")))
    )


def _suites(travail: pl.DataFrame) -> pl.DataFrame:
    """CLE, premier and premier_durable (rank of the first month worked after that one), and what the sixth is."""
    sixieme = pl.col("rang") == SIX_MOIS
    return (
        _dans(travail, UN_AN)
        .group_by(CLE)
        .agg(
            premier=pl.col("rang").min(),
            premier_durable=pl.col("rang").filter(pl.col("durable")).min(),
            sixieme=sixieme.any(),
            sixieme_durable=(sixieme & pl.col("durable")).any(),
        )
    )


def _du_stock(maison: Maison, suites: pl.DataFrame) -> list[pl.DataFrame]:
    inscrits = stock(maison, ABFG).join(suites, on=CLE, how="left")
    dans_six_mois = pl.col("premier") <= SIX_MOIS
    debuts = maison.spells_emploi.select("personne_id", mois=premier_du_mois(pl.col("debut"))).unique()
    retours = _dans(debuts, SIX_MOIS).select(CLE).unique().with_columns(retour=True)
    return [
        *(
            de_personnes(inscrits, f"acces_emploi_{mois}m_rpe", "fin_du_mois", pl.col("premier") <= mois)
            for mois in (1, 3, SIX_MOIS, UN_AN)
        ),
        de_personnes(inscrits, "acces_emploi_durable_6m_rpe", "fin_du_mois", pl.col("premier_durable") <= SIX_MOIS),
        de_personnes(inscrits, "presence_emploi_6m_rpe", "fin_du_mois", pl.col("sixieme")),
        de_personnes(inscrits, "presence_emploi_durable_6m_rpe", "fin_du_mois", pl.col("sixieme_durable")),
        de_personnes(inscrits.filter(dans_six_mois), "delai_moyen_acces_rpe", "fin_du_mois", mesure=pl.col("premier")),
        de_personnes(
            stock(maison, AB).join(retours, on=CLE, how="left"),
            "retour_emploi_acc1",
            "fin_du_mois",
            pl.col("retour"),
        ),
    ]


def _des_sortants(maison: Maison, suites: pl.DataFrame) -> pl.DataFrame:
    sortants = formations.sortants(maison).with_columns(mois=premier_du_mois(pl.col("terme")))
    return de_personnes(
        sortants.join(suites, on=CLE, how="left"),
        "acces_emploi_6m_sortants_rpe",
        "terme",
        pl.col("premier") <= SIX_MOIS,
    )
