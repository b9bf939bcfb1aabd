"""By what each indicator is told: the modalities of a fact, one dimension at a time."""

import polars as pl

from tests.independant.calendrier import age, premier_du_mois
from tests.independant.faits import avec_qualites

P = ("ensemble", "sexe", "tranche_age")
P_PLUS = (*P, "rsa", "type_inscription")
PUBLICS = (*P_PLUS, "niveau_formation", "qpv", "public")
CROISES = (*PUBLICS, "sexe*tranche_age", "rsa*tranche_age")
OFFRE = ("ensemble", "type_contrat")
OFFRE_CADRE = (*OFFRE, "cadre")
OFFRE_FAMILLE, OFFRE_CADRE_FAMILLE = (*OFFRE, "famille_metier"), (*OFFRE_CADRE, "famille_metier")
OFFRE_TAILLE = (*OFFRE, "taille_etablissement")
ETABLISSEMENT = ("ensemble",)
SOLUTIONS = ("ensemble", "contrainte")
SANS_PERSONNE = [OFFRE, OFFRE_CADRE, OFFRE_FAMILLE, OFFRE_CADRE_FAMILLE, OFFRE_TAILLE, ETABLISSEMENT, SOLUTIONS]
"""What is told by nothing of a person, even where some are counted."""
DIMENSIONS = {
    "retour_emploi_3m": P_PLUS,
    "retour_emploi_6m": CROISES,
    "retour_emploi_12m": P,
    "emploi_durable_6m": PUBLICS,
    "emploi_durable_realise_6m": P,
    "retour_emploi_6m_hors_passerelle": P,
    "retour_emploi_mmo": P_PLUS,
    "retour_emploi_durable_mmo": P_PLUS,
    "retour_emploi_formation_6m": (*P, "type_formation", "financeur"),
    "maintien_emploi_6m": P,
    "part_cdi_reprise": P,
    "part_orientes_30j": PUBLICS,
    "part_orientes_30j_hors_reconduite": P,
    "delai_orientation_median": P_PLUS,
    "attente_orientation": P,
    "attente_orientation_30j": P,
    "entrees_formation": P_PLUS,
    "inscrits_stock": (*CROISES, "categorie", "anciennete", "rsa*operateur"),
    "entrees": CROISES,
    "sorties": (*P, "motif_sortie"),
    "radiations": P,
    "part_deld": P_PLUS,
    "couverture_rsa": P,
    "part_action_15j": P_PLUS,
    "delai_premiere_action_median": P,
    "delai_diagnostic_median": P,
    "delai_contrat_engagement_median": P,
    "part_contrat_engagement": P_PLUS,
    "activite_15h": P,
    "cordes_rappel": P,
    "taux_corde_rappel_due": P,
    "rendez_vous_honores": P,
    "immersions": P,
    "contraintes_detectees": P,
    "contraintes_levees": P,
    "reductions": P,
    "suspensions": P,
    "suppressions": P,
    "reprises": P,
    "taux_pourvoi": OFFRE_FAMILLE,
    "taux_pourvoi_30j": OFFRE_FAMILLE,
    "taux_pourvoi_60j": OFFRE,
    "taux_pourvoi_90j": OFFRE,
    "delai_pourvoi_median": OFFRE,
    "offres_deposees": OFFRE_CADRE,
    "postes_deposes": OFFRE_CADRE_FAMILLE,
    "postes_non_pourvus_30j": OFFRE_CADRE_FAMILLE,
    "acces_emploi_1m_rpe": P_PLUS,
    "acces_emploi_3m_rpe": P_PLUS,
    "acces_emploi_6m_rpe": P_PLUS,
    "acces_emploi_12m_rpe": P_PLUS,
    "acces_emploi_durable_6m_rpe": P_PLUS,
    "presence_emploi_6m_rpe": P_PLUS,
    "presence_emploi_durable_6m_rpe": P_PLUS,
    "delai_moyen_acces_rpe": P,
    "retour_emploi_acc1": P,
    "acces_emploi_6m_sortants_rpe": P,
    "abandon_formation": P,
    "part_public_prioritaire_formation": P,
    "diagnostics_couverture_rpe": P,
    "diagnostics_6m_rpe": P,
    "contraintes_rpe": P,
    "taux_pourvoi_rpe": OFFRE,
    "delai_pourvoi_rpe": OFFRE,
    "part_orientes_rsa_30j": P,
    "delai_orientation_rsa_median": P,
    "repartition_modalite": ("modalite",),
    "repartition_operateur": ("operateur",),
    "repartition_parcours": ("parcours",),
    "part_parcours_intensif": P,
    "radiations_pour_1000": P,
    "reductions_pour_1000": P,
    "suspensions_pour_1000": P,
    "suppressions_pour_1000": P,
    "anciennete_mediane": P,
    "reinscription_6m": P,
    "maintien_modalite_12m": P,
    "retour_emploi_immersion_6m": P,
    "reorientations": P,
    "satisfaction_personnes": P,
    "satisfaction_delta_rpe": P,
    "taux_reponse_personnes": P,
    "satisfaction_entreprises": ETABLISSEMENT,
    "taux_reponse_entreprises": ETABLISSEMENT,
    "quotite_moyenne_reprise": P,
    "salaire_median_reprise": P,
    "offres_diagnostiquees_30j": OFFRE_TAILLE,
    "abandon_faute_de_candidats": OFFRE_TAILLE,
    "taux_recours_rpe": ETABLISSEMENT,
    "taux_depot_recruteurs": ETABLISSEMENT,
    "entrants_formation_rpe": P,
    "part_preembauche": P,
    "sortants_formation_rpe": P,
    "delai_decision_entree_median": P,
    "manquements": P,
    "manquements_pour_1000": P,
    "controles": P,
    "part_controles_sanction": P,
    "retour_emploi_apres_sanction": P,
    "sortie_positive": P,
    "taux_orientation_rsa": P,
    "delai_referent_rsa_median": P,
    "part_convoques_15j_rsa": P,
    "part_parcours_emploi": P,
    "densite_solutions": SOLUTIONS,
}
REPARTITIONS = {
    "modalite": ["sans", "autonome", "guide", "renforce", "intensif", "social", "global", "handicap"],
    "operateur": ["sans", "FT", "FTTE", "CD", "DCD", "CAF", "ML", "CE", "IND"],
    "parcours": ["sans", "professionnel", "socio_professionnel", "social"],
}
"""Dimensions whose modalities share a whole: each is told over all of it."""
PRIORITAIRES = ["rsa", "boeth", "moins_26_bac2", "infra_bac", "55_plus"]
"""Publics that the official network serves first, in one."""
NIVEAUX = {
    **dict.fromkeys(["AFS", "CP4", "CFG", "C12", "C3A"], "infra_cap"),
    "NV5": "cap",
    "NV4": "bac",
    "NV3": "bac2",
    **dict.fromkeys(["NV2", "NV1"], "bac3_plus"),
}
CATEGORIES = ["A", "B", "C", "D", "E", "F", "G"]
MOTIFS_DE_SORTIE = {
    "01": "reprise_emploi",
    "02": "formation",
    "05": "retraite",
    "10": "radiation",
    "13": "non_actualisation",
}
TYPES_DE_FORMATION = ["POEC", "POEI", "AFC", "AIF", "AFPR", "CPF"]
FINANCEURS = {
    "2": "region",
    "4": "france_travail",
    "7": "agefiph",
    "10": "personne",
    **dict.fromkeys(["11", "12", "13"], "etat"),
    **dict.fromkeys(["16", "17", "18", "19", "20"], "opco"),
}
BORNES_D_AGE, TRANCHES = [26, 35, 40, 50, 55], ["-26", "26-34", "35-39", "40-49", "50-54", "55+"]


