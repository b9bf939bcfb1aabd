"""The official family (RPE) of access to work: of who is registered at a month's end, who works in the months after.

Hours, not hirings: a job that was there already counts, and a death leaves nobody out.
"""

import polars as pl

from pipelines.simulation.verites.faits import Faits

FENETRES = (1, 3, 6, 12)
FENETRE_MOIS = 6
SANS_ACTIVITE_OU_REDUITE = ["A", "B"]


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    inscrits = prochain(faits.suivis_rpe, faits.mois_travailles)
    durables = prochain(faits.suivis_rpe, faits.mois_travailles.filter("durable"))
    acces = inscrits.filter(pl.col("attente") <= FENETRE_MOIS)
    return {
        **{f"acces_emploi_{mois}m_rpe": inscrits.with_columns(num=dans(mois)) for mois in FENETRES},
        "acces_emploi_durable_6m_rpe": durables.with_columns(num=dans(FENETRE_MOIS)),
        "presence_emploi_6m_rpe": _presents(faits.suivis_rpe, faits.mois_travailles),
        "presence_emploi_durable_6m_rpe": _presents(faits.suivis_rpe, faits.mois_travailles.filter("durable")),
        "delai_moyen_acces_rpe": acces.with_columns(num=pl.col("attente")),
        "retour_emploi_acc1": _embauches(
            faits.suivis_rpe.filter(pl.col("categorie").is_in(SANS_ACTIVITE_OU_REDUITE)), faits.comptes
        ),
    }


def prochain(lignes: pl.DataFrame, travailles: pl.DataFrame) -> pl.DataFrame:
    """Rows (`personne`, `mois`) with `attente`: how many months after theirs the first worked month comes, from 1."""
    return (
        lignes.with_columns(suivant=pl.col("mois").dt.offset_by("1mo"))
        .sort("suivant")
        .join_asof(
            travailles.select("personne", travaille="mois").sort("travaille"),
            left_on="suivant",
            right_on="travaille",
            by="personne",
            strategy="forward",
            check_sortedness=False,
        )
        .with_columns(attente=_rang("travaille") - _rang("mois"))
        .drop("suivant", "travaille")
    )


def dans(mois: int) -> pl.Expr:
    """1 when the worked month comes within so many months, otherwise 0."""
    return (pl.col("attente") <= mois).fill_null(False).cast(pl.Int64)


def _presents(inscrits: pl.DataFrame, travailles: pl.DataFrame) -> pl.DataFrame:
    """`num` when the sixth month after is one of these."""
    la = travailles.select("personne", pl.col("mois").dt.offset_by(f"-{FENETRE_MOIS}mo"), num=pl.lit(1, pl.Int64))
    return inscrits.join(la, on=["personne", "mois"], how="left").with_columns(pl.col("num").fill_null(0))


def _embauches(inscrits: pl.DataFrame, comptes: pl.DataFrame) -> pl.DataFrame:
    """`num` when a job spell that counts begins in one of the six months after."""
    debuts = comptes.select("personne", mois=pl.col("retour").dt.truncate("1mo")).unique()
    return prochain(inscrits, debuts).with_columns(num=dans(FENETRE_MOIS))


def _rang(mois: str) -> pl.Expr:
    return pl.col(mois).dt.year().cast(pl.Int64) * 12 + pl.col(mois).dt.month()
