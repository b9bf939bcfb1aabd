"""A fabricated release, with the exact published schema: what readers are tested on, without running the pipeline.

Two régions, three départements, six committees of which one straddles two départements, an EPCI and a collectivité of
the RSA; 30 months, their quarters and years; every state a row can be in. The figures come from one seeded draw and
describe nothing.
"""

import gzip
import hashlib
import json
import os
import zlib
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from pipelines import catalogue
from pipelines.release.colonnes import ACTIONS_DE_PLAN, OBJECTIFS

MILLESIME = "2026-06-30"
DERNIER_MOIS = date(2026, 6, 1)
NOTE_ARRONDI = (
    "Effectifs arrondis aléatoirement à un multiple de 5 ; un total peut différer de la somme de ses parties."
)
RUPTURE = date(2025, 1, 1)

# niveau, code, nom, nom_article, nom_locatif, parent_niveau, parent_code, population, publie
TERRITOIRES = [
    ("national", "FR", "France", "la France", "en France", None, None, 68_000_000, True),
    (
        "region",
        "32",
        "Hauts-de-France",
        "les Hauts-de-France",
        "dans les Hauts-de-France",
        "national",
        "FR",
        6_000_000,
        True,
    ),
    (
        "region",
        "84",
        "Auvergne-Rhône-Alpes",
        "l'Auvergne-Rhône-Alpes",
        "en Auvergne-Rhône-Alpes",
        "national",
        "FR",
        8_100_000,
        True,
    ),
    ("departement", "59", "Nord", "le Nord", "dans le Nord", "region", "32", 2_600_000, True),
    ("departement", "80", "Somme", "la Somme", "dans la Somme", "region", "32", 570_000, True),
    ("departement", "01", "Ain", "l'Ain", "dans l'Ain", "region", "84", 670_000, True),
    *(
        ("local", code, nom, f"le territoire {de}", f"dans le territoire {de}", niveau, parent, population, publie)
        for code, nom, de, niveau, parent, population, publie in (
            ("CLPE59001", "Lille", "de Lille", "departement", "59", 1_200_000, True),
            ("CLPE59002", "Flandre-Dunkerque", "de Flandre-Dunkerque", "departement", "59", 380_000, True),
            ("CLPE59003", "Cambrésis", "du Cambrésis", "departement", "59", 160_000, True),
            ("CLPE80001", "Amiens", "d'Amiens", "departement", "80", 330_000, True),
            ("CLPE80002", "Picardie maritime", "de Picardie maritime", "departement", "80", 9_000, True),
            ("CLPE01001", "Bourg-en-Bresse", "de Bourg-en-Bresse", "departement", "01", 300_000, True),
            ("CLPE97501", "Saint-Pierre", "de Saint-Pierre", None, None, 6_000, False),
        )
    ),
    (
        *("epci", "200093201", "Métropole Européenne de Lille", "la Métropole Européenne de Lille"),
        *("dans la Métropole Européenne de Lille", "departement", "59", 1_190_000, True),
    ),
    ("collectivite_rsa", "59", "Nord", "le Nord", "dans le Nord", "region", "32", 2_600_000, True),
]
COMMUNES = [
    ("59350", "Lille", "local", "CLPE59001"),
    ("59350", "Lille", "departement", "59"),
    ("59350", "Lille", "region", "32"),
    ("59350", "Lille", "national", "FR"),
    ("59350", "Lille", "epci", "200093201"),
    ("59350", "Lille", "collectivite_rsa", "59"),
    ("59183", "Dunkerque", "local", "CLPE59002"),
    ("59183", "Dunkerque", "departement", "59"),
    ("59183", "Dunkerque", "region", "32"),
    ("59183", "Dunkerque", "national", "FR"),
    ("80021", "Amiens", "local", "CLPE80001"),
    ("80021", "Amiens", "departement", "80"),
    ("80021", "Amiens", "region", "32"),
    ("80021", "Amiens", "national", "FR"),
    ("01053", "Bourg-en-Bresse", "local", "CLPE01001"),
    ("01053", "Bourg-en-Bresse", "departement", "01"),
    ("01053", "Bourg-en-Bresse", "region", "84"),
    ("01053", "Bourg-en-Bresse", "national", "FR"),
]
LIENS = [
    ("region", "32", "national", "FR", 6_000_000),
    ("region", "84", "national", "FR", 8_100_000),
    ("departement", "59", "region", "32", 2_600_000),
    ("departement", "80", "region", "32", 570_000),
    ("departement", "01", "region", "84", 670_000),
    ("local", "CLPE59001", "departement", "59", 1_200_000),
    ("local", "CLPE59002", "departement", "59", 380_000),
    ("local", "CLPE59003", "departement", "59", 150_000),
    ("local", "CLPE59003", "departement", "80", 10_000),
    ("local", "CLPE80001", "departement", "80", 330_000),
    ("local", "CLPE80002", "departement", "80", 9_000),
    ("local", "CLPE01001", "departement", "01", 300_000),
    ("epci", "200093201", "departement", "59", 1_190_000),
    ("epci", "200093201", "region", "32", 1_190_000),
    ("collectivite_rsa", "59", "region", "32", 2_600_000),
]

