"""Support: actions, modality spells and reviews, a CSV file of each for every département and month."""

from datetime import date, timedelta

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.envois import Defaut, Format, Tournee
from pipelines.simulation.fichiers.etats import Etats
from pipelines.simulation.fichiers.texte import JOUR_ISO, fin_de, jour, texte
from pipelines.simulation.monde.modele import Bloc

_SOURCE = "accompagnement"
_ACTIONS = Etats(_SOURCE, "action", ("prescription", "date_debut"), 61)
_MODALITES = Etats(_SOURCE, "modalite", ("date_debut", "date_fin"), 62)
_CORDES = Etats(_SOURCE, "corde_rappel", ("creation", "date_realisation"), 63)
ENTETES = {
    "actions": (
        "numero_ft;type_action;operateur;statut;date_debut;date_fin;heures_prevues;heures_realisees;siret;"
        "date_extraction"
    ),
    "modalites": "numero_ft;modalite;operateur;date_debut;date_fin;date_extraction",
    "cordes_rappel": "numero_ft;date_echeance;date_realisation;cause;issue;operateur;date_extraction",
}


class EcrivainAccompagnement:
    """Files actions_, modalites_ and cordes_rappel_."""

    nom = _SOURCE

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None:
        _ACTIONS.poser(bureau, rang, bloc.action, bloc.personne)
        _MODALITES.poser(bureau, rang, bloc.modalite, bloc.personne)
        _CORDES.poser(bureau, rang, bloc.corde_rappel, bloc.personne)

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        defauts = _defauts(mois)
        actions, tournee = _ACTIONS.lire(bureau, mois), _tournee(bureau, mois, "actions")
        # In a first sending, a faulty row does not know yet what came of the action
        tournee.premiers(_actions(actions, mois, pl.col("fautive"), "extraction"), defauts["actions"])
        fautives = actions.filter("fautive")
        tournee.rectificatifs(_actions(fautives, mois, pl.lit(False), "extraction_rectifiee"))
        modalites, tournee = _MODALITES.lire(bureau, mois), _tournee(bureau, mois, "modalites")
        tournee.premiers(_modalites(modalites.filter(~pl.col("fautive")), mois, "extraction"), defauts["modalites"])
        tournee.rectificatifs(_modalites(modalites.filter("fautive"), mois, "extraction_rectifiee"))
        cordes, tournee = _CORDES.lire(bureau, mois), _tournee(bureau, mois, "cordes_rappel")
        # … nor that a review was done
        tournee.premiers(_cordes(cordes, mois, pl.col("fautive"), "extraction"), defauts["cordes_rappel"])
        fautives = cordes.filter("fautive")
        tournee.rectificatifs(_cordes(fautives, mois, pl.lit(False), "extraction_rectifiee"))


def _actions(lignes: pl.DataFrame, mois: date, ignoree: pl.Expr, extraction: str) -> pl.DataFrame:
    statut = pl.when(ignoree | (pl.col("date_debut") > fin_de(mois))).then(pl.lit("PREVUE")).otherwise("statut")
    champs = [
        pl.col("identifiantpe"),
        pl.col("type_action"),
        pl.col("operateur"),
        statut,
        jour(pl.col("date_debut"), JOUR_ISO),
        jour(pl.col("date_fin"), JOUR_ISO),
        texte(pl.col("heures")),
        texte(pl.when(statut == "REALISEE").then("heures")),
        texte(pl.col("siret")),
        jour(pl.col(extraction), JOUR_ISO),
    ]
    return lignes.select("emetteur", texte=pl.concat_str(champs, separator=";"))


def _modalites(lignes: pl.DataFrame, mois: date, extraction: str) -> pl.DataFrame:
    champs = [
        pl.col("identifiantpe"),
        pl.col("modalite"),
        pl.col("operateur"),
        jour(pl.col("date_debut"), JOUR_ISO),
        jour(pl.when(pl.col("date_fin") <= fin_de(mois)).then("date_fin"), JOUR_ISO),
        jour(pl.col(extraction), JOUR_ISO),
    ]
    return lignes.select("emetteur", texte=pl.concat_str(champs, separator=";"))


def _cordes(lignes: pl.DataFrame, mois: date, ignoree: pl.Expr, extraction: str) -> pl.DataFrame:
    faite = ~ignoree & (pl.col("date_realisation") <= fin_de(mois))
    champs = [
        pl.col("identifiantpe"),
        jour(pl.col("date_echeance"), JOUR_ISO),
        jour(pl.when(faite).then("date_realisation"), JOUR_ISO),
        pl.col("cause"),
        texte(pl.when(faite).then("issue")),
        pl.col("operateur"),
        jour(pl.col(extraction), JOUR_ISO),
    ]
    return lignes.select("emetteur", texte=pl.concat_str(champs, separator=";"))


def _tournee(bureau: Bureau, mois: date, prefixe: str) -> Tournee:
    return Tournee(bureau, Format.csv(_SOURCE, prefixe, ENTETES[prefixe]), mois)


def _defauts(mois: date) -> dict[str, tuple[Defaut, ...]]:
    """Rows that no person of the simulation is in; each breaks one rule."""
    qui, fin = "0000001Z001", fin_de(mois)
    demain = fin + timedelta(days=1)
    return {
        "actions": (
            Defaut(
                "realisee_a_venir",
                "realisee_avant_extraction",
                f"{qui};ENTRETIEN;FT;REALISEE;{demain};{demain};1;1;;{fin}",
            ),
        ),
        "modalites": (Defaut("modalite_renversee", "fin_apres_debut", f"{qui};GUIDE;FT;{fin};{mois};{fin}"),),
        "cordes_rappel": (
            Defaut("point_sans_issue", "realisation_avec_issue", f"{qui};{mois};{fin};AUTOMATIQUE;;FT;{fin}"),
        ),
    }
