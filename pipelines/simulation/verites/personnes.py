"""What the truth knows of persons: registration journeys, age bands, rights to RSA, the ends that take one out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

CONTINUITE_JOURS = 15
DOSSIER_OUVERT = ["2", "3", "4"]
CESSATION_RETRAITE = "05"
FINS_DE_VIE_ACTIVE = ["066", "038", "039"]


def mois_de(jour: str) -> pl.Expr:
    return pl.col(jour).dt.truncate("1mo")


def age(jour: str) -> pl.Expr:
    """Completed months between birth month and reference month, in years; the day is ignored."""
    mois = (pl.col(jour).dt.year() - pl.col("naissance").dt.year()).cast(pl.Int32) * 12 + (
        pl.col(jour).dt.month().cast(pl.Int32) - pl.col("naissance").dt.month().cast(pl.Int32)
    )
    return mois // 12


def tranche_age(jour: str) -> pl.Expr:
    return (
        age(jour)
        .cut([26, 35, 40, 50, 55], labels=["-26", "26-34", "35-39", "40-49", "50-54", "55+"], left_closed=True)
        .cast(pl.String)
        .alias("tranche_age")
    )


def sexe() -> pl.Expr:
    return pl.when(pl.col("sexe") == "1").then(pl.lit("H")).otherwise(pl.lit("F")).alias("sexe")


def parcours(inscription: pl.DataFrame) -> pl.DataFrame:
    """The register's rows, each with its journey: `t0`, `fin` (null: open), `entree`, `type_inscription`.

    `entree` is false for a journey that opens with the bulk arrival of January 2025.

    A registration at most 15 days after the end of the previous one continues its journey.
    """
    lignes = inscription.sort("personne", "date").with_columns(
        ecart=(pl.col("date") - pl.col("date_cessation").shift(1).over("personne")).dt.total_days()
    )
    premiere = (pl.col("ndem") == 1).fill_null(False) | (pl.col("motif") == "6").fill_null(False)
    lignes = lignes.with_columns(
        tete=pl.col("ecart").is_null() | (pl.col("ecart") > CONTINUITE_JOURS),
        type_=pl.when(premiere).then(pl.lit("premiere")).otherwise(pl.lit("reinscription")),
    ).with_columns(parcours=pl.col("tete").cast(pl.Int32).cum_sum())
    return lignes.with_columns(
        t0=pl.col("date").first().over("parcours"),
        fin=pl.col("date_cessation").last().over("parcours"),
        entree=(pl.col("code").first().over("parcours") == "1"),
        type_inscription=pl.col("type_").first().over("parcours"),
    ).drop("ecart", "type_")


def entrees(lignes: pl.DataFrame, personne: pl.DataFrame, premier_mois: date) -> pl.DataFrame:
    """One row per journey begun in the simulated months, with sex and age band at its first day.

    `cohorte`: the first of the person in the month.
    """
    return (
        lignes.filter("tete", "entree", pl.col("t0") >= premier_mois)
        .join(personne.select("personne", "naissance", "sexe"), on="personne")
        .with_columns(mois=mois_de("t0"))
        .with_columns(
            sexe(),
            tranche_age("t0"),
            age=age("t0"),
            cohorte=pl.col("t0") == pl.col("t0").min().over("personne", "mois"),
        )
    )


@dataclass(frozen=True)
class Rsa:
    """Who is subject to rights and duties, month by month, according to the files that were sent."""

    lignes: pl.DataFrame
    muets: pl.DataFrame

    @classmethod
    def lire(cls, droit: pl.DataFrame, silences: Iterable[tuple[str, str, date]]) -> "Rsa":
        """The rows of subject persons whose file exists; a file that never comes says nothing of anybody."""
        muets = pl.DataFrame(
            [(departement, mois) for source, departement, mois in sorted(silences) if source == "rsa"],
            schema={"departement": pl.String, "mois": pl.Date},
            orient="row",
        )
        recus = droit.join(muets, on=["departement", "mois"], how="anti")
        return cls(recus.filter("soumis", pl.col("etat_dossier").is_in(DOSSIER_OUVERT)), muets)

    def situer(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Add `rsa` to rows that have `personne`, `mois` and the `departement` whose file would say so."""
        soumis = self.lignes.select("personne", "mois", _soumis=pl.lit(True)).unique()
        muets = self.muets.with_columns(_muet=pl.lit(True))
        return (
            frame.join(soumis, on=["personne", "mois"], how="left", maintain_order="left")
            .join(muets, on=["departement", "mois"], how="left", maintain_order="left")
            .with_columns(
                rsa=pl.when("_soumis")
                .then(pl.lit("soumis"))
                .when("_muet")
                .then(pl.lit("inconnu"))
                .otherwise(pl.lit("non_soumis"))
            )
            .drop("_soumis", "_muet")
        )


def sorties_du_champ(inscription: pl.DataFrame, contrat: pl.DataFrame) -> pl.DataFrame:
    """Deaths and retirements, dated: `personne`, `sortie`."""
    retraites = inscription.filter(pl.col("motif_cessation") == CESSATION_RETRAITE)
    fins = contrat.filter(pl.col("motif_fin").is_in(FINS_DE_VIE_ACTIVE))
    return pl.concat(
        [retraites.select("personne", sortie="date_cessation"), fins.select("personne", sortie="fin")]
    ).drop_nulls()
