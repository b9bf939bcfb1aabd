"""What the published counts of an indicator say of each other once put together, and what is withdrawn for it.

Three months published 5 and their quarter 0: each month is 1 or 2. It takes extreme draws, so counts of 1 to 4 nearly
everywhere; but then it happens. Every sum that binds published counts is read here as anybody can read it: months in
quarters, years and twelve months; modalities in their whole, crossings in each modality of their two dimensions;
territories in those that contain them. A small count left with fewer than `valeurs_minimales` values has its whole
series withdrawn: all the periods of a kind and all the modalities of its indicator, territory and dimension; of who is
left out of a share, that count alone. Never the cell: an empty one among others would tell why. Parts go before what
they make up. A result withheld for the sake of an enterprise is read likewise: where sums leave too little of it
unknown, its series is withdrawn, or those of the parts that give it whole. All is decided on published counts, so it
tells nothing that they do not (confidentiality.md §4).
"""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from pipelines.catalogue.annonces import CROIX, DUREES, ENSEMBLE
from pipelines.disclosure.entreprises import est_retenue
from pipelines.disclosure.parametres import Parametres

LIEU = ("territoire_niveau", "territoire_code")
PERIODE = ("periode_type", "periode_debut")
PUBLIC = ("dimension", "modalite")
SERIE = (*LIEU, "dimension", "periode_type")
COMPTES = ("numerateur", "denominateur", "exclus")
FIGURES = (*COMPTES, "valeur", "ic_bas", "ic_haut")
_EMBOITEES = (
    *(("mois", large) for large in ("trimestre", "annee", "glissant_12m")),
    *(("trimestre", large) for large in ("annee", "glissant_12m")),
)
_LECTURES = 2
"""How many times the sums are read: the second time, with what the first one gave."""
_INFINI = 10**9
"""More than any count."""


def a_retirer(
    publiees: pl.DataFrame,
    entree: Mapping[str, Any],
    dimensions: Mapping[str, Mapping[str, Any]],
    contenances: pl.DataFrame,
    p: Parametres,
) -> pl.DataFrame:
    """The series of `publiees`, the published rows of an indicator, that say too much together: SERIE, and
    `exclus_seuls`: whether the count of who is left out is the only one; sorted.

    `entree` and `dimensions`: the words of the indicator and the dimensions, as released (`Catalogue.en_clair`).
    `contenances`: what `territories.contenances` gives.
    """
    lignes = publiees.select(*LIEU, *PERIODE, *PUBLIC, *_comptes(entree["forme"]), marge=_marge(p))
    lignes = lignes.with_row_index("ligne").with_columns(serie=pl.struct(SERIE).rank("dense"))
    jumelles = _jumelles(lignes, contenances)
    sommes = _numeroter(_sommes(lignes, entree, dimensions, contenances), lignes.height)
    comptes = {
        nom: lignes.filter(pl.col(nom).is_not_null() | (pl.col("marge").is_not_null() & (nom != "exclus"))).select(
            "ligne", "serie", "marge", publie=nom
        )
        for nom in COMPTES
        if nom in lignes.columns
    }
    retirees = [pl.DataFrame(schema={"serie": lignes.schema["serie"], "exclus_seuls": pl.Boolean})]
    while (faibles := _trop_encadres(comptes, sommes, entree, p)).height:
        faibles = pl.concat(
            [faibles, faibles.join(jumelles, on="serie").select(serie="autre", exclus_seuls="exclus_seuls")]
        )
        retirees.append(faibles)
        entieres = faibles.filter(~pl.col("exclus_seuls"))
        for nom, compte in comptes.items():
            comptes[nom] = compte.join(faibles if nom == "exclus" else entieres, on="serie", how="anti")
    # a series withdrawn whole is told once
    dites = pl.concat(retirees).group_by("serie").agg(pl.col("exclus_seuls").all())
    return lignes.select("serie", *SERIE).unique().join(dites, on="serie").drop("serie").sort(SERIE)


