"""The report of a campaign, for who would know what was tried and what came of it: docs/fuzzing.md, but its prose.

The prose is written by hand around two marks; what is between them is replaced.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from tests.fuzz.campagne import Campagne

DEBUT, FIN = "<!-- campaign: written by `make fuzz` -->", "<!-- end of campaign -->"
ISSUES = {
    "landed": "every unit accepted",
    "partly": "some units in quarantine",
    "duplicate": "received before",
    "refused": "nothing accepted",
}


def ecrire_rapport(chemin: Path, campagnes: Sequence["Campagne"]) -> None:
    """Replace what is between the marks of `chemin`, which must hold them; counts only, so that it reads the same."""
    texte = chemin.read_text(encoding="utf-8")
    avant, _, reste = texte.partition(DEBUT)
    _, _, apres = reste.partition(FIN)
    issues = pl.concat([campagne.issues.select("source", "mutation", *_ISSUE) for campagne in campagnes])
    issues = issues.with_columns(issue=_issue(), mutation=pl.col("mutation").fill_null("(name not written)"))
    cas, fautes = sum(c.cas for c in campagnes), sum(len(c.fautes) for c in campagnes)
    morceaux = [
        DEBUT,
        f"{cas:,} cases (seeds 0 to {len(campagnes) - 1}), {issues.height:,} files or members in the "
        f"ledger, {issues['unites_recues'].sum():,} units received, {issues['acceptees'].sum():,} accepted; "
        f"{fautes:,} faults.",
        "By mutation, files or members:",
        _table(issues, "mutation"),
        "By source:",
        _table(issues, "source"),
        FIN,
    ]
    chemin.write_text(avant + "\n\n".join(morceaux) + apres, encoding="utf-8")


_ISSUE = ("statut", "unites_recues", "acceptees", "quarantaine")


def _issue() -> pl.Expr:
    return (
        pl.when(pl.col("statut") == "doublon").then(pl.lit("duplicate"))
        .when(pl.col("statut") == "refuse").then(pl.lit("refused"))
        .when(pl.col("quarantaine") > 0).then(pl.lit("partly"))
        .otherwise(pl.lit("landed"))
    )  # fmt: skip


def _table(issues: pl.DataFrame, par: str) -> str:
    """A row per value of `par`, a column per outcome."""
    comptes = issues.group_by(par).agg(*((pl.col("issue") == issue).sum().alias(issue) for issue in ISSUES)).sort(par)
    lignes = [f"| {par} | {' | '.join(ISSUES.values())} |", f"|---|{'---|' * len(ISSUES)}"]
    lignes += [f"| {' | '.join(map(str, ligne))} |" for ligne in comptes.rows()]
    return "\n".join(lignes)
