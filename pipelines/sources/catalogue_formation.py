"""Training catalogue: LHÉO 2.3 and 2.2 (XML), formation by formation, with its actions and sessions."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import polars as pl
from lxml import etree

from pipelines.contracts.modele import charger
from pipelines.sources import FichierRecu, FichierRefuse, Lecture, ouverture
from pipelines.sources.lot import Cahier, nommer
from pipelines.sources.xml import elements

VERSIONS = {"http://lheo.gouv.fr/2.3": "2.3", "http://www.lheo.org/2.2": "2.2"}
OUVERTES = ("00000000", "99999999")
_NUMEROS = {"fichier": pl.UInt32, "unite": pl.UInt32, "ligne": pl.UInt32}
_Ligne = dict[str, str | int | None]


class CatalogueFormation:
    """Files lheo_: the unit is the formation."""

    nom = "catalogue_formation"
    taille_lot = 96 * 2**20

    def lire(self, lot: list[FichierRecu]) -> Lecture:
        contrat, cahier = charger(self.nom), Cahier(lot)
        lignes: dict[str, list[_Ligne]] = {entite: [] for entite in contrat.entites}
        for index, fichier in enumerate(lot):
            catalogue = _Catalogue(index, fichier)
            try:
                nom = nommer(contrat, fichier.nom)
                cahier.noter(index, emetteur=nom.emetteur, mois=nom.mois)
                for entite, ligne in catalogue.lire(nom.parts["jour"]):
                    lignes[entite].append(ligne)
            except FichierRefuse as refus:
                cahier.refuser_fichier(index, refus)
            else:
                if not catalogue.formations:
                    cahier.remarquer(index, "aucune_ligne", f"{fichier.nom} : aucune formation reçue.")
            cahier.noter(index, unites_recues=catalogue.formations, lignes=catalogue.formations)
        entites = {
            nom: pl.DataFrame(
                lignes[nom], schema=_NUMEROS | {colonne.recu: pl.String for colonne in entite.colonnes}, orient="row"
            )
            for nom, entite in contrat.entites.items()
        }
        return Lecture(entites, cahier.refus, cahier.fichiers)


@dataclass
class _Catalogue:
    """One file being read, and how many formations came."""

    index: int
    fichier: FichierRecu
    formations: int = field(default=0)

    def lire(self, jour: str) -> Iterator[tuple[str, _Ligne]]:
        """(entity, row) of each formation, action and session, in the order of the file."""
        with ouverture.flux(self.fichier.chemin, self.fichier.membre) as flux:
            for formation in elements(flux, self.fichier.nom, ("formation",), "lheo"):
                self.formations += 1
                version = VERSIONS.get(etree.QName(formation).namespace or "")
                if version is None:
                    connus = " ou ".join(VERSIONS)
                    raise FichierRefuse(
                        "version_inconnue",
                        f"{self.fichier.nom} : l'espace de noms n'est pas celui d'une version lue ({connus}).",
                    )
                yield from self._formation(formation, {"version_lheo": version}, {"extraction": jour})

    def _formation(self, formation: etree._Element, propres: _Ligne, communs: _Ligne) -> Iterator[tuple[str, _Ligne]]:
        numero = formation.get("numero") or str(self.formations)
        communs = communs | {"fichier": self.index, "unite": self.formations, "formation": numero}
        champs = {
            "certifiante": _texte(formation, "certifiante"),
            "code-niveau-entree": _texte(formation, "code-niveau-entree"),
            "code-niveau-sortie": _texte(formation, "code-niveau-sortie"),
            "objectif-general-formation": _texte(formation, "objectif-general-formation"),
            "SIRET": _texte(formation, "organisme-formation-responsable/SIRET-organisme-formation/SIRET"),
            "code-RNCP": _codes(formation, "certification/code-RNCP"),
            **{code: _codes(formation, f"domaine-formation/{code}") for code in _DOMAINES},
        }
        yield "formation", communs | propres | champs | {"ligne": formation.sourceline}
        for rang, action in enumerate(_tous(formation, "action"), start=1):
            yield from _action(action, communs | {"action": action.get("numero") or str(rang)})


_DOMAINES = ("code-FORMACODE", "code-NSF", "code-ROME")
_COMMUNE = "lieu-de-formation/coordonnees/adresse/code-INSEE-commune"


def _action(action: etree._Element, communs: _Ligne) -> Iterator[tuple[str, _Ligne]]:
    places = [_texte(financeur, "nb-places-financees") for financeur in _tous(action, "organisme-financeur")]
    dites = [place for place in places if place is not None]
    champs = {
        "modalites-enseignement": _texte(action, "modalites-enseignement"),
        "code-INSEE-commune": _texte(action, _COMMUNE),
        "nombre-heures-total": _texte(action, "nombre-heures-total"),
        "conventionnement": _texte(action, "conventionnement"),
        "code-financeur": _codes(action, "organisme-financeur/code-financeur"),
        "nb-places-financees": _somme(dites),
        "SIRET-formateur": _texte(action, "organisme-formateur/SIRET-formateur/SIRET"),
    }
    yield "action", communs | champs | {"ligne": action.sourceline}
    for rang, session in enumerate(_tous(action, "session"), start=1):
        bornes = {borne: _texte(session, f"periode/{borne}") for borne in ("debut", "fin")}
        yield (
            "session",
            communs
            | {borne: None if jour in OUVERTES else jour for borne, jour in bornes.items()}
            | {
                "session": session.get("numero") or str(rang),
                "etat-recrutement": _texte(session, "etat-recrutement"),
                "ligne": session.sourceline,
            },
        )


def _somme(places: list[str]) -> str | None:
    """Places of all funders together; what is not a number is left for the check to refuse."""
    if all(place.isdecimal() for place in places):
        return str(sum(map(int, places))) if places else None
    return ";".join(places)


def _tous(element: etree._Element, chemin: str) -> list[etree._Element]:
    """Descendants along a path of local names, whatever the namespace."""
    return element.findall(_de_tout_espace(chemin))


@lru_cache(maxsize=64)
def _de_tout_espace(chemin: str) -> str:
    return "/".join(f"{{*}}{balise}" for balise in chemin.split("/"))


def _texte(element: etree._Element, chemin: str) -> str | None:
    return next((trouve.text for trouve in _tous(element, chemin)), None)


def _codes(element: etree._Element, chemin: str) -> str | None:
    """The codes along a path, joined by semicolons in the order of the file."""
    return ";".join(trouve.text.strip() for trouve in _tous(element, chemin) if trouve.text) or None
