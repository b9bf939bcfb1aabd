"""Solutions near persons: services meant for a brake, for those who have one."""

import polars as pl

from pipelines.simulation.verites.diagnostics import SOURCE as DIAGNOSTIC
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.periodes import en_vigueur
from pipelines.simulation.verites.silences import dits, fin, sans_les_muets

RECENT_MOIS = 6
SOUS_THEME = "--"
# What a service is meant for, by its themes; the others are no brake
FREINS = {
    "numerique": "numerique",
    "mobilite": "mobilite",
    "famille": "familiale",
    "garde-denfant": "familiale",
    "sante": "sante",
    "lecture-ecriture-calcul": "savoirs",
    "apprendre-francais": "savoirs",
    "illettrisme": "savoirs",
    "logement-hebergement": "logement",
    "gestion-financiere": "financiere",
    "difficultes-financieres": "financiere",
    "equipement-et-alimentation": "financiere",
    "acces-aux-droits-et-citoyennete": "administrative",
    "difficultes-administratives-ou-juridiques": "administrative",
}


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    lignes = pl.concat([_solutions(faits), _freines(faits)])
    return {"densite_solutions": sans_les_muets(faits, lignes, fin, DIAGNOSTIC)}


def _freines(faits: Faits) -> pl.DataFrame:
    """The registered at a month's end with their brakes of that day (`contrainte`), who have one."""
    jours = ("date_diagnostic", "date_detection", "date_levee")
    contraintes = dits(faits, DIAGNOSTIC, faits.bloc.contrainte, *jours).drop_nulls("date_diagnostic")
    periodes = contraintes.select("personne", "nature", "date_detection", "date_levee")
    ouvertes = en_vigueur(faits.presents, periodes, "date_detection", "date_levee")
    freins = ouvertes.group_by("personne", "mois").agg(contrainte=pl.col("nature").str.to_lowercase().unique())
    return faits.presents.join(freins, on=["personne", "mois"]).select(
        *("mois", "zone", "departement", "contrainte"), num=pl.lit(0, pl.Int64), den=pl.lit(1, pl.Int64)
    )


def _solutions(faits: Faits) -> pl.DataFrame:
    """The services listed at a month's end, of a known place, confirmed in the six months before, against a brake."""
    dernier = pl.col("mois").dt.month_end()
    theme = pl.element().str.split(SOUS_THEME).list.first()
    freins = pl.col("thematiques").list.eval(theme.replace_strict(FREINS, default=None, return_dtype=pl.String))
    services = (
        faits.bloc.service.join(faits.bloc.structure, on="structure", how="left", suffix="_structure")
        .with_columns(
            commune=pl.coalesce("commune", "commune_structure"),
            contrainte=freins.list.drop_nulls().list.unique(),
            mois=pl.date_ranges("premier_mois", "dernier_mois", "1mo"),
        )
        .drop_nulls("commune")
        .filter(pl.col("contrainte").list.len() > 0)
        .explode("mois")
    )
    vues = (
        services.explode("mises_a_jour")
        .filter(pl.col("mises_a_jour") <= dernier)
        .filter(pl.col("mises_a_jour") >= dernier.dt.offset_by(f"-{RECENT_MOIS}mo"))
        .unique(["service", "mois"], keep="first", maintain_order=True)
    )
    situees = faits.zones.situer(vues, departement=False).filter(pl.col("zone") != faits.zones.nulle_part)
    departements = faits.zones.table.select("zone", "departement")
    return situees.join(departements, on="zone").select(
        *("mois", "zone", "departement", "contrainte"), num=pl.lit(1, pl.Int64), den=pl.lit(0, pl.Int64)
    )
