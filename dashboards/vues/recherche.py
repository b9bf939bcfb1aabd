"""Finding a committee by its name, its code or a commune."""

from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from dashboards import formats
from dashboards.formats import simple
from dashboards.millesime import NIVEAUX, Millesime, Territoire
from dashboards.textes import COMITES

NOMBRE, COMMUNES, LONGUEUR_MAXIMALE = 12, 5, 80


@dataclass(frozen=True)
class Resultat:
    """A territory found. `par`: the commune through which it was found, if any."""

    territoire: Territoire
    nom: str
    comite: str
    par: str | None


def chercher(version: Millesime, demande: str) -> tuple[Resultat, ...]:
    """Territories whose name or code answers, then those of the communes that do; the closest names first."""
    mots = simple(demande[:LONGUEUR_MAXIMALE])
    if len(mots) < 2:
        return ()
    noms = [(rang, t) for t in version.territoires.values() if (rang := _rang(simple(t.nom), t.code, mots)) is not None]
    noms.sort(key=lambda couple: (couple[0], NIVEAUX.index(couple[1].niveau), couple[1].nom))
    trouves = {t.cle: Resultat(t, formats.apostrophe(t.nom), COMITES[t.niveau], None) for _, t in noms}
    for commune, territoire in _par_commune(version, mots):
        if territoire.niveau != "national":
            nom = formats.apostrophe(territoire.nom)
            trouves.setdefault(territoire.cle, Resultat(territoire, nom, COMITES[territoire.niveau], commune))
    return tuple(trouves.values())[:NOMBRE]


def _rang(nom: str, code: str, mots: str) -> int | None:
    """0 the very name or code, 1 a name that begins so, 2 a name with a word that begins so."""
    if mots in (nom, code.lower()):
        return 0
    if nom.startswith(mots):
        return 1
    return 2 if f" {mots}" in f" {nom}" else None


def _par_commune(version: Millesime, mots: str) -> list[tuple[str, Territoire]]:
    """(commune, territory), from the committee up, for the few communes that answer best."""
    table = _communes(version)
    clef = pl.col("clef")
    ordre = (
        pl.when((clef == mots) | (pl.col("commune_code").str.to_lowercase() == mots))
        .then(0)
        .when(clef.str.starts_with(mots))
        .then(1)
        .otherwise(2)
    )
    debut = clef.str.contains(f" {mots}", literal=True) | clef.str.starts_with(mots)
    candidats = (
        table.filter(debut | (pl.col("commune_code").str.to_lowercase() == mots))
        .with_columns(ordre=ordre)
        .sort("ordre", pl.col("clef").str.len_chars(), "clef", "commune_code")
    )
    codes = candidats.get_column("commune_code").unique(maintain_order=True).head(COMMUNES).to_list()
    lignes = candidats.filter(pl.col("commune_code").is_in(codes)).iter_rows(named=True)
    couples = [
        (codes.index(ligne["commune_code"]), -NIVEAUX.index(ligne["territoire_niveau"]), _nommee(ligne), territoire)
        for ligne in lignes
        if (territoire := version.par_cle.get((ligne["territoire_niveau"], ligne["territoire_code"])))
    ]
    couples.sort(key=lambda c: c[:2])
    return [(nom, territoire) for _, _, nom, territoire in couples]


def _nommee(ligne: dict) -> str:
    """A commune with the number of its département, since many bear the same name: « Saint-Denis (93) »."""
    code = ligne["commune_code"]
    return f"{formats.apostrophe(ligne['commune_nom'])} ({code[: 3 if code.startswith('97') else 2]})"


@lru_cache(maxsize=2)
def _communes(version: Millesime) -> pl.DataFrame:
    """Communes with their territories and a simplified name."""
    table = pl.read_parquet(version.dossier / "commune_territoire.parquet")
    noms = table.get_column("commune_nom").unique().to_list()
    return table.with_columns(clef=pl.col("commune_nom").replace_strict(noms, [simple(nom) for nom in noms]))
