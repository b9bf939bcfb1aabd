"""Where a row counts: a zone is one combination of the territories of a commune, one for each level above it.

Combinations are few, communes are not: the little that is told by commune counts again, in the zone of that commune.
"""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

NIVEAUX = ("national", "region", "departement", "local", "epci", "collectivite_rsa", "commune")
NATIONAL, *_COMBINES, COMMUNE = NIVEAUX
FRANCE = "FR"


@dataclass(frozen=True)
class Zones:
    """Communes and their territories, as the territories room gives them.

    A row without a (known) commune counts in its sender's département and in France; without either, in France alone.
    `tues`: the communes of which nothing is told by themselves.
    """

    passages: pl.DataFrame
    commune_territoire: pl.DataFrame
    tues: frozenset[str] = frozenset()

    @cached_property
    def communes(self) -> pl.DataFrame:
        """One row per current commune: a column per level between it and France."""
        return self.commune_territoire.pivot("territoire_niveau", index=COMMUNE, values="territoire_code").select(
            COMMUNE, *(pl.col(niveau).cast(pl.String) for niveau in _COMBINES)
        )

    @cached_property
    def table(self) -> pl.DataFrame:
        """Every zone, its number, and the territory it is in at each level, if any: combinations, then communes."""
        sans_commune = self.communes.select("departement").drop_nulls()
        combinaisons = pl.concat(
            [self.communes.select(_COMBINES), sans_commune, pl.DataFrame({NATIONAL: FRANCE})], how="diagonal"
        )
        combinaisons = combinaisons.with_columns(pl.lit(FRANCE).alias(NATIONAL)).unique().sort(NATIONAL, *_COMBINES)
        communes = self.communes.select(COMMUNE).filter(~pl.col(COMMUNE).is_in(self.tues)).sort(COMMUNE)
        toutes = pl.concat([combinaisons, communes], how="diagonal").select(NIVEAUX)
        return toutes.with_row_index("zone").with_columns(pl.col("zone").cast(pl.UInt16))

    @cached_property
    def _zone_de_commune(self) -> pl.DataFrame:
        """Current and former codes alike; a code that is both is the current commune."""
        seules = self.table.drop_nulls(COMMUNE).select(COMMUNE, zone_commune="zone")
        combinaisons = self.table.drop_nulls(NATIONAL).select("zone", *_COMBINES)
        actuelles = (
            self.communes.join(combinaisons, on=_COMBINES, nulls_equal=True)
            .join(seules, on=COMMUNE, how="left")
            .select(COMMUNE, "zone", "zone_commune")
        )
        anciennes = (
            self.passages.select("ancienne", COMMUNE)
            .join(actuelles, on=COMMUNE)
            .drop(COMMUNE)
            .rename({"ancienne": COMMUNE})
            .unique(COMMUNE, keep="first", maintain_order=True)
        )
        return pl.concat([actuelles, anciennes.join(actuelles, on=COMMUNE, how="anti")])

    @cached_property
    def _zone_de_departement(self) -> pl.DataFrame:
        sans_commune = self.table.filter(pl.col("region").is_null() & pl.col("departement").is_not_null())
        return sans_commune.select("departement", zone_departement="zone")

    @cached_property
    def nulle_part(self) -> int:
        """The zone of what counts in France alone."""
        return self.table.filter(pl.all_horizontal(pl.col(NIVEAUX[1:]).is_null()))["zone"].item()

    def situer(self, frame: pl.DataFrame, departement: bool = True) -> pl.DataFrame:
        """Add `zone` to rows that have a `commune` (maybe null or former) and, if said, a sender `departement`; and
        `zone_commune`, that of the commune alone, null when it is unknown or when nothing is told of it."""
        situe = frame.join(self._zone_de_commune, on=COMMUNE, how="left", maintain_order="left")
        if departement:
            situe = situe.join(self._zone_de_departement, on="departement", how="left", maintain_order="left")
            situe = situe.with_columns(zone=pl.coalesce("zone", "zone_departement")).drop("zone_departement")
        return situe.with_columns(pl.col("zone").fill_null(pl.lit(self.nulle_part, dtype=pl.UInt16)))

    def monter(self, lignes: pl.DataFrame, niveau: str) -> pl.DataFrame:
        """Rows with the territory of that level that their zone is in (`territoire_niveau`, `territoire_code`), in
        place of the zone; those of a zone that is in none are left out."""
        du_niveau = self.table.select("zone", territoire_code=pl.col(niveau).cast(pl.Categorical))
        return (
            lignes.join(du_niveau.drop_nulls(), on="zone")
            .drop("zone")
            .with_columns(territoire_niveau=pl.lit(niveau).cast(pl.Categorical))
        )
