"""Every linear relation between true counts, in one sparse system.

Its unknowns are what no table tells: the count of an indicator in one moment (the months that are in the same periods),
one atom (the communes that are in the same territories) and one public. Each published count is a sum of them, known to
`erreur` at most. Between unknowns, what the definitions say: publics that make up the whole, crossings that make up
each of their two dimensions, a numerator within its denominator, counts of the same units, counts within others.

EPCI and zones, and communes below them, are told of the whole over twelve months only: to cut publics and months as
finely would be too much. Each is a layer, with unknowns of its own, whose sums over an atom of a layer above are those
of that layer. Little is lost: a table can always be filled whose sums by row and by column are the ones wanted, and so
can several, each within the next.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl
from scipy import sparse

from pipelines.audit import differences
from pipelines.audit.connaissances import (
    ENTREES,
    MEMES_UNITES,
    NON_EXCLUSIVE,
    PUBLICS,
    PUBLICS_CONSTANTS,
    PUBLICS_EMBOITES,
    SORTIES,
    STOCK,
    Contexte,
    D,
    Grandeur,
    N,
    emboitements,
)
from pipelines.audit.fichiers import COMMUNE, LIEU, PERIODE
from pipelines.audit.territoires import atomes
from pipelines.catalogue.annonces import CROIX, DUREES, ENSEMBLE

Classe = tuple[str, str]
"""A dimension and one of its modalities."""
Relation = tuple[dict[int, float], float, float]
"""Weights of some unknowns, and the bounds of their sum."""
Bornee = tuple[sparse.csr_matrix, np.ndarray, np.ndarray]
"""Sums of unknowns, one a row, and the bounds of each."""
REPARTITION = "repartition"
_COUCHES = {"epci": 1, "bassin": 1, "zone_emploi": 1, COMMUNE: 2}
"""Layer of each level; of the others, the first."""
_TOUT: Classe = (ENSEMBLE, ENSEMBLE)
_RIEN = 1e-9


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
    couches = _couches(chiffres, communes, contexte)
    publies = sparse.block_diag([couche.lignes_publiees() for couche in couches], format="csr")
    publies = publies[np.argsort(np.concatenate([couche.chiffres["ligne"].to_numpy() for couche in couches]))]
    relations = [
        relation
        for couche in couches
        for relation in (*couche.dans_une_grandeur(contexte), *couche.entre_grandeurs(contexte))
    ]
    relations += _liens(couches)
    bas, haut = encadrement(chiffres["publie"], contexte.erreur)
    largeur = publies.shape[1]
    for matrice, _, _ in relations:
        matrice.resize(matrice.shape[0], largeur)
    toutes = sparse.vstack([publies, *(matrice for matrice, _, _ in relations)], format="csr")
    sommes = sparse.block_diag([couche.sommes_des_plus_fines(contexte) for couche in couches], format="csr")
    fines = (toutes @ sommes).tocsr()
    # what a sum says of itself
    poids = np.asarray(abs(fines).sum(axis=1)).ravel()
    dites = np.flatnonzero((poids > _RIEN) | (np.arange(poids.size) < chiffres.height))
    return Systeme(
        fines[dites],
        np.concatenate([bas, *(b for _, b, _ in relations)])[dites],
        np.concatenate([haut, *(h for _, _, h in relations)])[dites],
        chiffres,
    )


def ecarts(systeme: Systeme, communes: pl.DataFrame, contexte: Contexte) -> sparse.csr_matrix:
    """Sums of the unknowns of `systeme` that are 1 at least, where the same units always have the same figure: each is
    what a count has more than another that is within it, and published otherwise."""
    chiffres = systeme.chiffres
    paires = differences.paires(chiffres, communes, mois_des_periodes(chiffres, contexte.entrees), contexte)
    sommes = (systeme.matrice[paires["grande"].to_numpy()] - systeme.matrice[paires["petite"].to_numpy()]).tocsr()
    return sommes[np.asarray(abs(sommes).sum(axis=1)).ravel() > _RIEN]


def se_suivent(grandeurs: Collection[Grandeur]) -> bool:
    """Whether these counts are enough for the stock of a month to follow that of the month before."""
    return {STOCK, ENTREES, SORTIES} <= set(grandeurs)


def taille(chiffres: pl.DataFrame, communes: pl.DataFrame, contexte: Contexte) -> int:
    """How many unknowns the system would have."""
    return _couches(chiffres, communes, contexte)[-1].fin


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


def _moments(mois: pl.DataFrame, troues: frozenset[tuple[str, date]]) -> pl.DataFrame:
    """mois, `moment` (from 0), of `mois` (indicateur, PERIODE, mois): the months that are in the same periods and have
    the same gaps, which no relation tells apart."""
    places = pl.concat_str("indicateur", *PERIODE, separator=" ")
    absences = pl.DataFrame(list(troues), schema={"place": pl.String, "mois": pl.Date}, orient="row")
    par_mois = (
        pl.concat([mois.select(place=places, mois="mois"), absences.join(mois, on="mois", how="semi")])
        .group_by("mois")
        .agg(pl.col("place").sort().str.join("|"))
    )
    numeros = par_mois.group_by("place").agg(pl.min("mois").alias("premier")).sort("premier").with_row_index("moment")
    return par_mois.join(numeros, on="place").select("mois", pl.col("moment").cast(pl.Int64))


@dataclass(frozen=True)
class _Couche:
    """Where the unknowns of a layer are: `depart[grandeur]` + (moment × atoms + atom) × publics + public, up to `fin`.

    `chiffres`: what is published of it, and which `ligne` of the system each is. `periodes`: indicateur, PERIODE, mois;
    `moments`: mois, moment; `places`: commune, LIEU; `atomes`: commune, atome.
    """

    chiffres: pl.DataFrame
    periodes: pl.DataFrame
    moments: pl.DataFrame
    places: pl.DataFrame
    atomes: pl.DataFrame
    classes: dict[str, list[Classe]]
    depart: dict[Grandeur, int]
    fin: int

    @classmethod
    def lire(
        cls, chiffres: pl.DataFrame, places: pl.DataFrame, moments: pl.DataFrame, contexte: Contexte, place: int
    ) -> "_Couche":
        """`place`: that of its first unknown."""
        pieces = atomes(places)
        classes = {
            indicateur: [
                (dimension, modalite) for dimension in dimensions for modalite in contexte.modalites[dimension]
            ]
            for indicateur, dimensions in chiffres.group_by("indicateur")
            .agg(pl.col("dimension").unique().sort())
            .sort("indicateur")
            .iter_rows()
        }
        blocs, depart = moments["moment"].n_unique() * pieces["atome"].n_unique(), {}
        for grandeur in chiffres.select("indicateur", "grandeur").unique().sort(pl.all()).iter_rows():
            depart[grandeur] = place
            place += blocs * len(classes[grandeur[0]])
        periodes = mois_des_periodes(chiffres, contexte.entrees)
        return cls(chiffres, periodes, moments, places, pieces, classes, depart, place)

    @cached_property
    def mois(self) -> list[date]:
        """One of each moment's."""
        return self.moments.group_by("moment").agg(pl.min("mois")).sort("moment")["mois"].to_list()

    @property
    def en_entier(self) -> set[Grandeur]:
        """The counts that it has of the whole."""
        return {grandeur for grandeur in self.depart if _TOUT in self.classes[grandeur[0]]}

    @cached_property
    def nombre_d_atomes(self) -> int:
        return self.atomes["atome"].n_unique()

    @property
    def blocs(self) -> int:
        return len(self.mois) * self.nombre_d_atomes

    def sommes_des_plus_fines(self, contexte: Contexte) -> sparse.csr_matrix:
        """Every unknown as a sum of fewer: a whole of its parts, a dimension of a crossing that has it."""
        morceaux = [
            sparse.kron(sparse.eye_array(self.blocs), _sommes(grandeur, self.classes[grandeur[0]], contexte))
            for grandeur in self.depart
        ]
        return sparse.block_diag(morceaux, format="csr")

    def lignes_publiees(self) -> sparse.csr_matrix:
        """Each published count of the layer as a sum of its unknowns: over moments and the atoms of a territory."""
        debut = min(self.depart.values(), default=0)
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
        moments = self.periodes.join(self.moments, on="mois").select("indicateur", *PERIODE, "moment").unique()
        pieces = self.places.join(self.atomes, on="commune").select(*LIEU, "atome").unique()
        termes = (
            self.chiffres.drop("ligne")
            .with_row_index("rang")
            .join(departs, on=["indicateur", "grandeur"])
            .join(publics, on=["indicateur", "dimension", "modalite"])
            .join(moments, on=["indicateur", *PERIODE])
            .join(pieces, on=LIEU)
            .select(
                pl.col("rang").cast(pl.Int64),
                colonne=pl.col("depart")
                - debut
                + (pl.col("moment") * self.nombre_d_atomes + pl.col("atome")) * pl.col("classes")
                + pl.col("rang_classe"),
            )
        )
        lignes, colonnes = termes["rang"].to_numpy(), termes["colonne"].to_numpy()
        un_par_terme = np.ones(termes.height)
        return sparse.csr_matrix((un_par_terme, (lignes, colonnes)), shape=(self.chiffres.height, self.fin - debut))

    def dans_une_grandeur(self, contexte: Contexte) -> Iterator[Bornee]:
        """What holds between the publics of one count, in each moment and atom."""
        for grandeur in self.depart:
            relations = list(relations_des_publics(grandeur, self.classes[grandeur[0]], contexte))
            if relations:
                petite = _matrice([poids for poids, _, _ in relations], len(self.classes[grandeur[0]]))
                bas, haut = (np.array([r[i] for r in relations], dtype=float) for i in (1, 2))
                repetee = sparse.kron(sparse.eye_array(self.blocs), petite, format="csr")
                yield self._placee({grandeur: repetee}), np.tile(bas, self.blocs), np.tile(haut, self.blocs)

    def entre_grandeurs(self, contexte: Contexte) -> Iterator[Bornee]:
        """What holds between two counts, public by public: one within the other, or of the same units."""
        for petite, grande in emboitements(self.depart, contexte.entrees):
            yield self._comparees(petite, grande, np.inf, contexte.troues)
        for groupe in MEMES_UNITES:
            connues = [grandeur for grandeur in groupe if grandeur in self.depart]
            for autre in connues[1:]:
                yield self._comparees(connues[0], autre, 0.0, contexte.troues)
        for nom in {indicateur for indicateur, _ in self.depart}:
            if contexte.entrees[nom]["famille"] == REPARTITION and {(nom, N), (nom, D)} <= self.depart.keys():
                yield self._repartie(nom)
        if contexte.immobile and se_suivent(self.depart):
            yield self._de_mois_en_mois(contexte)

    def _comparees(
        self, petite: Grandeur, grande: Grandeur, ecart: float, troues: frozenset[tuple[str, date]]
    ) -> Bornee:
        ici, la = self.classes[petite[0]], self.classes[grande[0]]
        communes = [classe for classe in ici if classe in la]
        noms = {petite[0], grande[0]}
        # within one indicator, what is left out is left out of both
        entiers = [len(noms) == 1 or not any((nom, mois) in troues for nom in noms) for mois in self.mois]
        blocs = sparse.eye_array(self.blocs, format="csr")[np.repeat(entiers, self.nombre_d_atomes)]
        choix = {
            grandeur: sparse.kron(blocs, signe * _choisies(communes, classes), format="csr")
            for grandeur, classes, signe in ((petite, ici, -1.0), (grande, la, 1.0))
        }
        matrice = self._placee(choix)
        return matrice, np.zeros(matrice.shape[0]), np.full(matrice.shape[0], ecart)

    def _de_mois_en_mois(self, contexte: Contexte) -> Bornee:
        """The stock of each month told alone, from that of the month before."""
        ruptures = {date.fromisoformat(rupture["date"]) for rupture in contexte.entrees[STOCK[0]]["ruptures"]}
        trous = {mois for nom, mois in contexte.troues if nom in (STOCK[0], ENTREES[0], SORTIES[0])}
        seuls = self.moments.filter(pl.len().over("moment") == 1).sort("mois")
        suites = seuls.with_columns(avant=pl.col("moment").shift(1), depuis=pl.col("mois").shift(1)).filter(
            pl.col("depuis") == pl.col("mois").dt.offset_by("-1mo"),
            ~pl.col("mois").is_in(ruptures),
            ~pl.col("mois").is_in(trous) & ~pl.col("depuis").is_in(trous),
        )
        mois = sparse.eye_array(len(self.mois), format="csr")
        ici, avant = (mois[suites[nom].to_numpy()] for nom in ("moment", "avant"))
        publics = [
            classe
            for classe in self.classes[STOCK[0]]
            if classe[0] in PUBLICS_CONSTANTS and all(classe in self.classes[flux[0]] for flux in (ENTREES, SORTIES))
        ]
        termes = ((STOCK, ici - avant), (ENTREES, -ici), (SORTIES, ici))
        matrice = self._placee(
            {
                grandeur: sparse.kron(
                    sparse.kron(moments, sparse.eye_array(self.nombre_d_atomes)),
                    _choisies(publics, self.classes[grandeur[0]]),
                    format="csr",
                )
                for grandeur, moments in termes
            }
        )
        return matrice, np.zeros(matrice.shape[0]), np.zeros(matrice.shape[0])

    def _repartie(self, nom: str) -> Bornee:
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
        return _placees([(self.depart[grandeur], bloc) for grandeur, bloc in blocs.items()], self.fin)


