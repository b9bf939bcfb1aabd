"""Rights to RSA: who is subject to duties in a month, according to the files that were sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

DOSSIER_OUVERT = ["2", "3", "4"]


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