# Level of each indicator, and rows per inhabitant and month.
NIVEAUX = {
    "retour_emploi_6m": (0.42, 0.009),
    "retour_emploi_3m": (0.27, 0.009),
    "taux_pourvoi_30j": (0.55, 0.004),
    "delai_pourvoi_median": (28, 0.004),
    "part_orientes_30j": (0.58, 0.009),
    "delai_orientation_median": (24, 0.009),
    "entrees_formation": (0, 0.0009),
    "inscrits_stock": (0, 0.085),
    "entrees": (0, 0.0095),
    "couverture_rsa": (0.93, 0.017),
    "retour_emploi_12m": (0.55, 0.009),
    "emploi_durable_6m": (0.3, 0.009),
    "emploi_durable_realise_6m": (0.33, 0.009),
    "retour_emploi_6m_hors_passerelle": (0.39, 0.009),
    "maintien_emploi_6m": (0.7, 0.005),
    "part_cdi_reprise": (0.45, 0.005),
    "retour_emploi_formation_6m": (0.5, 0.0009),
    "taux_pourvoi_60j": (0.68, 0.004),
    "taux_pourvoi_90j": (0.74, 0.004),
    "taux_pourvoi": (0.84, 0.004),
    "part_orientes_30j_hors_reconduite": (0.52, 0.008),
    "attente_orientation": (0, 0.02),
    "attente_orientation_30j": (0, 0.012),
    "postes_non_pourvus_30j": (0, 0.0018),
    "radiations": (0, 0.0008),
    "sorties": (0, 0.009),
    "part_deld": (0.45, 0.08),
    "offres_deposees": (0, 0.003),
    "postes_deposes": (0, 0.004),
    "part_action_15j": (0.61, 0.009),
    "delai_premiere_action_median": (11, 0.009),
    "delai_diagnostic_median": (16, 0.009),
    "delai_contrat_engagement_median": (27, 0.009),
    "part_contrat_engagement": (0.7, 0.08),
    "activite_15h": (0.35, 0.016),
    "cordes_rappel": (0, 0.02),
    "taux_corde_rappel_due": (0.72, 0.02),
    "rendez_vous_honores": (0.82, 0.03),
    "contraintes_detectees": (0, 0.004),
    "contraintes_levees": (0, 0.0015),
    "immersions": (0, 0.0008),
    "reductions": (0, 0.0003),
    "suspensions": (0, 0.0006),
    "suppressions": (0, 0.0004),
    "reprises": (0, 0.0003),
    "acces_emploi_1m_rpe": (0.12, 0.085),
    "acces_emploi_3m_rpe": (0.19, 0.085),
    "acces_emploi_6m_rpe": (0.24, 0.085),
    "acces_emploi_12m_rpe": (0.33, 0.085),
    "acces_emploi_durable_6m_rpe": (0.13, 0.085),
    "presence_emploi_6m_rpe": (0.16, 0.085),
    "presence_emploi_durable_6m_rpe": (0.1, 0.085),
    "delai_moyen_acces_rpe": (2.8, 0.02),
    "retour_emploi_acc1": (0.3, 0.06),
    "acces_emploi_6m_sortants_rpe": (0.45, 0.0009),
    "taux_pourvoi_rpe": (0.8, 0.003),
    "delai_pourvoi_rpe": (37, 0.0025),
    "diagnostics_couverture_rpe": (0.6, 0.085),
    "diagnostics_6m_rpe": (0.3, 0.085),
    "contraintes_rpe": (0.55, 0.05),
    "abandon_formation": (0.12, 0.0009),
    "part_public_prioritaire_formation": (0.62, 0.0009),
    "part_orientes_rsa_30j": (0.47, 0.0016),
    "delai_orientation_rsa_median": (34, 0.0016),
    "reorientations": (0, 0.002),
    "part_parcours_intensif": (0.24, 0.06),
    "maintien_modalite_12m": (0.7, 0.04),
    "radiations_pour_1000": (0.0094, 0.085),
    "reductions_pour_1000": (0.0035, 0.085),
    "suspensions_pour_1000": (0.007, 0.085),
    "suppressions_pour_1000": (0.0047, 0.085),
    "reinscription_6m": (0.38, 0.003),
    "retour_emploi_immersion_6m": (0.55, 0.0008),
    "anciennete_mediane": (250, 0.085),
    "repartition_modalite": (0.12, 0.085),
    "repartition_operateur": (0.11, 0.085),
    "repartition_parcours": (0.25, 0.085),
    "salaire_median_reprise": (1.15, 0.005),
    "offres_diagnostiquees_30j": (0.3, 0.002),
    "abandon_faute_de_candidats": (0.11, 0.003),
    "taux_recours_rpe": (0.32, 0.004),
    "entrants_formation_rpe": (0, 0.0009),
    "part_preembauche": (0.22, 0.0009),
    "sortants_formation_rpe": (0, 0.0009),
    "delai_decision_entree_median": (26, 0.0009),
    "manquements": (0, 0.001),
    "manquements_pour_1000": (0.012, 0.085),
    "controles": (0, 0.0012),
    "part_controles_sanction": (0.16, 0.0012),
    "sortie_positive": (0.4, 0.008),
    "retour_emploi_apres_sanction": (0.3, 0.001),
    "taux_orientation_rsa": (0.66, 0.017),
    "delai_referent_rsa_median": (41, 0.0016),
    "part_parcours_emploi": (0.61, 0.06),
    "quotite_moyenne_reprise": (0.83, 0.005),
    "satisfaction_personnes": (0.72, 0.0008),
    "satisfaction_entreprises": (0.78, 0.0003),
    "satisfaction_delta_rpe": (0.12, 0.0008),
    "taux_reponse_personnes": (0.21, 0.004),
    "taux_reponse_entreprises": (0.17, 0.002),
    "taux_depot_recruteurs": (0.26, 0.003),
    "part_convoques_15j_rsa": (0.55, 0.0016),
    "retour_emploi_mmo": (0.5, 0.009),
    "retour_emploi_durable_mmo": (0.24, 0.009),
    "densite_solutions": (0.045, 0.05),
}
# Months before the last one for which the window is not over, then months still provisional.
MATURITE = {
    "retour_emploi_6m": (7, 2),
    "retour_emploi_3m": (4, 2),
    "taux_pourvoi_30j": (1, 1),
    "part_orientes_30j": (1, 1),
    "part_action_15j": (1, 1),
    "taux_corde_rappel_due": (1, 1),
}
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


