"""Rows told again each time something of them changes, at their state at the end of the month."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.envois import avec_fautes
from pipelines.simulation.fichiers.texte import mois_de, tirage
from pipelines.simulation.monde.modele import SCHEMAS, Parametres

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
        numeros = personne.select("personne", "identifiantpe").drop_nulls()
        vues = par_changement(
            lignes.join(numeros, on="personne", maintain_order="left"), self.evenements, bureau.parametres
        )
        connue = pl.col(self.evenements[0]).cast(pl.Date) <= pl.col("mois").dt.month_end()
        bureau.brouillon.garder(self.entite, rang, vues.filter(connue))

    def lire(self, bureau: Bureau, mois: date, autres: dict | None = None) -> pl.DataFrame:
        """Rows of the month by sender and person: with the dates of their sendings and `fautive`, which a first sending
        has wrong. `autres`: the columns they have besides those of the entity."""
        colonnes = {**SCHEMAS[self.entite], **(autres or {}), "identifiantpe": pl.String}
        lignes = bureau.brouillon.lire_ou_rien(self.entite, mois, colonnes)
        return avec_fautes(
            lignes.rename({"departement": "emetteur"}).sort("emetteur", "personne", maintain_order=True),
            bureau.plan.livraisons(self.source, mois),
            tirage(pl.col("personne"), self.usage) < _SUR_DIX_MILLE,
        )


def par_changement(lignes: pl.DataFrame, evenements: tuple[str, ...], parametres: Parametres) -> pl.DataFrame:
    """Rows, numbered (`ligne`), once for each `mois` that changes them: that of each of their dates, or lists of dates,
    the first month for what is older; nothing after the last."""
    lignes = lignes.with_row_index("ligne")
    premier = parametres.premier_mois
    mois = [_dates(lignes, nom).with_columns(mois=mois_de(pl.col("mois"), premier)) for nom in evenements]
    changements = pl.concat(mois).drop_nulls("mois").filter(pl.col("mois") <= parametres.dernier_mois).unique()
    return changements.sort("ligne", "mois").join(lignes, on="ligne", maintain_order="left")


def _dates(lignes: pl.DataFrame, nom: str) -> pl.DataFrame:
    """The days of a column, or of its lists, by row."""
    dates = lignes.select("ligne", mois=nom)
    if dates.schema["mois"] == pl.List:
        dates = dates.explode("mois")
    return dates.with_columns(pl.col("mois").cast(pl.Date))
