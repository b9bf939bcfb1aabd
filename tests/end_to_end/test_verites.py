"""The pipeline recovers what was planted: every headline indicator, level, dimension and period, difference 0."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

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
SOMMES = ["somme", "somme_favorable", "somme_carres"]
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
EFFECTIFS = {"entrees", "inscrits_stock", "sorties"}
PAR_COMMUNE = {
    *("retour_emploi_6m", "emploi_durable_6m", "maintien_emploi_6m", "part_orientes_30j", "delai_orientation_median"),
    *("entrees", "inscrits_stock", "entrees_formation", "taux_pourvoi_30j", "delai_pourvoi_median"),
}
CROISEMENTS = {
    **dict.fromkeys(("retour_emploi_6m", "entrees"), ("sexe*tranche_age", "rsa*tranche_age")),
    "inscrits_stock": ("sexe*tranche_age", "rsa*tranche_age", "rsa*operateur"),
}


AXES = ("territoire_niveau", "periode_type", "dimension")


@dataclass(frozen=True)
class Comparaison:
    """Of one indicator, kept small: the cells that differ, by what; how many say each measure; AXES that somebody was
    planted in; and how many cells of communes."""

    faux: dict[str, pl.DataFrame]
    dites: dict[str, int]
    axes: set[tuple[str, str, str]]
    communes: int


@pytest.fixture(scope="module")
def comparaisons(france) -> dict[str, Comparaison]:
    verites = france.roots.verites / "verites.parquet"
    noms = pl.scan_parquet(france.roots.cellules).select(pl.col("indicateur").unique().sort()).collect()
    return {nom: _comparer(france.roots.cellules, verites, nom) for nom in noms.to_series()}


def _comparer(cellules: Path, verites: Path, indicateur: str) -> Comparaison:
    """Exact cells that have a status, beside the planted truth of the same cell (0 where nothing was planted)."""
    plantees = pl.scan_parquet(verites).filter(indicateur=indicateur).collect()
    observees = pl.scan_parquet(cellules).filter(pl.col("statut") != "absent", indicateur=indicateur)
    # what was planted and nothing else: the distributions of delays alone would take gigabytes
    dites = observees.select(plantees.columns).collect()
    compare = dites.join(plantees, on=CLE, how="left", suffix="_plante").with_columns(
        pl.col(*(f"{nom}_plante" for nom in (*PARTS, *SOMMES))).fill_null(0)
    )
    plante = pl.col("mediane_plante")
    if indicateur == "anciennete_mediane":
        # what a stock has lasted is kept on the grid it is published on: to the day up to 30, then by 5
        plante = pl.when(plante > 30).then((plante + 2) // 5 * 5).otherwise(plante)
    differe = {nom: pl.col(nom).fill_null(0) != pl.col(f"{nom}_plante") for nom in (*PARTS, "somme", "somme_favorable")}
    # sums of squares are kept in floating point: to a millionth of themselves
    carres = pl.col("somme_carres").fill_null(0)
    differe["somme_carres"] = (carres - pl.col("somme_carres_plante")).abs() > 1e-6 * carres
    differe["mediane"] = (pl.col("denominateur") > 0) & ~pl.col("mediane").eq_missing(plante)
    plantes = compare.filter(pl.col("denominateur_plante") > 0)
    return Comparaison(
        faux={nom: compare.filter(faux).select(*CLE, nom, f"{nom}_plante").head(20) for nom, faux in differe.items()},
        dites=compare.select((pl.col(nom) != 0).sum() for nom in differe).row(0, named=True),
        axes=set(plantes.select(AXES).unique().rows()),
        communes=plantes.filter(territoire_niveau="commune").height,
    )


@pytest.mark.parametrize("mesure", [*PARTS, *SOMMES, "mediane"])
def test_every_exact_measure_equals_the_planted_one(comparaisons, mesure):
    faux = pl.concat(c.faux[mesure] for c in comparaisons.values())
    assert faux.is_empty(), faux.head(20)


def test_measures_of_every_form_are_compared(comparaisons):
    """Guard against a comparison of nothing."""
    for nom in ("delai_moyen_acces_rpe", "delai_pourvoi_rpe", "quotite_moyenne_reprise"):
        assert comparaisons[nom].dites["somme"] > 1_000, nom
    ponderes = [c for nom, c in comparaisons.items() if nom.startswith("satisfaction_")]
    assert all(sum(c.dites[somme] for c in ponderes) > 1_000 for somme in SOMMES)
    assert sum(c.dites["mediane"] for nom, c in comparaisons.items() if "_median" in nom) > 1_000


def test_the_comparison_covers_every_indicator_level_and_period(comparaisons):
    """Each indicator has non-zero planted cells wherever it is announced."""
    vus = {nom: comparaison.axes for nom, comparaison in comparaisons.items() if comparaison.axes}
    assert len(vus) == 105
    for nom, axes_vus in vus.items():
        niveaux, periodes, dimensions = (set(valeurs) for valeurs in zip(*axes_vus, strict=True))
        fins = set() if nom in SENSIBLES or nom in REPARTITIONS else {"epci"}
        entiers = set() if nom in REPARTITIONS else {"collectivite_rsa"}
        communes = {"commune"} if nom in PAR_COMMUNE else set()
        assert niveaux == {"national", "region", "departement", "local"} | entiers | fins | communes, nom
        assert periodes == {"mois", "trimestre", "annee", "glissant_12m"}, nom
        assert (
            dimensions == {REPARTITIONS[nom]} if nom in REPARTITIONS else (len(dimensions) >= 2 or nom in ENSEMBLE_SEUL)
        ), nom
        assert {vu[1:] for vu in axes_vus if vu[0] in {"epci", "commune"}} <= {("glissant_12m", "ensemble")}
        assert comparaisons[nom].communes >= 1_000 * len(communes), nom
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


def test_no_cell_of_a_commune_is_of_twelve_months_that_end_within_a_quarter(france):
    for chemin in (france.roots.cellules, france.roots.verites / "verites.parquet"):
        debuts = pl.scan_parquet(chemin).filter(territoire_niveau="commune").select("periode_debut").unique().collect()
        assert set(debuts["periode_debut"].dt.month()) == {1, 4, 7, 10}


@pytest.mark.parametrize(
    ("fichier", "des_communes", "attendus"),
    # of few communes are there people enough for a share
    [("indicateurs.parquet", False, 1_000), ("indicateurs_communes.parquet", True, 100)],
)
def test_published_counts_are_multiples_of_five_within_four_of_the_exact_ones(france, fichier, des_communes, attendus):
    publies = pl.scan_parquet(france.roots.public / "latest" / fichier)
    exactes = pl.scan_parquet(france.roots.cellules).select(*CLE, *PARTS)
    exactes = exactes.filter((pl.col("territoire_niveau") == "commune") == des_communes)
    assert publies.select(pl.len()).collect().item() == exactes.select(pl.len()).collect().item()
    dits = Counter()
    for indicateur in publies.select(pl.col("indicateur").unique()).collect().to_series():
        publie = publies.filter(indicateur=indicateur).collect()
        exact = exactes.filter(indicateur=indicateur).collect()
        cote_a_cote = publie.join(exact, on=CLE, how="inner", suffix="_exact")
        assert cote_a_cote.height == publie.height == exact.height
        if indicateur in EFFECTIFS:
            cote_a_cote = cote_a_cote.with_columns(denominateur=pl.col("valeur").cast(pl.Int64))
        for part in PARTS:
            dit = cote_a_cote.filter(pl.col(part).is_not_null())
            dits[indicateur in EFFECTIFS, part] += dit.height
            assert (dit[part] % 5 == 0).all()
            assert ((dit[part] - dit[f"{part}_exact"]).abs() <= 4).all()
    assert dits[True, "denominateur"] > attendus
    assert all(dits[False, part] > attendus for part in PARTS)


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
