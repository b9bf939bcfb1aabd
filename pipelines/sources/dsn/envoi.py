"""One DSN file from its first piece to its last: its carrier, where its reading stands, what was counted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
import polars as pl

from pipelines.sources import FichierRecu, ouverture
from pipelines.sources.dsn import arbre, normes, texte, xml
from pipelines.sources.dsn.arbre import AUCUNE, ECARTEE, Arbre
from pipelines.sources.dsn.rubriques import NORME, RUBRIQUE, TOUTES, connues

_FORME = r"^S\d\d\.G\d\d\.\d\d\.\d{3}$"
_NUMERO_DE_LA_NORME = TOUTES.index(NORME)
INCONNUE = {"fichier": pl.UInt32, "ligne": pl.UInt32, "rubrique": pl.String, "norme": pl.String, "fois": pl.UInt32}


@dataclass
class Envoi:
    """One file being read. `enrichi`: it is the XML of GIP-MDS; `inconnues`: the rubriques its norm does not know, at
    their first line, and how many times they come."""

    index: int
    fichier: FichierRecu
    repere: arbre.Repere = field(default_factory=arbre.Repere)
    enrichi: bool = False
    lignes: int = 0
    ecartees: int = 0
    _rubriques: int = 0
    _norme: str | None = None
    _inconnues: list[pl.DataFrame] = field(default_factory=list)

    @property
    def nom(self) -> str:
        return self.fichier.nom

    @property
    def inconnues(self) -> pl.DataFrame:
        vues = pl.concat([pl.DataFrame(schema=INCONNUE), *self._inconnues])
        return vues.group_by("rubrique", "norme", maintain_order=True).agg(
            pl.col("fichier", "ligne").first(), pl.col("fois").sum()
        )

    def lire(self) -> Iterator[Arbre]:
        """What is used of each piece."""
        with ouverture.flux(self.fichier.chemin, self.fichier.membre) as ouvert:
            self.enrichi = xml.est_du_xml(ouvert.peek(64))
            for lues in self._morceaux(ouvert):
                numerotees = lues.with_columns(pl.col("rubrique").cast(RUBRIQUE, strict=False))
                numero = self._numeros(lues, numerotees["rubrique"])
                situe, self.repere = arbre.situer(numerotees, numero, self.repere, self._rubriques)
                self._rubriques += lues.height
                self.ecartees += lues.height - situe.valeurs.height
                yield Arbre(situe.tetes.with_columns(fichier=pl.lit(self.index, pl.UInt32)), situe.valeurs)

    def _morceaux(self, ouvert: BinaryIO) -> Iterator[pl.DataFrame]:
        """Pieces of rubriques, whatever carries them."""
        if self.enrichi:
            for lues in xml.morceaux(ouvert, self.nom):
                self.lignes += lues.height
                yield lues
            return
        for morceau in texte.morceaux(ouvert, self.nom):
            lues = texte.rubriques(morceau, self.lignes + 1)
            self.lignes += morceau.count(b"\n") + (not morceau.endswith(b"\n"))
            yield lues

    def _numeros(self, lues: pl.DataFrame, rubriques: pl.Series) -> np.ndarray:
        """The number of each rubrique. One that the norm does not know is noted and set aside; a line that only looks
        like a rubrique is none."""
        numero = rubriques.to_physical().cast(pl.Int32).fill_null(ECARTEE).to_numpy(writable=True)
        norme_de = self._norme_des_lignes(lues, np.flatnonzero(numero == _NUMERO_DE_LA_NORME))
        for norme, ou in norme_de.items():
            if norme in normes.connues():
                dedans = numero[ou]
                dedans[~connues(norme)[dedans]] = ECARTEE
                numero[ou] = dedans
        ecartees = np.flatnonzero(numero == ECARTEE)
        if len(ecartees):
            dites = lues.select("ligne", "rubrique")[ecartees]
            bien_formees = dites["rubrique"].str.contains(_FORME).fill_null(False)
            numero[ecartees[~bien_formees.to_numpy()]] = AUCUNE
            self._noter_inconnues(dites, ecartees, bien_formees, norme_de)
        return numero

    def _norme_des_lignes(self, lues: pl.DataFrame, dites: np.ndarray) -> dict[str | None, slice | np.ndarray]:
        """Which lines of the piece are written in each norm; `dites`: the lines that tell one."""
        normes_dites = [self._norme, *lues["valeur"].gather(dites)]
        self._norme = normes_dites[-1]
        if len({norme for norme in normes_dites if norme is not None}) <= 1:
            return {self._norme: slice(None)}
        rangs = np.searchsorted(dites, np.arange(lues.height), side="right")
        par_norme = {norme: [i for i, dite in enumerate(normes_dites) if dite == norme] for norme in set(normes_dites)}
        return {norme: np.flatnonzero(np.isin(rangs, lesquels)) for norme, lesquels in par_norme.items()}

    def _noter_inconnues(
        self, dites: pl.DataFrame, places: np.ndarray, bien_formees: pl.Series, norme_de: dict
    ) -> None:
        for norme, ou in norme_de.items():
            de_la_norme = bien_formees if isinstance(ou, slice) else bien_formees & pl.Series(np.isin(places, ou))
            vues = (
                dites.filter(de_la_norme)
                .group_by("rubrique", maintain_order=True)
                .agg(pl.col("ligne").first(), fois=pl.len())
            )
            self._inconnues.append(
                vues.select(
                    fichier=pl.lit(self.index), ligne="ligne", rubrique="rubrique", norme=pl.lit(norme), fois="fois"
                ).cast(INCONNUE)
            )
