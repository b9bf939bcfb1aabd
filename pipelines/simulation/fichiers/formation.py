"""Trainings: the trainees extract of France Travail, a row per person and session at its state at the month's end."""

from datetime import date, timedelta

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.envois import Defaut, Format, Tournee, avec_fautes
from pipelines.simulation.fichiers.etats import par_changement
from pipelines.simulation.fichiers.texte import bout_a_bout, fin_de, tirage
from pipelines.simulation.monde.modele import FORMATION, PERSONNE, Bloc
from pipelines.simulation.plan import NATIONAL

COLONNES = (
    "c_nomcorrespondance",
    "c_prenomcorrespondance",
    "c_adresseemail",
    "c_telephone1",
    "c_telephone2",
    "c_validitemail_id",
    "dn_individu_national",
    "dn_session_id",
    "c_individulocal",
    "dc_formation_id",
    "dc_lblformation",
    "dd_datedebutplanformation",
    "dd_datefinplanformation",
    "dc_organisme_id",
    "dc_cp_lieuformation",
    "dc_insee_lieuformation",
    "dc_ville_lieuformation",
    "dc_formacode_ppal_id",
    "dc_formacode_secondaire1_id",
    "dc_formacode_secondaire2_id",
    "dc_formacode_secondaire3_id",
    "dc_formacode_secondaire4_id",
    "dn_certifinfo_1_id",
    "dn_certifinfo_2_id",
    "dn_certifinfo_3_id",
    "dn_certifinfo_4_id",
    "dn_certifinfo_5_id",
    "dc_siret",
    "dc_lblorganisme",
    "dc_raisonsociale",
    "departement",
    "dc_numeroicsession",
    "dc_numeroicaction",
    "liste_financeur",
    "c_dispositifformation",
    "dc_siretorganismeformateur",
    "dc_lblorganismeorganismeformateur",
    "dc_raisonsocialeorganismeformateur",
    "identifiantpe",
    "dd_dateentree",
    "dd_dateabandon",
    "dd_datesortie",
    "dd_dateextraction",
)
_EVENEMENTS = ("debut_prevu", "entree", "abandon", "sortie")
_MINUIT = "%Y-%m-%d 00:00:00.0"
_FAUTIVES = 31
_SUR_DIX_MILLE = 1_000


class EcrivainFormation:
    """Files stagiaires_."""

    nom = "formation"

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None:
        identites = bloc.personne.select("personne", "identifiantpe", "nom", "prenom")
        lignes = bloc.formation.join(identites, on="personne", maintain_order="left").drop_nulls("identifiantpe")
        bureau.brouillon.garder(self.nom, rang, par_changement(lignes, _EVENEMENTS, bureau.parametres))

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        lignes = avec_fautes(
            bureau.brouillon.lire_ou_rien(self.nom, mois, {**FORMATION, **PERSONNE})
            .with_columns(emetteur=pl.lit(NATIONAL))
            .sort("personne", "session"),
            bureau.plan.livraisons(self.nom, mois),
            tirage(pl.col("personne"), _FAUTIVES) < _SUR_DIX_MILLE,
        )
        tournee = Tournee(bureau, Format.csv(self.nom, "stagiaires", "|".join(COLONNES)), mois)
        # A faulty row of a first sending says that nobody came in
        absents = lignes.with_columns(
            pl.when(~pl.col("fautive")).then(nom).alias(nom) for nom in ("entree", "abandon", "sortie")
        )
        tournee.premiers(_stagiaires(absents, mois, "extraction"), _defauts(mois))
        tournee.rectificatifs(_stagiaires(lignes.filter("fautive"), mois, "extraction_rectifiee"))


def _stagiaires(lignes: pl.DataFrame, mois: date, extraction: str) -> pl.DataFrame:
    """Rows with the dates known at the end of the month; a column without value is the word NULL."""
    courriel = bout_a_bout(
        pl.col("prenom").str.to_lowercase(), ".", pl.col("nom").str.to_lowercase(), "@exemple.invalid"
    )
    valeurs = {
        "c_nomcorrespondance": pl.col("nom"),
        "c_prenomcorrespondance": pl.col("prenom"),
        "c_adresseemail": courriel,
        "c_validitemail_id": pl.lit("V"),
        "dn_individu_national": pl.col("identifiantpe").str.slice(0, 7),
        "dn_session_id": pl.col("session"),
        "dc_lblformation": pl.lit("Formation fictive"),
        "dd_datedebutplanformation": pl.col("debut_prevu").dt.strftime(_MINUIT),
        "dd_datefinplanformation": pl.col("fin_prevue").dt.strftime(_MINUIT),
        "dc_insee_lieuformation": pl.col("commune_lieu"),
        "dc_formacode_ppal_id": pl.col("formacode"),
        "liste_financeur": pl.col("financeurs"),
        "c_dispositifformation": pl.col("dispositif"),
        "identifiantpe": pl.col("identifiantpe"),
        "dd_dateentree": _connue("entree", mois),
        "dd_dateabandon": _connue("abandon", mois),
        "dd_datesortie": _connue("sortie", mois),
        "dd_dateextraction": pl.col(extraction).dt.strftime(_MINUIT),
    }
    champs = [valeurs.get(nom, pl.lit("NULL")).fill_null("NULL") for nom in COLONNES]
    return lignes.select("emetteur", texte=pl.concat_str(champs, separator="|"))


def _connue(nom: str, mois: date) -> pl.Expr:
    return pl.when(pl.col(nom) <= fin_de(mois)).then(pl.col(nom).dt.strftime(_MINUIT))


def _defauts(mois: date) -> tuple[Defaut, ...]:
    entree, abandon = mois + timedelta(days=12), mois + timedelta(days=5)
    valeurs = {
        "dn_session_id": "SE_FAUTIVE",
        "identifiantpe": "0000001Z001",
        "dd_dateentree": f"{entree:{_MINUIT}}",
        "dd_dateabandon": f"{abandon:{_MINUIT}}",
        "dd_dateextraction": f"{fin_de(mois):{_MINUIT}}",
    }
    ligne = "|".join(valeurs.get(nom, "NULL") for nom in COLONNES)
    return (Defaut("abandon_avant_entree", "abandon_apres_entree", ligne),)
