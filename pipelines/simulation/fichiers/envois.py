"""Posting the files of a month: one per sender, its correction if it has one, the duplicate and the faults planned."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.facteur import Faute
from pipelines.simulation.fichiers.texte import par_emetteur
from pipelines.simulation.plan import NATIONAL, Depeche, Livraison

DEJA_RECU, DOUBLON = "fichier_deja_recu", "doublon"
# Stands in the text of a fault for the sender of the file it goes to, in three characters
DEPARTEMENT = "{departement}"


@dataclass(frozen=True)
class Defaut:
    """A faulty unit added to a file: its name in the plan, the rule that must catch it, its text."""

    nom: str
    regle: str
    texte: str


@dataclass(frozen=True)
class Format:
    """How the lines of a sender become a file. `nom` makes its name from the sender, the month and a suffix."""

    source: str
    nom: Callable[[str, date, str], str]
    octets: Callable[[str, int, Livraison, Depeche], bytes]
    separateur: str = "\n"

    @classmethod
    def csv(cls, source: str, prefixe: str, entete: str, encodage: str = "utf-8") -> "Format":
        """A heading and its rows, in <prefixe>_<sender, unless it is the only one>_<month>.csv."""
        return cls(source, nom_mensuel(prefixe, "csv"), en_csv(entete, encodage))

    @classmethod
    def jsonl(cls, source: str, prefixe: str) -> "Format":
        """JSON lines, in <prefixe>_<sender, unless it is the only one>_<month>.jsonl."""
        return cls(source, nom_mensuel(prefixe, "jsonl"), lambda tout, *_: f"{tout}\n".encode())


def nom_mensuel(prefixe: str, extension: str) -> Callable[[str, date, str], str]:
    """How files of a month are named; a national sender is not."""

    def nommer(emetteur: str, mois: date, suffixe: str) -> str:
        qui = "" if emetteur == NATIONAL else f"_{emetteur}"
        return f"{prefixe}{qui}_{mois:%Y-%m}{suffixe}.{extension}"

    return nommer


def en_csv(entete: str, encodage: str = "utf-8") -> Callable[[str, int, Livraison, Depeche], bytes]:
    """How rows become a CSV file: under their heading, which stands alone when there is none."""

    def en_octets(tout: str, _nombre: int, _livraison: Livraison, _depeche: Depeche) -> bytes:
        return (f"{entete}\n{tout}\n" if tout else f"{entete}\n").encode(encodage)

    return en_octets


@dataclass
class Tournee:
    """The files of one source and month being posted."""

    bureau: Bureau
    format_: Format
    mois: date
    _postes: dict[str, tuple[int, str, date]] = field(default_factory=dict)

    @cached_property
    def livraisons(self) -> list[Livraison]:
        return self.bureau.plan.livraisons(self.format_.source, self.mois)

    def premiers(self, lignes: pl.DataFrame, defauts: tuple[Defaut, ...] = ()) -> None:
        """First sendings: every sender sends a file, empty when nothing happened. Faults go to the largest one."""
        textes = par_emetteur(lignes, self.format_.separateur)
        plus_grand = max(self.livraisons, key=lambda une: textes.get(une.emetteur, ("", 0))[1], default=None)
        for livraison in self.livraisons:
            tout, nombre = textes.get(livraison.emetteur, ("", 0))
            plantes = (
                [d for d in defauts if self.bureau.plan.defaut(d.nom, self.mois)] if livraison is plus_grand else []
            )
            faux = [d.texte.replace(DEPARTEMENT, livraison.emetteur.rjust(3, "0")) for d in plantes]
            parties = [partie for partie in (tout, *faux) if partie]
            nom = self._poster(livraison, livraison.envoi, self.format_.separateur.join(parties), nombre + len(plantes))
            for defaut in plantes:
                self.bureau.facteur.avouer(self.format_.source, livraison.envoi.reception, nom, Faute(defaut.regle))
            self._postes[livraison.emetteur] = (nombre + len(plantes), nom, livraison.envoi.reception)
        self._doublon()

    def rectificatifs(self, lignes: pl.DataFrame, vides: bool = False) -> None:
        """Corrections, received later; a sender with nothing to correct sends none unless `vides`."""
        textes = par_emetteur(lignes, self.format_.separateur)
        for livraison in self.livraisons:
            if livraison.rectificatif and (vides or livraison.emetteur in textes):
                tout, nombre = textes.get(livraison.emetteur, ("", 0))
                self._poster(livraison, livraison.rectificatif, tout, nombre, "_rectificatif")

    def _poster(self, livraison: Livraison, depeche: Depeche, tout: str, nombre: int, suffixe: str = "") -> str:
        nom = self.format_.nom(livraison.emetteur, self.mois, suffixe)
        octets = self.format_.octets(tout, nombre, livraison, depeche)
        return self.bureau.facteur.deposer(self.format_.source, depeche.reception, nom, octets)

    def _doublon(self) -> None:
        if not self._postes or not self.bureau.plan.doublon(self.format_.source, self.mois):
            return
        emetteur = max(self._postes, key=lambda qui: self._postes[qui][0])
        unites, nom, _ = self._postes[emetteur]
        if unites:
            reception = self.bureau.plan.renvoi(self.format_.source, emetteur, self.mois)
            renvoye = self.bureau.facteur.renvoyer(self.format_.source, nom, reception)
            self.bureau.facteur.avouer(self.format_.source, reception, renvoye, Faute(DEJA_RECU, unites, DOUBLON))


def avec_fautes(lignes: pl.DataFrame, livraisons: list[Livraison], tirees: pl.Expr) -> pl.DataFrame:
    """Rows of an `emetteur`, in their order, with the dates of their sendings and `fautive`: those of the drawn ones
    that a first sending has wrong, because a correction follows it."""
    return lignes.join(depeches(livraisons), on="emetteur", maintain_order="left").with_columns(
        fautive=pl.col("extraction_rectifiee").is_not_null() & tirees
    )


def depeches(livraisons: list[Livraison]) -> pl.DataFrame:
    """One row per sender: `emetteur`, `extraction`, and `extraction_rectifiee` (null when nothing is put right)."""
    return pl.DataFrame(
        {
            "emetteur": [une.emetteur for une in livraisons],
            "extraction": [une.envoi.extraction for une in livraisons],
            "extraction_rectifiee": [une.rectificatif.extraction if une.rectificatif else None for une in livraisons],
        },
        schema={"emetteur": pl.String, "extraction": pl.Date, "extraction_rectifiee": pl.Date},
    )
