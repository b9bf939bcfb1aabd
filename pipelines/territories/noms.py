"""How French speaks of a local committee: « le territoire du Havre », « d'Annecy », « de la Vallée de la Drôme ».

Régions and départements are in tables/articles.csv. A committee's name is free text that its préfet chose, so what
links it to « territoire » is worked out from how it begins: an article, a common noun, a cardinal point, a vowel.
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
