"""The ledger: one JSON line per received file, one file per (source, reception date), replaced whole."""

import json
from datetime import date
from pathlib import Path

import polars as pl

from pipelines.roots import Roots


def chemin_du_registre(roots: Roots, source: str, jour: date) -> Path:
    return roots.registre / source / f"{jour}.jsonl"


def lire(chemin: Path) -> list[dict]:
    """The lines of one ledger file; none when it does not exist."""
    if not chemin.exists():
        return []
    # Cut at line feeds alone: a file may be named with what else ends a line in Unicode, and JSON leaves that as it is
    return [json.loads(ligne) for ligne in chemin.read_bytes().split(b"\n") if ligne]


def ecrire(chemin: Path, lignes: list[dict]) -> None:
    """Replace the ledger of a partition: it is written last, so its presence says that the partition is whole."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    provisoire = chemin.with_suffix(".tmp")
    provisoire.write_text("".join(json.dumps(ligne, ensure_ascii=False) + "\n" for ligne in lignes), encoding="utf-8")
    provisoire.replace(chemin)


def lister_registre(roots: Roots, source: str = "*") -> pl.DataFrame:
    """Every ledger line, as one table."""
    chemins = sorted(roots.registre.glob(f"{source}/*.jsonl"))
    lignes = [ligne for chemin in chemins for ligne in lire(chemin)]
    return pl.DataFrame(lignes, infer_schema_length=None)
