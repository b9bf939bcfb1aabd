"""Landing: from the files of the dépôt to the lake, the quarantine and the ledger, without losing a row.

Belongs here: walking the dépôt, counting, quarantine, duplicates, writing aside and renaming, the ledger. Does not:
what a format is (sources/), what a row must satisfy (contracts/), who a person is (identity/), what rows mean
(dbt_project/).

The unit of landing is (source, reception date). What lands is a pure function of the folder's files, of the contract
and of the keys: the same files give the same bytes, in any order, however often the run was interrupted.
"""

from pipelines.landing.bilan import Bilan
from pipelines.landing.depot import dates_de_reception, empreinte_depot
from pipelines.landing.ingestion import IngestionEnCours, ingerer
from pipelines.landing.journal import lister_journal
from pipelines.landing.livraisons import ecrire_livraisons, ecrire_tables_vides
from pipelines.landing.lot import ComptesFaux
from pipelines.landing.quarantaine import lister_quarantaine
from pipelines.landing.registre import lister_registre
from pipelines.landing.validation import Avis, SourceInconnue, valider

__all__ = [
    "Avis",
    "Bilan",
    "ComptesFaux",
    "IngestionEnCours",
    "SourceInconnue",
    "dates_de_reception",
    "ecrire_livraisons",
    "ecrire_tables_vides",
    "empreinte_depot",
    "ingerer",
    "lister_journal",
    "lister_quarantaine",
    "lister_registre",
    "valider",
]
