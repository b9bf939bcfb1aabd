"""Trainings: most begin while registered, some before, after, or on the very day the registration ends."""

import numpy as np
import polars as pl

from pipelines.simulation.monde.inscriptions import Segments
from pipelines.simulation.monde.jours import JAMAIS, choix, dates, entre, hasard, jour, log_normal, mois_de
from pipelines.simulation.monde.lieux import Lieux, chiffres
from pipelines.simulation.monde.modele import Parametres
from pipelines.simulation.monde.population import Population

_PART = 0.042
_DISPOSITIFS = (["AFC", "AIF", "POEC", "POEI", "AFPR", "BEN"], [40, 22, 13, 10, 8, 7])
_FINANCEURS = (["4", "2", "4;10", "0", "10", "2;4"], [40, 25, 12, 8, 8, 7])
_FORMACODES = ["42093", "31768", "15081", "35066", "44028", "31795", "22254", "34566"]


def former(parametres: Parametres, rang: int, population: Population, segments: Segments, lieux: Lieux) -> pl.DataFrame:
    """The frame `formation`; an entry that is null never took place or is still to come."""
    tirage = hasard(parametres.graine, rang, "formations")
    premier, dernier = jour(parametres.premier_mois), jour(parametres.dernier_jour)
    lesquels = np.flatnonzero(tirage.random(len(segments)) < _PART)
    lesquels = np.concatenate([lesquels, lesquels[tirage.random(len(lesquels)) < 0.08]])
    qui, fin = segments.qui[lesquels], segments.fin[lesquels]
    nombre = len(lesquels)
    debut = np.maximum(segments.debut[lesquels], premier)
    borne = np.minimum(fin, dernier)
    entree = debut + np.floor((borne - debut) * tirage.random(nombre)).astype(np.int64)
    pile = tirage.random(nombre)
    entree = np.where((pile < 0.04) & (fin < JAMAIS), fin, entree)
    entree = np.where((pile > 0.97) & (fin < JAMAIS), fin + 5, entree)
    entree = np.where((pile > 0.94) & (pile < 0.96), debut, entree)
    prevu = entree - choix(tirage, [0, 1, 7], [80, 12, 8], nombre)
    prevu = np.where(tirage.random(nombre) < 0.03, dernier + entre(tirage, 1, 60, nombre), prevu)
    venu = (tirage.random(nombre) > 0.05) & (prevu <= dernier) & (entree <= dernier) & (entree < population.deces[qui])
    terme = prevu + 10 + log_normal(tirage, 60, 0.7, nombre)
    abandon = np.where(tirage.random(nombre) < 0.09, entree + entre(tirage, 2, 40, nombre), JAMAIS)
    abandon = np.where(venu & (abandon < terme) & (abandon <= dernier), abandon, JAMAIS)
    sortie = np.where(abandon < JAMAIS, abandon, np.maximum(terme, entree))
    commune = lieux.tirer_dans(tirage, lieux.departement_de[population.commune_le(qui, entree)])
    session = (mois_de(prevu) - mois_de(np.array([premier]))) * 40 + entre(tirage, 0, 39, nombre) + 1_000
    return pl.DataFrame(
        {
            "personne": population.numero[qui].astype(np.int32),
            "session": "SE_" + chiffres(session, 6),
            "dispositif": choix(tirage, *_DISPOSITIFS, nombre),
            "formacode": choix(tirage, _FORMACODES, [1] * len(_FORMACODES), nombre),
            "financeurs": choix(tirage, *_FINANCEURS, nombre),
            "commune_lieu": lieux.communes[commune],
            "debut_prevu": dates(prevu),
            "fin_prevue": dates(terme),
            "entree": dates(np.where(venu, entree, JAMAIS)),
            "abandon": dates(abandon),
            "sortie": dates(np.where(venu & (sortie <= dernier), sortie, JAMAIS)),
        }
    ).unique(["personne", "session"], keep="first", maintain_order=True)
