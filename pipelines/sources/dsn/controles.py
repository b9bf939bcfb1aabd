"""What a used rubrique must be: its nature, length and codes in the norm of its year, and what must go together.

A fault of a person refuses the person; a fault outside persons refuses the declaration. One fault, one sentence: of two
tests that fail on a line, the first one tells.
"""

from collections.abc import Iterator
from functools import lru_cache

import polars as pl

from pipelines.identity import nir_canonique
from pipelines.sources.dsn import normes
from pipelines.sources.dsn.rubriques import (
    CHAMPS_CHANGEMENT,
    CHAMPS_CONTRAT,
    CHAMPS_DECLARATION,
    CHAMPS_FIN,
    CIBLE,
    DATE_FIN,
    DEBUT,
    FIN_DE_CONTRAT,
    FIN_PREVUE,
    FORMES,
    MENSUELLE,
    MOIS_PRINCIPAL,
    MOTIF_FIN,
    MOTIFS_INTERDITS_EN_SIGNALEMENT,
    NAISSANCE,
    NIR,
    OBLIGATOIRES,
    TYPE,
    TYPES_AVEC_CIBLE,
    TYPES_INTERDITS,
    UTILISEES,
)

DEFAUTS = {
    "fichier": pl.UInt32,
    "declaration": pl.Int32,
    "unite": pl.Int32,
    "ligne": pl.UInt32,
    "champ": pl.String,
    "regle": pl.String,
    "valeur": pl.String,
    "norme": pl.String,
    "ligne_debut": pl.UInt32,
}
"""A fault and its place; `ligne_debut` is the line of the start of contract when the fault is to come before it."""

PREMIERE_ANNEE, DERNIERE_ANNEE = 1900, 2099
INCONNU = "99"
_CHAMPS = {
    "declaration": CHAMPS_DECLARATION,
    "contrat": CHAMPS_CONTRAT,
    "fin": CHAMPS_FIN,
    "changement": CHAMPS_CHANGEMENT,
}
_RUBRIQUE = pl.col("rubrique")
_NOMBRE = r"^-?[0-9]+(\.[0-9]+)?$"


