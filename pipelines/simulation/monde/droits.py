"""Rights to RSA: a household each month, one row for each of its two adults; duties belong to persons."""

import numpy as np
import polars as pl

from pipelines.simulation.monde.jours import JAMAIS, choix, dates, debut_de_mois, hasard, jour, mois_de
from pipelines.simulation.monde.lieux import Lieux, chiffres
from pipelines.simulation.monde.modele import Parametres
from pipelines.simulation.monde.population import Population

_ETATS = (["2", "3", "4"], [89, 4, 7])


def ouvrir(parametres: Parametres, rang: int, population: Population, lieux: Lieux) -> pl.DataFrame:
    """The frame `droit`: each person of each household in each month of its right, then one month closed.

    The file of a month says where the household lives on its last day; the one it leaves that month still lists it,
    for one household in two.
    """
    tirage = hasard(parametres.graine, rang, "droits")
    qui, mois, reste = _mois_de_droit(parametres, population)
    fin_de_mois = debut_de_mois(mois + 1) - 1
    foyer = population.foyer[qui]
    # what belongs to a household is drawn by household and month, then shared by its members
    foyers = foyer.max(initial=0) + 1
    rang_du_mois = mois - mois.min(initial=0)
    cases = rang_du_mois * foyers + foyer
    combien = (rang_du_mois.max(initial=0) + 1) * foyers
    etat = choix(tirage, *_ETATS, combien)[cases]
    etat = np.where(reste == 0, np.where(tirage.random(foyers)[foyer] < 0.7, "5", "6"), etat)
    attente = (tirage.random(foyers)[foyer] < 0.2) & (mois == mois_de(population.rsa_debut[qui]))
    etat = np.where(attente & (reste > 0), "0", etat)
    soumis = tirage.random(len(population))[qui] < np.where(population.conjoint[qui], 0.82, 0.93)
    soumis &= tirage.random(len(qui)) < 0.985
    commune = population.commune_le(qui, fin_de_mois)
    colonnes = {
        "qui": qui,
        "mois": mois,
        "foyer": foyer,
        "etat": etat,
        "soumis": soumis,
        "commune": commune,
        "tour": (fin_de_mois >= population.demenagement[qui]).astype(np.int64),
    }
    avant = population.commune[qui]
    ailleurs = lieux.departement_de[avant] != lieux.departement_de[commune]
    double = ailleurs & (mois == mois_de(population.demenagement[qui])) & (tirage.random(foyers)[foyer] < 0.5)
    departs = {champ: valeurs[double] for champ, valeurs in colonnes.items()}
    departs |= {"commune": avant[double], "tour": np.zeros(double.sum(), dtype=np.int64)}
    lignes = {champ: np.concatenate([colonnes[champ], departs[champ]]) for champ in colonnes}
    return _frame(tirage, population, lignes, lieux)


def _mois_de_droit(parametres: Parametres, population: Population) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Person, month, and how many months of right are left (0: the closed month), while the person lives."""
    premier, dernier = mois_de(np.array([jour(parametres.premier_mois), jour(parametres.dernier_jour)]))
    adultes = np.flatnonzero(population.foyer >= 0)
    debut = np.maximum(mois_de(population.rsa_debut[adultes]), premier)
    cloture = mois_de(population.rsa_fin[adultes]) + 1
    mort = np.where(population.deces[adultes] < JAMAIS, mois_de(population.deces[adultes]) - 1, dernier)
    fin = np.minimum(np.minimum(cloture, dernier), mort)
    duree = np.maximum(fin - debut + 1, 0)
    qui = np.repeat(adultes, duree)
    pas = np.arange(duree.sum()) - np.repeat(np.cumsum(duree) - duree, duree)
    mois = np.repeat(debut, duree) + pas
    return qui, mois, np.repeat(cloture, duree) - mois


def _frame(
    tirage: np.random.Generator, population: Population, lignes: dict[str, np.ndarray], lieux: Lieux
) -> pl.DataFrame:
    qui = lignes["qui"]
    dossier = population.numero[0] + lignes["foyer"]
    adresses = lieux.codes(tirage, np.arange(len(lieux.communes)), 0.0)
    sans = tirage.random(lignes["foyer"].max(initial=0) + 1)[lignes["foyer"]] < 0.003
    frame = pl.DataFrame(
        {
            "mois": dates(debut_de_mois(lignes["mois"])),
            "departement": lieux.departements[lieux.departement_de[lignes["commune"]]],
            "numdemrsa": "D" + chiffres(dossier, 9) + chiffres(lignes["tour"], 1),
            "matricule": chiffres(dossier * 7 + 1_000_000, 15),
            "personne": population.numero[qui].astype(np.int32),
            "role": np.where(population.conjoint[qui], "CJT", "DEM"),
            "soumis": lignes["soumis"],
            "etat_dossier": lignes["etat"],
            "commune": adresses.gather(lignes["commune"]),
            "date_demande": dates(population.rsa_debut[qui]),
            "_sans": sans,
        }
    )
    premier = pl.col("soumis") & (
        pl.col("soumis").cast(pl.Int32).cum_sum().over("personne", order_by=["mois", "departement"]) == 1
    )
    return (
        frame.with_columns(entrant=premier, commune=pl.when(~pl.col("_sans")).then("commune"))
        .drop("_sans")
        .sort("mois", "departement", "numdemrsa", "role", descending=[False, False, False, True])
    )
