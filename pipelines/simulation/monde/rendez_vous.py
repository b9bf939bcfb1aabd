"""Appointments: fixed, held, missed, excused, put off, and those still to come."""

import numpy as np
import polars as pl

from pipelines.simulation.monde.jours import JAMAIS, choix, dates, entre
from pipelines.simulation.monde.lieux import chiffres
from pipelines.simulation.monde.suivi import ORGANISMES, Suivi

_COMBIEN = ([0, 1, 2, 3], [40, 32, 18, 10])
_A_VENIR, _A_MINUIT = 0.05, 0.02
_MOTIFS = (["ACC", "DIA", "SUI"], [60, 22, 18])
_CONTACTS = (["PHYSIQUE", "TELEPHONE", "VISIO", ""], [64, 24, 9, 3])
_STATUTS = (["PRIS", "REPORTE", "ANNULE"], [88, 7, 5])
# An outcome is sometimes not written down
_ISSUES = (["HONORE", "ABSENT", "MOTIF_LEGITIME", ""], [73, 17, 8, 2])


def convoquer(suivi: Suivi) -> pl.DataFrame:
    """The frame `rendez_vous`; an outcome belongs to an appointment that was kept as fixed and whose day has come."""
    tirage, segments = suivi.tirage, suivi.segments
    lesquels = np.repeat(np.arange(len(segments)), choix(tirage, *_COMBIEN, len(segments)))
    jours = suivi.jours(lesquels)
    passes = suivi.passe(lesquels, jours)
    ouverts = np.flatnonzero((segments.fin == JAMAIS) & (tirage.random(len(segments)) < _A_VENIR))
    lesquels = np.concatenate([lesquels[passes], ouverts])
    jours = np.concatenate([jours[passes], suivi.dernier + entre(tirage, 1, 30, len(ouverts))])
    vivants = jours < suivi.population.deces[segments.qui[lesquels]]
    lesquels, jours = lesquels[vivants], jours[vivants]
    nombre, a_venir = len(lesquels), jours > suivi.dernier
    nuit = tirage.random(nombre) < _A_MINUIT
    secondes = np.where(nuit, entre(tirage, 600, 3_000, nombre), entre(tirage, 8, 17, nombre) * 3_600)
    prise = np.minimum(jours - choix(tirage, [0, 10, 25], [70, 20, 10], nombre), suivi.dernier)
    frame = pl.DataFrame(
        {
            **suivi.qui(lesquels),
            "organisme": choix(tirage, *ORGANISMES, nombre),
            "motif": choix(tirage, *_MOTIFS, nombre),
            "contact": choix(tirage, *_CONTACTS, nombre),
            "prise": dates(prise),
            "quand": pl.Series((jours * 86_400 + secondes) * 1_000_000).cast(pl.Datetime("us")),
            "statut": np.where(a_venir, "PRIS", choix(tirage, *_STATUTS, nombre)),
            "issue": np.where(a_venir, "", choix(tirage, *_ISSUES, nombre)),
        }
    ).with_columns(
        pl.col("contact").replace("", None),
        issue=pl.when(pl.col("statut") == "PRIS").then(pl.col("issue").replace("", None)),
        _rang=pl.int_range(1, pl.len() + 1).over("personne"),
    )
    nom = "RV-" + chiffres(frame["personne"].to_numpy(), 8) + "-" + chiffres(frame["_rang"].to_numpy(), 3)
    return frame.with_columns(rendez_vous=nom)
