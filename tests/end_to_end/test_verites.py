"""The pipeline recovers what was planted: every headline indicator, level, dimension and period, difference 0."""

import polars as pl
import pytest

from pipelines.landing import lister_registre

CLE = [
    "indicateur",
    "periode_type",
    "periode_debut",
    "territoire_niveau",
    "territoire_code",
    "dimension",
    "modalite",
]
PARTS = ["numerateur", "denominateur", "exclus"]
SENSIBLES = {
    *("couverture_rsa", "activite_15h", "contraintes_detectees", "contraintes_levees"),
    *("radiations", "reductions", "suspensions", "suppressions", "reprises"),
    *("radiations_pour_1000", "reductions_pour_1000", "suspensions_pour_1000", "suppressions_pour_1000"),
    *("part_orientes_rsa_30j", "delai_orientation_rsa_median"),
    *("manquements", "manquements_pour_1000", "retour_emploi_apres_sanction"),
    *("taux_orientation_rsa", "delai_referent_rsa_median", "part_convoques_15j_rsa"),
    *("diagnostics_couverture_rpe", "diagnostics_6m_rpe", "contraintes_rpe", "densite_solutions"),
}
REPARTITIONS = {
    "repartition_modalite": "modalite",
    "repartition_operateur": "operateur",
    "repartition_parcours": "parcours",
}
ENSEMBLE_SEUL = {
    *("satisfaction_entreprises", "taux_reponse_entreprises"),
    *("taux_recours_rpe", "taux_depot_recruteurs"),
}
CROISEMENTS = {
    **dict.fromkeys(("retour_emploi_6m", "entrees"), ("sexe*tranche_age", "rsa*tranche_age")),
    "inscrits_stock": ("sexe*tranche_age", "rsa*tranche_age", "rsa*operateur"),
}


@pytest.fixture(scope="module")
def compare(france) -> pl.DataFrame:
    """Exact cells that have a status, beside the planted truth of the same cell (0 where nothing was planted)."""
    verites = pl.read_parquet(france.roots.verites / "verites.parquet")
    # what was planted and nothing else: the distributions of delays alone would take gigabytes
    observees = pl.scan_parquet(france.roots.cellules).filter(pl.col("statut") != "absent")
    cellules = observees.select(verites.columns).collect()
    return cellules.join(verites, on=CLE, how="left", suffix="_plante").with_columns(
        pl.col(f"{part}_plante").fill_null(0) for part in PARTS
    )


def test_every_exact_part_equals_the_planted_one(compare):
    for part in PARTS:
        faux = compare.filter(pl.col(part).fill_null(0) != pl.col(f"{part}_plante"))
        assert faux.is_empty(), f"{part}\n{faux.select(*CLE, part, f'{part}_plante').head(20)}"


