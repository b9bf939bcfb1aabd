"""What exact cells must satisfy to enter: anything unexpected stops the release, nothing is repaired in silence."""

import polars as pl

from pipelines.catalogue import Catalogue, Indicateur
from pipelines.catalogue.annonces import a_sa_place
from pipelines.disclosure.entreprises import MESURES, s_applique
from pipelines.disclosure.refus import SecretRefuse

CLE = [
    "indicateur",
    "periode_type",
    "periode_debut",
    "territoire_niveau",
    "territoire_code",
    "dimension",
    "modalite",
]
ENTREE = {
    **dict.fromkeys(CLE, pl.String),
    "periode_debut": pl.Date,
    "statut": pl.String,
    "motif": pl.String,
    "rupture": pl.Boolean,
    **dict.fromkeys(["numerateur", "denominateur", "exclus"], pl.Int64),
    **dict.fromkeys(["cle_numerateur", "cle_denominateur", "cle_exclus"], pl.Int64),
    "somme": pl.Int64,
    "somme_favorable": pl.Int64,
    "somme_carres": pl.Float64,
    **dict.fromkeys(MESURES, pl.Int64),
    "mediane": pl.Int64,
    "jours": pl.List(pl.Int64),
    "cumuls": pl.List(pl.Int64),
}
"""The exact cells: `cle_…` = sum of the record keys of the rows counted, modulo 2^40 (0 when the count is 0);
`somme`, of a mean: what its denominator sums to, in its unit. Of a weighted share: the weights of its denominator;
`somme_favorable`, those of the favourable, less the unfavourable's for a balance; `somme_carres`, their squares.
`entreprises.MESURES`: of posts and establishments; null where there is none."""

COMPTES = {
    "part": {"numerateur": "cle_numerateur", "denominateur": "cle_denominateur", "exclus": "cle_exclus"},
    "effectif": {"denominateur": "cle_denominateur"},
    "mediane": {"denominateur": "cle_denominateur", "exclus": "cle_exclus"},
    "moyenne": {"denominateur": "cle_denominateur", "exclus": "cle_exclus"},
    "part_ponderee": {"denominateur": "cle_denominateur", "exclus": "cle_exclus"},
}
"""For each form, the counts that may be published and the key that rounds each."""

COLONNES_ENTIERES = [*COMPTES["part"], *COMPTES["part"].values()]

STRUCTURELS = ("non_applicable", "fenetre_incomplete", "couverture_partielle")
"""Reasons of an absent cell: they depend on dates and deliveries, not on what happened to who is in the cell."""
_D_UNE_MEDIANE = ("fenetre_incomplete", "mediane_non_atteinte")


def refuser_les_inconnues(cellules: pl.LazyFrame, catalogue: Catalogue) -> list[str]:
    """Names of the indicators present, sorted; refuse columns that are not ENTREE or an indicator without entry."""
    schema = cellules.collect_schema()
    if manquantes := [nom for nom in ENTREE if nom not in schema]:
        raise SecretRefuse(f"The exact cells lack {', '.join(manquantes)}: run `pilotage build` with this version.")
    # a sum of keys kept in floating point has lost its last bits: the draw would no longer be that of the set
    if autres := [nom for nom in COLONNES_ENTIERES if schema[nom] != pl.Int64]:
        raise SecretRefuse(
            f"{', '.join(autres)} must be 64-bit integers in the exact cells: cast them in dbt_project/."
        )
    presents = cellules.select(pl.col("indicateur").unique()).collect()["indicateur"].sort().to_list()
    if presents == [None]:  # what dbt-duckdb writes for a table without rows
        return []
    if inconnus := [nom for nom in presents if nom not in catalogue.indicateurs]:
        raise SecretRefuse(
            f"No catalogue entry for {', '.join(map(str, inconnus))}: nothing is published without its words and its "
            "class. Add data_contracts/indicateurs/<indicateur>.yaml, or run `pilotage build` again."
        )
    return presents


