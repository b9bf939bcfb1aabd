"""Reconstruction: what is published beside the counts must come from the published counts, or stand on a coarse grid.

An interval made from exact counts gives them back; a median or a mean told too finely, a part of them. Formulas are
those of docs/secret.md, written again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from pipelines.audit.fichiers import COMPTES, LIEU, PERIODE, Millesime

_MEME_NOMBRE = 1e-9
N, D = pl.col("numerateur").cast(pl.Float64), pl.col("denominateur").cast(pl.Float64)
_BORNES = ("ic_bas", "ic_haut")
_CHIFFRES = (*COMPTES, "valeur", *_BORNES)
_PAS_D_UNE_MOYENNE = {"mois": "pas_par_mois", "quotite": "pas_par_part"}


@dataclass(frozen=True)
class Examen:
    """Rows looked at; how many say more than they should, by what; where the first of each are."""

    lignes: int
    fautes: dict[str, int]
    exemples: list[str]


def examiner(millesime: Millesime) -> Examen:
    """Every figure of the release."""
    total, fautes, exemples = 0, {}, []
    for indicateur in millesime.indicateurs:
        entree, lignes = millesime.entrees[indicateur], millesime.lignes(indicateur)
        total += lignes.height
        for phrase, regle in _regles(entree, millesime.publication["secret"]):
            fautives = lignes.filter(regle.fill_null(False))
            if fautives.height:
                fautes[phrase] = fautes.get(phrase, 0) + fautives.height
                place = fautives.select(*PERIODE, *LIEU, "dimension", "modalite").row(0)
                exemples.append(", ".join(map(str, (phrase, indicateur, *place))))
    return Examen(total, fautes, exemples[:3])


def _regles(entree: dict, secret: dict) -> Iterator[tuple[str, pl.Expr]]:
    base, forme = secret["base"], entree["forme"]
    yield (
        f"un effectif n'est pas un multiple de {base}",
        pl.any_horizontal(pl.col(nom) % base != 0 for nom in COMPTES),
    )
    yield (
        "une case absente montre un chiffre",
        (pl.col("statut") == "absent") & pl.any_horizontal(pl.col(c).is_not_null() for c in _CHIFFRES),
    )
    if forme == "effectif":
        yield f"un effectif n'est pas un multiple de {base}", pl.col("valeur") % base != 0
        return
    petit = pl.col("denominateur") < secret["seuil_denominateur"]
    yield "une valeur est donnée d'un trop petit dénominateur", petit & pl.col("valeur").is_not_null()
    if forme == "part":
        yield from _d_une_part(secret)
    elif forme == "mediane":
        yield from _d_une_mediane(entree, secret)
    elif forme == "moyenne":
        pas = secret[_PAS_D_UNE_MOYENNE[entree["unite"]]] if entree["unite"] in _PAS_D_UNE_MOYENNE else 1
        yield "une moyenne n'est pas sur sa grille", _hors_de_la_grille("valeur", pas)
        yield "une moyenne a des bornes", pl.any_horizontal(pl.col(nom).is_not_null() for nom in _BORNES)
    else:
        yield "une part pondérée n'est pas sur sa grille", _hors_de_la_grille("valeur", secret["pas_par_part"])


def _d_une_part(secret: dict) -> Iterator[tuple[str, pl.Expr]]:
    """Value, Wilson's interval on an effective size that counts the noise of rounding, or the one bound of an extreme
    share: all from the published numerator and denominator."""
    erreur, z2 = secret["base"] - 1, secret["quantile_normal"] ** 2
    bruit = (secret["base"] ** 2 - 1) / 6
    part = N / D
    variance = part * (1 - part)
    effectif = variance / (variance / D + bruit * (1 + part**2) / D**2)
    milieu = (part + z2 / (2 * effectif)) / (1 + z2 / effectif)
    demi = (z2 * (variance / effectif + z2 / (4 * effectif**2))).sqrt() / (1 + z2 / effectif)
    cache = pl.col("denominateur") < secret["seuil_numerateur"]
    dite = pl.col("valeur").is_not_null()
    extreme = pl.col("motif") == "part_extreme"
    attendues = {
        "ic_bas": pl.when(dite).then(milieu - demi).when(extreme & (N > 0)).then((N - erreur) / (D + erreur)),
        "ic_haut": pl.when(dite).then(milieu + demi).when(extreme & (N == 0)).then(erreur / (D - erreur)),
    }
    yield "un numérateur est donné d'un trop petit dénominateur", cache & pl.col("numerateur").is_not_null()
    yield "une part n'est pas N ÷ D", _differe("valeur", part, secret["decimales_valeur"])
    for nom, attendue in attendues.items():
        yield (
            "un intervalle n'est pas celui des effectifs publiés",
            pl.col(nom).is_null().ne_missing(attendue.is_null())
            | _differe(nom, attendue, secret["decimales_intervalle"]),
        )


def _d_une_mediane(entree: dict, secret: dict) -> Iterator[tuple[str, pl.Expr]]:
    assez = pl.lit(True)
    for seuil, court, long, de_smic in sorted(secret["grilles_des_medianes"], reverse=True):
        ici, assez = assez & (pl.col("denominateur") >= seuil), assez & (pl.col("denominateur") < seuil)
        for nom in ("valeur", *_BORNES):
            if entree["unite"] == "smic":
                hors = _hors_de_la_grille(nom, secret["pas_par_smic"] / de_smic)
            else:
                long_delai = pl.col(nom) > secret["delai_court"]
                hors = pl.when(long_delai).then(pl.col(nom) % long != 0).otherwise(pl.col(nom) % court != 0)
            yield "une médiane ou sa borne n'est pas sur sa grille", ici & hors
    yield "une médiane a un numérateur", pl.col("numerateur").is_not_null()


def _hors_de_la_grille(nom: str, pas: float) -> pl.Expr:
    return ((pl.col(nom) * pas).round() - pl.col(nom) * pas).abs() > _MEME_NOMBRE * 100


def _differe(nom: str, attendu: pl.Expr, decimales: int) -> pl.Expr:
    """Whether a figure is not what is expected, rounded to `decimales`, halves either way."""
    return (pl.col(nom) - attendu).abs() > 0.5 * 10.0**-decimales + _MEME_NOMBRE
