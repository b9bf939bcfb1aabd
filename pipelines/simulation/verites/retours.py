"""Returns to work after an entry: who begins a job in a window, of any kind, durable, or without subsidy."""

import polars as pl

from pipelines.simulation.verites.emplois import DURABLE_MOIS, atteint, durable
from pipelines.simulation.verites.faits import Faits, en_age
from pipelines.simulation.verites.personnes import dans_des_mois

FENETRES = (3, 6, 12)
FENETRE_MOIS = 6
# placements (40.008) of subsidised jobs
PASSERELLES = ["21", "41", "42", "71", "94"]


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    cohorte = en_age(faits.arrivees.filter("cohorte"))
    sortes = {
        "emploi_durable_6m": durable(),
        "emploi_durable_realise_6m": durable() | atteint("terme", "retour", DURABLE_MOIS),
        "retour_emploi_6m_hors_passerelle": pl.col("dispositif").is_in(PASSERELLES).not_().fill_null(True),
    }
    comptes, sorties = faits.comptes, faits.sorties_du_champ
    return {f"retour_emploi_{mois}m": retours(cohorte, "t0", mois, comptes, sorties) for mois in FENETRES} | {
        nom: retours(cohorte, "t0", FENETRE_MOIS, comptes, sorties, sorte) for nom, sorte in sortes.items()
    }


def retours(  # noqa: PLR0913, PLR0917 - a window is said by its beginning and its length
    cohorte: pl.DataFrame,
    depuis: str,
    mois: int,
    comptes: pl.DataFrame,
    sorties: pl.DataFrame,
    sorte: pl.Expr | None = None,
) -> pl.DataFrame:
    """The cohort with `num`, `den`, `exclus` for a window of `mois` months after the day `depuis`, both ends included.

    A spell begun before it is no return; `sorte` says which contracts, begun in the window, make a return of the kind.
    Out (death, retirement) in the window and before any return, of the kind or not: in `exclus` only.
    """
    borne = dans_des_mois(depuis, mois)
    premiers = comptes.select("personne", "retour").sort("retour")
    lignes = (
        cohorte.with_row_index("ligne")
        .sort(depuis)
        .join_asof(
            premiers, left_on=depuis, right_on="retour", by="personne", strategy="forward", check_sortedness=False
        )
        .join_asof(
            sorties, left_on=depuis, right_on="sortie", by="personne", strategy="forward", check_sortedness=False
        )
    )
    sorti = (pl.col("sortie") <= borne) & (pl.col("retour").is_null() | (pl.col("sortie") < pl.col("retour")))
    contrats = (comptes if sorte is None else comptes.filter(sorte)).select("personne", "debut", "retour")
    revenus = (
        lignes.select("ligne", "personne", depuis)
        .join(contrats, on="personne")
        .filter(pl.col("retour") >= pl.col(depuis), pl.col("debut") <= borne)
    )
    return lignes.with_columns(sorti=sorti.fill_null(False)).with_columns(
        num=(~pl.col("sorti") & pl.col("ligne").is_in(revenus["ligne"].implode())).cast(pl.Int64),
        den=(~pl.col("sorti")).cast(pl.Int64),
        exclus=pl.col("sorti").cast(pl.Int64),
    )
