"""Establishments that hire, and those of them that call on the network: counted over all blocks."""

from dataclasses import dataclass, field

import polars as pl

from pipelines.simulation.monde import Bloc, Parametres
from pipelines.simulation.verites.offres import deposees
from pipelines.simulation.verites.personnes import mois_de
from pipelines.simulation.verites.zones import Zones

INDICATEURS = ("taux_recours_rpe",)
MOIS = 12
MOINS_D_UN_MOIS = "MOINS_1_MOIS"


@dataclass
class Etablissements:
    """What the blocks tell of establishments, month by month."""

    embauches: list[pl.DataFrame] = field(default_factory=list)
    depots: list[pl.DataFrame] = field(default_factory=list)

    def ajouter(self, bloc: Bloc) -> None:
        recrutent = bloc.embauche.filter(pl.col("duree") != MOINS_D_UN_MOIS)
        self.embauches.append(recrutent.select("siret", "mois", "commune").unique())
        offres = deposees(bloc.offre).filter(~pl.col("erreur"))
        self.depots.append(offres.select("siret", mois=mois_de("jour")).drop_nulls().unique())

    def mesurer(self, zones: Zones, parametres: Parametres) -> dict[str, pl.DataFrame]:
        """Establishments that hired for a month or more in twelve months, where the last time; `num` when they also
        deposited an offer."""
        recrutent = (
            _suivre(pl.concat(self.embauches), parametres)
            .filter(pl.col("embauche") == pl.col("embauche").max().over("siret", "mois"))
            .group_by("siret", "mois")
            .agg(pl.col("commune").min())
        )
        deposent = _suivre(pl.concat(self.depots), parametres).select("siret", "mois").unique()
        lignes = recrutent.join(deposent.with_columns(num=pl.lit(1, pl.Int64)), on=["siret", "mois"], how="left")
        return {"taux_recours_rpe": zones.situer(lignes, departement=False).with_columns(pl.col("num").fill_null(0))}


def _suivre(faits: pl.DataFrame, parametres: Parametres) -> pl.DataFrame:
    """Each fact (of the month `embauche`) in the months whose twelve it is one of; all twelve are simulated."""
    suivants = pl.date_ranges("mois", pl.col("mois").dt.offset_by(f"{MOIS - 1}mo"), "1mo")
    dits = [mois for rang, mois in enumerate(parametres.liste_mois, start=1) if rang >= MOIS]
    suivis = faits.unique().with_columns(embauche="mois", mois=suivants).explode("mois")
    return suivis.filter(pl.col("mois").is_in(dits))
