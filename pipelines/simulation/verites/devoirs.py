"""Orientation and appointments of the persons who become subject to the duties of RSA, from the day told by their
département."""

import polars as pl

from pipelines.simulation.verites import dimensions
from pipelines.simulation.verites.delais import premier_delai
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.orientations import SOURCE as ORIENTATION
from pipelines.simulation.verites.orientations import acceptees, deja_orientes
from pipelines.simulation.verites.personnes import mois_de
from pipelines.simulation.verites.rendez_vous import HONORE, PRIS
from pipelines.simulation.verites.rendez_vous import SOURCE as RENDEZ_VOUS
from pipelines.simulation.verites.silences import apres, dits, fin, sans_les_muets, un_an

SOURCE, RSA = "rsa_contact", "rsa"
DELAI_COURT, DELAI_DE_CONVOCATION = 30, 15
# motive of an appointment with the adviser
ACCOMPAGNEMENT = "ACC"


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    entrees = sans_les_muets(faits, _entrees(faits), fin, SOURCE)
    orientees = _orientees(entrees, acceptees(faits))
    recues = premier_delai(_sans_fin(entrees), _honores(faits), "quand")
    convoquees = premier_delai(_sans_fin(entrees), _fixes(faits), "quand")
    court, tot = (
        (pl.col("jours") <= delai).fill_null(False).cast(pl.Int64) for delai in (DELAI_COURT, DELAI_DE_CONVOCATION)
    )
    return {
        "part_orientes_rsa_30j": sans_les_muets(
            faits, orientees.with_columns(num=court), apres(DELAI_COURT), RSA, ORIENTATION
        ),
        "delai_orientation_rsa_median": sans_les_muets(faits, orientees, un_an, RSA, ORIENTATION),
        "part_convoques_15j_rsa": sans_les_muets(
            faits, convoquees.with_columns(num=tot), apres(DELAI_DE_CONVOCATION), RSA, RENDEZ_VOUS
        ),
        "delai_referent_rsa_median": sans_les_muets(faits, recues, un_an, RSA, RENDEZ_VOUS),
    }


def _entrees(faits: Faits) -> pl.DataFrame:
    """The first entry (`jour`) of each person and month, where the RSA flow of that month says she lives.

    A person is the one that the latest flow names for the file number and role; one that no flow of the month or of an
    earlier one names is left out.
    """
    flux = faits.bloc.droit.join(faits.rsa.muets, on=["departement", "mois"], how="anti").sort(
        "mois", "departement", "numdemrsa"
    )
    dossiers = flux.filter(pl.col("mois") == pl.col("mois").max().over("numdemrsa", "role")).unique(
        ["numdemrsa", "role"], keep="first", maintain_order=True
    )
    places = flux.unique(["personne", "mois"], keep="first", maintain_order=True)
    entrees = (
        _dites(faits)
        .join(dossiers.select("numdemrsa", "role", "personne"), on=["numdemrsa", "role"])
        .with_columns(mois=mois_de("jour"))
        .group_by("personne", "mois")
        .agg(pl.col("jour").min())
        .sort("mois", "personne")
    )
    situees = entrees.join_asof(
        places.select("personne", "departement", "commune", vue="mois"),
        left_on="mois",
        right_on="vue",
        by="personne",
        strategy="backward",
        check_sortedness=False,
    ).drop_nulls("vue")
    return dimensions.situer(faits.zones.situer(situees), faits.bloc.personne, "jour")


def _dites(faits: Faits) -> pl.DataFrame:
    """Entries whose file came: `numdemrsa`, `role`, `jour`."""
    tus = sorted((departement, mois) for source, departement, mois in faits.silences if source == SOURCE)
    muets = pl.DataFrame(tus, schema={"departement": pl.String, "envoi": pl.Date}, orient="row")
    return (
        faits.bloc.entree_devoirs.with_columns(envoi=mois_de("annonce"))
        .join(muets, on=["departement", "envoi"], how="anti")
        .select("numdemrsa", "role", jour="date_debut")
    )


def _orientees(entrees: pl.DataFrame, decidees: pl.DataFrame) -> pl.DataFrame:
    """Entries with `jours` to the first accepted decision; 0 when one from before is in force that day."""
    parcours = _sans_fin(entrees)
    deja = deja_orientes(parcours, decidees).with_columns(deja=pl.lit(True))
    return (
        premier_delai(parcours, decidees, "date_decision")
        .join(deja, on=["personne", "t0"], how="left")
        .with_columns(jours=pl.when("deja").then(0).otherwise("jours"))
    )


def _sans_fin(entrees: pl.DataFrame) -> pl.DataFrame:
    """Entries as journeys that nothing ends."""
    return entrees.with_columns(t0="jour", fin=pl.lit(None, dtype=pl.Date))


def _honores(faits: Faits) -> pl.DataFrame:
    """Days of the appointments of support that were held."""
    tenus = faits.bloc.rendez_vous.filter(pl.col("motif") == ACCOMPAGNEMENT, pl.col("issue") == HONORE)
    return dits(faits, RENDEZ_VOUS, tenus, "quand").select("personne", pl.col("quand").cast(pl.Date))


def _fixes(faits: Faits) -> pl.DataFrame:
    """Days of the appointments kept as fixed, as far as files tell: one announced by the last file of a département
    that fell silent, for a later day, stays fixed whatever became of it."""
    annonces = faits.bloc.rendez_vous.with_columns(su="quand")
    connus = dits(faits, RENDEZ_VOUS, annonces, "prise", "su").drop_nulls("prise")
    fixes = connus.filter(pl.col("su").is_null() | (pl.col("statut") == PRIS))
    return fixes.select("personne", pl.col("quand").cast(pl.Date))
