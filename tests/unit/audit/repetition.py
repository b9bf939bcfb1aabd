"""A rehearsal of the audit, where the truth is known: small Frances drawn by three seeds, each published twelve times.

`make audit` runs it, and writes what it prints in docs/repetition_audit.md. One person in twenty is declared late, and
one return in twenty is told late; the last two months may still change. The tenth release is the first of a civil year:
everything is drawn again. Each release that follows another is attacked. Beside the reports, what the rounding costs:
bias and spread of published counts.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import polars as pl

from pipelines import audit
from pipelines.audit.fichiers import CLE
from pipelines.audit.revisions import direction_devinee, exacts, tires_deux_fois
from tests.unit.audit import fabrique

GRAINES, PROVISOIRES = (1, 2, 3), 2
OBSERVES = range(4, 16)
"""Months observed at each release: from April 2025 to March 2026, for twelve months of entries."""
CIBLES, CIBLES_ANNUELLES = 100, 2_000
"""Small counts attacked: most of them where every row is drawn at once."""
RAPPORT = Path(__file__).parents[3] / "docs" / "repetition_audit.md"
_TITRE = """# L'audit, répété sur des Frances dont on sait tout

Écrit par `make audit`. Pour chaque graine, douze millésimes d'une petite France tirée au hasard ; le rapport montré est
celui de la révision annuelle, où tout est tiré à neuf. Ce que sont les attaques : [l'audit](audit.md).
"""


def enchainer(personnes: pl.DataFrame, public: Path, observes: Sequence[int]) -> Iterator[tuple[Path, pl.DataFrame]]:
    """The releases of persons told with delays, one after the other, and the exact cells of each."""
    dossier = None
    for nombre in observes:
        exactes = fabrique.cellules(fabrique.connues(personnes, nombre), PROVISOIRES, nombre)
        table, nom = fabrique.proteger(exactes), str(_fin_du_mois(nombre))
        if dossier:
            dossier = fabrique.suivre(public, table, nom, dossier)
        else:
            dossier = fabrique.ecrire(public, fabrique.sans_recoupements(table), nom)
        yield dossier, exactes


def _fin_du_mois(nombre: int) -> date:
    """The last day of the months observed."""
    premier = fabrique.PREMIER_MOIS
    return date(premier.year + nombre // 12, nombre % 12 + 1, 1) - timedelta(days=1)


def cout(millesime: audit.Millesime, exactes: pl.DataFrame) -> tuple[float, float]:
    """(mean, root of mean square) of published less true counts."""
    publies = pl.concat(millesime.chiffres(nom) for nom in millesime.indicateurs)
    ecart = publies.join(exacts(exactes), on=[*CLE, "grandeur"]).select(pl.col("publie") - pl.col("exact")).to_series()
    return float(ecart.mean()), float((ecart**2).mean() ** 0.5)


def repeter(graine: int, public: Path, dire: Callable[[str], None]) -> bool:
    """Whether no attack succeeds on any of the twelve releases of a small France; says what there is to know."""
    personnes = fabrique.avec_des_retards(fabrique.tirer_les_personnes(graine), graine)
    tient, mouvements = True, []
    chaine = enchainer(personnes, public, OBSERVES)
    for (_, avant), (dossier, exactes) in pairwise(chaine):
        lu = audit.lire(dossier)
        rapport = audit.auditer(
            lu,
            echantillon=CIBLES_ANNUELLES if lu.annuelle else CIBLES,
            graine=graine,
            repetition=audit.Repetition(exactes, avant),
        )
        mouvements.append(tires_deux_fois(lu, exactes, avant))
        tient &= rapport.tient
        if lu.annuelle or not rapport.tient:
            dire(rapport.en_texte())
        if lu.annuelle:
            biais, ecart = cout(lu, exactes)
            dire(f"Ce que l'arrondi coûte : biais {biais:+.3f}, écart type {ecart:.2f}.\n")
    nombre, devinee = direction_devinee(pl.concat(mouvements))
    dire(
        f"Graine {graine}, douze millésimes : {'aucune attaque ne réussit' if tient else 'une attaque réussit'}. De "
        f"{nombre} effectifs provisoires qu'une seule personne a changés, le sens est deviné {devinee:.1%} des fois.\n"
    )
    return tient


def principal(graines: Sequence[int] = GRAINES) -> int:
    """0 when no attack succeeds on any, 1 otherwise."""
    tiennent, dits = True, []

    def dire(texte: str) -> None:
        print(texte, flush=True)
        dits.append(texte)

    for graine in graines:
        with tempfile.TemporaryDirectory() as dossier:
            tiennent &= repeter(graine, Path(dossier), dire)
    RAPPORT.write_text(f"{_TITRE}\n```text\n{chr(10).join(dits).rstrip()}\n```\n", encoding="utf-8")
    return 0 if tiennent else 1


if __name__ == "__main__":
    sys.exit(principal())
