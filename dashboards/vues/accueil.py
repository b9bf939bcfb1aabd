"""The first page: which committee, and the national situation in three sentences."""

from dataclasses import dataclass
from datetime import date

from dashboards import etat_url, formats
from dashboards.etat_url import Etat
from dashboards.millesime import Millesime, Territoire
from dashboards.vues.choix import Demande
from dashboards.vues.fiche import fiche


@dataclass(frozen=True)
class Accueil:
    """`regions`: name and address of each région, in the order of names."""

    phrases: tuple[str, ...]
    publication: str
    regions: tuple[tuple[str, str], ...]
    nombres: str


def accueil(version: Millesime, millesime_fige: str | None) -> Accueil:
    etat = Etat(millesime=millesime_fige)
    france = version.territoires["france"]
    nationale = fiche(Demande(version, etat, ()))
    return Accueil(
        phrases=nationale.phrases,
        publication=formats.date_longue(date.fromisoformat(version.date_observation)),
        regions=tuple((formats.apostrophe(t.nom), lien(t, millesime_fige)) for t in version.enfants(france)),
        nombres=_nombres(version),
    )


def lien(territoire: Territoire, millesime_fige: str | None) -> str:
    return etat_url.lien(Etat(territoire=territoire.adresse, millesime=millesime_fige))


def _nombres(version: Millesime) -> str:
    niveaux = [t.niveau for t in version.territoires.values()]
    regions, departements, locaux = (niveaux.count(n) for n in ("region", "departement", "local"))
    return f"{regions} régions, {departements} départements, {locaux} comités locaux"
