"""The tree of blocks: which message, declaration, person and contract each rubrique belongs to, by running counts.

A new instance of a block starts when the block changes or the number of the rubrique does not increase; a child belongs
to the nearest parent before it. Two counts that should grow together and do not show a child without parent.
"""

from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import polars as pl

from pipelines.sources.dsn import normes
from pipelines.sources.dsn.rubriques import (
    BLOC,
    CHANGEMENT,
    CLOTURE,
    CONTRAT,
    DECLARATION,
    ENTREPRISE,
    ETABLISSEMENT,
    FIN,
    FIN_DE_GROUPE,
    GROUPE,
    IDENTITE_D_AVANT,
    INDIVIDU,
    LIEU,
    LOT,
    MESSAGE,
    MESURE,
    RAPPEL,
    REMUNERATION,
    SUSPENSION,
    TOUTES,
    UTILISEES,
)

ENVELOPPE = (LOT, GROUPE, MESSAGE, CLOTURE, FIN_DE_GROUPE, RAPPEL)
_DU_CONTRAT = (CHANGEMENT, FIN, SUSPENSION)
_BLOCS = frozenset(
    (*ENVELOPPE, DECLARATION, ENTREPRISE, ETABLISSEMENT, LIEU, INDIVIDU, IDENTITE_D_AVANT, CONTRAT, *_DU_CONTRAT,
     REMUNERATION, MESURE)
)  # fmt: skip
_COMPTES = {"message": MESSAGE, "declaration": DECLARATION, "unite": INDIVIDU, "contrat": CONTRAT}
# By number of rubrique: its block, whether the house uses it, whether it uses its block
_BLOCS_DES_RUBRIQUES = pl.Series([rubrique[:10] for rubrique in TOUTES], dtype=BLOC)
_BLOC_DE = _BLOCS_DES_RUBRIQUES.to_physical().to_numpy()
_UTILE = np.array([rubrique in UTILISEES for rubrique in TOUTES])
_DE_BLOC_UTILE = np.array([rubrique[:10] in _BLOCS for rubrique in TOUTES])
_NUMERO_DE_BLOC = {bloc: numero for numero, bloc in enumerate(BLOC.categories)}
# By number of block: whether it must lie in a person
_DE_PERSONNE = np.array([bloc in normes.blocs_de("personne") for bloc in BLOC.categories])
# In place of the number of a rubrique: one the norm does not know, a line that is not one
ECARTEE, AUCUNE = -1, -2


@dataclass(frozen=True)
class Repere:
    """Where the reading of a file stands between two pieces: how many of each were met."""

    message: int = 0
    declaration: int = 0
    unite: int = 0
    contrat: int = 0


@dataclass(frozen=True)
class Arbre:
    """What the house uses of a piece.

    `tetes`: one row per instance of a used block: `ligne`, `rubrique` and `bloc` of its first line, how many lines of
    the file come before (`rang`), ranks in the file of its `message`, `declaration`, `unite` (person, null outside
    one) and `contrat` (null outside one), whether it is `orphelin` (without the parent it must have). `valeurs`: the
    used rubriques, and the lines that are not one (null): `position` of their instance among the rows of `tetes`,
    `ligne`, `rubrique`, `valeur`.
    """

    tetes: pl.DataFrame
    valeurs: pl.DataFrame

    def garder(self, masque: pl.Series) -> "Arbre":
        """Only the instances where `masque` is true."""
        if masque.all():
            return self
        places = self.valeurs["position"]
        valeurs = self.valeurs.with_columns(position=(masque.cum_sum().cast(pl.Int32) - 1).gather(places))
        return Arbre(self.tetes.filter(masque), valeurs.filter(masque.gather(places)))


def situer(lues: pl.DataFrame, numero: np.ndarray, repere: Repere, deja: int = 0) -> tuple[Arbre, Repere]:
    """What the house uses of a piece that begins at `repere`, each line in its place; where the next piece begins.

    `lues`: `ligne`, `rubrique` (of type RUBRIQUE), `valeur`; `numero`: that of each rubrique, ECARTEE or AUCUNE;
    `deja`: how many lines were read before. A piece begins with the file, a declaration or a person.
    """
    places = np.flatnonzero(numero >= 0)
    rubriques = numero[places]
    blocs = _BLOC_DE[rubriques]
    nouvelle = np.ones(len(places), dtype=bool)
    nouvelle[1:] = (blocs[1:] != blocs[:-1]) | (rubriques[1:] <= rubriques[:-1])
    nouvelle &= _DE_BLOC_UTILE[rubriques]
    debuts = places[nouvelle]
    retenues = np.flatnonzero(((numero >= 0) & _UTILE[numero]) | (numero == AUCUNE)) if len(debuts) else debuts
    position = np.searchsorted(debuts, retenues, side="right").astype(np.int32) - 1
    # Copied, so that the text of the piece can go: until then every value points into it
    gardees = lues[retenues].select(
        pl.Series("position", np.maximum(position, 0)), "ligne", "rubrique", pl.col("valeur") + ""
    )
    tetes, suivant = _compter(blocs[nouvelle], repere)
    premieres = lues.select("ligne", "rubrique")[debuts].with_columns(
        bloc=_BLOCS_DES_RUBRIQUES.gather(rubriques[nouvelle]), rang=(debuts + deja).astype(np.uint32)
    )
    return Arbre(premieres.hstack(tetes), gardees), suivant


