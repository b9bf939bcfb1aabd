"""The tree of blocks: which declaration, person and contract each rubrique belongs to, by running counts.

A new instance of a block starts when the block changes or the number of the rubrique does not increase; a child belongs
to the nearest parent before it. Two counts that should grow together and do not show a child without parent.
"""

from dataclasses import dataclass

import polars as pl

from pipelines.sources.dsn import normes
from pipelines.sources.dsn.rubriques import (
    CHANGEMENT,
    CONTRAT,
    DECLARATION,
    ENTREPRISE,
    ETABLISSEMENT,
    FIN,
    HORS_CHAMP,
    INDIVIDU,
    NATURE,
    UTILISEES,
)

_BLOCS = (DECLARATION, ENTREPRISE, ETABLISSEMENT, INDIVIDU, CONTRAT, CHANGEMENT, FIN)
_DU_CONTRAT = (CONTRAT, CHANGEMENT, FIN)
_COMPTES = {"declaration": DECLARATION, "unite": INDIVIDU, "contrat": CONTRAT}
# Faults of place, found here because only the tree sees them
MAL_FORMEE, SANS_PARENT = "ligne_mal_formee", "bloc_sans_parent"


@dataclass(frozen=True)
class Repere:
    """Where the reading of a file stands between two pieces: what was counted, the nature of the open declaration."""

    declaration: int = 0
    unite: int = 0
    contrat: int = 0
    instance: int = 0
    nature: str | None = None


def situer(lues: pl.DataFrame, repere: Repere) -> tuple[pl.DataFrame, Repere]:
    """What the house uses of a piece that begins at `repere`, each line in its place; where the next piece begins.

    Kept are the heads of used blocks, the used rubriques, and the lines that are not rubriques (null; they take the
    place of the line before them). Added: `tete` (a block instance starts), the ranks in the file of the `declaration`,
    `unite` (person, null outside one), `contrat` (null outside one) and block `instance`, the `nature` of the
    declaration, and `defaut` when the place itself is a fault.
    """
    gardees = _utiles(lues).with_columns(
        instance=_rang(pl.col("tete"), repere.instance),
        **{
            nom: _rang(pl.col("tete") & (pl.col("bloc") == bloc), getattr(repere, nom))
            for nom, bloc in _COMPTES.items()
        },
    )
    if gardees.is_empty():
        suivant = repere
    else:
        atteints = gardees.select("instance", *_COMPTES).row(-1, named=True)
        suivant = Repere(nature=_nature_ouverte(gardees, repere, atteints["declaration"]), **atteints)
    return _rattacher(_avec_nature(gardees, repere)), suivant


def _utiles(lues: pl.DataFrame) -> pl.DataFrame:
    """The lines to keep, found among all of them, with `tete`."""
    bloc, rubrique = pl.col("bloc"), pl.col("rubrique")
    if lues["bloc"].null_count():
        bloc, rubrique = bloc.forward_fill(), rubrique.forward_fill()
    nouvelle = ((bloc != bloc.shift(1)) | (rubrique <= rubrique.shift(1))).fill_null(True)
    tete = pl.col("bloc").is_in(_BLOCS) & nouvelle
    gardees = lues.with_columns(tete=tete.fill_null(False)).filter(
        pl.col("tete") | pl.col("rubrique").is_in(UTILISEES) | pl.col("bloc").is_null()
    )
    # Copied, so that the text of the piece can go: until then every value points into it
    return gardees.with_columns(pl.col("bloc", "rubrique", "valeur") + "")


def _rang(debut: pl.Expr, deja: int) -> pl.Expr:
    return debut.cum_sum().cast(pl.Int32) + deja


def _nature_ouverte(gardees: pl.DataFrame, repere: Repere, declaration: int) -> str | None:
    natures = gardees.filter((pl.col("rubrique") == NATURE) & (pl.col("declaration") == declaration))["valeur"]
    if len(natures):
        return natures[0]
    return repere.nature if declaration == repere.declaration else None


_NATURES = {"declaration": pl.Int32, "nature": pl.String}


def _avec_nature(gardees: pl.DataFrame, repere: Repere) -> pl.DataFrame:
    ouverte = pl.DataFrame({"declaration": [repere.declaration], "nature": [repere.nature]}, schema=_NATURES)
    nouvelles = gardees.filter(pl.col("rubrique") == NATURE).select("declaration", nature="valeur")
    natures = pl.concat([ouverte, nouvelles.cast(_NATURES)]).unique("declaration", keep="last", maintain_order=True)
    return gardees.join(natures, on="declaration", how="left", maintain_order="left")


def _rattacher(gardees: pl.DataFrame) -> pl.DataFrame:
    """Keep the person and the contract only where they are of the same declaration, of the same person."""
    personne, contrat = _chez(normes.blocs_de("personne")), _chez(_DU_CONTRAT)
    parents = gardees.filter("tete")
    individus = parents.filter(pl.col("bloc") == INDIVIDU).select("unite", chez="declaration")
    contrats = parents.filter(pl.col("bloc") == CONTRAT).select("contrat", du="unite")
    adoptee = pl.col("chez").eq_missing(pl.col("declaration"))
    rattachee = adoptee & pl.col("du").eq_missing(pl.col("unite"))
    orphelin = (personne & ~adoptee) | (contrat & ~rattachee)
    return (
        gardees.join(individus, on="unite", how="left", maintain_order="left")
        .join(contrats, on="contrat", how="left", maintain_order="left")
        .with_columns(
            unite=pl.when((personne | pl.col("bloc").is_null()) & adoptee).then("unite"),
            contrat=pl.when(contrat & rattachee).then("contrat"),
            defaut=pl.when(pl.col("bloc").is_null())
            .then(pl.lit(MAL_FORMEE))
            .when(orphelin & pl.col("tete"))
            .then(pl.lit(SANS_PARENT)),
        )
        .drop("chez", "du")
    )


def _chez(blocs: frozenset[str] | tuple[str, ...]) -> pl.Expr:
    return pl.col("bloc").is_in(list(blocs)).fill_null(False)


def hors_champ() -> pl.Expr:
    """True in a declaration whose nature brings nothing to the house (sick leave, return, first use of the flow…)."""
    return pl.col("nature").is_in(HORS_CHAMP).fill_null(False)
