"""Support and obligations, as last told: what is done with a person, and what she is held to."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from tests.independant.lac import derniere, lire


@dataclass(frozen=True)
class Suivi:
    """The events of support of persons whose number is known (personne_id, and the columns of the lake)."""

    actions: pl.DataFrame
    modalites: pl.DataFrame
    points: pl.DataFrame
    contrats: pl.DataFrame
    diagnostics: pl.DataFrame
    contraintes: pl.DataFrame
    rendez_vous: pl.DataFrame
    actes: pl.DataFrame
    controles: pl.DataFrame

    @classmethod
    def lire(cls, lac: Path, connu_le: date, qui: pl.DataFrame) -> "Suivi":
        """`qui`: numero_ft, personne_id."""

        def derniers(source: str, entite: str, cle: list[str]) -> pl.DataFrame:
            lignes = derniere(lire(lac, source, entite, connu_le), cle, ["date_extraction"])
            return lignes.join(qui, on="numero_ft")

        actions = derniers("accompagnement", "action", ["numero_ft", "type_action", "date_debut", "operateur"])
        return cls(
            actions.filter(pl.col("statut") == "REALISEE", pl.col("date_debut") <= connu_le),
            derniers("accompagnement", "modalite", ["numero_ft", "date_debut", "modalite"]),
            derniers("accompagnement", "corde_rappel", ["numero_ft", "date_echeance", "cause"]),
            derniers("contrat_engagement", "contrat", ["contrat_engagement"]),
            derniers("diagnostic", "diagnostic", ["numero_ft", "date_diagnostic"]),
            derniers("diagnostic", "contrainte", ["numero_ft", "date_diagnostic", "contrainte"]),
            derniers("rendez_vous", "rendez_vous", ["rendez_vous"]),
            derniers("sanction", "acte", ["acte"]),
            derniers("sanction", "controle", ["controle"]),
        )
