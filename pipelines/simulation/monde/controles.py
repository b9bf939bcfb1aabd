"""Controls of the search for work: opened while registered, closed weeks later with what follows, some still open."""

import numpy as np
import polars as pl

from pipelines.simulation.monde.jours import JAMAIS, choix, dates, entre
from pipelines.simulation.monde.lieux import chiffres
from pipelines.simulation.monde.suivi import Suivi

_CONTROLES, _ENCORE, _CLOS = 0.12, 0.25, 0.93
_ORIGINES = (["FAISCEAU_INDICES", "SIGNALEMENT", "ALEATOIRE", "CIBLE"], [25, 15, 25, 35])
_SUITES = (["SANS_SUITE", "REMOBILISATION", "AVERTISSEMENT", "SANCTION"], [48, 22, 14, 16])
_LA_NUIT = 0.05


def controler(suivi: Suivi) -> pl.DataFrame:
    """The frame `controle`; a second control may be closed the same day as the first, or some days later.

    Closings fall on the edges of registrations too: nobody is registered on the last day of one.
    """
    tirage = suivi.tirage
    lesquels = np.flatnonzero(tirage.random(len(suivi.segments)) < _CONTROLES)
    fins = suivi.jours(lesquels)
    encore = tirage.random(len(lesquels)) < _ENCORE
    plus_tard = fins[encore] + choix(tirage, [0, 7], [1, 1], int(encore.sum()))
    lesquels, fins = np.concatenate([lesquels, lesquels[encore]]), np.concatenate([fins, plus_tard])
    debuts = np.maximum(fins - entre(tirage, 0, 60, len(fins)), suivi.segments.debut[lesquels])
    debuts = np.minimum(debuts, fins)
    venus = (debuts >= suivi.premier) & suivi.passe(lesquels, debuts)
    lesquels, debuts, fins = lesquels[venus], debuts[venus], fins[venus]
    nombre = len(lesquels)
    clos = suivi.passe(lesquels, fins) & (tirage.random(nombre) < _CLOS)
    heures = np.where(tirage.random(nombre) < _LA_NUIT, entre(tirage, 600, 3_000, nombre), 14 * 3_600)
    frame = pl.DataFrame(
        {
            **suivi.qui(lesquels),
            "origine": choix(tirage, *_ORIGINES, nombre),
            "ouverture": dates(debuts).cast(pl.Datetime("us")),
            "_cloture": dates(np.where(clos, fins, JAMAIS)).cast(pl.Datetime("us")),
            "_secondes": heures,
            "_suite": choix(tirage, *_SUITES, nombre),
        }
    ).with_columns(
        cloture=pl.col("_cloture") + pl.duration(seconds="_secondes"),
        suite=pl.when(pl.col("_cloture").is_not_null()).then("_suite"),
        _rang=pl.int_range(1, pl.len() + 1).over("personne"),
    )
    nom = "CO-" + chiffres(frame["personne"].to_numpy(), 8) + "-" + chiffres(frame["_rang"].to_numpy(), 3)
    return frame.with_columns(controle=nom)
