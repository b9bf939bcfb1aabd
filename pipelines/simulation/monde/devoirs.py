"""Entries into the duties of RSA, to the day, as the household's département hears of them, soon or weeks later."""

from datetime import timedelta

import numpy as np
import polars as pl

from pipelines.simulation.monde.jours import Hasard, choix, dates, entre, hasard
from pipelines.simulation.monde.modele import Parametres
from pipelines.simulation.monde.population import Population

_DE_NOUVEAU, _DEUX_FOIS, _ANCIENNES, _EN_FIN_DE_MOIS = 0.03, 0.15, 0.05, 0.06
# Days from a decision of orientation where entries are planted: 30 and 31 days before, that day, the day after
_BORDS, _PLANTEES = (-30, -31, 0, 1), 0.3
_DEMANDE_TUE, _INCONNUES, _AVANT_LE_FLUX, _TROP_TOT = 0.05, 0.015, 0.04, 45
# Days until an entry is told: at once, within days, weeks later
_RETARDS = ([0, 1, 2], [60, 25, 15])


def soumettre(
    parametres: Parametres, rang: int, population: Population, droit: pl.DataFrame, orientation: pl.DataFrame
) -> pl.DataFrame:
    """The frame `entree_devoirs`; `annonce` is the day it is told, always before the world ends.

    Some households are not in the RSA flow, or not yet in the month of the entry.
    """
    tirage = hasard(parametres.graine, rang, "devoirs")
    premier, dernier = parametres.premier_mois, parametres.dernier_jour
    foyers = droit.sort("personne", "mois", "departement").unique(
        ["personne", "mois"], keep="first", maintain_order=True
    )
    entrants = foyers.filter("entrant")
    recents = entrants.filter(pl.col("date_demande") >= premier)
    entrees = pl.concat(
        [
            _dans_le_mois(tirage, recents),
            _dans_le_mois(tirage, recents.filter(_une_part(tirage, recents, _AVANT_LE_FLUX))).with_columns(
                pl.col("date_debut") - timedelta(days=_TROP_TOT), tot=pl.lit(True)
            ),
            _de_nouveau(tirage, foyers.filter("soumis")),
            _au_bord_d_une_orientation(tirage, foyers, orientation),
        ]
    ).filter(pl.col("date_debut") >= premier)
    annonces = _annoncer(tirage, entrees)
    anciens = entrants.filter(pl.col("date_demande") < premier)
    anciennes = anciens.filter(_une_part(tirage, anciens, _ANCIENNES)).select(
        "personne", date_debut="date_demande", tot=pl.lit(False), annonce=pl.lit(premier)
    )
    vies = pl.DataFrame({"personne": population.numero.astype(np.int32), "deces": dates(population.deces)})
    lignes = (
        pl.concat([annonces, anciennes])
        .filter(pl.col("annonce") <= dernier)
        .join(vies, on="personne", maintain_order="left")
        .filter(pl.col("deces").is_null() | (pl.col("date_debut") < pl.col("deces")))
    )
    return _dire(tirage, lignes, foyers)


def _dans_le_mois(tirage: Hasard, foyers: pl.DataFrame) -> pl.DataFrame:
    """An entry for each of these rows, some day of its month."""
    jour = pl.Series(entre(tirage, 0, 27, foyers.height))
    tard = pl.Series(tirage.random(foyers.height) < _EN_FIN_DE_MOIS)
    return foyers.select(
        "personne",
        date_debut=pl.when(tard).then(pl.col("mois").dt.month_end()).otherwise(pl.col("mois") + pl.duration(days=jour)),
        tot=pl.lit(False),
    )


def _de_nouveau(tirage: Hasard, foyers: pl.DataFrame) -> pl.DataFrame:
    """Entries in a month of a right that goes on; some are followed by another, three days later."""
    entrees = _dans_le_mois(tirage, foyers.filter(_une_part(tirage, foyers, _DE_NOUVEAU)))
    encore = entrees.filter(_une_part(tirage, entrees, _DEUX_FOIS))
    return pl.concat([entrees, encore.with_columns(pl.col("date_debut") + timedelta(days=3))])


def _au_bord_d_une_orientation(tirage: Hasard, foyers: pl.DataFrame, orientation: pl.DataFrame) -> pl.DataFrame:
    """Entries planted around accepted decisions, and on the day before and the day when the person leaves."""
    demandes = foyers.unique("personne", keep="first", maintain_order=True).select("personne", "date_demande")
    acceptees = orientation.filter(pl.col("etat_decision") == "ACCEPTEE").join(
        demandes, on="personne", maintain_order="left"
    )
    acceptees = acceptees.filter(_une_part(tirage, acceptees, _PLANTEES))
    jours = [pl.col("date_decision") + timedelta(days=ecart) for ecart in _BORDS]
    jours += [pl.col("date_sortie") - timedelta(days=ecart) for ecart in (0, 1)]
    pile = pl.Series(entre(tirage, 0, len(jours) - 1, acceptees.height))
    choisi = pl.coalesce(pl.when(pile == rang).then(jour) for rang, jour in enumerate(jours))
    return (
        acceptees.select("personne", "date_demande", date_debut=choisi, tot=pl.lit(False))
        .filter(pl.col("date_debut").dt.month_start() >= pl.col("date_demande").dt.month_start())
        .drop("date_demande")
    )


def _annoncer(tirage: Hasard, entrees: pl.DataFrame) -> pl.DataFrame:
    """Add `annonce`: an entry that comes too soon for the flow is told when the household is in it."""
    nombre = entrees.height
    retard = np.choose(
        choix(tirage, *_RETARDS, nombre),
        [np.zeros(nombre, dtype=np.int64), entre(tirage, 1, 10, nombre), entre(tirage, 11, 45, nombre)],
    )
    attente = pl.when("tot").then(_TROP_TOT).otherwise(pl.Series(retard))
    return entrees.with_columns(annonce=pl.col("date_debut") + pl.duration(days=attente))


def _dire(tirage: Hasard, lignes: pl.DataFrame, foyers: pl.DataFrame) -> pl.DataFrame:
    """Each entry as the household is known when it is told: file number, place, date of request (sometimes silent)."""
    connus = foyers.select("personne", "mois", "departement", "numdemrsa", "matricule", "role", "date_demande")
    dites = (
        lignes.with_row_index("ligne")
        .sort("annonce", maintain_order=True)
        .join_asof(connus.sort("mois"), left_on="annonce", right_on="mois", by="personne", check_sortedness=False)
        .drop_nulls("numdemrsa")
        .sort("ligne")
    )
    nombre = dites.height
    tue = pl.Series(tirage.random(nombre) < _DEMANDE_TUE)
    inconnue = pl.Series(tirage.random(nombre) < _INCONNUES)
    numero = pl.col("numdemrsa")
    return dites.with_columns(
        numdemrsa=pl.when(inconnue).then("X" + numero.str.slice(1)).otherwise(numero),
        date_demande=pl.when(~tue, ~pl.col("tot")).then("date_demande"),
    ).unique(["numdemrsa", "role", "date_debut"], keep="first", maintain_order=True)


def _une_part(tirage: Hasard, frame: pl.DataFrame, part: float) -> pl.Series:
    return pl.Series(tirage.random(frame.height) < part, dtype=pl.Boolean)
