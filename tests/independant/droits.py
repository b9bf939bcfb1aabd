"""RSA: who is subject to rights and duties in a month, since when, and whether her département's file came."""

import json
from datetime import date
from pathlib import Path

import polars as pl

from tests.independant.calendrier import premier_du_mois
from tests.independant.lac import derniere, lire

DOSSIER_OUVERT = {"2", "3", "4"}
ROLES = {"DEMANDEUR": "DEM", "CONJOINT": "CJT"}
"""Of the contacts, and of the flow of households."""
ENVOI = ["emetteur", "organisme", "numero_organisme", "mois"]


def lignes_en_vigueur(lac: Path, connu_le: date) -> pl.DataFrame:
    """Persons of households as last told: a monthly file replaces the one before of its body, département and month,
    and what had completed it."""
    lignes = lire(lac, "rsa", "droit", connu_le)
    fichiers = lignes.select(*ENVOI, "ordre_emission", "date_reception", "fichier", "type_flux").unique()
    fichiers = fichiers.sort("ordre_emission", "date_reception", "fichier").with_columns(
        depuis_le_dernier=(pl.col("type_flux") == "M").cum_sum(reverse=True).over(ENVOI)
        - (pl.col("type_flux") == "M").cast(pl.Int64)
    )
    gardes = fichiers.filter(pl.col("depuis_le_dernier") == 0).select(*ENVOI, "date_reception", "fichier")
    return derniere(
        lignes.join(gardes, on=[*ENVOI, "date_reception", "fichier"], how="semi"),
        ["mois", "personne_id", "dossier"],
        ["ordre_emission"],
    )


def soumis(lignes: pl.DataFrame) -> pl.DataFrame:
    """The rows of persons subject to rights and duties in an open case: one per person and month.

    No sender orders two files of two départements that name her: the smallest code holds.
    """
    ouverts = lignes.filter(pl.col("soumis"), pl.col("etat_dossier").is_in(DOSSIER_OUVERT))
    return ouverts.sort("emetteur", "fichier", "ligne").unique(["mois", "personne_id"], keep="first")


def entrees_devoirs(lac: Path, connu_le: date, lignes: pl.DataFrame) -> pl.DataFrame:
    """personne_id, entree (the first day of a month her duties begin), and her place, sex and birth month.

    `lignes`: the rows in force of the flow of households. The contacts name a dossier and a role: who that is, its last
    file says; where she lives, the file that closes the month, or the last before.
    """
    dites = lire(lac, "rsa_contact", "entree_devoirs", connu_le).select(
        "dossier", entree="date_debut_devoirs", role=pl.col("role").replace_strict(ROLES)
    )
    # no sender orders the files of two départements: the smallest code holds
    ranges = lignes.sort("mois", "emetteur", "fichier", "ligne", descending=[True, False, False, False])
    qui = ranges.unique(["dossier", "role"], keep="first", maintain_order=True).select("dossier", "role", "personne_id")
    premieres = (
        dites.filter(pl.col("entree") <= connu_le)
        .join(qui, on=["dossier", "role"])
        .group_by("personne_id", premier_du_mois(pl.col("entree")).alias("du"))
        .agg(pl.col("entree").min())
    )
    situations = ranges.select("personne_id", "mois", "commune", "emetteur", "sexe", "naissance_mois")
    return (
        premieres.join(situations, on="personne_id")
        .filter(pl.col("mois") <= pl.col("du"))
        .sort("mois", descending=True, maintain_order=True)
        .unique(["personne_id", "entree"], keep="first", maintain_order=True)
        .drop("mois", "du")
    )


def fichiers_recus(registre: Path, connu_le: date) -> pl.DataFrame:
    """departement, mois: an accepted file came, whatever it holds."""
    recus = [
        json.loads(ligne)
        for jour in sorted((registre / "rsa").glob("*.jsonl"))
        if jour.stem <= str(connu_le)
        for ligne in jour.read_text(encoding="utf-8").splitlines()
    ]
    acceptes = [(r["emetteur"], date.fromisoformat(r["mois"])) for r in recus if r["statut"] == "accepte" and r["mois"]]
    return pl.DataFrame(acceptes, schema={"departement": pl.String, "mois": pl.Date}, orient="row").unique()
