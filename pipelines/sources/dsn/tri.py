"""Sorting what was read, before any check: messages kept or refused, declarations in scope, what lies outside them."""

from dataclasses import dataclass, field

import polars as pl

from pipelines.sources.dsn.arbre import ENVELOPPE, Arbre
from pipelines.sources.dsn.enveloppe import Enveloppe
from pipelines.sources.dsn.rubriques import (
    CONTRAT,
    DECLARATION,
    EMBAUCHE,
    ENTREPRISE,
    ETABLISSEMENT,
    HORS_CHAMP,
    INDIVIDU,
    LIEU,
    NATURE,
)

# What a hiring says: not yet any pay, suspension or end
_D_UNE_EMBAUCHE = (DECLARATION, ENTREPRISE, ETABLISSEMENT, LIEU, INDIVIDU, CONTRAT)
_PLACE = {"fichier": pl.UInt32, "ligne": pl.UInt32}
_PERSONNE = {"fichier": pl.UInt32, "unite": pl.Int32, "ligne": pl.UInt32, "message": pl.Int32}


@dataclass
class Tri:
    """What comes of the instances of a lot of files, batch after batch."""

    enveloppe: Enveloppe = field(default_factory=Enveloppe)
    _nature: str | None = None
    _rompues: list[pl.DataFrame] = field(default_factory=list)
    _refusees: list[pl.DataFrame] = field(default_factory=list)
    _passees: list[pl.DataFrame] = field(default_factory=list)

    @property
    def rompues(self) -> pl.DataFrame:
        """Lines that lie outside any declaration, and are not of an envelope."""
        return pl.concat([pl.DataFrame(schema=_PLACE), *self._rompues])

    @property
    def refusees(self) -> pl.DataFrame:
        """Persons of messages that are refused."""
        return pl.concat([pl.DataFrame(schema=_PERSONNE), *self._refusees])

    @property
    def hors_champ(self) -> dict[int, int]:
        """By file, persons of messages and declarations that bring nothing to the house."""
        passees = pl.concat([pl.DataFrame(schema=_PERSONNE), *self._passees])
        return dict(passees.group_by("fichier").len().rows())

    def trier(self, arbre: Arbre) -> Arbre:
        """The instances in scope, each with its `norme` and the `nature` of its declaration; the others are noted."""
        bloc = arbre.tetes["bloc"].cast(pl.String)
        de_l_enveloppe = bloc.is_in(ENVELOPPE)
        message = self.enveloppe.noter(arbre)
        tetes = arbre.tetes.with_columns(message["norme"], self._natures(arbre, bloc))
        retenu, refuse = message["retenu"], message["regle"].is_not_null()
        sans_message = tetes["message"] == 0
        avant = sans_message | (tetes["declaration"] <= message["declarations_avant"]).fill_null(True)
        self._noter_rompues(arbre, (retenu | sans_message) & avant & ~de_l_enveloppe, de_l_enveloppe)
        dans_le_champ = retenu & ~tetes["nature"].is_in(HORS_CHAMP).fill_null(False)
        personne = bloc == INDIVIDU
        self._refusees.append(tetes.filter(personne & refuse).select(_PERSONNE.keys()))
        self._passees.append(tetes.filter(personne & ~refuse & ~dans_le_champ).select(_PERSONNE.keys()))
        embauche = (tetes["nature"] == EMBAUCHE).fill_null(False)
        utile = dans_le_champ & ~de_l_enveloppe & ~avant & (~embauche | bloc.is_in(_D_UNE_EMBAUCHE))
        return Arbre(tetes, arbre.valeurs).garder(utile)

    def _natures(self, arbre: Arbre, bloc: pl.Series) -> pl.Series:
        """The nature of the declaration of each instance; null when it does not say it."""
        rang = (bloc == DECLARATION).cum_sum()
        natures = pl.Series([self._nature, *[None] * (rang[-1] if len(rang) else 0)], dtype=pl.String)
        dites = arbre.valeurs.filter(rubrique=NATURE).unique("position", keep="first", maintain_order=True)
        natures = natures.scatter(rang.gather(dites["position"]), dites["valeur"])
        self._nature = natures[-1]
        return natures.gather(rang).alias("nature")

    def _noter_rompues(self, arbre: Arbre, dehors: pl.Series, de_l_enveloppe: pl.Series) -> None:
        self._rompues.append(arbre.tetes.filter(dehors).select(_PLACE.keys()))
        if arbre.valeurs["rubrique"].null_count():
            lignes = arbre.valeurs.filter(pl.col("rubrique").is_null()).select("position", "ligne")
            lignes = lignes.filter(de_l_enveloppe.gather(lignes["position"]))
            fichiers = arbre.tetes["fichier"].gather(lignes["position"])
            self._rompues.append(lignes.select(fichiers.alias("fichier"), "ligne"))
