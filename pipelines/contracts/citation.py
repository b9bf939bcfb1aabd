"""What of a received value a sentence may quote: nothing that could be someone's identity in the wrong column.

A header with two names exchanged, or a row shifted by one column, puts a name or a number where a code is expected.
"""

import polars as pl

from pipelines.contracts.modele import Colonne
from pipelines.identity import montre_une_identite

LONGUEUR = 40
_DEBUT = 4
COURT = r"^[A-Za-z]{0,3}-?[0-9]{0,6}(?:[.,][0-9]{1,3})?[A-Za-z]?[0-9]{0,3}$"
"""A code, a small number: too short to be someone's."""
_JOUR = r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}"
_DATE = rf"^(?:[0-9]{{8}}|(?:{_JOUR})[0-9:.TZ +]{{0,20}})$"

_ROMPU = r"[@\p{C}]"
"""Of an address cut in two, or what a terminal would obey."""


def citation(colonne: Colonne, des_personnes: bool) -> pl.Expr:
    """« = valeur » as it follows the name of a column, or nothing. `des_personnes`: its rows hold identities."""
    recu = pl.col(colonne.recu)
    cite = pl.format(" = « {} »", recu.str.slice(0, LONGUEUR))
    absente = pl.when(recu.is_null()).then(pl.lit(" (absente)"))
    if colonne.classe != "ordinaire":
        return absente.otherwise(pl.lit(""))
    suspecte = montre_une_identite(recu) | recu.str.contains(_ROMPU)
    montrable = _anodine(colonne) if des_personnes else ~suspecte
    return absente.when(montrable).then(cite).otherwise(pl.lit(""))


def _anodine(colonne: Colonne) -> pl.Expr:
    """Nobody's name, number or address: a few characters, a date, or a code misspelt after its beginning."""
    recu = pl.col(colonne.recu)
    anodine = recu.str.contains(COURT) | recu.str.contains(_DATE)
    debuts = {valeur[:_DEBUT].lower() for valeur in colonne.valeurs or () if len(valeur) >= _DEBUT}
    if debuts:
        anodine |= recu.str.slice(0, _DEBUT).str.to_lowercase().is_in(sorted(debuts)) & ~recu.str.contains(
            r"[0-9 @\p{C}]"
        )
    return anodine
