"""Column mapping: what a sender, or a version of its export, calls the columns of a contract.

One file per source, data_contracts/correspondances/<source>.yaml: configuration, so that another version of an export
is read the day it comes, without code. The contract's own names need no version.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pydantic
import yaml

DOSSIER = "correspondances"


class CorrespondanceRefusee(Exception):
    """A mapping the house cannot use: one sentence per fault."""


@dataclass(frozen=True, eq=False)
class Version:
    """How one version of an export writes an entity. Two versions are never the same, whatever they hold.

    `colonnes`: received name (for JSON, path) → column of the contract; a name it does not list stands for itself.
    `valeurs`: column of the contract → received text → text of the contract. `lecture`: what it overrides there.
    """

    nom: str
    entite: str
    emetteurs: tuple[str, ...] = ()
    lecture: dict[str, str] = field(default_factory=dict)
    colonnes: dict[str, str] = field(default_factory=dict)
    valeurs: dict[str, dict[str, str]] = field(default_factory=dict)

    def vaut_pour(self, entite: str, emetteur: str) -> bool:
        return self.entite == entite and (not self.emetteurs or emetteur in self.emetteurs)


class _Version(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    version: str
    entite: str
    emetteurs: list[str] = []
    separateur: str | None = pydantic.Field(default=None, min_length=1, max_length=1)
    encodage: str | None = pydantic.Field(default=None, pattern="^(utf-8|latin-1)$")
    colonnes: dict[str, str] = pydantic.Field(min_length=1)
    valeurs: dict[str, dict[str, str]] = {}


class _Correspondance(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid")

    source: str
    versions: list[_Version] = pydantic.Field(min_length=1)


def lire(texte: str, nom: str, source: str, colonnes: Mapping[str, Iterable[str]]) -> tuple[Version, ...]:
    """The versions of a mapping file, in its order; `colonnes`: entity of the contract → its columns."""
    try:
        correspondance = _Correspondance(**_lire_yaml(texte, nom))
    except pydantic.ValidationError as erreur:
        phrases = [f"{nom}, {'.'.join(map(str, e['loc']))}: {e['msg']}." for e in erreur.errors()]
        raise CorrespondanceRefusee("\n".join(phrases)) from erreur
    defauts = list(_defauts(correspondance, source, {entite: set(noms) for entite, noms in colonnes.items()}))
    if defauts:
        raise CorrespondanceRefusee("\n".join(f"{nom}, {phrase}" for phrase in defauts))
    return tuple(_version(version) for version in correspondance.versions)


def _lire_yaml(texte: str, nom: str) -> dict[str, Any]:
    try:
        lu = yaml.safe_load(texte)
    except yaml.YAMLError as erreur:
        raise CorrespondanceRefusee(f"{nom} is not YAML that can be read: {erreur}") from erreur
    if not isinstance(lu, dict):
        raise CorrespondanceRefusee(f"{nom} is not a YAML mapping.")
    return lu


def _defauts(correspondance: _Correspondance, source: str, colonnes: dict[str, set[str]]) -> Iterable[str]:
    if correspondance.source != source:
        yield f"source: « {correspondance.source} » is not the source of the contract, « {source} »."
    for version in correspondance.versions:
        ou = f"version {version.version}"
        if version.entite not in colonnes:
            yield f"{ou}: entite « {version.entite} » is not one of {', '.join(colonnes)}."
            continue
        for cible in {*version.colonnes.values(), *version.valeurs} - colonnes[version.entite]:
            yield f"{ou}: « {cible} » is not a column of {version.entite}."
        cibles = list(version.colonnes.values())
        for cible in {cible for cible in cibles if cibles.count(cible) > 1}:
            yield f"{ou}: two received columns stand for « {cible} »."


def _version(lue: _Version) -> Version:
    ecarts = {"separateur": lue.separateur, "encodage": lue.encodage}
    return Version(
        nom=lue.version,
        entite=lue.entite,
        emetteurs=tuple(lue.emetteurs),
        lecture={cle: valeur for cle, valeur in ecarts.items() if valeur},
        colonnes=dict(lue.colonnes),
        valeurs={colonne: dict(valeurs) for colonne, valeurs in lue.valeurs.items()},
    )
