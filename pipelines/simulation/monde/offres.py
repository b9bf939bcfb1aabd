"""Offers and the life of each of their posts; deposited in the network, or gathered from a partner."""

import numpy as np
import polars as pl

from pipelines.simulation.monde.jours import JAMAIS, choix, entre, hasard, jour, log_normal
from pipelines.simulation.monde.lieux import Employeurs, Lieux, chiffres
from pipelines.simulation.monde.modele import Parametres

_JOUR = 86_400
# One of each great domain and some of several, and not said
_ROME = (
    [
        *("A1203", "B1802", "C1102", "D1106", "D1507", "E1205", "F1703", "G1602", "G1603", "H2301", "I1203"),
        *("J1501", "K1304", "K2204", "L1101", "M1607", "M1805", "N1103", "N4101", ""),
    ],
    [*[5] * 19, 3],
)
_CONTRATS = (["CDI", "CDD", "MIS", "SAI", "DIN"], [41, 37, 16, 4, 2])
_FINS = (["POURVUE_RESEAU", "POURVUE_AUTREMENT", "ANNULEE", "ANNULEE_ERREUR", "SANS_SUITE"], [62, 28, 4, 2, 4])
_JAMAIS = JAMAIS * _JOUR
# of households that hire: they have no SIRET
_PARTICULIERS = 0.02


