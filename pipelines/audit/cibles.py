"""Which small counts are attacked, and the part of a release that may say something of each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl
from scipy import sparse

from pipelines.audit.connaissances import EMBOITEMENTS, ENTREES, MEMES_UNITES, SORTIES, STOCK, Contexte
from pipelines.audit.fichiers import CLE, COMMUNE, LIEU, PERIODE, Millesime
from pipelines.audit.systeme import Systeme, construire, ecarts, mois_des_periodes, se_suivent, taille
from pipelines.audit.territoires import avec_inconnus, communes_proches, voisinage
from pipelines.catalogue.annonces import CROIX, ENSEMBLE, NIVEAUX_DES_CROISEMENTS

TAILLE_MAXIMALE = 12_000
"""Unknowns of a system that are asked about at once; a larger one is cut around each target."""
_DECALAGE = "12mo"
_PART_DES_EXPOSEES = 4
"""One target in so many, at most, is chosen rather than drawn."""
_AU_DESSUS_DES_COMMUNES = ("epci", "local")


@dataclass(frozen=True)
class Vue:
    """Published counts (CLE, grandeur, publie), the territories they are read in, and what is held to be true."""

    chiffres: pl.DataFrame
    communes: pl.DataFrame
    contexte: Contexte

    @cached_property
    def systeme(self) -> Systeme:
        return construire(self.chiffres, self.communes, self.contexte)

    def ecarts(self) -> sparse.csr_matrix:
        """Sums that are 1 at least, as two figures that differ are of different units."""
        return ecarts(self.systeme, self.communes, self.contexte)


@dataclass(frozen=True)
class Attaque:
    """What may say something of the targets: `lignes`, the rows of a system that are attacked, are those of `cibles`,
    in order."""

    lignes: np.ndarray
    cibles: pl.DataFrame
    vues: tuple[Vue, ...]
    """From the strictest, where every commune is known, to the one that holds nothing that only most figures bear out:
    the first that is possible is to be used."""
    hardie: Vue | None
    """The strictest, had nobody moved from one month to the next; None when it says nothing of that."""


def tirer(millesime: Millesime, nombre: int, graine: int) -> pl.DataFrame:
    """CLE, grandeur, publie: at most `nombre` of the counts this release drew that may be of 1 to `base` − 1. A quarter
    of them at most are those of communes that a sum lays most open; the others are left to chance."""
    exposees = les_plus_exposees(millesime, nombre // _PART_DES_EXPOSEES)
    cle = [*CLE, "grandeur"]

    def candidates(indicateur: str) -> pl.DataFrame:
        petites = millesime.chiffres(indicateur).filter(pl.col("publie") <= millesime.base)
        return petites.join(exposees, on=cle, how="anti", maintain_order="left")

    disponibles = [candidates(nom).height for nom in millesime.indicateurs]
    hasard = np.random.default_rng(graine)
    reste = min(nombre - exposees.height, sum(disponibles))
    parts = hasard.multivariate_hypergeometric(disponibles, reste, method="marginals")
    tirees = [exposees]
    for indicateur, combien in zip(millesime.indicateurs, parts, strict=True):
        if combien:
            siennes = candidates(indicateur)
            tirees.append(siennes[np.sort(hasard.choice(siennes.height, combien, replace=False))])
    return pl.concat(tirees)


def les_plus_exposees(millesime: Millesime, nombre: int) -> pl.DataFrame:
    """CLE, grandeur, publie of the `nombre` small counts of communes that one sum alone, that of their EPCI or of their
    committee, leaves the fewest values; fewer where sums take nothing off what the counts themselves say."""
    petites = pl.col("publie") <= millesime.base
    d_elles_memes = _haut(millesime) - _bas(millesime) + 1
    trouvees = [millesime.chiffres(millesime.indicateurs[0])[:0].with_columns(possibles=pl.lit(0, pl.Int64))]
    for indicateur in millesime.indicateurs:
        if COMMUNE in millesime.entrees[indicateur]["niveaux"]:
            chiffres = millesime.chiffres(indicateur)
            for ensemble in _AU_DESSUS_DES_COMMUNES:
                laissees = _par_leur_somme(chiffres, millesime, ensemble)
                trouvees.append(laissees.filter(petites, pl.col("possibles") < d_elles_memes))
    cle = [*CLE, "grandeur"]
    de_la_plus_exposee = pl.concat(trouvees).sort("possibles", *cle)
    return de_la_plus_exposee.unique(cle, keep="first", maintain_order=True).drop("possibles").head(nombre)


def _par_leur_somme(chiffres: pl.DataFrame, millesime: Millesime, ensemble: str) -> pl.DataFrame:
    """The counts of communes, and how many values are `possibles` for each, by the count of the territory of this level
    that it is in and those of the other communes there. Where some are not told, the others are only within it."""
    places = millesime.communes.filter(pl.col("territoire_niveau") == ensemble).select(
        territoire_code="commune", tout="territoire_code"
    )
    meme_somme = [*(nom for nom in CLE if nom not in LIEU), "grandeur", "tout"]
    bornes = chiffres.with_columns(bas=_bas(millesime), haut=_haut(millesime))
    touts = bornes.filter(pl.col("territoire_niveau") == ensemble).rename({"territoire_code": "tout"})
    siennes = bornes.filter(pl.col("territoire_niveau") == COMMUNE).join(places, on="territoire_code")
    autres = {nom: pl.col(nom).sum().over(meme_somme) - pl.col(nom) for nom in ("bas", "haut")}
    toutes = pl.len().over(meme_somme) == pl.col("communes")
    return (
        siennes.join(touts.select(*meme_somme, tout_bas="bas", tout_haut="haut"), on=meme_somme)
        .join(places.group_by("tout").len("communes"), on="tout")
        .with_columns(
            plus=pl.min_horizontal("haut", pl.col("tout_haut") - autres["bas"]),
            moins=pl.when(toutes).then(pl.max_horizontal("bas", pl.col("tout_bas") - autres["haut"])).otherwise("bas"),
        )
        .select(*chiffres.columns, possibles=(pl.col("plus") - pl.col("moins") + 1).cast(pl.Int64))
    )


def _bas(millesime: Millesime) -> pl.Expr:
    return (pl.col("publie") - millesime.erreur).clip(0)


def _haut(millesime: Millesime) -> pl.Expr:
    return pl.col("publie") + millesime.erreur


def attaques(millesime: Millesime, contexte: Contexte, cibles: pl.DataFrame) -> Iterator[Attaque]:
    """For each group of targets, the system of what may say something of them.

    All of an indicator, with those it is linked to, when that is small enough. Otherwise, for the targets of one
    territory and period: the territories around it, twelve months on each side.
    """
    a_voir = set(cibles["indicateur"].unique())
    portees = {nom: sorted({nom, *indicateurs_lies(nom)} & set(millesime.indicateurs)) for nom in sorted(a_voir)}
    for indicateur, portee in sorted(portees.items(), key=lambda couple: -len(couple[1])):
        if indicateur not in a_voir:
            continue
        siennes = cibles.filter(pl.col("indicateur") == indicateur)
        tout = _chiffres(millesime, portee, siennes)
        if taille(tout, millesime.communes, contexte) <= TAILLE_MAXIMALE:
            # those linked to no other indicator are attacked at the same time
            memes = [nom for nom in portees if nom in a_voir and set(portees[nom]) <= set(portee)]
            ensemble = cibles.filter(pl.col("indicateur").is_in(memes))
            yield _attaque(_chiffres(millesime, portee, ensemble), millesime.communes, contexte, ensemble)
            a_voir -= set(memes)
            continue
        for (niveau, code, *_), proches in siennes.group_by(*LIEU, *PERIODE, maintain_order=True):
            autour = voisinage(millesime.communes, str(niveau), str(code))
            communes = millesime.communes.join(autour, on=LIEU, how="semi")
            dans_le_temps = _dans_les_mois(tout.join(autour, on=LIEU, how="semi"), proches, contexte)
            voisines = communes_proches(communes, str(niveau), str(code))
            for memes in proches.partition_by("dimension", maintain_order=True):
                portees_de_la = _portees(dans_le_temps, memes.row(0, named=True), voisines)
                chiffres = _assez_petit(dans_le_temps, communes, contexte, portees_de_la)
                yield _attaque(chiffres, communes, contexte, memes)


def _chiffres(millesime: Millesime, indicateurs: list[str], cibles: pl.DataFrame) -> pl.DataFrame:
    """CLE, grandeur, publie of these indicators; a target that is withheld is one too, with no bound of its own."""
    publies = pl.concat(map(millesime.chiffres, indicateurs))
    return pl.concat([publies, cibles.filter(pl.col("publie").is_null()).select(publies.columns)])


def _attaque(chiffres: pl.DataFrame, communes: pl.DataFrame, contexte: Contexte, cibles: pl.DataFrame) -> Attaque:
    cle = [*CLE, "grandeur"]
    places = cibles.select(cle).join(chiffres.with_row_index("ligne"), on=cle, how="left", maintain_order="left")
    toutes = frozenset((nom, dimension) for nom in contexte.entrees for dimension in contexte.modalites)
    suivie = se_suivent(chiffres.select("indicateur", "grandeur").unique().rows())
    return Attaque(
        lignes=places["ligne"].to_numpy(),
        cibles=cibles,
        vues=(
            Vue(chiffres, communes, contexte),
            Vue(chiffres, avec_inconnus(communes), contexte),
            Vue(chiffres, avec_inconnus(communes), replace(contexte, contredites=toutes)),
        ),
        hardie=Vue(chiffres, communes, replace(contexte, immobile=True)) if suivie else None,
    )


def indicateurs_lies(indicateur: str) -> list[str]:
    """Indicators of which a definition says something with a count of `indicateur`."""
    groupes = [*MEMES_UNITES, *EMBOITEMENTS, (STOCK, ENTREES, SORTIES)]
    noms = {nom for groupe in groupes if any(i == indicateur for i, _ in groupe) for nom, _ in groupe}
    return sorted(noms - {indicateur})


def _dans_les_mois(chiffres: pl.DataFrame, proches: pl.DataFrame, contexte: Contexte) -> pl.DataFrame:
    """Counts of periods that are all within twelve months of the targets'."""
    mois = mois_des_periodes(chiffres, contexte.entrees)
    visee = mois_des_periodes(proches, contexte.entrees).select(
        debut=pl.col("mois").min().dt.offset_by(f"-{_DECALAGE}"), fin=pl.col("mois").max().dt.offset_by(_DECALAGE)
    )
    debut, fin = visee.row(0)
    cle = ["indicateur", *PERIODE]
    dedans = mois.group_by(cle).agg(pl.col("mois").is_between(debut, fin).all().alias("dedans")).filter("dedans")
    return chiffres.join(dedans, on=cle, how="semi")


