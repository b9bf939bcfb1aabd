"""From facts to cells: every level from communes, every period from months."""

from datetime import date

import polars as pl

from tests.independant.calendrier import ajouter_mois, premier_du_mois
from tests.independant.dimensions import DIMENSIONS, REPARTITIONS
from tests.independant.territoires import Territoires

CLE = ["indicateur", "periode_type", "periode_debut", "territoire_niveau", "territoire_code", "dimension", "modalite"]
PARTS = ["numerateur", "denominateur", "exclus", "somme", "somme_favorable", "somme_carres"]
DERNIER_MOIS = [
    *("inscrits_stock", "part_deld", "attente_orientation", "attente_orientation_30j", "couverture_rsa"),
    *("part_contrat_engagement", "activite_15h", "part_parcours_intensif", "maintien_modalite_12m"),
    *("diagnostics_couverture_rpe", "diagnostics_6m_rpe", "contraintes_rpe", "anciennete_mediane"),
    *("repartition_modalite", "repartition_operateur", "repartition_parcours"),
    *("taux_recours_rpe", "taux_depot_recruteurs", "taux_orientation_rsa", "part_parcours_emploi"),
    "densite_solutions",
]
"""Stocks: over a longer period, they are those of its last month."""
PAR_COMMUNE = [
    *("entrees", "inscrits_stock", "entrees_formation", "part_orientes_30j", "delai_orientation_median"),
    *("retour_emploi_6m", "emploi_durable_6m", "maintien_emploi_6m", "taux_pourvoi_30j", "delai_pourvoi_median"),
]
"""Told by commune too: the whole, over the twelve months that end with a quarter."""
DUREES = {"mois": 1, "trimestre": 3, "annee": 12, "glissant_12m": 12}
SUIVI = {
    **dict.fromkeys(["delai_orientation_median", "delai_premiere_action_median", "delai_diagnostic_median"], 365),
    "delai_contrat_engagement_median": 365,
    "delai_pourvoi_median": 180,
    "delai_orientation_rsa_median": 365,
    "delai_referent_rsa_median": 365,
    "delai_decision_entree_median": 180,
    "anciennete_mediane": 3650,
    "salaire_median_reprise": 2000,
}
SANS_ATTENTE = ["anciennete_mediane", "salaire_median_reprise"]
"""What they count is past, or no delay: everybody has been followed."""


def atomes(faits: pl.DataFrame, indicateur: str, par: str = "jour", sommes: list[str] = PARTS) -> pl.DataFrame:
    """`sommes` by place, month, dimension and modality, of one indicator, and by what `par` names."""
    siens = faits.filter(pl.col("indicateur") == indicateur).with_columns(mois=premier_du_mois(pl.col("reference")))
    if (tout := DIMENSIONS[indicateur][0]) in REPARTITIONS:
        return _parts_du_tout(siens, tout)
    morceaux = []
    for dimension in DIMENSIONS[indicateur]:
        lignes = siens.with_columns(dimension=pl.lit(dimension), modalite=pl.col(dimension))
        if lignes.schema["modalite"] == pl.List(pl.String):
            # one that may be of several: it counts in each
            lignes = lignes.explode("modalite")
        morceaux.append(
            lignes.drop_nulls("modalite")
            .group_by("indicateur", "mois", "lieu", "departement", "dimension", "modalite", par)
            .agg(pl.col(sommes).sum())
        )
    return pl.concat(morceaux)


def _parts_du_tout(siens: pl.DataFrame, dimension: str) -> pl.DataFrame:
    """Each part of a whole, even one that nobody is in: its own over all."""
    modalites = pl.DataFrame({"modalite": REPARTITIONS[dimension]})
    par_groupe = siens.group_by("indicateur", "mois", "lieu", "departement", "groupe", "jour").agg(pl.col(PARTS).sum())
    dedans = pl.col("groupe") == pl.col("modalite")
    return par_groupe.join(modalites, how="cross").with_columns(
        dimension=pl.lit(dimension), numerateur=pl.when(dedans).then("denominateur").otherwise(0)
    )