def deposer(
    parametres: Parametres, rang: int, nombre: int, employeurs: Employeurs, lieux: Lieux
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The frames `offre` and `poste`; instants are in universal time, and some fall on the next day in Paris."""
    tirage = hasard(parametres.graine, rang, "offres")
    fin_du_monde = jour(parametres.dernier_jour) * _JOUR + 21 * 3600
    depot = _depots(tirage, parametres, nombre, fin_du_monde)
    commune = lieux.tirer(tirage, nombre)
    pays = lieux.departement_de[commune]
    contrat = choix(tirage, *_CONTRATS, nombre)
    postes = choix(tirage, [1, 2, 3, 5, 8, 15, 30], [78, 9, 5, 4, 2, 1.5, 0.5], nombre)
    offre = np.repeat(np.arange(nombre), postes)
    rang_du_poste = np.arange(len(offre)) - np.repeat(np.cumsum(postes) - postes, postes) + 1
    pourvoi = _pourvois(tirage, depot[offre], lieux.pourvoi[pays][offre])
    motif, cloture = _clotures(tirage, depot, offre, pourvoi)
    cloture = np.where(cloture <= fin_du_monde, cloture, _JAMAIS)
    pourvoi = np.where((pourvoi <= np.minimum(cloture[offre], fin_du_monde)), pourvoi, _JAMAIS)
    numero = pl.Series("offre", "O" + chiffres(np.full(nombre, rang), 4) + "K" + chiffres(np.arange(nombre), 5))
    clos = cloture < _JAMAIS
    frame = pl.DataFrame(
        {
            "offre": numero,
            "depot": _instants(depot),
            "validation": _instants(np.where(depot + 3600 <= fin_du_monde, depot + 1800, _JAMAIS)),
            "cloture": _instants(cloture),
            "motif_cloture": pl.Series(np.where(clos, motif, "")).replace("", None),
            "type_contrat": contrat,
            "duree_jours": _durees_de_contrat(tirage, contrat),
            "cadre": tirage.random(nombre) < 0.11,
            "rome": pl.Series(choix(tirage, *_ROME, nombre)).replace("", None),
            "commune": lieux.codes(tirage, commune, 0.012),
            "siret": employeurs.siret(employeurs.tirer(tirage, pays), pays),
            "origine": choix(tirage, ["1", "2"], [88, 12], nombre),
        }
    ).with_columns(siret=pl.when(pl.Series(tirage.random(nombre) > _PARTICULIERS)).then("siret"))
    pris, annule = pourvoi < _JAMAIS, clos[offre]
    reseau = tirage.random(len(offre)) < 0.6
    poste = pl.DataFrame(
        {
            "offre": numero.gather(offre),
            "rang": rang_du_poste,
            "statut": np.where(pris, "POURVU", np.where(annule, "ANNULE", "OUVERT")),
            "pourvoi": _instants(pourvoi),
            "mode": pl.Series(np.where(pris, np.where(reseau, "RESEAU", "AUTREMENT"), "")).replace("", None),
        }
    )
    return frame, poste


def _depots(tirage: np.random.Generator, parametres: Parametres, nombre: int, fin_du_monde: int) -> np.ndarray:
    """Instants of deposit, in seconds; one in twenty is late enough to be of the next day in Paris."""
    depot = entre(tirage, jour(parametres.premier_mois), jour(parametres.dernier_jour), nombre) * _JOUR
    tard = tirage.random(nombre) < 0.06
    nuit, journee = (22 * 3600, 24 * 3600 - 1), (3 * 3600, 20 * 3600)
    depot += np.where(tard, entre(tirage, *nuit, nombre), entre(tirage, *journee, nombre))
    return np.minimum(depot, fin_du_monde)


def _clotures(
    tirage: np.random.Generator, depot: np.ndarray, offre: np.ndarray, pourvoi: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Why and when each offer closes: soon after its last post is filled, or after a while."""
    nombre = len(depot)
    dernier_pourvoi = np.full(nombre, -1)
    np.maximum.at(dernier_pourvoi, offre, np.where(pourvoi < _JAMAIS, pourvoi, -1))
    complet = np.ones(nombre, dtype=bool)
    np.logical_and.at(complet, offre, pourvoi < _JAMAIS)
    motif = choix(tirage, *_FINS, nombre)
    pourvue = np.isin(motif, ["POURVUE_RESEAU", "POURVUE_AUTREMENT"])
    motif = np.where(pourvue & (dernier_pourvoi < 0), "SANS_SUITE", motif)
    aussitot = dernier_pourvoi + entre(tirage, 60, 4 * _JOUR, nombre)
    return motif, np.where(pourvue & complet, aussitot, depot + _duree(tirage, motif) * _JOUR)


def _pourvois(tirage: np.random.Generator, depot: np.ndarray, mediane: np.ndarray) -> np.ndarray:
    """When each post is filled; some exactly on the 30th, 60th or 90th day or on the day after, some never."""
    nombre = len(depot)
    jours = log_normal(tirage, mediane, 0.9, nombre)
    for exact in (30, 31, 60, 61, 90, 91):
        jours = np.where(tirage.random(nombre) < 0.012, exact, jours)
    heure = entre(tirage, 6 * 3600, 23 * 3600, nombre)
    instant = np.maximum(depot + 600, (depot // _JOUR + jours) * _JOUR + heure)
    return np.where(tirage.random(nombre) < 0.86, instant, _JAMAIS)


def _duree(tirage: np.random.Generator, motif: np.ndarray) -> np.ndarray:
    """Days an offer stays open when it does not simply close once filled."""
    longue = entre(tirage, 45, 200, len(motif))
    return np.where(motif == "ANNULEE_ERREUR", entre(tirage, 1, 40, len(motif)), longue)


def _durees_de_contrat(tirage: np.random.Generator, contrat: np.ndarray) -> pl.Series:
    """Days, on both sides of one month (30) and of six (182); none for an open-ended contract, or when not said."""
    nombre = len(contrat)
    jours = choix(tirage, [7, 14, 29, 30, 60, 90, 182, 183, 365], [10, 8, 5, 10, 15, 15, 15, 7, 15], nombre)
    dit = ~np.isin(contrat, ["CDI", "DIN"]) & (tirage.random(nombre) > 0.02)
    return pl.Series(np.where(dit, jours, 0).astype(np.int32)).replace(0, None)


def _instants(secondes: np.ndarray) -> pl.Series:
    serie = pl.Series(secondes.astype(np.int64))
    micro = serie.set(serie >= int(_JAMAIS), None) * 1_000_000
    return micro.cast(pl.Datetime("us", "UTC"))
