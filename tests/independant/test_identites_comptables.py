"""What must hold between exact figures, whoever computed them: sums, orders, the equation of the stock."""

from datetime import date, timedelta

import polars as pl
import pytest

from tests.independant import dimensions, inscriptions
from tests.independant.calendrier import age, ajouter_mois, fin_de_mois, plus_mois
from tests.independant.cellules import CLE, PAR_COMMUNE, PARTS
from tests.independant.dimensions import DIMENSIONS, REPARTITIONS
from tests.independant.mesures import Maison
from tests.independant.preuve import lire_maison
from tests.independant.services import CONTRAINTES, DENSITE
from tests.independant.taux import POUR_1000
from tests.independant.territoires import Territoires

PARTITIONS = [
    *("sexe", "tranche_age", "rsa", "type_inscription", "niveau_formation", "qpv", "type_contrat"),
    *("sexe*tranche_age", "rsa*tranche_age", "categorie", "motif_sortie", "type_formation", "financeur", "cadre"),
]
EN_PARTIE = [
    *("satisfaction_personnes", "satisfaction_delta_rpe", "taux_reponse_personnes"),
    *("offres_diagnostiquees_30j", "abandon_faute_de_candidats"),
]
"""Who is not registered the day she is asked has neither sex nor age; a post that is not salaried, no type."""
LIEU = [c for c in CLE if c != "indicateur"]


@pytest.fixture(scope="module")
def dites(france) -> pl.LazyFrame:
    """Exact cells that are not absent, read as they are needed: whole, they take gigabytes."""
    cellules = pl.scan_parquet(france.roots.cellules).filter(pl.col("statut") != "absent")
    return cellules.select(*CLE, pl.col(PARTS).fill_null(0), "mediane")


def _de(dites: pl.LazyFrame, indicateur: str) -> pl.DataFrame:
    return dites.filter(pl.col("indicateur") == indicateur).collect()


def test_the_modalities_of_a_partition_make_the_whole(dites):
    """Of each cell that tells them all: where a modality is absent (the RSA file is missing), the sum says nothing."""
    cle = [c for c in CLE if c not in {"dimension", "modalite"}]
    vues = set()
    for indicateur in DIMENSIONS:
        siennes = _de(dites, indicateur)
        sommes = siennes.filter(pl.col("dimension").is_in(PARTITIONS)).group_by(*cle, "dimension")
        sommes = sommes.agg(pl.col(PARTS).sum(), dits=pl.len())
        complets = sommes.filter(pl.col("dits") == pl.col("dits").max().over("dimension"))
        tout = siennes.filter(pl.col("dimension") == "ensemble").select(*cle, *PARTS)
        cote_a_cote = complets.join(tout, on=cle, suffix="_tout")
        vues |= set(cote_a_cote["dimension"])
        if indicateur in EN_PARTIE:
            # a balance may be less without the answers that lower it
            differe = [pl.col(part) > pl.col(f"{part}_tout") for part in PARTS if part != "somme_favorable"]
        else:
            differe = [pl.col(part) != pl.col(f"{part}_tout") for part in PARTS]
        faux = cote_a_cote.filter(pl.any_horizontal(differe))
        assert faux.is_empty(), faux.head(10)
    assert vues == set(PARTITIONS)


def test_a_numerator_is_within_its_denominator(dites):
    """But of a rate per 1,000, whose two sides are not of the same persons, or not of persons."""
    parts = dites.filter(~pl.col("indicateur").is_in([*POUR_1000, DENSITE]))
    faux = parts.filter((pl.col("numerateur") > pl.col("denominateur")) | (pl.col("numerateur") < 0)).collect()
    assert faux.is_empty(), faux.head(10)


@pytest.mark.parametrize("dimension", REPARTITIONS)
def test_the_parts_of_a_whole_make_the_whole(dites, dimension):
    """Every part is told, over one whole, and nobody is in two or in none."""
    cle = [c for c in CLE if c != "modalite"]
    touts = dites.filter(pl.col("dimension") == dimension).collect().group_by(cle)
    touts = touts.agg(
        pl.col("numerateur").sum(),
        pl.col("denominateur").first(),
        pl.col("denominateur").n_unique().alias("touts"),
        dits=pl.len(),
    )
    assert touts["denominateur"].sum() > 0
    assert set(touts["dits"]) == {len(REPARTITIONS[dimension])}
    assert touts.filter((pl.col("touts") > 1) | (pl.col("numerateur") != pl.col("denominateur"))).is_empty()


