"""What the published counts of an indicator say of each other once put together, and what is withdrawn for it.

Three months published 5 and their quarter 0: each month is 1 or 2. It takes extreme draws, so counts of 1 to 4 nearly
everywhere; but then it happens. Every sum that binds published counts is read here as anybody can read it: months in
quarters, years and twelve months; modalities in their whole, crossings in each modality of their two dimensions;
territories in those that contain them. A small count left with fewer than `valeurs_minimales` values has its whole
series withdrawn: all the periods of a kind and all the modalities of its indicator, territory and dimension; of who is
left out of a share, that count alone. Never the cell: an empty one among others would tell why. Parts go before what
they make up. A result withheld for the sake of an enterprise is read likewise: where sums leave too little of it
unknown, its series is withdrawn, or those of the parts that give it whole. All is decided on published counts, so it
tells nothing that they do not (confidentiality.md §4).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from pipelines.disclosure import encadrements
from pipelines.disclosure import sommes as sommes_entre
from pipelines.disclosure.encadrements import Bornes
from pipelines.disclosure.entreprises import est_retenue
from pipelines.disclosure.parametres import Parametres
from pipelines.disclosure.sommes import LIEU, PERIODE, PUBLIC, Sommes

SERIE = (*LIEU, "dimension", "periode_type")
COMPTES = ("numerateur", "denominateur", "exclus")
FIGURES = (*COMPTES, "valeur", "ic_bas", "ic_haut")


def a_retirer(
    publiees: pl.DataFrame,
    entree: Mapping[str, Any],
    dimensions: Mapping[str, Mapping[str, Any]],
    contenances: pl.DataFrame,
    p: Parametres,
) -> pl.DataFrame:
    """The series of `publiees`, the published rows of an indicator, that say too much together: SERIE, and
    `exclus_seuls`: whether the count of who is left out is the only one; sorted.

    `entree` and `dimensions`: the words of the indicator and the dimensions, as released (`Catalogue.en_clair`).
    `contenances`: what `territories.contenances` gives.
    """
    lignes = publiees.select(*LIEU, *PERIODE, *PUBLIC, *_comptes(entree["forme"]), unites_inconnues=_inconnues(p))
    lignes = lignes.with_row_index("ligne").with_columns(serie=pl.struct(SERIE).rank("dense"))
    serie = lignes["serie"].to_numpy()
    jumelles = _jumelles(lignes, contenances)
    toutes, lues = sommes_entre.lister(lignes, entree, dimensions, contenances), None
    comptes = {nom: _Compte.de(lignes, nom, p) for nom in COMPTES if nom in lignes.columns}
    emboites = entree["forme"] == "part" and entree["unite"] != "pour_1000"
    entieres, muettes = np.zeros((2, serie.max(initial=0) + 1), dtype=bool)
    while True:
        bornes = {nom: compte.bornes(p.erreur_maximale) for nom, compte in comptes.items()}
        if completes := lues is None:
            lues = crues = encadrements.croire(bornes, toutes)
        # what taught nothing is put aside, and may still be worth reading once what said more is withdrawn
        lues = lues.seules(encadrements.lire(bornes, lues, emboites))
        faibles = {nom: _faibles(compte, bornes[nom], crues) for nom, compte in comptes.items()}
        if not any(map(np.any, faibles.values())):
            if completes:
                break
            lues = None
            continue
        for nom, siennes in faibles.items():
            retirees = muettes if nom == "exclus" else entieres
            retirees[serie[_en_cause(siennes, comptes[nom], bornes[nom], crues)]] = True
            np.logical_or.at(retirees, jumelles[1], retirees[jumelles[0]])
        for nom, compte in comptes.items():
            compte.connu &= ~(entieres | muettes if nom == "exclus" else entieres)[serie]
    dites = pl.DataFrame({"serie": np.flatnonzero(entieres | muettes)}).with_columns(
        exclus_seuls=pl.Series(~entieres[entieres | muettes]), serie=pl.col("serie").cast(lignes.schema["serie"])
    )
    return lignes.select("serie", *SERIE).unique().join(dites, on="serie").drop("serie").sort(SERIE)


def retirer(publiees: pl.DataFrame, series: pl.DataFrame) -> pl.DataFrame:
    """`publiees` without the figures of `series` (what `a_retirer` gives): a row that had some says
    `effectif_insuffisant`."""
    marquees = publiees.join(series, on=SERIE, how="left", maintain_order="left")
    entiere, exclus_tus = (~pl.col("exclus_seuls")).fill_null(False), pl.col("exclus_seuls").is_not_null()
    return marquees.with_columns(
        *(pl.when(~(exclus_tus if nom == "exclus" else entiere)).then(pl.col(nom)).alias(nom) for nom in FIGURES),
        motif=pl.when(entiere & (pl.col("statut") != "absent")).then(pl.lit("effectif_insuffisant")).otherwise("motif"),
        effectif_faible=pl.col("effectif_faible") & ~entiere,
    ).select(publiees.columns)


def retirees(publiees: pl.DataFrame, forme: str) -> pl.DataFrame:
    """The series withdrawn from `publiees`, as `a_retirer` gives them, read from the rows themselves: none that is told
    has its count, those withheld for the sake of an enterprise apart."""
    dite = (pl.col("statut") != "absent") & ~est_retenue
    sans = {nom: pl.col(nom).filter(dite).is_null().all() for nom in COMPTES}
    entiere = pl.col("valeur").filter(dite).is_null().all() if forme == "effectif" else sans["denominateur"]
    exclus = pl.lit(False) if forme == "effectif" else sans["exclus"]
    series = publiees.group_by(SERIE).agg(dites=dite.any(), entiere=entiere, exclus=exclus)
    muettes = series.filter(pl.col("dites") & (pl.col("entiere") | pl.col("exclus")))
    return muettes.select(*SERIE, exclus_seuls=~pl.col("entiere")).sort(SERIE)


def avec_leurs_jumelles(series: pl.DataFrame, contenances: pl.DataFrame) -> pl.DataFrame:
    """`series` (SERIE, `exclus_seuls`), and the same told of the territories that are the same; each once."""
    autres = series.join(_memes_territoires(contenances), on=LIEU).select(
        *SERIE[2:], "exclus_seuls", territoire_niveau="dans", territoire_code="dans_code"
    )
    return pl.concat([series, autres.select(series.columns)]).group_by(SERIE).agg(pl.col("exclus_seuls").all())


def _memes_territoires(contenances: pl.DataFrame) -> pl.DataFrame:
    return contenances.filter(combien=1).select(
        territoire_niveau="niveau", territoire_code="code", dans="dans", dans_code="dans_code"
    )


def _jumelles(lignes: pl.DataFrame, contenances: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of a series, and of the same one told of a territory that is the same."""
    series = lignes.select("serie", *SERIE).unique()
    memes = _memes_territoires(contenances)
    autres = series.rename({"territoire_niveau": "dans", "territoire_code": "dans_code", "serie": "autre"})
    paires = series.join(memes, on=LIEU).join(autres, on=["dans", "dans_code", *SERIE[2:]])
    return paires["serie"].to_numpy(), paires["autre"].to_numpy()


