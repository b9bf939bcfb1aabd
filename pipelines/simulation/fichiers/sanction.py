"""Acts of remobilisation out of the RSA: one JSON line per act that takes effect in the month.

The two other files of the source (RSA events, controls) are not simulated: no indicator reads them.
"""

from datetime import date

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.envois import Defaut, Format, Tournee
from pipelines.simulation.fichiers.etats import Etats
from pipelines.simulation.fichiers.texte import JOUR_ISO, fin_de, json, objet
from pipelines.simulation.monde.modele import Bloc
from pipelines.simulation.plan import Depeche, Livraison

_ETATS = Etats("sanction", "acte", ("date_effet",), 101)


class EcrivainSanction:
    """Files actes_."""

    nom = "sanction"

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None:
        _ETATS.poser(bureau, rang, bloc.acte, bloc.personne)

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        lignes, tournee = _ETATS.lire(bureau, mois), _tournee(bureau, mois)
        # In a first sending, a faulty line takes a suspension for a reduction
        prise = pl.col("fautive") & (pl.col("nature") == "SUSPENSION")
        confus = lignes.with_columns(nature=pl.when(prise).then(pl.lit("REDUCTION")).otherwise("nature"))
        tournee.premiers(_actes(confus, "extraction"), _defauts(mois))
        tournee.rectificatifs(_actes(lignes.filter("fautive"), "extraction_rectifiee"))


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


def _jour(nom: str) -> pl.Expr:
    return json(pl.col(nom).dt.strftime(JOUR_ISO))


def _midi(nom: str) -> pl.Expr:
    return json(pl.col(nom).dt.strftime(f"{JOUR_ISO}T12:00:00.000"))


def _tournee(bureau: Bureau, mois: date) -> Tournee:
    def nommer(emetteur: str, mois: date, suffixe: str) -> str:
        return f"actes_{emetteur}_{mois:%Y-%m}{suffixe}.jsonl"

    def en_octets(tout: str, _nombre: int, _livraison: Livraison, _depeche: Depeche) -> bytes:
        return f"{tout}\n".encode()

    return Tournee(bureau, Format(EcrivainSanction.nom, nommer, en_octets), mois)


def _defauts(mois: date) -> tuple[Defaut, ...]:
    ligne = (
        f'{{"idActe":"AC-FAUTIF","numeroFranceTravail":"0000001Z001","dateExtraction":"{fin_de(mois)}","regime":"DE",'
        f'"nature":"REDUCTION","natureManquement":"AUTRE","dateNotification":"{mois}T12:00:00.000",'
        f'"dateEffet":"{mois}"}}'
    )
    return (Defaut("reduction_sans_taux", "reduction_chiffree", ligne),)
