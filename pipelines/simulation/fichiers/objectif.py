"""Objectives: what a few régions, départements and committees aim at, in a file at the beginning of each year.

They are invented like the rest, and set so that at the last reception some are reached, on their way, to watch, and not
measurable (few persons in a committee, a break in a series). France sets none: no national target exists.
"""

from datetime import date

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.monde.modele import Bloc

AUTEURS = {
    ("region", "32"): "Comité régional pour l'emploi des Hauts-de-France",
    ("region", "84"): "Comité régional pour l'emploi d'Auvergne-Rhône-Alpes",
    ("region", "93"): "Comité régional pour l'emploi de Provence-Alpes-Côte d'Azur",
    ("departement", "33"): "Comité départemental pour l'emploi de la Gironde",
    ("departement", "59"): "Comité départemental pour l'emploi du Nord",
    ("local", "CLPE33003"): "Comité local pour l'emploi de Bordeaux Métropole",
    ("local", "CLPE59005"): "Comité local pour l'emploi de Sambre - Avesnois",
}
# indicator, level and code, public, start, target of the year
_DE_L_ANNEE = (
    ("part_orientes_30j", "region", "32", "", "0.35", "0.45"),
    ("delai_orientation_median", "region", "93", "", "60", "45"),
    ("delai_orientation_median", "departement", "33", "", "60", "30"),
    ("taux_pourvoi_30j", "departement", "33", "", "0.4", "0.5"),
    ("part_orientes_30j", "departement", "59", "", "0.6", "0.75"),
    ("part_orientes_30j", "departement", "59", "rsa;soumis", "0.5", "0.7"),
    ("retour_emploi_6m", "departement", "59", "", "0.18", "0.25"),
    ("part_orientes_30j", "local", "CLPE33003", "", "0.25", "0.4"),
    ("taux_pourvoi_30j", "local", "CLPE59005", "", "0.45", "0.55"),
)
ENTETE = (
    "indicateur;territoire_niveau;territoire_code;dimension;modalite;periode_debut;periode_fin;"
    "valeur_initiale;valeur_cible;auteur;instrument;date_decision"
)
_JOUR_DE_DECISION = 20


class EcrivainObjectif:
    """Files objectifs_."""

    nom = "objectif"

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None:
        """Nobody of the world is in them."""

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        if mois.month != 1 and mois != bureau.parametres.premier_mois:
            return
        (livraison,) = bureau.plan.livraisons(self.nom, mois)
        lignes = (ENTETE, *_annuels(mois), _du_programme(mois, bureau.parametres.dernier_mois.year))
        nom = f"objectifs_{livraison.envoi.extraction}.csv"
        texte = "".join(f"{ligne}\n" for ligne in lignes)
        bureau.facteur.deposer(self.nom, livraison.envoi.reception, nom, texte.encode())


def _annuels(mois: date) -> list[str]:
    debut, fin = date(mois.year, 1, 1), date(mois.year, 12, 31)
    return [
        _ligne(indicateur, (niveau, code), public or ";", (debut, fin), (depart, cible), mois)
        for indicateur, niveau, code, public, depart, cible in _DE_L_ANNEE
    ]


def _du_programme(mois: date, premiere_annee: int) -> str:
    """A programme of three years, decided ahead with a lower target; the decision of its first year replaces it."""
    cible = "0.65" if mois.year == premiere_annee else "0.6"
    bornes = date(premiere_annee, 1, 1), date(premiere_annee + 2, 12, 31)
    return _ligne("taux_pourvoi_30j", ("region", "84"), ";", bornes, ("0.5", cible), mois)


def _ligne(  # noqa: PLR0913, PLR0917 - the columns of the file
    indicateur: str,
    lieu: tuple[str, str],
    public: str,
    bornes: tuple[date, date],
    valeurs: tuple[str, str],
    mois: date,
) -> str:
    decision = mois.replace(day=_JOUR_DE_DECISION)
    instrument = f"Feuille de route {mois.year}"
    return ";".join(map(str, (indicateur, *lieu, public, *bornes, *valeurs, AUTEURS[lieu], instrument, decision)))
