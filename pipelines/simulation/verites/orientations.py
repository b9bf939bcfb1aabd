"""Orientations: how long after the beginning of a journey the first is decided, and who still waits for one."""

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from pipelines.simulation.monde import decale
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.personnes import mois_de

DELAI_COURT = 30
SUIVI_MEDIANE_MOIS = 12


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    acceptees = _acceptees(faits)
    orientes = _orientes(faits.arrivees.filter("cohorte"), acceptees)
    court = _sans_les_muets(faits, orientes, lambda mois: _fin(mois) + timedelta(days=DELAI_COURT))
    court = court.with_columns(num=(pl.col("jours") <= DELAI_COURT).fill_null(False).cast(pl.Int64))
    nouvelles = pl.col("reconduite").not_().cast(pl.Int64)
    en_attente = _en_attente(_sans_les_muets(faits, faits.presents, _fin), acceptees)
    return {
        "part_orientes_30j": court,
        "part_orientes_30j_hors_reconduite": court.with_columns(
            num=pl.col("num") * nouvelles, den=nouvelles, exclus=1 - nouvelles
        ),
        "delai_orientation_median": _sans_les_muets(faits, orientes, lambda mois: decale(mois, SUIVI_MEDIANE_MOIS)),
        "attente_orientation": en_attente,
        "attente_orientation_30j": en_attente.filter((pl.col("jour") - pl.col("t0")).dt.total_days() > DELAI_COURT),
    }


def _acceptees(faits: Faits) -> pl.DataFrame:
    """Accepted decisions, as the deliveries say them: nothing after the last file of a département that fell silent."""
    parametres = faits.parametres
    muets = {(departement, mois) for source, departement, mois in faits.silences if source == "orientation"}
    derniers = {
        departement: max(mois for mois in parametres.liste_mois if (departement, mois) not in muets)
        for departement in sorted({departement for departement, _ in muets})
    }
    borne = pl.col("departement").replace_strict(
        list(derniers), list(derniers.values()), default=parametres.dernier_mois, return_dtype=pl.Date
    )
    return (
        faits.bloc.orientation.filter(
            pl.col("statut") == "DECIDE", pl.col("etat_decision") == "ACCEPTEE", mois_de("date_decision") <= borne
        )
        .select("personne", "date_decision", date_sortie=pl.when(mois_de("date_sortie") <= borne).then("date_sortie"))
        .sort("date_decision")
    )


def _orientes(parcours: pl.DataFrame, acceptees: pl.DataFrame) -> pl.DataFrame:
    """Rows of journeys, with `reconduite` and `jours` from t0 to the first accepted decision of the journey.

    0 when an orientation from before is kept (`reconduite`); null when there is none.
    """
    reconduites = (
        parcours.filter(pl.col("type_inscription") == "reinscription")
        .select("personne", "t0")
        .unique()
        .join(acceptees, on="personne")
        .filter(
            pl.col("date_decision") < pl.col("t0"),
            pl.col("date_sortie").is_null() | (pl.col("date_sortie") > pl.col("t0")),
        )
        .select("personne", "t0", reconduite=pl.lit(True))
        .unique()
    )
    dans_le_parcours = pl.col("fin").is_null() | (pl.col("date_decision") <= pl.col("fin"))
    return (
        parcours.sort("t0")
        .join_asof(
            acceptees.select("personne", "date_decision"),
            left_on="t0",
            right_on="date_decision",
            by="personne",
            strategy="forward",
            check_sortedness=False,
        )
        .join(reconduites, on=["personne", "t0"], how="left")
        .with_columns(pl.col("reconduite").fill_null(False))
        .with_columns(
            jours=pl.when("reconduite")
            .then(0)
            .when(dans_le_parcours)
            .then((pl.col("date_decision") - pl.col("t0")).dt.total_days())
        )
    )


def _en_attente(presents: pl.DataFrame, acceptees: pl.DataFrame) -> pl.DataFrame:
    """Of the registered at a month's end, those whose journey has no orientation by that day, decided or kept."""
    depuis = (pl.col("jour") - pl.col("t0")).dt.total_days()
    orientes = _orientes(presents, acceptees)
    return orientes.filter((pl.col("jours") > depuis).fill_null(True)).drop("jours")


def _sans_les_muets(faits: Faits, lignes: pl.DataFrame, echeance: Callable[[date], date]) -> pl.DataFrame:
    """Without the months whose département kept silent in a month between theirs and what they wait for."""
    muets = [(departement, mois) for source, departement, mois in faits.silences if source == "orientation"]
    perdus = sorted(
        {
            (departement, mois)
            for departement, muet in muets
            for mois in faits.parametres.liste_mois
            if mois <= muet <= echeance(mois)
        }
    )
    table = pl.DataFrame(perdus, schema={"departement": pl.String, "mois": pl.Date}, orient="row")
    return lignes.join(table, on=["departement", "mois"], how="anti")


def _fin(mois: date) -> date:
    return decale(mois, 1) - timedelta(days=1)
