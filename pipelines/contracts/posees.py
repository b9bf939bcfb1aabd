"""The landed columns of a contract, as those who read the lake see them: name, type, meaning, what they may hold."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from pipelines.contracts.identification import ANCIENNE_ID, ANCIENS_NUMEROS, METHODE, NUMEROS, PERSONNE_ID
from pipelines.contracts.modele import Colonne, Contrat, Entite
from pipelines.contracts.passage import PERSONNE, schema_du_lac

DE_LA_PORTE = {
    PERSONNE_ID: "Pseudonyme de la personne.",
    ANCIENNE_ID: "Pseudonyme que la personne portait avant.",
    METHODE: "Ce qui dit de qui il s'agit : nir, ntt ou etat_civil.",
    "cle_enregistrement": "Clé de l'enregistrement, pour l'arrondi du secret statistique.",
    "suite": "Nombre tiré du pseudonyme, pour départager sans ordre qui dise quelque chose.",
    "identite_type": "Ce qui dit de qui il s'agit : nir, provisoire, ntt ou etat_civil.",
    "etat_civil_id": "Pseudonyme de l'état civil, quand il est donné.",
    "emetteur": "Émetteur du fichier : code du département, ou FR.",
    "fichier": "Les 16 premiers caractères de l'empreinte du fichier reçu.",
    "ligne": "Place dans le fichier : ligne, ou numéro de l'élément.",
    "date_reception": "Jour de réception du fichier.",
}
"""What the door itself adds to a row, and why."""
_PARFOIS_VIDES = (ANCIENNE_ID, "etat_civil_id")
DES_PERSONNES = "Les personnes rencontrées dans les fichiers de la source, sans aucune identité."


@dataclass(frozen=True)
class Posee:
    """A landed column. `obligatoire`: never null. `recue`: the received column it comes from, if it is one.

    `codes` are the values it may hold, `minimum` and `maximum` its bounds, when the contract gives them.
    """

    nom: str
    type: pl.DataType
    description: str
    obligatoire: bool
    recue: Colonne | None = None
    codes: tuple[str, ...] = ()
    minimum: Any = None
    maximum: Any = None

    @property
    def classe(self) -> str:
        return self.recue.classe if self.recue else "ordinaire"

    @property
    def textuelle(self) -> bool:
        return self.type == pl.String

    @property
    def datee(self) -> bool:
        return self.type.base_type() in (pl.Date, pl.Datetime)


def posees(contrat: Contrat) -> dict[str, tuple[Posee, ...]]:
    """The landed columns of each entity, in their order; `personne` included when the source has persons."""
    entites = contrat.entites
    return {
        nom: tuple(_posee(colonne, type_, entites.get(nom)) for colonne, type_ in schema.items())
        for nom, schema in schema_du_lac(contrat).items()
    }


def description(contrat: Contrat, entite: str) -> str:
    """What a landed table holds."""
    return contrat.entites[entite].description if entite != PERSONNE else DES_PERSONNES


def nom_pose(entite: Entite, recu: str) -> str | None:
    """The landed name of a received column; None when it does not land, or is no received column."""
    colonne = entite.par_nom.get(recu)
    if colonne is None:
        return recu if recu == "emetteur" and entite.emetteur else None
    if colonne.passage in NUMEROS or recu in entite.etat_civil.values():
        return PERSONNE_ID
    if colonne.passage in ANCIENS_NUMEROS:
        return ANCIENNE_ID
    return colonne.atterrit if colonne.passage else None


def _posee(nom: str, type_: pl.DataType, entite: Entite | None) -> Posee:
    recue = _recue(nom, entite) if entite else None
    if recue is None:
        return Posee(nom, type_, DE_LA_PORTE[nom], nom not in _PARFOIS_VIDES)
    gardee = recue.passage == "garde"
    return Posee(
        nom=nom,
        type=type_,
        description=recue.description,
        obligatoire=recue.requis,
        recue=recue,
        codes=recue.valeurs or () if gardee and recue.logique == "string" else (),
        minimum=recue.minimum if gardee else None,
        maximum=recue.maximum if gardee else None,
    )


def _recue(nom: str, entite: Entite) -> Colonne | None:
    identites = (*NUMEROS, *ANCIENS_NUMEROS)
    candidates = (c for c in entite.colonnes if c.passage and c.passage not in identites and c.atterrit == nom)
    return next(candidates, None)
