"""The synthetic France: who lives there and what happens to them, block by block.

Belongs here: persons, registrations, orientations, support, duties, rights, contracts and the work told of them,
trainings, offers, services, answers to surveys, as they truly are. Does not: what a received file looks like
(fichiers/), when it comes (plan), what the indicators are worth (verites/).
A block is made from (graine, rang) alone: blocks may be made in any order, and one by one in constant memory.
"""

import polars as pl

from pipelines.simulation.monde import raretes
from pipelines.simulation.monde.actes import sanctionner
from pipelines.simulation.monde.actions import agir
from pipelines.simulation.monde.activites import travailler
from pipelines.simulation.monde.contrats import clore
from pipelines.simulation.monde.controles import controler
from pipelines.simulation.monde.devoirs import soumettre
from pipelines.simulation.monde.diagnostics import diagnostiquer
from pipelines.simulation.monde.droits import ouvrir
from pipelines.simulation.monde.embauches import declarer
from pipelines.simulation.monde.emplois import Emplois
from pipelines.simulation.monde.engagements import engager
from pipelines.simulation.monde.enquetes import interroger_des_entreprises, interroger_des_personnes
from pipelines.simulation.monde.etablissements import declarer_ses_lieux
from pipelines.simulation.monde.formations import former
from pipelines.simulation.monde.inscriptions import parcourir, registre
from pipelines.simulation.monde.lieux import Employeurs, lieux
from pipelines.simulation.monde.modalites import cheminer
from pipelines.simulation.monde.modele import PERSONNES_PAR_BLOC, SCHEMAS, Bloc, Parametres, conforme, decale
from pipelines.simulation.monde.offres import deposer
from pipelines.simulation.monde.orientations import Orientations
from pipelines.simulation.monde.parcours_formation import cheminer_en_formation
from pipelines.simulation.monde.population import identites, peupler
from pipelines.simulation.monde.postes import suivre
from pipelines.simulation.monde.rendez_vous import convoquer, convoquer_a_l_entree
from pipelines.simulation.monde.services import proposer
from pipelines.simulation.monde.suivi import Suivi

__all__ = ["SCHEMAS", "Bloc", "Parametres", "bloc", "conforme", "decale", "nombre_de_blocs"]


def nombre_de_blocs(parametres: Parametres) -> int:
    """How many blocks make the whole simulation."""
    return parametres.blocs


def bloc(parametres: Parametres, rang: int) -> Bloc:
    """The block `rang` (from 0): at most 10,000 persons who register, 1 % of others, and a share of the offers."""
    if not 0 <= rang < nombre_de_blocs(parametres):
        raise ValueError(f"Block {rang} does not exist: this simulation has {nombre_de_blocs(parametres)} of them.")
    pays = lieux()
    inscrits = min(PERSONNES_PAR_BLOC, parametres.personnes - rang * PERSONNES_PAR_BLOC)
    population = peupler(parametres, rang, inscrits, pays)
    segments = parcourir(parametres, rang, population, pays)
    formation = former(parametres, rang, population, segments, pays)
    liasse = Emplois(parametres, rang, population, segments, pays).embaucher(formation)
    contrat = raretes.taire_des_fins(parametres, rang, clore(parametres, rang, population, liasse, pays))
    contrat = raretes.reprendre_des_numeros(parametres, rang, contrat)
    formation = raretes.jumeler_formations(parametres, rang, formation)
    offre, poste = deposer(parametres, rang, -(-inscrits // 2), Employeurs.pour(parametres.personnes), pays)
    offre = raretes.valider_tard(parametres, rang, offre)

    def suivi(sujet: str) -> Suivi:
        return Suivi.de(sujet, parametres, rang, population, segments, pays)

    orientation = Orientations(parametres, rang, population, segments, pays).frame()
    droit = ouvrir(parametres, rang, population, pays)
    entree_devoirs = soumettre(parametres, rang, population, droit, orientation)
    inscription = registre(parametres, rang, population, segments, pays)
    rendez_vous = [
        convoquer(suivi("rendez_vous")),
        convoquer_a_l_entree(parametres, rang, population, entree_devoirs, inscription),
    ]
    modalite, corde_rappel = cheminer(suivi("modalites"))
    diagnostic, contrainte = diagnostiquer(suivi("diagnostics"))
    structure, service = proposer(parametres, rang, pays)
    return Bloc.de(
        personne=identites(parametres, rang, population),
        inscription=inscription,
        orientation=raretes.jumeler_orientations(parametres, rang, orientation),
        droit=droit,
        entree_devoirs=entree_devoirs,
        contrat=contrat,
        activite=raretes.taire_le_dernier_mois(parametres, contrat, travailler(parametres, rang, contrat)),
        formation=formation,
        offre=offre,
        poste=poste,
        vie_poste=suivre(parametres, rang, offre, poste),
        evenement_formation=cheminer_en_formation(suivi("parcours de formation"), formation),
        etablissement=declarer_ses_lieux(parametres, contrat, pays),
        structure=structure,
        service=service,
        embauche=declarer(parametres, rang, contrat, pays),
        action=raretes.jumeler_immersions(parametres, rang, agir(suivi("actions"))),
        modalite=modalite,
        corde_rappel=corde_rappel,
        contrat_engagement=engager(suivi("engagements")),
        diagnostic=diagnostic,
        contrainte=contrainte,
        rendez_vous=pl.concat([conforme("rendez_vous", rangee) for rangee in rendez_vous]),
        acte=sanctionner(suivi("actes")),
        controle=controler(suivi("controles")),
        personne_interrogee=interroger_des_personnes(suivi("enquetes")),
        entreprise_interrogee=interroger_des_entreprises(parametres, rang, pays),
    )
