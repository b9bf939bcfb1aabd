"""Posts of the network as their own file tells them: those diagnosed in time, posts given up for want of candidates."""

import polars as pl

from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.personnes import mois_de

DELAI = 30
POURVUS, SANS_PERSONNE, ERREUR = ["POURVU_RESEAU", "POURVU_AUTREMENT"], ["ANNULE", "SANS_SUITE"], "ANNULE_ERREUR"
TYPES = {"Emploi durable": "durable", "Emploi temporaire": "temporaire", "Emploi occasionnel": "occasionnel"}

TAILLES = {
    "Moins de 10 salariés": "moins_10",
    "10 à 49 salariés": "10_49",
    "50 à 99 salariés": "50_99",
    "100 à 199 salariés": "100_199",
    "Plus de 200 salariés": "200_plus",
}


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    erreur = (pl.col("issue") == ERREUR).fill_null(False)
    postes = faits.zones.situer(faits.bloc.vie_poste, departement=False).with_columns(
        type_contrat=pl.col("type_offre").replace_strict(TYPES, default=None, return_dtype=pl.String),
        taille_etablissement=pl.col("taille").fill_null("").replace_strict(TAILLES, default="inconnu"),
        exclus=erreur.cast(pl.Int64),
        den=(~erreur).cast(pl.Int64),
    )
    limite = pl.col("depot").dt.offset_by(f"{DELAI}d")
    pourvu = (pl.col("issue").is_in(POURVUS) & (pl.col("sortie") <= limite)).fill_null(False)
    diagnostique = (pl.col("diagnostic") <= limite).fill_null(False)
    abandonne = (pl.col("issue").is_in(SANS_PERSONNE) & (pl.col("faute_de_candidats") == "O")).fill_null(False)
    attendus = postes.filter(pl.col("cadre").ne_missing("O"), ~pourvu).with_columns(mois=mois_de("depot"))
    sortis = postes.drop_nulls("sortie").with_columns(mois=mois_de("sortie"))
    return {
        "offres_diagnostiquees_30j": attendus.with_columns(num=diagnostique.cast(pl.Int64) * pl.col("den")),
        "abandon_faute_de_candidats": sortis.with_columns(num=abandonne.cast(pl.Int64) * pl.col("den")),
    }