def retirer(publiees: pl.DataFrame, series: pl.DataFrame) -> pl.DataFrame:
    """`publiees` without the figures of `series` (what `a_retirer` gives): a row that had some says
    `effectif_insuffisant`."""
    marquees = publiees.join(series, on=SERIE, how="left", maintain_order="left")
    retiree, exclus_tus = pl.col("exclus_seuls") == pl.lit(False), pl.col("exclus_seuls").is_not_null()
    entiere = retiree.fill_null(False)
    return marquees.with_columns(
        *(pl.when(~(exclus_tus if nom == "exclus" else entiere)).then(pl.col(nom)).alias(nom) for nom in FIGURES),
        motif=pl.when(entiere & (pl.col("statut") != "absent")).then(pl.lit("effectif_insuffisant")).otherwise("motif"),
        effectif_faible=pl.col("effectif_faible") & ~entiere,
    ).select(publiees.columns)


def retirees(publiees: pl.DataFrame, forme: str) -> pl.DataFrame:
    """The series withdrawn from `publiees`, as `a_retirer` gives them, read from the rows themselves: none that is told
    has its count, those withheld for the sake of an enterprise apart."""
    dite = (pl.col("statut") != "absent") & ~est_retenue
    sans = {nom: pl.col(nom).filter(dite).is_null().all() for nom in COMPTES}
    entiere = pl.col("valeur").filter(dite).is_null().all() if forme == "effectif" else sans["denominateur"]
    exclus = pl.lit(False) if forme == "effectif" else sans["exclus"]
    series = publiees.group_by(SERIE).agg(dites=dite.any(), entiere=entiere, exclus=exclus)
    muettes = series.filter(pl.col("dites") & (pl.col("entiere") | pl.col("exclus")))
    return muettes.select(*SERIE, exclus_seuls=~pl.col("entiere")).sort(SERIE)


def _jumelles(lignes: pl.DataFrame, contenances: pl.DataFrame) -> pl.DataFrame:
    """`serie` and `autre`: the same series told of two territories that are the same."""
    series = lignes.select("serie", *SERIE).unique()
    memes = contenances.filter(combien=1).select(
        territoire_niveau="niveau", territoire_code="code", dans="dans", dans_code="dans_code"
    )
    autres = series.rename({"territoire_niveau": "dans", "territoire_code": "dans_code", "serie": "autre"})
    return series.join(memes, on=LIEU).join(autres, on=["dans", "dans_code", *SERIE[2:]]).select("serie", "autre")


def _comptes(forme: str) -> list[pl.Expr]:
    """Published counts; that of a plain count is its value."""
    if forme == "effectif":
        return [pl.col("valeur").cast(pl.Int64).alias("denominateur")]
    return [pl.col(nom) for nom in (COMPTES if forme == "part" else COMPTES[1:])]


def _marge(p: Parametres) -> pl.Expr:
    """How wide a range must be left of the result of a row that is withheld; null of any other, and of so few units
    that nobody's result is told."""
    unites = pl.col("denominateur")
    judgee = est_retenue & (unites >= p.seuil_numerateur).fill_null(True)
    return pl.when(judgee).then(2 * pl.max_horizontal(p.part_inconnue * unites, pl.lit(p.unites_inconnues)))


def _sommes(
    lignes: pl.DataFrame, entree: Mapping[str, Any], dimensions: Mapping[str, Mapping], contenances: pl.DataFrame
) -> Iterator[pl.DataFrame]:
    """Sums of one kind after the other: `total` and `partie` (numbers of rows), disjoint parts; `combien` of them make
    up the total (null: they need not)."""
    if entree["glissant"] == "somme":
        for fine, large in _EMBOITEES:
            yield _des_periodes(lignes, fine, large)
    for dimension in entree["dimensions"]:
        if dimension != ENSEMBLE:
            yield from _des_publics(lignes, dimension, dimensions)
    for paires in contenances.filter(pl.col("combien").ne_missing(1)).partition_by("niveau", "dans"):
        yield _des_territoires(lignes, paires)


def _numeroter(sommes: Iterator[pl.DataFrame], lignes: int) -> pl.DataFrame:
    """All sums: `somme` (its number), `total`, `partie`, `combien`."""
    vide = pl.DataFrame(schema={"total": pl.UInt32, "partie": pl.UInt32, "combien": pl.Int64, "somme": pl.UInt64})
    numerotees = (
        s.with_columns(somme=pl.col("total").cast(pl.UInt64) + rang * lignes) for rang, s in enumerate(sommes)
    )
    return pl.concat([vide, *numerotees])