def ecrire(public: Path, millesime: str = MILLESIME, graine: int = 1) -> Path:
    """Write `public/millesimes/<millesime>/` and point `public/latest` to it; return the folder."""
    dossier = public / "millesimes" / millesime
    dossier.mkdir(parents=True)
    indicateurs = table(graine)
    indicateurs.write_parquet(dossier / "indicateurs.parquet", compression="zstd")
    (dossier / "indicateurs.csv.gz").write_bytes(gzip.compress(indicateurs.write_csv().encode(), mtime=0))
    _territoires(dossier)
    (dossier / "indicateurs_metadonnees.json").write_text(json.dumps(_metadonnees(millesime), ensure_ascii=False))
    _qualite().write_parquet(dossier / "qualite_sources.parquet")
    _objectifs().write_parquet(dossier / "objectifs.parquet")
    _actions_de_plan().write_parquet(dossier / "actions_de_plan.parquet")
    (dossier / "dictionnaire.md").write_text("# Dictionnaire\n\n`valeur` : la part, le nombre ou le délai publié.\n")
    champs = [{"name": nom} for nom in COLONNES]
    (dossier / "schema.json").write_text(json.dumps({"fields": champs}))
    publication = {"millesime": millesime, "couverture": {}}
    (dossier / "publication.json").write_text(json.dumps(publication))
    sommes = [f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.name}\n" for f in sorted(dossier.iterdir())]
    (dossier / "SHA256SUMS").write_text("".join(sommes))
    pointer(public, millesime)
    return dossier


