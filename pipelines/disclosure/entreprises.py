"""Secrecy of enterprises: what became of posts or establishments is told where no enterprise can be read in it.

Below three enterprises (SIREN), or where one has more than 85 % of the units, the row says `secret_etablissement`. Its
denominator stays where the entry says that it is no outcome (`secret_entreprises: resultat`); its other figures are
kept. Rows of few published units always say so: where three enterprises are needed, a reason that told whether they
are there would tell a 3 or a 4 from a 0. (confidentiality.md §3.8, docs/secret.md)
"""

import polars as pl

from pipelines.disclosure.parametres import Parametres

MOTIF = "secret_etablissement"
MESURES = ("unites", "entreprises", "premiere_entreprise")
"""Of an exact cell: its units, how many enterprises they belong to, how many of them the largest has; they stay in."""
_RESULTATS = ("numerateur", "exclus", "valeur", "ic_bas", "ic_haut")
_TUS = {"resultat": _RESULTATS, "tout": (*_RESULTATS, "denominateur")}
est_retenue = pl.col("motif").eq_missing(MOTIF)


def s_applique(secret_entreprises: str | None) -> bool:
    """Whether rows of an entry are withheld for the sake of enterprises."""
    return secret_entreprises in _TUS


def chiffres_tus(secret_entreprises: str) -> tuple[str, ...]:
    """The published columns that a withheld row does not show."""
    return _TUS[secret_entreprises]


def trop_peu_d_unites(forme: str, p: Parametres) -> pl.Expr:
    """Whether a row is withheld whatever its enterprises, by its published denominator; that of a count is unknown."""
    return pl.lit(False) if forme == "effectif" else pl.col("denominateur") < p.seuil_numerateur


def marquer(exactes: pl.DataFrame, arrondis: pl.DataFrame, forme: str, p: Parametres) -> pl.DataFrame:
    """`exactes` with the reason `secret_etablissement` on the rows to withhold; `arrondis`: their rounded counts."""
    unites, entreprises, premiere = (pl.col(nom).fill_null(0) for nom in MESURES)
    # in hundredths, whole: exactly 85 % is allowed
    dominee = 100 * premiere > round(100 * p.part_maximale) * unites
    petite = arrondis.with_columns(petite=trop_peu_d_unites(forme, p))["petite"]
    retenir = (pl.col("statut") != "absent") & (petite | (entreprises < p.entreprises_minimales) | dominee)
    return exactes.with_columns(motif=pl.when(retenir).then(pl.lit(MOTIF)).otherwise("motif"))


def taire(publiees: pl.DataFrame, secret_entreprises: str) -> pl.DataFrame:
    """`publiees` without what withheld rows do not show."""
    return publiees.with_columns(
        pl.when(~est_retenue).then(pl.col(nom)).alias(nom) for nom in chiffres_tus(secret_entreprises)
    )
