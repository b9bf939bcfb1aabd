"""Surveys of satisfaction: the weighted share of favourable answers, and how many of those asked answer within days."""

import polars as pl

from pipelines.simulation.verites import dimensions
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.personnes import mois_de

QUESTION = "satisfaction_globale"
DELAI_REPONSE = 30
# lowest favourable answer, lowest « très », highest of those who are not satisfied, by scale
FAVORABLE, TRES, INSATISFAIT = {"4": 3, "10": 7}, {"4": 4, "10": 9}, {"4": 2, "10": 6}
DIX_MILLIEMES = 10_000


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    personnes = _situees(faits, _premiers_envois(faits.bloc.personne_interrogee, "personne"))
    entreprises = faits.zones.situer(_premiers_envois(faits.bloc.entreprise_interrogee, "siret"), departement=False)
    favorable = _atteint(FAVORABLE).cast(pl.Int64)
    delta = _atteint(TRES).cast(pl.Int64) - (pl.col("reponse") <= _seuil(INSATISFAIT)).cast(pl.Int64)
    return {
        "satisfaction_personnes": _ponderer(personnes, favorable),
        "satisfaction_entreprises": _ponderer(entreprises, favorable),
        "satisfaction_delta_rpe": _ponderer(personnes, delta),
        "taux_reponse_personnes": personnes.with_columns(num=pl.col("repondu").cast(pl.Int64)),
        "taux_reponse_entreprises": entreprises.with_columns(num=pl.col("repondu").cast(pl.Int64)),
    }


def _premiers_envois(questions: pl.DataFrame, qui: str) -> pl.DataFrame:
    """The first sending of the month to each; `repondu` when an answer came in time."""
    limite = pl.col("date_envoi").dt.offset_by(f"{DELAI_REPONSE}d")
    return (
        questions.filter(pl.col("question") == QUESTION)
        .with_columns(mois=mois_de("date_envoi"), repondu=(pl.col("date_reponse") <= limite).fill_null(False))
        .sort(qui, "date_envoi")
        .unique([qui, "mois"], keep="first", maintain_order=True)
    )


def _situees(faits: Faits, envois: pl.DataFrame) -> pl.DataFrame:
    """Where each person asked lives, as the row says, or else her registration of that day, which says sex and age."""
    registre = faits.lignes.select("personne", "date", "date_cessation", zone_du_registre="zone")
    inscrites = (
        envois.select("personne", "date_envoi")
        .join(registre, on="personne")
        .filter(
            pl.col("date") <= pl.col("date_envoi"),
            pl.col("date_cessation").is_null() | (pl.col("date_cessation") > pl.col("date_envoi")),
        )
    )
    connues = dimensions.situer(inscrites, faits.bloc.personne, "date_envoi").select(
        "personne", "date_envoi", "zone_du_registre", "sexe", "tranche_age"
    )
    situees = faits.zones.situer(envois, departement=False).join(connues, on=["personne", "date_envoi"], how="left")
    nulle_part = pl.col("zone") == faits.zones.nulle_part
    return situees.with_columns(
        zone=pl.when(nulle_part).then(pl.coalesce("zone_du_registre", "zone")).otherwise("zone")
    )


def _seuil(par_echelle: dict[str, int]) -> pl.Expr:
    return pl.col("echelle").replace_strict(par_echelle, return_dtype=pl.Int64)


def _atteint(par_echelle: dict[str, int]) -> pl.Expr:
    return pl.col("reponse") >= _seuil(par_echelle)


def _ponderer(envois: pl.DataFrame, valeur: pl.Expr) -> pl.DataFrame:
    """Parts of the answers in ten-thousandths of a weight: `num`, the `valeur` of each; who does not answer is out."""
    repondu, poids = pl.col("repondu"), (pl.col("poids") * DIX_MILLIEMES).round().cast(pl.Int64)
    return envois.with_columns(poids=pl.when(repondu).then(poids).otherwise(0)).with_columns(
        num=(pl.col("poids") * valeur).fill_null(0),
        den=repondu.cast(pl.Int64),
        exclus=(~repondu).cast(pl.Int64),
        carres=pl.col("poids") ** 2,
    )
