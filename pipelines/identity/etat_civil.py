"""The second key: birth name, first name, birth date and sex, written one way whoever sends them.

It says who a row is about when the NIR is missing (confidentiality.md §1). Vectorised expressions; a part that is
missing or unsure leaves no key.
"""

import polars as pl

_SANS_ACCENT_PROPRE = {"Œ": "OE", "Æ": "AE", "Ø": "O", "Ł": "L", "Đ": "D"}
"""Letters that Unicode does not take apart."""
_SEXES = {"1": "1", "01": "1", "H": "1", "M": "1", "MR": "1", "M.": "1"}
_SEXES |= {"2": "2", "02": "2", "F": "2", "MME": "2", "MLE": "2", "MLLE": "2"}
_HOMME, _FEMME = ["1", "3", "7"], ["2", "4", "8"]


def etat_civil_canonique(nom: pl.Expr, prenom: pl.Expr, naissance: pl.Expr, sexe: pl.Expr) -> pl.Expr:
    """`NOM|PRENOM|AAAAMMJJ|S`, of texts and a date; null when a part is missing or empties once written so."""
    # A compound first name holds by its hyphen; a space or a comma separates several
    premier = prenom.str.strip_chars(" ,").str.replace_all(r"\s*[-‐‑–]\s*", "-").str.extract(r"^([^\s,]+)")
    parties = [_lettres(nom), _lettres(premier), naissance.dt.strftime("%Y%m%d"), _sexe(sexe)]
    return pl.concat_str(*parties, separator="|", ignore_nulls=False)


def sexe_du_nir(nir13: pl.Expr) -> pl.Expr:
    """1 or 2, from the first digit of a NIR (3, 4 registered abroad; 7, 8 provisional)."""
    premier = nir13.str.slice(0, 1)
    return pl.when(premier.is_in(_HOMME)).then(pl.lit("1")).when(premier.is_in(_FEMME)).then(pl.lit("2"))


def _lettres(texte: pl.Expr) -> pl.Expr:
    """The letters A to Z alone: upper case, no accent, hyphen, apostrophe nor space; null when none is left."""
    majuscules = texte.str.to_uppercase().str.replace_many(_SANS_ACCENT_PROPRE).str.normalize("NFKD")
    lettres = majuscules.str.replace_all("[^A-Z]", "")
    return pl.when(lettres != "").then(lettres)


def _sexe(texte: pl.Expr) -> pl.Expr:
    return texte.str.strip_chars().str.to_uppercase().replace_strict(_SEXES, default=None, return_dtype=pl.String)
