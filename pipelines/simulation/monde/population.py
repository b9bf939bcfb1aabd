"""Who lives in a block: identities that can be nobody's, ages, homes, one possible move, households under RSA, ends."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from pipelines.simulation.monde.jours import JAMAIS, Hasard, Jours, choix, dates, entre, hasard, jour, log_normal
from pipelines.simulation.monde.lieux import Lieux, chiffres
from pipelines.simulation.monde.modele import PERSONNES_PAR_BLOC, Parametres
from pipelines.simulation.monde.silences import departements_muets_pour_de_bon

_AUTRES_PAR_CENT = 1
PAS = PERSONNES_PAR_BLOC + PERSONNES_PAR_BLOC * _AUTRES_PAR_CENT // 100
_PAYS, _ORDRES = 99, 999
_SYLLABES = [
    "zwa",
    "kwo",
    "vza",
    "xij",
    "jwu",
    "bzi",
    "dwe",
    "gzo",
    "pwu",
    "tvi",
    "kyo",
    "zhu",
    "wox",
    "yzu",
    "ffy",
    "qwe",
    "hji",
    "lzo",
    "mwi",
    "nza",
    "rjo",
    "sdu",
    "czy",
    "uxw",
]
_ROME = [
    "A1203",
    "D1106",
    "D1507",
    "F1701",
    "F1703",
    "G1602",
    "G1603",
    "H2301",
    "I1304",
    "J1501",
    "K1302",
    "K1304",
    "K2204",
    "M1602",
    "M1607",
    "N1103",
    "N4101",
]
_AGES = ([0, 0.21, 0.43, 0.56, 0.76, 0.85, 0.985, 1], [16, 25, 34, 39, 49, 54, 65, 68])


@dataclass
class Population:
    """One entry per person of the block; days as numbers. The `inscrits` first ones register, the others never do.

    `foyer` is the rank of the RSA household (-1: none), `conjoint` says the second person of it;
    `rsa_debut` and `rsa_fin` bound its right. `deces` and `retraite` end a journey.
    """

    numero: np.ndarray
    inscrits: int
    naissance: Jours
    femme: np.ndarray
    commune: np.ndarray
    arrivee: np.ndarray
    demenagement: Jours
    foyer: np.ndarray
    conjoint: np.ndarray
    rsa_debut: Jours
    rsa_fin: Jours
    deces: Jours
    retraite: Jours

    def __len__(self) -> int:
        return len(self.numero)

    def commune_le(self, qui: np.ndarray, quand: Jours) -> np.ndarray:
        """Where these persons live on these days."""
        return np.where(quand >= self.demenagement[qui], self.arrivee[qui], self.commune[qui])

    def age_le(self, qui: np.ndarray, quand: Jours) -> np.ndarray:
        """Age in years, near enough to draw by."""
        return (quand - self.naissance[qui]) / 365.25

    def soumis_le(self, qui: np.ndarray, quand: Jours) -> np.ndarray:
        """Under RSA that day, near enough to draw by."""
        return (self.foyer[qui] >= 0) & (self.rsa_debut[qui] <= quand) & (quand <= self.rsa_fin[qui])


def peupler(parametres: Parametres, rang: int, inscrits: int, lieux: Lieux) -> Population:
    """The persons of a block; their numbers are unique in the whole simulation."""
    tirage = hasard(parametres.graine, rang, "population")
    nombre = inscrits + -(-inscrits * _AUTRES_PAR_CENT // 100)
    numero = rang * PAS + np.concatenate([np.arange(inscrits), PERSONNES_PAR_BLOC + np.arange(nombre - inscrits)])
    premier, dernier = jour(parametres.premier_mois), jour(parametres.dernier_jour)
    femme, naissance = _naissances(tirage, numero, date.fromordinal(parametres.premier_mois.toordinal() + 450).year)
    commune = lieux.tirer(tirage, nombre)
    demenage = tirage.random(nombre) < 0.07
    ailleurs = tirage.random(nombre) < 0.45
    population = Population(
        numero=numero,
        inscrits=inscrits,
        naissance=naissance,
        femme=femme,
        commune=commune,
        arrivee=np.where(
            ailleurs, lieux.tirer(tirage, nombre), lieux.tirer_dans(tirage, lieux.departement_de[commune])
        ),
        demenagement=np.where(demenage, entre(tirage, premier, dernier, nombre), JAMAIS),
        foyer=np.full(nombre, -1),
        conjoint=np.zeros(nombre, dtype=bool),
        rsa_debut=np.full(nombre, JAMAIS),
        rsa_fin=np.full(nombre, -JAMAIS),
        deces=np.where(tirage.random(nombre) < 0.006, entre(tirage, premier + 20, dernier, nombre), JAMAIS),
        retraite=np.full(nombre, JAMAIS),
    )
    population.demenagement[_chez_les_muets(population, lieux)] = JAMAIS
    _ouvrir_des_foyers(tirage, population, lieux, premier, dernier)
    depart = np.maximum(naissance + np.round(tirage.uniform(60.5, 67.5, nombre) * 365.25).astype(np.int64), 0)
    part = (tirage.random(nombre) < 0.7) & (depart > premier) & (depart <= dernier) & (population.deces == JAMAIS)
    population.retraite[part] = depart[part]
    return population


def _chez_les_muets(population: Population, lieux: Lieux) -> np.ndarray:
    """Nobody moves from or to a département whose files stop coming: what is not sent stays a local matter."""
    muets = np.isin(lieux.departements, departements_muets_pour_de_bon())[lieux.departement_de]
    return muets[population.commune] | muets[population.arrivee]


def _naissances(tirage: Hasard, numero: np.ndarray, annee: int) -> tuple[np.ndarray, Jours]:
    """Sex and birth date. Two persons whose NIR could share country and order differ by month, sex or year (mod 4)."""
    rang, tour = numero % (_PAYS * _ORDRES), numero // (_PAYS * _ORDRES)
    mois = (rang * 7 + rang // 12 + tour) % 12
    femme = (rang // 5 + rang // 7 + tour // 12) % 2 == 0
    ages = np.interp(tirage.random(len(numero)), *_AGES)
    naissance = annee - np.floor(ages).astype(np.int64)
    naissance -= (naissance - rang // 11 - tour // 24) % 4
    naissance += 4 * ((annee - naissance) > np.floor(ages) + 2)
    debut = ((naissance - 1970) * 12 + mois).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return femme, debut + entre(tirage, 0, 27, len(numero))


def _ouvrir_des_foyers(tirage: Hasard, population: Population, lieux: Lieux, premier: int, dernier: int) -> None:
    """RSA households: single persons and couples; a couple shares its home, its move and its right."""
    nombre = len(population)
    risque = lieux.rsa[lieux.departement_de[population.commune]]
    risque = np.where(population.age_le(np.arange(nombre), premier) < 24.5, risque / 4, risque)
    risque[population.inscrits :] = 0.6
    qui = tirage.permutation(np.flatnonzero(tirage.random(nombre) < risque))
    couples = round(0.24 * len(qui))
    demandeurs, conjoints = qui[couples:], qui[:couples]
    population.foyer[demandeurs] = np.arange(len(demandeurs))
    debut = np.where(
        tirage.random(len(demandeurs)) < 0.6,
        premier - log_normal(tirage, 500, 1.0, len(demandeurs)),
        entre(tirage, premier, dernier, len(demandeurs)),
    )
    population.rsa_debut[demandeurs] = np.maximum(debut, premier - 5_000)
    population.rsa_fin[demandeurs] = np.maximum(debut, premier) + log_normal(tirage, 800, 0.9, len(demandeurs))
    population.conjoint[conjoints] = True
    for trait in ("foyer", "commune", "arrivee", "demenagement", "rsa_debut", "rsa_fin"):
        valeurs = getattr(population, trait)
        valeurs[conjoints] = valeurs[demandeurs[:couples]]


def identites(parametres: Parametres, rang: int, population: Population) -> pl.DataFrame:
    """The frame `personne`: a birth place that is not allotted (99, 001 to 099), invented names and streets."""
    tirage = hasard(parametres.graine, rang, "identites")
    nombre, numero = len(population), population.numero
    naissance = dates(population.naissance)
    place = numero % (_PAYS * _ORDRES)
    sexe = pl.Series(np.where(population.femme, "2", "1"))
    frame = pl.DataFrame({"personne": numero.astype(np.int32), "naissance": naissance, "sexe": sexe}).with_columns(
        (chiffres(place % _PAYS + 1, 3) + chiffres(place // _PAYS + 1, 3)).alias("_lieu"),
        (pl.Series(_noms(tirage, nombre, 3)).str.to_uppercase()).alias("nom"),
        (pl.Series(_noms(tirage, nombre, 2) + _noms(tirage, nombre, 1)).str.to_titlecase()).alias("prenom"),
        pl.Series("_rue", entre(tirage, 1, 9_999, nombre)),
        pl.Series("_voie", entre(tirage, 1, 199, nombre)),
        (
            chiffres(numero, 7)
            + pl.Series(np.array(list("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"))[entre(tirage, 0, 33, nombre)])
            + chiffres(entre(tirage, 0, 999, nombre), 3)
        ).alias("identifiantpe"),
        pl.Series("rome", choix(tirage, _ROME, [1] * len(_ROME), nombre)),
        pl.Series("_inscrit", np.arange(nombre) < population.inscrits),
    )
    return frame.with_columns(
        nir=pl.col("sexe") + pl.col("naissance").dt.strftime("%y%m") + "99" + pl.col("_lieu"),
        adresse=pl.format("{} rue de l'Invention {}", "_voie", "_rue"),
        identifiantpe=pl.when("_inscrit").then("identifiantpe"),
    )


def _noms(tirage: Hasard, nombre: int, syllabes: int) -> np.ndarray:
    """Words of invented syllables, three letters each: no French word has them."""
    pieces = np.array(_SYLLABES)[entre(tirage, 0, len(_SYLLABES) - 1, nombre * syllabes)].reshape(syllabes, nombre)
    mots = pieces[0].astype(object)
    for piece in pieces[1:]:
        mots = mots + piece
    return mots
