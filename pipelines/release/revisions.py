"""What a release owes to the one it follows: its final figures are carried forward, and what changed is marked.

A late record about one person would draw again the final figures that count it, and tell of it. They wait for the
yearly revision, and are then revised all together. All here is told from published files only. (docs/secret.md)
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from pipelines.disclosure import Parametres
from pipelines.release import donnees, empreintes, millesimes
from pipelines.release.colonnes import CLE
from pipelines.release.retraits import Lecture
from pipelines.release.tables import par_indicateur
from pipelines.territories import COMMUNE

REPORTEES = (
    "numerateur",
    "denominateur",
    "exclus",
    "valeur",
    "ic_bas",
    "ic_haut",
    "statut",
    "motif",
    "effectif_faible",
)
"""What is carried forward of a row. A break of the series is not: it is a fact of the calendar, told as of today."""
_COMPAREES = ("numerateur", "denominateur", "exclus", "valeur")
_LIEU = ["territoire_niveau", "territoire_code"]


def est_annuelle(date_observation: date, precedent: str | None) -> bool:
    """Whether a release is the first of its civil year: nothing is carried forward, everything is revised at once."""
    return precedent is not None and date_observation.year > millesimes.lire_nom(precedent).jour.year


@dataclass(frozen=True)
class Precedent:
    """The release that another follows.

    `sha256`: of its SHA256SUMS, which has that of each of its files. `redecoupes`: territories that are not made of the
    same communes in both. `reporte`: false when all is drawn again, in a yearly revision or under other parameters of
    the secret.
    """

    nom: str
    sha256: str
    table: pl.LazyFrame
    redecoupes: pl.DataFrame
    reporte: bool

    @classmethod
    def lire(cls, dossier: Path, communes: pl.DataFrame, date_observation: date, parametres: Parametres) -> "Precedent":
        """The release in `dossier`, as seen from one of that day; `communes`: `commune_territoire.parquet` of today."""
        secret = json.loads((dossier / "publication.json").read_text(encoding="utf-8"))["secret"]
        meme_secret = all(secret.get(nom) == valeur for nom, valeur in parametres.en_clair().items())
        return cls(
            nom=dossier.name,
            sha256=empreintes.sha256(dossier / empreintes.SOMMES),
            table=pl.concat(donnees.lire(dossier).values()),
            redecoupes=_redecoupes(pl.read_parquet(dossier / "commune_territoire.parquet"), communes),
            reporte=meme_secret and not est_annuelle(date_observation, dossier.name),
        )

    def lignes(self, indicateur: str) -> pl.DataFrame:
        return self.table.filter(pl.col("indicateur") == indicateur).collect()

    def a_reporter(self, lignes: pl.DataFrame) -> pl.DataFrame:
        """Of its rows, CLE and REPORTEES of those whose figures a release that still announces them must repeat."""
        finales = lignes.filter((pl.col("statut") == "definitif") & self.reporte)
        return finales.join(self.redecoupes, on=_LIEU, how="anti").select(*CLE, *REPORTEES)


@dataclass
class Suite:
    """The rows of a release, one indicator after the other, from those of today (`table`) and those it follows.

    What is carried forward and what is of today are read together: a series that says too much is withdrawn whole.
    `reportees`: how many rows are carried forward, known once they have been walked through.
    """

    table: pl.LazyFrame
    precedent: Precedent | None
    lecture: Lecture
    reportees: int = 0

    def __iter__(self) -> Iterator[pl.DataFrame]:
        self.reportees = 0
        for nom, lignes in par_indicateur(self.table):
            if self.precedent is None:
                yield self.lecture.retirer(nom, lignes, lignes.clear())
                continue
            avant = self.precedent.lignes(nom)
            finales = self.precedent.a_reporter(avant).join(lignes, on=CLE, how="semi")
            self.reportees += finales.height
            suivies = lignes.update(finales, on=CLE, include_nulls=True)
            yield marquer(self.lecture.retirer(nom, suivies, finales), avant)


def marquer(lignes: pl.DataFrame, avant: pl.DataFrame) -> pl.DataFrame:
    """`lignes`, with `revise` true where both releases publish the cell (no `absent`) and a figure differs."""
    publiees = avant.filter(pl.col("statut") != "absent").select(*CLE, *_COMPAREES, pl.lit(True).alias("connue"))
    change = pl.any_horizontal(pl.col(nom).ne_missing(pl.col(f"{nom}_avant")) for nom in _COMPAREES)
    revise = (pl.col("statut") != "absent") & pl.col("connue").fill_null(False) & change
    reunies = lignes.join(publiees, on=CLE, how="left", suffix="_avant", maintain_order="left")
    return reunies.with_columns(revise=revise).select(lignes.columns)


def _redecoupes(avant: pl.DataFrame, apres: pl.DataFrame) -> pl.DataFrame:
    """Territories of which a commune is in one of the two tables only, and all the communes of such a département: no
    table says which one another has joined."""
    cle = ["commune_code", *_LIEU]
    places = [t.select(cle) for t in (avant, apres)]
    changements = [t.join(autre, on=cle, how="anti") for t, autre in (places, reversed(places))]
    changes = pl.concat(changements).select(_LIEU).unique()
    departements = changes.filter(territoire_niveau="departement")
    leurs_communes = pl.concat(places).join(departements, on=_LIEU, how="semi").select("commune_code").unique()
    return pl.concat(
        [changes, leurs_communes.select(territoire_niveau=pl.lit(COMMUNE), territoire_code="commune_code")]
    )
