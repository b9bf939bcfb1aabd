"""Counts one within the other and published differently: they are not of the same units, so the larger has one more.

The same units are always told by the same figure. Published 5, 0, 5 and 0, four counts each within the next are 1, 2, 3
and 4. Only small figures are read so: of larger ones, one more or less says nothing. And only what is just above each:
two figures that differ differ somewhere between them.
"""

from collections.abc import Iterator

import polars as pl

from pipelines.audit.connaissances import NON_EXCLUSIVE, PUBLICS_EMBOITES, Contexte, emboitements
from pipelines.audit.fichiers import CLE, LIEU, PERIODE
from pipelines.catalogue.annonces import CROIX, ENSEMBLE

_CASE = (*CLE, "grandeur")


def paires(chiffres: pl.DataFrame, communes: pl.DataFrame, periodes: pl.DataFrame, contexte: Contexte) -> pl.DataFrame:
    """`petite`, `grande`: numbers of the rows of `chiffres` (CLE, grandeur, publie) published 0 or the base, the first
    within the second, and not both the same.

    `communes`: commune, LIEU; `periodes`: indicateur, PERIODE, mois.
    """
    petites = chiffres.with_row_index("ligne").filter(pl.col("publie") <= contexte.erreur + 1)
    dedans = [
        _par_le_lieu(petites, communes),
        _par_la_periode(petites, periodes),
        _par_le_public(petites),
        *_par_la_grandeur(petites, periodes, contexte),
    ]
    grandes = petites.select(*_CASE, grande="ligne", publie_de_la_grande="publie")
    return pl.concat(
        noms.join(grandes, on=_CASE)
        .filter(pl.col("publie") != pl.col("publie_de_la_grande"))
        .select(petite="ligne", grande="grande")
        for noms in dedans
    )


def juste_au_dessus(parties: pl.DataFrame) -> pl.DataFrame:
    """place, dans: of sets given by their members (`place`, `membre`), those that are the whole of a set and more, and
    of which no other is between the two."""
    tailles = parties.group_by("place").len("taille")
    en_commun = (
        parties.join(parties.rename({"place": "dans"}), on="membre")
        .group_by("place", "dans")
        .len("commun")
        .join(tailles, on="place")
        .join(tailles.rename({"place": "dans", "taille": "taille_du_tout"}), on="dans")
    )
    contient = en_commun.filter(pl.col("commun") == pl.col("taille"), pl.col("taille_du_tout") > pl.col("taille"))
    contient = contient.select("place", "dans")
    par_un_autre = contient.join(contient, left_on="dans", right_on="place", suffix="_loin")
    return contient.join(par_un_autre.select("place", dans="dans_loin"), on=["place", "dans"], how="anti")


def _par_le_lieu(petites: pl.DataFrame, communes: pl.DataFrame) -> pl.DataFrame:
    return _ailleurs(petites, communes.select(*LIEU, membre="commune"), LIEU)


def _par_la_periode(petites: pl.DataFrame, periodes: pl.DataFrame) -> pl.DataFrame:
    """A stock is that of one month: none is within another."""
    propres = ("indicateur", *PERIODE)
    return _ailleurs(petites, periodes.select(*propres, membre=pl.struct("indicateur", "mois")), propres)


def _ailleurs(petites: pl.DataFrame, parties: pl.DataFrame, noms: tuple[str, ...]) -> pl.DataFrame:
    """`petites`, under the names of the places just above theirs. `parties`: `noms` of a place, `membre`."""
    dites = parties.join(petites.select(noms).unique(), on=noms, how="semi")
    numeros = dites.select(noms).unique(maintain_order=True).with_row_index("place")
    montees = juste_au_dessus(dites.join(numeros, on=noms).select("place", "membre"))
    return (
        petites.join(numeros, on=noms)
        .join(montees, on="place")
        .drop(*noms, "place")
        .join(numeros.rename({"place": "dans"}), on="dans")
        .drop("dans")
    )


def _par_le_public(petites: pl.DataFrame) -> pl.DataFrame:
    """A crossing is within a modality of each of its dimensions, a modality within the whole, a public within some."""
    croisees, publique = pl.col("dimension").str.contains(CROIX, literal=True), pl.col("dimension") == NON_EXCLUSIVE
    simples = petites.filter(pl.col("dimension") != ENSEMBLE, ~croisees)
    lignes = [simples.with_columns(dimension=pl.lit(ENSEMBLE), modalite=pl.lit(ENSEMBLE))]
    for grand, petits in PUBLICS_EMBOITES.items():
        siennes = petites.filter(publique, pl.col("modalite").is_in(petits))
        lignes.append(siennes.with_columns(modalite=pl.lit(grand)))
    for rang in (0, 1):
        cotes = {nom: pl.col(nom).str.split(CROIX).list.get(rang) for nom in ("dimension", "modalite")}
        lignes.append(petites.filter(croisees).with_columns(**cotes))
    return pl.concat(lignes)


def _par_la_grandeur(petites: pl.DataFrame, periodes: pl.DataFrame, contexte: Contexte) -> Iterator[pl.DataFrame]:
    trous = pl.DataFrame(list(contexte.troues), schema={"indicateur": pl.String, "mois": pl.Date}, orient="row")
    trouees = periodes.join(trous, on=["indicateur", "mois"], how="semi")
    dites = set(petites.select("indicateur", "grandeur").unique().iter_rows())
    for petite, grande in emboitements(dites, contexte.entrees):
        ici = petites.filter(pl.col("indicateur") == petite[0], pl.col("grandeur") == petite[1])
        if petite[0] != grande[0]:
            # where a file is missing, two indicators may leave out different persons
            ici = ici.join(trouees.filter(pl.col("indicateur").is_in([petite[0], grande[0]])), on=PERIODE, how="anti")
        yield ici.with_columns(indicateur=pl.lit(grande[0]), grandeur=pl.lit(grande[1]))
