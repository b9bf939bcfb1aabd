"""The NTT: the number an employer makes for want of a NIR; sex, SIREN, then what he likes (S21.G00.30.020)."""

import polars as pl

NTT_INVALIDE = "le NTT doit commencer par 1 ou 2 et compter 11 à 40 caractères, sans espace"
_FORME = r"^[12]\S{10,39}$"


def ntt_canonique(ntt: pl.Expr) -> pl.Expr:
    """An NTT as it is written; null when it cannot be one."""
    texte = ntt.str.strip_chars().str.to_uppercase()
    return pl.when(texte.str.contains(_FORME)).then(texte)
