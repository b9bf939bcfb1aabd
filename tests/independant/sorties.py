"""What surrounds the end of a registration: a job meant to last, a training."""

import polars as pl

from tests.independant.calendrier import age, plus_mois
from tests.independant.faits import de_personnes
from tests.independant.mesures import AGES, Maison

JOURS_AVANT = 31


def toutes(maison: Maison) -> pl.DataFrame:
    """FAIT of the exits around which a durable contract or a training begins."""
    finis = maison.spells.filter(
        pl.col("fin").is_not_null(), age(pl.col("naissance_mois"), pl.col("fin")).is_between(*AGES)
    )
    six_mois = plus_mois(pl.col("debut"), 6).dt.offset_by("-1d")
    durables = maison.emplois.join(
        maison.spells_emploi.select("personne_id", "spell"), on=["personne_id", "spell"], how="semi"
    ).filter(pl.col("sans_terme") | (pl.col("fin_prevue") >= six_mois))
    formations = maison.formations.filter(pl.col("date_entree") <= maison.connu_le)
    debuts = pl.concat(
        [durables.select("personne_id", jour="debut"), formations.select("personne_id", jour="date_entree")]
    )
    cle = ["personne_id", "spell"]
    positives = (
        finis.select(*cle, "fin")
        .join(debuts.unique(), on="personne_id")
        .filter(
            pl.col("jour").is_between(
                pl.col("fin").dt.offset_by(f"-{JOURS_AVANT}d"), plus_mois(pl.col("fin"), 1), closed="both"
            )
        )
        .select(*cle, positive=True)
        .unique()
    )
    return de_personnes(finis.join(positives, on=cle, how="left"), "sortie_positive", "fin", pl.col("positive"))
