"""What a received file must satisfy, and what of it may land: read from data_contracts/<source>.odcs.yaml.

Belongs here: reading contracts (ODCS 3.1), checking rows against them, turning checked rows into landed rows, and what
is generated from a contract (dbt sources, dictionary pages). Does not: what a format is (sources/), who a person is
(identity/), where rows are written and counted (landing/), whether a whole delivery is as usual (qualite/).
"""

from pipelines.contracts.modele import DOSSIER, Colonne, Contrat, ContratRefuse, Entite, Regle, charger
from pipelines.contracts.passage import passer, schema_du_lac
from pipelines.contracts.verification import verifier

__all__ = [
    "DOSSIER",
    "Colonne",
    "Contrat",
    "ContratRefuse",
    "Entite",
    "Regle",
    "charger",
    "passer",
    "schema_du_lac",
    "verifier",
]
