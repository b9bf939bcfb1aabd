"""Registrations: successive segments of each person, what ends them, and the job each one leads to.

A segment is one row of the register, from a registration to its end. Segments at most 15 days apart make one journey
(`parcours`), as for the administration.
"""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from pipelines.simulation.monde.jours import (
    JAMAIS,
    Hasard,
    Jours,
    choix,
    dates,
    debut_de_mois,
    entre,
    hasard,
    jour,
    log_normal,
    mois_de,
    plus_mois,
)
from pipelines.simulation.monde.lieux import Lieux
from pipelines.simulation.monde.modele import Parametres
from pipelines.simulation.monde.population import Population

CONTINUITE = 15
_SEGMENTS = 8
# Registrations planted six months after the last end, and the day after that
_SIX_MOIS, _A_SIX_MOIS = 6, 0.012
_JANVIER_2025 = (2025 - 1970) * 12
_EN_STOCK, _PREMIERES = 0.46, 0.44
_MOTIFS = ["1", "2", "3", "4", "5", "8"]
_CATEGORIES = (["A", "B", "C", "D", "E"], [62, 14, 14, 5, 5])
# since 2025, F (social) and G (awaiting orientation) too
_CATEGORIES_2025 = (["A", "B", "C", "D", "E", "F", "G"], [55, 13, 13, 5, 5, 3, 6])
_NIVEAUX = (
    ["AFS", "CP4", "CFG", "C3A", "C12", "NV5", "NV4", "NV3", "NV2", "NV1"],
    [3, 2, 4, 6, 3, 35, 22, 10, 8, 7],
)
_DIPLOMES = (["D", "N"], [7, 3])
_TRAVAILLEURS_HANDICAPES = (["O", "N"], [8, 92])
_FINS = (["01", "02", "10", "13", "90"], [40, 10, 8, 32, 10])
REPRISE_EMPLOI, DEPART_RETRAITE, DEMENAGEMENT, RADIATION, FIN_DE_VIE = "01", "05", "06", "10", "14"


@dataclass
class Segments:
    """Rows of the register, sorted by person then date. `emploi` is the day a job begins because of it (or JAMAIS).

    `parcours` numbers the journeys, `tete` says which row opens one, `fin_parcours` is the end of the journey.
    """

    qui: np.ndarray
    debut: Jours
    fin: Jours
    motif_fin: np.ndarray
    emploi: Jours
    reprise: np.ndarray
    premiere: np.ndarray

    def __post_init__(self) -> None:
        ordre = np.lexsort((self.debut, self.qui))
        for champ in ("qui", "debut", "fin", "motif_fin", "emploi", "reprise", "premiere"):
            setattr(self, champ, getattr(self, champ)[ordre])
        suite = np.concatenate([[False], self.qui[1:] == self.qui[:-1]])
        avant = np.concatenate([[JAMAIS], self.fin[:-1]])
        self.rang = np.arange(len(self.qui)) - np.maximum.accumulate(np.where(suite, 0, np.arange(len(self.qui))))
        self.tete = ~suite | (self.debut - avant > CONTINUITE)
        self.parcours = np.cumsum(self.tete) - 1
        tetes = np.flatnonzero(self.tete)
        self.debut_parcours = self.debut[tetes][self.parcours]
        derniers = np.concatenate([tetes[1:], [len(self.qui)]])[: len(tetes)] - 1
        self.fin_parcours = self.fin[derniers][self.parcours]

    def __len__(self) -> int:
        return len(self.qui)

    def garder(self, lesquels: np.ndarray) -> "Segments":
        return Segments(
            *(
                getattr(self, champ)[lesquels]
                for champ in ("qui", "debut", "fin", "motif_fin", "emploi", "reprise", "premiere")
            )
        )


def parcourir(parametres: Parametres, rang: int, population: Population, lieux: Lieux) -> Segments:
    """The registrations of a block, moves, bulk arrival of January 2025, retirements and deaths included."""
    tirage = hasard(parametres.graine, rang, "inscriptions")
    segments = _enchainer(parametres, rang, tirage, population, lieux)
    segments = _finir(tirage, segments, population, jour(parametres.dernier_jour))
    segments = _reprendre_le_stock(parametres, tirage, segments, population)
    return _demenager(tirage, segments, population, jour(parametres.dernier_jour))


