"""Who is supported at a month's end, and how: modality, operator, parcours; what lasts over a year."""

import polars as pl

from pipelines.simulation.verites.accompagnements import SOURCE
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.orientations import SOURCE as ORIENTATION
from pipelines.simulation.verites.orientations import acceptees
from pipelines.simulation.verites.periodes import en_vigueur
from pipelines.simulation.verites.personnes import dans_des_mois
from pipelines.simulation.verites.silences import dits, fin, sans_les_muets

SANS = "sans"
MODALITES = {
    "AUTONOME": "autonome",
    "GUIDE": "guide",
    "RENFORCE": "renforce",
    "INTENSIF": "intensif",
    "SOCIAL": "social",
    "GLOBAL": "global",
    "HANDICAP": "handicap",
}
INTENSIVES = ["renforce", "intensif", "global"]
OPERATEURS = ["FT", "FTTE", "CD", "DCD", "CAF", "ML", "CE", "IND"]
PROFESSIONNEL = "professionnel"
PARCOURS = {"PED": PROFESSIONNEL, "PSP": "socio_professionnel", "PSO": "social"}
MAINTIEN_MOIS = 12


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    presents = faits.presents.select("personne", "mois", "jour", "zone", "departement", "sexe", "tranche_age")
    tous = accompagnes(faits, presents)
    connus = sans_les_muets(faits, tous, fin, SOURCE)
    suivis = connus.filter(pl.col("modalite") != SANS)
    intensif = pl.col("modalite").is_in(INTENSIVES).cast(pl.Int64)
    orientes = _orientes(faits, presents)
    return {
        "repartition_modalite": _repartir(connus, "modalite", [SANS, *MODALITES.values()]),
        "repartition_operateur": _repartir(connus, "operateur", [SANS, *OPERATEURS]),
        "repartition_parcours": _repartir(orientes, "voie", [SANS, *PARCOURS.values()]).rename({"voie": "parcours"}),
        "part_parcours_emploi": orientes.filter(pl.col("voie") != SANS).with_columns(
            num=(pl.col("voie") == PROFESSIONNEL).cast(pl.Int64)
        ),
        "part_parcours_intensif": suivis.with_columns(num=intensif),
        "maintien_modalite_12m": _maintenus(tous, connus),
    }


def accompagnes(faits: Faits, presents: pl.DataFrame) -> pl.DataFrame:
    """The registered at a month's end with the `modalite` and `operateur` of their spell in force, or without any."""
    periodes = dits(faits, SOURCE, faits.bloc.modalite, "date_debut", "date_fin").drop_nulls("date_debut")
    periodes = periodes.select("personne", "date_debut", "date_fin", "modalite", "operateur")
    suivis = _completer(presents, periodes, "date_debut", "date_fin", "modalite")
    return suivis.with_columns(
        pl.col("modalite").replace_strict(MODALITES, return_dtype=pl.String).fill_null(SANS),
        pl.col("operateur").fill_null(SANS),
    )


def _orientes(faits: Faits, presents: pl.DataFrame) -> pl.DataFrame:
    """The registered at a month's end with the parcours (`voie`) of their orientation in force."""
    connus = sans_les_muets(faits, presents, fin, ORIENTATION)
    decidees = acceptees(faits).rename({"parcours": "voie"}).drop("organisme")
    orientes = _completer(connus, decidees, "date_decision", "date_sortie", "voie")
    return orientes.with_columns(pl.col("voie").replace_strict(PARCOURS, default=SANS, return_dtype=pl.String))


def _completer(presents: pl.DataFrame, periodes: pl.DataFrame, debut: str, terme: str, modalite: str) -> pl.DataFrame:
    """Add to the registered the columns of their period in force on the day: begun, not over by its end; the latest,
    then the greatest code. Null without any."""
    derniere = (
        en_vigueur(presents, periodes, debut, terme)
        .sort(debut, modalite, nulls_last=False)
        .unique(["personne", "mois"], keep="last", maintain_order=True)
        .drop("jour", debut, terme)
    )
    return presents.join(derniere, on=["personne", "mois"], how="left", maintain_order="left")


def _repartir(presents: pl.DataFrame, dimension: str, modalites: list[str]) -> pl.DataFrame:
    """Counts by month and zone: `num`, of each modality; `den`, of the whole stock, told by every modality."""
    stock = presents.group_by("mois", "zone").agg(den=pl.len().cast(pl.Int64))
    parts = presents.group_by("mois", "zone", dimension).agg(num=pl.len().cast(pl.Int64))
    toutes = stock.join(pl.DataFrame({dimension: modalites}), how="cross")
    return toutes.join(parts, on=["mois", "zone", dimension], how="left").with_columns(pl.col("num").fill_null(0))


def _maintenus(accompagnes: pl.DataFrame, connus: pl.DataFrame) -> pl.DataFrame:
    """Who was registered in a modality at the end of the month twelve months before; `num` when still in the same."""
    avant = accompagnes.filter(pl.col("modalite") != SANS).select(
        "personne", mois=dans_des_mois("mois", MAINTIEN_MOIS), un_an_avant="modalite"
    )
    return connus.join(avant, on=["personne", "mois"], maintain_order="left").with_columns(
        num=(pl.col("modalite") == pl.col("un_an_avant")).cast(pl.Int64)
    )
