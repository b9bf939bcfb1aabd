"""Rows of a département told again each time something of them changes, at their state at the end of the month."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.envois import depeches
from pipelines.simulation.fichiers.texte import mois_de, tirage
from pipelines.simulation.monde.modele import SCHEMAS

_SUR_DIX_MILLE = 1_000


@dataclass(frozen=True)
class Etats:
    """The rows of an entity of the world in the files of a source: `evenements` are their dates, the first one making
    them known. `usage` numbers the draw of those that a first sending has wrong."""

    source: str
    entite: str
    evenements: tuple[str, ...]
    usage: int

    def poser(self, bureau: Bureau, rang: int, lignes: pl.DataFrame, personne: pl.DataFrame) -> None:
        """Set the rows of a block aside for each month that changes them; `lignes` may have more columns, lists
        of dates among them."""
        premier, dernier = bureau.parametres.premier_mois, bureau.parametres.dernier_mois
        numeros = personne.select("personne", "identifiantpe").drop_nulls()
        lignes = lignes.join(numeros, on="personne", maintain_order="left").with_row_index("ligne")
        mois = [_dates(lignes, nom).with_columns(mois=mois_de(pl.col("mois"), premier)) for nom in self.evenements]
        connue = pl.col(self.evenements[0]).cast(pl.Date) <= pl.col("mois").dt.month_end()
        changements = pl.concat(mois).drop_nulls("mois").filter(pl.col("mois") <= dernier).unique()
        vues = changements.sort("ligne", "mois").join(lignes, on="ligne", maintain_order="left").filter(connue)
        bureau.brouillon.garder(self.entite, rang, vues)

    def lire(self, bureau: Bureau, mois: date, autres: dict | None = None) -> pl.DataFrame:
        """Rows of the month by sender and person: with the dates of their sendings and `fautive`, which a first sending
        has wrong. `autres`: the columns they have besides those of the entity."""
        lignes = bureau.brouillon.lire(self.entite, mois)
        if lignes is None:
            lignes = pl.DataFrame(schema={**SCHEMAS[self.entite], **(autres or {}), "identifiantpe": pl.String})
        return (
            lignes.rename({"departement": "emetteur"})
            .sort("emetteur", "personne", maintain_order=True)
            .join(depeches(bureau.plan.livraisons(self.source, mois)), on="emetteur", maintain_order="left")
            .with_columns(
                fautive=pl.col("extraction_rectifiee").is_not_null()
                & (tirage(pl.col("personne"), self.usage) < _SUR_DIX_MILLE)
            )
        )


def _dates(lignes: pl.DataFrame, nom: str) -> pl.DataFrame:
    """The days of a column, or of its lists, by row."""
    dates = lignes.select("ligne", mois=nom)
    if dates.schema["mois"] == pl.List:
        dates = dates.explode("mois")
    return dates.with_columns(pl.col("mois").cast(pl.Date))
