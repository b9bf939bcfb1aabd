"""Several measures of one notion, side by side: who each follows, what counts, why it differs from the reference."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboards import etat_url, formats
from dashboards.millesime import Indicateur
from dashboards.vues.chiffres import Chiffre
from dashboards.vues.choix import Demande
from dashboards.vues.definitions import sources

TITRES = {"retour_emploi": "Pourquoi plusieurs chiffres du retour à l’emploi ?"}


@dataclass(frozen=True)
class Mesure:
    """One member; `ici` and `france`: its values at `periode`, in words."""

    titre: str
    periode: str
    ici: str
    france: str
    population: str
    evenement: str
    sources: str
    ecart: str


@dataclass(frozen=True)
class Notion:
    """The members in the order of the release, the reference first; their rows are in the file `lien`."""

    titre: str
    phrase: str
    mesures: tuple[Mesure, ...]
    lien: str
    lien_tableur: str


def notions(demande: Demande, lues: Mapping[str, tuple[Chiffre | None, Chiffre | None]]) -> tuple[Notion, ...]:
    """Those of the release. `lues`: of each indicator, its figure here and in France, at its reference period."""
    membres: dict[str, list[Indicateur]] = {}
    for indicateur in demande.millesime.indicateurs.values():
        if nom := indicateur.champs.get("notion"):
            membres.setdefault(nom["nom"], []).append(indicateur)
    return tuple(_notion(demande, nom, siens, lues) for nom, siens in membres.items())


def de_la_notion(demande: Demande, nom: str) -> tuple[Indicateur, ...]:
    """The measures of a notion, told by the public asked; none for a notion that the release does not know."""
    return tuple(
        i
        for i in demande.millesime.indicateurs.values()
        if (i.champs.get("notion") or {}).get("nom") == nom and demande.etat.dimension in i.dimensions
    )


def _notion(
    demande: Demande,
    nom: str,
    membres: list[Indicateur],
    lues: Mapping[str, tuple[Chiffre | None, Chiffre | None]],
) -> Notion:
    lien = etat_url.telechargement(demande.etat, f"notion_{nom}", demande.etat.rythme, demande.millesime.nom)
    return Notion(
        titre=TITRES[nom],
        phrase=(
            "Ces mesures sont toutes justes et ne disent pas la même chose : elles ne suivent pas les mêmes personnes, "
            "ou ne comptent pas le même emploi. Ne comparez une mesure qu’à elle-même, d’un territoire ou d’une "
            "période à l’autre."
        ),
        mesures=tuple(_mesure(i, *lues[i.indicateur]) for i in membres),
        lien=lien,
        lien_tableur=f"{lien}&format=tableur",
    )


def _mesure(indicateur: Indicateur, ici: Chiffre | None, france: Chiffre | None) -> Mesure:
    mots = {champ: formats.apostrophe(texte) for champ, texte in indicateur.champs["notion"].items()}
    return Mesure(
        titre=formats.apostrophe(indicateur.titre),
        periode=formats.majuscule(france.periode.long) if france else "—",
        ici=_texte(ici),
        france=_texte(france),
        population=mots["population"],
        evenement=mots["evenement"],
        sources=sources(indicateur),
        ecart=mots["ecart"],
    )


def _texte(chiffre: Chiffre | None) -> str:
    return chiffre.texte if chiffre else "—"
