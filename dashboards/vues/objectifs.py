"""The objectives of a territory and the actions of its plan, in sentences. There is no target but their authors'."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from dashboards import formats, textes
from dashboards.etat_url import ENSEMBLE
from dashboards.millesime import Indicateur, Millesime, Territoire
from dashboards.vues.chiffres import SEUIL_PART, dire
from dashboards.vues.choix import publics
from dashboards.vues.periodes import Periode

TEMPS_ENTIERS = {0: "la période de l’objectif n’avait pas commencé", 1: "la période de l’objectif est achevée"}
_COMPTES = ("ouvertes", "faites", "abandonnees", "en_retard", "sans_nouvelles", "etapes", "etapes_faites")
_OBJECTIFS, _ACTIONS = "objectifs.parquet", "actions_de_plan.parquet"


@dataclass(frozen=True)
class Objectif:
    """One objective: what it is about, where it stands in two words, from where to where, how far, and whose it is."""

    titre: str
    etat: str
    phrase: str
    avancement: str
    origine: str


@dataclass(frozen=True)
class Objectifs:
    """The block of a sheet. `passes`: those whose period is over. `plan`: its actions in one line, if there is one."""

    resume: str
    en_cours: tuple[Objectif, ...]
    passes: tuple[Objectif, ...]
    plan: str | None


def objectifs(version: Millesime, territoire: Territoire) -> Objectifs | None:
    """In the order of the catalogue, the latest to end first; None for a release older than these files."""
    if not (version.dossier / _OBJECTIFS).exists():
        return None
    ordre = {nom: rang for rang, nom in enumerate(version.indicateurs)}
    lignes = sorted(
        _lignes(version, _OBJECTIFS, territoire),
        key=lambda ligne: (-ligne["periode_fin"].toordinal(), ordre.get(ligne["indicateur"], len(ordre))),
    )
    observation = date.fromisoformat(version.date_observation)
    en_cours = [ligne for ligne in lignes if ligne["periode_fin"] >= observation]
    passes = lignes[len(en_cours) :]
    return Objectifs(
        resume=_resume(en_cours, passes, territoire),
        en_cours=tuple(_objectif(version, ligne, "est") for ligne in en_cours),
        passes=tuple(_objectif(version, ligne, "était") for ligne in passes),
        plan=_plan(_lignes(version, _ACTIONS, territoire)),
    )


def _lignes(version: Millesime, fichier: str, territoire: Territoire) -> list[dict[str, Any]]:
    ici = pl.col("territoire_niveau").eq(territoire.niveau) & pl.col("territoire_code").eq(territoire.code)
    return pl.scan_parquet(version.dossier / fichier).filter(ici).collect().to_dicts()


def _resume(lignes: list[dict], passes: list[dict], territoire: Territoire) -> str:
    if not lignes:
        return (
            f"Aucun objectif n’est {'en cours' if passes else 'fixé'} pour {textes.NIVEAU_DEFINI[territoire.niveau]}."
        )
    comptes = {etat: sum(ligne["etat"] == etat for ligne in lignes) for etat in textes.ETATS_COMPTES}
    dits = [f"{n} {textes.ETATS_COMPTES[etat][n > 1]}" for etat, n in comptes.items() if n]
    return f"{len(lignes)} objectif{'s' if len(lignes) > 1 else ''} : {', '.join(dits)}."


def _objectif(version: Millesime, ligne: dict, verbe: str) -> Objectif:
    indicateur = version.indicateurs.get(ligne["indicateur"])
    return Objectif(
        titre=_titre(version, indicateur, ligne),
        etat=textes.ETATS[ligne["etat"]],
        phrase=_phrase(indicateur, ligne, verbe),
        avancement=_avancement(ligne) if ligne["motif"] is None else _raison(indicateur, ligne["motif"]),
        origine=_origine(ligne),
    )


def _titre(version: Millesime, indicateur: Indicateur | None, ligne: dict) -> str:
    titre = indicateur.titre if indicateur else f"« {ligne['indicateur']} »"
    if ligne["dimension"] != ENSEMBLE:
        code = f"{ligne['dimension']}:{ligne['modalite']}"
        titre += f" – {publics(version).get(code, code)}"
    return formats.apostrophe(titre)


def _phrase(indicateur: Indicateur | None, ligne: dict, verbe: str) -> str:
    depart, cible = (_visee(indicateur, ligne[nom]) for nom in ("valeur_initiale", "valeur_cible"))
    cible = f"la cible {verbe} de {cible} au {formats.date_longue(ligne['periode_fin'])}"
    sans_mesure = f"Le départ {verbe} de {depart}, {cible}."
    if indicateur is None or ligne["valeur_actuelle"] is None:
        return sans_mesure
    periode = Periode(ligne["valeur_periode_debut"], ligne["valeur_periode_type"], indicateur.dernier_mois)
    actuelle = _avec_unite(indicateur, dire(indicateur.forme, indicateur.unite, ligne["valeur_actuelle"]))
    if ligne["motif"]:
        return f"{sans_mesure} Valeur publiée : {actuelle} ({periode.long})."
    return f"Parti de {depart}, le territoire {verbe} à {actuelle} ({periode.long}) ; {cible}."


def _visee(indicateur: Indicateur | None, valeur: float) -> str:
    """A value that the author gives: it is nobody's, and said as it is (a 0 is a 0)."""
    if indicateur is None:
        return f"{valeur:g}".replace(".", ",")
    if indicateur.forme == "effectif":
        return _avec_unite(indicateur, formats.nombre(valeur))
    return dire(indicateur.forme, indicateur.unite, valeur)


