"""From rows to cells: sums by zone and month, then every level and period."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from pipelines.simulation.monde import Parametres, decale
from pipelines.simulation.verites.zones import COMMUNE, NIVEAUX, Zones

PERSONNES = ("ensemble", "sexe", "tranche_age")
PARCOURS = (*PERSONNES, "rsa", "type_inscription")
DETAIL = (*PARCOURS, "niveau_formation", "qpv", "public")
CROISE = "*"
CROISEMENTS = ("sexe*tranche_age", "rsa*tranche_age")
INTERCOMMUNALITE, COLLECTIVITE = "epci", "collectivite_rsa"
NIVEAUX_DES_CROISEMENTS = ("national", "region", "departement", COLLECTIVITE)
OFFRES = ("ensemble", "type_contrat")
DEPOTS = (*OFFRES, "cadre")
FAMILLE_METIER, TAILLE = "famille_metier", "taille_etablissement"
SEULEMENT_ENSEMBLE = ("ensemble",)
# Shares of a stock: the modalities of one dimension, of which the whole is no news
MODALITE, OPERATEUR, PARCOURS_SUIVI = ("modalite",), ("operateur",), ("parcours",)
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
    "somme": pl.Int64,
    "somme_favorable": pl.Int64,
    "somme_carres": pl.Int64,
}
_CELLULE = ["territoire_niveau", "territoire_code", "dimension", "modalite"]
_ATOME = ["mois", "zone", "dimension", "modalite", "jours"]
_PARTS = ["num", "den", "exclus"]
# of a weighted share too: the weights of the answers, and their squares
_PONDEREE, _POIDS = "part_ponderee", ["poids", "carres"]
_SANS_JOUR = -1


@dataclass(frozen=True)
class Mesure:
    """How an indicator is told: its form (part, effectif, mediane, moyenne, part_ponderee), its dimensions, and when a
    month is old enough to be.

    `mois_de_recul` whole months, or `jours_de_recul` days, after the month; `suivi`: longest delay of a median;
    `sensible`: not told by intercommunality; `commune`: told by commune too; `echelle`: its steps are no days, and none
    comes later.
    """

    forme: str
    dimensions: tuple[str, ...]
    mois_de_recul: int = 0
    jours_de_recul: int = 0
    suivi: int = 0
    stock: bool = False
    sensible: bool = False
    commune: bool = False
    echelle: bool = False


MESURES = {
    "retour_emploi_3m": Mesure("part", PARCOURS, mois_de_recul=4),
    "retour_emploi_6m": Mesure("part", (*DETAIL, *CROISEMENTS), mois_de_recul=7, commune=True),
    "retour_emploi_12m": Mesure("part", PERSONNES, mois_de_recul=13),
    "emploi_durable_6m": Mesure("part", DETAIL, mois_de_recul=7, commune=True),
    "emploi_durable_realise_6m": Mesure("part", PERSONNES, mois_de_recul=12),
    "retour_emploi_6m_hors_passerelle": Mesure("part", PERSONNES, mois_de_recul=7),
    "densite_solutions": Mesure("part", ("ensemble", "contrainte"), stock=True, sensible=True),
    "retour_emploi_mmo": Mesure("part", PARCOURS, mois_de_recul=6),
    "retour_emploi_durable_mmo": Mesure("part", PARCOURS, mois_de_recul=6),
    "maintien_emploi_6m": Mesure("part", PERSONNES, mois_de_recul=6, jours_de_recul=31, commune=True),
    "part_cdi_reprise": Mesure("part", PERSONNES, mois_de_recul=1),
    "retour_emploi_formation_6m": Mesure("part", (*PERSONNES, "type_formation", "financeur"), mois_de_recul=7),
    "part_orientes_30j": Mesure("part", DETAIL, jours_de_recul=30, commune=True),
    "part_orientes_30j_hors_reconduite": Mesure("part", PERSONNES, jours_de_recul=30),
    "delai_orientation_median": Mesure("mediane", PARCOURS, suivi=365, commune=True),
    "attente_orientation": Mesure("effectif", PERSONNES, stock=True),
    "attente_orientation_30j": Mesure("effectif", PERSONNES, stock=True),
    "entrees_formation": Mesure("effectif", PARCOURS, commune=True),
    "inscrits_stock": Mesure(
        "effectif", (*DETAIL, "categorie", "anciennete", *CROISEMENTS, "rsa*operateur"), stock=True, commune=True
    ),
    "part_deld": Mesure("part", PARCOURS, stock=True),
    "entrees": Mesure("effectif", (*DETAIL, *CROISEMENTS), commune=True),
    "sorties": Mesure("effectif", (*PERSONNES, "motif_sortie"), jours_de_recul=15),
    "radiations": Mesure("effectif", PERSONNES, sensible=True),
    "couverture_rsa": Mesure("part", PERSONNES, stock=True, sensible=True),
    "taux_pourvoi_30j": Mesure("part", (*OFFRES, FAMILLE_METIER), jours_de_recul=30, commune=True),
    "taux_pourvoi_60j": Mesure("part", OFFRES, jours_de_recul=60),
    "taux_pourvoi_90j": Mesure("part", OFFRES, jours_de_recul=90),
    "taux_pourvoi": Mesure("part", (*OFFRES, FAMILLE_METIER)),
    "delai_pourvoi_median": Mesure("mediane", OFFRES, suivi=180, commune=True),
    "offres_deposees": Mesure("effectif", DEPOTS),
    "postes_deposes": Mesure("effectif", (*DEPOTS, FAMILLE_METIER)),
    "postes_non_pourvus_30j": Mesure("effectif", (*DEPOTS, FAMILLE_METIER), jours_de_recul=30),
    "part_action_15j": Mesure("part", PARCOURS, jours_de_recul=15),
    "delai_premiere_action_median": Mesure("mediane", PERSONNES, suivi=365),
    "delai_diagnostic_median": Mesure("mediane", PERSONNES, suivi=365),
    "delai_contrat_engagement_median": Mesure("mediane", PERSONNES, suivi=365),
    "part_contrat_engagement": Mesure("part", PARCOURS, stock=True),
    "activite_15h": Mesure("part", PERSONNES, stock=True, sensible=True),
    "cordes_rappel": Mesure("effectif", PERSONNES),
    "taux_corde_rappel_due": Mesure("part", PERSONNES, jours_de_recul=30),
    "immersions": Mesure("effectif", PERSONNES),
    "contraintes_detectees": Mesure("effectif", PERSONNES, sensible=True),
    "contraintes_levees": Mesure("effectif", PERSONNES, sensible=True),
    "rendez_vous_honores": Mesure("part", PERSONNES),
    "reductions": Mesure("effectif", PERSONNES, sensible=True),
    "suspensions": Mesure("effectif", PERSONNES, sensible=True),
    "suppressions": Mesure("effectif", PERSONNES, sensible=True),
    "reprises": Mesure("effectif", PERSONNES, sensible=True),
    "acces_emploi_1m_rpe": Mesure("part", PARCOURS, mois_de_recul=1),
    "acces_emploi_3m_rpe": Mesure("part", PARCOURS, mois_de_recul=3),
    "acces_emploi_6m_rpe": Mesure("part", PARCOURS, mois_de_recul=6),
    "acces_emploi_12m_rpe": Mesure("part", PARCOURS, mois_de_recul=12),
    "acces_emploi_durable_6m_rpe": Mesure("part", PARCOURS, mois_de_recul=6),
    "presence_emploi_6m_rpe": Mesure("part", PARCOURS, mois_de_recul=6),
    "presence_emploi_durable_6m_rpe": Mesure("part", PARCOURS, mois_de_recul=6),
    "delai_moyen_acces_rpe": Mesure("moyenne", PERSONNES, mois_de_recul=6),
    "retour_emploi_acc1": Mesure("part", PERSONNES, mois_de_recul=7),
    "acces_emploi_6m_sortants_rpe": Mesure("part", PERSONNES, mois_de_recul=6),
    "abandon_formation": Mesure("part", PERSONNES),
    "part_public_prioritaire_formation": Mesure("part", PERSONNES),
    "diagnostics_couverture_rpe": Mesure("part", PERSONNES, stock=True, sensible=True),
    "diagnostics_6m_rpe": Mesure("part", PERSONNES, stock=True, sensible=True),
    "contraintes_rpe": Mesure("part", PERSONNES, stock=True, sensible=True),
    "taux_pourvoi_rpe": Mesure("part", OFFRES),
    "delai_pourvoi_rpe": Mesure("moyenne", OFFRES),
    "part_orientes_rsa_30j": Mesure("part", PERSONNES, jours_de_recul=30, sensible=True),
    "delai_orientation_rsa_median": Mesure("mediane", PERSONNES, suivi=365, sensible=True),
    "repartition_modalite": Mesure("part", MODALITE, stock=True),
    "repartition_operateur": Mesure("part", OPERATEUR, stock=True),
    "repartition_parcours": Mesure("part", PARCOURS_SUIVI, stock=True),
    "part_parcours_intensif": Mesure("part", PERSONNES, stock=True),
    "radiations_pour_1000": Mesure("part", PERSONNES, sensible=True),
    "reductions_pour_1000": Mesure("part", PERSONNES, sensible=True),
    "suspensions_pour_1000": Mesure("part", PERSONNES, sensible=True),
    "suppressions_pour_1000": Mesure("part", PERSONNES, sensible=True),
    "anciennete_mediane": Mesure("mediane", PERSONNES, suivi=3_650, stock=True),
    "reinscription_6m": Mesure("part", PERSONNES, mois_de_recul=6),
    "maintien_modalite_12m": Mesure("part", PERSONNES, stock=True),
    "retour_emploi_immersion_6m": Mesure("part", PERSONNES, mois_de_recul=7),
    "reorientations": Mesure("effectif", PERSONNES),
    "quotite_moyenne_reprise": Mesure("moyenne", PERSONNES, mois_de_recul=1),
    "salaire_median_reprise": Mesure("mediane", PERSONNES, mois_de_recul=2, suivi=2_000, echelle=True),
    "offres_diagnostiquees_30j": Mesure("part", (*OFFRES, TAILLE), jours_de_recul=30),
    "abandon_faute_de_candidats": Mesure("part", (*OFFRES, TAILLE)),
    "entrants_formation_rpe": Mesure("effectif", PERSONNES),
    "part_preembauche": Mesure("part", PERSONNES),
    "sortants_formation_rpe": Mesure("effectif", PERSONNES),
    "delai_decision_entree_median": Mesure("mediane", PERSONNES, suivi=180),
    "manquements": Mesure("effectif", PERSONNES, sensible=True),
    "manquements_pour_1000": Mesure("part", PERSONNES, sensible=True),
    "controles": Mesure("effectif", PERSONNES),
    "part_controles_sanction": Mesure("part", PERSONNES),
    "retour_emploi_apres_sanction": Mesure("part", PERSONNES, mois_de_recul=7, sensible=True),
    "sortie_positive": Mesure("part", PERSONNES, mois_de_recul=1),
    "taux_orientation_rsa": Mesure("part", PERSONNES, stock=True, sensible=True),
    "part_convoques_15j_rsa": Mesure("part", PERSONNES, jours_de_recul=15, sensible=True),
    "delai_referent_rsa_median": Mesure("mediane", PERSONNES, suivi=365, sensible=True),
    "part_parcours_emploi": Mesure("part", PERSONNES, stock=True),
    "taux_recours_rpe": Mesure("part", SEULEMENT_ENSEMBLE, stock=True),
    "taux_depot_recruteurs": Mesure("part", SEULEMENT_ENSEMBLE, stock=True),
    "satisfaction_personnes": Mesure("part_ponderee", PERSONNES, jours_de_recul=30),
    "satisfaction_entreprises": Mesure("part_ponderee", SEULEMENT_ENSEMBLE, jours_de_recul=30),
    "satisfaction_delta_rpe": Mesure("part_ponderee", PERSONNES, jours_de_recul=30),
    "taux_reponse_personnes": Mesure("part", PERSONNES, jours_de_recul=30),
    "taux_reponse_entreprises": Mesure("part", SEULEMENT_ENSEMBLE, jours_de_recul=30),
}


@dataclass
class Atomes:
    """Sums of one indicator by month, zone and modality; for a median, also by number of days (−1: all who entered)."""

    mesure: Mesure
    morceaux: list[pl.DataFrame] = field(default_factory=list)

    def ajouter(self, lignes: pl.DataFrame) -> None:
        """Rows with `mois`, `zone`, the dimensions, and the parts they have (`den` is 1 if not said).

        `num` is what a cell adds up above its denominator: the numerator of a share, the measures of a mean. A row
        without a modality of a dimension is in none of them. What is told by commune has `zone_commune` too.
        """
        absentes = {"num": 0, "den": 1, "exclus": 0, "jours": None}
        lignes = lignes.with_columns(
            pl.lit(valeur, dtype=pl.Int64).alias(nom) for nom, valeur in absentes.items() if nom not in lignes.columns
        ).with_columns(ensemble=pl.lit("ensemble"))
        entrants = lignes.with_columns(jours=pl.lit(_SANS_JOUR, dtype=pl.Int64))
        tables = [entrants if self.mesure.forme == _PONDEREE else entrants.drop(_POIDS, strict=False)]
        if self.mesure.suivi:
            finis = lignes.filter(pl.col("jours") <= self.mesure.suivi, pl.col("den") == 1)
            tables.append(finis.with_columns(num=pl.lit(1, dtype=pl.Int64), den=pl.lit(0, dtype=pl.Int64)))
        for table in tables:
            for dimension in self.mesure.dimensions:
                self.morceaux.append(_sommer(_nommer(table, dimension).drop_nulls("modalite"), _ATOME))
            if self.mesure.commune:
                seules = table.with_columns(zone="zone_commune").drop_nulls("zone")
                self.morceaux.append(_sommer(_nommer(seules, "ensemble"), _ATOME))

    def compacter(self) -> None:
        """Keep everything added so far as one table."""
        if len(self.morceaux) > 1:
            self.morceaux = [_sommer(pl.concat(self.morceaux), _ATOME)]


def _nommer(table: pl.DataFrame, dimension: str) -> pl.DataFrame:
    """Rows with their modality: a crossing has those of its parts; of a list, one row for each that it holds."""
    modalite = pl.concat_str(dimension.split(CROISE), separator=CROISE)
    if table.schema.get(dimension) == pl.List:
        table, modalite = table.explode(dimension).drop_nulls(dimension), pl.col(dimension)
    # Texts as numbers: sums are by these keys, over every row
    return table.with_columns(dimension=pl.lit(dimension).cast(pl.Categorical), modalite=modalite.cast(pl.Categorical))


def _sommer(table: pl.DataFrame, cles: list[str]) -> pl.DataFrame:
    return table.group_by(cles).agg(pl.col(*_PARTS, *(nom for nom in _POIDS if nom in table.columns)).sum())


def cellules(nom: str, atomes: Atomes, zones: Zones, parametres: Parametres) -> pl.DataFrame:
    """Every cell of an indicator that is not empty, for the periods old enough."""
    mesure = atomes.mesure
    atomes.compacter()
    (sommes,) = atomes.morceaux
    lignes = pl.concat(
        _sommer(zones.monter(_dits(sommes, niveau), niveau), [*_CELLULE, "mois", "jours"])
        for niveau in NIVEAUX
        if not (mesure.sensible and niveau == INTERCOMMUNALITE)
    )
    noms = lignes.select(_CELLULE).unique().with_row_index("cellule")
    # whole numbers from here on: the windows overlap, each row is summed a dozen times
    lignes = lignes.join(noms, on=_CELLULE).drop(_CELLULE)
    tables = []
    types = ("mois", "trimestre", "annee", "glissant_12m")
    tues = {(periode, finit): _tues(noms, periode, finit) for periode in types for finit in (False, True)}
    for rang, dernier in enumerate(parametres.liste_mois):
        if not _mur(mesure, dernier, parametres):
            continue
        suivi = _suivi(mesure, dernier, parametres)
        for periode, debut in _fenetres(parametres.liste_mois[: rang + 1]):
            dedans = lignes.filter(pl.col("mois").is_between(dernier if mesure.stock else debut, dernier))
            dedans = dedans.filter(~pl.col("cellule").is_in(tues[periode, dernier.month % 3 == 0]))
            valeurs = _mesurer(_sommer(dedans, ["cellule", "jours"]), mesure, suivi)
            tables.append(valeurs.with_columns(periode_type=pl.lit(periode), periode_debut=pl.lit(debut)))
    if not tables:
        return pl.DataFrame(schema=COLONNES)
    table = pl.concat(tables).join(noms, on="cellule").with_columns(indicateur=pl.lit(nom))
    return table.select(pl.col(colonne).cast(type_) for colonne, type_ in COLONNES.items())


def _dits(atomes: pl.DataFrame, niveau: str) -> pl.DataFrame:
    """The rows that a level tells: of an intercommunality the whole only, crossings of few levels."""
    dimension = pl.col("dimension").cast(pl.String)
    if niveau == INTERCOMMUNALITE:
        return atomes.filter(dimension == "ensemble")
    if niveau in NIVEAUX_DES_CROISEMENTS:
        return atomes
    return atomes.filter(~dimension.str.contains(CROISE, literal=True))


def _tues(noms: pl.DataFrame, periode: str, finit_un_trimestre: bool) -> pl.Series:
    """The cells that are not told in a period of this type, which ends with a quarter or does not.

    Communes, EPCI and collectivités have 12 months only, the last for the whole and the RSA; the publics of a committee
    have the year and 12 months. Twelve months tell publics, and communes, when a quarter ends.
    """
    niveau, public = pl.col("territoire_niveau"), pl.col("dimension") != "ensemble"
    regle = niveau.is_in([INTERCOMMUNALITE, COLLECTIVITE, COMMUNE]) & (periode != "glissant_12m")
    regle |= (niveau == COLLECTIVITE) & public & ~pl.col("dimension").cast(pl.String).str.contains("rsa")
    regle |= (niveau == "local") & public & (periode in {"mois", "trimestre"})
    regle |= (public | (niveau == COMMUNE)) & (periode == "glissant_12m" and not finit_un_trimestre)
    return noms.filter(regle)["cellule"].implode()


def _fenetres(mois: list[date]) -> list[tuple[str, date]]:
    """The periods that end with the last of these months and have all their months among them, by their first one."""
    fin = mois[-1].month
    durees = {"mois": 1, "trimestre": 3 if fin % 3 == 0 else 0, "annee": 12 if fin == 12 else 0, "glissant_12m": 12}
    return [(periode, mois[-duree]) for periode, duree in durees.items() if 0 < duree <= len(mois)]


def _mesurer(sommes: pl.DataFrame, mesure: Mesure, suivi: int) -> pl.DataFrame:
    """Numerator, denominator, exclusions, median and sum of each cell; those that its form has not are null."""
    # of a rate, events may have come where nobody is left
    dites = pl.any_horizontal(pl.col(_PARTS) > 0)
    totaux = sommes.filter(pl.col("jours") == _SANS_JOUR, dites)
    rien = pl.lit(None, dtype=pl.Int64)
    ponderee = mesure.forme == _PONDEREE
    ajoutes = {
        "numerateur": pl.col("num") if mesure.forme == "part" else rien,
        "somme": pl.col("poids") if ponderee else pl.col("num") if mesure.forme == "moyenne" else rien,
        "somme_favorable": pl.col("num") if ponderee else rien,
        "somme_carres": pl.col("carres") if ponderee else rien,
    }
    valeurs = totaux.select("cellule", denominateur="den", exclus="exclus", **ajoutes)
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
    return _echeance(mesure, mois) <= parametres.dernier_jour


def _echeance(mesure: Mesure, mois: date) -> date:
    """When the last of the month has been followed: months after the last day (clipped), then days."""
    dernier = decale(mois, 1) - timedelta(days=1)
    plus_tard = decale(mois, mesure.mois_de_recul)
    jour = min(dernier.day, (decale(plus_tard, 1) - timedelta(days=1)).day)
    return plus_tard.replace(day=jour) + timedelta(days=mesure.jours_de_recul)


def _suivi(mesure: Mesure, mois: date, parametres: Parametres) -> int:
    """Days every member of the month's cohort has been followed, at most the longest delay; of a stock or a scale, all
    is known at once."""
    if mesure.stock or mesure.echelle:
        return mesure.suivi
    fin = decale(mois, 1) - timedelta(days=1)
    return min(mesure.suivi, (parametres.dernier_jour - fin).days)
