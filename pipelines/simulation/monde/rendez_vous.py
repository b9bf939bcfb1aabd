"""Appointments: fixed, held, missed, excused, put off, and those still to come."""

import numpy as np
import polars as pl

from pipelines.simulation.monde.jours import JAMAIS, choix, dates, entre, hasard
from pipelines.simulation.monde.lieux import chiffres
from pipelines.simulation.monde.modele import Parametres
from pipelines.simulation.monde.population import Population
from pipelines.simulation.monde.suivi import ORGANISMES, Suivi

_COMBIEN = ([0, 1, 2, 3], [40, 32, 18, 10])
_A_VENIR, _A_MINUIT = 0.05, 0.02
_MOTIFS = (["ACC", "DIA", "SUI"], [60, 22, 18])
_CONTACTS = (["PHYSIQUE", "TELEPHONE", "VISIO", ""], [64, 24, 9, 3])
_STATUTS = (["PRIS", "REPORTE", "ANNULE"], [88, 7, 5])
# An outcome is sometimes not written down
_ISSUES = (["HONORE", "ABSENT", "MOTIF_LEGITIME", ""], [73, 17, 8, 2])
# Days from an entry into the duties of RSA to the appointment fixed that day, if there is one
_A_L_ENTREE, _ECARTS = 0.25, ([0, 1, 6, 15, 16], [10, 10, 40, 20, 20])
_STATUTS_A_L_ENTREE = (["PRIS", "REPORTE", "ANNULE"], [80, 12, 8])


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


def convoquer_a_l_entree(
    parametres: Parametres, rang: int, population: Population, entree_devoirs: pl.DataFrame, inscription: pl.DataFrame
) -> pl.DataFrame:
    """More rows of the frame `rendez_vous`: persons of a département's register called because their duties begin, on
    the 15th day or the day after, among others."""
    tirage = hasard(parametres.graine, rang, "rendez_vous à l'entrée")
    vies = pl.DataFrame({"personne": population.numero.astype(np.int32), "deces": dates(population.deces)})
    entrees = entree_devoirs.join(inscription, on=["personne", "departement"], how="semi", maintain_order="left").join(
        vies, on="personne", maintain_order="left"
    )
    nombre = entrees.height
    jour = pl.col("date_debut") + pl.duration(days=pl.Series(choix(tirage, *_ECARTS, nombre)))
    pris = pl.col("statut") == "PRIS"
    return (
        entrees.with_columns(
            jour=jour,
            appele=pl.Series(tirage.random(nombre) < _A_L_ENTREE),
            statut=pl.Series(choix(tirage, *_STATUTS_A_L_ENTREE, nombre)),
            issue=pl.Series(choix(tirage, *_ISSUES, nombre)).replace("", None),
            organisme=pl.Series(choix(tirage, *ORGANISMES, nombre)),
            motif=pl.Series(choix(tirage, *_MOTIFS, nombre)),
        )
        .filter("appele", pl.col("jour") <= parametres.dernier_jour, pl.col("date_debut") >= parametres.premier_mois)
        .filter(pl.col("deces").is_null() | (pl.col("jour") < pl.col("deces")))
        .select(
            *("personne", "departement", "organisme", "motif", "statut"),
            rendez_vous=pl.format(
                "RV-{}-D{}",
                pl.col("personne").cast(pl.String).str.zfill(8),
                pl.int_range(1, pl.len() + 1).over("personne"),
            ),
            contact=pl.lit("PHYSIQUE"),
            prise="date_debut",
            quand=pl.col("jour").cast(pl.Datetime("us")) + pl.duration(hours=10),
            issue=pl.when(pris).then("issue"),
        )
    )