def _comptes(forme: str) -> list[pl.Expr]:
    """Published counts; that of a plain count is its value."""
    if forme == "effectif":
        return [pl.col("valeur").cast(pl.Int64).alias("denominateur")]
    return [pl.col(nom) for nom in (COMPTES if forme == "part" else COMPTES[1:])]


def _inconnues(p: Parametres) -> pl.Expr:
    """Of a row withheld for the sake of an enterprise, how wide a range must be left of its result; null of any other,
    and of so few units that nobody's result is told."""
    unites = pl.col("denominateur")
    judgee = est_retenue & (unites >= p.seuil_numerateur).fill_null(True)
    return pl.when(judgee).then(2 * pl.max_horizontal(p.part_inconnue * unites, pl.lit(p.unites_inconnues)))


@dataclass
class _Compte:
    """Of each row: its published count (0 where there is none), whether it is still to be read, whether it is one that
    is withheld, and how many values must be left of it (0: any number will do)."""

    publie: np.ndarray
    connu: np.ndarray
    tu: np.ndarray
    exigees: np.ndarray

    @classmethod
    def de(cls, lignes: pl.DataFrame, nom: str, p: Parametres) -> "_Compte":
        compte, inconnues = pl.col(nom), pl.col("unites_inconnues")
        tu = compte.is_null() & inconnues.is_not_null() & (nom != "exclus")
        petit = pl.when(compte <= p.base).then(p.valeurs_minimales).otherwise(0)
        colonnes = lignes.select(
            compte.fill_null(0),
            connu=compte.is_not_null() | tu,
            tu=tu,
            exigees=pl.when(tu).then(inconnues + 1).otherwise(petit),
        )
        # its own: withdrawn series are taken off it
        return cls(*(colonne.to_numpy(writable=True) for colonne in colonnes))

    def bornes(self, erreur: int) -> Bornes:
        return encadrements.par_l_arrondi(self.publie, self.connu, self.tu, erreur)


def _faibles(compte: _Compte, bornes: Bornes, sommes: Sommes) -> np.ndarray:
    """The rows whose count is left with too few values, but not by parts that are too: without them it is looked at
    again."""
    faibles = compte.connu & (bornes.valeurs < compte.exigees)
    if sommes.total.size:
        faibles[sommes.total[np.logical_or.reduceat(faibles[sommes.partie], sommes.debut[:-1])]] = False
    return faibles


def _en_cause(faibles: np.ndarray, compte: _Compte, bornes: Bornes, sommes: Sommes) -> np.ndarray:
    """The rows whose series is to be withdrawn: each weak one; of one that is withheld and that its own parts give,
    they are."""
    siennes = sommes.seules((faibles & compte.tu)[sommes.total] & (sommes.combien > 0))
    if not siennes.total.size:
        return faibles
    debuts = siennes.debut[:-1]
    entiere = np.add.reduceat(bornes.connu[siennes.partie], debuts, dtype=np.int64) == siennes.combien
    largeur = np.add.reduceat((bornes.haut - bornes.bas)[siennes.partie], debuts)
    donnees = siennes.seules(entiere & (largeur + 1 < compte.exigees[siennes.total]))
    en_cause = faibles.copy()
    en_cause[donnees.total] = False
    en_cause[donnees.partie] = True
    return en_cause