def cellules(
    faits: pl.DataFrame,
    indicateur: str,
    lieux: Territoires,
    annoncees: pl.DataFrame,
    *,
    par: str = "jour",
    sommes: list[str] = PARTS,
) -> pl.DataFrame:
    """CLE, what `par` names, `sommes`, of the cells of one indicator, in the axes of `annoncees`.

    `par`: the day, for a delay; or whose the units are, who is one in all the places and months of a cell.
    """
    axes = ["periode_type", "territoire_niveau", "dimension"]
    voulus = annoncees.filter(pl.col("indicateur") == indicateur).select(axes).unique()
    par_mois = (
        lieux.par_territoire(atomes(faits, indicateur, par, sommes))
        # communes are many, and few things are told of them
        .join(voulus, on=["territoire_niveau", "dimension"], how="semi")
        .group_by("indicateur", "mois", "territoire_niveau", "territoire_code", "dimension", "modalite", par)
        .agg(pl.col(sommes).sum())
    )
    morceaux = []
    for periode, duree in DUREES.items():
        places = _periodes(par_mois.select("mois").unique(), periode, duree, indicateur in DERNIER_MOIS)
        morceaux.append(
            par_mois.join(voulus.filter(pl.col("periode_type") == periode), on=["territoire_niveau", "dimension"])
            .join(places, on="mois")
            .group_by(*CLE, par)
            .agg(pl.col(sommes).sum())
        )
    # twelve months tell the publics, and the communes, when they end with a quarter
    chaque_mois = (pl.col("dimension") == "ensemble") & (pl.col("territoire_niveau") != "commune")
    a_dire = (pl.col("periode_type") != "glissant_12m") | chaque_mois
    return pl.concat(morceaux).filter(a_dire | (pl.col("periode_debut").dt.month() % 3 == 1))


def _periodes(mois: pl.DataFrame, periode: str, duree: int, dernier: bool) -> pl.DataFrame:
    """mois, periode_debut: the periods each month counts in; only those it ends, for a stock."""
    paires = []
    for (m,) in mois.iter_rows():
        debuts = [ajouter_mois(m, -i) for i in range(duree)]
        if periode == "trimestre":
            debuts = [d for d in debuts if d.month % 3 == 1]
        elif periode == "annee":
            debuts = [d for d in debuts if d.month == 1]
        if dernier:
            debuts = [d for d in debuts if ajouter_mois(d, duree - 1) == m]
        paires += [(m, d) for d in debuts]
    return pl.DataFrame(paires, schema={"mois": pl.Date, "periode_debut": pl.Date}, orient="row")


def parts(par_jour: pl.DataFrame) -> pl.DataFrame:
    """One row per cell."""
    return par_jour.group_by(CLE).agg(pl.col(PARTS).sum())


def medianes(par_jour: pl.DataFrame, su_jusqu_au: date) -> pl.DataFrame:
    """CLE, mediane: the first day by which half of all who entered had the event, if all were followed that long.

    Who never had it is in the half that has not. `su_jusqu_au`: the last day the sources tell of.
    """
    indicateur = par_jour["indicateur"][0]
    duree = pl.col("periode_type").replace_strict(DUREES)
    apres = pl.col("periode_debut").dt.offset_by(pl.format("{}mo", duree))
    suivi = (pl.lit(su_jusqu_au) - apres).dt.total_days() + 1
    if indicateur in SANS_ATTENTE:
        suivi = pl.lit(SUIVI[indicateur])
    return (
        par_jour.sort("jour", nulls_last=True)
        .with_columns(
            cumul=pl.col("denominateur").cum_sum().over(CLE),
            entrants=pl.col("denominateur").sum().over(CLE),
            suivi=suivi,
        )
        .filter(
            pl.col("entrants") > 0,
            2 * pl.col("cumul") >= pl.col("entrants"),
            pl.col("jour") <= pl.min_horizontal("suivi", pl.lit(SUIVI[indicateur])),
        )
        .group_by(CLE)
        .agg(mediane=pl.col("jour").min())
    )


def sans_les_departements_absents(faits: pl.DataFrame, absents: pl.DataFrame) -> pl.DataFrame:
    """Facts without those of a département whose files are missing for the indicator and month: it counts nowhere,
    not even in France. `absents`: indicateur, mois, departement."""
    return faits.with_columns(mois=premier_du_mois(pl.col("reference"))).join(
        absents, on=["indicateur", "mois", "departement"], how="anti"
    )