def _qualite() -> pl.DataFrame:
    lieu = {"territoire_niveau": "national", "territoire_code": "FR", "modalite": "ensemble"}
    lignes = [
        ("dsn", "couverture_source", "livraisons", 29, 30, 29 / 30, None),
        ("dsn", "fraicheur_source", "jours", None, None, 31.0, None),
        ("dsn", "taux_appariement", "lignes", 8_000, 8_000, None, "part_extreme"),
        ("dsn", "taux_quarantaine", "unites", 200, 8_000, 0.025, None),
        ("rsa", "taux_quarantaine", "unites", 0, 8_000, None, "part_extreme"),
    ]
    noms = ["source", "mesure", "unite", "numerateur", "denominateur", "valeur", "motif"]
    return pl.DataFrame([lieu | dict(zip(noms, ligne, strict=True)) for ligne in lignes], infer_schema_length=None)


def _objectifs() -> pl.DataFrame:
    """One of each state and of each way of saying it; their values are not those of the table."""
    nord, lille, region = ("departement", "59"), ("local", "CLPE59001"), ("region", "32")
    an = {"periode_debut": date(2026, 1, 1), "periode_fin": date(2026, 12, 31), "date_decision": date(2025, 12, 15)}
    an |= {"dimension": "ensemble", "modalite": "ensemble", "auteur": "Comité départemental", "instrument": "Plan 2026"}
    an |= {"valeur_periode_type": "glissant_12m", "valeur_periode_debut": date(2025, 7, 1), "part_ecoulee": 0.4959}
    an_2025 = {"valeur_periode_debut": date(2025, 1, 1)}
    passe = {"periode_debut": date(2025, 1, 1), "periode_fin": date(2025, 12, 31), "part_ecoulee": 1.0} | an_2025
    sans = {"part_ecoulee": None, "avancement": None, "etat": "non_mesurable"}
    rien = sans | {"valeur_actuelle": None, "valeur_periode_type": None, "valeur_periode_debut": None}
    lignes = [
        ("delai_orientation_median", nord, 40.0, 30.0, 42.0, -0.2, "a_surveiller", {"instrument": None}),
        ("part_orientes_30j", nord, 0.5, 0.6, 0.62, 1.2, "atteint", {"dimension": "sexe", "modalite": "F"}),
        ("retour_emploi_6m", nord, 0.4, 0.5, 0.42, None, "non_mesurable", sans | {"motif": "rupture"}),
        ("taux_pourvoi_30j", nord, 0.4, 0.6, 0.5999, 0.9995, "en_bonne_voie", {}),
        ("entrees_formation", lille, 0.0, 2_000.0, 1_500.0, 0.75, "a_surveiller", passe),
        ("entrees_formation", ("local", "CLPE59002"), 0.0, 500.0, 500.0, 1.0, "atteint", passe),
        ("satisfaction", lille, 6.5, 8.0, None, None, "non_mesurable", rien | {"motif": "indicateur_inconnu"}),
        ("taux_pourvoi_30j", lille, 0.5, 0.6, None, None, "non_mesurable", sans | {"motif": "effectif_insuffisant"}),
        (
            "part_deld",
            region,
            0.5,
            0.4,
            0.46,
            0.4,
            "en_bonne_voie",
            an_2025 | {"part_ecoulee": 0.0, "auteur": "L'État <32>"},
        ),
    ]
    noms = ["valeur_initiale", "valeur_cible", "valeur_actuelle", "avancement", "etat"]
    schema = {colonne.nom: colonne.genre for colonne in OBJECTIFS}
    return pl.DataFrame(
        [
            {"indicateur": indicateur, "territoire_niveau": lieu[0], "territoire_code": lieu[1]}
            | dict(zip(noms, valeurs, strict=True))
            | {"motif": None}
            | an
            | propres
            for indicateur, lieu, *valeurs, propres in lignes
        ],
        schema=schema,
    ).sort(list(schema)[:7])


