"""From exact cells to publishable cells: one row in, one row out, in the order of the published key."""

from collections.abc import Iterator

import polars as pl

from pipelines.catalogue import Catalogue, Indicateur
from pipelines.disclosure import entreprises, formes
from pipelines.disclosure.arrondi import arrondir, verifier_le_secret
from pipelines.disclosure.classes import defauts_de_classe
from pipelines.disclosure.controles import CLE, COMPTES, refuser_les_defauts, refuser_les_inconnues
from pipelines.disclosure.parametres import Parametres
from pipelines.disclosure.refus import SecretRefuse

COLONNES = {
    "indicateur": pl.String,
    "methode_version": pl.Int32,
    "periode_type": pl.String,
    "periode_debut": pl.Date,
    "territoire_niveau": pl.String,
    "territoire_code": pl.String,
    "dimension": pl.String,
    "modalite": pl.String,
    "numerateur": pl.Int64,
    "denominateur": pl.Int64,
    "exclus": pl.Int64,
    "valeur": pl.Float64,
    "ic_bas": pl.Float64,
    "ic_haut": pl.Float64,
    "statut": pl.String,
    "motif": pl.String,
    "effectif_faible": pl.Boolean,
    "rupture": pl.Boolean,
    "revise": pl.Boolean,
}
"""The published table, whole: names, types, order. The first eight are its key and its order of rows."""

MOTIFS = (
    "non_applicable",
    "fenetre_incomplete",
    "couverture_partielle",
    entreprises.MOTIF,
    "effectif_insuffisant",
    "part_extreme",
    "mediane_non_atteinte",
)
"""Why a value is missing; when two reasons hold, the first one is told."""


def publiable(
    cellules: pl.DataFrame | pl.LazyFrame,
    catalogue: Catalogue,
    cle_arrondi: bytes,
    parametres: Parametres | None = None,
) -> Iterator[pl.DataFrame]:
    """The published form of exact cells, one indicator after the other: COLONNES, sorted by key, `revise` false.

    `cellules` has the columns of `controles.ENTREE` and every cell of each (indicateur, periode) it holds. Of a lazy
    frame, one indicator at a time is in memory. `cle_arrondi` is `Cles.arrondi`. `SecretRefuse` at the first fault:
    what came before it is not to be published either.
    """
    verifier_le_secret(cle_arrondi)
    parametres, source = parametres or Parametres(), cellules.lazy()
    presents = refuser_les_inconnues(source, catalogue)
    _refuser_les_classes([catalogue.indicateurs[nom] for nom in presents])
    for nom in presents:
        yield _un_indicateur(source, catalogue, nom, cle_arrondi, parametres)


def _un_indicateur(
    source: pl.LazyFrame, catalogue: Catalogue, nom: str, cle_arrondi: bytes, p: Parametres
) -> pl.DataFrame:
    indicateur = catalogue.indicateurs[nom]
    comptes = COMPTES[indicateur.forme]
    exactes = source.filter(pl.col("indicateur") == nom).select(_colonnes_lues(indicateur)).collect()
    exactes = exactes.sort(CLE)
    refuser_les_defauts(exactes, indicateur, catalogue)
    # an absent cell enters with nothing, so that nothing of it can come out
    observe = pl.col("statut") != "absent"
    exactes = exactes.with_columns(pl.when(observe).then(pl.col(c)) for c in [*comptes, *comptes.values()])
    arrondis = arrondir(exactes.select(*comptes), exactes.select(*comptes.values()), cle_arrondi, p.base)
    retient = entreprises.s_applique(indicateur.secret_entreprises)
    if retient:
        exactes = entreprises.marquer(exactes, arrondis, indicateur.forme, p)
    publiees = _mise_en_forme(formes.pour(indicateur.forme, indicateur.unite)(exactes, arrondis, p), indicateur)
    return entreprises.taire(publiees, indicateur.secret_entreprises) if retient else publiees


def _colonnes_lues(indicateur: Indicateur) -> list[str]:
    forme = indicateur.forme
    mesures = {
        "mediane": ["mediane", "jours", "cumuls"],
        "moyenne": ["somme"],
        "part_ponderee": ["somme", "somme_favorable", "somme_carres"],
    }.get(forme, [])
    etablissements = entreprises.MESURES if entreprises.s_applique(indicateur.secret_entreprises) else ()
    return [*CLE, "statut", "motif", "rupture", *COMPTES[forme], *COMPTES[forme].values(), *mesures, *etablissements]


def _mise_en_forme(publiees: pl.DataFrame, indicateur: Indicateur) -> pl.DataFrame:
    """COLONNES and nothing else; what a form does not have is null, or false for a flag."""
    ajouts = {"methode_version": indicateur.methode_version, "effectif_faible": False, "revise": False}
    manquantes = [nom for nom in COLONNES if nom not in publiees.columns]
    complet = publiees.with_columns(pl.lit(ajouts.get(nom)).alias(nom) for nom in manquantes)
    return complet.select(pl.col(nom).cast(genre) for nom, genre in COLONNES.items())


def _refuser_les_classes(indicateurs: list[Indicateur]) -> None:
    defauts = [
        phrase
        for i in indicateurs
        for phrase in defauts_de_classe(i.indicateur, i.classe_secret, i.niveaux, i.dimensions)
    ]
    if defauts:
        raise SecretRefuse("\n".join(defauts))
