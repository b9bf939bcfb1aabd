"""Every linear relation between true counts, in one sparse system.

Its unknowns are what no table tells: the count of an indicator in one month, one atom (the communes that are in the
same territories) and one public. Each published count is a sum of them, known to `erreur` at most. Between unknowns,
what the definitions say: publics that make up the whole, crossings that make up each of their two dimensions, a
numerator within its denominator, counts of the same units, counts within others.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl
from scipy import sparse

from pipelines.audit.connaissances import EMBOITEMENTS, MEMES_UNITES, NON_EXCLUSIVE, PUBLICS, D, Grandeur, N
from pipelines.audit.fichiers import LIEU, PERIODE
from pipelines.audit.territoires import atomes
from pipelines.catalogue.annonces import CROIX, DUREES, ENSEMBLE

Classe = tuple[str, str]
"""A dimension and one of its modalities."""
Relation = tuple[dict[int, float], float, float]
"""Weights of some unknowns, and the bounds of their sum."""
REPARTITION = "repartition"
_RIEN = 1e-9


@dataclass(frozen=True)
class Contexte:
    """What the attacker knows besides figures, for any system of a release.

    `contredites`: (indicateur, dimension) whose publics do not make up the whole, as far as published figures tell.
    `troues`: indicateur, mois: months where some territory is not there, so that counts of one indicator may leave out
    persons that another counts.
    """

    entrees: dict[str, dict]
    modalites: dict[str, list[str]]
    contredites: frozenset[tuple[str, str]]
    troues: frozenset[tuple[str, date]]
    erreur: int


@dataclass(frozen=True)
class Systeme:
    """`bas` ≤ `matrice` × unknowns ≤ `haut`, unknowns ≥ 0; the first rows are those of `chiffres`, in order."""

    matrice: sparse.csr_matrix
    bas: np.ndarray
    haut: np.ndarray
    chiffres: pl.DataFrame

    def avec_erreur(self, erreur: int) -> "Systeme":
        """The same, had the published counts been at most `erreur` away from the true ones."""
        bas, haut = self.bas.copy(), self.haut.copy()
        nombre = self.chiffres.height
        bas[:nombre], haut[:nombre] = encadrement(self.chiffres["publie"], erreur)
        return replace(self, bas=bas, haut=haut)


def encadrement(publie: pl.Series, erreur: int) -> tuple[np.ndarray, np.ndarray]:
    """What a published count alone says of the true one; a count that is not published says nothing."""
    chiffre = publie.cast(pl.Float64).to_numpy()
    return (
        np.nan_to_num(np.maximum(chiffre - erreur, 0), nan=0.0),
        np.nan_to_num(chiffre + erreur, nan=np.inf),
    )


def construire(chiffres: pl.DataFrame, communes: pl.DataFrame, contexte: Contexte) -> Systeme:
    """The system of `chiffres` (CLE, grandeur, publie), in the territories of `communes`."""
    axes = _Axes.lire(chiffres, communes, contexte)
    publies = axes.lignes_publiees(chiffres)
    relations = [*axes.dans_une_grandeur(contexte), *axes.entre_grandeurs(contexte)]
    bas, haut = encadrement(chiffres["publie"], contexte.erreur)
    toutes = sparse.vstack([publies, *(matrice for matrice, _, _ in relations)], format="csr")
    fines = (toutes @ axes.sommes_des_plus_fines(contexte)).tocsr()
    # what a sum says of itself
    poids = np.asarray(abs(fines).sum(axis=1)).ravel()
    dites = np.flatnonzero((poids > _RIEN) | (np.arange(poids.size) < chiffres.height))
    return Systeme(
        fines[dites],
        np.concatenate([bas, *(b for _, b, _ in relations)])[dites],
        np.concatenate([haut, *(h for _, _, h in relations)])[dites],
        chiffres,
    )


def taille(chiffres: pl.DataFrame, communes: pl.DataFrame, contexte: Contexte) -> int:
    """How many unknowns the system would have."""
    return _Axes.lire(chiffres, communes, contexte).inconnues


def mois_des_periodes(chiffres: pl.DataFrame, entrees: dict[str, dict]) -> pl.DataFrame:
    """indicateur, PERIODE, `mois`: the months that each period of each indicator is made of; of a stock, the last."""
    durees = pl.DataFrame(
        {"periode_type": list(DUREES), "duree": [duree for duree, _ in DUREES.values()]},
        schema_overrides={"duree": pl.Int32},
    )
    stocks = [nom for nom, entree in entrees.items() if entree["glissant"] == "dernier"]
    rangs = pl.when(pl.col("indicateur").is_in(stocks)).then(pl.col("duree") - 1).otherwise(0)
    return (
        chiffres.select("indicateur", *PERIODE)
        .unique()
        .join(durees, on="periode_type")
        .with_columns(rang=pl.int_ranges(rangs, pl.col("duree")))
        .explode("rang")
        .with_columns(mois=pl.col("periode_debut").dt.offset_by(pl.format("{}mo", "rang")))
        .select("indicateur", *PERIODE, "mois")
    )


@dataclass(frozen=True)
class _Axes:
    """Where each unknown stands: `depart[grandeur]` + (month × atoms + atom) × publics + public."""

    mois: pl.DataFrame
    liste_des_mois: list[date]
    atomes: pl.DataFrame
    nombre_d_atomes: int
    classes: dict[str, list[Classe]]
    depart: dict[Grandeur, int]
    inconnues: int

    @classmethod
    def lire(cls, chiffres: pl.DataFrame, communes: pl.DataFrame, contexte: Contexte) -> "_Axes":
        mois = mois_des_periodes(chiffres, contexte.entrees)
        liste = mois["mois"].unique().sort().to_list()
        pieces = atomes(communes.join(chiffres.select(LIEU).unique(), on=LIEU, how="semi"))
        nombre = int(pieces["atome"].max()) + 1 if pieces.height else 0
        classes = {
            indicateur: [
                (dimension, modalite) for dimension in dimensions for modalite in contexte.modalites[dimension]
            ]
            for indicateur, dimensions in chiffres.group_by("indicateur")
            .agg(pl.col("dimension").unique().sort())
            .sort("indicateur")
            .iter_rows()
        }
        depart, place = {}, 0
        for grandeur in chiffres.select("indicateur", "grandeur").unique().sort(pl.all()).iter_rows():
            depart[grandeur] = place
            place += len(liste) * nombre * len(classes[grandeur[0]])
        return cls(mois, liste, pieces, nombre, classes, depart, place)

    @property
    def blocs(self) -> int:
        return len(self.liste_des_mois) * self.nombre_d_atomes

    def sommes_des_plus_fines(self, contexte: Contexte) -> sparse.csr_matrix:
        """Every unknown as a sum of fewer: a whole of its parts, a dimension of a crossing that has it."""
        morceaux = [
            sparse.kron(sparse.eye_array(self.blocs), _sommes(grandeur, self.classes[grandeur[0]], contexte))
            for grandeur in self.depart
        ]
        return sparse.block_diag(morceaux, format="csr")

    def lignes_publiees(self, chiffres: pl.DataFrame) -> sparse.csr_matrix:
        """Each published count as a sum of unknowns: over its months and the atoms of its territory."""
        rangs = pl.DataFrame({"mois": self.liste_des_mois}).with_row_index("rang_mois")
        publics = pl.DataFrame(
            [(nom, *classe, rang) for nom, classes in self.classes.items() for rang, classe in enumerate(classes)],
            schema=["indicateur", "dimension", "modalite", "rang_classe"],
            orient="row",
        )
        departs = pl.DataFrame(
            [(*grandeur, depart, len(self.classes[grandeur[0]])) for grandeur, depart in self.depart.items()],
            schema=["indicateur", "grandeur", "depart", "classes"],
            orient="row",
        )
        termes = (
            chiffres.with_row_index("ligne")
            .join(departs, on=["indicateur", "grandeur"])
            .join(publics, on=["indicateur", "dimension", "modalite"])
            .join(self.mois.join(rangs, on="mois"), on=["indicateur", *PERIODE])
            .join(self.atomes, on=LIEU)
            .select(
                pl.col("ligne").cast(pl.Int64),
                colonne=pl.col("depart")
                + (pl.col("rang_mois").cast(pl.Int64) * self.nombre_d_atomes + pl.col("atome")) * pl.col("classes")
                + pl.col("rang_classe"),
            )
        )
        lignes, colonnes = termes["ligne"].to_numpy(), termes["colonne"].to_numpy()
        un_par_terme = np.ones(termes.height)
        return sparse.csr_matrix((un_par_terme, (lignes, colonnes)), shape=(chiffres.height, self.inconnues))

    def dans_une_grandeur(self, contexte: Contexte) -> Iterator[tuple[sparse.csr_matrix, np.ndarray, np.ndarray]]:
        """What holds between the publics of one count, in each month and atom."""
        for grandeur in self.depart:
            relations = list(relations_des_publics(grandeur, self.classes[grandeur[0]], contexte))
            if relations:
                petite = _matrice([poids for poids, _, _ in relations], len(self.classes[grandeur[0]]))
                bas, haut = (np.array([r[i] for r in relations], dtype=float) for i in (1, 2))
                repetee = sparse.kron(sparse.eye_array(self.blocs), petite, format="csr")
                yield self._placee({grandeur: repetee}), np.tile(bas, self.blocs), np.tile(haut, self.blocs)

    def entre_grandeurs(self, contexte: Contexte) -> Iterator[tuple[sparse.csr_matrix, np.ndarray, np.ndarray]]:
        """What holds between two counts, public by public: one within the other, or of the same units."""
        for petite, grande in [*_numerateurs(self.depart, contexte.entrees), *EMBOITEMENTS]:
            if petite in self.depart and grande in self.depart:
                yield self._comparees(petite, grande, np.inf, contexte.troues)
        for groupe in MEMES_UNITES:
            connues = [grandeur for grandeur in groupe if grandeur in self.depart]
            for autre in connues[1:]:
                yield self._comparees(connues[0], autre, 0.0, contexte.troues)
        for nom in {indicateur for indicateur, _ in self.depart}:
            if contexte.entrees[nom]["famille"] == REPARTITION and {(nom, N), (nom, D)} <= self.depart.keys():
                yield self._repartie(nom)

    def _comparees(
        self, petite: Grandeur, grande: Grandeur, ecart: float, troues: frozenset[tuple[str, date]]
    ) -> tuple[sparse.csr_matrix, np.ndarray, np.ndarray]:
        ici, la = self.classes[petite[0]], self.classes[grande[0]]
        communes = [classe for classe in ici if classe in la]
        noms = {petite[0], grande[0]}
        # within one indicator, what is left out is left out of both
        entiers = [len(noms) == 1 or not any((nom, mois) in troues for nom in noms) for mois in self.liste_des_mois]
        blocs = sparse.eye_array(self.blocs, format="csr")[np.repeat(entiers, self.nombre_d_atomes)]
        choix = {
            grandeur: sparse.kron(blocs, signe * _choisies(communes, classes), format="csr")
            for grandeur, classes, signe in ((petite, ici, -1.0), (grande, la, 1.0))
        }
        matrice = self._placee(choix)
        return matrice, np.zeros(matrice.shape[0]), np.full(matrice.shape[0], ecart)

    def _repartie(self, nom: str) -> tuple[sparse.csr_matrix, np.ndarray, np.ndarray]:
        """Numerators of all the modalities make up the denominator, which is the same for each."""
        nombre = len(self.classes[nom])
        sommes, ecarts = np.zeros((nombre, nombre)), np.eye(nombre)
        sommes[0], ecarts[:, 0] = 1, -1
        matrice = self._placee(
            {
                (nom, N): sparse.kron(sparse.eye_array(self.blocs), sparse.csr_matrix(sommes), format="csr"),
                (nom, D): sparse.kron(sparse.eye_array(self.blocs), sparse.csr_matrix(ecarts), format="csr"),
            }
        )
        return matrice, np.zeros(matrice.shape[0]), np.zeros(matrice.shape[0])

    def _placee(self, blocs: dict[Grandeur, sparse.csr_matrix]) -> sparse.csr_matrix:
        """The rows of `blocs`, each put at the unknowns of its count, added."""
        parties = [bloc.tocoo() for bloc in blocs.values()]
        departs = [self.depart[grandeur] for grandeur in blocs]
        return sparse.csr_matrix(
            (
                np.concatenate([partie.data for partie in parties]),
                (
                    np.concatenate([partie.row for partie in parties]),
                    np.concatenate([partie.col + depart for partie, depart in zip(parties, departs, strict=True)]),
                ),
            ),
            shape=(parties[0].shape[0], self.inconnues),
        )


def relations_des_publics(grandeur: Grandeur, classes: list[Classe], contexte: Contexte) -> Iterator[Relation]:
    """Between the publics of one count: whole and parts, crossings and their dimensions, overlapping publics."""
    indicateur, _ = grandeur
    rang = {classe: place for place, classe in enumerate(classes)}
    for dimension in sorted({dimension for dimension, _ in classes} - {ENSEMBLE}):
        siennes = [classe for classe in classes if classe[0] == dimension]
        if dimension == NON_EXCLUSIVE:
            yield from _publics(siennes, rang)
        elif CROIX in dimension:
            yield from _croisement(siennes, rang)
        elif (ENSEMBLE, ENSEMBLE) in rang:
            reste = np.inf if (indicateur, dimension) in contexte.contredites else 0.0
            parts = {rang[classe]: -1.0 for classe in siennes}
            yield parts | {rang[ENSEMBLE, ENSEMBLE]: 1.0}, 0.0, reste


def _sommes(grandeur: Grandeur, classes: list[Classe], contexte: Contexte) -> sparse.csr_matrix:
    """Rows: `classes`; columns: those that are not a sum of others; what is summed is as the relations say."""
    egalites = [poids for poids, _, reste in relations_des_publics(grandeur, classes, contexte) if reste == 0.0]
    parties: dict[int, list[int]] = {}
    # a whole is the sum of its first dimension alone; the others must still make it up
    for poids in egalites:
        tout = next(rang for rang, valeur in poids.items() if valeur > 0)
        parties.setdefault(tout, [rang for rang in poids if rang != tout])
    fines = [rang for rang in range(len(classes)) if rang not in parties]
    somme = np.zeros((len(classes), len(fines)))
    somme[fines, np.arange(len(fines))] = 1
    # crossings before dimensions, dimensions before the whole: at most two steps
    for _ in range(2):
        for tout, siennes in parties.items():
            somme[tout] = somme[siennes].sum(axis=0)
    return sparse.csr_matrix(somme)


def _croisement(siennes: list[Classe], rang: dict[Classe, int]) -> Iterator[Relation]:
    croisement = siennes[0][0]
    for cote, dimension in enumerate(croisement.split(CROIX)):
        modalites = dict.fromkeys(modalite.split(CROIX)[cote] for _, modalite in siennes)
        for modalite in modalites:
            if (dimension, modalite) in rang:
                parts = {rang[c]: -1.0 for c in siennes if c[1].split(CROIX)[cote] == modalite}
                yield parts | {rang[dimension, modalite]: 1.0}, 0.0, 0.0


def _publics(siens: list[Classe], rang: dict[Classe, int]) -> Iterator[Relation]:
    for public in siens:
        equivalents = PUBLICS.get(public[1], ())
        if equivalents and all(classe in rang for classe in equivalents):
            yield {rang[classe]: -1.0 for classe in equivalents} | {rang[public]: 1.0}, 0.0, 0.0
        elif (ENSEMBLE, ENSEMBLE) in rang:
            yield {rang[public]: -1.0, rang[ENSEMBLE, ENSEMBLE]: 1.0}, 0.0, np.inf


def _numerateurs(depart: dict[Grandeur, int], entrees: dict[str, dict]) -> Iterator[tuple[Grandeur, Grandeur]]:
    for indicateur, grandeur in depart:
        if grandeur == N and entrees[indicateur]["unite"] != "pour_1000":
            yield (indicateur, N), (indicateur, D)


def _matrice(lignes: list[dict[int, float]], largeur: int) -> sparse.csr_matrix:
    rangs = [rang for rang, ligne in enumerate(lignes) for _ in ligne]
    colonnes = [colonne for ligne in lignes for colonne in ligne]
    poids = [valeur for ligne in lignes for valeur in ligne.values()]
    return sparse.csr_matrix((poids, (rangs, colonnes)), shape=(len(lignes), largeur))


def _choisies(choix: list[Classe], parmi: list[Classe]) -> sparse.csr_matrix:
    """Row by row, which of `parmi` is each of `choix`."""
    return _matrice([{parmi.index(classe): 1.0} for classe in choix], len(parmi))
