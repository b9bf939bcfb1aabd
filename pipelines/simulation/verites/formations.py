"""Trainings: who enters one, who gives it up, and who works after it."""

import polars as pl

from pipelines.simulation.verites import dimensions
from pipelines.simulation.verites.acces import dans, prochain
from pipelines.simulation.verites.evenements import personnes_du_mois, survenus
from pipelines.simulation.verites.faits import Faits, en_age
from pipelines.simulation.verites.personnes import mois_de
from pipelines.simulation.verites.retours import retours
from pipelines.simulation.verites.silences import fin, sans_les_muets

FENETRE_MOIS = 6
TYPES, AUTRE, INCONNU = ["POEC", "POEI", "AFC", "AIF", "AFPR", "CPF"], "autre", "inconnu"
# first code of the list of funders (LHÉO)
FINANCEURS = {
    "2": "region",
    "4": "france_travail",
    "7": "agefiph",
    "10": "personne",
    **dict.fromkeys(("11", "12", "13"), "etat"),
    **dict.fromkeys(("16", "17", "18", "19", "20"), "opco"),
}


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    entrees = faits.rsa.situer(personnes_du_mois(survenus(faits, faits.bloc.formation, "entree")))
    finies = _finies(faits)
    return {
        "entrees_formation": entrees,
        "part_public_prioritaire_formation": sans_les_muets(faits, _prioritaires(entrees), fin, "rsa"),
        "abandon_formation": finies.with_columns(num=pl.col("abandonnee").cast(pl.Int64)),
        "acces_emploi_6m_sortants_rpe": prochain(finies, faits.mois_travailles).with_columns(num=dans(FENETRE_MOIS)),
        "retour_emploi_formation_6m": retours(
            en_age(finies), "jour", FENETRE_MOIS, faits.comptes, faits.sorties_du_champ
        ),
    }


def _prioritaires(entrees: pl.DataFrame) -> pl.DataFrame:
    publics = entrees.with_columns(dimensions.publics())
    return publics.with_columns(num=pl.col("public").list.contains("prioritaire_rpe").cast(pl.Int64))


def _finies(faits: Faits) -> pl.DataFrame:
    """Persons with a training given up or finished in the month (`jour`, the last one; `abandonnee`).

    Told by the last registration begun by then, open or not; whoever has none is left out. Of several trainings that
    end that day, the smallest session says `type_formation` and `financeur`.
    """
    financeur = pl.col("financeurs").str.split(";").list.first()
    fins = (
        faits.bloc.formation.select(
            "personne",
            "abandon",
            "session",
            jour=pl.coalesce("abandon", "sortie"),
            type_formation=pl.when(pl.col("dispositif").is_in(TYPES))
            .then(pl.col("dispositif").str.to_lowercase())
            .otherwise(pl.lit(AUTRE)),
            financeur=pl.when(financeur != "")
            .then(financeur.replace_strict(FINANCEURS, default=AUTRE, return_dtype=pl.String))
            .otherwise(pl.lit(INCONNU)),
        )
        .drop_nulls("jour")
        .with_columns(mois=mois_de("jour"))
        .filter(pl.col("jour") == pl.col("jour").max().over("personne", "mois"))
        .group_by("personne", "mois", "jour")
        .agg(
            pl.col("type_formation", "financeur").sort_by("session").first(),
            abandonnee=pl.col("abandon").is_not_null().any(),
        )
        .sort("jour")
    )
    inscrits = faits.lignes.sort("date")
    situees = fins.join_asof(
        inscrits, left_on="jour", right_on="date", by="personne", strategy="backward", check_sortedness=False
    ).drop_nulls("date")
    return dimensions.situer(situees, faits.bloc.personne, "jour")