@pytest.mark.parametrize("indicateur", PAR_COMMUNE)
def test_the_communes_of_a_departement_are_within_it(dites, indicateur):
    """Who is in no known commune is in the département alone."""
    siennes = _de(dites, indicateur).filter(pl.col("dimension") == "ensemble", pl.col("periode_type") == "glissant_12m")
    communes = siennes.filter(pl.col("territoire_niveau") == "commune").join(
        Territoires().departement_de, left_on="territoire_code", right_on="actuelle"
    )
    sommes = communes.group_by("periode_debut", territoire_code="departement_de_la_commune").agg(pl.col(PARTS).sum())
    departements = siennes.filter(pl.col("territoire_niveau") == "departement")
    cote_a_cote = sommes.join(departements, on=["periode_debut", "territoire_code"], suffix="_tout")
    assert cote_a_cote["denominateur"].sum() > 0.9 * cote_a_cote["denominateur_tout"].sum() > 0
    assert cote_a_cote.filter(pl.any_horizontal(pl.col(part) > pl.col(f"{part}_tout") for part in PARTS)).is_empty()


@pytest.mark.parametrize(("taux", "compte"), POUR_1000.items())
def test_a_rate_counts_the_events_of_its_count(dites, taux, compte):
    cote_a_cote = _de(dites, taux).join(_de(dites, compte), on=LIEU, suffix="_compte")
    assert cote_a_cote["numerateur"].sum() > 0
    assert (cote_a_cote["numerateur"] == cote_a_cote["denominateur_compte"]).all()


def test_constraints_overlap_and_leave_nobody_out(dites):
    """Each is within the whole, of services as of persons; together they are at least the whole."""
    cle = [c for c in CLE if c not in {"dimension", "modalite"}]
    siennes = _de(dites, DENSITE)
    tout = siennes.filter(pl.col("dimension") == "ensemble").select(*cle, "numerateur", "denominateur")
    par_contrainte = siennes.filter(pl.col("dimension") == "contrainte").group_by(cle)
    par_contrainte = par_contrainte.agg(
        pl.len(),
        pl.col("numerateur", "denominateur").sum(),
        pl.col("numerateur", "denominateur").max().name.suffix("_plus_grand"),
    )
    cote_a_cote = par_contrainte.join(tout, on=cle, suffix="_tout")
    assert set(cote_a_cote["len"]) == {len(set(CONTRAINTES.values()))}
    for cote in ("numerateur", "denominateur"):
        assert cote_a_cote.filter(pl.col(f"{cote}_plus_grand") > pl.col(f"{cote}_tout")).is_empty()
        assert cote_a_cote.filter(pl.col(cote) < pl.col(f"{cote}_tout")).is_empty()
        assert cote_a_cote[cote].sum() > cote_a_cote[f"{cote}_tout"].sum() > 0


def test_a_mean_is_of_those_who_had_the_event(dites):
    """Of who worked in the six months, by a rank of 1 to 6; of posts filled, if a day of validation is known."""
    acces, delais = (
        _de(dites, moyenne).join(_de(dites, part), on=LIEU, suffix="_part")
        for moyenne, part in (
            ("delai_moyen_acces_rpe", "acces_emploi_6m_rpe"),
            ("delai_pourvoi_rpe", "taux_pourvoi_rpe"),
        )
    )
    assert acces["somme"].sum() > 0
    assert (acces["denominateur"] == acces["numerateur_part"]).all()
    assert acces.filter(~pl.col("somme").is_between(pl.col("denominateur"), 6 * pl.col("denominateur"))).is_empty()
    assert delais["somme"].sum() > 0
    assert (delais["denominateur"] <= delais["numerateur_part"]).all()
    assert delais.filter(~pl.col("somme").is_between(0, 180 * pl.col("denominateur"))).is_empty()


@pytest.mark.parametrize("public", ["personnes", "entreprises"])
def test_opinions_are_of_those_who_answered(dites, public):
    """Who answered, by her weight; as many answers of equal weights tell as much as they are, unequal ones less."""
    avis, envois = _de(dites, f"satisfaction_{public}"), _de(dites, f"taux_reponse_{public}")
    cote_a_cote = avis.join(envois, on=LIEU, suffix="_envois")
    assert cote_a_cote["denominateur"].sum() > 0
    assert (cote_a_cote["denominateur"] == cote_a_cote["numerateur_envois"]).all()
    assert (cote_a_cote["denominateur"] + cote_a_cote["exclus"] == cote_a_cote["denominateur_envois"]).all()
    assert avis.filter(~pl.col("somme_favorable").is_between(0, pl.col("somme"))).is_empty()
    carre = pl.col("somme").cast(pl.Float64) ** 2
    assert avis.filter(carre > pl.col("denominateur") * pl.col("somme_carres")).is_empty()


