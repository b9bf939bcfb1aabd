"""The NIR: 13 characters, two more of key; what a possible one looks like (confidentiality.md §1.1).

Sex 1 or 2 (3, 4 being registered abroad; 7, 8 provisional), year, month 01-12 (20-42 and 50-99 when unknown),
département 01-96 with 2A and 2B, 97x and 98x overseas, 99 abroad, commune or country, order. Twelve 9 after the sex is
what is written for want of a number: whoever bears it would be one person. Vectorised expressions.
"""

import polars as pl

LONGUEUR, LONGUEUR_AVEC_CLE = 13, 15
MOIS = r"(?:0[1-9]|1[0-2]|[23][0-9]|4[0-2]|[5-9][0-9])"
DEPARTEMENT = r"(?:0[1-9]|[1-9][0-9]|2[AB])"
_FORME = rf"^[123478][0-9]{{2}}{MOIS}{DEPARTEMENT}[0-9]{{6}}$"
_FICTIF = r"^[0-9]9{12}"
_CHIFFRES = r"^[0-9]{5}(?:[0-9]{2}|2[AB])[0-9]{6}(?:[0-9]{2})?$"


def nir_canonique(nir: pl.Expr) -> pl.Expr:
    """The 13 characters of a NIR given with or without its key; null when it cannot be one."""
    texte = _serre(nir)
    treize = texte.str.slice(0, LONGUEUR)
    longueur = texte.str.len_chars()
    cle_juste = (longueur == LONGUEUR) | ((longueur == LONGUEUR_AVEC_CLE) & (_cle(treize) == _cle_recue(texte)))
    return pl.when(treize.str.contains(_FORME) & cle_juste & ~treize.str.contains(_FICTIF)).then(treize)


def nir_provisoire(nir13: pl.Expr) -> pl.Expr:
    """True for a provisional number (7 or 8): an identity of its own kind, replaceable later."""
    return nir13.str.slice(0, 1).is_in(["7", "8"])


def nir_defaut(nir: pl.Expr) -> pl.Expr:
    """Why a NIR was refused, in French, telling no character of it; meant for the rows `nir_canonique` left null."""
    texte = _serre(nir)
    longueur = texte.str.len_chars()
    treize = texte.str.slice(0, LONGUEUR)
    return (
        pl.when(~longueur.is_in([LONGUEUR, LONGUEUR_AVEC_CLE]))
        .then(pl.format("le NIR a {} caractères ; il en faut 13, ou 15 avec la clé", longueur))
        .when(~texte.str.contains(_CHIFFRES))
        .then(pl.lit("le NIR contient un caractère impossible (des chiffres, ou 2A et 2B pour la Corse)"))
        .when(texte.str.contains(_FICTIF))
        .then(pl.lit("le NIR est un numéro fictif (des 9) ; laissez-le vide si vous ne le connaissez pas"))
        .when(~texte.str.slice(0, 1).is_in(list("123478")))
        .then(pl.lit("le premier caractère du NIR doit être 1, 2, 3, 4, 7 ou 8"))
        .when(~texte.str.slice(3, 2).str.contains(rf"^{MOIS}$"))
        .then(pl.lit("le mois de naissance du NIR est impossible"))
        .when(~texte.str.slice(5, 2).str.contains(rf"^{DEPARTEMENT}$"))
        .then(pl.lit("le département de naissance du NIR est impossible"))
        .when((longueur == LONGUEUR_AVEC_CLE) & (_cle(treize) != _cle_recue(texte)))
        .then(pl.lit("la clé du NIR (deux derniers caractères) ne correspond pas aux 13 premiers"))
        .otherwise(pl.lit("le NIR n'a pas la forme attendue"))
    )


def _serre(nir: pl.Expr) -> pl.Expr:
    """Without the spaces some write between its parts; 2a is 2A."""
    return nir.str.strip_chars().str.replace_all(" ", "", literal=True).str.to_uppercase()


def _cle(treize: pl.Expr) -> pl.Expr:
    """97 − (n mod 97), Corsica 2A and 2B counting as 19 and 18."""
    nombre = treize.str.replace(r"^(.{5})2A", "${1}19").str.replace(r"^(.{5})2B", "${1}18").cast(pl.Int64, strict=False)
    return 97 - nombre % 97


def _cle_recue(texte: pl.Expr) -> pl.Expr:
    return texte.str.slice(LONGUEUR, 2).cast(pl.Int64, strict=False)
