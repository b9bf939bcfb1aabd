"""A campaign: every mutation of every source, a number of times, through the real door, and what must hold of each.

python -m tests.fuzz.campagne --passes 10 --rapport docs/fuzzing.md
python -m tests.fuzz.campagne --source dsn --mutation tronquee --graine 3     # one case again, alone
"""

import argparse
import logging
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from pipelines.identity import Cles
from pipelines.landing import controler_les_comptes, ingerer, lister_journal, lister_quarantaine, lister_registre
from pipelines.roots import Roots
from pipelines.sources import toutes
from tests.fabriques import MUTATIONS, Cas, cas_de, justes
from tests.fuzz.compte import unites
from tests.fuzz.fuite import Recherche, textes
from tests.fuzz.rapport import ecrire_rapport

CLES = Cles("clé d'une campagne, plus longue que trente-deux caractères")
PREMIERE_RECEPTION = date(2025, 7, 10)
DATES_PAR_SOURCE = 3
PLACES = ("acceptees", "quarantaine", "doublons", "hors_champ")
IMPREVUE = "lecture_impossible"
"""The rule of a reader that broke: it loses nothing, and nobody foresaw it. To the campaign, a fault."""


@dataclass(frozen=True)
class Faute:
    """What should not have been, of a case if it is known of which."""

    cas: Cas | None
    phrase: str

    def __str__(self) -> str:
        return f"{self.cas or 'no case'}: {self.phrase}"


@dataclass
class Campagne:
    """What came of the files of the cases: one row per ledger line, with the case; the faults."""

    issues: pl.DataFrame = field(default_factory=pl.DataFrame)
    fautes: list[Faute] = field(default_factory=list)
    cas: int = 0
    secondes: float = 0.0


def passe(numero: int) -> list[Cas]:
    """Every mutation of every source, once; `numero` is the seed of each."""
    paires = [(source, mutation) for source in toutes() for mutation in MUTATIONS]
    return [cas_de(source, numero, mutation, rang) for rang, (source, mutation) in enumerate(paires)]


def mener(cas: list[Cas], home: Path) -> Campagne:
    """Drop the files of `cas` in a new house, ingest every source, and look at what is there."""
    debut, roots = time.perf_counter(), Roots(home).create()
    lieux = _deposer(roots, cas)
    fautes, dit = [], home.with_name(f"{home.name}.dit")
    with _ecoute(dit):
        for source in dict.fromkeys(un_cas.source for un_cas in cas):
            fautes += _ingerer(roots, source, [un_cas for un_cas in cas if un_cas.source == source])
    issues = _issues(roots, lieux)
    fautes += _fautes_du_registre(roots, issues, lieux)
    fautes += [Faute(None, phrase) for phrase in controler_les_comptes(roots)]
    fautes += _fuites(roots, cas, dit)
    return Campagne(issues, fautes, len(cas), time.perf_counter() - debut)


# -- In


def _deposer(roots: Roots, cas: list[Cas]) -> dict[tuple[str, str, str], Cas]:
    """Write the files; the case of each by (source, reception date, name). Files of one name have two dates."""
    lieux: dict[tuple[str, str, str], Cas] = {}
    for un_cas in cas:
        jour = PREMIERE_RECEPTION + timedelta(days=un_cas.rang % DATES_PAR_SOURCE)
        while any((un_cas.source, str(jour), fichier.nom) in lieux for fichier in un_cas.fichiers):
            jour += timedelta(days=1)
        dossier = roots.depot / un_cas.source / str(jour)
        dossier.mkdir(parents=True, exist_ok=True)
        for fichier in un_cas.fichiers:
            (dossier / os.fsdecode(os.fsencode(fichier.nom))).write_bytes(fichier.octets)
            lieux[un_cas.source, str(jour), fichier.nom] = un_cas
    return lieux


@contextmanager
def _ecoute(dit: Path) -> Iterator[None]:
    """Keep in the file `dit` all that the process says: both outputs, down to what libraries write, and every log."""
    sys.stdout.flush()
    sys.stderr.flush()
    avant = [os.dup(1), os.dup(2)]
    racine = logging.getLogger()
    niveau = racine.level
    with dit.open("wb", buffering=0) as fichier:
        flux = os.fdopen(os.dup(fichier.fileno()), "w", buffering=1, errors="surrogateescape")
        ecouteur = logging.StreamHandler(flux)
        racine.addHandler(ecouteur)
        racine.setLevel(logging.DEBUG)
        os.dup2(fichier.fileno(), 1)
        os.dup2(fichier.fileno(), 2)
        try:
            with redirect_stdout(flux), redirect_stderr(flux):
                yield
        finally:
            racine.removeHandler(ecouteur)
            racine.setLevel(niveau)
            flux.close()
            for descripteur, ancien in zip((1, 2), avant, strict=True):
                os.dup2(ancien, descripteur)
                os.close(ancien)