def controler(utiles: pl.DataFrame, entites: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Every fault of `utiles` (rows of `arbre.utiles` with `fichier` and `norme`) and of the frames made of them."""
    de_place = _defauts(utiles.drop_nulls("defaut"), pl.col("defaut"))
    valeurs = pl.concat([*_valeurs(utiles), *_ensemble(utiles)]).unique(
        ["fichier", "ligne"], keep="first", maintain_order=True
    )
    return pl.concat([de_place, valeurs, *_absences(entites)])


def _defauts(lignes: pl.DataFrame, regle: pl.Expr | str, champ: pl.Expr = _RUBRIQUE) -> pl.DataFrame:
    """`lignes` as faults; what they do not tell (a value, the start of a contract) is null. Mostly there is none."""
    if lignes.is_empty():
        return pl.DataFrame(schema=DEFAUTS)
    regle = pl.lit(regle) if isinstance(regle, str) else regle
    dits = {nom: pl.col(nom) if nom in lignes.columns else pl.lit(None) for nom in DEFAUTS}
    return lignes.select(**dits | {"regle": regle, "champ": champ}).cast(DEFAUTS)


@lru_cache
def _attendus() -> pl.DataFrame:
    """Of each norm and used rubrique: type of value (X, N, D), lengths, codes (null when free)."""
    tables = [normes.charger(nom).rubriques.with_columns(norme=pl.lit(nom)) for nom in normes.connues()]
    return pl.concat(tables).filter(pl.col("rubrique").is_in(UTILISEES)).rename({"nature": "type_de_valeur"})


def codes_attendus() -> pl.DataFrame:
    """(norme, champ, nombre, premiers): how many codes a rubrique has, and the first ones, for the sentences."""
    codes = pl.col("codes")
    return (
        _attendus()
        .drop_nulls("codes")
        .select("norme", champ="rubrique", nombre=codes.list.len(), premiers=codes.list.head(4).list.join(", "))
    )


def longueurs_attendues() -> pl.DataFrame:
    """(norme, champ, lg_min, lg_max), for the sentences."""
    return _attendus().select("norme", "lg_min", "lg_max", champ="rubrique")


def _valeurs(utiles: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Faults a value shows by itself."""
    valeur, rubrique = pl.col("valeur"), pl.col("rubrique")
    lignes = utiles.filter(rubrique.is_in(UTILISEES)).join(
        _attendus().with_columns(liste=pl.col("codes").is_not_null()).drop("codes"),
        on=["norme", "rubrique"],
        how="left",
        maintain_order="left",
    )
    yield _defauts(lignes.filter(valeur.str.strip_chars() == ""), "valeur_vide")
    codes = _attendus().select("norme", "rubrique", valeur="codes").explode("valeur").drop_nulls()
    hors_liste = lignes.filter("liste").join(
        codes, on=["norme", "rubrique", "valeur"], how="anti", maintain_order="left"
    )
    yield _defauts(hors_liste, "code_inconnu")
    yield _defauts(lignes.filter(pl.col("type_de_valeur") == "D").filter(~_existe(valeur)), "date_illisible")
    yield _defauts(lignes.filter(rubrique == NAISSANCE).filter(~_existe(_naissance(valeur))), "date_illisible")
    yield _defauts(
        lignes.filter(pl.col("type_de_valeur") == "N").filter(~valeur.str.contains(_NOMBRE)), "nombre_illisible"
    )
    for forme, (motif, _) in FORMES.items():
        tenues = lignes.filter(rubrique == forme)
        yield _defauts(tenues.filter(~valeur.str.contains(f"^(?:{motif})$")), "forme_inattendue")
    yield _defauts(lignes.filter(rubrique == NIR).filter(nir_canonique(valeur).is_null()), "nir_invalide")
    longueur = valeur.str.len_chars().cast(pl.Int32)
    yield _defauts(lignes.filter(~longueur.is_between("lg_min", "lg_max")), "longueur")


def _date(valeur: pl.Expr) -> pl.Expr:
    return valeur.str.to_date("%d%m%Y", strict=False)


def _existe(valeur: pl.Expr) -> pl.Expr:
    annee = _date(valeur).dt.year()
    return (valeur.str.contains("^[0-9]{8}$") & annee.is_between(PREMIERE_ANNEE, DERNIERE_ANNEE)).fill_null(False)


def _naissance(valeur: pl.Expr) -> pl.Expr:
    """A birth date whose day or month may be unknown (99), as one that can be tested."""
    jour, mois = valeur.str.slice(0, 2), valeur.str.slice(2, 2)
    un = pl.lit("01")
    return pl.concat_str(
        pl.when(jour == INCONNU).then(un).otherwise(jour),
        pl.when(mois == INCONNU).then(un).otherwise(mois),
        valeur.str.slice(4),
    )


def _ensemble(utiles: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Faults seen only with another rubrique or the nature of the declaration."""
    valeur, rubrique, nature = pl.col("valeur"), pl.col("rubrique"), pl.col("nature")
    debuts = utiles.filter(rubrique == DEBUT).select("fichier", "contrat", debut="valeur", ligne_debut="ligne")
    fins = utiles.filter(rubrique.is_in([DATE_FIN, FIN_PREVUE])).drop_nulls("contrat")
    fins = fins.join(debuts, on=["fichier", "contrat"], how="inner", maintain_order="left")
    yield _defauts(fins.filter(_date(valeur) < _date(pl.col("debut"))), "fin_avant_debut")
    interdits = valeur.is_in(MOTIFS_INTERDITS_EN_SIGNALEMENT)
    yield _defauts(utiles.filter((rubrique == MOTIF_FIN) & (nature == FIN_DE_CONTRAT) & interdits), "motif_interdit")
    for tenue, types in TYPES_INTERDITS.items():
        yield _defauts(utiles.filter((rubrique == TYPE) & (nature == tenue) & valeur.is_in(types)), "type_interdit")
    de_trop = ((rubrique == CIBLE) & (nature == MENSUELLE)) | (
        (rubrique == MOIS_PRINCIPAL) & (nature == FIN_DE_CONTRAT)
    )
    yield _defauts(utiles.filter(de_trop), "rubrique_interdite")
    de_declaration = utiles.filter(rubrique.is_in(list(CHAMPS_DECLARATION)))
    repetee = ~pl.struct("fichier", "declaration", "rubrique").is_first_distinct()
    yield _defauts(de_declaration.filter(repetee), "rubrique_repetee")


def _absences(entites: dict[str, pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """What is missing, told at the line where its block begins."""
    for nom, colonnes in OBLIGATOIRES.items():
        rubriques = {colonne: rubrique for rubrique, colonne in _CHAMPS[nom].items()}
        for colonne in colonnes:
            yield _absence(entites[nom].filter(pl.col(colonne).is_null()), rubriques[colonne])
    declaration, nature = entites["declaration"], pl.col("nature")
    sans_mois = (nature == MENSUELLE) & pl.col("mois_principal").is_null()
    yield _absence(declaration.filter(sans_mois), MOIS_PRINCIPAL)
    sans_cible = (nature == FIN_DE_CONTRAT) & pl.col("type").is_in(TYPES_AVEC_CIBLE) & pl.col("cible").is_null()
    yield _absence(declaration.filter(sans_cible), CIBLE)
    anonymes = entites["individu"].filter(pl.col("nir").is_null() & pl.col("ntt").is_null())
    yield _defauts(anonymes, "identite_absente", pl.lit(NIR))


def _absence(lignes: pl.DataFrame, rubrique: str) -> pl.DataFrame:
    return _defauts(lignes, "rubrique_absente", pl.lit(rubrique))
