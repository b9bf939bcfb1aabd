"""A rehearsal of the audit, where the truth is known: small Frances drawn by three seeds, each published twice.

`make audit` runs it. Of each, one person in a hundred is declared late, between the two releases; the last two months
may still change. Beside the report, what the rounding costs: bias and spread of published counts.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from pipelines import audit
from pipelines.audit.fichiers import CLE
from pipelines.audit.revisions import exacts
from pipelines.release.revisions import marquer
from tests.unit.audit import fabrique

GRAINES, CIBLES, PROVISOIRES = (1, 2, 3), 1_000, 2


def repeter(graine: int, dossier: Path, cibles: int = CIBLES) -> audit.Rapport:
    """The report on the second release of a small France."""
    personnes = fabrique.tirer_les_personnes(graine)
    # late declarations are about the last months: the others are closed
    en_retard = (pl.int_range(pl.len()) % 20 == 0) & (pl.col("rang") >= fabrique.MOIS - PROVISOIRES)
    avant, apres = (fabrique.cellules(t, PROVISOIRES) for t in (personnes.filter(~en_retard), personnes))
    premier = fabrique.ecrire(dossier, fabrique.proteger(avant))
    marquees = pl.concat(
        marquer(lignes, pl.read_parquet(premier / "indicateurs.parquet"))
        for _, lignes in fabrique.proteger(apres).group_by("indicateur", maintain_order=True)
    )
    second = fabrique.ecrire(dossier, marquees, nom="2026-02-28", precedent=premier.name)
    return audit.auditer(
        audit.lire(second),
        audit.precedent(second),
        echantillon=cibles,
        graine=graine,
        repetition=audit.Repetition(apres, avant),
    )


def cout(millesime: audit.Millesime, exactes: pl.DataFrame) -> tuple[float, float]:
    """(mean, root of mean square) of published less true counts."""
    publies = pl.concat(millesime.chiffres(nom) for nom in millesime.indicateurs)
    ecart = publies.join(exacts(exactes), on=[*CLE, "grandeur"]).select(pl.col("publie") - pl.col("exact")).to_series()
    return float(ecart.mean()), float((ecart**2).mean() ** 0.5)


def principal(graines: Sequence[int] = GRAINES) -> int:
    """0 when no attack succeeds on any, 1 otherwise."""
    tiennent = True
    for graine in graines:
        with tempfile.TemporaryDirectory() as dossier:
            rapport = repeter(graine, Path(dossier))
            second = audit.lire(Path(dossier) / "millesimes" / rapport.millesime)
            biais, ecart = cout(second, fabrique.cellules(fabrique.tirer_les_personnes(graine), PROVISOIRES))
        print(rapport.en_texte())
        print(f"Ce que l'arrondi coûte : biais {biais:+.3f}, écart type {ecart:.2f}.\n", flush=True)
        tiennent &= rapport.tient
    return 0 if tiennent else 1


if __name__ == "__main__":
    sys.exit(principal())
