"""Asset checks of the door: the Great Expectations suite of each contract, on the newest batch of its lake."""

import dagster as dg
import polars as pl

from pipelines.contracts import charger as charger_contrat
from pipelines.contracts import suite_great_expectations
from pipelines.definitions.entree import SOURCES
from pipelines.roots import Roots

LIGNES_EXAMINEES = 50_000


def _dernier_lot(roots: Roots, source: str, entite: str) -> pl.DataFrame:
    """At most LIGNES_EXAMINEES rows of the newest reception date that has this entity."""
    fichiers = sorted((roots.lac / source).glob(f"*/{entite}.parquet")) + sorted(
        (roots.lac / source).glob(f"*/{entite}-*.parquet")
    )
    dernier = max(fichiers, key=lambda chemin: chemin.parent.name)
    return pl.read_parquet(dernier, n_rows=LIGNES_EXAMINEES)


def _controle(source: str) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=["lac", source],
        name="contrat",
        description=f"The newest batch of « {source} » against the suite generated from its contract.",
    )
    def contrat_respecte() -> dg.AssetCheckResult:
        roots = Roots.from_environment()
        contrat = charger_contrat(source)
        resultats = [
            resultat
            for entite in contrat.entites
            for resultat in suite_great_expectations(contrat, entite, _dernier_lot(roots, source, entite))
        ]
        echecs = [f"{r.entite}.{r.colonne}: {r.attente}" for r in resultats if not r.succes]
        return dg.AssetCheckResult(
            passed=not echecs,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={"attentes": len(resultats), "echecs": "\n".join(echecs)},
        )

    return contrat_respecte


CONTROLES = [_controle(source) for source in SOURCES]