def qualifier(faits: pl.DataFrame, soumis: pl.DataFrame, fichiers: pl.DataFrame) -> pl.DataFrame:
    """Facts of persons, placed (departement), with a column per dimension; `public` is a list.

    `soumis`: persons subject to rights and duties, by month; `fichiers`: the files of households that came.
    """
    faits = avec_qualites(faits).with_columns(mois=premier_du_mois(pl.col("reference")))
    faits = faits.join(
        soumis.select("mois", "personne_id", est_soumis=True), on=["mois", "personne_id"], how="left"
    ).join(fichiers.with_columns(fichier_venu=True), on=["mois", "departement"], how="left")
    annees = age(pl.col("naissance_mois"), pl.col("reference"))
    faits = faits.with_columns(
        ensemble=pl.lit("ensemble"),
        sexe=pl.col("sexe").replace_strict({"1": "H", "2": "F"}, default=None),
        age=annees,
        tranche_age=_tranche(annees),
        rsa=pl.when("est_soumis")
        .then(pl.lit("soumis"))
        .when("fichier_venu")
        .then(pl.lit("non_soumis"))
        .otherwise(pl.lit("inconnu")),
        niveau_formation=pl.col("niveau_formation").replace_strict(NIVEAUX, default="inconnu"),
        qpv=pl.col("qpv").replace_strict({"O": "en_qpv", "N": "hors_qpv"}, default="inconnu"),
        **_qualites(),
    )
    return faits.with_columns(
        (pl.col(a) + "*" + pl.col(b)).alias(f"{a}*{b}")
        for a, b in (("sexe", "tranche_age"), ("rsa", "tranche_age"), ("rsa", "operateur"))
    ).with_columns(public=_publics())


