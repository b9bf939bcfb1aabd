"""Events of trainings: one CSV row per event, in the file of the month it is told in."""

from datetime import date, timedelta

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.envois import Defaut, Format, Tournee, avec_fautes
from pipelines.simulation.fichiers.texte import JOUR_ISO, fin_de, jour, mois_de, texte, tirage
from pipelines.simulation.monde.modele import EVENEMENT_FORMATION, PERSONNE, Bloc
from pipelines.simulation.plan import NATIONAL

ENTETE = (
    "nir;numero_france_travail;session;evenement;date_evenement;type_formation;niveau;financeur;cpf_autonome;"
    "diplome_obtenu;formacode;date_debut_prevue;date_fin_prevue;heures_prevues;commune_lieu;date_extraction"
)
_FAUTIVES, _SANS_NUMERO = 141, 142
_SUR_DIX_MILLE, _SANS_NUMERO_SUR_DIX_MILLE = 1_000, 500
_OUI_NON = {True: "O", False: "N"}


class EcrivainAgora:
    """Files agora_."""

    nom = "agora"

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None:
        identites = bloc.personne.select("personne", "nir", "identifiantpe")
        lignes = bloc.evenement_formation.join(identites, on="personne", maintain_order="left")
        bureau.brouillon.garder(
            self.nom, rang, lignes.with_columns(mois=mois_de(pl.col("annonce"), bureau.parametres.premier_mois))
        )

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        lignes = avec_fautes(
            bureau.brouillon.lire_ou_rien(self.nom, mois, {**EVENEMENT_FORMATION, **PERSONNE})
            .with_columns(emetteur=pl.lit(NATIONAL))
            .sort("personne", "session", "date", "evenement"),
            bureau.plan.livraisons(self.nom, mois),
            tirage(pl.col("personne"), _FAUTIVES) < _SUR_DIX_MILLE,
        )
        tournee = Tournee(bureau, Format.csv(self.nom, "agora", ENTETE), mois)
        # In a first sending, a faulty row takes a purchase made alone for another, and does not know the type
        confus = lignes.with_columns(
            cpf_autonome=~pl.col("fautive") & pl.col("cpf_autonome"),
            type_formation=pl.when("fautive").then(pl.lit("AUTRE")).otherwise("type_formation"),
        )
        tournee.premiers(_evenements(confus, "extraction"), _defauts(mois))
        tournee.rectificatifs(_evenements(lignes.filter("fautive"), "extraction_rectifiee"))


def _evenements(lignes: pl.DataFrame, extraction: str) -> pl.DataFrame:
    numero = pl.when(tirage(pl.col("personne"), _SANS_NUMERO) >= _SANS_NUMERO_SUR_DIX_MILLE).then("identifiantpe")
    champs = [
        pl.col("nir"),
        texte(numero),
        pl.col("session"),
        pl.col("evenement"),
        jour(pl.col("date"), JOUR_ISO),
        pl.col("type_formation"),
        texte(pl.col("niveau")),
        texte(pl.col("financeur")),
        _oui_non("cpf_autonome"),
        _oui_non("diplome"),
        texte(pl.col("formacode")),
        jour(pl.col("debut_prevu"), JOUR_ISO),
        jour(pl.col("fin_prevue"), JOUR_ISO),
        texte(pl.col("heures")),
        texte(pl.col("commune_lieu")),
        jour(pl.col(extraction), JOUR_ISO),
    ]
    return lignes.select("emetteur", texte=pl.concat_str(champs, separator=";"))


def _oui_non(nom: str) -> pl.Expr:
    return pl.col(nom).replace_strict(_OUI_NON, return_dtype=pl.String).fill_null("")


def _defauts(mois: date) -> tuple[Defaut, ...]:
    """Events of nobody; each breaks one rule."""
    fin, demain = fin_de(mois), fin_de(mois) + timedelta(days=1)
    debut = "1900199099911;0000001Z001;SE_FAUTIVE;ENTREE"
    return (
        Defaut("evenement_a_venir", "evenement_connu", f"{debut};{demain};AFC;;4;N;;;;;;;{fin}"),
        Defaut("periode_renversee", "periode_dans_l_ordre", f"{debut};{mois};AFC;;4;N;;;{fin};{mois};;;{fin}"),
    )
