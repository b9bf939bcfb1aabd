"""The corrections register: what the house asks to read in place of what was received, why, and until when.

A correction is a row received like another (depot/correction/, contract data_contracts/correction.odcs.yaml). The value
it gives may be an identity: it is read in the dépôt each time it is needed, and never lands.
"""

import json
from datetime import date

import polars as pl

from pipelines.contracts import charger
from pipelines.landing.depot import Entree, inventorier
from pipelines.landing.lot import decouper, trier
from pipelines.roots import Roots
from pipelines.sources import toutes

SOURCE = "correction"
CLE = ["source", "fichier_vise", "ligne_visee", "colonne"]
CORRECTIONS = {
    "source": pl.String,
    "entite": pl.String,
    "fichier_vise": pl.String,
    "ligne_visee": pl.Int64,
    "action": pl.String,
    "colonne": pl.String,
    "valeur": pl.String,
    "motif": pl.String,
    "auteur": pl.String,
    "date_expiration": pl.Date,
    "recue_le": pl.Date,
    "recue_dans": pl.String,
    "recue_ligne": pl.UInt32,
}
"""A correction, then where it was received: reception date, content of the file, line. `valeur` stays in memory."""


def lire_corrections(roots: Roots) -> pl.DataFrame:
    """The accepted corrections of the dépôt, one per key: the last received (date, name of the file, line)."""
    frames = [pl.DataFrame(schema=CORRECTIONS)]
    if (roots.depot / SOURCE).is_dir():
        lecteur, contrat = toutes()[SOURCE], charger(SOURCE)
        for entrees in inventorier(roots, contrat).values():
            lisibles = [entree for entree in entrees if entree.regle is None]
            for lot in decouper(lisibles, lecteur.taille_lot):
                frames.append(_du_lot(trier(lecteur, lot, contrat).types.get(SOURCE), lot))
    return pl.concat(frames).unique(CLE, keep="last", maintain_order=True)


def _du_lot(acceptees: pl.DataFrame | None, lot: list[Entree]) -> pl.DataFrame:
    if acceptees is None:
        return pl.DataFrame(schema=CORRECTIONS)
    fichiers = pl.DataFrame({"recue_dans": [entree.court for entree in lot]}).with_row_index("fichier")
    return (
        acceptees.rename({"ligne": "recue_ligne"})
        .join(fichiers, on="fichier", how="left", maintain_order="left")
        .with_columns(recue_le=pl.lit(lot[0].date_reception))
        .select(*CORRECTIONS)
        .cast(CORRECTIONS)
    )


def en_vigueur(corrections: pl.DataFrame, source: str, derniere_reception: date) -> pl.DataFrame:
    """Those of `source` that have not expired on the day it was last received: a date of the dépôt, never the clock."""
    return corrections.filter((pl.col("source") == source) & (pl.col("date_expiration") >= derniere_reception))


def trace(corrections: pl.DataFrame, courts: set[str]) -> str:
    """What the corrections of these contents are, in a short text; each is told by where it was received."""
    dits = corrections.filter(pl.col("fichier_vise").is_in(list(courts))).select(
        "fichier_vise", "ligne_visee", "colonne", "recue_dans", "recue_ligne"
    )
    return json.dumps(dits.sort(dits.columns).rows()) if dits.height else ""