def refuser_les_defauts(cellules: pl.DataFrame, indicateur: Indicateur, catalogue: Catalogue) -> None:
    """Refuse the cells of one indicator, sorted by key, at the first fault found."""
    _refuser_les_doublons(cellules, indicateur)
    _refuser_le_non_annonce(cellules, indicateur, catalogue)
    observe = pl.col("statut") != "absent"
    comptes = list(COMPTES[indicateur.forme])
    admis = pl.col("motif").is_null()
    if indicateur.forme == "mediane":
        admis = pl.col("motif").is_in(_D_UNE_MEDIANE) | (admis & pl.col("mediane").is_not_null())
    fautes = {
        "have an unknown statut": ~pl.col("statut").is_in(["definitif", "provisoire", "absent"]),
        "have no statut or no rupture": pl.col("statut").is_null() | pl.col("rupture").is_null(),
        "are absent without a structural motif": ~observe & ~pl.col("motif").is_in(STRUCTURELS).fill_null(False),
        "have a motif that does not go with their statut": observe & ~admis.fill_null(False),
        "have an empty count": observe & pl.any_horizontal(pl.col(nom).is_null() for nom in comptes),
    }
    if indicateur.forme == "part" and indicateur.unite != "pour_1000":
        fautes["have a numerator above their denominator"] = observe & (pl.col("numerateur") > pl.col("denominateur"))
    if indicateur.forme == "moyenne":
        sans_unite = (pl.col("denominateur") == 0) & (pl.col("somme") != 0)
        fautes["have no sum, a negative one, or one of nobody"] = observe & (
            pl.col("somme").is_null() | (pl.col("somme") < 0) | sans_unite
        )
    if indicateur.forme == "part_ponderee":
        fautes["have weights that do not go together"] = observe & _poids_incoherents(indicateur.unite)
    if s_applique(indicateur.secret_entreprises):
        fautes["have enterprises that do not go with their units"] = observe & _entreprises_incoherentes(
            indicateur.forme
        )
    nombres = cellules.select(pl.when(faute).then(1).sum().alias(phrase) for phrase, faute in fautes.items()).row(
        0, named=True
    )
    if defauts := [f"{nombre:,} cells {phrase}" for phrase, nombre in nombres.items() if nombre]:
        raise SecretRefuse(f"{indicateur.indicateur}: {'; '.join(defauts)}. Correct dbt_project/, then build again.")


def _poids_incoherents(unite: str) -> pl.Expr:
    """Weights of nobody, or negative ones, or more favourable than there are, or squares above that of the sum."""
    somme, favorable, carres = pl.col("somme"), pl.col("somme_favorable"), pl.col("somme_carres")
    plancher = -somme if unite == "solde" else pl.lit(0)
    personne = (pl.col("denominateur") == 0) & (somme != 0)
    hors = (somme < 0) | (favorable < plancher) | (favorable > somme)
    # a sum of squares is at most the square of the sum; it is kept in floating point, hence the margin
    carre = somme.cast(pl.Float64) ** 2
    return (
        pl.any_horizontal(c.is_null() for c in (somme, favorable, carres)) | personne | hors | (carres > carre * 1.001)
    )


def _entreprises_incoherentes(forme: str) -> pl.Expr:
    """Units that are not those counted (of a count: those it is drawn from), or enterprises that are not theirs."""
    unites, entreprises, premiere = (pl.col(nom).fill_null(0) for nom in MESURES)
    autres = unites < pl.col("denominateur") if forme == "effectif" else unites != pl.col("denominateur")
    aucune = (entreprises == 0) & (premiere == 0)
    # each has one unit at least, and some units may be of nobody known
    possibles = (entreprises > 0) & (premiere > 0) & (premiere + entreprises - 1 <= unites)
    return autres | ~(aucune | possibles)


def _refuser_les_doublons(cellules: pl.DataFrame, indicateur: Indicateur) -> None:
    cle = cellules.select(CLE[1:])
    precedente = cle.shift(1)
    repetees = pl.DataFrame([cle.to_series(i) == precedente.to_series(i) for i in range(cle.width)])
    doublons = repetees.select(pl.all_horizontal(pl.all()).fill_null(False).sum()).item()
    if doublons:
        raise SecretRefuse(f"{indicateur.indicateur}: {doublons:,} cells have the key of another: the grid is wrong.")


def _refuser_le_non_annonce(cellules: pl.DataFrame, indicateur: Indicateur, catalogue: Catalogue) -> None:
    """A level, period or modality that the entry does not announce was checked against no class."""
    cles = ["territoire_niveau", "periode_type", "dimension", "modalite"]
    trouvees = cellules.select(*cles, "periode_debut").unique()
    annonces = trouvees.join(catalogue.annoncees(indicateur), on=cles, how="left")
    en_trop = annonces.filter(~a_sa_place(pl.col("periode_debut")).fill_null(False)).sort(cles)
    if en_trop.height:
        niveau, periode, *public = en_trop.row(0)[: len(cles)]
        raise SecretRefuse(
            f"{indicateur.indicateur}: cells at {niveau}, {periode}, {' = '.join(public)} are not announced by its "
            "catalogue entry. Add them there (its class and the level decide what is allowed), or build again."
        )
