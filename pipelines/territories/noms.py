"""How French speaks of a zone: « le territoire du Havre », « d'Annecy », « la communauté de communes du Pays de Bray ».

Régions and départements are in tables/articles.csv. A committee's name is free text that its préfet chose, so what
links it to « territoire » is worked out from how it begins: an article, a common noun, a cardinal point, a vowel. That
of an intercommunality begins with its kind in short.
"""

import polars as pl

LIAISONS = (
    (r"^Est Ensemble\b.*", "d'${0}"),
    (r"^[Ll]es (.+)", "des ${1}"),
    (r"^[Ll]e (.+)", "du ${1}"),
    (r"^(?:Alpes|Hauts|Hautes|Lônes|Portes|Savanes)\b.*", "des ${0}"),
    (r"^(?:Nord|Sud|Centre|Pays|Bassin|Val|Grand|Bas|Haut)\b.*", "du ${0}"),
    (r"^(?:Comtat|Cotentin|Couserans|Livradois|Médoc|Perche|Sancy|Trégor)\b.*", "du ${0}"),
    (r"^(?:Est|Ouest)\b.*", "de l'${0}"),
    (r"^(?:Vallée d|Plaine de|Plaine orientale|Boucle|Beauce|Haute\b|Cornouaille).*", "de la ${0}"),
    (r"^[AEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆ].*", "d'${0}"),
)
"""The first pattern that matches wins; `${1}` is the name without its article, `${0}` the whole of it."""


def de(nom: pl.Expr) -> pl.Expr:
    """« de » and the name, contracted or elided as French does."""
    phrase = pl.when(False).then(None)
    for motif, forme in LIAISONS:
        phrase = phrase.when(nom.str.contains(motif)).then(nom.str.replace(motif, forme))
    return phrase.otherwise(pl.format("de {}", nom))


NATURES = {"CC": "la communauté de communes", "CA": "la communauté d'agglomération", "CU": "la communauté urbaine"}
_METROPOLES = (("Métropole ", "la "), ("Eurométropole ", "l'"))


def epci_en_toutes_lettres(nom: pl.Expr) -> pl.Expr:
    """« la communauté urbaine d'Arras », « la Métropole de Lyon »; « Nantes Métropole » needs no article."""
    phrase = pl.when(False).then(None)
    for sigle, nature in NATURES.items():
        phrase = phrase.when(nom.str.starts_with(f"{sigle} ")).then(
            pl.format("{} {}", pl.lit(nature), nom.str.strip_prefix(f"{sigle} "))
        )
    for debut, article in _METROPOLES:
        phrase = phrase.when(nom.str.starts_with(debut)).then(pl.format(f"{article}{{}}", nom))
    return phrase.otherwise(nom)


def lieu_de_l_epci(nom: pl.Expr) -> pl.Expr:
    """« dans la communauté urbaine d'Arras », « à Nantes Métropole »."""
    lettres = epci_en_toutes_lettres(nom)
    return pl.when(lettres == nom).then(pl.format("à {}", nom)).otherwise(pl.format("dans {}", lettres))