def _enchainer(parametres: Parametres, rang: int, tirage: Hasard, population: Population, lieux: Lieux) -> Segments:
    """Segment after segment for everybody at once, until the world ends."""
    premier, dernier = jour(parametres.premier_mois), jour(parametres.dernier_jour)
    nombre = population.inscrits
    qui = np.arange(nombre)
    # whoever is registered when the world begins has been for a while: older, and longer to leave
    en_stock = tirage.random(nombre) < _EN_STOCK
    debut = np.where(
        en_stock,
        premier - 1 - log_normal(tirage, 230, 1.0, nombre),
        premier + np.floor((dernier - premier + 1) * tirage.random(nombre) ** 1.25).astype(np.int64),
    )
    debut = np.maximum(debut, premier - 3_000)
    premiere = tirage.random(nombre) < np.where(en_stock, 0.12, _PREMIERES)
    morceaux, revenu, bords = [], np.zeros(nombre, dtype=bool), hasard(parametres.graine, rang, "six mois")
    for _ in range(_SEGMENTS):
        emploi, fin, motif = _issue(tirage, population, lieux, qui, debut)
        fin = np.where((debut < premier) & (fin <= premier), premier + log_normal(tirage, 150, 0.9, len(qui)) + 1, fin)
        emploi = np.where((debut < premier) & (emploi < premier), JAMAIS, emploi)
        pile = np.floor(bords.random(len(qui)) / _A_SIX_MOIS)
        suivant = np.where(pile < 2, plus_mois(fin, _SIX_MOIS) + (pile == 1), fin + _trou(tirage, len(qui)))
        # a few leave within days and come back before the month is over: two journeys in one month
        bref = (tirage.random(len(qui)) < 0.03) & (debut >= premier) & (debut - debut_de_mois(mois_de(debut)) < 9)
        fin = np.where(bref, debut + entre(tirage, 1, 3, len(qui)), fin)
        suivant = np.where(bref, fin + entre(tirage, 16, 18, len(qui)), suivant)
        # some of them are struck off a second time, at once
        encore = revenu & (tirage.random(len(qui)) < 0.25)
        fin = np.where(encore, debut + entre(tirage, 1, 3, len(qui)), fin)
        motif = np.where(bref | encore, RADIATION, motif)
        # a job of this segment begins before the next one
        emploi = np.where((emploi < suivant) & (emploi <= dernier), emploi, JAMAIS)
        reprise = np.zeros(len(qui), dtype=bool)
        morceaux.append((qui, debut, np.where(fin <= dernier, fin, JAMAIS), motif, emploi, reprise, premiere))
        reste = suivant <= dernier
        qui, debut, revenu = qui[reste], suivant[reste], bref[reste]
        premiere = np.zeros(len(qui), dtype=bool)
    return Segments(*(np.concatenate(colonne) for colonne in zip(*morceaux, strict=True)))


def _issue(
    tirage: Hasard, population: Population, lieux: Lieux, qui: np.ndarray, debut: Jours
) -> tuple[Jours, Jours, np.ndarray]:
    """When a job begins, when the segment ends, and why. Some jobs begin exactly where windows begin and end."""
    nombre = len(qui)
    age = population.age_le(qui, debut)
    chance = lieux.retour[lieux.departement_de[population.commune[qui]]]
    chance = chance * np.interp(age, [16, 22, 30, 48, 55, 60, 66], [0.75, 1.1, 1.1, 1.0, 0.8, 0.5, 0.2])
    chance = np.clip(np.where(population.soumis_le(qui, debut), 0.55 * chance, chance), 0.02, 0.8)
    attente = np.floor(tirage.exponential(1, nombre) * -182 / np.log1p(-chance)).astype(np.int64)
    emploi = debut + attente
    pile = tirage.random(nombre)
    for rang, (mois, ecart) in enumerate([(0, 0), (3, 0), (3, 1), (6, 0), (6, 1)]):
        exact = (pile >= rang * 0.004) & (pile < (rang + 1) * 0.004)
        emploi = np.where(exact, plus_mois(debut, mois) + ecart, emploi)
    fin = debut + 3 + log_normal(tirage, 340, 0.85, nombre)
    motif = choix(tirage, *_FINS, nombre)
    part = (emploi < fin) & (tirage.random(nombre) < 0.95)
    fin = np.where(part, np.maximum(emploi + entre(tirage, -2, 12, nombre), debut + 1), fin)
    return emploi, fin, np.where(part, REPRISE_EMPLOI, motif)


