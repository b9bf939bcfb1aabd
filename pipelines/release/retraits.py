"""Series withdrawn because published counts would say too much together: they are whole, and none is left."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipelines.disclosure import SERIE, Parametres, a_retirer, avec_leurs_jumelles, retirees, retirer
from pipelines.disclosure.entreprises import est_retenue
from pipelines.release.epreuve import AUCUNE_TABLE, TABLE


@dataclass(frozen=True)
class Lecture:
    """What the published counts of any indicator are read with: its words by name, the dimensions, what
    `territories.contenances` gives; the tables that an audit had withdrawn (`epreuve`)."""

    entrees: Mapping[str, Mapping[str, Any]]
    dimensions: Mapping[str, Mapping]
    contenances: pl.DataFrame
    parametres: Parametres
    tables: pl.DataFrame

    @classmethod
    def de(
        cls,
        mots: Mapping[str, Any],
        contenances: pl.DataFrame,
        parametres: Parametres,
        tables: pl.DataFrame = AUCUNE_TABLE,
    ) -> "Lecture":
        """`mots`: `indicateurs` and `dimensions`, as the metadata of a release hold them."""
        entrees = {entree["indicateur"]: entree for entree in mots["indicateurs"]}
        return cls(entrees, mots["dimensions"], contenances, parametres, tables)

    def retirer(self, indicateur: str, lignes: pl.DataFrame, reportees: pl.DataFrame) -> pl.DataFrame:
        """The rows of an indicator without the tables that an audit had withdrawn, then the series that say too much
        together.

        `reportees`: those of its rows that are carried forward. A series that they no longer tell stays untold, whole:
        told again, its new rows would be alone. So does the same territory under another name, were it told since.
        """
        anciennes = avec_leurs_jumelles(retirees(reportees, self.entrees[indicateur]["forme"]), self.contenances)
        sans_les_anciennes = retirer(lignes, anciennes)
        restent = retirer(sans_les_anciennes, self._des_tables(indicateur, lignes))
        return retirer(restent, self._a_retirer(indicateur, restent))

    def defauts(self, indicateur: str, lignes: pl.DataFrame) -> Iterator[str]:
        """The faults of what is withdrawn from the published rows of an indicator, and of what is not."""
        tues = retirer(lignes, retirees(lignes, self.entrees[indicateur]["forme"]))
        tues = retirer(tues, self._des_tables(indicateur, lignes))
        differe = pl.any_horizontal(pl.Series(c, lignes[c].ne_missing(tues[c])) for c in lignes.columns)
        if nombre := lignes.filter(differe).height:
            yield f"{indicateur}: {nombre:,} rows of a series that is withdrawn show a figure, or give another reason."
        restent = self._a_retirer(indicateur, lignes)
        if restent.height:
            premiere = ", ".join(map(str, restent.row(0)[:-1]))
            yield f"{indicateur}: counts of {restent.height:,} series say too much together, for example {premiere}."

    def _des_tables(self, indicateur: str, lignes: pl.DataFrame) -> pl.DataFrame:
        """The series of the tables that an audit had withdrawn."""
        siennes = self.tables.filter(indicateur=indicateur)
        series = lignes.select(SERIE).unique().join(siennes, on=TABLE[1:]).select(*SERIE, "exclus_seuls")
        return avec_leurs_jumelles(series, self.contenances)

    def _a_retirer(self, indicateur: str, lignes: pl.DataFrame) -> pl.DataFrame:
        entree = self.entrees[indicateur]
        return a_retirer(lignes, entree, self.dimensions, self.contenances, self.parametres)


def sans_les_retraits(lignes: pl.DataFrame, forme: str) -> pl.DataFrame:
    """The rows that the rules of a form can be asked of: not those withdrawn whole; an untold count of who is left out
    stands as 0, which no rule reads."""
    series = retirees(lignes, forme)
    restent = lignes.join(series.filter(~pl.col("exclus_seuls")), on=SERIE, how="anti", maintain_order="left")
    marquees = restent.join(series, on=SERIE, how="left", maintain_order="left")
    tu = pl.col("exclus_seuls").fill_null(False) & (pl.col("statut") != "absent") & ~est_retenue
    return marquees.with_columns(exclus=pl.when(tu).then(0).otherwise("exclus")).select(lignes.columns)