def _actions_de_plan() -> pl.DataFrame:
    lignes = [
        ("departement", "59", "Logement", 1, 0, 0, 0, 0, 2, 1, 1.0),
        ("departement", "59", "Mobilité", 3, 2, 1, 1, 2, 19, 10, 2.0),
        ("local", "CLPE59001", "Mobilité", 0, 1, 0, 0, 0, 0, 0, 0.0),
    ]
    return pl.DataFrame(lignes, schema={colonne.nom: colonne.genre for colonne in ACTIONS_DE_PLAN}, orient="row")


def pointer(public: Path, millesime: str) -> None:
    """Replace `latest` as a publication does: a link beside, then a rename."""
    lien = public / ".latest"
    lien.unlink(missing_ok=True)
    lien.symlink_to(Path("millesimes") / millesime)
    os.replace(lien, public / "latest")


def table(graine: int = 1) -> pl.DataFrame:
    """Every announced row of every indicator, in the published columns and order."""
    grille = _grille().sort("indicateur", maintain_order=True)
    grille = grille.with_columns(
        _aleas(grille["indicateur"], graine),
        pl.Series("decalage", _decalage(grille["territoire_code"])),
    )
    return (
        _mesures(grille)
        .pipe(_etats)
        .select([pl.col(nom).cast(genre) for nom, genre in COLONNES.items()])
        .sort(list(COLONNES)[:8])
    )


def _grille() -> pl.DataFrame:
    mois = pl.date_range(date(2024, 1, 1), DERNIER_MOIS, "1mo", eager=True)
    durees = {"mois": (1, 1), "trimestre": (3, 3), "annee": (12, 12), "glissant_12m": (12, 1)}
    periodes = pl.DataFrame(
        [
            (periode, debut, mois[rang + duree - 1], duree)
            for periode, (duree, pas) in durees.items()
            for rang, debut in enumerate(mois[: len(mois) - duree + 1])
            if (debut.month - 1) % pas == 0
        ],
        schema={"periode_type": pl.String, "periode_debut": pl.Date, "fin": pl.Date, "duree": pl.Int64},
        orient="row",
    )
    entier = catalogue.charger()
    annonces = pl.concat(
        entier.annoncees(e).select(
            pl.lit(e.indicateur).alias("indicateur"),
            pl.lit(e.forme).alias("forme"),
            pl.lit(e.unite).alias("unite"),
            pl.lit(e.glissant).alias("glissant"),
            pl.all(),
        )
        for e in entier.indicateurs.values()
    )
    modalites = pl.DataFrame(
        [
            (nom, modalite, rang, len(dimension.modalites))
            for nom, dimension in entier.dimensions.items()
            for rang, modalite in enumerate(dimension.modalites)
        ],
        schema=["dimension", "modalite", "rang", "nombre"],
        orient="row",
    )
    territoires = pl.DataFrame(
        [(t[0], t[1], t[7]) for t in TERRITOIRES if t[8]],
        schema=["territoire_niveau", "territoire_code", "population"],
        orient="row",
    )
    niveaux = pl.DataFrame(
        [(nom, float(v[0]), v[1]) for nom, v in NIVEAUX.items()],
        schema=["indicateur", "niveau", "par_habitant"],
        orient="row",
    )
    return (
        annonces.join(modalites, on=["dimension", "modalite"])
        .join(niveaux, on="indicateur")
        .join(periodes, on="periode_type")
        .filter((pl.col("periode_debut").dt.month() - 1) % pl.col("pas_mois") == 0)
        .join(territoires, on="territoire_niveau")
    )


def _aleas(indicateurs: pl.Series, graine: int) -> pl.Series:
    """Draws of each indicator's own: one more entry of the catalogue changes no figure of the others."""
    tirages = [
        np.random.default_rng([graine, zlib.crc32(nom.encode())]).normal(0, 1, nombre)
        for nombre, nom in indicateurs.rle().struct.unnest().iter_rows()
    ]
    return pl.Series("alea", np.concatenate(tirages))


def _decalage(codes: pl.Series) -> pl.Series:
    """A small constant by territory, so that neighbours differ."""
    places = {code: rang for rang, code in enumerate(dict.fromkeys(t[1] for t in TERRITOIRES))}
    return (codes.replace_strict(places, return_dtype=pl.Float64) * 1.7).sin() * 0.06


