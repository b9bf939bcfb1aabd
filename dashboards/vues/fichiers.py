"""The open data: which files a release holds, what each is for, how to read them."""

from dataclasses import dataclass
from pathlib import Path

from dashboards import formats, millesime
from dashboards.millesime import Millesime

ROLES = {
    "indicateurs.parquet": (
        "Tous les chiffres publiés, une ligne par indicateur, période (mois, trimestre, année, douze mois), territoire "
        "et public"
    ),
    "indicateurs.csv.gz": "Les mêmes lignes, en CSV compressé",
    "indicateurs_communes.parquet": (
        "Les indicateurs de tête par commune, sur douze mois qui finissent un trimestre, avec les mêmes colonnes. La "
        "plupart des communes sont trop petites pour qu’une part soit publiée ; leurs effectifs sont arrondis"
    ),
    "indicateurs_communes.csv.gz": "Les mêmes lignes, en CSV compressé",
    "indicateurs_metadonnees.json": "Définitions, unités, ruptures et libellés des indicateurs",
    "territoires.parquet": (
        "Régions, départements, collectivités du RSA, comités locaux, intercommunalités (bassins et zones d’emploi "
        "quand leur table a été reçue) : noms, codes, population, territoire englobant"
    ),
    "territoires_liens.parquet": "Quel territoire est dans quel autre, en tout ou partie, avec la population commune",
    "communes.parquet": "Les communes : nom, code, population, et si des indicateurs en sont publiés",
    "commune_territoire.parquet": "De chaque commune à ses territoires",
    "objectifs.parquet": "Les objectifs que les comités et l’État se sont donnés, qui les a fixés, où ils en sont",
    "actions_de_plan.parquet": "Les actions des plans, par territoire et par thème : ouvertes, faites, en retard",
    "qualite_sources.parquet": "Ce qui est arrivé de chaque source, refusé, apparié, et de quand cela date",
    "dictionnaire.md": "Le dictionnaire : chaque colonne, chaque valeur possible",
    "schema.json": "Schéma de la table des indicateurs (Table Schema)",
    "publication.json": "Comment cette publication a été faite : entrées, versions, paramètres, couverture",
    "audit.json": "Les attaques jouées sur ces fichiers avant de les publier, et ce qu’elles ont trouvé",
    "SHA256SUMS": "Empreintes pour vérifier un téléchargement",
}


@dataclass(frozen=True)
class Fichier:
    nom: str
    role: str
    taille: str
    lien: str
    lien_fige: str


def fichiers(version: Millesime) -> tuple[Fichier, ...]:
    """The files of a release in order of use; one that has no role here comes last, under its name."""
    presents = {f.name: f for f in version.dossier.iterdir() if f.is_file() and not f.name.startswith(".")}
    ordre = [*(nom for nom in ROLES if nom in presents), *sorted(set(presents) - set(ROLES))]
    return tuple(_fichier(version, presents[nom]) for nom in ordre)


def _fichier(version: Millesime, chemin: Path) -> Fichier:
    return Fichier(
        nom=chemin.name,
        role=ROLES.get(chemin.name, "Fichier complémentaire"),
        taille=formats.octets(chemin.stat().st_size),
        lien=f"/donnees-ouvertes/latest/{chemin.name}",
        lien_fige=f"/donnees-ouvertes/millesimes/{version.nom}/{chemin.name}",
    )


def millesimes() -> tuple[str, ...]:
    return millesime.disponibles()


def extraits_de_code(base: str, version: Millesime) -> tuple[tuple[str, str], ...]:
    """How to read the figures, in three languages. `base`: the address of this site."""
    adresse = f"{base}/donnees-ouvertes/millesimes/{version.nom}/indicateurs.parquet"
    polars = f'''import polars as pl

(
    pl.scan_parquet("{adresse}")
    .filter(
        pl.col("indicateur") == "retour_emploi_6m",
        pl.col("territoire_niveau") == "departement",
        pl.col("periode_type") == "glissant_12m",
        pl.col("dimension") == "ensemble",
    )
    .collect()
)'''
    duckdb = f"""-- L’extension httpfs est téléchargée une fois ; sur un réseau fermé, télécharger d’abord le fichier.
select territoire_code, periode_debut, valeur, ic_bas, ic_haut, statut
from read_parquet('{adresse}')
where indicateur = 'retour_emploi_6m' and territoire_niveau = 'departement'
  and periode_type = 'glissant_12m' and dimension = 'ensemble';"""  # noqa: S608 — shown to readers, never run
    en_r = f"""download.file("{adresse}", "indicateurs.parquet", mode = "wb")
arrow::read_parquet("indicateurs.parquet") |>
  dplyr::filter(indicateur == "retour_emploi_6m", territoire_niveau == "departement",
                periode_type == "glissant_12m", dimension == "ensemble")"""
    return ("Python (Polars)", polars), ("SQL (DuckDB)", duckdb), ("R (arrow)", en_r)
