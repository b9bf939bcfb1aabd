"""Establishments that hire, and those of them that call on the network: counted over all blocks."""

from dataclasses import dataclass, field

import polars as pl

from pipelines.simulation.monde import Bloc, Parametres
from pipelines.simulation.verites.emplois import durable, episodes
from pipelines.simulation.verites.offres import deposees
from pipelines.simulation.verites.personnes import mois_de
from pipelines.simulation.verites.zones import Zones

INDICATEURS = ("taux_recours_rpe", "taux_depot_recruteurs")
MOIS = 12
MOINS_D_UN_MOIS = "MOINS_1_MOIS"
INTERIM = "03"


@dataclass
class Etablissements:
    """What the blocks tell of establishments, month by month: hirings declared with their place, durable hirings, where
    the declarations of work say they are, offers deposited."""

    embauches: list[pl.DataFrame] = field(default_factory=list)
    durables: list[pl.DataFrame] = field(default_factory=list)
    places: list[pl.DataFrame] = field(default_factory=list)
    depots: list[pl.DataFrame] = field(default_factory=list)

    def ajouter(self, bloc: Bloc) -> None:
        recrutent = bloc.embauche.filter(pl.col("duree") != MOINS_D_UN_MOIS)
        self.embauches.append(recrutent.select("siret", "mois", "commune"))
        self.durables.append(_embauches_durables(bloc.contrat))
        self.places.append(bloc.etablissement.drop_nulls("commune"))
        offres = deposees(bloc.offre).filter(~pl.col("erreur"))
        self.depots.append(offres.select("siret", mois=mois_de("jour")).drop_nulls())

    def compacter(self) -> None:
        """Keep once what several blocks tell."""
        for faits in (self.embauches, self.durables, self.places, self.depots):
            faits[:] = [pl.concat(faits).unique()]

    def mesurer(self, zones: Zones, parametres: Parametres) -> dict[str, pl.DataFrame]:
        """Establishments that hired in twelve months, for a month or more where the last time, or for long where their
        latest declaration says; `num` when they also deposited an offer."""
        self.compacter()
        (embauches,), (durables,), (places,), (depots,) = self.embauches, self.durables, self.places, self.depots
        recrutent = (
            _suivre(embauches, parametres)
            .filter(pl.col("embauche") == pl.col("embauche").max().over("siret", "mois"))
            .group_by("siret", "mois")
            .agg(pl.col("commune").min())
        )
        stables = _ou_elles_sont(_suivre(durables, parametres).select("siret", "mois").unique(), places)
        deposent = _suivre(depots, parametres).select("siret", "mois", num=pl.lit(1, pl.Int64)).unique()

        def parts(lignes: pl.DataFrame) -> pl.DataFrame:
            avec_depot = lignes.join(deposent, on=["siret", "mois"], how="left")
            return zones.situer(avec_depot, departement=False).with_columns(pl.col("num").fill_null(0))

        return {"taux_recours_rpe": parts(recrutent), "taux_depot_recruteurs": parts(stables)}


def _embauches_durables(contrat: pl.DataFrame) -> pl.DataFrame:
    """Establishments and months of the job spells that begin with a durable contract, which is no temp work."""
    premiers = episodes(contrat).filter(pl.col("debut") == pl.col("retour"), pl.col("nature") != INTERIM, durable())
    return premiers.select(siret=pl.col("siren") + pl.col("nic"), mois=mois_de("debut"))


def _ou_elles_sont(lignes: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Establishments by month, with the `commune` of the latest declaration so far that names one, the smallest of a
    tie; null without any."""
    dites = places.group_by("siret", "mois").agg(pl.col("commune").min()).sort("mois")
    return lignes.sort("mois").join_asof(dites, on="mois", by="siret", strategy="backward", check_sortedness=False)


def _suivre(faits: pl.DataFrame, parametres: Parametres) -> pl.DataFrame:
    """Each fact (of the month `embauche`) in the months whose twelve it is one of; all twelve are simulated."""
    suivants = pl.date_ranges("mois", pl.col("mois").dt.offset_by(f"{MOIS - 1}mo"), "1mo")
    dits = [mois for rang, mois in enumerate(parametres.liste_mois, start=1) if rang >= MOIS]
    suivis = faits.with_columns(embauche="mois", mois=suivants).explode("mois")
    return suivis.filter(pl.col("mois").is_in(dits))