def _qualites() -> dict[str, pl.Expr]:
    """The modalities of a category, of why a registration ended, of what a training is and who pays it first."""
    dispositif, financeurs = pl.col("dispositif"), pl.col("financeurs")
    premier = financeurs.str.split(";").list.first()
    return {
        "categorie": pl.when(pl.col("categorie").is_in(CATEGORIES)).then("categorie").otherwise(pl.lit("inconnu")),
        "motif_sortie": pl.col("motif_fin").replace_strict(MOTIFS_DE_SORTIE, default="autre"),
        "type_formation": pl.when(dispositif.is_in(TYPES_DE_FORMATION))
        .then(dispositif.str.to_lowercase())
        .otherwise(pl.lit("autre")),
        "financeur": pl.when(premier.is_null())
        .then(pl.lit("inconnu"))
        .otherwise(premier.replace_strict(FINANCEURS, default="autre")),
    }


def _tranche(annees: pl.Expr) -> pl.Expr:
    """The band of an age, the bounds that it reaches; none of an age nobody knows."""
    reste = pl.when(annees.is_not_null()).then(pl.lit(TRANCHES[0]))
    for borne, tranche in zip(BORNES_D_AGE, TRANCHES[1:], strict=True):
        reste = pl.when(annees >= borne).then(pl.lit(tranche)).otherwise(reste)
    return reste


def _publics() -> pl.Expr:
    niveau, non_obtenu = pl.col("niveau_formation"), pl.col("diplome_obtenu").eq_missing(pl.lit(False))
    sans_cap, cap, bac, bac2 = (niveau == n for n in ("infra_cap", "cap", "bac", "bac2"))
    membres = {
        "rsa": pl.col("rsa") == "soumis",
        "boeth": pl.col("boeth").fill_null(False),
        "qpv": pl.col("qpv") == "en_qpv",
        "moins_26": pl.col("age") < 26,
        "moins_26_bac2": (pl.col("age") < 26) & (sans_cap | cap | bac | (bac2 & non_obtenu)),
        "infra_bac": sans_cap | cap | (bac & non_obtenu),
        "50_plus": pl.col("age") >= 50,
        "55_plus": pl.col("age") >= 55,
    }
    membres["prioritaire_rpe"] = pl.any_horizontal(membres[nom].fill_null(False) for nom in PRIORITAIRES)
    return pl.concat_list(
        pl.when(est.fill_null(False)).then(pl.lit(nom)) for nom, est in membres.items()
    ).list.drop_nulls()
