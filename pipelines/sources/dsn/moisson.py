"""What comes of the pieces of files, sorted, checked and laid out in bounded batches of whole persons."""

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from pipelines.contracts.refus import REFUS
from pipelines.sources.dsn.arbre import Arbre, reunir
from pipelines.sources.dsn.controles import controler
from pipelines.sources.dsn.entites import SCHEMAS, Recolte, recues
from pipelines.sources.dsn.phrases import rediger
from pipelines.sources.dsn.tri import Tri

RUBRIQUES_PAR_PASSE = 500_000
_UNITE = ["fichier", "unite"]
_DECLARATION = ["fichier", "declaration"]
_MOIS = {"fichier": pl.UInt32, "mois": pl.Date}


@dataclass
class Moisson:
    """Pieces waiting to be sorted and checked, and what came of those that were.

    `refus`: of persons, as a `Lecture` says them; `de_declaration`: of declarations, with the rank of each. `utiles`
    counts the rubriques laid out. When they are more than `limite`, nothing of persons is kept any longer: the files
    are too large to be held whole.
    """

    limite: int | None = None
    tri: Tri = field(default_factory=Tri)
    utiles: int = 0
    refus: list[pl.DataFrame] = field(default_factory=list)
    de_declaration: list[pl.DataFrame] = field(default_factory=list)
    _attente: list[Arbre] = field(default_factory=list)
    _ouverte: pl.DataFrame | None = None
    _mois: list[pl.DataFrame] = field(default_factory=list)
    _sans_contrat: dict[int, int] = field(default_factory=dict)
    _entites: dict[str, list[pl.DataFrame]] = field(default_factory=lambda: {nom: [] for nom in SCHEMAS})

    @property
    def debordee(self) -> bool:
        return self.limite is not None and self.utiles > self.limite

    def ajouter(self, morceau: Arbre) -> None:
        self._attente.append(morceau)
        if sum(partie.valeurs.height for partie in self._attente) > RUBRIQUES_PAR_PASSE:
            self.passer()

    def passer(self) -> None:
        """Check what waits, lay it out, and keep the rows of the persons that are not refused."""
        if not self._attente:
            return
        utiles = self.tri.trier(reunir(self._attente))
        self._attente.clear()
        if not utiles.tetes.is_empty():
            self.utiles += utiles.valeurs.height
            self._etaler(Recolte(utiles))
        if self.debordee:
            self.prendre()

    def _etaler(self, recolte: Recolte) -> None:
        defauts, frames = controler(recolte), recolte.entites
        declarations = frames["declaration"].select("fichier", "declaration", "nature", "ordre", "mois_principal")
        # The declaration of the first persons may have begun in the batch before
        connues = declarations if self._ouverte is None else pl.concat([self._ouverte, declarations])
        self._ouverte = connues.tail(1)
        self._mois.append(_mois(declarations))
        refusees = defauts.drop_nulls("unite").select(_UNITE).unique()
        refus = rediger(defauts, frames["individu"], connues.unique(_DECLARATION))
        de_declaration = defauts["unite"].is_null()
        self.refus.append(refus.filter(~de_declaration))
        self.de_declaration.append(refus.hstack(defauts.select("declaration")).filter(de_declaration))
        employees = pl.concat([frames["contrat"].select(_UNITE), frames["embauche"].select(_UNITE)])
        sans_contrat = frames["individu"].select(_UNITE).join(employees, on=_UNITE, how="anti")
        for fichier, combien in sans_contrat.join(refusees, on=_UNITE, how="anti").group_by("fichier").len().rows():
            self._sans_contrat[fichier] = self._sans_contrat.get(fichier, 0) + combien
        ecartees = pl.concat([refusees, sans_contrat])
        for nom, parties in self._entites.items():
            parties.append(recues(nom, frames[nom], ecartees))

    def prendre(self) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
        """The frames of the contract and the refusals of persons met since they were last taken."""
        entites = {nom: pl.concat([pl.DataFrame(schema=SCHEMAS[nom]), *p]) for nom, p in self._entites.items()}
        refus = pl.concat([pl.DataFrame(schema=REFUS), *self.refus])
        for parties in (self.refus, *self._entites.values()):
            parties.clear()
        return entites, refus

    def declarations_refusees(self) -> pl.DataFrame:
        """Refusals of declarations, with the rank of the `declaration`."""
        return pl.concat([pl.DataFrame(schema=REFUS | {"declaration": pl.Int32}), *self.de_declaration])

    def sans_contrat(self) -> dict[int, int]:
        """By file, persons that nothing is refused of, and who bring no contract: nothing of them lands."""
        return dict(self._sans_contrat)

    def mois(self) -> dict[int, date]:
        """By file, the month it delivers: its greatest principal month; signals alone deliver none."""
        dits = pl.concat([pl.DataFrame(schema=_MOIS), *self._mois]).drop_nulls()
        return dict(dits.group_by("fichier").agg(pl.col("mois").max()).rows())


def _mois(declarations: pl.DataFrame) -> pl.DataFrame:
    mois = pl.col("mois_principal").str.to_date("%d%m%Y", strict=False).max()
    return declarations.group_by("fichier").agg(mois=mois).cast(_MOIS)