def _mesures(grille: pl.DataFrame) -> pl.DataFrame:
    """Counts rounded to 5, shares and their interval from them, medians, means."""
    apres = pl.col("fin") >= RUPTURE
    saison = (pl.col("fin").dt.month() * (2 * np.pi / 12)).sin()
    temps = (pl.col("fin").dt.year() - 2024) * 12 + pl.col("fin").dt.month()
    lisse = pl.when(pl.col("periode_type") == "mois").then(1.0).otherwise(0.15)
    mois = pl.when(pl.col("glissant") == "somme").then("duree").otherwise(1)
    base = pl.col("population") * pl.col("par_habitant") * mois / pl.col("nombre")
    croissance = 1 + 0.002 * temps + 0.08 * saison * lisse + 0.15 * apres
    part = pl.col("niveau") + pl.col("decalage") + 0.0015 * temps + 0.02 * saison * lisse - 0.05 * apres
    part = part + 0.03 * (pl.col("rang") - (pl.col("nombre") - 1) / 2) + pl.col("alea") * 0.006 * lisse
    delai = (
        pl.col("niveau") * (1 + 4 * pl.col("decalage")) + 3 * saison * lisse - 0.15 * temps + 4 * apres + pl.col("alea")
    )
    grille = grille.with_columns(
        denominateur=((base * croissance * (1 + 0.01 * pl.col("alea"))) / 5).round() * 5,
        part=pl.when(_toutes_inscrites()).then(1.0).otherwise(part.clip(0.02, 0.985)),
        delai=delai.clip(3, 180).round(),
        moyenne=pl.col("niveau") * (1 + pl.col("decalage")),
    ).with_columns(numerateur=(pl.col("denominateur") * pl.col("part") / 5).round() * 5)
    n, d = pl.col("numerateur"), pl.col("denominateur")
    p = n / d
    effectif = p * (1 - p) / (p * (1 - p) / d + 4 * (1 + p**2) / d**2)
    centre = (p + 1.92 / effectif) / (1 + 3.84 / effectif)
    demi = 1.96 / (1 + 3.84 / effectif) * (p * (1 - p) / effectif + 0.96 / effectif**2).sqrt()
    largeur = (60 / d.sqrt()).clip(0, 12).ceil()
    forme = pl.col("forme")
    ponderee = forme == "part_ponderee"
    encadree = ponderee & (pl.col("unite") != "solde")
    # the nearest twentieth of a minimum wage
    salaire = (20 * pl.col("niveau") * (1 + pl.col("decalage"))).round() / 20
    salarie = (forme == "mediane") & (pl.col("unite") == "smic")
    moyenne = (
        pl.when(pl.col("unite") == "mois")
        .then(pl.col("moyenne").round(1))
        .when(pl.col("unite") == "quotite")
        .then(pl.col("moyenne").round(2))
        .otherwise(pl.col("moyenne").round())
    )
    return grille.with_columns(
        valeur=pl.when(forme == "part")
        .then(p.round(4))
        .when(salarie)
        .then(salaire)
        .when(forme == "mediane")
        .then("delai")
        .when(forme == "moyenne")
        .then(moyenne)
        .when(ponderee)
        .then(p.round(2))
        .otherwise(d),
        ic_bas=pl.when((forme == "part") | encadree)
        .then((centre - demi).round(4))
        .when(salarie)
        .then((salaire - 0.05).round(2))
        .when(forme == "mediane")
        .then(pl.col("delai") - largeur),
        ic_haut=pl.when((forme == "part") | encadree)
        .then((centre + demi).round(4))
        .when(salarie)
        .then((salaire + 0.05).round(2))
        .when(forme == "mediane")
        .then(pl.col("delai") + largeur),
        exclus=pl.when(forme == "part").then((d * 0.01 / 5).round() * 5),
    )


def _toutes_inscrites() -> pl.Expr:
    """The one place where a share is 1 and therefore kept secret."""
    return (pl.col("indicateur") == "couverture_rsa") & (pl.col("territoire_code") == "CLPE80002")