def _ingerer(roots: Roots, source: str, cas: list[Cas]) -> list[Faute]:
    """Ingest a source; when that breaks, each of its cases alone, to say which one breaks it."""
    try:
        for phrase in ingerer(roots, CLES, source).phrases:
            print(phrase)
    except BaseException:
        texte = traceback.format_exc()
        print(texte)
        return [Faute(un_cas, f"the door broke\n{texte}") for un_cas in _qui_casse(cas)] or [
            Faute(None, f"the door broke on {source}, and on none of its cases alone\n{texte}")
        ]
    return []


def _qui_casse(cas: list[Cas]) -> Iterator[Cas]:
    for un_cas in cas:
        with tempfile.TemporaryDirectory() as dossier:
            roots = Roots(Path(dossier)).create()
            _deposer(roots, [un_cas])
            try:
                ingerer(roots, CLES, un_cas.source)
                lister_registre(roots)
            except BaseException:
                yield un_cas


# -- Out


def _issues(roots: Roots, lieux: dict[tuple[str, str, str], Cas]) -> pl.DataFrame:
    """The ledger, each line with the source, the seed and the mutation of its case (null when no name leads to it)."""
    registre = lister_registre(roots)
    trouves = [_le_cas(lieux, ligne) for ligne in registre.iter_rows(named=True)]
    return registre.with_columns(
        pl.Series("mutation", [un_cas.mutation if un_cas else None for un_cas in trouves], pl.String),
        pl.Series("graine", [un_cas.graine if un_cas else None for un_cas in trouves], pl.Int64),
        pl.Series("juste", [un_cas.juste if un_cas else None for un_cas in trouves], pl.String),
    )


def _le_cas(par_nom: dict[tuple[str, str, str], Cas], ligne: dict) -> Cas | None:
    lieu = (ligne["source"], ligne["date_reception"])
    return par_nom.get((*lieu, ligne["nom"])) or par_nom.get((*lieu, ligne["nom"].partition("/")[0]))


def _fautes_du_registre(roots: Roots, issues: pl.DataFrame, lieux: dict) -> Iterator[Faute]:
    """Every file has its lines, that add up; a refused one has a sentence; what only was carried otherwise is whole."""
    par_cas = {(c.source, c.graine, c.mutation): c for c in lieux.values()}
    recus = Counter((source, jour) for source, jour, _ in lieux)
    for (source, jour), du_jour in issues.group_by("source", "date_reception"):
        connus = du_jour["nom"].str.split("/").list.first().n_unique()
        if connus != recus[source, jour]:
            yield Faute(None, f"{recus[source, jour]} files of {source} on {jour}, {connus} in the ledger")
    for source, jour in recus.keys() - set(issues.select("source", "date_reception").rows()):
        yield Faute(None, f"nothing of {source} on {jour} in the ledger")
    regles = _regles(roots)
    attendues = _unites_des_justes()
    for ligne in issues.iter_rows(named=True):
        un_cas = par_cas.get((ligne["source"], ligne["graine"], ligne["mutation"]))
        siennes = regles.get((ligne["source"], ligne["date_reception"], ligne["fichier"]), {})
        if ligne["unites_recues"] != sum(ligne[place] for place in PLACES):
            yield Faute(un_cas, f"{ligne['nom']}: the counts do not add up")
        if IMPREVUE in siennes:
            yield Faute(un_cas, f"{ligne['nom']}: {siennes[IMPREVUE]}")
        if ligne["statut"] == "refuse":
            yield from _sans_phrase(un_cas, ligne, siennes)
        yield from _mal_compte(un_cas, ligne)
        if un_cas and MUTATIONS[un_cas.mutation].conserve:
            toutes_ = attendues[un_cas.source, un_cas.juste]
            gardees = ligne["acceptees"] + ligne["doublons"]
            if (ligne["unites_recues"], gardees) != (toutes_, toutes_):
                recues = f"{ligne['unites_recues']} units received and {gardees} kept"
                yield Faute(un_cas, f"{ligne['nom']}: {recues}, {toutes_} expected; {sorted(siennes.items())[:3]}")


def _mal_compte(un_cas: Cas | None, ligne: dict) -> Iterator[Faute]:
    """Units of a file that was read against what its bytes say; a file refused whole is not read to its end."""
    lu = ligne["statut"] == "accepte" or "voir la quarantaine" in (ligne["motif"] or "")
    for fichier in un_cas.fichiers if un_cas and lu else ():
        if fichier.nom == ligne["nom"] and (vues := unites(un_cas.source, fichier)) not in (
            None,
            ligne["unites_recues"],
        ):
            yield Faute(un_cas, f"{ligne['nom']}: {vues} units in its bytes, {ligne['unites_recues']} in the ledger")


