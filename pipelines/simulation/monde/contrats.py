"""The sheaf of contracts of a block: gathered story by story, then closed all together (deaths, transfers, errors)."""

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from pipelines.simulation.monde.jours import JAMAIS, Hasard, Jours, choix, dates, entre, hasard, jour, mois_de
from pipelines.simulation.monde.lieux import Employeurs, Lieux, chiffres
from pipelines.simulation.monde.modele import Parametres
from pipelines.simulation.monde.population import Population

CDI = ["01", "09", "82", "08", "07", "50"]
CDD_PUBLIC, INTERIM, STAGE = "10", "03", "29"
SANS = "99"
DECES, TRANSFERT = "066", "998"
_OUVERTES = (*CDI, "91", "80", "81")
_TRANSFERTS, _FAUSSES_FINS = 0.025, 0.02
_TEMPS_PLEIN, _FORFAIT = 151.67, 218.0
_QUOTITES_RARES, _PART_RARE = ([np.nan, 78.0, 78.01, _FORFAIT], [30, 25, 25, 20]), 0.06
_PAIRE = 10**6
_CHAMPS = ("qui", "debut", "siren", "pays", "nature", "prevue", "fin", "motif", "dispositif", "modalite", "agence")


@dataclass(frozen=True)
class Traits:
    """What the contracts of one story have in common, or one value for each of them."""

    nature: np.ndarray | str
    prevue: Jours | int
    fin: Jours | int
    motif: np.ndarray | str
    dispositif: np.ndarray | str = SANS
    modalite: str = "10"
    agence: bool = False


@dataclass
class Liasse:
    """Contracts as columns, in the order they were added."""

    morceaux: list[tuple[np.ndarray, ...]] = field(default_factory=list)

    def ajouter(self, qui: np.ndarray, debut: Jours, siren: np.ndarray, pays: np.ndarray, traits: Traits) -> None:
        communs = (
            traits.nature,
            traits.prevue,
            traits.fin,
            traits.motif,
            traits.dispositif,
            traits.modalite,
            traits.agence,
        )
        self.morceaux.append((qui, debut, siren, pays, *(np.broadcast_to(valeur, len(qui)) for valeur in communs)))

    def colonnes(self) -> dict[str, np.ndarray]:
        return {
            champ: np.concatenate(valeurs)
            for champ, valeurs in zip(_CHAMPS, zip(*self.morceaux, strict=True), strict=True)
        }


def clore(parametres: Parametres, rang: int, population: Population, liasse: Liasse, lieux: Lieux) -> pl.DataFrame:
    """The frame `contrat`: only what some month of the simulation can declare, nothing after its last day."""
    tirage = hasard(parametres.graine, rang, "contrats")
    premier, dernier = jour(parametres.premier_mois), jour(parametres.dernier_jour)
    lignes = _mourir(liasse.colonnes(), population)
    ouverte = np.isin(lignes["nature"], _OUVERTES)
    lignes["prevue"] = np.where(ouverte, JAMAIS, np.maximum(lignes["prevue"], lignes["debut"]))
    lignes["fin"] = np.maximum(lignes["fin"], lignes["debut"])
    # an end to come is not declared; a fixed term then ends as planned, or as renewed
    a_venir = lignes["fin"] > dernier
    lignes["prevue"] = np.where(a_venir & ~ouverte, np.maximum(lignes["prevue"], lignes["fin"]), lignes["prevue"])
    lignes["fin"] = np.where(a_venir, JAMAIS, lignes["fin"])
    gardes = (lignes["debut"] <= dernier) & (lignes["fin"] >= premier)
    lignes = {champ: valeurs[gardes] for champ, valeurs in lignes.items()}
    ordre = np.lexsort((lignes["debut"], lignes["qui"]))
    lignes = {champ: valeurs[ordre] for champ, valeurs in lignes.items()}
    lignes["numero"] = np.arange(len(ordre)) + 1
    lignes = _transferer(tirage, lignes, Employeurs.pour(parametres.personnes), premier, dernier)
    frame = _frame(tirage, population, lignes, parametres, lieux)
    return _quotites_rares(hasard(parametres.graine, rang, "quotites"), frame)


def _quotites_rares(tirage: Hasard, contrats: pl.DataFrame) -> pl.DataFrame:
    """Quotas of 78 hours to the hundredth, counted in days of the year, or not said."""
    nombre = len(contrats)
    rares = pl.Series(choix(tirage, *_QUOTITES_RARES, nombre), nan_to_null=True)
    rare = pl.Series(tirage.random(nombre) < _PART_RARE)
    return contrats.with_columns(quotite=pl.when(rare).then(rares).otherwise("quotite"))


def _mourir(lignes: dict[str, np.ndarray], population: Population) -> dict[str, np.ndarray]:
    """A death ends every contract; none begins after it."""
    deces = population.deces[lignes["qui"]]
    vivants = lignes["debut"] < deces
    lignes = {champ: valeurs[vivants] for champ, valeurs in lignes.items()}
    deces = deces[vivants]
    coupe = (deces < JAMAIS) & (lignes["fin"] >= deces)
    return lignes | {
        "fin": np.where(coupe, deces, lignes["fin"]),
        "motif": np.where(coupe, DECES, lignes["motif"]),
    }


