"""The secret room: exact cells in, publishable cells out, and nothing else comes out.

Belongs here: what protects persons in the published table (keyed random rounding, thresholds, shares and intervals
made from rounded counts, medians and means on a grid, the reason why a value is missing, what published counts say
together, what a class of secrecy allows). Does not: how a cell is counted (dbt_project/), how a release is written
(release/), who a person is (identity/). The method and its weaknesses are in docs/secret.md.
"""

from pipelines.disclosure.cellules import COLONNES, MOTIFS, publiable
from pipelines.disclosure.classes import defauts_de_classe
from pipelines.disclosure.parametres import Parametres
from pipelines.disclosure.qualite import CLE_QUALITE, COLONNES_QUALITE, UNITES_DES_PERSONNES, qualite_publiable
from pipelines.disclosure.recoupements import SERIE, a_retirer, avec_leurs_jumelles, retirees, retirer
from pipelines.disclosure.refus import SecretRefuse

__all__ = [
    "CLE_QUALITE",
    "COLONNES",
    "COLONNES_QUALITE",
    "MOTIFS",
    "SERIE",
    "UNITES_DES_PERSONNES",
    "Parametres",
    "SecretRefuse",
    "a_retirer",
    "avec_leurs_jumelles",
    "defauts_de_classe",
    "publiable",
    "qualite_publiable",
    "retirees",
    "retirer",
]
