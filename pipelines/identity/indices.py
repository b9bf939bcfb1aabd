"""What a text shows of an identity that is not in its place: a NIR, an e-mail address, a phone number.

By their form alone: a name out of its place is a word like another, and nothing here sees it. A number of 13 figures
that is no NIR may have its form; what is refused for it can be named or numbered otherwise.
"""

import re

import polars as pl

from pipelines.identity.nir import DEPARTEMENT, MOIS

_COURRIEL = r"[0-9A-Za-z][0-9A-Za-z._%+-]*@[0-9A-Za-z-]+\.[A-Za-z]"
# Letters of hexadecimal beside a number make it a piece of a hash. (Polars cannot look around: it takes them too.)
_AVANT, _APRES = "(?:^|[^0-9a-f])", "(?:$|[^0-9a-f])"


def _nir(entre: str) -> str:
    parties = ("[123478]", "[0-9]{2}", MOIS, DEPARTEMENT, "[0-9]{3}", "[0-9]{3}")
    return entre.join(parties) + f"(?:{entre}[0-9]{{2}})?"


def _telephone(entre: str) -> str:
    return rf"(?:0|\+33{entre}|0033{entre})[1-9](?:{entre}[0-9]{{2}}){{4}}"


_ENTRE = ("", " ", r"\.", "-")
_NIR = f"(?:{'|'.join(map(_nir, _ENTRE))})"
_TELEPHONE = f"(?:{'|'.join(map(_telephone, _ENTRE))})"
_VUE = f"{_AVANT}(?:{_NIR}|{_TELEPHONE}){_APRES}|{_COURRIEL}"
_MASQUEE = re.compile(f"(?<![0-9a-f]){_NIR}(?![0-9a-f])|{_COURRIEL}[0-9A-Za-z.]*")


def montre_une_identite(texte: pl.Expr) -> pl.Expr:
    """True where a text holds a NIR (13 or 15 characters, in one piece or not), an e-mail or a French phone number."""
    return texte.str.contains(_VUE)


def masquer(texte: str) -> str:
    """`texte` with asterisks in place of each NIR and e-mail address; the same text when there is none."""
    return _MASQUEE.sub("***", texte)