@pytest.mark.parametrize(
    ("moins", "plus"),
    [
        ("retour_emploi_3m", "retour_emploi_6m"),
        ("retour_emploi_6m", "retour_emploi_12m"),
        ("emploi_durable_6m", "emploi_durable_realise_6m"),
        ("emploi_durable_realise_6m", "retour_emploi_6m"),
        ("retour_emploi_6m_hors_passerelle", "retour_emploi_6m"),
        ("taux_pourvoi_30j", "taux_pourvoi_60j"),
        ("taux_pourvoi_60j", "taux_pourvoi_90j"),
        ("attente_orientation", "inscrits_stock"),
        ("attente_orientation_30j", "attente_orientation"),
        ("offres_deposees", "postes_deposes"),
        ("postes_non_pourvus_30j", "postes_deposes"),
        ("acces_emploi_1m_rpe", "acces_emploi_3m_rpe"),
        ("acces_emploi_3m_rpe", "acces_emploi_6m_rpe"),
        ("acces_emploi_6m_rpe", "acces_emploi_12m_rpe"),
        ("acces_emploi_durable_6m_rpe", "acces_emploi_6m_rpe"),
        ("presence_emploi_6m_rpe", "acces_emploi_6m_rpe"),
        ("presence_emploi_durable_6m_rpe", "presence_emploi_6m_rpe"),
        ("diagnostics_6m_rpe", "diagnostics_couverture_rpe"),
        ("contraintes_rpe", "diagnostics_couverture_rpe"),
        ("taux_pourvoi_rpe", "taux_pourvoi"),
        ("quotite_moyenne_reprise", "part_cdi_reprise"),
        ("salaire_median_reprise", "quotite_moyenne_reprise"),
        ("entrants_formation_rpe", "part_preembauche"),
        ("controles", "part_controles_sanction"),
    ],
)
def test_what_is_part_of_another_is_never_more(dites, moins, plus):
    """Of cells where both are observed: the same cohort, stock or offers."""
    petit, grand = _de(dites, moins), _de(dites, plus)
    cote_a_cote = petit.join(grand, on=LIEU, suffix="_plus")
    part = "numerateur" if petit["numerateur"].sum() else "denominateur"
    assert cote_a_cote[part].sum() > 0
    assert cote_a_cote.filter(pl.col(part) > pl.col(f"{part}_plus")).is_empty()


@pytest.mark.parametrize(
    ("mediane", "part", "jours"),
    [
        ("delai_orientation_median", "part_orientes_30j", 30),
        ("delai_orientation_rsa_median", "part_orientes_rsa_30j", 30),
        *(("delai_pourvoi_median", f"taux_pourvoi_{jours}j", jours) for jours in (30, 60, 90)),
    ],
)
def test_a_median_says_what_the_share_at_its_day_says(dites, mediane, part, jours):
    """Half have had the event within d days if and only if the median is d at most."""
    cote_a_cote = (
        _de(dites, mediane)
        .filter(pl.col("mediane").is_not_null())
        .join(_de(dites, part), on=LIEU, suffix="_part")
        # a median is followed longer: it may have to leave out a silent département that the share keeps
        .filter(pl.col("denominateur") > 0, pl.col("denominateur") == pl.col("denominateur_part"))
    )
    moitie = 2 * cote_a_cote["numerateur_part"] >= cote_a_cote["denominateur_part"]
    assert moitie.sum() > 0
    assert (moitie == (cote_a_cote["mediane"] <= jours)).all()