def _couches(chiffres: pl.DataFrame, communes: pl.DataFrame, contexte: Contexte) -> list[_Couche]:
    """The layers of a system that have figures, from the largest territories to the least.

    A layer cuts France by its territories and those of the layers above it, and time by its periods and those of the
    layers below: each of its atoms is in one of theirs, or in none, and each of their moments in one of its own.
    """
    rangs = pl.col("territoire_niveau").replace_strict(_COUCHES, default=0, return_dtype=pl.Int8)
    parts = chiffres.with_row_index("ligne").with_columns(couche=rangs).sort("couche", maintain_order=True)
    parts = parts.partition_by("couche", maintain_order=True, include_key=False) if chiffres.height else [parts]
    couches = []
    for rang, siens in enumerate(parts):
        lieux = pl.concat(part.select(LIEU) for part in parts[: rang + 1]).unique()
        periodes = mois_des_periodes(pl.concat(parts[rang:]), contexte.entrees)
        moments = _moments(periodes, contexte.troues)
        places = communes.join(lieux, on=LIEU, how="semi")
        couches.append(_Couche.lire(siens, places, moments, contexte, couches[-1].fin if couches else 0))
    return couches


def _liens(couches: list[_Couche]) -> Iterator[Bornee]:
    """What holds between layers: of each count, between one and the nearest above that has it too."""
    for rang, basse in enumerate(couches):
        restent = basse.en_entier
        for haute in reversed(couches[:rang]):
            dits = restent & haute.en_entier
            restent -= dits
            yield from (_lien(haute, basse, grandeur) for grandeur in sorted(dits))


