"""From rows to cells: sums by zone and month, then every level, month and rolling year."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from pipelines.simulation.monde import Parametres, decale
from pipelines.simulation.verites.zones import Zones

PERSONNES = ("ensemble", "sexe", "tranche_age", "rsa", "type_inscription")
RSA = ("ensemble", "sexe", "tranche_age")
OFFRES = ("ensemble", "type_contrat")
GLISSANT = 12
COLONNES = {
    "indicateur": pl.String,
    "periode_type": pl.String,
    "periode_debut": pl.Date,
    "territoire_niveau": pl.String,
    "territoire_code": pl.String,
    "dimension": pl.String,
    "modalite": pl.String,
    "numerateur": pl.Int64,
    "denominateur": pl.Int64,
    "exclus": pl.Int64,
    "mediane": pl.Int32,
}
_CELLULE = ["territoire_niveau", "territoire_code", "dimension", "modalite"]
_ATOME = ["mois", "zone", "dimension", "modalite", "jours"]
_PARTS = ["num", "den", "exclus"]
_SANS_JOUR = -1


@dataclass(frozen=True)
class Mesure:
    """How an indicator is told: its form, its dimensions, and when a month is old enough to be.

    `mois_de_recul` whole months, or `jours_de_recul` days, after the month; `suivi`: longest delay of a median.
    """

    forme: str
    dimensions: tuple[str, ...]
    mois_de_recul: int = 0
    jours_de_recul: int = 0
    suivi: int = 0
    stock: bool = False


MESURES = {
    "retour_emploi_6m": Mesure("part", PERSONNES, mois_de_recul=7),
    "retour_emploi_3m": Mesure("part", PERSONNES, mois_de_recul=4),
    "taux_pourvoi_30j": Mesure("part", OFFRES, jours_de_recul=30),
    "delai_pourvoi_median": Mesure("mediane", OFFRES, suivi=180),
    "part_orientes_30j": Mesure("part", PERSONNES, jours_de_recul=30),
    "delai_orientation_median": Mesure("mediane", PERSONNES, suivi=365),
    "entrees_formation": Mesure("effectif", PERSONNES),
    "inscrits_stock": Mesure("effectif", PERSONNES, stock=True),
    "entrees": Mesure("effectif", PERSONNES),
    "couverture_rsa": Mesure("part", RSA, stock=True),
}


@dataclass
class Atomes:
    """Sums of one indicator by month, zone and modality; for a median, also by number of days (−1: all who entered)."""

    mesure: Mesure
    morceaux: list[pl.DataFrame] = field(default_factory=list)

    def ajouter(self, lignes: pl.DataFrame) -> None:
        """Rows with `mois`, `zone`, the dimensions, and the parts they have (`den` is 1 if not said)."""
        absentes = {"num": 0, "den": 1, "exclus": 0, "jours": None}
        lignes = lignes.with_columns(
            pl.lit(valeur, dtype=pl.Int64).alias(nom) for nom, valeur in absentes.items() if nom not in lignes.columns
        ).with_columns(ensemble=pl.lit("ensemble"))
        entrants = lignes.with_columns(jours=pl.lit(_SANS_JOUR, dtype=pl.Int64))
        tables = [entrants]
        if self.mesure.suivi:
            finis = lignes.filter(pl.col("jours") <= self.mesure.suivi, pl.col("den") == 1)
            tables.append(finis.with_columns(num=pl.lit(1, dtype=pl.Int64), den=pl.lit(0, dtype=pl.Int64)))
        for table in tables:
            for dimension in self.mesure.dimensions:
                nommee = table.with_columns(dimension=pl.lit(dimension), modalite=pl.col(dimension))
                self.morceaux.append(_sommer(nommee, _ATOME))

    def compacter(self) -> pl.DataFrame:
        """One table of everything added so far."""
        if len(self.morceaux) > 1:
            self.morceaux = [_sommer(pl.concat(self.morceaux), _ATOME)]
        return self.morceaux[0]


def _sommer(table: pl.DataFrame, cles: list[str]) -> pl.DataFrame:
    return table.group_by(cles).agg(pl.col(_PARTS).sum())


def cellules(nom: str, atomes: Atomes, zones: Zones, parametres: Parametres) -> pl.DataFrame:
    """Every cell of an indicator that is not empty, for the months and rolling years old enough."""
    mesure = atomes.mesure
    lignes = zones.monter(atomes.compacter())
    noms = lignes.select(_CELLULE).unique().with_row_index("cellule")
    # whole numbers from here on: the windows overlap, each row is summed a dozen times
    lignes = _sommer(lignes.join(noms, on=_CELLULE), ["mois", "cellule", "jours"])
    tables = []
    for rang, dernier in enumerate(parametres.liste_mois):
        if not _mur(mesure, dernier, parametres):
            continue
        fenetres = [("mois", dernier)]
        if rang >= GLISSANT - 1:
            fenetres.append(("glissant_12m", parametres.liste_mois[rang - GLISSANT + 1]))
        for periode, debut in fenetres:
            dedans = lignes.filter(pl.col("mois").is_between(dernier if mesure.stock else debut, dernier))
            sommes = _sommer(dedans, ["cellule", "jours"])
            valeurs = _mesurer(sommes, mesure, _suivi(mesure, dernier, parametres))
            tables.append(valeurs.with_columns(periode_type=pl.lit(periode), periode_debut=pl.lit(debut)))
    if not tables:
        return pl.DataFrame(schema=COLONNES)
    table = pl.concat(tables).join(noms, on="cellule").with_columns(indicateur=pl.lit(nom))
    return table.select(pl.col(colonne).cast(type_) for colonne, type_ in COLONNES.items())


def _mesurer(sommes: pl.DataFrame, mesure: Mesure, suivi: int) -> pl.DataFrame:
    """Numerator, denominator, exclusions and median of each cell."""
    totaux = sommes.filter(pl.col("jours") == _SANS_JOUR, (pl.col("den") > 0) | (pl.col("exclus") > 0))
    numerateur = pl.col("num") if mesure.forme == "part" else pl.lit(None, dtype=pl.Int64)
    valeurs = totaux.select("cellule", numerateur.alias("numerateur"), denominateur="den", exclus="exclus")
    if not mesure.suivi:
        return valeurs.with_columns(mediane=pl.lit(None, dtype=pl.Int64))
    medianes = (
        sommes.filter(pl.col("jours").is_between(0, suivi))
        .sort("jours")
        .select("cellule", "jours", atteints=pl.col("num").cum_sum().over("cellule"))
        .join(valeurs, on="cellule")
        .filter(2 * pl.col("atteints") >= pl.col("denominateur"))
        .group_by("cellule")
        .agg(mediane=pl.col("jours").min())
    )
    return valeurs.join(medianes, on="cellule", how="left")


def _mur(mesure: Mesure, mois: date, parametres: Parametres) -> bool:
    """Has everything that makes this month had the time to happen before the world ends?"""
    fin = decale(mois, mesure.mois_de_recul + 1) + timedelta(days=mesure.jours_de_recul - 1)
    return fin <= parametres.dernier_jour


def _suivi(mesure: Mesure, mois: date, parametres: Parametres) -> int:
    """Days every member of the month's cohort has been followed, at most the longest delay."""
    fin = decale(mois, 1) - timedelta(days=1)
    return min(mesure.suivi, (parametres.dernier_jour - fin).days)