def _etats(t: pl.DataFrame) -> pl.DataFrame:
    """Status and motif of every row, and the columns that each empties."""
    attente, provisoires = pl.lit(0), pl.lit(2)
    for nom, (fenetre, provisoire) in MATURITE.items():
        ici = pl.col("indicateur") == nom
        attente = pl.when(ici).then(fenetre).otherwise(attente)
        provisoires = pl.when(ici).then(provisoire).otherwise(provisoires)
    age = (DERNIER_MOIS.year - pl.col("fin").dt.year()) * 12 + DERNIER_MOIS.month - pl.col("fin").dt.month()
    orientation = pl.col("indicateur").is_in(["part_orientes_30j", "delai_orientation_median"])
    somme, lieu = pl.col("territoire_code") == "80", pl.col("territoire_code")
    petit = lieu == "CLPE80002"
    motif = (
        pl.when((pl.col("indicateur") == "couverture_rsa") & (lieu == "CLPE01001"))
        .then(pl.lit("non_applicable"))
        .when(age < attente)
        .then(pl.lit("fenetre_incomplete"))
        .when(orientation & somme & (age < 6))
        .then(pl.lit("couverture_partielle"))
        .when(petit & pl.col("indicateur").is_in(["taux_pourvoi_30j", "delai_pourvoi_median"]))
        .then(pl.lit("secret_etablissement"))
        .when((pl.col("forme") != "effectif") & (pl.col("denominateur") < 50))
        .then(pl.lit("effectif_insuffisant"))
        .when(
            (pl.col("forme") == "part")
            & ((pl.col("numerateur") == 0) | (pl.col("numerateur") >= pl.col("denominateur")))
        )
        .then(pl.lit("part_extreme"))
        .when((pl.col("indicateur") == "delai_orientation_median") & (lieu == "CLPE59003") & (age < 3))
        .then(pl.lit("mediane_non_atteinte"))
    )
    t = t.with_columns(motif=motif, provisoire=age < attente + provisoires)
    absent = pl.col("motif").is_in(["fenetre_incomplete", "couverture_partielle", "non_applicable"]).fill_null(False)
    t = t.with_columns(
        statut=pl.when(absent)
        .then(pl.lit("absent"))
        .when("provisoire")
        .then(pl.lit("provisoire"))
        .otherwise(pl.lit("definitif"))
    )
    vide = pl.col("motif").is_not_null()
    sans_parts = pl.col("motif").is_in(
        ["fenetre_incomplete", "couverture_partielle", "non_applicable", "secret_etablissement"]
    )
    effectif, extreme, n = pl.col("forme") == "effectif", pl.col("motif") == "part_extreme", pl.col("numerateur")
    return t.with_columns(
        valeur=pl.when(~vide).then("valeur"),
        ic_bas=pl.when(~vide).then("ic_bas").when(extreme).then(((n - 4) / (n + 4)).round(4)),
        ic_haut=pl.when(~vide).then("ic_haut"),
        numerateur=pl.when((pl.col("forme") == "part") & (~vide | extreme)).then("numerateur"),
        denominateur=pl.when(~effectif & ~sans_parts.fill_null(False)).then("denominateur"),
        exclus=pl.when(~vide | extreme).then("exclus"),
        effectif_faible=~effectif & ~vide & (pl.col("denominateur") < 200),
        rupture=(pl.col("periode_debut") == RUPTURE)
        | ((pl.col("periode_debut") < RUPTURE) & (pl.col("fin") >= RUPTURE) & (pl.col("glissant") == "somme")),
        revise=pl.lit(False),
        methode_version=pl.lit(1),
    )


def _territoires(dossier: Path) -> None:
    pl.DataFrame(
        TERRITOIRES,
        schema={
            "territoire_niveau": pl.String,
            "territoire_code": pl.String,
            "nom": pl.String,
            "nom_article": pl.String,
            "nom_locatif": pl.String,
            "parent_niveau": pl.String,
            "parent_code": pl.String,
            "population": pl.Int64,
            "publie": pl.Boolean,
        },
        orient="row",
    ).write_parquet(dossier / "territoires.parquet")
    pl.DataFrame(
        COMMUNES, schema=["commune_code", "commune_nom", "territoire_niveau", "territoire_code"], orient="row"
    ).write_parquet(dossier / "commune_territoire.parquet")
    pl.DataFrame(
        LIENS, schema=["enfant_niveau", "enfant_code", "parent_niveau", "parent_code", "population"], orient="row"
    ).write_parquet(dossier / "territoires_liens.parquet")


def _metadonnees(millesime: str) -> dict:
    return {
        "millesime": millesime,
        "date_observation": millesime[:10],
        "note_arrondi": NOTE_ARRONDI,
        "demonstration": True,
        **catalogue.charger().en_clair(),
    }
