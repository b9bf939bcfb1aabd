"""Breaches of duties and what follows: reductions, suspensions, suppressions, strikings off, resumptions."""

import numpy as np
import polars as pl

from pipelines.simulation.monde.inscriptions import RADIATION
from pipelines.simulation.monde.jours import JAMAIS, Jours, choix, dates, entre
from pipelines.simulation.monde.lieux import chiffres
from pipelines.simulation.monde.suivi import Suivi

_MANQUEMENT, _REPRISE = "MANQUEMENT", "REPRISE"
_NATURES = ([_MANQUEMENT, "REDUCTION", "SUSPENSION", "SUPPRESSION"], [52, 18, 19, 11])
_CONCERNES, _REPETES, _REPRIS, _JEUNES = 0.13, 0.2, 0.7, 0.08
# Seven in ten are missed appointments
_MANQUEMENTS = (
    ["ABSENCE_RENDEZ_VOUS", "ABSENCE_ACTION", "RECHERCHE_INSUFFISANTE", "NON_RESPECT_CONTRAT_ENGAGEMENT", "AUTRE"],
    [70, 16, 9, 3, 2],
)
_CONTRADICTOIRE = 15
_TAUX, _DUREES = ([30, 50, 80], [50, 30, 20]), ([1, 2, 4], [60, 30, 10])


def sanctionner(suivi: Suivi) -> pl.DataFrame:
    """The frame `acte`: an act belongs to one registration, and is told by its département."""
    lesquels, jours, natures = (
        np.concatenate(morceaux) for morceaux in zip(_decides(suivi), _radiations(suivi), strict=True)
    )
    tirage, nombre = suivi.tirage, len(lesquels)
    notifie = ~np.isin(natures, [_MANQUEMENT, _REPRISE])
    taux, duree = choix(tirage, *_TAUX, nombre), choix(tirage, *_DUREES, nombre)
    baisse = np.isin(natures, ["REDUCTION", "SUSPENSION"])
    constat = np.where(natures == _MANQUEMENT, jours, np.where(notifie, jours - _CONTRADICTOIRE, JAMAIS))
    frame = pl.DataFrame(
        {
            **suivi.qui(lesquels),
            "regime": np.where(tirage.random(nombre) < _JEUNES, "CEJ", "DE"),
            "nature": natures,
            "manquement": choix(tirage, *_MANQUEMENTS, nombre),
            "constat": dates(constat),
            "notification": dates(np.where(notifie, jours - entre(tirage, 0, 8, nombre), JAMAIS)),
            "date_effet": dates(jours),
            "date_fin": dates(np.where(baisse, jours + 30 * duree - 1, JAMAIS)),
            "taux": taux,
            "duree_mois": duree,
            "_baisse": baisse,
        }
    ).with_columns(
        pl.when("_baisse").then("taux").alias("taux"),
        pl.when("_baisse").then("duree_mois").alias("duree_mois"),
        manquement=pl.when(pl.col("nature") != _REPRISE).then("manquement"),
        _rang=pl.int_range(1, pl.len() + 1).over("personne"),
    )
    nom = "AC-" + chiffres(frame["personne"].to_numpy(), 8) + "-" + chiffres(frame["_rang"].to_numpy(), 3)
    return frame.with_columns(acte=nom)


def _decides(suivi: Suivi) -> tuple[np.ndarray, Jours, np.ndarray]:
    """Registration, day of effect, nature; some acts are taken twice within days, most suspensions end by a resumption.

    One may take effect on the last day of a registration, or after it: nobody is registered then.
    """
    tirage = suivi.tirage
    lesquels = np.flatnonzero(tirage.random(len(suivi.segments)) < _CONCERNES)
    jours = suivi.jours(lesquels)
    natures = choix(tirage, *_NATURES, len(lesquels))
    encore = tirage.random(len(lesquels)) < _REPETES
    repris = np.isin(natures, ["SUSPENSION", "SUPPRESSION"]) & (tirage.random(len(lesquels)) < _REPRIS)
    reprise = jours + entre(tirage, 5, 60, len(lesquels))
    lesquels = np.concatenate([lesquels, lesquels[encore], lesquels[repris]])
    jours = np.concatenate([jours, jours[encore] + 6, reprise[repris]])
    natures = np.concatenate([natures, natures[encore], np.full(int(repris.sum()), _REPRISE)])
    passes = suivi.passe(lesquels, jours)
    return lesquels[passes], jours[passes], natures[passes]


def _radiations(suivi: Suivi) -> tuple[np.ndarray, Jours, np.ndarray]:
    """The act behind each registration closed as a sanction, on the day it ends."""
    lesquels = np.flatnonzero((suivi.segments.motif_fin == RADIATION) & (suivi.segments.fin < JAMAIS))
    return lesquels, suivi.segments.fin[lesquels], np.full(len(lesquels), "RADIATION")