def _transferer(
    tirage: Hasard, lignes: dict[str, np.ndarray], employeurs: Employeurs, premier: int, dernier: int
) -> dict[str, np.ndarray]:
    """Some contracts pass to another employer (998): the new one names the old SIRET, number and start (block 41)."""
    nombre = len(lignes["qui"])
    quand = np.maximum(lignes["debut"], premier) + entre(tirage, 12, 200, nombre)
    passe = (
        (tirage.random(nombre) < _TRANSFERTS)
        & ~lignes["agence"]
        & (lignes["dispositif"] == SANS)
        & ~np.isin(lignes["nature"], [STAGE, "70", "89", "80", "90"])
        & (quand < np.minimum(lignes["fin"], lignes["prevue"]))
        & (quand <= dernier)
    )
    # to another employer of the same département; neither has ever had another contract with the person
    bloc = employeurs.par_departement
    rang = (lignes["siren"] % bloc - employeurs.agences + 1) % (bloc - employeurs.agences) + employeurs.agences
    nouveau = lignes["siren"] // bloc * bloc + rang
    avant, apres = (lignes["qui"] * _PAIRE + siren for siren in (lignes["siren"], nouveau))
    paires, combien = np.unique(np.concatenate([avant, apres[passe]]), return_counts=True)
    passe &= (combien[np.searchsorted(paires, avant)] == 1) & np.isin(apres, paires[combien == 1])
    nouveaux = {champ: valeurs[passe].copy() for champ, valeurs in lignes.items()}
    quand = quand[passe]
    absent = np.full(nombre, -1)
    anciens = lignes | {
        "fin": np.where(passe, 0, lignes["fin"]),
        "motif": np.where(passe, TRANSFERT, lignes["motif"]),
        "ancien_siren": absent,
        "ancien_numero": absent,
        "ancien_debut": np.full(nombre, JAMAIS),
        "changement": np.full(nombre, JAMAIS),
    }
    anciens["fin"][passe] = quand - 1
    nouveaux |= {
        "ancien_siren": nouveaux["siren"],
        "ancien_numero": nouveaux["numero"],
        "ancien_debut": nouveaux["debut"],
        "changement": quand,
        "siren": nouveau[passe],
        "debut": quand,
        "numero": nombre + 1 + np.arange(len(quand)),
    }
    return {champ: np.concatenate([anciens[champ], nouveaux[champ]]) for champ in anciens}


def _fausses_fins(tirage: Hasard, lignes: dict[str, np.ndarray], premier: int, dernier: int) -> Jours:
    """An end declared by mistake, cancelled the month after (099), while the contract goes on."""
    nombre = len(lignes["qui"])
    quand = np.maximum(lignes["debut"], premier) + entre(tirage, 5, 90, nombre)
    suite = np.minimum(np.where(lignes["fin"] < JAMAIS, lignes["fin"], dernier), dernier)
    possible = mois_de(quand) < mois_de(suite)
    return np.where(possible & (tirage.random(nombre) < _FAUSSES_FINS), quand, JAMAIS)


def _frame(
    tirage: Hasard, population: Population, lignes: dict[str, np.ndarray], parametres: Parametres, lieux: Lieux
) -> pl.DataFrame:
    nombre, pays, agence = len(lignes["qui"]), lignes["pays"], lignes["agence"]
    employeurs = Employeurs.pour(parametres.personnes)
    siren = employeurs.siren(lignes["siren"])
    partiel = (lignes["modalite"] == "20") | (tirage.random(nombre) < 0.22)
    heures = np.round(_TEMPS_PLEIN * np.where(partiel, tirage.uniform(0.3, 0.9, nombre), 1.0), 2)
    chez = employeurs.siren(employeurs.tirer(tirage, pays))
    ancien = employeurs.siren(np.maximum(lignes["ancien_siren"], 0))
    vient = pl.Series(lignes["changement"] < JAMAIS)
    fixe = np.isin(lignes["nature"], ["02", CDD_PUBLIC, INTERIM])
    return pl.DataFrame(
        {
            "personne": population.numero[lignes["qui"]].astype(np.int32),
            "siren": chiffres(siren, 9),
            "nic": chiffres(employeurs.nic(siren, pays), 5),
            "numero": chiffres(lignes["numero"], 7),
            "debut": dates(lignes["debut"]),
            "fin_prevue": dates(lignes["prevue"]),
            "fin": dates(lignes["fin"]),
            "motif_fin": pl.Series(np.where(lignes["fin"] < JAMAIS, lignes["motif"], "")).replace("", None),
            "nature": lignes["nature"],
            "dispositif": lignes["dispositif"],
            "modalite": np.where(partiel, "20", "10"),
            "quotite": heures,
            "pcs": choix(tirage, ["676c", "561a", "555a", "525a", "643a", "628b", "543d", "385b"], [1] * 8, nombre),
            "motif_recours": pl.Series(
                np.where(fixe, choix(tirage, ["01", "02", "03"], [35, 50, 15], nombre), "")
            ).replace("", None),
            "utilisateur": _si(pl.Series(agence), chiffres(chez, 9) + chiffres(employeurs.nic(chez, pays), 5)),
            "etablissement_departement": lieux.departements[pays],
            "ancien_siret": _si(vient, chiffres(ancien, 9) + chiffres(employeurs.nic(ancien, pays), 5)),
            "ancien_numero": _si(vient, chiffres(np.maximum(lignes["ancien_numero"], 0), 7)),
            "ancien_debut": dates(lignes["ancien_debut"]),
            "date_changement": dates(lignes["changement"]),
            "annulee": dates(
                _fausses_fins(tirage, lignes, jour(parametres.premier_mois), jour(parametres.dernier_jour))
            ),
        }
    )


def _si(condition: pl.Series, texte: pl.Series) -> pl.Series:
    return pl.select(pl.when(condition).then(texte)).to_series()
