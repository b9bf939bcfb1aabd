"""Offers: one JSON line per offer created or changed in the month, at its state at the month's end, with its posts."""

from datetime import date

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.envois import Defaut, Format, Tournee, avec_fautes
from pipelines.simulation.fichiers.texte import JOUR_ISO, bout_a_bout, fin_de, json, mois_de, objet, tirage
from pipelines.simulation.monde.modele import OFFRE, POSTE, Bloc
from pipelines.simulation.plan import NATIONAL

_PARIS = "Europe/Paris"
_INSTANT = "%Y-%m-%dT%H:%M:%S.000Z"
_FAUTIVES = 41
_SUR_DIX_MILLE = 500


class EcrivainOffre:
    """Files offres_."""

    nom = "offre"

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None:
        if bloc.offre.is_empty():
            return
        premier, dernier = bureau.parametres.premier_mois, bureau.parametres.dernier_mois
        evenements = [
            *(bloc.offre.select("offre", quand=nom) for nom in ("depot", "validation", "cloture")),
            bloc.poste.select("offre", quand="pourvoi"),
        ]
        mois = pl.concat(evenements).select("offre", mois=mois_de(a_paris("quand"), premier))
        changements = mois.drop_nulls("mois").filter(pl.col("mois") <= dernier).unique().sort("offre", "mois")
        rangs = bloc.offre.with_row_index("rang_offre")
        postes = bloc.poste.group_by("offre", maintain_order=True).agg(
            pl.struct("rang", "statut", "pourvoi", "mode").alias("postes")
        )
        vues = changements.join(rangs, on="offre", maintain_order="left").join(
            postes, on="offre", how="left", maintain_order="left"
        )
        bureau.brouillon.garder(self.nom, rang, vues)

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        postes = pl.List(pl.Struct({nom: POSTE[nom] for nom in ("rang", "statut", "pourvoi", "mode")}))
        colonnes = {**OFFRE, "rang_offre": pl.UInt32, "postes": postes}
        lignes = avec_fautes(
            bureau.brouillon.lire_ou_rien(self.nom, mois, colonnes)
            .with_columns(emetteur=pl.lit(NATIONAL))
            .sort("offre"),
            bureau.plan.livraisons(self.nom, mois),
            tirage(pl.col("rang_offre"), _FAUTIVES) < _SUR_DIX_MILLE,
        )
        tournee = Tournee(bureau, Format.jsonl(self.nom, "offres"), mois)
        # A faulty line of a first sending says that the offer was closed by mistake the day it came
        annulees = lignes.with_columns(
            cloture=pl.when("fautive").then("depot").otherwise("cloture"),
            motif_cloture=pl.when("fautive").then(pl.lit("ANNULEE_ERREUR")).otherwise("motif_cloture"),
        )
        tournee.premiers(_offres(annulees, mois, "extraction"), _defauts(mois))
        dernier = mois == bureau.parametres.dernier_mois
        tournee.rectificatifs(_offres(lignes.filter("fautive"), mois, "extraction_rectifiee"), vides=dernier)


def a_paris(nom: str) -> pl.Expr:
    """The day of an instant as Paris counts it."""
    return pl.col(nom).dt.convert_time_zone(_PARIS).dt.date()


def _offres(lignes: pl.DataFrame, mois: date, extraction: str) -> pl.DataFrame:
    fin = fin_de(mois)
    close = a_paris("cloture") <= fin
    lignes = lignes.with_columns(close=close.fill_null(False)).with_columns(
        cloture=pl.when("close").then("cloture"),
        motif_cloture=pl.when("close").then("motif_cloture"),
        validation=pl.when(a_paris("validation") <= fin).then("validation"),
    )
    return lignes.join(_postes(lignes, fin), on="offre", how="left", maintain_order="left").select(
        "emetteur", texte=_offre(extraction)
    )


def _postes(lignes: pl.DataFrame, fin: date) -> pl.DataFrame:
    """The JSON list of the posts of each offer: a post filled later is open, one given up waits for the closing."""
    postes = lignes.select("offre", "close", "postes").explode("postes").unnest("postes").drop_nulls("rang")
    pourvu = (a_paris("pourvoi") <= fin).fill_null(False)
    annule = (pl.col("statut") == "ANNULE") & pl.col("close")
    statut = pl.when(pourvu | annule).then("statut").otherwise(pl.lit("OUVERT"))
    poste = bout_a_bout(
        '{"rang":',
        pl.col("rang").cast(pl.String),
        ',"statut":',
        json(statut),
        ',"datePourvoi":',
        json(pl.when(pourvu).then(pl.col("pourvoi").dt.strftime(_INSTANT))),
        ',"mode":',
        json(pl.when(pourvu).then("mode")),
        "}",
    )
    return (
        postes.select("offre", poste=poste)
        .group_by("offre", maintain_order=True)
        .agg(pl.col("poste").str.join(",").alias("textes"), pl.len().alias("nombre"))
    )


def _offre(extraction: str) -> pl.Expr:
    champs = {
        "id": json(pl.col("offre")),
        "intitule": pl.lit('"Offre fictive"'),
        "dateCreation": json(pl.col("depot").dt.strftime(_INSTANT)),
        "dateValidation": json(pl.col("validation").dt.strftime(_INSTANT)),
        "dateCloture": json(pl.col("cloture").dt.strftime(_INSTANT)),
        "motifCloture": json(pl.col("motif_cloture")),
        "nombrePostes": pl.col("nombre").fill_null(1).cast(pl.String),
        "typeContrat": json(pl.col("type_contrat")),
        "dureeContratJours": pl.col("duree_jours").cast(pl.String).fill_null("null"),
        "qualificationCode": pl.when("cadre").then(pl.lit('"9"')).otherwise(pl.lit('"6"')),
        "romeCode": json(pl.col("rome")),
        "lieuTravail": bout_a_bout('{"commune":', json(pl.col("commune")), "}"),
        "entreprise": bout_a_bout('{"siret":', json(pl.col("siret")), "}"),
        "origineOffre": bout_a_bout('{"origine":', json(pl.col("origine")), "}"),
        "dateExtraction": json(pl.col(extraction).dt.strftime(JOUR_ISO)),
        "postes": bout_a_bout("[", pl.col("textes"), "]"),
    }
    return objet(champs)


def _defauts(mois: date) -> tuple[Defaut, ...]:
    ligne = (
        f'{{"id":"FAUTIVE1","dateCreation":"{mois}T09:00:00.000Z","dateCloture":"{mois.year - 1}-12-31T09:00:00.000Z",'
        f'"motifCloture":"SANS_SUITE","nombrePostes":1,"typeContrat":"CDI","origineOffre":{{"origine":"1"}},'
        f'"dateExtraction":"{fin_de(mois)}","postes":[{{"rang":1,"statut":"OUVERT"}}]}}'
    )
    return (Defaut("cloture_avant_depot", "cloture_apres_depot", ligne),)