def _trou(tirage: Hasard, nombre: int) -> Jours:
    """Days between an end and the next registration: sometimes within 15 days, on the 15th, on the 16th."""
    long = 17 + log_normal(tirage, 150, 1.1, nombre)
    court = entre(tirage, 1, 14, nombre)
    sorte = choix(tirage, [0, 1, 2, 3], [0.90, 0.06, 0.02, 0.02], nombre)
    return np.choose(sorte, [long, court, np.full(nombre, 15), np.full(nombre, 16)])


def _finir(tirage: Hasard, segments: Segments, population: Population, dernier: int) -> Segments:
    """Nobody registers after a death or a retirement; who is registered then leaves the register, a little later."""
    deces, retraite = population.deces[segments.qui], population.retraite[segments.qui]
    segments = segments.garder((segments.debut < deces - 1) & (segments.debut < retraite - 1))
    deces, retraite = population.deces[segments.qui], population.retraite[segments.qui]
    fin = segments.fin.copy()
    motif = segments.motif_fin.copy()
    for quand, code, delai in ((retraite, DEPART_RETRAITE, 0), (deces, FIN_DE_VIE, 12)):
        radie = (quand < JAMAIS) & (quand < fin)
        sortie = quand + entre(tirage, 0, delai, len(segments))
        fin = np.where(radie, np.where(sortie <= dernier, np.minimum(sortie, fin), JAMAIS), fin)
        motif = np.where(radie, code, motif)
    emploi = np.where((segments.emploi < deces) & (segments.emploi < retraite), segments.emploi, JAMAIS)
    return replace(segments, fin=fin, motif_fin=motif, emploi=emploi)


