"""Landing: from the files of the dépôt to the lake, the quarantine and the ledger, without losing a row.

Belongs here: walking the dépôt, counting, quarantine, duplicates, writing aside and renaming, the ledger. Does not:
what a format is (sources/), what a row must satisfy (contracts/), who a person is (identity/), what rows mean
(dbt_project/).

The unit of landing is (source, reception date). What lands is a pure function of the folder's files, of the contract,
of the corrections and of the keys: the same dépôt gives the same bytes, in any order, however often the run was
interrupted.
"""

from pipelines.landing.bilan import Bilan
from pipelines.landing.controle import controler_les_comptes
from pipelines.landing.corrections import SOURCE as CORRECTION
from pipelines.landing.depot import dates_de_reception, empreinte_depot
from pipelines.landing.explication import Explication, expliquer
from pipelines.landing.ingestion import IngestionEnCours, ingerer
from pipelines.landing.journal import lister_journal
from pipelines.landing.livraisons import ecrire_livraisons, ecrire_tables_vides
from pipelines.landing.lot import ComptesFaux
from pipelines.landing.quarantaine import lister_quarantaine
from pipelines.landing.registre import lister_registre
from pipelines.landing.rejeu import Rejeu, comparer, photographier
from pipelines.landing.suivi import lister_corrections
from pipelines.landing.validation import Avis, SourceInconnue, valider

__all__ = [
    "CORRECTION",
    "Avis",
    "Bilan",
    "ComptesFaux",
    "Explication",
    "IngestionEnCours",
    "Rejeu",
    "SourceInconnue",
    "comparer",
    "controler_les_comptes",
    "dates_de_reception",
    "ecrire_livraisons",
    "ecrire_tables_vides",
    "empreinte_depot",
    "expliquer",
    "ingerer",
    "lister_corrections",
    "lister_journal",
    "lister_quarantaine",
    "lister_registre",
    "photographier",
    "valider",
]
