"""A release, opened: its words and territories in memory, its figures read by predicate when asked.

A page or a file is made from one `Millesime` from beginning to end; a release that appears meanwhile is for the
next one.
"""

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

import polars as pl

from dashboards.formats import simple

NIVEAUX = ("national", "region", "departement", "local")
"""The levels that have pages, those of the comités; a release has others, for who reads its files."""
CROIX = "*"
ABREGES = {"region": "reg", "departement": "dep", "local": "loc"}
_NOM = re.compile(r"\d{4}-\d{2}-\d{2}(\.\d{1,3})?")
MANQUE = "Aucune publication dans {dossier} : lancer d’abord `make run`."


class PublicationAbsente(Exception):
    """There is no release to show."""


@dataclass(frozen=True)
class Territoire:
    """One row of the territories of a release."""

    niveau: str
    code: str
    nom: str
    nom_article: str
    nom_locatif: str
    parent_niveau: str | None
    parent_code: str | None
    population: int

    @property
    def adresse(self) -> str:
        """Its name in addresses: `france`, `reg-84`, `dep-59`, `loc-CLPE01001`."""
        return "france" if self.niveau == "national" else f"{ABREGES[self.niveau]}-{self.code}"

    @property
    def cle(self) -> tuple[str, str]:
        return self.niveau, self.code


@dataclass(frozen=True)
class Rupture:
    """The day a series begins to tell something else, in the territories of these keys; without any, everywhere."""

    jour: date
    phrase: str
    lieux: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Indicateur:
    """The words of an indicator, as the release carries them. `champs` holds those not named here."""

    indicateur: str
    theme: str
    titre: str
    titre_court: str
    phrase: str
    forme: str
    unite: str
    compte: str
    sens: str
    dimensions: tuple[str, ...]
    ruptures: tuple[Rupture, ...]
    dernier_mois: bool
    tete: bool
    champs: dict = field(repr=False, hash=False, compare=False)

    def en(self, territoire: Territoire) -> "Indicateur":
        """The same, with the breaks of this territory alone."""
        siennes = tuple(r for r in self.ruptures if not r.lieux or territoire.cle in r.lieux)
        return replace(self, ruptures=siennes)


@dataclass(frozen=True, eq=False)
class Millesime:
    """An immutable release. Two objects are the same release only if they are the same object: `ouvrir` keeps them."""

    dossier: Path
    nom: str
    date_observation: str
    demonstration: bool
    note_arrondi: str
    dimensions: dict[str, dict]
    indicateurs: dict[str, Indicateur]
    territoires: dict[str, Territoire]
    liens: frozenset[tuple[str, str, str, str]]

    @property
    def fichier(self) -> Path:
        return self.dossier / "indicateurs.parquet"

    @cached_property
    def par_cle(self) -> dict[tuple[str, str], Territoire]:
        return {t.cle: t for t in self.territoires.values()}

    def parent(self, territoire: Territoire) -> Territoire | None:
        if territoire.parent_code is None:
            return None
        return self.par_cle.get((territoire.parent_niveau or "", territoire.parent_code))

    def enfants(self, territoire: Territoire) -> tuple[Territoire, ...]:
        """The territories of the next level that meet this one: a committee over two départements is in both."""
        if territoire.niveau == NIVEAUX[-1]:
            return ()
        suivant = NIVEAUX[NIVEAUX.index(territoire.niveau) + 1]
        cles = {lien[:2] for lien in self.liens if lien[2:] == territoire.cle}
        cles |= {t.cle for t in self.territoires.values() if (t.parent_niveau, t.parent_code) == territoire.cle}
        trouves = [self.par_cle[cle] for cle in cles if cle[0] == suivant and cle in self.par_cle]
        return tuple(sorted(trouves, key=lambda t: (simple(t.nom), t.code)))

    def lignes(
        self, territoires: Iterable[Territoire], dimension: str, modalite: str, indicateur: str | None = None
    ) -> pl.DataFrame:
        """The published rows of these territories, in the published order."""
        lieux = [pl.col("territoire_niveau").eq(t.niveau) & pl.col("territoire_code").eq(t.code) for t in territoires]
        conditions = [pl.col("dimension") == dimension, pl.col("modalite") == modalite, pl.any_horizontal(lieux)]
        if indicateur:
            conditions.insert(0, pl.col("indicateur") == indicateur)
        return pl.scan_parquet(self.fichier).filter(*conditions).collect()

    def lignes_du_niveau(
        self, niveau: str, indicateur: str, periode_type: str, dimension: str, modalite: str
    ) -> pl.DataFrame:
        """One indicator over every territory of a level."""
        return (
            pl.scan_parquet(self.fichier)
            .filter(
                pl.col("indicateur") == indicateur,
                pl.col("periode_type") == periode_type,
                pl.col("territoire_niveau") == niveau,
                pl.col("dimension") == dimension,
                pl.col("modalite") == modalite,
            )
            .collect()
        )


