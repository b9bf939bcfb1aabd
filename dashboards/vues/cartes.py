"""A card: one figure with everything needed not to misread it, always in the same order."""

from dataclasses import dataclass

from dashboards import etat_url, formats, textes
from dashboards.etat_url import ENSEMBLE
from dashboards.millesime import Indicateur, Territoire
from dashboards.vues import comparaisons
from dashboards.vues.chiffres import PARTS, POUR_1000, SOLDE, Chiffre
from dashboards.vues.choix import Demande
from dashboards.vues.comparaisons import Comparaison
from dashboards.vues.definitions import Definition, definition
from dashboards.vues.periodes import dans_la_phrase

SANS_PUBLIC = "Cet indicateur n’est pas décliné pour le public choisi."


@dataclass(frozen=True)
class Carte:
    """Name · value with unit · comparisons · status · date · definition · file."""

    indicateur: str
    tete: bool
    titre: str
    valeur: str
    unite: str
    connu: bool
    raison: str | None
    periode: str
    comptes: str | None
    intervalle: str | None
    comparaisons: tuple[Comparaison, ...]
    statuts: tuple[str, ...]
    definition: Definition
    lien: str | None


def carte(
    demande: Demande,
    indicateur: Indicateur,
    chiffre: Chiffre | None,
    avant: Chiffre | None,
    autres: tuple[tuple[Territoire, Chiffre | None], ...],
) -> Carte:
    """The card of an indicator at its reference period. `avant`: a year before; `autres`: the wider territories."""
    lignes, indicateur = [], indicateur.en(demande.territoire)
    if chiffre is not None and chiffre.connu:
        lignes = [comparaisons.avec(formats.apostrophe(t.nom), chiffre, c) for t, c in autres if c is not None]
        lignes.append(comparaisons.sur_un_an(indicateur, chiffre, avant))
    etat, version = demande.etat, demande.millesime
    return Carte(
        indicateur=indicateur.indicateur,
        tete=indicateur.tete,
        titre=formats.apostrophe(indicateur.titre),
        valeur=chiffre.texte if chiffre else "Sans objet",
        unite=chiffre.unite if chiffre else "",
        connu=bool(chiffre and chiffre.connu),
        raison=chiffre.raison if chiffre else _sans_public(demande, indicateur),
        periode=formats.majuscule(chiffre.periode.long) if chiffre else "",
        comptes=chiffre.comptes if chiffre else None,
        intervalle=chiffre.intervalle if chiffre and chiffre.incertain else None,
        comparaisons=tuple(lignes),
        statuts=_statuts(indicateur, chiffre),
        definition=definition(indicateur),
        lien=etat_url.telechargement(etat, indicateur.indicateur, etat.rythme, version.nom) if chiffre else None,
    )


def _sans_public(demande: Demande, indicateur: Indicateur) -> str:
    """Why there is no figure for the chosen public; a répartition says where its own are."""
    if ENSEMBLE in indicateur.dimensions:
        return SANS_PUBLIC
    titres = " ou ".join(demande.millesime.dimensions[nom]["titre"] for nom in indicateur.dimensions)
    return f"Cet indicateur est une répartition : choisir un public de « {formats.apostrophe(titres)} »."


def _statuts(indicateur: Indicateur, chiffre: Chiffre | None) -> tuple[str, ...]:
    """What a reader must know before using the figure; nothing when there is nothing to say."""
    if chiffre is None or not chiffre.connu:
        return ()
    statuts = []
    if chiffre.provisoire:
        statuts.append(textes.PROVISOIRE)
    if chiffre.effectif_faible:
        statuts.append(textes.EFFECTIF_FAIBLE)
    if any(chiffre.periode.place(jour) == 0 for jour in comparaisons.dates_de_rupture(indicateur)):
        statuts.append(textes.A_CHEVAL)
    return tuple(statuts)


def phrase(indicateur: Indicateur, chiffre: Chiffre | None, territoire: Territoire, avant: Chiffre | None) -> str:
    """The sentence of the catalogue with its figure: « En France, sur 100 personnes inscrites entre …, 42,6 ont … »."""
    lieu = formats.majuscule(formats.apostrophe(territoire.nom_locatif))
    if chiffre is None or chiffre.valeur is None:
        raison = (chiffre.raison if chiffre else None) or SANS_PUBLIC
        return f"{lieu}, {formats.apostrophe(indicateur.titre_court).lower()} : pas de chiffre. {raison}"
    valeur = chiffre.texte
    if indicateur.forme in PARTS and indicateur.unite != SOLDE:
        base = 1_000 if indicateur.unite == POUR_1000 else 100
        valeur = formats.nombre(base * chiffre.valeur, chiffre.decimales)
    texte = dans_la_phrase(indicateur.phrase, chiffre.periode)
    texte = formats.apostrophe(texte.replace("{valeur}", valeur).replace("{territoire}", territoire.nom_article))
    suite = comparaisons.sur_un_an(indicateur.en(territoire), chiffre, avant).ecart
    fin = f" ({suite} qu’un an plus tôt)." if suite.endswith((" plus", " moins")) else "."
    return f"{lieu}, {texte[:1].lower()}{texte[1:].rstrip('.')}{fin}"
