"""Support: how soon the first action comes, who is in immersion, which reviews are due and done."""

import polars as pl

from pipelines.simulation.verites.delais import premier_delai
from pipelines.simulation.verites.evenements import personnes_du_mois, survenus
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.silences import apres, dits, fin, sans_les_muets, un_an

SOURCE = "accompagnement"
DELAI_PREMIERE_ACTION = 15
DELAI_CORDE = 30


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    realisees = dits(faits, SOURCE, faits.bloc.action.filter(pl.col("statut") == "REALISEE"), "date_debut")
    # Putting someone in touch with an employer is counted apart
    actions = realisees.filter(pl.col("type_action") != "MISE_EN_RELATION")
    delais = premier_delai(faits.arrivees.filter("cohorte"), actions, "date_debut")
    a_temps = (pl.col("jours") <= DELAI_PREMIERE_ACTION).fill_null(False).cast(pl.Int64)
    immersions = survenus(faits, realisees.filter(pl.col("type_action") == "IMMERSION"), "date_debut")
    cordes = survenus(faits, _cordes(faits), "date_echeance", "date_realisation")
    faites = (pl.col("date_realisation") <= pl.col("jour").dt.offset_by(f"{DELAI_CORDE}d")).fill_null(False)
    return {
        "part_action_15j": sans_les_muets(
            faits, delais.with_columns(num=a_temps), apres(DELAI_PREMIERE_ACTION), SOURCE
        ),
        "delai_premiere_action_median": sans_les_muets(faits, delais, un_an, SOURCE),
        "immersions": sans_les_muets(faits, personnes_du_mois(immersions), fin, SOURCE),
        "cordes_rappel": sans_les_muets(faits, cordes, fin, SOURCE),
        "taux_corde_rappel_due": sans_les_muets(
            faits, cordes.with_columns(num=faites.cast(pl.Int64)), apres(DELAI_CORDE), SOURCE
        ),
    }


def _cordes(faits: Faits) -> pl.DataFrame:
    """Reviews announced by a file."""
    return dits(faits, SOURCE, faits.bloc.corde_rappel, "creation", "date_realisation").drop_nulls("creation")