def _avec_unite(indicateur: Indicateur, texte: str) -> str:
    return f"{texte} {formats.apostrophe(indicateur.compte)}" if indicateur.forme == "effectif" else texte


def _avancement(ligne: dict) -> str:
    avancement, part = ligne["avancement"], ligne["part_ecoulee"]
    if avancement >= 1:
        return "La cible est dépassée." if avancement > 1 else "La cible est atteinte."
    temps = f"{_pour_cent(part)} du temps est passé"
    if part in TEMPS_ENTIERS:
        temps = TEMPS_ENTIERS[part]
    if avancement < 0:
        return f"La valeur s’est éloignée de la cible, alors que {temps}."
    return f"{_pour_cent(avancement)} du chemin est fait, alors que {temps}."


def _pour_cent(fraction: float) -> str:
    """Whole and rounded down: 99,95 % of the way is not the whole way."""
    return formats.pourcentage(math.floor(round(100 * fraction, 2)) / 100, 0)


def _raison(indicateur: Indicateur | None, motif: str) -> str:
    phrase = textes.OBJECTIF_SANS_MESURE.get(motif) or textes.MOTIFS[motif]
    return phrase.format(unites=indicateur.compte if indicateur else "cas", seuil=SEUIL_PART)


def _origine(ligne: dict) -> str:
    instrument = f" Instrument : {ligne['instrument']}." if ligne["instrument"] else ""
    jour = formats.date_longue(ligne["date_decision"])
    return formats.apostrophe(f"Auteur : {ligne['auteur']}.{instrument} Décision du {jour}.")


def _plan(themes: list[dict]) -> str | None:
    """Every theme together: acts of organisations add up."""
    if not themes:
        return None
    total = {nom: sum(theme[nom] for theme in themes) for nom in _COMPTES}
    reserves = [
        f"{total['en_retard']} en retard" if total["en_retard"] else "",
        f"{total['sans_nouvelles']} sans mise à jour depuis 30 jours" if total["sans_nouvelles"] else "",
    ]
    reserves = " et ".join(filter(None, reserves))
    ouvertes = _actions(total["ouvertes"], "action ouverte", "actions ouvertes") + (
        f", dont {reserves}" if reserves else ""
    )
    dits = [ouvertes, _actions(total["faites"], "faite", "faites")]
    if total["abandonnees"]:
        dits.append(_actions(total["abandonnees"], "abandonnée", "abandonnées"))
    suivies = total["ouvertes"] + total["faites"]
    if suivies and total["etapes"]:
        faites, etapes = (total[nom] / suivies for nom in ("etapes_faites", "etapes"))
        mots = "étapes faites" if round(faites, 1) >= 2 else "étape faite"
        dits.append(f"en moyenne {formats.nombre(faites, 1)} {mots} sur {formats.nombre(etapes, 1)} par action")
    return f"Plan d’action : {' ; '.join(dits)}."


def _actions(nombre: int, singulier: str, pluriel: str) -> str:
    return f"{formats.nombre(nombre) if nombre else 'aucune'} {pluriel if nombre > 1 else singulier}"
