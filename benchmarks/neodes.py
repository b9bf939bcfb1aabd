"""How fast a DSN message is read: the house's reader against a plain line-by-line parser, in one run, alternately.

    python benchmarks/neodes.py [--mo 500] [--passages 3]
    python benchmarks/neodes.py --mo 5000 --memoire

Writes a file of `--mo` MB by repeating the persons of a sample message, then reads it, pass after pass:
(a) with the house's text carrier, to a frame (ligne, bloc, rubrique, valeur) per piece;
(b) with a loop over lines that yields the same tuples;
(c) with the whole reader of the source: tree, checks, frames of the contract.
Prints MB/s (MB = 10^6 bytes) of each pass, the best of each, and the ratio (a) / (b). The tuples of (a) and (b) are
first compared on the sample. The sample is pure ASCII; `--accents` gives every person an accented name instead.
`--memoire` reads the file once, in parts, as a lot too large to be held is, and prints the most memory ever resident.
"""

import argparse
import re
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from pipelines.sources import FichierRecu
from pipelines.sources.dsn import Dsn
from pipelines.sources.dsn.texte import morceaux, rubriques

EXEMPLE = Path(__file__).parents[1] / "tests" / "exemples" / "mensuelle_2025-06_P25V01.dsn"
PERSONNE, FIN = b"S21.G00.30.001", b"S90.G00.90.001"
# NIR (commune and order), names, contract numbers, amounts of pay
VARIES = (
    (re.compile(rb"(30\.001,'.{7})\d{6}"), rb"\1%(n)06d"),
    (re.compile(rb"(30\.00[24],'[^']*)"), rb"\1 %(n)d"),
    (re.compile(rb"(40\.009,'|51\.010,')C(\d+)"), rb"\1C%(n)06d-\2"),
    (re.compile(rb"(51\.013,'\d+)\.\d\d"), rb"\1.%(c)02d"),
)
Rubrique = tuple[int, str | None, str | None, str | None]


def main() -> None:
    lecture = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    lecture.add_argument("--mo", type=int, default=500, help="size of the file, in MB")
    lecture.add_argument("--passages", type=int, default=3, help="how many times each reader reads it")
    lecture.add_argument("--accents", action="store_true", help="names with accents, as in real messages")
    lecture.add_argument("--memoire", action="store_true", help="the memory of one reading in parts, instead of speed")
    options = lecture.parse_args()
    assert list(_colonnes(EXEMPLE)) == list(ligne_a_ligne(EXEMPLE)), "the two readers disagree on the sample"
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier) / "mensuelle.dsn"
        ecrire(chemin, options.mo, options.accents)
        if options.memoire:
            _mesurer_la_memoire(chemin)
        else:
            _comparer(chemin, options.passages)


