"""A lot of DSN files: each read piece by piece, what the house uses of them checked and laid out in bounded batches."""

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from pipelines.sources import FichierRecu, FichierRefuse, Lecture
from pipelines.sources.dsn.controles import controler
from pipelines.sources.dsn.entites import SCHEMAS, etaler, recues
from pipelines.sources.dsn.envoi import Envoi
from pipelines.sources.dsn.phrases import rediger
from pipelines.sources.lot import Cahier

RUBRIQUES_PAR_PASSE = 500_000
_UNITE = ["fichier", "unite"]


class Dsn:
    """Files of DSN messages, whatever their name: the unit is the person (block S21.G00.30 and its children)."""

    nom = "dsn"
    taille_lot = 32 * 2**20

    def lire(self, lot: list[FichierRecu]) -> Lecture:
        cahier, recolte = Cahier(lot), _Recolte()
        envois = [Envoi(index, fichier, cahier) for index, fichier in enumerate(lot)]
        for envoi in envois:
            try:
                for utiles in envoi.lire():
                    recolte.ajouter(utiles)
            except FichierRefuse as refus:
                cahier.refuser_fichier(envoi.index, refus)
        recolte.passer()
        for refus in recolte.refus:
            cahier.refuser_table(refus)
        _noter(envois, recolte)
        return Lecture(recolte.entites(), cahier.refus, cahier.fichiers)


def _noter(envois: list[Envoi], recolte: "_Recolte") -> None:
    mois, sans_contrat = recolte.mois(), recolte.sans_contrat()
    for envoi in envois:
        envoi.noter(mois.get(envoi.index), sans_contrat.get(envoi.index, 0))


@dataclass
class _Recolte:
    """Useful rubriques waiting to be checked (whole persons), and what came of those that were."""

    refus: list[pl.DataFrame] = field(default_factory=list)
    _attente: list[pl.DataFrame] = field(default_factory=list)
    _declarations: list[pl.DataFrame] = field(default_factory=list)
    _sans_contrat: list[pl.DataFrame] = field(default_factory=list)
    _entites: dict[str, list[pl.DataFrame]] = field(default_factory=lambda: {nom: [] for nom in SCHEMAS})

    def ajouter(self, utiles: pl.DataFrame) -> None:
        self._attente.append(utiles)
        if sum(partie.height for partie in self._attente) > RUBRIQUES_PAR_PASSE:
            self.passer()

    def passer(self) -> None:
        """Check what waits, lay it out, and keep the rows of the persons that are not refused."""
        if not self._attente:
            return
        utiles = pl.concat(self._attente)
        self._attente.clear()
        frames = etaler(utiles)
        defauts = controler(utiles, frames)
        refusees = defauts.drop_nulls("unite").select(_UNITE).unique()
        self._declarations.append(frames["declaration"])
        self.refus.append(rediger(defauts, frames["individu"], pl.concat(self._declarations)))
        for nom, parties in self._entites.items():
            parties.append(recues(nom, frames[nom], refusees))
        sans_contrat = frames["individu"].join(frames["contrat"], on=_UNITE, how="anti")
        self._sans_contrat.append(sans_contrat.join(refusees, on=_UNITE, how="anti").select(_UNITE))

    def entites(self) -> dict[str, pl.DataFrame]:
        return {nom: pl.concat([pl.DataFrame(schema=SCHEMAS[nom]), *parties]) for nom, parties in self._entites.items()}

    def sans_contrat(self) -> dict[int, int]:
        """By file, persons that nothing is refused of, and who bring no contract: nothing of them lands."""
        return _par_fichier(self._sans_contrat, pl.len())

    def mois(self) -> dict[int, date]:
        """By file, the month it delivers: its greatest principal month; signals alone deliver none."""
        mois = pl.col("mois_principal").str.to_date("%d%m%Y", strict=False).max()
        return {fichier: dit for fichier, dit in _par_fichier(self._declarations, mois).items() if dit}


def _par_fichier(parties: list[pl.DataFrame], calcul: pl.Expr) -> dict:
    if not parties:
        return {}
    comptes = pl.concat(parties).group_by("fichier").agg(calcul.alias("valeur"))
    return dict(comptes.select("fichier", "valeur").rows())
