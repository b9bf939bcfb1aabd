"""The files a synthetic France is told in: one writer per source, in the format of its contract.

Belongs here: what a received file looks like, the states it shows at its extraction, the faults planted in it. Does
not: what happened to whom (monde/), when a file comes (plan). A writer sets rows aside block by block (`poser`), then
writes the files of each month (`envoyer`): memory holds one block, or one month of one source.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pipelines.simulation.fichiers.brouillon import Brouillon
from pipelines.simulation.fichiers.facteur import Facteur
from pipelines.simulation.monde.modele import Bloc, Parametres
from pipelines.simulation.plan import Plan


@dataclass(frozen=True)
class Bureau:
    """What every writer works with."""

    parametres: Parametres
    plan: Plan
    brouillon: Brouillon
    facteur: Facteur


class Ecrivain(Protocol):
    """A writer of the files of one source."""

    nom: str

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None: ...

    def envoyer(self, bureau: Bureau, mois: date) -> None: ...


def tous() -> list[Ecrivain]:
    """One writer per source."""
    from pipelines.simulation.fichiers.accompagnement import (  # noqa: PLC0415 - the writers import this module
        EcrivainAccompagnement,
    )
    from pipelines.simulation.fichiers.agora import EcrivainAgora  # noqa: PLC0415
    from pipelines.simulation.fichiers.contrat_engagement import EcrivainContratEngagement  # noqa: PLC0415
    from pipelines.simulation.fichiers.diagnostic import EcrivainDiagnostic  # noqa: PLC0415
    from pipelines.simulation.fichiers.dsn import EcrivainDsn  # noqa: PLC0415
    from pipelines.simulation.fichiers.embauche_declaree import EcrivainEmbaucheDeclaree  # noqa: PLC0415
    from pipelines.simulation.fichiers.enquete import EcrivainEnquete  # noqa: PLC0415
    from pipelines.simulation.fichiers.formation import EcrivainFormation  # noqa: PLC0415
    from pipelines.simulation.fichiers.inscription import EcrivainInscription  # noqa: PLC0415
    from pipelines.simulation.fichiers.objectif import EcrivainObjectif  # noqa: PLC0415
    from pipelines.simulation.fichiers.offre import EcrivainOffre  # noqa: PLC0415
    from pipelines.simulation.fichiers.orientation import EcrivainOrientation  # noqa: PLC0415
    from pipelines.simulation.fichiers.plan_action import EcrivainPlanAction  # noqa: PLC0415
    from pipelines.simulation.fichiers.poste import EcrivainPoste  # noqa: PLC0415
    from pipelines.simulation.fichiers.rendez_vous import EcrivainRendezVous  # noqa: PLC0415
    from pipelines.simulation.fichiers.rsa import EcrivainRsa  # noqa: PLC0415
    from pipelines.simulation.fichiers.rsa_contact import EcrivainRsaContact  # noqa: PLC0415
    from pipelines.simulation.fichiers.sanction import EcrivainSanction  # noqa: PLC0415
    from pipelines.simulation.fichiers.service_insertion import EcrivainServiceInsertion  # noqa: PLC0415

    return [
        EcrivainOffre(),
        EcrivainInscription(),
        EcrivainOrientation(),
        EcrivainRsa(),
        EcrivainFormation(),
        EcrivainDsn(),
        EcrivainRendezVous(),
        EcrivainContratEngagement(),
        EcrivainDiagnostic(),
        EcrivainAccompagnement(),
        EcrivainSanction(),
        EcrivainRsaContact(),
        EcrivainObjectif(),
        EcrivainPlanAction(),
        EcrivainEnquete(),
        EcrivainPoste(),
        EcrivainAgora(),
        EcrivainEmbaucheDeclaree(),
        EcrivainServiceInsertion(),
    ]
