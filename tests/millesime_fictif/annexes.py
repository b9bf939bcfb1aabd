"""The small tables of the fabricated release: quality of the sources, objectives, actions of plans."""

from datetime import date

import polars as pl

from pipelines.release.colonnes import ACTIONS_DE_PLAN, OBJECTIFS


def qualite() -> pl.DataFrame:
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


def objectifs() -> pl.DataFrame:
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


def actions_de_plan() -> pl.DataFrame:
    lignes = [
        ("departement", "59", "Logement", 1, 0, 0, 0, 0, 2, 1, 1.0),
        ("departement", "59", "Mobilité", 3, 2, 1, 1, 2, 19, 10, 2.0),
        ("local", "CLPE59001", "Mobilité", 0, 1, 0, 0, 0, 0, 0, 0.0),
    ]
    return pl.DataFrame(lignes, schema={colonne.nom: colonne.genre for colonne in ACTIONS_DE_PLAN}, orient="row")
