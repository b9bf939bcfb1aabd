"""Expressions that several writers share: dates as each format writes them, draws, JSON values, texts by sender."""

from datetime import date, timedelta

import polars as pl

from pipelines.simulation.monde.modele import decale

JOUR_FRANCAIS, JOUR_ISO, JOUR_DSN = "%d/%m/%Y", "%Y-%m-%d", "%d%m%Y"
DIX_MILLE = 10_000
_PARIS, _HORODATAGE = "Europe/Paris", "%Y-%m-%dT%H:%M:%S.000"
_MULTIPLICATEUR, _MODULE = 48_271, 2**31 - 1


def fin_de(mois: date) -> date:
    """Last day of a month given by its first."""
    return decale(mois, 1) - timedelta(days=1)


def mois_de(jour: pl.Expr, premier: date) -> pl.Expr:
    """First day of the month when `jour` is told: its own, or the first one simulated if it is older; null if none."""
    return jour.cast(pl.Date).dt.month_start().clip(lower_bound=pl.lit(premier))


def tirage(cle: pl.Expr, usage: int) -> pl.Expr:
    """A number from 0 to 9,999 for each key (a whole number), another for another `usage`; the same everywhere.

    Two steps of a Lehmer generator: integers only, so that no library's hash decides.
    """
    graine = (cle.cast(pl.Int64) + usage * 7_919) % _MODULE
    un = (graine * _MULTIPLICATEUR + 1) % _MODULE
    return (un * _MULTIPLICATEUR + usage) % _MODULE // 7 % DIX_MILLE


def texte(valeur: pl.Expr) -> pl.Expr:
    """The value as text, nothing for a missing one."""
    return valeur.cast(pl.String).fill_null("")


def jour(valeur: pl.Expr, forme: str) -> pl.Expr:
    """A date as text, nothing for a missing one."""
    return valeur.dt.strftime(forme).fill_null("")


def json(valeur: pl.Expr) -> pl.Expr:
    """A JSON string, `null` for a missing value. Values hold neither quotation mark nor backslash."""
    return pl.concat_str(pl.lit('"'), valeur.cast(pl.String), pl.lit('"')).fill_null("null")


def bout_a_bout(*parties: str | pl.Expr) -> pl.Expr:
    """Texts end to end; Python strings are written as they are, a missing part counts for nothing."""
    return pl.concat_str([pl.lit(p) if isinstance(p, str) else p for p in parties], ignore_nulls=True)


def objet(champs: dict[str, pl.Expr]) -> pl.Expr:
    """A JSON object whose values are JSON already."""
    parties = [partie for nom, valeur in champs.items() for partie in (f',"{nom}":', valeur)]
    return bout_a_bout("{" + parties[0].removeprefix(","), *parties[1:], "}")


def horodatage(nom: str, universel: pl.Expr) -> pl.Expr:
    """A JSON instant, from a column at the hour of Paris: told in universal time (Z), or as it is, without a zone."""
    utc = pl.col(nom).dt.replace_time_zone(_PARIS).dt.convert_time_zone("UTC")
    en_utc = utc.dt.strftime(f"{_HORODATAGE}Z")
    return json(pl.when(universel).then(en_utc).otherwise(pl.col(nom).dt.strftime(_HORODATAGE)))


def par_emetteur(lignes: pl.DataFrame, separateur: str = "\n") -> dict[str, tuple[str, int]]:
    """Text and number of lines of each sender, from columns `emetteur` and `texte`, in the order of the rows."""
    groupes = lignes.group_by("emetteur", maintain_order=True).agg(pl.col("texte").str.join(separateur), pl.len())
    return {emetteur: (tout, nombre) for emetteur, tout, nombre in groupes.iter_rows()}
