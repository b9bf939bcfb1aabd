"""RSA: who is subject to rights and duties in a month, and whether her département's file came."""

import json
from datetime import date
from pathlib import Path

import polars as pl

from tests.independant.lac import derniere, lire

DOSSIER_OUVERT = {"2", "3", "4"}
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
