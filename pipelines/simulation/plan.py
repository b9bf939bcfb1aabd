"""The calendar of the post: who sends which month, when it is received, what comes late, twice, wrong at first.

Belongs here: dates and names of deliveries, places where faults are planted. Does not: what the files contain
(fichiers/). Everything is worked out from the parameters alone: no clock, no random state.

What is wrong or missing in a first delivery is always put right by a later one, so that after the last reception
(25th of the month that follows the last one) what was received says exactly what happened.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.simulation.monde.modele import Parametres, decale
from pipelines.simulation.monde.silences import silences

NATIONAL = "FR"
DEPARTEMENTS = (
    *(f"{numero:02}" for numero in range(1, 20)),
    "2A",
    "2B",
    *(f"{numero:02}" for numero in range(21, 96)),
    *("971", "972", "973", "974", "976"),
)
# Days of the following month when the files of a source are received: a sender keeps its day
JOURS = {
    "offre": (3,),
    "inscription": (4, 7),
    "orientation": (5, 8),
    "rsa": (9, 12),
    "formation": (10,),
    "dsn": (18,),
    "rendez_vous": (5,),
    "contrat_engagement": (6,),
    "diagnostic": (6,),
    "accompagnement": (10,),
    "sanction": (10,),
    "rsa_contact": (1, 2),
    "objectif": (15,),
    "plan_action": (15,),
    "enquete": (20,),
    "poste": (6,),
    "agora": (11,),
    "embauche_declaree": (9,),
    "service_insertion": (10,),
}
DERNIER_JOUR_DE_RECEPTION = 25
NATIONALES = (
    *("offre", "formation", "dsn", "objectif", "plan_action", "enquete", "poste", "agora", "embauche_declaree"),
    "service_insertion",
)
# One file for three months, that of the last of them
TRIMESTRIELLES = ("enquete",)
# Sources whose rows tell a state at the end of the month, and not events dated on their own
D_ETAT = (
    *("orientation", "offre", "formation", "poste", "agora", "embauche_declaree"),
    *("accompagnement", "contrat_engagement", "diagnostic", "rendez_vous", "sanction", "rsa_contact", "enquete"),
)
_JOURS_AVANT_RECTIFICATION = 3
# One delivery out of so many is corrected later
_UN_RECTIFICATIF_SUR, _UN_RECTIFICATIF_NATIONAL_SUR = 12, 4

# source, sender, month counted back from the last one, months of delay
_RETARDS = (
    ("inscription", "23", 10, 2),
    ("inscription", "48", 4, 1),
    ("orientation", "90", 7, 1),
    ("rsa", "05", 6, 1),
    ("formation", NATIONAL, 5, 1),
    ("offre", NATIONAL, 9, 1),
    ("accompagnement", "87", 6, 1),
    ("contrat_engagement", "81", 5, 2),
    ("diagnostic", "43", 8, 1),
    ("rendez_vous", "19", 3, 1),
    ("sanction", "40", 4, 1),
    ("rsa_contact", "33", 5, 1),
    ("enquete", NATIONAL, 6, 1),
    ("poste", NATIONAL, 7, 1),
    ("agora", NATIONAL, 8, 1),
    ("embauche_declaree", NATIONAL, 4, 1),
    ("service_insertion", NATIONAL, 6, 1),
)
# The largest file of the month, counted back from the last one, is received a second time under another name
_DOUBLONS = {"inscription": 3, "orientation": 2, "rsa": 4, "formation": 6, "offre": 7, "dsn": 1} | {
    **{"accompagnement": 5, "contrat_engagement": 3, "diagnostic": 4, "rendez_vous": 2, "sanction": 6},
    "rsa_contact": 3,
    "enquete": 3,
    "poste": 5,
    "agora": 6,
    "embauche_declaree": 2,
    "service_insertion": 4,
}
# Where each planted fault is: month counted back from the last one
_DEFAUTS = {
    "nir_discordants": 1,
    "cle_fausse": 2,
    "naissance_impossible": 4,
    "inscription_apres_extraction": 5,
    "code_inconnu": 6,
    "ligne_tronquee": 8,
    "decision_sans_date": 1,
    "json_rompu": 3,
    "cloture_avant_depot": 2,
    "abandon_avant_entree": 3,
    "foyer_sans_identite": 1,
    "xml_rompu": 5,
    "nature_inconnue": 2,
    "nir_impossible": 4,
    "envoi_de_test": 1,
    "norme_inconnue": 3,
    "fichier_tronque": 6,
    "realisee_a_venir": 2,
    "modalite_renversee": 4,
    "point_sans_issue": 3,
    "signature_absente": 5,
    "levee_avant_detection": 2,
    "diagnostic_a_venir": 6,
    "issue_d_un_report": 4,
    "reduction_sans_taux": 1,
    "devoirs_avant_demande": 2,
    "role_inconnu": 5,
    "reponse_hors_echelle": 3,
    "reponse_sans_date": 6,
    "service_sans_structure": 4,
    "poste_sorti_avant_depot": 4,
    "poste_sorti_sans_date": 1,
    "controle_sans_suite": 3,
    "cdi_court": 6,
    "embauche_a_venir": 3,
    "evenement_a_venir": 2,
    "periode_renversee": 5,
}


@dataclass(frozen=True)
class Depeche:
    """One sending: the day the sender extracted it and the day it is received."""

    extraction: date
    reception: date


@dataclass(frozen=True)
class Livraison:
    """The files of a sender for a month; with a `rectificatif`, the first sending is partly wrong."""

    source: str
    emetteur: str
    mois: date
    envoi: Depeche
    rectificatif: Depeche | None = None


@dataclass(frozen=True)
class Plan:
    """The calendar of a simulation."""

    parametres: Parametres

    @property
    def derniere_reception(self) -> date:
        return self._jour(self.parametres.dernier_mois, DERNIER_JOUR_DE_RECEPTION)

    def livraisons(self, source: str, mois: date) -> list[Livraison]:
        """Every delivery of `source` for `mois`, senders in order; silent senders have none, nor has a month inside a
        quarter that one file tells."""
        if source in TRIMESTRIELLES and mois.month % 3:
            return []
        tus = silences(self.parametres)
        emetteurs = (NATIONAL,) if source in NATIONALES else DEPARTEMENTS
        return [self._livraison(source, qui, mois) for qui in emetteurs if (source, qui, mois) not in tus]

    def renvoi(self, source: str, emetteur: str, mois: date) -> date:
        """When something about `mois` is sent once more: with the next month's files, or on the very last day."""
        if mois == self.parametres.dernier_mois:
            return self.derniere_reception
        return self._jour(decale(mois, 1), self._jour_de(source, emetteur))

    def doublon(self, source: str, mois: date) -> bool:
        """True when the largest file of `source` for `mois` comes twice."""
        return self._recule(_DOUBLONS[source]) == mois

    def defaut(self, nom: str, mois: date) -> bool:
        """True when the fault of that name is planted among the files of `mois`."""
        return self._recule(_DEFAUTS[nom]) == mois

    def tirage(self, *quoi: object, sur: int) -> int:
        """A number from 0 to `sur` − 1 that depends on the seed and on `quoi` only."""
        texte = "|".join(map(str, (self.parametres.graine, *quoi)))
        return int.from_bytes(hashlib.sha256(texte.encode()).digest()[:8], "big") % sur

    def _livraison(self, source: str, emetteur: str, mois: date) -> Livraison:
        prevue = self._jour(mois, self._jour_de(source, emetteur))
        fin = decale(mois, 1) - timedelta(days=1)
        extraction = fin if source in D_ETAT else prevue - timedelta(days=1)
        if retard := self._retard(source, emetteur, mois):
            return Livraison(source, emetteur, mois, Depeche(extraction, self._jour(decale(mois, retard), prevue.day)))
        rectificatif = None
        if self._rectifiee(source, emetteur, mois):
            renvoi = self.renvoi(source, emetteur, mois)
            apres = fin + timedelta(days=_JOURS_AVANT_RECTIFICATION)
            rectificatif = Depeche(apres if source in D_ETAT else renvoi - timedelta(days=1), renvoi)
        return Livraison(source, emetteur, mois, Depeche(extraction, prevue), rectificatif)

    def _retard(self, source: str, emetteur: str, mois: date) -> int:
        """Months of delay; a sender is on time the first month, by which it is known."""
        for nom, qui, recul, retard in _RETARDS:
            if (nom, qui) == (source, emetteur) and mois == decale(self.parametres.dernier_mois, -recul):
                return retard if mois > self.parametres.premier_mois else 0
        return 0

    def _rectifiee(self, source: str, emetteur: str, mois: date) -> bool:
        # The last offers are always put right: something is then received on the very last day
        if source == "offre" and mois == self.parametres.dernier_mois:
            return True
        sur = _UN_RECTIFICATIF_NATIONAL_SUR if emetteur == NATIONAL else _UN_RECTIFICATIF_SUR
        return self.tirage("rectificatif", source, emetteur, mois, sur=sur) == 0

    def _recule(self, recul: int) -> date:
        return decale(self.parametres.dernier_mois, -(recul % self.parametres.mois))

    def _jour_de(self, source: str, emetteur: str) -> int:
        jours = JOURS[source]
        return jours[self.tirage("jour", source, emetteur, sur=len(jours))]

    @staticmethod
    def _jour(mois: date, jour: int) -> date:
        """That day of the month after `mois`."""
        return decale(mois, 1).replace(day=jour)