def _compter(blocs: np.ndarray, repere: Repere) -> tuple[pl.DataFrame, Repere]:
    """Ranks of each instance, from the number of its block. The person and the contract are kept only where they are
    of the same declaration, of the same person: no piece begins inside a person."""
    comptes = {
        nom: np.cumsum(blocs == _NUMERO_DE_BLOC[bloc], dtype=np.int32) + np.int32(getattr(repere, nom))
        for nom, bloc in _COMPTES.items()
    }
    suivant = Repere(**{nom: int(compte[-1]) for nom, compte in comptes.items()}) if len(blocs) else repere
    personne = _DE_PERSONNE[blocs]
    contrat = np.isin(blocs, [_NUMERO_DE_BLOC[bloc] for bloc in (CONTRAT, *_DU_CONTRAT)])
    chez = _du_dernier(INDIVIDU, blocs, comptes["declaration"]) == comptes["declaration"]
    du_contrat = chez & (_du_dernier(CONTRAT, blocs, comptes["unite"]) == comptes["unite"])
    de_la_paie = chez & (_du_dernier(REMUNERATION, blocs, comptes["unite"]) == comptes["unite"])
    orphelin = (personne & ~chez) | (contrat & ~du_contrat) | ((blocs == _NUMERO_DE_BLOC[MESURE]) & ~de_la_paie)
    tetes = pl.DataFrame({**comptes, "orphelin": orphelin, "_unite": personne & chez, "_contrat": contrat & du_contrat})
    return tetes.select(
        "message",
        "declaration",
        pl.when("_unite").then("unite").alias("unite"),
        pl.when("_contrat").then("contrat").alias("contrat"),
        "orphelin",
    ), suivant


def _du_dernier(bloc: str, blocs: np.ndarray, compte: np.ndarray) -> np.ndarray:
    """`compte` at the nearest instance of `bloc` before each instance (itself included); -1 without any."""
    places = np.where(blocs == _NUMERO_DE_BLOC[bloc], np.arange(len(blocs)), -1)
    dernieres = np.maximum.accumulate(places) if len(places) else places
    return np.where(dernieres >= 0, compte[dernieres], -1)


def par_rubrique(valeurs: pl.DataFrame) -> dict[str | None, pl.DataFrame]:
    """`valeurs` of an `Arbre`, one table per rubrique; under None, the lines that are not one."""
    parties = valeurs.partition_by("rubrique", as_dict=True, include_key=False, maintain_order=True)
    return {rubrique: partie for (rubrique,), partie in parties.items()}


def poser(
    rangs: np.ndarray, hauteur: int, champs: dict[str, str], valeurs: dict[str | None, pl.DataFrame]
) -> list[pl.Series]:
    """Rubriques laid out as columns named by `champs`, of `hauteur` rows; the first one counts, none is null.

    `rangs`: for each instance, the row it belongs to, -1 for none.
    """
    return [_colonne(rangs, hauteur, nom, valeurs.get(rubrique)) for rubrique, nom in champs.items()]


def _colonne(rangs: np.ndarray, hauteur: int, nom: str, valeurs: pl.DataFrame | None) -> pl.Series:
    if valeurs is None:
        return pl.Series(nom, [None], dtype=pl.String).new_from_index(0, hauteur)
    cibles = rangs[valeurs["position"].to_numpy()]
    presentes = np.flatnonzero(cibles >= 0)[::-1]  # backwards: where two fall on a row, the first is written last
    sources = np.full(hauteur, -1, dtype=np.int32)
    sources[cibles[presentes]] = presentes
    indices = pl.Series(sources)
    return valeurs["valeur"].gather(indices.set(indices < 0, None)).alias(nom)


def reunir(parties: list[Arbre]) -> Arbre:
    """Several pieces as one."""
    hauteurs = [0, *accumulate(partie.tetes.height for partie in parties)]
    valeurs = [
        partie.valeurs.with_columns(pl.col("position") + deja)
        for partie, deja in zip(parties, hauteurs[:-1], strict=True)
    ]
    return Arbre(pl.concat([partie.tetes for partie in parties]), pl.concat(valeurs))