def _sans_phrase(un_cas: Cas | None, ligne: dict, regles: dict[str, str]) -> Iterator[Faute]:
    motif = ligne["motif"] or ""
    nom = ligne["nom"].rpartition("/")[2]
    if not motif or not regles:
        yield Faute(un_cas, f"{ligne['nom']}: refused without a sentence in the ledger and one in quarantine")
    elif nom not in motif and "voir la quarantaine" not in motif and ligne["nom"].partition("/")[0] not in motif:
        yield Faute(un_cas, f"{ligne['nom']}: the sentence does not name the file: {motif}")


def _regles(roots: Roots) -> dict[tuple[str, str, str], dict[str, str]]:
    """Rules in quarantine by file, each with one of its sentences."""
    regles: dict[tuple[str, str, str], dict[str, str]] = {}
    for refus in lister_quarantaine(roots).iter_rows(named=True):
        lieu = (refus["source"], refus["date_reception"], refus["fichier"])
        regles.setdefault(lieu, {}).setdefault(refus["regle"], refus["message"])
    return regles


def _unites_des_justes() -> dict[tuple[str, str], int]:
    """Units of each right file, as the door counts them; all must be accepted, or the rest would prove nothing."""
    if not _UNITES:
        with tempfile.TemporaryDirectory() as dossier:
            roots = Roots(Path(dossier)).create()
            for source in toutes():
                for fichier in justes(source):
                    place = roots.depot / source / str(PREMIERE_RECEPTION)
                    place.mkdir(parents=True, exist_ok=True)
                    (place / fichier.nom).write_bytes(fichier.octets)
                ingerer(roots, CLES, source)
            for ligne in lister_registre(roots).iter_rows(named=True):
                assert ligne["unites_recues"] == ligne["acceptees"] > 0, f"{ligne['nom']} is no right file"
                _UNITES[ligne["source"], ligne["nom"]] = ligne["acceptees"]
    return _UNITES


_UNITES: dict[tuple[str, str], int] = {}


def _fuites(roots: Roots, cas: list[Cas], dit: Path) -> Iterator[Faute]:
    recherche, vues = Recherche(cas), set()
    dits = [("what the run said", dit.read_text(errors="surrogateescape"))]
    journal = lister_journal(roots)
    assert journal.height, "a run that adds nothing to the journal is no run"
    for lieu, texte in (*textes(roots), *dits):
        for trouve, un_cas in recherche.trouver(texte):
            if (lieu, un_cas) not in vues:
                vues.add((lieu, un_cas))
                yield Faute(un_cas, f"{trouve} is in {lieu}")


def repeter(fautes: Iterable[Faute]) -> str:
    """How to run again the cases that failed."""
    commandes = {
        f"python -m tests.fuzz.campagne --source {c.source} --mutation {c.mutation} --graine {c.graine}"
        for faute in fautes
        if (c := faute.cas)
    }
    return "\n".join(sorted(commandes))


def main() -> int:
    analyse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    analyse.add_argument("--passes", type=int, default=1, help="how many times every mutation of every source")
    analyse.add_argument("--rapport", type=Path, help="where to write the report")
    analyse.add_argument("--source", choices=sorted(toutes()))
    analyse.add_argument("--mutation", choices=list(MUTATIONS))
    analyse.add_argument("--graine", type=int, default=0)
    choix = analyse.parse_args()
    campagnes = []
    with tempfile.TemporaryDirectory() as dossier:
        if choix.source and choix.mutation:
            campagnes.append(mener([cas_de(choix.source, choix.graine, choix.mutation)], Path(dossier) / "seul"))
            with pl.Config(tbl_cols=-1, tbl_rows=-1, fmt_str_lengths=200, tbl_width_chars=200):
                print(campagnes[0].issues.select("nom", "statut", "unites_recues", *PLACES, "motif"))
        else:
            for numero in range(choix.passes):
                campagnes.append(mener(passe(numero), Path(dossier) / str(numero)))
                print(f"pass {numero}: {campagnes[-1].cas} cases, {campagnes[-1].secondes:.0f} s", flush=True)
    fautes = [faute for campagne in campagnes for faute in campagne.fautes]
    if choix.rapport:
        ecrire_rapport(choix.rapport, campagnes)
    print("\n".join(map(str, fautes)) or "no fault")
    print(repeter(fautes))
    return int(bool(fautes))


if __name__ == "__main__":
    sys.exit(main())
