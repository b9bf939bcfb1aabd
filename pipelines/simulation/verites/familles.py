"""The other families of indicators: orientations, stocks, trainings, RSA coverage, offers."""

from collections.abc import Iterable
from datetime import date

import polars as pl

from pipelines.simulation.monde import Parametres
from pipelines.simulation.verites.personnes import Rsa, mois_de, sexe, tranche_age

SUIVI_ORIENTATION, SUIVI_POURVOI, DELAI_COURT = 365, 180, 30


def orientes(
    entrees: pl.DataFrame,
    orientation: pl.DataFrame,
    parametres: Parametres,
    silences: Iterable[tuple[str, str, date]],
) -> pl.DataFrame:
    """The cohort, with `jours` from t0 to the first accepted decision of the journey.

    0 when an orientation from before is kept; null when there is none.
    """
    acceptees = _connues(orientation, parametres, silences).filter(
        pl.col("statut") == "DECIDE", pl.col("etat_decision") == "ACCEPTEE"
    )
    cohorte = entrees.filter("cohorte").sort("t0")
    premieres = acceptees.select("personne", "date_decision").sort("date_decision")
    reconduites = (
        cohorte.select("personne", "t0", "type_inscription")
        .join(acceptees.select("personne", "date_decision", "date_sortie"), on="personne")
        .filter(
            pl.col("type_inscription") == "reinscription",
            pl.col("date_decision") < pl.col("t0"),
            pl.col("date_sortie").is_null() | (pl.col("date_sortie") > pl.col("t0")),
        )
        .select("personne", "t0", reconduite=pl.lit(True))
        .unique()
    )
    dans_le_parcours = pl.col("fin").is_null() | (pl.col("date_decision") <= pl.col("fin"))
    return (
        cohorte.join_asof(
            premieres, left_on="t0", right_on="date_decision", by="personne", strategy="forward", check_sortedness=False
        )
        .join(reconduites, on=["personne", "t0"], how="left")
        .with_columns(
            jours=pl.when("reconduite")
            .then(0)
            .when(dans_le_parcours)
            .then((pl.col("date_decision") - pl.col("t0")).dt.total_days())
        )
    )


def _connues(
    orientation: pl.DataFrame, parametres: Parametres, silences: Iterable[tuple[str, str, date]]
) -> pl.DataFrame:
    """What the deliveries say: nothing that happened after the last file of a département that fell silent."""
    muets = {(departement, mois) for source, departement, mois in silences if source == "orientation"}
    derniers = {
        departement: max(mois for mois in parametres.liste_mois if (departement, mois) not in muets)
        for departement in sorted({departement for departement, _ in muets})
    }
    borne = pl.col("departement").replace_strict(
        list(derniers), list(derniers.values()), default=parametres.dernier_mois, return_dtype=pl.Date
    )
    return orientation.filter(mois_de("date_decision") <= borne).with_columns(
        date_sortie=pl.when(mois_de("date_sortie") <= borne).then("date_sortie")
    )


def stocks(lignes: pl.DataFrame, personne: pl.DataFrame, parametres: Parametres) -> pl.DataFrame:
    """Who is registered on the last day of each simulated month: one row per person and month."""
    rang = pl.col("date").dt.year().cast(pl.Int32) * 12 + pl.col("date").dt.month() - 1
    fin = pl.col("date_cessation").dt.year().cast(pl.Int32) * 12 + pl.col("date_cessation").dt.month() - 1
    premier = parametres.premier_mois.year * 12 + parametres.premier_mois.month - 1
    # registered on the last day of a month: from the month of the registration to the month before that of its end
    return (
        lignes.with_columns(
            rang=pl.int_ranges(
                pl.max_horizontal(rang, pl.lit(premier)),
                pl.coalesce(fin, pl.lit(premier + parametres.mois)).clip(upper_bound=premier + parametres.mois),
            )
        )
        .filter(pl.col("rang").list.len() > 0)
        .explode("rang")
        .with_columns(mois=pl.date(pl.col("rang") // 12, pl.col("rang") % 12 + 1, 1))
        .with_columns(jour=pl.col("mois").dt.month_end())
        .join(personne.select("personne", "naissance", "sexe"), on="personne")
        .with_columns(sexe(), tranche_age("jour"))
    )


def formations(
    lignes: pl.DataFrame, personne: pl.DataFrame, formation: pl.DataFrame, premier_mois: date
) -> pl.DataFrame:
    """Persons with a training begun in the month while registered that day: the first one."""
    return (
        formation.filter(pl.col("entree").is_not_null())
        .select("personne", jour="entree")
        .join(lignes, on="personne")
        .filter(
            pl.col("date") <= pl.col("jour"),
            pl.col("date_cessation").is_null() | (pl.col("date_cessation") > pl.col("jour")),
            pl.col("jour") >= premier_mois,
        )
        .with_columns(mois=mois_de("jour"))
        .sort("personne", "jour")
        .unique(["personne", "mois"], keep="first", maintain_order=True)
        .join(personne.select("personne", "naissance", "sexe"), on="personne")
        .with_columns(sexe(), tranche_age("jour"))
    )


def couverture(rsa: Rsa, inscrits: pl.DataFrame, personne: pl.DataFrame) -> pl.DataFrame:
    """Subject persons of each month, `num` when registered on its last day; in two files, the smallest département."""
    presents = inscrits.select("personne", "mois", num=pl.lit(1, dtype=pl.Int64))
    return (
        rsa.lignes.sort("personne", "mois", "departement")
        .unique(["personne", "mois"], keep="first", maintain_order=True)
        .join(presents, on=["personne", "mois"], how="left")
        .join(personne.select("personne", "naissance", "sexe"), on="personne")
        .with_columns(pl.col("num").fill_null(0), jour=pl.col("mois").dt.month_end())
        .with_columns(sexe(), tranche_age("jour"))
    )


def postes(offre: pl.DataFrame, poste: pl.DataFrame) -> pl.DataFrame:
    """Posts of the offers deposited in the network, with `jours` from deposit to filling, counted in days of Paris.

    Posts withdrawn because the offer was an error are in `exclus` only.
    """
    deposees = offre.filter(pl.col("origine") == "1").with_columns(jour=_jour_de_paris("depot"))
    erreur = (pl.col("motif_cloture") == "ANNULEE_ERREUR").fill_null(False)
    duree = pl.col("duree_jours")
    return (
        deposees.join(poste, on="offre")
        .with_columns(
            mois=mois_de("jour"),
            jours=(_jour_de_paris("pourvoi") - pl.col("jour")).dt.total_days(),
            exclus=erreur.cast(pl.Int64),
            den=(~erreur).cast(pl.Int64),
            type_contrat=pl.when(pl.col("type_contrat").is_in(["CDI", "DIN"]) | duree.is_null() | (duree > 182))
            .then(pl.lit("durable"))
            .when(duree >= 30)
            .then(pl.lit("temporaire"))
            .otherwise(pl.lit("occasionnel")),
        )
        .with_columns(jours=pl.when(~erreur).then("jours"))
    )


def _jour_de_paris(instant: str) -> pl.Expr:
    return pl.col(instant).dt.convert_time_zone("Europe/Paris").dt.date()
