"""Acts of remobilisation out of the RSA, and controls: a JSON line per act that takes effect in the month, and per
control opened or closed in it.

The other file of the source (RSA events) is not simulated: no indicator reads it.
"""

from datetime import date

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.envois import Defaut, Format, Tournee
from pipelines.simulation.fichiers.etats import Etats
from pipelines.simulation.fichiers.texte import JOUR_ISO, fin_de, horodatage, json, objet, tirage
from pipelines.simulation.monde.modele import Bloc

_ACTES = Etats("sanction", "acte", ("date_effet",), 101)
_CONTROLES = Etats("sanction", "controle", ("ouverture", "cloture"), 102)
_ECRITURE = 103


class EcrivainSanction:
    """Files actes_ and controles_."""

    nom = "sanction"

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None:
        _ACTES.poser(bureau, rang, bloc.acte, bloc.personne)
        _CONTROLES.poser(bureau, rang, bloc.controle, bloc.personne)

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        lignes, tournee = _ACTES.lire(bureau, mois), _tournee(bureau, mois, "actes")
        # In a first sending, a faulty line takes a suspension for a reduction
        prise = pl.col("fautive") & (pl.col("nature") == "SUSPENSION")
        confus = lignes.with_columns(nature=pl.when(prise).then(pl.lit("REDUCTION")).otherwise("nature"))
        tournee.premiers(_actes(confus, "extraction"), _defauts(mois)["actes"])
        tournee.rectificatifs(_actes(lignes.filter("fautive"), "extraction_rectifiee"))
        controles, tournee = _CONTROLES.lire(bureau, mois), _tournee(bureau, mois, "controles")
        # … and takes a sanction for a warning
        severe = pl.col("fautive") & (pl.col("suite") == "SANCTION")
        doux = controles.with_columns(suite=pl.when(severe).then(pl.lit("AVERTISSEMENT")).otherwise("suite"))
        tournee.premiers(_controles(doux, mois, "extraction"), _defauts(mois)["controles"])
        tournee.rectificatifs(_controles(controles.filter("fautive"), mois, "extraction_rectifiee"))


def _actes(lignes: pl.DataFrame, extraction: str) -> pl.DataFrame:
    champs = {
        "idActe": json(pl.col("acte")),
        "numeroFranceTravail": json(pl.col("identifiantpe")),
        "dateExtraction": _jour(extraction),
        "regime": json(pl.col("regime")),
        "nature": json(pl.col("nature")),
        "natureManquement": json(pl.col("manquement")),
        "dateConstat": _midi("constat"),
        "dateNotification": _midi("notification"),
        "dateEffet": _jour("date_effet"),
        "dateFin": _jour("date_fin"),
        "taux": pl.col("taux").cast(pl.String).fill_null("null"),
        "dureeMois": pl.col("duree_mois").cast(pl.String).fill_null("null"),
    }
    return lignes.select("emetteur", texte=objet(champs))


def _controles(lignes: pl.DataFrame, mois: date, extraction: str) -> pl.DataFrame:
    universel = tirage(pl.col("personne"), _ECRITURE) % 2 == 0
    clos = (pl.col("cloture").cast(pl.Date) <= fin_de(mois)).fill_null(False)
    dits = lignes.with_columns(
        cloture=pl.when(clos).then("cloture"),
        suite=pl.when(clos).then("suite"),
    )
    champs = {
        "idControle": json(pl.col("controle")),
        "numeroFranceTravail": json(pl.col("identifiantpe")),
        "dateExtraction": _jour(extraction),
        "origine": json(pl.col("origine")),
        "dateOuverture": horodatage("ouverture", universel),
        "dateCloture": horodatage("cloture", universel),
        "suite": json(pl.col("suite")),
    }
    return dits.select("emetteur", texte=objet(champs))


def _jour(nom: str) -> pl.Expr:
    return json(pl.col(nom).dt.strftime(JOUR_ISO))


def _midi(nom: str) -> pl.Expr:
    return json(pl.col(nom).dt.strftime(f"{JOUR_ISO}T12:00:00.000"))


def _tournee(bureau: Bureau, mois: date, prefixe: str) -> Tournee:
    return Tournee(bureau, Format.jsonl(EcrivainSanction.nom, prefixe), mois)


def _defauts(mois: date) -> dict[str, tuple[Defaut, ...]]:
    acte = (
        f'{{"idActe":"AC-FAUTIF","numeroFranceTravail":"0000001Z001","dateExtraction":"{fin_de(mois)}","regime":"DE",'
        f'"nature":"REDUCTION","natureManquement":"AUTRE","dateNotification":"{mois}T12:00:00.000",'
        f'"dateEffet":"{mois}"}}'
    )
    controle = (
        f'{{"idControle":"CO-FAUTIF","numeroFranceTravail":"0000001Z001","dateExtraction":"{fin_de(mois)}",'
        f'"origine":"CIBLE","dateOuverture":"{mois}T09:00:00.000","dateCloture":"{mois}T15:00:00.000"}}'
    )
    return {
        "actes": (Defaut("reduction_sans_taux", "reduction_chiffree", acte),),
        "controles": (Defaut("controle_sans_suite", "suite_a_la_cloture", controle),),
    }
