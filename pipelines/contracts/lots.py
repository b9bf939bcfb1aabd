"""The batch checks: what the house asks of each delivery (qualite.yaml), and what a contract asks instead.

A check has one threshold. A contract changes it by an ODCS `quality` entry of the same name, `type: custom`, `engine:
greatExpectations`, on the entity or on a column: the nearest one is right.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from open_data_contract_standard.model import DataQuality, OpenDataContractStandard, SchemaObject

FICHIER = Path(__file__).parents[2] / "data_contracts" / "qualite.yaml"
MOTEUR = "greatExpectations"
AVERTISSEMENT, ERREUR = "avertissement", "erreur"
REPARTITION = "repartition"
_JOURS = {"d": 1, "m": 31, "y": 366}


@dataclass(frozen=True)
class ControleDeLot:
    """One check of a delivery. `seuil`: a factor, a share, a number or days, as `sens` says."""

    nom: str
    titre: str
    seuil: float
    sens: str
    gravite: str = AVERTISSEMENT

    @property
    def phrase(self) -> str:
        """What is expected, in French, with the threshold in it."""
        return self.sens.format(nombre=f"{self.seuil:g}".replace(".", ","), points=round(self.seuil * 100))


@dataclass(frozen=True)
class Ecart:
    """What a contract asks instead of the house, for an entity (`colonne` empty) or one of its columns."""

    nom: str
    colonne: str
    seuil: float | None
    gravite: str


@dataclass(frozen=True)
class Maison:
    """The text of qualite.yaml, read."""

    historique: dict[str, int]
    petites_modalites: int
    cadences: dict[str, dict[str, Any]]
    controles: dict[str, ControleDeLot]


@lru_cache(maxsize=1)
def maison() -> Maison:
    """What the house asks of every source."""
    lu = yaml.safe_load(FICHIER.read_text(encoding="utf-8"))
    controles = {nom: ControleDeLot(nom=nom, **dit) for nom, dit in lu.pop("controles").items()}
    return Maison(controles=controles, **lu)


def ecarts(objet: SchemaObject) -> tuple[Ecart, ...]:
    """The batch checks among the `quality` entries of an entity and of its columns."""
    lieux = [("", objet.quality), *((propriete.name or "", propriete.quality) for propriete in objet.properties or ())]
    return tuple(
        _ecart(qualite, colonne)
        for colonne, qualites in lieux
        for qualite in qualites or ()
        if qualite.engine == MOTEUR
    )


def _ecart(qualite: DataQuality, colonne: str) -> Ecart:
    dit = qualite.implementation if isinstance(qualite.implementation, dict) else {}
    return Ecart(qualite.name or "", colonne, dit.get("seuil"), qualite.severity or AVERTISSEMENT)


def controle(nom: str, colonne: str, dites: Iterable[Ecart]) -> ControleDeLot:
    """The check `nom` of a column (received name; empty for the entity), as the contract or else the house says."""
    trouve = maison().controles[nom]
    for dite in sorted(dites, key=lambda dite: dite.colonne):
        if dite.nom == nom and dite.colonne in ("", colonne):
            seuil = trouve.seuil if dite.seuil is None else dite.seuil
            trouve = replace(trouve, seuil=seuil, gravite=dite.gravite)
    return trouve


def defauts(dite: Ecart) -> Iterator[str]:
    """What is wrong with what a contract asks, as ends of sentences."""
    if dite.nom not in maison().controles:
        yield f"batch check « {dite.nom} » is not one of {', '.join(maison().controles)}."
    if dite.gravite not in (AVERTISSEMENT, ERREUR):
        yield f"severity « {dite.gravite} » of a batch check is not {AVERTISSEMENT} or {ERREUR}."


def age_maximal(odcs: OpenDataContractStandard, delai_mois: int, cadence: str) -> int | None:
    """Days the newest event of a delivery may have: the cadence, the time to declare it, the time to send it.

    None for a source that sends when it has something to say.
    """
    if "pas" not in maison().cadences.get(cadence, {}):
        return None
    promis = {promesse.property: promesse for promesse in odcs.slaProperties or ()}
    jours = [int(p.value) * _JOURS[p.unit] for nom in ("frequency", "latency") if (p := promis.get(nom))]
    return sum(jours) + 31 * delai_mois
