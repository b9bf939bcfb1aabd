"""What the address asks for, held against what the release holds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboards import etat_url, formats, millesime
from dashboards.etat_url import ENSEMBLE, GLISSANT, Etat
from dashboards.millesime import NIVEAUX, Millesime, Territoire
from dashboards.vues.periodes import MOIS


@dataclass(frozen=True)
class Demande:
    """One release, one state that it can show, and a sentence for each thing asked that it cannot."""

    millesime: Millesime
    etat: Etat
    avis: tuple[str, ...]

    @property
    def territoire(self) -> Territoire:
        return self.millesime.territoires[self.etat.territoire]

    @property
    def public(self) -> str:
        return f"{self.etat.dimension}:{self.etat.modalite}"


def lire(parametres: Mapping[str, str]) -> Demande:
    """Read the parameters of an address; what names nothing is said and replaced by the default."""
    etat, avis = etat_url.lire(parametres)
    avis = list(avis)
    version = millesime.choisir(etat.millesime)
    if version is None:
        avis.append(etat_url.refus("millesime", etat.millesime or ""))
        etat, version = replace(etat, millesime=None), millesime.courant()
    if etat.territoire not in version.territoires:
        avis.append(etat_url.refus("t", etat.territoire))
        etat = replace(etat, territoire="france")
    if etat.modalite not in version.dimensions.get(etat.dimension, {}).get("modalites", {}):
        avis.append(etat_url.refus("p", f"{etat.dimension}:{etat.modalite}"))
        etat = replace(etat, dimension=ENSEMBLE, modalite=ENSEMBLE)
    if version.territoires[etat.territoire].niveau == "local" and etat.dimension != ENSEMBLE and etat.rythme == MOIS:
        avis.append("Les publics d’un comité local sont publiés sur 12 mois : la page les montre ainsi.")
        etat = replace(etat, rythme=GLISSANT)
    if etat.indicateur and etat.indicateur not in version.indicateurs:
        avis.append(etat_url.refus("i", etat.indicateur))
        etat = replace(etat, indicateur=None)
    return Demande(version, etat, tuple(avis))


def publics(version: Millesime) -> dict[str, str]:
    """Every public that can be chosen: `sexe:F` → « Sexe : Femmes »."""
    choix = {}
    for dimension, mots in version.dimensions.items():
        for modalite, libelle in mots["modalites"].items():
            nom = libelle if dimension == ENSEMBLE else f"{mots['titre']} : {libelle}"
            choix[f"{dimension}:{modalite}"] = formats.apostrophe(nom)
    return choix


def noms(version: Millesime) -> dict[str, str]:
    """Every territory that can be chosen, by level then by name: `dep-59` → « Nord (59) »."""
    ordre = sorted(version.territoires.values(), key=lambda t: (NIVEAUX.index(t.niveau), formats.simple(t.nom), t.code))
    return {t.adresse: nom_complet(t) for t in ordre}


def avec_public(etat: Etat, public: str) -> Etat:
    dimension, _, modalite = public.partition(":")
    return replace(etat, dimension=dimension, modalite=modalite)


def nom_complet(territoire: Territoire) -> str:
    """For selectors: the name with its code; a committee's own code says nothing to a reader."""
    if territoire.niveau == "national":
        return "France"
    nom = formats.apostrophe(territoire.nom)
    genre = {"region": "région", "departement": territoire.code, "local": "comité local"}[territoire.niveau]
    return f"{nom} ({genre})"
