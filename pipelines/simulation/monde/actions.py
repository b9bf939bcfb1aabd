"""Actions of support: the first of a journey after a delay that is the département's own, and those that follow."""

import numpy as np
import polars as pl

from pipelines.simulation.monde.jours import JAMAIS, choix, dates, entre, log_normal, plus_mois
from pipelines.simulation.monde.lieux import Employeurs
from pipelines.simulation.monde.suivi import ORGANISMES, Suivi

MISE_EN_RELATION, IMMERSION = "MISE_EN_RELATION", "IMMERSION"
_TYPES = ["ENTRETIEN_DIAGNOSTIC", "ENTRETIEN", "ATELIER", "PRESTATION", IMMERSION, "ENTREE_FORMATION", MISE_EN_RELATION]
_PREMIERES, _SUIVANTES = [45, 33, 8, 4, 1, 2, 7], [3, 40, 18, 14, 6, 5, 14]
# Hours of an action and its days after the first one, by type
_HEURES, _DUREES = np.array([1, 1, 3, 20, 35, 35, 0]), np.array([0, 0, 0, 28, 9, 44, 0])
_STATUTS = (["REALISEE", "ANNULEE", "PREVUE"], [91, 6, 3])
_COMBIEN = ([0, 1, 2, 3], [48, 30, 14, 8])
_ACCOMPAGNES, _REPETEES, _A_VENIR = 0.85, 0.15, 0.03
# Days from the entry where first actions are planted, before it included; then the end of the journey and the day after
_BORDS, _PART_D_UN_BORD = (-3, 0, 15, 16), 0.015
# Immersions of so many days that end when the job begins, six months before, and one day more
_SIX_MOIS, _PART_AVANT_UN_EMPLOI, _DUREE_AVANT_UN_EMPLOI = 6, 0.015, 4


def agir(suivi: Suivi) -> pl.DataFrame:
    """The frame `action`: a row is unique by person, type, first day and organisation."""
    plantees = _avant_un_emploi(suivi)
    toutes = (_premieres(suivi), _suivantes(suivi), _a_venir(suivi), plantees)
    lesquels, jours, types = (np.concatenate(morceaux) for morceaux in zip(*toutes, strict=True))
    tirage, nombre = suivi.tirage, len(lesquels)
    a_venir, immersion = jours > suivi.dernier, types == _TYPES.index(IMMERSION)
    duree = _DUREES[types] + np.where(_DUREES[types] > 0, entre(tirage, -5, 5, nombre), 0)
    duree[nombre - len(plantees[0]) :] = _DUREE_AVANT_UN_EMPLOI
    pays = suivi.pays(lesquels)
    employeurs = Employeurs.pour(suivi.parametres.personnes)
    frame = pl.DataFrame(
        {
            **suivi.qui(lesquels),
            "type_action": np.array(_TYPES)[types],
            "operateur": choix(tirage, *ORGANISMES, nombre),
            "statut": np.where(a_venir, "PREVUE", choix(tirage, *_STATUTS, nombre)),
            "prescription": dates(np.minimum(jours - choix(tirage, [0, 12], [8, 2], nombre), suivi.dernier)),
            "date_debut": dates(jours),
            "date_fin": dates(jours + duree),
            "heures": _HEURES[types],
            "siret": employeurs.siret(employeurs.tirer(tirage, pays), pays),
            "_immersion": immersion,
        }
    ).with_columns(siret=pl.when("_immersion").then("siret"))
    return frame.unique(["personne", "type_action", "date_debut", "operateur"], keep="first", maintain_order=True)


def _premieres(suivi: Suivi) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The first action of the journeys that begin in the simulated months: registration, day, type (a rank)."""
    tirage, segments = suivi.tirage, suivi.segments
    tetes = suivi.tetes[segments.debut[suivi.tetes] >= suivi.premier]
    nombre, debut, fin = len(tetes), segments.debut[tetes], segments.fin_parcours[tetes]
    ordinaire = debut + log_normal(tirage, suivi.lieux.accompagnement[suivi.pays(tetes)], 0.9, nombre)
    bords = [debut + ecart for ecart in _BORDS] + [fin, fin + 1]
    pile = np.floor(tirage.random(nombre) / _PART_D_UN_BORD).astype(np.int64)
    jours = np.select([pile == rang for rang in range(len(bords))], bords, ordinaire)
    venues = (pile < len(bords)) | ((ordinaire <= fin) & (tirage.random(nombre) < _ACCOMPAGNES))
    venues &= (jours < JAMAIS) & (jours >= suivi.premier) & suivi.passe(tetes, jours)
    types = choix(tirage, list(range(len(_TYPES))), _PREMIERES, nombre)
    return tetes[venues], jours[venues], types[venues]


def _suivantes(suivi: Suivi) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Actions at any time of a registration; some immersions are followed by another, a week later."""
    tirage = suivi.tirage
    lesquels = np.repeat(np.arange(len(suivi.segments)), choix(tirage, *_COMBIEN, len(suivi.segments)))
    jours = suivi.jours(lesquels)
    types = choix(tirage, list(range(len(_TYPES))), _SUIVANTES, len(lesquels))
    encore = (types == _TYPES.index(IMMERSION)) & (tirage.random(len(lesquels)) < _REPETEES)
    lesquels, types = np.concatenate([lesquels, lesquels[encore]]), np.concatenate([types, types[encore]])
    jours = np.concatenate([jours, jours[encore] + 7])
    venues = suivi.passe(lesquels, jours)
    return lesquels[venues], jours[venues], types[venues]


def _a_venir(suivi: Suivi) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Actions planned after the last day, for some of those still registered."""
    tirage, segments = suivi.tirage, suivi.segments
    ouverts = np.flatnonzero(segments.fin == JAMAIS)
    ouverts = ouverts[tirage.random(len(ouverts)) < _A_VENIR]
    jours = suivi.dernier + entre(tirage, 1, 40, len(ouverts))
    vivants = suivi.population.deces[segments.qui[ouverts]] > jours
    types = choix(tirage, list(range(len(_TYPES))), _SUIVANTES, len(ouverts))
    return ouverts[vivants], jours[vivants], types[vivants]


def _avant_un_emploi(suivi: Suivi) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Immersions planted where the six months during which a job counts as a return begin and end."""
    tirage, segments = suivi.tirage, suivi.segments
    lesquels = np.flatnonzero(segments.emploi < JAMAIS)
    emploi = segments.emploi[lesquels]
    six_mois_avant = plus_mois(emploi, -_SIX_MOIS)
    bords = [emploi, six_mois_avant, six_mois_avant - 1]
    pile = np.floor(tirage.random(len(lesquels)) / _PART_AVANT_UN_EMPLOI).astype(np.int64)
    jours = np.select([pile == rang for rang in range(len(bords))], bords, JAMAIS) - _DUREE_AVANT_UN_EMPLOI
    venues = (jours >= np.maximum(segments.debut[lesquels], suivi.premier)) & suivi.passe(lesquels, jours)
    lesquels, jours = lesquels[venues], jours[venues]
    return lesquels, jours, np.full(len(lesquels), _TYPES.index(IMMERSION))
