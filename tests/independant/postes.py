"""Posts as the national file tells them: diagnosed in time, given up for want of candidates."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl

from tests.independant.faits import COMPTES, comptes
from tests.independant.lac import derniere, lire

POURVUS, ABANDONNES = ["POURVU_RESEAU", "POURVU_AUTREMENT"], ["ANNULE", "SANS_SUITE"]
ERREUR = "ANNULE_ERREUR"
TYPES = {"Emploi durable": "durable", "Emploi temporaire": "temporaire", "Emploi occasionnel": "occasionnel"}
"""What is not salaried is of no type of contract."""
TAILLES = {
    "Moins de 10 salariés": "moins_10",
    **{f"{de} à {a} salariés": f"{de}_{a}" for de, a in ((10, 49), (50, 99), (100, 199))},
    "Plus de 200 salariés": "200_plus",
}
"""What is not told is « inconnu »."""
FAIT = [
    *("indicateur", "reference", "commune", "emetteur", "siret", "type_contrat", "taille_etablissement"),
    *COMPTES,
]


def du_fichier(lac: Path, connu_le: date) -> pl.DataFrame:
    """One row per post, as last told."""
    return derniere(lire(lac, "poste", "poste", connu_le), ["offre", "rang"], ["date_extraction"])


def toutes(dits: pl.DataFrame, connu_le: date) -> pl.DataFrame:
    """FAIT of the indicators of the national file of posts (`dits`)."""
    postes = dits.with_columns(
        emetteur=pl.lit(None, pl.String),
        type_contrat=pl.col("type_offre").replace_strict(TYPES, default=None),
        taille_etablissement=pl.col("taille_etablissement").replace_strict(TAILLES, default="inconnu"),
    )
    par_erreur = pl.col("issue") == ERREUR
    a_trente_jours = pl.col("date_depot") + timedelta(days=30)
    deposes = postes.filter(pl.col("date_depot") <= connu_le, ~pl.col("cadre").fill_null(False))
    pourvu = pl.col("issue").is_in(POURVUS) & (pl.col("date_cloture") <= a_trente_jours)
    sortis = postes.filter(pl.col("date_cloture") <= connu_le)
    return pl.concat(
        [
            comptes(
                deposes.filter(~pourvu.fill_null(False)),
                "offres_diagnostiquees_30j",
                "date_depot",
                (pl.col("date_diagnostic") <= a_trente_jours) & (pl.col("date_diagnostic") <= connu_le),
                exclus=par_erreur,
            ).select(FAIT),
            comptes(
                sortis,
                "abandon_faute_de_candidats",
                "date_cloture",
                pl.col("faute_de_candidats") & pl.col("issue").is_in(ABANDONNES),
                exclus=par_erreur,
            ).select(FAIT),
        ]
    )
