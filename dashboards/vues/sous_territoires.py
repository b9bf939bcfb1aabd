"""The territories inside one, side by side for one indicator: values with their intervals, no rank."""

from dataclasses import dataclass, replace

from dashboards import etat_url, formats, textes
from dashboards.millesime import Indicateur, Territoire
from dashboards.vues import comparaisons
from dashboards.vues.chiffres import Chiffre, lire
from dashboards.vues.choix import Demande
from dashboards.vues.periodes import Periode

INDICATEUR_PAR_DEFAUT = "retour_emploi_6m"


@dataclass(frozen=True)
class Ligne:
    """One territory. `ecart`: with the territory that contains it, in words."""

    nom: str
    lien: str
    chiffre: Chiffre
    ecart: str


@dataclass(frozen=True)
class SousTerritoires:
    """A table and the chart before it."""

    titre: str
    colonne: str
    indicateur: Indicateur
    periode: Periode | None
    phrase: str
    ensemble_nom: str
    ensemble: Chiffre | None
    lignes: tuple[Ligne, ...]
    lien: str | None

    @property
    def alternative(self) -> str:
        return f"Points avec leur intervalle : {self.phrase} Les mêmes chiffres sont dans le tableau qui suit."


def indicateur_compare(demande: Demande) -> Indicateur:
    """The one asked, or the first headline of the release."""
    choisis = demande.millesime.indicateurs
    return choisis.get(demande.etat.indicateur or INDICATEUR_PAR_DEFAUT) or next(iter(choisis.values()))


def sous_territoires(demande: Demande, periode: Periode | None, ensemble: Chiffre | None) -> SousTerritoires | None:
    """Those of the next level for the indicator compared, at its reference period; None for a committee."""
    enfants = demande.millesime.enfants(demande.territoire)
    if not enfants:
        return None
    titre, entre, colonne = textes.SOUS_NIVEAUX[enfants[0].niveau]
    indicateur = indicateur_compare(demande)
    lus = lire_enfants(demande, indicateur, enfants, periode) if periode else {}
    lignes = tuple(
        Ligne(
            nom=formats.apostrophe(t.nom),
            lien=etat_url.lien(replace(demande.etat, territoire=t.adresse)),
            chiffre=lus[t.cle],
            ecart=_ecart(lus[t.cle], ensemble),
        )
        for t in enfants
        if t.cle in lus
    )
    lien = etat_url.telechargement(demande.etat, indicateur.indicateur, demande.etat.rythme, demande.millesime.nom)
    return SousTerritoires(
        titre=titre,
        colonne=colonne,
        indicateur=indicateur,
        periode=periode,
        phrase=_phrase(entre, indicateur, lignes),
        ensemble_nom=formats.apostrophe(demande.territoire.nom),
        ensemble=ensemble,
        lignes=lignes,
        lien=f"{lien}&detail=territoires" if lignes else None,
    )


def lire_enfants(
    demande: Demande, indicateur: Indicateur, enfants: tuple[Territoire, ...], periode: Periode
) -> dict[tuple[str, str], Chiffre]:
    """The figure of each territory at that period."""
    etat = demande.etat
    lignes = demande.millesime.lignes_du_niveau(
        enfants[0].niveau, indicateur.indicateur, etat.rythme, etat.dimension, etat.modalite
    )
    cles = {t.cle for t in enfants}
    return {
        (ligne["territoire_niveau"], ligne["territoire_code"]): lire(indicateur, ligne)
        for ligne in lignes.iter_rows(named=True)
        if ligne["periode_debut"] == periode.debut and (ligne["territoire_niveau"], ligne["territoire_code"]) in cles
    }


def _ecart(chiffre: Chiffre, ensemble: Chiffre | None) -> str:
    if not chiffre.connu or ensemble is None or not ensemble.connu:
        return ""
    if chiffre.forme == "effectif":
        return comparaisons.part_du_total(chiffre.valeur, ensemble.valeur) if ensemble.valeur else ""
    return comparaisons.ecart(chiffre, ensemble) or ""


def _phrase(entre: str, indicateur: Indicateur, lignes: tuple[Ligne, ...]) -> str:
    """« Entre régions, Retour à l’emploi à 6 mois : de 38,2 % (Hauts-de-France) à 45,1 % (Bretagne). »"""
    connus = sorted((ligne for ligne in lignes if ligne.chiffre.connu), key=lambda ligne: ligne.chiffre.valeur)
    nom = formats.apostrophe(indicateur.titre_court).lower()
    if not connus:
        return f"{entre}, {nom} : aucune valeur publiée pour ce choix."
    bas, haut = connus[0], connus[-1]
    if len(connus) == 1:
        return f"{nom[:1].upper()}{nom[1:]} : {bas.chiffre.texte} ({bas.nom})."
    return f"{entre}, {nom} : de {bas.chiffre.texte} ({bas.nom}) à {haut.chiffre.texte} ({haut.nom})."