def _assez_petit(
    chiffres: pl.DataFrame, communes: pl.DataFrame, contexte: Contexte, portees: Iterator[pl.Expr]
) -> pl.DataFrame:
    """The largest of these scopes that is small enough, or the last one."""
    for portee in portees:
        retenus = chiffres.filter(portee)
        if taille(retenus, communes, contexte) <= TAILLE_MAXIMALE:
            break
    return retenus


def _portees(chiffres: pl.DataFrame, cible: dict, voisines: pl.Series) -> Iterator[pl.Expr]:
    """Scopes of the targets of one territory, period and dimension, from the largest to the least: linked indicators or
    not, every public or the target's own; with every commune around, or `voisines` only, or none if it is not one."""
    indicateur, niveau, dimension = (cible[nom] for nom in ("indicateur", "territoire_niveau", "dimension"))
    seul = pl.col("indicateur") == indicateur
    # crossings are told of the large territories only: they say nothing of a committee
    publics = (
        pl.lit(True) if niveau in NIVEAUX_DES_CROISEMENTS else ~pl.col("dimension").str.contains(CROIX, literal=True)
    )
    propres = pl.col("dimension").is_in([ENSEMBLE, dimension, *dimension.split(CROIX)])
    sauf_communes = pl.col("territoire_niveau") != COMMUNE
    par_communes = [pl.lit(True), sauf_communes | pl.col("territoire_code").is_in(voisines.implode())]
    if niveau != COMMUNE:
        par_communes.append(sauf_communes)
    if chiffres.filter(~sauf_communes).is_empty():
        par_communes = [sauf_communes]
    return (a & b for a in (publics, publics & seul, propres, propres & seul) for b in par_communes)
