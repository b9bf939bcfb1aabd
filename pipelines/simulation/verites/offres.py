"""Offers deposited in the network and their posts, counted in days of Paris."""

import polars as pl

from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.personnes import mois_de

DELAIS = (30, 60, 90)
NON_POURVUS_APRES = 30
DEPOSEE_DANS_LE_RESEAU = "1"
SANS_TERME = ["CDI", "DIN"]
# great domains of the ROME: the first letter of a code
DOMAINES, DOMAINE_INCONNU = list("ABCDEFGHIJKLMN"), "inconnu"
# the official family (RPE): contracts of more days, delays of at most so many
DUREE_RPE, DELAI_MAXIMAL = 30, 180


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    offres = faits.zones.situer(deposees(faits.bloc.offre), departement=False)
    postes = _postes(offres, faits.bloc.poste).with_columns(mois=mois_de("jour"))
    valables = postes.filter(pl.col("den") == 1)
    clos = _clos(postes)
    longs = clos.filter("long")
    tard = (pl.col("jours") > NON_POURVUS_APRES).fill_null(True)
    return {
        "delai_pourvoi_median": postes,
        **{f"taux_pourvoi_{jours}j": postes.with_columns(num=_pourvus_en(jours)) for jours in DELAIS},
        "taux_pourvoi": clos,
        "taux_pourvoi_rpe": longs,
        "delai_pourvoi_rpe": _delais(longs.filter(pl.col("num") == 1)),
        "offres_deposees": offres.filter(~pl.col("erreur")).with_columns(mois=mois_de("jour")),
        "postes_deposes": valables,
        "postes_non_pourvus_30j": valables.filter(tard),
    }


def deposees(offre: pl.DataFrame) -> pl.DataFrame:
    """Offers deposited in the network: the day (`jour`), whether they were an `erreur`, the class of their contract,
    whether they are for a `cadre`, the `famille_metier` of their job, and whether the contract is `long`: more than 30
    days, or no term said."""
    duree, domaine = pl.col("duree_jours"), pl.col("rome").str.slice(0, 1)
    return offre.filter(pl.col("origine") == DEPOSEE_DANS_LE_RESEAU).with_columns(
        jour=_jour_de_paris("depot"),
        erreur=(pl.col("motif_cloture") == "ANNULEE_ERREUR").fill_null(False),
        cadre=pl.when("cadre").then(pl.lit("cadre")).otherwise(pl.lit("non_cadre")),
        famille_metier=pl.when(domaine.is_in(DOMAINES)).then(domaine).otherwise(pl.lit(DOMAINE_INCONNU)),
        long=pl.col("type_contrat").is_in(SANS_TERME) | duree.is_null() | (duree > DUREE_RPE),
        type_contrat=pl.when(pl.col("type_contrat").is_in(SANS_TERME) | duree.is_null() | (duree > 182))
        .then(pl.lit("durable"))
        .when(duree >= 30)
        .then(pl.lit("temporaire"))
        .otherwise(pl.lit("occasionnel")),
    )


def _postes(offres: pl.DataFrame, poste: pl.DataFrame) -> pl.DataFrame:
    """Their posts, with `jours` from deposit to filling; those of an error are in `exclus` only."""
    erreur = pl.col("erreur")
    return offres.join(poste, on="offre").with_columns(
        jours=pl.when(~erreur).then((_jour_de_paris("pourvoi") - pl.col("jour")).dt.total_days()),
        exclus=erreur.cast(pl.Int64),
        den=(~erreur).cast(pl.Int64),
    )


def _pourvus_en(jours: int) -> pl.Expr:
    return (pl.col("jours") <= jours).fill_null(False).cast(pl.Int64)


def _clos(postes: pl.DataFrame) -> pl.DataFrame:
    """Posts of the offers closed for a known reason, in the month of the closing; `num` when filled by that day."""
    a_temps = (pl.col("statut") == "POURVU") & (_jour_de_paris("pourvoi") <= _jour_de_paris("cloture"))
    return postes.drop_nulls(["cloture", "motif_cloture"]).with_columns(
        mois=_jour_de_paris("cloture").dt.truncate("1mo"),
        num=(a_temps.fill_null(False) & ~pl.col("erreur")).cast(pl.Int64),
    )


def _delais(pourvus: pl.DataFrame) -> pl.DataFrame:
    """Filled posts whose offer was validated; `num` is the days from the validation to the closing, bounded."""
    jours = (_jour_de_paris("cloture") - _jour_de_paris("validation")).dt.total_days()
    return pourvus.drop_nulls("validation").with_columns(num=jours.clip(0, DELAI_MAXIMAL))


def _jour_de_paris(instant: str) -> pl.Expr:
    return pl.col(instant).dt.convert_time_zone("Europe/Paris").dt.date()