def _lien(haute: _Couche, basse: _Couche, grandeur: Grandeur) -> Bornee:
    """Over an atom of the layer above and a moment of the one below, the whole is the same in both."""
    pieces = haute.atomes.join(basse.atomes, on="commune", suffix="_bas").select("atome", "atome_bas").unique()
    moments = haute.moments.join(basse.moments, on="mois", suffix="_bas").select("moment_bas", "moment").unique()
    des_pieces = _incidence(pieces, (haute.nombre_d_atomes, basse.nombre_d_atomes))
    des_moments = _incidence(moments, (len(basse.mois), len(haute.mois)))
    en_haut = sparse.kron(des_moments, sparse.eye_array(haute.nombre_d_atomes))
    en_bas = sparse.kron(sparse.eye_array(len(basse.mois)), des_pieces)
    tout_en_haut, tout_en_bas = (_choisies([_TOUT], couche.classes[grandeur[0]]) for couche in (haute, basse))
    matrice = _placees(
        [
            (haute.depart[grandeur], sparse.kron(en_haut, tout_en_haut)),
            (basse.depart[grandeur], -sparse.kron(en_bas, tout_en_bas)),
        ],
        basse.fin,
    )
    return matrice, np.zeros(matrice.shape[0]), np.zeros(matrice.shape[0])


