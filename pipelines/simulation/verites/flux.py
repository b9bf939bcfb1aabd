"""Flows of the register: journeys that begin, journeys that end and who comes back, strikings off."""

import polars as pl

from pipelines.simulation.verites import dimensions
from pipelines.simulation.verites.emplois import durable
from pipelines.simulation.verites.faits import Faits, en_age
from pipelines.simulation.verites.personnes import dans_des_mois, mois_de
from pipelines.simulation.verites.taux import pour_1000

CESSATION_REPRISE_EMPLOI, CESSATION_RADIATION = "01", "10"
REINSCRIPTION_MOIS = 6
AVANT_JOURS, APRES_MOIS = 31, 1
MOTIFS = {
    "01": "reprise_emploi",
    "02": "formation",
    "05": "retraite",
    "10": "radiation",
    "13": "non_actualisation",
}
AUTRE_MOTIF = "autre"


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    sorties, radiations = _sorties(faits), _radiations(faits)
    return {
        "entrees": faits.arrivees,
        "sorties": sorties,
        "radiations": radiations,
        "radiations_pour_1000": pour_1000(radiations, faits.presents),
        "reinscription_6m": _reinscriptions(faits, sorties),
        "sortie_positive": _positives(faits, en_age(sorties)),
    }


def _sorties(faits: Faits) -> pl.DataFrame:
    """Journeys that end, told by their first registration; the age is that of the last day, the motive (`motif_fin`,
    and its `motif_sortie`) that of the last registration."""
    derniers = faits.lignes.group_by("parcours").agg(motif_fin=pl.col("motif_cessation").sort_by("date").last())
    finis = (
        faits.lignes.filter("tete", pl.col("fin").is_not_null())
        .join(derniers, on="parcours", maintain_order="left")
        .with_columns(
            mois=mois_de("fin"),
            motif_sortie=pl.col("motif_fin")
            .replace_strict(MOTIFS, default=AUTRE_MOTIF, return_dtype=pl.String)
            .fill_null(AUTRE_MOTIF),
        )
    )
    return dimensions.situer(finis, faits.bloc.personne, "fin")


def _positives(faits: Faits, sorties: pl.DataFrame) -> pl.DataFrame:
    """`num` when a durable contract or a training begins around the end."""
    debuts = pl.concat(
        [
            faits.comptes.filter(durable()).select("personne", "debut"),
            faits.bloc.formation.select("personne", debut="entree").drop_nulls(),
        ]
    )
    positives = (
        sorties.select("parcours", "personne", "fin")
        .join(debuts, on="personne")
        .filter(
            pl.col("debut") >= pl.col("fin").dt.offset_by(f"-{AVANT_JOURS}d"),
            pl.col("debut") <= dans_des_mois("fin", APRES_MOIS),
        )
    )
    return sorties.with_columns(num=pl.col("parcours").is_in(positives["parcours"].implode()).cast(pl.Int64))


def _radiations(faits: Faits) -> pl.DataFrame:
    """The first registration of a person that is struck off in the month, whether or not the journey goes on."""
    radiees = (
        faits.lignes.filter(pl.col("motif_cessation") == CESSATION_RADIATION)
        .with_columns(mois=mois_de("date_cessation"))
        .sort("personne", "date_cessation")
        .unique(["personne", "mois"], keep="first", maintain_order=True)
    )
    return dimensions.situer(radiees, faits.bloc.personne, "date_cessation")


def _reinscriptions(faits: Faits, sorties: pl.DataFrame) -> pl.DataFrame:
    """Journeys that end for a job; `num` when another journey, an entry or not, begins within six months of the end."""
    debuts = faits.lignes.filter("tete").select("personne", suivant="date").sort("suivant")
    return (
        sorties.filter(pl.col("motif_fin") == CESSATION_REPRISE_EMPLOI)
        .sort("fin")
        .join_asof(
            debuts,
            left_on="fin",
            right_on="suivant",
            by="personne",
            strategy="forward",
            allow_exact_matches=False,
            check_sortedness=False,
        )
        .with_columns(
            num=(pl.col("suivant") <= dans_des_mois("fin", REINSCRIPTION_MOIS)).fill_null(False).cast(pl.Int64)
        )
    )
