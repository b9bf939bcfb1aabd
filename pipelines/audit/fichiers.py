"""What anybody can read of a release: its files, and those of the release it follows."""

import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

CLE = (
    "indicateur",
    "periode_type",
    "periode_debut",
    "territoire_niveau",
    "territoire_code",
    "dimension",
    "modalite",
)
"""What names a cell, whatever the version of its method."""
MEME_METHODE = (*CLE, "methode_version")
"""What names a figure that may be compared from one release to the next."""
COMPTES = ("numerateur", "denominateur", "exclus")
PERIODE, LIEU = ("periode_type", "periode_debut"), ("territoire_niveau", "territoire_code")
COMMUNE = "commune"
TABLE, TABLE_DES_COMMUNES = "indicateurs.parquet", "indicateurs_communes.parquet"


@dataclass(frozen=True)
class Millesime:
    """A release as its readers have it.

    `table`: TABLE and, when communes are told, TABLE_DES_COMMUNES under it, not read yet. `entrees`: the published
    words of each indicator, by name. `modalites`: those of each dimension. `territoires`: LIEU of those that are
    published, and of each of their communes; `communes`: commune and LIEU of the same, so that each commune is in
    itself. `avant`: the release it follows, when it is still beside.
    """

    nom: str
    table: pl.LazyFrame = field(repr=False)
    entrees: dict[str, dict[str, Any]] = field(repr=False)
    modalites: dict[str, list[str]] = field(repr=False)
    publication: dict[str, Any] = field(repr=False)
    territoires: pl.DataFrame = field(repr=False)
    communes: pl.DataFrame = field(repr=False)
    avant: "Millesime | None" = field(default=None, repr=False)

    @property
    def base(self) -> int:
        return int(self.publication["secret"]["base"])

    @property
    def erreur(self) -> int:
        """How far a published count may be from the true one."""
        return self.base - 1

    @cached_property
    def indicateurs(self) -> list[str]:
        """Those that have rows, sorted."""
        return self.table.select(pl.col("indicateur").unique().sort()).collect()["indicateur"].to_list()

    @cached_property
    def annuelle(self) -> bool:
        """Whether it is the yearly revision, in which every figure is drawn again: believed of the first of a civil
        year only."""
        return self.publication["revision_annuelle"] and self.avant is not None and self.nom[:4] > self.avant.nom[:4]

    @property
    def reports_inconnus(self) -> bool:
        """Whether some rows tell what was known before, and nothing here says which."""
        return self.avant is None and self.publication["lignes_reportees"] > 0

    def lignes(self, indicateur: str) -> pl.DataFrame:
        return self.table.filter(pl.col("indicateur") == indicateur).collect()

    def finales_avant(self, indicateur: str) -> pl.DataFrame:
        """Rows of the release before that were final there, in territories that are still made of the same communes."""
        finales = self.avant.lignes(indicateur).filter(pl.col("statut") == "definitif")
        return finales.join(self._territoires_inchanges, on=LIEU, how="semi")

    def tirees(self, indicateur: str) -> pl.DataFrame:
        """The rows whose figures were drawn for this release, all from what was known then: not those that were final
        before, which repeat an older draw. Every row when that cannot be known."""
        lignes = self.lignes(indicateur)
        if self.avant is None or self.annuelle:
            return lignes
        return lignes.join(self.finales_avant(indicateur), on=MEME_METHODE, how="anti")

    def chiffres(self, indicateur: str) -> pl.DataFrame:
        """CLE, `grandeur` (one of COMPTES), `publie`: one row per count of `tirees`. The value of a plain count is told
        as its `denominateur`."""
        return en_chiffres(self.tirees(indicateur), self.entrees[indicateur]["forme"])

    @cached_property
    def _territoires_inchanges(self) -> pl.DataFrame:
        ici, avant = (
            t.group_by(LIEU).agg(pl.col("commune").sort().str.join(" ")) for t in (self.communes, self.avant.communes)
        )
        return ici.join(avant, on=[*LIEU, "commune"], how="semi").select(LIEU)


def en_chiffres(lignes: pl.DataFrame, forme: str) -> pl.DataFrame:
    """The published counts of rows, one under the other."""
    if forme == "effectif":
        lignes = lignes.with_columns(denominateur=pl.col("valeur").cast(pl.Int64))
    return (
        lignes.select(*CLE, *COMPTES)
        .unpivot(COMPTES, index=list(CLE), variable_name="grandeur", value_name="publie")
        .drop_nulls("publie")
    )


def lire(dossier: Path) -> Millesime:
    """The release in `dossier`, and the one it says it follows, if that is still beside it."""
    millesime = _lire_seul(dossier)
    precedent = millesime.publication["precedent"]
    if precedent is None or not (dossier.parent / precedent / TABLE).exists():
        return millesime
    return replace(millesime, avant=_lire_seul(dossier.parent / precedent))


def _lire_seul(dossier: Path) -> Millesime:
    metadonnees = _json(dossier / "indicateurs_metadonnees.json")
    publies = pl.read_parquet(dossier / "territoires.parquet").filter("publie").select(LIEU)
    places = pl.read_parquet(dossier / "commune_territoire.parquet").select(
        pl.col("commune_code").alias("commune"), *LIEU
    )
    dans_les_publies = places.join(publies, on=LIEU, how="semi")
    elles_memes = _communes_dites(dossier).with_columns(
        pl.lit(COMMUNE).alias(LIEU[0]), pl.col("commune").alias(LIEU[1])
    )
    tables = [dossier / TABLE, *(d for d in [dossier / TABLE_DES_COMMUNES] if d.exists())]
    return Millesime(
        nom=metadonnees["millesime"],
        table=pl.scan_parquet(tables),
        entrees={entree["indicateur"]: entree for entree in metadonnees["indicateurs"]},
        modalites={nom: list(dimension["modalites"]) for nom, dimension in metadonnees["dimensions"].items()},
        publication=_json(dossier / "publication.json"),
        territoires=pl.concat([publies, elles_memes.select(LIEU)]),
        communes=pl.concat([dans_les_publies, elles_memes]),
    )


def _communes_dites(dossier: Path) -> pl.DataFrame:
    """`commune`: those that figures are told of; none in a release of before they were."""
    fichier = dossier / "communes.parquet"
    if not fichier.exists():
        return pl.DataFrame(schema={"commune": pl.String})
    return pl.read_parquet(fichier).filter("publie").select(commune="commune_code").sort("commune")


def _json(chemin: Path) -> dict[str, Any]:
    return json.loads(chemin.read_text(encoding="utf-8"))