def dossier_public() -> Path:
    """The folder of releases, named by `PILOTAGE_PUBLIC`."""
    return Path(os.environ.get("PILOTAGE_PUBLIC") or "donnees/public")


def courant() -> Millesime:
    """The release that `latest` names now."""
    public = dossier_public()
    try:
        nom = (public / "latest").resolve(strict=True).name
        return _ouvrir(public / "millesimes" / nom)
    except OSError as erreur:
        raise PublicationAbsente(MANQUE.format(dossier=public)) from erreur


def choisir(nom: str | None) -> Millesime | None:
    """The release of that name, or the current one without a name; None if the name is of no release."""
    if nom is None:
        return courant()
    if nom not in disponibles():
        return None
    return _ouvrir(dossier_public() / "millesimes" / nom)


def disponibles() -> tuple[str, ...]:
    """The names of the releases, newest first."""
    dossier = dossier_public() / "millesimes"
    if not dossier.is_dir():
        return ()
    noms = [d.name for d in dossier.iterdir() if _NOM.fullmatch(d.name) and (d / "indicateurs.parquet").exists()]
    return tuple(sorted(noms, key=_rang, reverse=True))


def _rang(nom: str) -> tuple[str, int]:
    """The order of releases: a second publication on a date (`.2`) comes after the first, `.10` after `.9`."""
    jour, _, numero = nom.partition(".")
    return jour, int(numero or 1)


def _ouvrir(dossier: Path) -> Millesime:
    marque = (dossier / "indicateurs_metadonnees.json").stat()
    return _lire(dossier, (marque.st_ino, marque.st_mtime_ns))


@lru_cache(maxsize=4)
def _lire(dossier: Path, marque: tuple[int, int]) -> Millesime:
    brut = json.loads((dossier / "indicateurs_metadonnees.json").read_text(encoding="utf-8"))
    territoires = pl.read_parquet(dossier / "territoires.parquet")
    montres = territoires.filter("publie", pl.col("territoire_niveau").is_in(NIVEAUX))
    liens = pl.read_parquet(dossier / "territoires_liens.parquet")
    ordonnes = (
        Territoire(
            ligne["territoire_niveau"],
            ligne["territoire_code"],
            ligne["nom"],
            ligne["nom_article"],
            ligne["nom_locatif"],
            ligne["parent_niveau"],
            ligne["parent_code"],
            ligne["population"] or 0,
        )
        for ligne in montres.iter_rows(named=True)
    )
    return Millesime(
        dossier=dossier,
        nom=dossier.name,
        date_observation=brut["date_observation"],
        demonstration=brut["demonstration"],
        note_arrondi=brut["note_arrondi"],
        # crossings are not told at every level: they are for who reads the files
        dimensions={nom: mots for nom, mots in brut["dimensions"].items() if CROIX not in nom},
        indicateurs={entree["indicateur"]: _indicateur(entree) for entree in brut["indicateurs"]},
        territoires={t.adresse: t for t in ordonnes},
        liens=frozenset(liens.select("enfant_niveau", "enfant_code", "parent_niveau", "parent_code").iter_rows()),
    )


def _rupture(brute: dict) -> Rupture:
    lieux = frozenset(tuple(lieu.split(":")) for lieu in brute.get("territoires") or ())
    return Rupture(date.fromisoformat(brute["date"]), brute["phrase"], lieux)


def _indicateur(entree: dict) -> Indicateur:
    """`dernier_mois`: over 12 months, a stock is that of the last month; the rest sums its months."""
    return Indicateur(
        **{nom: entree[nom] for nom in ("indicateur", "theme", "titre", "titre_court", "phrase")},
        **{nom: entree[nom] for nom in ("forme", "unite", "compte", "sens")},
        dimensions=tuple(entree["dimensions"]),
        ruptures=tuple(_rupture(brute) for brute in entree.get("ruptures") or ()),
        dernier_mois=entree.get("glissant") == "dernier" or "à la fin de" in entree["phrase"],
        tete=bool(entree.get("tete")),
        champs=entree,
    )
