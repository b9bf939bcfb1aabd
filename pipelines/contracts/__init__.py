"""What a received file must satisfy, and what of it may land: read from data_contracts/<source>.odcs.yaml.

Belongs here: reading contracts (ODCS 3.1), checking rows against them, turning checked rows into landed rows, and what
is generated from a contract (Great Expectations suite, dictionary page). Does not: what a format is (sources/), who a
person is (identity/), where rows are written and counted (landing/).
"""

from pipelines.contracts.attentes import Resultat, suite_great_expectations
from pipelines.contracts.dictionnaire import dictionnaire
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
    "Resultat",
    "charger",
    "dictionnaire",
    "passer",
    "schema_du_lac",
    "suite_great_expectations",
    "verifier",
]
