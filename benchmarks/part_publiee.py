"""What the secret leaves: of the cells that have enough units and all their files, how many are published.

    python -m benchmarks.part_publiee --maison D

Reads a house that has published (`pilotage run`, `benchmarks.repetition --maison D`): its exact cells, which stay in,
beside its newest release. Cells looked at: those that are told (not `absent`, coverage whole) of at least SEUIL units
in the exact denominator, but for plain counts, always told. *Before*: rounded, with the thresholds and the secrecy of
enterprises; *after*: without the series and tables that say too much together. A share that is 0 or 1 once rounded
shows a bound instead of a value (`part_extreme`): it is counted apart.
"""

import argparse
from pathlib import Path

import polars as pl

from pipelines import catalogue
from pipelines.disclosure.controles import CLE
from pipelines.release import donnees
from pipelines.roots import Roots

SEUIL = 50
VUES = (("departement", "mois", 0.95), ("local", "glissant_12m", 0.90), ("commune", "glissant_12m", None))
"""A level, a kind of period, and the share of its cells that the house wants published, where it has said one."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--maison", type=Path, required=True)
    roots = Roots(arguments.parse_args().maison.resolve())
    print("| level, period | cells | published before | published after | goal | bounds only (`part_extreme`) |")
    print("|---|---|---|---|---|---|")
    for niveau, periode, but in VUES:
        cellules, avant, apres, extremes = parts(roots, niveau, periode)
        if not cellules:
            print(f"| {niveau}, {periode} | 0 | | | | |")
            continue
        atteint = f"{but:.0%}: {'met' if apres >= but else 'missed'}" if but else ""
        print(f"| {niveau}, {periode} | {cellules:,} | {avant:.1%} | {apres:.1%} | {atteint} | {extremes:.1%} |")


def parts(roots: Roots, niveau: str, periode: str) -> tuple[int, float, float, float]:
    """How many cells; the shares of them that have a value before and after withdrawals, and that have bounds only."""
    comptes = [nom for nom, entree in catalogue.charger().indicateurs.items() if entree.forme == "effectif"]
    ici = (pl.col("territoire_niveau") == niveau) & (pl.col("periode_type") == periode)
    ici &= ~pl.col("indicateur").is_in(comptes)
    assez = (pl.col("statut") != "absent") & (pl.col("denominateur") >= SEUIL)
    exactes = pl.scan_parquet(roots.cellules).filter(ici & assez).select(CLE)
    publiees = pl.concat(donnees.lire(roots.public / "latest").values())
    avant, apres = (
        lignes.filter(ici).select(*CLE, "valeur", "motif") for lignes in (pl.scan_parquet(roots.publiables), publiees)
    )
    cellules = exactes.join(avant, on=CLE).join(apres, on=CLE, suffix="_apres")
    extreme = pl.col("motif_apres").eq_missing("part_extreme")
    dits = cellules.select(
        pl.len(),
        avant=(pl.col("valeur").is_not_null() & ~extreme).sum() / (~extreme).sum(),
        apres=(pl.col("valeur_apres").is_not_null() & ~extreme).sum() / (~extreme).sum(),
        extremes=extreme.mean(),
    )
    return dits.collect().row(0)


if __name__ == "__main__":
    main()
