"""Where a row counts: a zone is one combination of the territories of a commune, one for each level."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

NIVEAUX = ("national", "region", "departement", "local", "epci", "collectivite_rsa")
FRANCE = "FR"


@dataclass(frozen=True)
class Zones:
    """Communes and their territories, as the territories room gives them.

    A row without a (known) commune counts in its sender's département and in France; without either, in France alone.
    """

    passages: pl.DataFrame
    commune_territoire: pl.DataFrame

    @cached_property
    def communes(self) -> pl.DataFrame:
        """One row per current commune: a column per level but France."""
        return self.commune_territoire.pivot("territoire_niveau", index="commune", values="territoire_code").select(
            "commune", *(pl.col(niveau).cast(pl.String) for niveau in NIVEAUX[1:])
        )

    @cached_property
    def table(self) -> pl.DataFrame:
        """Every zone and its number."""
        cles = list(NIVEAUX[1:])
        departements = self.communes.select("departement").drop_nulls().unique()
        vides = [pl.lit(None, dtype=pl.String).alias(cle) for cle in cles if cle != "departement"]
        sans_commune = departements.select("departement", *vides).select(cles)
        nulle_part = pl.DataFrame({cle: [None] for cle in cles}, schema=dict.fromkeys(cles, pl.String))
        toutes = pl.concat([self.communes.select(cles), sans_commune, nulle_part]).unique().sort(cles)
        return toutes.with_row_index("zone").with_columns(pl.col("zone").cast(pl.Int16))

    @cached_property
    def _zone_de_commune(self) -> pl.DataFrame:
        """Current and former codes alike; a code that is both is the current commune."""
        cles = list(NIVEAUX[1:])
        actuelles = self.communes.join(self.table, on=cles, nulls_equal=True).select("commune", "zone")
        anciennes = (
            self.passages.select("ancienne", "commune")
            .join(actuelles, on="commune")
            .select(commune="ancienne", zone="zone")
            .unique("commune", keep="first", maintain_order=True)
        )
        return pl.concat([actuelles, anciennes.join(actuelles, on="commune", how="anti")])

    @cached_property
    def _zone_de_departement(self) -> pl.DataFrame:
        sans_commune = self.table.filter(pl.col("region").is_null() & pl.col("departement").is_not_null())
        return sans_commune.select("departement", zone_departement="zone")

    @cached_property
    def nulle_part(self) -> int:
        """The zone of what counts in France alone."""
        return self.table.filter(pl.all_horizontal(pl.col(NIVEAUX[1:]).is_null()))["zone"].item()

    def situer(self, frame: pl.DataFrame, departement: bool = True) -> pl.DataFrame:
        """Add `zone` to rows that have a `commune` (maybe null or former) and, if said, a sender `departement`."""
        situe = frame.join(self._zone_de_commune, on="commune", how="left", maintain_order="left")
        if departement:
            situe = situe.join(self._zone_de_departement, on="departement", how="left", maintain_order="left")
            situe = situe.with_columns(zone=pl.coalesce("zone", "zone_departement")).drop("zone_departement")
        return situe.with_columns(pl.col("zone").fill_null(pl.lit(self.nulle_part, dtype=pl.Int16)))

    def monter(self, lignes: pl.DataFrame, niveau: str) -> pl.DataFrame:
        """Rows with the territory of that level that their zone is in (`territoire_niveau`, `territoire_code`), in
        place of the zone; those of a zone that is in none are left out."""
        du_niveau = self.table.with_columns(national=pl.lit(FRANCE)).select(
            "zone", territoire_code=pl.col(niveau).cast(pl.Categorical)
        )
        return (
            lignes.join(du_niveau.drop_nulls(), on="zone")
            .drop("zone")
            .with_columns(territoire_niveau=pl.lit(niveau).cast(pl.Categorical))
        )
