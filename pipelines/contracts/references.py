"""What a row of a contract names elsewhere: its ODCS `relationships`, to another entity or to a table of the house."""

from collections.abc import Iterator
from dataclasses import dataclass

from open_data_contract_standard.model import Relationship, SchemaObject

DE_LA_MAISON = {"commune": ("commune",)}
"""Tables that no source sends; `commune` holds every INSEE code, present or past, of a commune."""


@dataclass(frozen=True)
class Reference:
    """The columns of a row (as received) whose values must be found together in the columns of `cible`."""

    colonnes: tuple[str, ...]
    cible: str
    cible_colonnes: tuple[str, ...]

    @property
    def nom(self) -> str:
        """What results call it: `commune → commune`."""
        return f"{' + '.join(self.colonnes)} → {self.cible}"

    @property
    def de_la_maison(self) -> bool:
        return self.cible in DE_LA_MAISON


def references(objet: SchemaObject) -> tuple[Reference, ...]:
    """The relationships of an entity and those of its columns, where the column itself is the `from`."""
    des_colonnes = (
        _reference([propriete.name or ""], lien)
        for propriete in objet.properties or ()
        for lien in propriete.relationships or ()
    )
    de_l_entite = (
        _reference([_coupe(chemin)[1] for chemin in _liste(lien.from_)], lien) for lien in objet.relationships or ()
    )
    return (*des_colonnes, *de_l_entite)


def defauts(reference: Reference, colonnes: set[str], entites: dict[str, set[str]]) -> Iterator[str]:
    """What is wrong with a reference, as ends of sentences; `entites`: the columns received of each entity."""
    connues = entites | {table: set(noms) for table, noms in DE_LA_MAISON.items()}
    for colonne in set(reference.colonnes) - colonnes:
        yield f"« {colonne} » is not a received column."
    if reference.cible not in connues:
        yield f"« {reference.cible} » is neither an entity of the contract nor a table of the house."
    for colonne in set(reference.cible_colonnes) - connues.get(reference.cible, set(reference.cible_colonnes)):
        yield f"« {reference.cible}.{colonne} » does not exist."
    if len(reference.colonnes) != len(reference.cible_colonnes):
        yield "`from` and `to` have not as many columns."


def _reference(colonnes: list[str], lien: Relationship) -> Reference:
    cibles = [_coupe(chemin) for chemin in _liste(lien.to)]
    return Reference(tuple(colonnes), cibles[0][0] if cibles else "", tuple(colonne for _, colonne in cibles))


def _liste(chemins: str | list[str] | None) -> list[str]:
    return [chemins] if isinstance(chemins, str) else list(chemins or ())


def _coupe(chemin: str) -> tuple[str, str]:
    """(table, column) of the shorthand notation of the standard, `table.column`."""
    table, _, colonne = chemin.partition(".")
    return table, colonne