def ecrire(chemin: Path, mo: int, accents: bool) -> None:
    """A valid message of `mo` MB: the sample's envelope and declaration, its persons again and again, each time with
    other identities, contract numbers and amounts."""
    personnes = _personnes(accents)
    par_tour = sum(len(personne % {b"n": 0, b"c": 0}) for personne in personnes)
    _ecrire(chemin, personnes, mo * 10**6 // par_tour * len(personnes))


def ecrire_personnes(chemin: Path, combien: int) -> None:
    """The same with `combien` persons."""
    _ecrire(chemin, _personnes(accents=False), combien)


def _ecrire(chemin: Path, personnes: list[bytes], combien: int) -> None:
    octets = _exemple()
    lignes = octets[: octets.index(PERSONNE)].count(b"\n") + 2
    with chemin.open("wb") as fichier:
        fichier.write(octets[: octets.index(PERSONNE)])
        for rang in range(combien):
            n, laquelle = divmod(rang, len(personnes))
            fichier.write(personnes[laquelle] % {b"n": n % 10**6, b"c": n % 100})
            lignes += personnes[laquelle].count(b"\n")
        fichier.write(f"S90.G00.90.001,'{lignes}'\r\nS90.G00.90.002,'1'\r\n".encode())


def _exemple() -> bytes:
    return EXEMPLE.read_bytes().replace(b"S10.G00.00.005,'01'", b"S10.G00.00.005,'02'")


def _personnes(accents: bool) -> list[bytes]:
    """The persons of the sample, what varies in each written as a place for `n` or `c`."""
    octets = _exemple()
    texte = octets[octets.index(PERSONNE) : octets.index(FIN)]
    texte = texte.replace(b"FICTIF", b"FICTIV\xc9") if accents else texte.decode("latin-1").encode("ascii", "replace")
    texte = texte.replace(b"%", b"%%")
    for motif, varie in VARIES:
        texte = motif.sub(varie, texte)
    return [PERSONNE + suite for suite in texte.split(PERSONNE)[1:]]


def ligne_a_ligne(chemin: Path) -> Iterator[Rubrique]:
    """(b) What one writes first: a loop over the lines of the file; a line that is no rubrique gives None."""
    with chemin.open(encoding="latin-1", newline="\n") as fichier:
        for numero, ligne in enumerate(fichier, 1):
            rubrique, separateur, reste = ligne.rstrip("\r\n").partition(",'")
            if separateur and len(rubrique) == 14 and reste.endswith("'"):
                yield numero, rubrique[:10], rubrique, reste[:-1]
            else:
                yield numero, None, None, None


def _colonnes(chemin: Path) -> Iterator[Rubrique]:
    """(a) as tuples, to compare with (b)."""
    premiere = 1
    with chemin.open("rb") as fichier:
        for texte in morceaux(fichier, chemin.name):
            yield from rubriques(texte, premiere).iter_rows()
            premiere += texte.count(b"\n")


def _lire_en_colonnes(chemin: Path) -> int:
    lues, premiere = 0, 1
    with chemin.open("rb") as fichier:
        for texte in morceaux(fichier, chemin.name):
            lues += rubriques(texte, premiere).height
            premiere += texte.count(b"\n")
    return lues


def _lire_ligne_a_ligne(chemin: Path) -> int:
    return sum(1 for _ in ligne_a_ligne(chemin))


def _recu(chemin: Path) -> FichierRecu:
    return FichierRecu(chemin, "dsn", date(2025, 7, 5), "0" * 64, chemin.stat().st_size)


def _lire_en_entier(chemin: Path) -> int:
    return int(Dsn().lire([_recu(chemin)]).fichiers["lignes"][0])


def _mesurer_la_memoire(chemin: Path) -> None:
    mo, debut, parties, personnes = chemin.stat().st_size / 10**6, time.perf_counter(), 0, 0
    for partie in Dsn().parties([_recu(chemin)]):
        parties, personnes = parties + 1, personnes + int(partie.fichiers["unites_recues"][0])
    debit = mo / (time.perf_counter() - debut)
    sommet = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 10**6
    print(f"{mo:.0f} MB in {parties} parts, {personnes} persons: {debit:.1f} MB/s, at most {sommet:.2f} GB resident")


def _comparer(chemin: Path, passages: int) -> None:
    mo = chemin.stat().st_size / 10**6
    lecteurs: dict[str, Callable[[Path], int]] = {
        "(a) house, rubriques": _lire_en_colonnes,
        "(b) line by line": _lire_ligne_a_ligne,
        "(c) house, whole reader": _lire_en_entier,
    }
    meilleurs = dict.fromkeys(lecteurs, 0.0)
    comptes = set()
    print(f"{mo:.0f} MB, {passages} passes of each, alternately")
    for passage in range(1, passages + 1):
        for nom, lire in lecteurs.items():
            debut = time.perf_counter()
            comptes.add(lire(chemin))
            debit = mo / (time.perf_counter() - debut)
            meilleurs[nom] = max(meilleurs[nom], debit)
            print(f"pass {passage}  {nom:<24} {debit:7.1f} MB/s", flush=True)
    assert len(comptes) == 1, f"the readers do not count the same lines: {comptes}"
    a, b, c = meilleurs.values()
    print(f"best: (a) {a:.1f} MB/s, (b) {b:.1f} MB/s, (c) {c:.1f} MB/s; (a) is {a / b:.1f} times (b)")


if __name__ == "__main__":
    main()
