"""Orientations: one JSON line per person, its orientations as the API lectureOrientation gives them."""

import polars as pl

from pipelines.contracts.modele import charger
from pipelines.contracts.refus import AVERTISSEMENT, REJET
from pipelines.sources import FichierRecu, Lecture
from pipelines.sources.lignes_json import lire_lignes, transformer
from pipelines.sources.lot import Cahier

_DIRECTS = (
    "date_creation",
    "statut",
    "etat",
    "parcours",
    "organisme",
    "origine",
    "date_modification",
    "date_entree_parcours",
    "date_sortie_parcours",
)
_DECISION = ("etat_decision", "date_decision", "organisme_decision")
_STRUCTURE = {
    "numeroFranceTravail": "VARCHAR",
    "dateExtraction": "VARCHAR",
    "orientations": [dict.fromkeys(_DIRECTS, "VARCHAR") | {"decision": dict.fromkeys(_DECISION, "VARCHAR")}],
}


class Orientation:
    """Files orientations_: the unit is the line, a person with all its orientations."""

    nom = "orientation"
    taille_lot = 96 * 2**20

    def lire(self, lot: list[FichierRecu]) -> Lecture:
        cahier = Cahier(lot)
        personnes = transformer(lire_lignes(lot, charger(self.nom), cahier, _STRUCTURE), _STRUCTURE, cahier)
        _refuser_sans_liste(personnes.filter(pl.col("orientations").is_null()), cahier)
        personnes = personnes.drop_nulls("orientations")
        _noter_sans_orientation(personnes.filter(pl.col("orientations").list.len() == 0), cahier)
        lignes = personnes.filter(pl.col("orientations").list.len() > 0).explode("orientations")
        orientation = lignes.select(
            "fichier",
            "unite",
            "ligne",
            "numeroFranceTravail",
            "dateExtraction",
            *(pl.col("orientations").struct.field(champ) for champ in _DIRECTS),
            *(pl.col("orientations").struct.field("decision").struct.field(champ) for champ in _DECISION),
        )
        return Lecture({"orientation": orientation}, cahier.refus, cahier.fichiers)


def _refuser_sans_liste(personnes: pl.DataFrame, cahier: Cahier) -> None:
    phrase = pl.format("ligne {}, champ orientations : une liste est attendue (vide s'il n'y en a pas).", "ligne")
    cahier.refuser_table(_remarques(personnes, "liste_absente", phrase, REJET))


def _noter_sans_orientation(personnes: pl.DataFrame, cahier: Cahier) -> None:
    """A person without any orientation brings nothing to land: received, out of scope."""
    comptes = personnes.group_by("fichier").len()
    for index, nombre in zip(comptes["fichier"], comptes["len"], strict=True):
        cahier.noter(index, hors_champ=nombre)
    phrase = pl.format("ligne {} : aucune orientation pour cette personne ; rien à retenir.", "ligne")
    cahier.refuser_table(_remarques(personnes, "sans_orientation", phrase, AVERTISSEMENT))


def _remarques(personnes: pl.DataFrame, regle: str, phrase: pl.Expr, gravite: str) -> pl.DataFrame:
    return personnes.select(
        "fichier",
        "unite",
        "ligne",
        champ=pl.lit("orientations"),
        regle=pl.lit(regle),
        message=phrase,
        gravite=pl.lit(gravite),
    )