def _reprendre_le_stock(parametres: Parametres, tirage: Hasard, segments: Segments, population: Population) -> Segments:
    """January 2025: persons under RSA who were not registered are, by law, all at once (not an entry)."""
    lundi = int(debut_de_mois(_JANVIER_2025))
    if not jour(parametres.premier_mois) <= lundi <= jour(parametres.dernier_jour):
        return segments
    nombre = population.inscrits
    avant, apres = np.full(nombre, -JAMAIS), np.full(nombre, JAMAIS)
    deja = segments.debut < lundi
    np.maximum.at(avant, segments.qui[deja], segments.fin[deja])
    np.minimum.at(apres, segments.qui[~deja], segments.debut[~deja])
    borne = np.minimum(population.deces, population.retraite)[:nombre]
    qui = np.flatnonzero(
        population.soumis_le(np.arange(nombre), np.full(nombre, lundi))
        & (avant < lundi - CONTINUITE - 1)
        & (apres > lundi + 60)
        & (borne > lundi + 60)
    )
    debut = lundi + np.where(tirage.random(len(qui)) < 0.7, 0, entre(tirage, 0, 20, len(qui)))
    fin = debut + 20 + log_normal(tirage, 420, 0.7, len(qui))
    suite = np.minimum(apres, borne)[qui]
    fin = np.where(fin + 20 < suite, fin, np.maximum(suite - entre(tirage, 12, 25, len(qui)), debut + 5))
    fin = np.where((fin > jour(parametres.dernier_jour)) | (fin >= JAMAIS // 2), JAMAIS, fin)
    ajout = (
        qui,
        debut,
        fin,
        choix(tirage, *_FINS, len(qui)),
        np.full(len(qui), JAMAIS),
        np.ones(len(qui), dtype=bool),
        tirage.random(len(qui)) < 0.25,
    )
    champs = ("qui", "debut", "fin", "motif_fin", "emploi", "reprise", "premiere")
    return Segments(
        *(np.concatenate([getattr(segments, champ), plus]) for champ, plus in zip(champs, ajout, strict=True))
    )


def _demenager(tirage: Hasard, segments: Segments, population: Population, dernier: int) -> Segments:
    """A move ends a registration (06) and opens another where the person now lives, the same day or some days later."""
    quand = population.demenagement[segments.qui]
    coupe = (quand > segments.debut) & (quand < segments.fin) & (quand < JAMAIS)
    delai = choix(tirage, [0, 1, 2, 5, 12, 15, 16, 20], [25, 20, 20, 15, 10, 4, 3, 3], len(segments))
    reprise = quand + delai
    revient = coupe & (reprise < segments.fin) & (reprise <= dernier)
    quitte = replace(
        segments, fin=np.where(coupe, quand, segments.fin), motif_fin=np.where(coupe, DEMENAGEMENT, segments.motif_fin)
    )
    seconds = np.flatnonzero(revient)
    ajout = (
        segments.qui[seconds],
        reprise[seconds],
        segments.fin[seconds],
        segments.motif_fin[seconds],
        np.full(len(seconds), JAMAIS),
        np.zeros(len(seconds), dtype=bool),
        np.zeros(len(seconds), dtype=bool),
    )
    champs = ("qui", "debut", "fin", "motif_fin", "emploi", "reprise", "premiere")
    return Segments(
        *(np.concatenate([getattr(quitte, champ), plus]) for champ, plus in zip(champs, ajout, strict=True))
    )


def registre(
    parametres: Parametres, rang: int, population: Population, segments: Segments, lieux: Lieux
) -> pl.DataFrame:
    """The frame `inscription`."""
    tirage = hasard(parametres.graine, rang, "registre")
    nombre, qui = len(segments), segments.qui
    commune = population.commune_le(qui, segments.debut)
    premiere = segments.premiere & (segments.rang == 0)
    depart = np.where(premiere, 1, entre(tirage, 2, 9, nombre))
    rang_demande = _report(depart, segments.rang) + segments.rang
    suite = ~segments.tete
    motif = choix(tirage, _MOTIFS, [45, 15, 6, 12, 12, 10], nombre)
    motif = np.where(premiere, "6", np.where(suite, "8", motif))
    recente = mois_de(segments.debut) >= _JANVIER_2025
    categorie = np.where(recente, choix(tirage, *_CATEGORIES_2025, nombre), choix(tirage, *_CATEGORIES, nombre))
    soumis = population.soumis_le(qui, segments.debut)
    qpv = choix(tirage, ["O", "N", ""], [12, 85, 3], nombre)
    clos = segments.fin < JAMAIS
    frame = pl.DataFrame(
        {
            "personne": population.numero[qui].astype(np.int32),
            "date": dates(segments.debut),
            "code": np.where(segments.reprise, "9", "1"),
            "ndem": rang_demande,
            "motif": motif,
            "categorie": categorie,
            "commune": lieux.codes(tirage, commune, 0.004),
            "departement": lieux.departements[lieux.departement_de[commune]],
            "niveau_formation": _declaration(tirage, segments.rang, _NIVEAUX),
            "diplome": _declaration(tirage, segments.rang, _DIPLOMES),
            "boeth": _declaration(tirage, segments.rang, _TRAVAILLEURS_HANDICAPES),
            "qpv": qpv,
            "toprsa": np.where(soumis ^ (tirage.random(nombre) < 0.03), "O", "N"),
            "ancienne": segments.debut < jour(parametres.premier_mois),
            "date_cessation": dates(segments.fin),
            "motif_cessation": np.where(clos, segments.motif_fin, ""),
            "_tu": tirage.random(nombre),
        }
    )
    # either mark of a first request is enough: some rows bear only one
    return frame.with_columns(
        pl.col("niveau_formation", "diplome", "boeth", "qpv").replace("", None),
        ndem=pl.when((pl.col("motif") == "6") & (pl.col("_tu") < 0.03)).then(None).otherwise("ndem"),
        motif=pl.when((pl.col("motif") == "6") & (pl.col("_tu") > 0.97)).then(pl.lit("1")).otherwise("motif"),
        motif_cessation=pl.when(pl.col("date_cessation").is_not_null()).then("motif_cessation"),
    )


def _declaration(tirage: Hasard, rang: np.ndarray, valeurs: tuple[list, list]) -> np.ndarray:
    """What a person says at each registration: mostly the same, now and then something else, or nothing."""
    nombre = len(rang)
    autre, tue = tirage.random(nombre) < 0.12, tirage.random(nombre) < 0.04
    dite = np.where(autre, choix(tirage, *valeurs, nombre), _report(choix(tirage, *valeurs, nombre), rang))
    return np.where(tue, "", dite)


def _report(valeurs: np.ndarray, rang: np.ndarray) -> np.ndarray:
    """The value of the first row of each person, on all of them."""
    tetes = np.maximum.accumulate(np.where(rang == 0, np.arange(len(rang)), 0))
    return valeurs[tetes]
