"""Surveys of satisfaction: who is asked what, with which weight, and who answers, soon, late, or never.

A quarter asks nothing in its first month. The scale is of four levels, or from 0 to 10.
"""

import numpy as np
import polars as pl

from pipelines.simulation.monde.jours import JAMAIS, Hasard, Jours, choix, dates, entre, hasard, jour, mois_de
from pipelines.simulation.monde.lieux import Employeurs, Lieux
from pipelines.simulation.monde.modele import Parametres
from pipelines.simulation.monde.suivi import Suivi

SATISFACTION_GLOBALE = "satisfaction_globale"
_QUESTIONS = ([SATISFACTION_GLOBALE, "recommandation"], [85, 15])
_ECHELLES = (["4", "10"], [70, 30])
_DE_UN_A_QUATRE = ([1, 2, 3, 4], [9, 17, 46, 28])
_DE_ZERO_A_DIX = (list(range(11)), [3, 2, 3, 4, 5, 9, 11, 18, 21, 13, 11])
_PERSONNES, _ENCORE, _APRES_LA_FIN, _SANS_COMMUNE = 0.6, 0.12, 0.05, 0.3
# Times an establishment is asked in a year
_ENVOIS, _SANS_ADRESSE = ([0, 1, 2, 3], [25, 40, 25, 10]), 0.01
_REPONDENT_PERSONNES, _REPONDENT_ENTREPRISES = 0.42, 0.33
# Answers planted on the last day that counts and on the day after
_LIMITE, _PART_D_UN_BORD, _TARDIVES = 30, 0.03, 0.06


def interroger_des_personnes(suivi: Suivi) -> pl.DataFrame:
    """The frame `personne_interrogee`: persons asked while registered, on the edges of it, or some days after."""
    tirage, nombre = suivi.tirage, len(suivi.segments)
    lesquels = np.flatnonzero(tirage.random(nombre) < _PERSONNES)
    jours = suivi.jours(lesquels)
    partis = (suivi.segments.fin[lesquels] < JAMAIS) & (tirage.random(len(lesquels)) < _APRES_LA_FIN)
    jours = np.where(partis, suivi.segments.fin[lesquels] + entre(tirage, 20, 200, len(lesquels)), jours)
    encore = tirage.random(len(lesquels)) < _ENCORE
    lesquels = np.concatenate([lesquels, lesquels[encore]])
    jours = np.concatenate([jours, jours[encore] + 6])
    venus = _hors_du_premier_mois(jours) & (jours >= suivi.premier) & suivi.passe(lesquels, jours)
    lesquels, jours = lesquels[venus], jours[venus]
    commune = suivi.lieux.codes(
        tirage, suivi.population.commune_le(suivi.segments.qui[lesquels], jours), part_inconnue=_SANS_COMMUNE
    )
    frame = pl.DataFrame(
        {
            "personne": suivi.qui(lesquels)["personne"],
            "commune": commune,
            **_demander(tirage, jours, suivi.dernier, _REPONDENT_PERSONNES),
        }
    )
    return frame.unique(["personne", "question", "date_envoi"], keep="first", maintain_order=True)


def interroger_des_entreprises(parametres: Parametres, rang: int, lieux: Lieux) -> pl.DataFrame:
    """The frame `entreprise_interrogee`; an employer is asked by one block alone, wherever it has an establishment."""
    tirage, employeurs = (
        hasard(parametres.graine, rang, "enquetes d'entreprises"),
        Employeurs.pour(parametres.personnes),
    )
    pays, siren = employeurs.du_bloc(rang, parametres.blocs, len(lieux.departements))
    commune = lieux.tirer_dans(tirage, pays)
    premier, dernier = jour(parametres.premier_mois), jour(parametres.dernier_jour)
    lesquels = np.repeat(np.arange(len(pays)), choix(tirage, *_ENVOIS, len(pays)) * -(-parametres.mois // 12))
    jours = entre(tirage, premier, dernier, len(lesquels))
    encore = tirage.random(len(lesquels)) < _ENCORE
    lesquels, jours = np.concatenate([lesquels, lesquels[encore]]), np.concatenate([jours, jours[encore] + 4])
    venus = _hors_du_premier_mois(jours) & (jours <= dernier)
    lesquels, jours = lesquels[venus], jours[venus]
    frame = pl.DataFrame(
        {
            "siret": employeurs.siret(siren[lesquels], pays[lesquels]),
            "commune": lieux.codes(tirage, commune[lesquels], part_inconnue=_SANS_ADRESSE),
            **_demander(tirage, jours, dernier, _REPONDENT_ENTREPRISES),
        }
    )
    return frame.unique(["siret", "question", "date_envoi"], keep="first", maintain_order=True)


def _hors_du_premier_mois(jours: Jours) -> np.ndarray:
    return mois_de(jours) % 3 != 0


def _demander(tirage: Hasard, jours: Jours, dernier: int, repondent: float) -> dict[str, np.ndarray | pl.Series]:
    """What is asked on these days, and the answers that come before the world ends."""
    nombre = len(jours)
    echelle = choix(tirage, *_ECHELLES, nombre)
    reponse = np.where(echelle == "4", choix(tirage, *_DE_UN_A_QUATRE, nombre), choix(tirage, *_DE_ZERO_A_DIX, nombre))
    delai, pile = entre(tirage, 0, _LIMITE - 1, nombre), tirage.random(nombre)
    delai = np.where(pile < _PART_D_UN_BORD, _LIMITE, delai)
    delai = np.where((pile >= _PART_D_UN_BORD) & (pile < 2 * _PART_D_UN_BORD), _LIMITE + 1, delai)
    delai = np.where(pile > 1 - _TARDIVES, _LIMITE + entre(tirage, 2, 60, nombre), delai)
    quand = np.where(tirage.random(nombre) < repondent, jours + delai, JAMAIS)
    quand = np.where(quand <= dernier, quand, JAMAIS)
    repondu = pl.Series(quand < JAMAIS)
    poids = pl.Series(np.round(np.exp(0.5 * tirage.standard_normal(nombre)), 4))
    return {
        "question": choix(tirage, *_QUESTIONS, nombre),
        "echelle": echelle,
        "reponse": pl.select(pl.when(repondu).then(pl.Series(reponse))).to_series(),
        "poids": poids,
        "date_envoi": dates(jours),
        "date_reponse": dates(quand),
    }
