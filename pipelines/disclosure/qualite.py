"""How good the sources are, as it may be said: a row is somebody's, so rows are counted like persons."""

import polars as pl

from pipelines.disclosure.arrondi import arrondir, verifier_le_secret
from pipelines.disclosure.parametres import Parametres
from pipelines.disclosure.parts import est_extreme, valeur

CLE_QUALITE = ["source", "mesure", "territoire_niveau", "territoire_code", "modalite"]
COLONNES_QUALITE = {
    **dict.fromkeys([*CLE_QUALITE, "unite"], pl.String),
    "numerateur": pl.Int64,
    "denominateur": pl.Int64,
    "valeur": pl.Float64,
    "motif": pl.String,
}
UNITES_DES_PERSONNES = ("unites", "lignes")
"""What a row received is counted in; a delivery or a day is nobody's."""


def qualite_publiable(mesures: pl.DataFrame, cle_arrondi: bytes, parametres: Parametres | None = None) -> pl.DataFrame:
    """COLONNES_QUALITE, sorted by key, of the exact measures: key, `unite`, counts with their `cle_…`, or `jours`."""
    verifier_le_secret(cle_arrondi)
    p = parametres or Parametres()
    exactes = mesures.sort(CLE_QUALITE)
    a_proteger = exactes.filter(pl.col("unite").is_in(UNITES_DES_PERSONNES))
    comptes, cles = (a_proteger.select(f"{prefixe}numerateur", f"{prefixe}denominateur") for prefixe in ("", "cle_"))
    protegees = a_proteger.with_columns(arrondir(comptes, cles, cle_arrondi, p.base)).with_columns(
        motif=pl.when(pl.col("denominateur") < p.seuil_denominateur)
        .then(pl.lit("effectif_insuffisant"))
        .when(est_extreme())
        .then(pl.lit("part_extreme"))
    )
    protegees = protegees.with_columns(
        numerateur=pl.when(pl.col("denominateur") >= p.seuil_numerateur).then("numerateur"),
        valeur=pl.when(pl.col("motif").is_null()).then(valeur(p)),
    )
    libres = exactes.filter(~pl.col("unite").is_in(UNITES_DES_PERSONNES)).with_columns(
        valeur=pl.coalesce(pl.col("jours").cast(pl.Float64), valeur(p)), motif=pl.lit(None, pl.String)
    )
    reunies = pl.concat([t.select(pl.col(c).cast(g) for c, g in COLONNES_QUALITE.items()) for t in (protegees, libres)])
    return reunies.sort(CLE_QUALITE)