def test_every_median_equals_the_planted_one(compare):
    """What a stock has lasted is kept on the grid it is published on: to the day up to 30, then by 5."""
    medianes = compare.filter(pl.col("indicateur").str.contains("_median") & (pl.col("denominateur") > 0))
    plante = pl.col("mediane_plante")
    du_stock = (pl.col("indicateur") == "anciennete_mediane") & (plante > 30)
    medianes = medianes.with_columns(mediane_plante=pl.when(du_stock).then((plante + 2) // 5 * 5).otherwise(plante))
    faux = medianes.filter(~pl.col("mediane").eq_missing(pl.col("mediane_plante")))
    assert faux.is_empty(), faux.select(*CLE, "mediane", "mediane_plante").head(20)
    assert medianes["mediane"].is_not_null().sum() > 1_000


def test_every_sum_of_a_mean_equals_the_planted_one(compare):
    moyennes = compare.filter(
        pl.col("indicateur").is_in(["delai_moyen_acces_rpe", "delai_pourvoi_rpe", "quotite_moyenne_reprise"])
    )
    faux = moyennes.filter(pl.col("somme").fill_null(0) != pl.col("somme_plante").fill_null(0))
    assert faux.is_empty(), faux.select(*CLE, "somme", "somme_plante").head(20)
    assert (moyennes["somme"] > 0).sum() > 1_000


def test_every_sum_of_weights_equals_the_planted_one(compare):
    """Sums of squares are kept in floating point: to a millionth of themselves."""
    avis = compare.filter(pl.col("indicateur").str.starts_with("satisfaction_")).with_columns(
        pl.col("somme_plante", "somme_favorable_plante", "somme_carres_plante").fill_null(0)
    )
    carres = (pl.col("somme_carres") - pl.col("somme_carres_plante")).abs() > 1e-6 * pl.col("somme_carres")
    differe = (pl.col("somme") != pl.col("somme_plante")) | carres
    faux = avis.filter(differe | (pl.col("somme_favorable") != pl.col("somme_favorable_plante")))
    assert faux.is_empty(), faux.select(*CLE, "somme", "somme_plante").head(20)
    assert (avis["somme"] > 0).sum() > 1_000


def test_the_comparison_covers_every_indicator_level_and_period(compare):
    """Guard against a comparison of nothing: each indicator has non-zero planted cells wherever it is announced."""
    pleins = compare.filter(pl.col("denominateur_plante") > 0)
    axes = ("territoire_niveau", "periode_type", "dimension")
    vus = {nom: set(lignes.select(axes).unique().rows()) for (nom,), lignes in pleins.group_by("indicateur")}
    assert len(vus) == 105
    for nom, axes_vus in vus.items():
        niveaux, periodes, dimensions = (set(valeurs) for valeurs in zip(*axes_vus, strict=True))
        fins = set() if nom in SENSIBLES or nom in REPARTITIONS else {"epci"}
        entiers = set() if nom in REPARTITIONS else {"collectivite_rsa"}
        assert niveaux == {"national", "region", "departement", "local"} | entiers | fins, nom
        assert periodes == {"mois", "trimestre", "annee", "glissant_12m"}, nom
        assert (
            dimensions == {REPARTITIONS[nom]} if nom in REPARTITIONS else (len(dimensions) >= 2 or nom in ENSEMBLE_SEUL)
        ), nom
        assert {vu[1:] for vu in axes_vus if vu[0] == "epci"} <= {("glissant_12m", "ensemble")}
        assert {vu[1] for vu in axes_vus if vu[0] == "collectivite_rsa"} <= {"glissant_12m"}
        publics_locaux = {vu[1] for vu in axes_vus if vu[0] == "local" and vu[2] != "ensemble"}
        assert publics_locaux == (set() if nom in ENSEMBLE_SEUL else {"annee", "glissant_12m"}), nom
    for nom in ("retour_emploi_6m", "emploi_durable_6m", "part_orientes_30j", "entrees", "inscrits_stock"):
        assert {"niveau_formation", "qpv", "public"} <= {dimension for _, _, dimension in vus[nom]}, nom
    for nom, croisements in CROISEMENTS.items():
        croisees = {(niveau, dimension) for niveau, _, dimension in vus[nom] if "*" in dimension}
        niveaux = ("national", "region", "departement")
        du_rsa = {("collectivite_rsa", dimension) for dimension in croisements if "rsa" in dimension}
        assert croisees == {(niveau, dimension) for niveau in niveaux for dimension in croisements} | du_rsa, nom


def test_no_planted_cell_is_missing(france):
    """A planted cell either has a row with a value or a row that says why not."""
    cellules = pl.read_parquet(france.roots.cellules, columns=CLE)
    verites = pl.read_parquet(france.roots.verites / "verites.parquet", columns=CLE)
    assert verites.join(cellules, on=CLE, how="anti").is_empty()


def test_published_counts_are_multiples_of_five_within_four_of_the_exact_ones(france):
    exact = pl.read_parquet(france.roots.cellules, columns=[*CLE, *PARTS])
    publie = pl.read_parquet(france.roots.public / "latest" / "indicateurs.parquet")
    assert publie.height == exact.height
    cote_a_cote = publie.join(exact, on=CLE, how="inner", suffix="_exact")
    assert cote_a_cote.height == publie.height
    for part in PARTS:
        dit = cote_a_cote.filter(pl.col(part).is_not_null())
        assert dit.height > 1_000
        assert (dit[part] % 5 == 0).all()
        assert ((dit[part] - dit[f"{part}_exact"]).abs() <= 4).all()
    effectifs = cote_a_cote.filter(pl.col("indicateur").is_in(["entrees", "inscrits_stock", "sorties"]))
    effectifs = effectifs.filter(pl.col("valeur").is_not_null())
    assert (effectifs["valeur"] % 5 == 0).all()
    assert ((effectifs["valeur"] - effectifs["denominateur_exact"]).abs() <= 4).all()


def test_the_quality_of_the_sources_is_published_from_the_ledger(france):
    """Units received and refused are those of the ledger, rounded; a NIR always leads to somebody; nothing is late."""
    qualite = pl.read_parquet(france.roots.public / "latest" / "qualite_sources.parquet")
    national = qualite.filter(pl.col("territoire_niveau") == "national", pl.col("modalite") == "ensemble")
    dits = {(ligne["source"], ligne["mesure"]): ligne for ligne in national.iter_rows(named=True)}
    registre = lister_registre(france.roots)
    recus = registre.group_by("source").agg(pl.col("unites_recues", "quarantaine").sum()).iter_rows()
    for source, recues, refusees in recus:
        refus = dits[source, "taux_quarantaine"]
        assert abs(refus["denominateur"] - recues) <= 4
        assert abs(refus["numerateur"] - refusees) <= 4
    assert {source for source, mesure in dits if mesure == "taux_appariement"} == {
        *("accompagnement", "agora", "contrat_engagement", "diagnostic", "dsn", "enquete", "formation", "inscription"),
        # acts are received, but the rate of sanctions is that of their first entity, the events of the RSA regime
        *("orientation", "rendez_vous", "rsa", "rsa_contact"),
    }
    orientations = dits["orientation", "taux_appariement"]
    assert 0.9 < orientations["numerateur"] / orientations["denominateur"] <= 1
