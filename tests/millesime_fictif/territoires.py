"""The territories of the fabricated release, and their files."""

from pathlib import Path

import polars as pl

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


def ecrire(dossier: Path) -> None:
    """Write the three files of territories of a release."""
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