def _incidence(couples: pl.DataFrame, forme: tuple[int, int]) -> sparse.csr_matrix:
    lignes, colonnes = (couples[nom].to_numpy() for nom in couples.columns)
    return sparse.csr_matrix((np.ones(couples.height), (lignes, colonnes)), shape=forme)


def _placees(blocs: list[tuple[int, sparse.csr_matrix]], largeur: int) -> sparse.csr_matrix:
    """The rows of several blocks, each put at its first unknown, added."""
    departs, parties = [depart for depart, _ in blocs], [bloc.tocoo() for _, bloc in blocs]
    colonnes = [partie.col + depart for depart, partie in zip(departs, parties, strict=True)]
    lignes, poids = [partie.row for partie in parties], [partie.data for partie in parties]
    return sparse.csr_matrix(
        (np.concatenate(poids), (np.concatenate(lignes), np.concatenate(colonnes))),
        shape=(parties[0].shape[0], largeur),
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
        elif _TOUT in rang:
            reste = np.inf if (indicateur, dimension) in contexte.contredites else 0.0
            parts = {rang[classe]: -1.0 for classe in siennes}
            yield parts | {rang[_TOUT]: 1.0}, 0.0, reste


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
        elif _TOUT in rang:
            yield {rang[public]: -1.0, rang[_TOUT]: 1.0}, 0.0, np.inf
        for dedans in PUBLICS_EMBOITES.get(public[1], ()):
            if (NON_EXCLUSIVE, dedans) in rang:
                yield {rang[NON_EXCLUSIVE, dedans]: -1.0, rang[public]: 1.0}, 0.0, np.inf


def _matrice(lignes: list[dict[int, float]], largeur: int) -> sparse.csr_matrix:
    rangs = [rang for rang, ligne in enumerate(lignes) for _ in ligne]
    colonnes = [colonne for ligne in lignes for colonne in ligne]
    poids = [valeur for ligne in lignes for valeur in ligne.values()]
    return sparse.csr_matrix((poids, (rangs, colonnes)), shape=(len(lignes), largeur))


def _choisies(choix: list[Classe], parmi: list[Classe]) -> sparse.csr_matrix:
    """Row by row, which of `parmi` is each of `choix`."""
    return _matrice([{parmi.index(classe): 1.0} for classe in choix], len(parmi))