def _des_periodes(lignes: pl.DataFrame, fine: str, large: str) -> pl.DataFrame:
    fin = pl.col("periode_debut").dt.offset_by(f"{_mois(large) - _mois(fine)}mo")
    totaux = lignes.filter(periode_type=large).with_columns(
        debut=pl.date_ranges("periode_debut", fin, f"{_mois(fine)}mo")
    )
    parties = lignes.filter(periode_type=fine).with_columns(debut="periode_debut")
    return _reunir(totaux.explode("debut"), parties, [*LIEU, *PUBLIC, "debut"], _mois(large) // _mois(fine))


def _mois(periode: str) -> int:
    return DUREES[periode][0]


def _des_publics(lignes: pl.DataFrame, dimension: str, dimensions: Mapping[str, Mapping]) -> Iterator[pl.DataFrame]:
    """Modalities in the whole; those of a crossing in each modality of its two dimensions."""
    parties, ensemble = lignes.filter(dimension=dimension), lignes.filter(dimension=ENSEMBLE)
    modalites = dimensions[dimension]["modalites"]
    if dimensions[dimension]["exclusives"]:
        yield _reunir(ensemble, parties, [*LIEU, *PERIODE], len(modalites))
    else:
        # a unit may be in several: each is in the whole, and that is all
        for modalite in modalites:
            yield _reunir(ensemble, parties.filter(modalite=modalite), [*LIEU, *PERIODE], None)
    for rang, simple in enumerate(dimension.split(CROIX) if CROIX in dimension else []):
        dedans = parties.with_columns(dite=pl.col("modalite").str.split(CROIX).list.get(rang))
        totaux = lignes.filter(dimension=simple).with_columns(dite="modalite")
        combien = len(modalites) // len(dimensions[simple]["modalites"])
        yield _reunir(totaux, dedans, [*LIEU, *PERIODE, "dite"], combien)


def _des_territoires(lignes: pl.DataFrame, paires: pl.DataFrame) -> pl.DataFrame:
    parties = lignes.join(paires, left_on=LIEU, right_on=("niveau", "code"))
    totaux = lignes.rename({LIEU[0]: "dans", LIEU[1]: "dans_code"})
    reunies = totaux.join(parties, on=["dans", "dans_code", *PERIODE, *PUBLIC], suffix="_partie")
    return reunies.select(total="ligne", partie="ligne_partie", combien="combien")


def _reunir(totaux: pl.DataFrame, parties: pl.DataFrame, par: list[str], combien: int | None) -> pl.DataFrame:
    reunies = totaux.select("ligne", *par).join(parties.select("ligne", *par), on=par, suffix="_partie")
    return reunies.select(total="ligne", partie="ligne_partie", combien=pl.lit(combien, pl.Int64))


def _trop_encadres(
    comptes: dict[str, pl.DataFrame], sommes: pl.DataFrame, entree: Mapping[str, Any], p: Parametres
) -> pl.DataFrame:
    """`serie` of the small counts left with too few values, and `exclus_seuls`."""
    bornes = {nom: _par_l_arrondi(compte, p) for nom, compte in comptes.items()}
    for _ in range(_LECTURES):
        bornes = {nom: _par_les_sommes(b, sommes) for nom, b in bornes.items()}
        if entree["forme"] == "part" and entree["unite"] != "pour_1000":
            bornes |= _emboites(bornes["numerateur"], bornes["denominateur"])
    # where they contradict each other (what is told by a dimension is not always the whole), nothing is learnt
    largeur, tu = pl.col("haut") - pl.col("bas"), pl.col("publie").is_null()
    etroit = (
        pl.when(tu)
        .then(largeur < pl.col("marge"))
        .otherwise((pl.col("publie") <= p.base) & (largeur < p.valeurs_minimales - 1))
    )
    faibles = {nom: b.filter((largeur >= 0) & etroit) for nom, b in bornes.items()}
    # a total may be weak by its parts alone: without them it is looked at again
    totaux = {nom: sommes.join(f, left_on="partie", right_on="ligne", how="semi") for nom, f in faibles.items()}
    faibles = {nom: f.join(totaux[nom], left_on="ligne", right_on="total", how="anti") for nom, f in faibles.items()}
    return pl.concat(
        _series_en_cause(f, bornes[nom], sommes).with_columns(exclus_seuls=pl.lit(nom == "exclus"))
        for nom, f in faibles.items()
    ).unique()


def _series_en_cause(faibles: pl.DataFrame, bornes: pl.DataFrame, sommes: pl.DataFrame) -> pl.DataFrame:
    """`serie` to withdraw: that of each weak count; of one that is withheld and that its own parts give, theirs."""
    tus = faibles.filter(pl.col("publie").is_null()).select("marge", total="ligne")
    parties = sommes.join(tus, on="total").join(bornes.select("serie", "bas", "haut", partie="ligne"), on="partie")
    entiere = pl.len().over("somme") == pl.col("combien")
    donnees = parties.filter(entiere & ((pl.col("haut") - pl.col("bas")).sum().over("somme") < pl.col("marge")))
    propres = faibles.join(donnees, left_on="ligne", right_on="total", how="anti")
    return pl.concat([propres.select("serie"), donnees.select("serie")])


def _par_l_arrondi(compte: pl.DataFrame, p: Parametres) -> pl.DataFrame:
    """`compte` with what it is at least and at most: `bas`, `haut`."""
    publie = pl.col("publie")
    return compte.with_columns(
        bas=(publie - p.erreur_maximale).clip(0).fill_null(0), haut=(publie + p.erreur_maximale).fill_null(_INFINI)
    )


def _par_les_sommes(bornes: pl.DataFrame, sommes: pl.DataFrame) -> pl.DataFrame:
    """The bounds after one reading of every sum whose total is published, and some of its parts."""
    lues = sommes.join(bornes.select(total="ligne", bas_total="bas", haut_total="haut"), on="total").join(
        bornes.select(partie="ligne", bas="bas", haut="haut"), on="partie"
    )
    entieres = lues.group_by("somme").agg(
        pl.col("total", "combien", "bas_total", "haut_total").first(),
        bas_somme=pl.col("bas").sum(),
        haut_somme=pl.col("haut").sum(),
        largeur=(pl.col("haut") - pl.col("bas")).max(),
        complete=(pl.len() == pl.col("combien").first()).fill_null(False),
    )
    # the others say nothing that is not known: spare their parts
    utiles = entieres.filter(
        (pl.col("haut_total") - pl.col("bas_somme") < pl.col("largeur"))
        | (pl.col("bas_somme") > pl.col("bas_total"))
        | pl.col("complete")
        & (
            (pl.col("haut_somme") - pl.col("bas_total") < pl.col("largeur"))
            | (pl.col("haut_somme") < pl.col("haut_total"))
        )
    )
    parties = lues.select("somme", "partie", "bas", "haut").join(
        utiles.select("somme", "bas_total", "haut_total", "bas_somme", "haut_somme", "complete"), on="somme"
    )
    dites = pl.concat(
        [
            parties.select(
                ligne="partie",
                plancher=pl.when("complete").then(pl.col("bas_total") - pl.col("haut_somme") + pl.col("haut")),
                plafond=pl.col("haut_total") - pl.col("bas_somme") + pl.col("bas"),
            ),
            utiles.select(ligne="total", plancher="bas_somme", plafond=pl.when("complete").then("haut_somme")),
        ]
    )
    dites = dites.group_by("ligne").agg(pl.col("plancher").max(), pl.col("plafond").min())
    return _resserrer(bornes, dites)


def _emboites(dedans: pl.DataFrame, dehors: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """A numerator is at most its denominator."""
    plafonds = dehors.select("ligne", plafond="haut", plancher=pl.lit(0))
    planchers = dedans.select("ligne", plancher="bas", plafond=pl.lit(None, pl.Int64))
    return {"numerateur": _resserrer(dedans, plafonds), "denominateur": _resserrer(dehors, planchers)}


def _resserrer(bornes: pl.DataFrame, dites: pl.DataFrame) -> pl.DataFrame:
    reunies = bornes.join(dites, on="ligne", how="left").with_columns(
        bas=pl.max_horizontal("bas", "plancher"), haut=pl.min_horizontal("haut", "plafond")
    )
    return reunies.drop("plancher", "plafond")
