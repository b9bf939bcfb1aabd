"""Diagnoses, and the constraints they find: detected that day, before or later, and for some lifted."""

import numpy as np
import polars as pl

from pipelines.simulation.monde.jours import JAMAIS, Jours, choix, dates, log_normal
from pipelines.simulation.monde.suivi import ORGANISMES, Suivi

_DIAGNOSTIQUES, _REPRIS, _LEVEES, _LE_MEME_JOUR = 0.68, 0.14, 0.45, 0.12
# Mobility comes first, then family, figures, health…
_NATURES = (
    ["MOBILITE", "FAMILIALE", "NUMERIQUE", "SANTE", "SAVOIRS", "LOGEMENT", "FINANCIERE", "ADMINISTRATIVE"],
    [40, 16, 14, 12, 10, 9, 8, 6],
)
_IMPACTS = (["FORT", "MOYEN", "FAIBLE"], [30, 45, 25])
_COMBIEN = ([0, 1, 2, 3], [62, 22, 11, 5])
_DETECTIONS = ([0, -20, 15, 60], [78, 8, 8, 6])
_BORDS, _PART_D_UN_BORD = (-1, 0), 0.015


def diagnostiquer(suivi: Suivi) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The frames `diagnostic` and `contrainte`."""
    lesquels, jours = (np.concatenate(deux) for deux in zip(_premiers(suivi), _repris(suivi), strict=True))
    colonnes = {**suivi.qui(lesquels), "date_diagnostic": dates(jours)}
    diagnostic = pl.DataFrame({**colonnes, "operateur": choix(suivi.tirage, *ORGANISMES, len(lesquels))})
    cle = ["personne", "date_diagnostic"]
    return diagnostic.unique(cle, keep="first", maintain_order=True), _contraindre(suivi, lesquels, jours)


def _premiers(suivi: Suivi) -> tuple[np.ndarray, Jours]:
    """The first diagnosis of the journeys that begin in the simulated months."""
    tirage, segments = suivi.tirage, suivi.segments
    tetes = suivi.tetes[segments.debut[suivi.tetes] >= suivi.premier]
    nombre, debut, fin = len(tetes), segments.debut[tetes], segments.fin_parcours[tetes]
    ordinaire = debut + log_normal(tirage, 1.1 * suivi.lieux.accompagnement[suivi.pays(tetes)], 0.9, nombre)
    bords = [debut + ecart for ecart in _BORDS] + [fin, fin + 1]
    pile = np.floor(tirage.random(nombre) / _PART_D_UN_BORD).astype(np.int64)
    jours = np.select([pile == rang for rang in range(len(bords))], bords, ordinaire)
    faits = (pile < len(bords)) | ((ordinaire <= fin) & (tirage.random(nombre) < _DIAGNOSTIQUES))
    faits &= (jours < JAMAIS) & (jours >= suivi.premier) & suivi.passe(tetes, jours)
    return tetes[faits], jours[faits]


def _repris(suivi: Suivi) -> tuple[np.ndarray, Jours]:
    """Diagnoses made again, or for the first time, at some day of a registration."""
    lesquels = np.flatnonzero(suivi.tirage.random(len(suivi.segments)) < _REPRIS)
    jours = suivi.jours(lesquels)
    faits = suivi.passe(lesquels, jours)
    return lesquels[faits], jours[faits]


def _contraindre(suivi: Suivi, lesquels: np.ndarray, jours: Jours) -> pl.DataFrame:
    tirage = suivi.tirage
    lignes = np.repeat(np.arange(len(lesquels)), choix(tirage, *_COMBIEN, len(lesquels)))
    lesquels, jours, nombre = lesquels[lignes], jours[lignes], len(lignes)
    detection = jours + choix(tirage, *_DETECTIONS, nombre)
    detection = np.where(suivi.passe(lesquels, detection), detection, jours)
    levee = detection + log_normal(tirage, 110, 0.8, nombre)
    # Two constraints lifted together, or one on the very day it is found
    levee = np.where(tirage.random(nombre) < _LE_MEME_JOUR, np.maximum(jours, detection), levee)
    levee = np.where((tirage.random(nombre) < _LEVEES) & suivi.passe(lesquels, levee), levee, JAMAIS)
    frame = pl.DataFrame(
        {
            **suivi.qui(lesquels),
            "date_diagnostic": dates(jours),
            "nature": choix(tirage, *_NATURES, nombre),
            "impact": choix(tirage, *_IMPACTS, nombre),
            "date_detection": dates(detection),
            "date_levee": dates(levee),
        }
    )
    return frame.unique(["personne", "date_diagnostic", "nature"], keep="first", maintain_order=True)
