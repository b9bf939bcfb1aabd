"""A refusal or a remark: where, by which rule, in which words. Readers and checks write the same table."""

import polars as pl

REFUS = {
    "fichier": pl.UInt32,
    "unite": pl.UInt32,
    "ligne": pl.UInt32,
    "champ": pl.String,
    "regle": pl.String,
    "message": pl.String,
    "gravite": pl.String,
}
"""`fichier` is the index in the lot; `unite` is null for what concerns the file, or a part of it above units."""

REJET = "rejet"
AVERTISSEMENT = "avertissement"
FICHIER = "fichier"
"""What a refusal costs: its unit, nothing, or the whole file it stands in."""
