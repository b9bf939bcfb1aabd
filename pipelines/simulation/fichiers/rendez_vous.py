"""Appointments: one JSON line per appointment fixed or held in the month, at its state at the month's end."""

from datetime import date

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.envois import Defaut, Format, Tournee
from pipelines.simulation.fichiers.etats import Etats
from pipelines.simulation.fichiers.texte import JOUR_ISO, fin_de, horodatage, json, objet, tirage
from pipelines.simulation.monde.modele import Bloc

_ETATS = Etats("rendez_vous", "rendez_vous", ("prise", "quand"), 91)
_ECRITURE = 92


class EcrivainRendezVous:
    """Files rendez_vous_."""

    nom = "rendez_vous"

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None:
        _ETATS.poser(bureau, rang, bloc.rendez_vous, bloc.personne)

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        lignes = _ETATS.lire(bureau, mois)
        tournee = Tournee(bureau, Format.jsonl(self.nom, "rendez_vous"), mois)
        # In a first sending, a faulty line says that who came did not
        tenu = pl.col("fautive") & (pl.col("issue") == "HONORE")
        absents = lignes.with_columns(issue=pl.when(tenu).then(pl.lit("ABSENT")).otherwise("issue"))
        tournee.premiers(_rendez_vous(absents, mois, "extraction"), _defauts(mois))
        tournee.rectificatifs(_rendez_vous(lignes.filter("fautive"), mois, "extraction_rectifiee"))


def _rendez_vous(lignes: pl.DataFrame, mois: date, extraction: str) -> pl.DataFrame:
    passe = pl.col("quand").cast(pl.Date) <= fin_de(mois)
    champs = {
        "idRendezVous": json(pl.col("rendez_vous")),
        "numeroFranceTravail": json(pl.col("identifiantpe")),
        "dateExtraction": json(pl.col(extraction).dt.strftime(JOUR_ISO)),
        "organisme": json(pl.col("organisme")),
        "motif": json(pl.col("motif")),
        "date": horodatage("quand", tirage(pl.col("personne"), _ECRITURE) % 2 == 0),
        "modaliteContact": json(pl.col("contact")),
        "typeReception": pl.lit('"IND"'),
        "statut": json(pl.when(passe).then("statut").otherwise(pl.lit("PRIS"))),
        "issue": json(pl.when(passe).then("issue")),
    }
    return lignes.select("emetteur", texte=objet(champs))


def _defauts(mois: date) -> tuple[Defaut, ...]:
    ligne = (
        f'{{"idRendezVous":"RV-FAUTIF","numeroFranceTravail":"0000001Z001","dateExtraction":"{fin_de(mois)}",'
        f'"organisme":"FT","motif":"ACC","date":"{mois}T09:00:00.000","statut":"REPORTE","issue":"HONORE"}}'
    )
    return (Defaut("issue_d_un_report", "annule_sans_issue", ligne),)
