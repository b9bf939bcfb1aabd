"""Actions of plans: the year's in a file when it begins, which closes last year's; news of some in the last month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.monde.modele import Bloc

ENTETE = (
    "action;territoire_niveau;territoire_code;theme;porteur;indicateur;date_debut;echeance;date_fin;"
    "etapes;etapes_faites;statut;date_mise_a_jour"
)


@dataclass(frozen=True)
class _Action:
    """`echeance`: month when it is due. `debut`, `nouvelles`: steps done and state, when the year begins and later."""

    lieu: tuple[str, str]
    theme: str
    porteur: str
    indicateur: str
    echeance: int
    etapes: int
    debut: tuple[int, str]
    nouvelles: tuple[int, str] | None = None


_NORD, _GIRONDE, _HAUTS_DE_FRANCE = ("departement", "59"), ("departement", "33"), ("region", "32")
_SAMBRE, _BORDEAUX = ("local", "CLPE59005"), ("local", "CLPE33003")
_ACTIONS = (
    _Action(_HAUTS_DE_FRANCE, "Formation", "Conseil régional", "", 12, 6, (1, "EN_COURS"), (4, "EN_COURS")),
    _Action(_NORD, "Mobilité", "Département du Nord", "part_orientes_30j", 3, 4, (2, "EN_COURS")),
    _Action(_NORD, "Mobilité", "France Travail", "", 6, 3, (0, "A_FAIRE"), (3, "FAITE")),
    _Action(_NORD, "Garde d'enfants", "Caf du Nord", "", 11, 5, (0, "A_FAIRE"), (2, "EN_COURS")),
    _Action(_GIRONDE, "Logement", "Département de la Gironde", "", 9, 4, (1, "EN_COURS"), (1, "ABANDONNEE")),
    _Action(_SAMBRE, "Mobilité", "Communauté d'agglomération", "taux_pourvoi_30j", 10, 4, (1, "EN_COURS")),
    _Action(_BORDEAUX, "Recrutement", "Mission locale", "", 5, 3, (1, "EN_COURS"), (2, "EN_COURS")),
)


class EcrivainPlanAction:
    """Files actions_plan_."""

    nom = "plan_action"

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None:
        """Nobody of the world is in them."""

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        premier, dernier = bureau.parametres.premier_mois, bureau.parametres.dernier_mois
        annonce = mois.month == 1 or mois == premier
        if not annonce and mois != dernier:
            return
        (livraison,) = bureau.plan.livraisons(self.nom, mois)
        jour = livraison.envoi.extraction
        lignes = _lignes(mois, jour, premier.year) if annonce else _nouvelles(mois, jour)
        texte = "".join(f"{ligne}\n" for ligne in (ENTETE, *lignes))
        bureau.facteur.deposer(self.nom, livraison.envoi.reception, f"actions_plan_{jour}.csv", texte.encode())


def _lignes(mois: date, extraction: date, premiere_annee: int) -> Iterator[str]:
    """In January, the actions of the year, and the end of last year's."""
    for rang, action in enumerate(_ACTIONS, 1):
        if mois.year > premiere_annee:
            yield _ligne(action, rang, mois.year - 1, (action.etapes, "FAITE"), extraction)
        yield _ligne(action, rang, mois.year, action.debut, extraction)


def _nouvelles(mois: date, extraction: date) -> Iterator[str]:
    for rang, action in enumerate(_ACTIONS, 1):
        if action.nouvelles:
            yield _ligne(action, rang, mois.year, action.nouvelles, extraction)


def _ligne(action: _Action, rang: int, annee: int, etat: tuple[int, str], extraction: date) -> str:
    faites, statut = etat
    echeance = date(annee, action.echeance, 28)
    champs = (
        f"A-{annee}-{rang:02}",
        *action.lieu,
        action.theme,
        action.porteur,
        action.indicateur,
        date(annee, 1, 5),
        echeance,
        min(echeance, extraction) if statut == "FAITE" else "",
        action.etapes,
        faites,
        statut,
        extraction,
    )
    return ";".join(map(str, champs))