def test_every_month_end_clips():
    """Each day of a leap year and of another, any number of months: the same day of that month, or its last."""
    for premier in (date(2024, 1, 1), date(2025, 1, 1), date(1900, 1, 1), date(2000, 1, 1)):
        jours = [premier + timedelta(days=rang) for rang in range(366)]
        for mois in (1, 3, 6, 12):
            calcules = pl.DataFrame({"j": jours}).select(plus_mois(pl.col("j"), mois))["j"].to_list()
            for jour, calcule in zip(jours, calcules, strict=True):
                assert calcule == ajouter_mois(jour, mois)
                assert calcule.day == min(jour.day, fin_de_mois(calcule).day)
                assert (calcule.year * 12 + calcule.month) - (jour.year * 12 + jour.month) == mois
    assert ajouter_mois(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert ajouter_mois(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert ajouter_mois(date(2023, 8, 31), 6) == date(2024, 2, 29)
    assert ajouter_mois(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert fin_de_mois(date(1900, 2, 1)) == date(1900, 2, 28)
    assert fin_de_mois(date(2000, 2, 1)) == date(2000, 2, 29)


@pytest.fixture(scope="module")
def maison(france) -> Maison:
    return lire_maison(france.roots.interne)


@pytest.mark.parametrize("dimension", ["ensemble", "sexe", "tranche_age"])
def test_the_equation_of_the_stock_in_every_cell(dites, maison, dimension):
    """stock(m) = stock(m−1) + entries + stock taken over − exits − gaps open at the end of m + those open at the end of
    m−1 + arrivals − departures + changes into − out of the modality (indicators.md §3.19).

    Stock, entries and exits are the product's own, by month; the other terms are counted from persons. An exit is told
    where its spell began: who has moved since goes back there first.
    """
    lieux = Territoires()
    autres = _autres_flux(maison, lieux, dimension)
    autres = lieux.par_territoire(autres).group_by("territoire_niveau", "territoire_code", "modalite", "mois")
    autres = autres.agg(pl.col("solde").sum())
    mensuels = dites.filter(pl.col("periode_type") == "mois", pl.col("dimension") == dimension)
    cle = ["territoire_niveau", "territoire_code", "modalite"]
    stock, entrees, sorties = (
        _de(mensuels, nom).select(*cle, "periode_debut", pl.col("denominateur").alias(compte))
        for nom, compte in (("inscrits_stock", "n"), ("entrees", "entrees"), ("sorties", "sorties"))
    )
    avant = stock.with_columns(plus_mois(pl.col("periode_debut"), 1)).rename({"n": "avant"})
    compte = (
        stock.join(avant, on=[*cle, "periode_debut"])
        .join(entrees, on=[*cle, "periode_debut"])
        .join(sorties, on=[*cle, "periode_debut"])
        .join(autres, left_on=[*cle, "periode_debut"], right_on=[*cle, "mois"], how="left")
        .with_columns(pl.col("solde").fill_null(0))
    )
    assert compte.height > 500
    faux = compte.filter(pl.col("n") != pl.col("avant") + pl.col("entrees") - pl.col("sorties") + pl.col("solde"))
    assert faux.is_empty(), faux.head(10)


def _autres_flux(maison: Maison, lieux: Territoires, dimension: str) -> pl.DataFrame:
    """lieu, departement, modalite, mois, solde: stock taken over, gaps, moves and changes of modality, from the state
    of each person at both ends of each month and at her entry and exit.

    A person's state is her place and modality: of her period in force, of the last one in a gap.
    """
    vide = maison.soumis.head(0)

    def situer(lignes: pl.DataFrame, reference: str) -> pl.DataFrame:
        placees = lieux.placer(lignes.with_columns(reference=pl.col(reference)))
        return dimensions.qualifier(placees, vide, maison.fichiers_rsa).rename({dimension: "modalite"})

    etat = ["lieu", "departement", "modalite"]
    morceaux = []
    reprises = maison.spells.filter(pl.col("code_inscription") == inscriptions.REPRISE_DE_STOCK)
    morceaux.append(situer(reprises, "debut").select(*etat, "mois", solde=pl.lit(1)))
    # who is in a spell at a month's end: present, or in a gap (told by her last period)
    spells = maison.spells.select("personne_id", "spell", spell_fin="fin")
    suite = maison.periodes.sort("personne_id", "debut").join(spells, on=["personne_id", "spell"])
    jusqu = suite.with_columns(
        tient=pl.coalesce(pl.col("debut").shift(-1).over("personne_id", "spell"), pl.col("spell_fin"))
    )
    fins = maison.fins_de_mois
    dans = jusqu.join(fins, how="cross").filter(
        pl.col("debut") <= pl.col("jour"), pl.col("tient").is_null() | (pl.col("tient") > pl.col("jour"))
    )
    dans = situer(dans, "jour").with_columns(trou=pl.col("fin").is_not_null() & (pl.col("fin") <= pl.col("jour")))
    trous = dans.filter("trou")
    morceaux.append(trous.select(*etat, "mois", solde=pl.lit(-1)))
    morceaux.append(trous.select(*etat, plus_mois(pl.col("mois"), 1), solde=pl.lit(1)))
    # from one state to the other: at the last month's end, or the entry; at this one's, or the exit
    avant = dans.select("personne_id", "spell", *etat, mois=plus_mois(pl.col("mois"), 1))
    entrants = situer(maison.spells, "debut").select("personne_id", "spell", *etat, "mois")
    departs = pl.concat([avant, entrants])
    sortants = situer(maison.spells.filter(pl.col("fin").is_not_null()), "fin")
    arrivees = pl.concat([lignes.select("personne_id", "spell", *etat, "mois") for lignes in (dans, sortants)])
    morceaux.append(departs.select(*etat, "mois", solde=pl.lit(-1)))
    morceaux.append(arrivees.select(*etat, "mois", solde=pl.lit(1)))
    return pl.concat(morceaux).drop_nulls("modalite").group_by(*etat, "mois").agg(pl.col("solde").sum())


def test_an_age_ignores_the_day():
    ages = pl.DataFrame({"n": [date(1990, 6, 1)] * 2, "j": [date(2016, 5, 31), date(2016, 6, 1)]})
    assert ages.select(age(pl.col("n"), pl.col("j"))).to_series().to_list() == [25, 26]
