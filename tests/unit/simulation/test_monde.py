"""The simulated France: the same from the same seed, coherent, and as uneven as the real one."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from pipelines import territories
from pipelines.simulation import monde
from pipelines.simulation.monde import SCHEMAS, Bloc, Parametres, decale
from pipelines.simulation.monde.lieux import lieux
from pipelines.simulation.monde.silences import silences

PARAMETRES = Parametres(personnes=12_000, mois=30, dernier_mois=date(2026, 6, 1), graine=3)
FIN = date(2026, 6, 30)


@pytest.fixture(scope="module")
def blocs() -> list[Bloc]:
    return [monde.bloc(PARAMETRES, rang) for rang in range(monde.nombre_de_blocs(PARAMETRES))]


@pytest.fixture(scope="module")
def france(blocs) -> Bloc:
    return Bloc(**{nom: pl.concat(getattr(bloc, nom) for bloc in blocs) for nom in SCHEMAS})


@pytest.fixture(scope="module")
def registre(france) -> pl.DataFrame:
    """Registrations, with the days since the previous one of the person ended."""
    return france.inscription.sort("personne", "date").with_columns(
        trou=(pl.col("date") - pl.col("date_cessation").shift(1).over("personne")).dt.total_days(),
        suite=pl.int_range(pl.len()).over("personne") > 0,
    )


def test_blocks_hold_ten_thousand_persons_and_one_percent_of_others(blocs):
    assert [bloc.personne.height for bloc in blocs] == [10_100, 2_020]
    assert [bloc.personne["identifiantpe"].drop_nulls().len() for bloc in blocs] == [10_000, 2_000]
    assert [bloc.offre.height for bloc in blocs] == [5_000, 1_000]
    with pytest.raises(ValueError, match="Block 2 does not exist"):
        monde.bloc(PARAMETRES, 2)


def test_a_block_depends_on_its_seed_and_rank_alone(blocs):
    encore = monde.bloc(PARAMETRES, 1)
    autre = monde.bloc(Parametres(12_000, 30, date(2026, 6, 1), graine=4), 1)
    for nom in SCHEMAS:
        assert getattr(encore, nom).equals(getattr(blocs[1], nom)), nom
        assert not getattr(autre, nom).equals(getattr(blocs[1], nom)), nom


def test_frames_have_the_agreed_columns(france):
    assert {nom: dict(getattr(france, nom).schema) for nom in SCHEMAS} == SCHEMAS


def test_identities_are_unique_and_nobody_s(france):
    nir = france.personne["nir"]
    assert nir.is_unique().all()
    assert nir.str.contains(r"^[12][0-9]{2}(0[1-9]|1[0-2])99(0[0-9]{2})[0-9]{3}$").all()
    assert not nir.str.slice(7, 3).eq("000").any()
    numeros = france.personne["identifiantpe"].drop_nulls()
    assert numeros.is_unique().all()
    assert numeros.str.contains("^[0-9]{7}[A-Z0-9][0-9]{3}$").all()
    assert france.personne["nom"].str.len_chars().min() >= 6
    assert france.personne["adresse"].str.contains("^[0-9]+ rue de l'Invention [0-9]+$").all()


def test_far_persons_who_share_a_birth_place_and_order_are_born_apart():
    """Numbers 98,901 apart share country and order; blocks 0 and 9 or 10 hold such pairs."""
    nombreux = Parametres(110_000, 1, date(2026, 6, 1))
    nirs = pl.concat(monde.bloc(nombreux, rang).personne["nir"] for rang in (0, 9, 10))
    lieux = nirs.str.slice(7)
    assert lieux.n_unique() < len(nirs)
    assert nirs.is_unique().all()


def test_nothing_happens_after_the_last_day(france):
    evenements = {
        "inscription": ["date", "date_cessation"],
        "orientation": ["date_creation", "date_entree", "date_sortie", "date_decision"],
        "droit": ["mois", "date_demande"],
        "contrat": ["debut", "fin", "date_changement", "annulee"],
        "formation": ["entree", "abandon", "sortie"],
        "offre": ["depot", "validation", "cloture"],
        "poste": ["pourvoi"],
        "vie_poste": ["depot", "validation", "diagnostic", "sortie"],
        "controle": ["ouverture", "cloture"],
        "evenement_formation": ["date", "annonce"],
        "personne_interrogee": ["date_envoi", "date_reponse"],
        "entreprise_interrogee": ["date_envoi", "date_reponse"],
    }
    for nom, colonnes in evenements.items():
        for colonne in colonnes:
            serie = getattr(france, nom)[colonne]
            if serie.dtype == pl.Datetime("us", "UTC"):
                serie = serie.dt.convert_time_zone("Europe/Paris")
            assert serie.cast(pl.Date).max() <= FIN, (nom, colonne)


def test_registrations_follow_one_another(registre):
    assert registre.select("personne", "date").is_unique().all()
    assert (registre["date_cessation"] > registre["date"]).all()
    suites = registre.filter("suite")
    assert suites["trou"].null_count() == 0
    assert suites["trou"].min() >= 0
    assert set(range(17)) <= set(suites["trou"].unique())
    clos = registre.filter(pl.col("date_cessation").is_not_null())
    assert clos["date_cessation"].min() >= PARAMETRES.premier_mois
    assert (registre["ancienne"] == (registre["date"] < PARAMETRES.premier_mois)).all()


def test_most_entries_are_returns_to_the_register(registre):
    """85 % of entries, give or take 2 points, are re-registrations."""
    entrees = registre.filter(
        ~pl.col("ancienne"), pl.col("code") == "1", pl.col("trou").is_null() | (pl.col("trou") > 15)
    )
    premieres = (entrees["ndem"] == 1).fill_null(False) | (entrees["motif"] == "6")
    assert 0.83 <= 1 - premieres.mean() <= 0.87
    assert (entrees["ndem"].is_null() & (entrees["motif"] == "6")).any()
    assert ((entrees["ndem"] == 1) & (entrees["motif"] != "6")).any()


def test_two_journeys_sometimes_begin_in_one_month(registre):
    tetes = registre.filter(pl.col("trou").is_null() | (pl.col("trou") > 15))
    assert tetes.group_by("personne", pl.col("date").dt.truncate("1mo")).len()["len"].max() >= 2


def test_the_bulk_arrival_is_of_january_2025_and_of_persons_under_rsa(france, registre):
    reprises = registre.filter(pl.col("code") == "9")
    assert reprises.height > 100
    assert reprises["date"].dt.truncate("1mo").unique().to_list() == [date(2025, 1, 1)]
    soumis = france.droit.filter(pl.col("mois") == date(2025, 1, 1))
    assert reprises.join(soumis, on="personne", how="anti").is_empty()
    assert registre.filter(pl.col("date") == date(2025, 1, 1))["code"].eq("9").mean() > 0.5


def test_people_move_between_communes_and_departements(registre):
    demenagements = registre.filter(pl.col("motif_cessation").shift(1).over("personne") == "06")
    assert demenagements.height > 200
    passages = registre.with_columns(avant=pl.col("departement").shift(1).over("personne")).filter(
        pl.col("avant") != pl.col("departement")
    )
    assert passages.height > 50
    assert passages.filter((pl.col("departement") == "58") | (pl.col("avant") == "58")).is_empty()


def test_every_departement_and_committee_has_somebody(france):
    tables = territories.charger()
    assert france.inscription["departement"].n_unique() == 101
    locaux = tables.commune_territoire.filter(pl.col("territoire_niveau") == "local")
    vus = france.inscription.join(locaux, on="commune")["territoire_code"].n_unique()
    assert vus > 0.95 * locaux["territoire_code"].n_unique()
    anciennes = france.inscription.join(tables.communes, on="commune", how="anti").filter(
        pl.col("commune").is_not_null()
    )
    assert anciennes.height > 0
    assert anciennes.join(tables.passages, left_on="commune", right_on="ancienne", how="anti").is_empty()
    assert 0 < france.inscription["commune"].null_count() < 0.01 * france.inscription.height


def test_orientations_are_created_while_registered_where_registered(france):
    orientation = france.orientation
    assert orientation.select("personne", "date_creation").is_unique().all()
    situees = (
        orientation.with_columns(jour=pl.col("date_creation").dt.date())
        .join(france.inscription, on="personne", suffix="_inscription")
        .filter(
            pl.col("date") <= pl.col("jour"),
            pl.col("date_cessation").is_null() | (pl.col("date_cessation") > pl.col("jour")),
        )
    )
    assert situees.height == orientation.height
    assert (situees["departement"] == situees["departement_inscription"]).all()
    assert (orientation["date_decision"] >= orientation["date_creation"].dt.date()).all()
    assert (orientation["date_sortie"] >= orientation["date_entree"]).all()
    decidees = orientation.filter(pl.col("statut") == "DECIDE")
    assert decidees.select(pl.col("date_decision", "etat_decision").null_count()).row(0) == (0, 0)


def test_orientation_delays_are_as_uneven_as_reported(france):
    """From 19 days to 159 by département; measured on first decisions, they spread from under a month to months."""
    delais = (
        france.orientation.filter(pl.col("etat_decision") == "ACCEPTEE")
        .join(france.inscription, on="personne", suffix="_inscription")
        .filter(pl.col("date_decision") >= pl.col("date"), pl.col("date_creation").dt.date() >= pl.col("date"))
        .group_by("personne", "date_decision")
        .agg(pl.col("departement").first(), pl.col("date").max())
        .with_columns(jours=(pl.col("date_decision") - pl.col("date")).dt.total_days())
        .group_by("departement")
        .agg(pl.col("jours").median())
    )
    assert delais["jours"].quantile(0.05) < 30
    assert delais["jours"].quantile(0.95) > 110


def test_households_under_rsa(france):
    droit = france.droit
    assert droit.select("mois", "numdemrsa", "personne").is_unique().all()
    assert droit.select("mois", "departement", "personne").is_unique().all()
    assert 0.09 < droit["personne"].n_unique() / 12_000 < 0.15
    couples = droit.group_by("mois", "numdemrsa").agg(pl.col("personne").n_unique().alias("n"), pl.col("role"))
    assert couples["n"].unique().sort().to_list() == [1, 2]
    menages = droit.group_by("mois", "numdemrsa").agg(pl.col("departement", "etat_dossier", "commune").n_unique())
    assert menages.select(pl.col("departement", "etat_dossier", "commune").max()).row(0) == (1, 1, 1)
    assert set(droit["etat_dossier"].unique()) >= {"2", "3", "4", "5"}
    inscrits = france.personne.filter(pl.col("identifiantpe").is_not_null())
    assert not droit.join(inscrits, on="personne", how="anti").is_empty()


def test_contracts_can_all_be_declared(france):
    contrat = france.contrat
    assert contrat.select("personne", "siren", "nic", "numero", "debut").is_unique().all()
    assert (contrat["fin"] >= contrat["debut"]).all()
    assert (contrat["fin"].fill_null(FIN) >= PARAMETRES.premier_mois).all()
    assert contrat.filter(pl.col("fin").is_not_null() & pl.col("motif_fin").is_null()).is_empty()
    sans_terme = contrat.filter(pl.col("fin").is_null() & pl.col("fin_prevue").is_null())["nature"].unique()
    assert set(sans_terme) <= {"01", "07", "08", "09", "50", "80", "82"}
    # a fixed term still open at the end of the world ends later, but for those whose end is never told
    tues = contrat.filter(pl.col("fin").is_null(), pl.col("fin_prevue") <= FIN)
    assert 30 < tues.height < 0.005 * contrat.height
    assert tues["fin_prevue"].min() >= PARAMETRES.premier_mois
    annulees = contrat.filter(pl.col("annulee").is_not_null())
    suite = pl.col("fin").fill_null(FIN).dt.truncate("1mo")
    assert annulees.height > 20
    assert annulees.select((pl.col("annulee").dt.truncate("1mo") < suite).all()).item()
    assert 2 < contrat.height / 12_000 < 3.5


def test_establishment_numbers_have_their_check_figures_and_are_not_allotted(france):
    siret = (france.contrat["siren"] + france.contrat["nic"]).unique().to_list()[:500]

    def luhn(numero: str) -> int:
        doubles = [int(chiffre) * (2 if rang % 2 else 1) for rang, chiffre in enumerate(reversed(numero))]
        return sum(valeur // 10 + valeur % 10 for valeur in doubles) % 10

    assert {luhn(numero) for numero in siret} == {0}
    assert {luhn(numero[:9]) for numero in siret} == {0}
    assert {numero[:3] for numero in siret} == {"000"}


def test_transfers_name_a_contract_that_ended_by_transfer(france):
    contrat = france.contrat
    nouveaux = contrat.filter(pl.col("ancien_siret").is_not_null())
    anciens = contrat.select(
        "personne", "numero", "debut", "fin", "motif_fin", "siren", ancien_siret=pl.col("siren") + pl.col("nic")
    )
    lies = nouveaux.join(
        anciens,
        left_on=["personne", "ancien_siret", "ancien_numero", "ancien_debut"],
        right_on=["personne", "ancien_siret", "numero", "debut"],
        suffix="_ancien",
    )
    assert lies.height == nouveaux.height > 50
    assert (lies["motif_fin_ancien"] == "998").all()
    assert (lies["fin_ancien"] + timedelta(days=1) == lies["debut"]).all()
    assert (lies["siren"] != lies["siren_ancien"]).all()


def test_traps_of_employment_are_planted(france, registre):
    contrat = france.contrat
    un_mois = pl.col("debut").dt.offset_by("1mo").dt.offset_by("-1d")
    assert contrat.filter(pl.col("nature") == "02", pl.col("fin") == un_mois).height > 20
    assert contrat.filter(pl.col("nature") == "02", pl.col("fin") == un_mois.dt.offset_by("-1d")).height > 20
    for trait, valeurs in {
        "nature": ["29", "70", "89", "03", "10"],
        "dispositif": ["92", "93", "41", "64"],
        "motif_fin": ["066", "038", "039", "998"],
    }.items():
        assert set(valeurs) <= set(contrat[trait].drop_nulls())
    entrees = registre.filter(pl.col("code") == "1", ~pl.col("ancienne")).join(contrat, on="personne")
    for mois, jours in ((0, 0), (3, 0), (3, 1), (6, 0), (6, 1)):
        bord = pl.col("date").dt.offset_by(f"{mois}mo").dt.offset_by(f"{jours}d")
        assert entrees.filter(pl.col("debut") == bord).height > 10, (mois, jours)
    assert entrees.filter(pl.col("debut") < pl.col("date"), pl.col("fin").is_null()).height > 50
    missions = contrat.filter(pl.col("nature") == "03").sort("personne", "siren", "debut")
    ecart = (pl.col("debut") - pl.col("fin").shift(1).over("personne", "siren")).dt.total_days()
    assert {1, 7, 8} <= set(missions.select(ecart.drop_nulls()).to_series())


def test_edges_of_lasting_jobs_are_planted(france, registre):
    """Six calendar months to the day, as planned or as lasted; 31 and 32 days from a job to the next."""
    contrat = france.contrat.filter(pl.col("nature") == "02")
    six_mois = pl.col("debut").dt.offset_by("6mo").dt.offset_by("-1d")
    for ecart in ("-1d", "0d", "1d"):
        bord = six_mois.dt.offset_by(ecart)
        assert contrat.filter(pl.col("fin_prevue") == bord).height > 10, ecart
        assert contrat.filter(pl.col("fin_prevue") < bord, pl.col("fin") == bord).height > 10, ecart
    autres = france.contrat.select("personne", suite="debut", suite_siren="siren", suite_nature="nature")
    couples = france.contrat.join(autres, on="personne").with_columns(
        ecart=(pl.col("suite") - pl.col("fin")).dt.total_days(), meme=pl.col("siren") == pl.col("suite_siren")
    )
    for ecart in (31, 32):
        assert couples.filter(~pl.col("meme"), pl.col("ecart") == ecart).height > 20, ecart
    devenus = couples.filter("meme", pl.col("nature") == "02", pl.col("suite_nature") == "01")
    assert {1, 7, 8} <= set(devenus["ecart"].drop_nulls())
    assert {"21", "41", "42", "71", "94"} <= set(france.contrat["dispositif"])
    aides = couples.filter("meme", pl.col("dispositif").is_in(["21", "41", "42", "71", "94"]))
    assert aides.filter(pl.col("ecart").is_between(1, 7)).height > 20


def test_jobs_begin_on_the_edges_of_the_months_after_a_training(france):
    fins = france.formation.select("personne", jour=pl.coalesce("abandon", "sortie")).drop_nulls()
    emplois = fins.join(france.contrat.select("personne", "debut"), on="personne")
    for mois, jours in ((0, -1), (0, 0), (6, 0), (6, 1)):
        bord = pl.col("jour").dt.offset_by(f"{mois}mo").dt.offset_by(f"{jours}d")
        assert emplois.filter(pl.col("debut") == bord).height > 5, (mois, jours)


def test_the_register_says_more_than_it_must(france):
    """Levels, diplomas and disability change from one registration to the next, or are not said; F and G are new."""
    for nom in ("niveau_formation", "diplome", "boeth", "qpv"):
        assert 0.02 < france.inscription[nom].null_count() / france.inscription.height < 0.06, nom
        assert france.inscription.group_by("personne").agg(pl.col(nom).drop_nulls().n_unique())[nom].max() > 1, nom
    anciennes = france.inscription.filter(pl.col("date") < date(2025, 1, 1))["categorie"].unique().sort().to_list()
    assert anciennes == list("ABCDE")
    assert france.inscription["categorie"].unique().sort().to_list() == list("ABCDEFG")


def test_some_are_struck_off_twice_in_a_month(france):
    radiees = france.inscription.filter(pl.col("motif_cessation") == "10")
    mois = radiees.group_by("personne", pl.col("date_cessation").dt.truncate("1mo")).len()
    assert mois.filter(pl.col("len") > 1).height > 5


def test_codes_are_written_even_when_the_first_is_unknown():
    """Of eight draws of three communes, one half of them unknown, some begin with an unknown one."""
    communes = np.zeros(3, dtype=np.int64)
    tires = [lieux().codes(np.random.default_rng(graine), communes, 0.5) for graine in range(8)]
    assert {codes.dtype for codes in tires} == {pl.String()}
    assert [codes for codes in tires if codes[0] is None and codes.null_count() < 3]


def test_life_stops_at_death(france):
    deces = france.contrat.filter(pl.col("motif_fin") == "066").group_by("personne").agg(mort=pl.col("fin").max())
    assert deces.height > 20
    for nom, colonne in (
        ("contrat", "debut"), ("inscription", "date"), ("orientation", "date_decision"), ("formation", "entree"),
    ):  # fmt: skip
        apres = getattr(france, nom).join(deces, on="personne").filter(pl.col(colonne) > pl.col("mort"))
        assert apres.is_empty(), nom


def test_trainings_are_sometimes_entered_out_of_the_register(france):
    formation = france.formation.filter(pl.col("entree").is_not_null())
    assert france.formation.select("personne", "session").is_unique().all()
    assert 0.06 < formation["personne"].n_unique() / 12_000 < 0.11
    dedans = formation.join(france.inscription, on="personne").filter(
        pl.col("date") <= pl.col("entree"),
        pl.col("date_cessation").is_null() | (pl.col("date_cessation") > pl.col("entree")),
    )
    assert 0.85 < dedans.height / formation.height < 0.99


def test_offers_and_their_posts(france):
    vies = france.poste.join(france.offre, on="offre")
    assert france.offre["offre"].is_unique().all()
    assert france.offre["offre"].str.contains("^[0-9A-Z]{5,12}$").all()
    assert (vies["pourvoi"] >= vies["depot"]).all()
    assert (vies["pourvoi"] <= vies["cloture"]).fill_null(True).all()
    assert ((vies["statut"] == "POURVU") == vies["pourvoi"].is_not_null()).all()
    assert france.offre["commune"].null_count() > 0
    assert set(france.offre["rome"].str.slice(0, 1)) == {*"ABCDEFGHIJKLMN", None}
    assert 1.5 < vies.height / france.offre.height < 2.2
    paris = vies["depot"].dt.convert_time_zone("Europe/Paris").dt.date()
    assert (paris != vies["depot"].dt.date()).any()
    assert paris.min() >= PARAMETRES.premier_mois
    jours = (vies["pourvoi"].dt.convert_time_zone("Europe/Paris").dt.date() - paris).dt.total_days()
    assert {30, 31, 60, 61, 90, 91} <= set(jours.drop_nulls())
    assert 0.5 < (jours <= 30).fill_null(False).mean() < 0.7


def test_parameters_are_checked_and_dates_follow():
    parametres = Parametres(1_000, 14, date(2026, 2, 15))
    assert parametres.premier_mois == date(2025, 1, 1)
    assert parametres.dernier_mois == date(2026, 2, 1)
    assert parametres.dernier_jour == date(2026, 2, 28)
    assert decale(date(2025, 1, 1), -1) == date(2024, 12, 1)
    for faux in ({"personnes": 0}, {"mois": 0}, {"graine": -1}, {"personnes": 10**8}):
        with pytest.raises(ValueError, match=r"simulation|seed"):
            Parametres(**{"personnes": 10, "mois": 3, "dernier_mois": date(2026, 2, 1)} | faux)


def test_silences_are_counted_back_from_the_last_month_and_never_cover_the_first():
    attendus = {("orientation", "58", date(2026, mois, 1)) for mois in range(1, 7)}
    attendus |= {("rsa", "15", date(2025, 10, 1)), ("rsa", "15", date(2025, 11, 1))}
    debuts = {
        "accompagnement": 1,
        "contrat_engagement": 2,
        "diagnostic": 3,
        "sanction": 3,
        "rendez_vous": 4,
        "rsa_contact": 4,
    }
    attendus |= {(source, "36", date(2026, mois, 1)) for source, debut in debuts.items() for mois in range(debut, 7)}
    attendus |= {("rsa_contact", "62", date(2025, 7, 1))}
    assert silences(PARAMETRES) == attendus
    courts = silences(Parametres(100, 3, date(2026, 6, 1)))
    assert {mois for _, _, mois in courts} == {date(2026, 5, 1), date(2026, 6, 1)}
    assert {(source, departement) for source, departement, _ in courts} == {
        ("orientation", "58"),
        *((source, "36") for source in debuts),
    }


@pytest.mark.parametrize(("personnes", "mois"), [(1, 1), (30, 2), (400, 14)])
def test_small_worlds_exist_too(personnes, mois):
    bloc = monde.bloc(Parametres(personnes, mois, date(2025, 6, 1)), 0)
    assert bloc.personne.height == personnes + -(-personnes // 100)
    assert bloc.inscription["personne"].n_unique() >= 0.8 * personnes


def test_work_is_told_of_contracts_that_are_declared_that_month(france):
    """But for numbers that no contract bears."""
    cle = ["personne", "siren", "nic", "numero"]
    contrats = france.contrat.select(*cle, depuis="debut", terme=pl.coalesce("fin", "fin_prevue", pl.lit(FIN)))
    dites = france.activite.with_columns(dit=pl.col("mois").dt.month_end()).sort("dit")
    dites = dites.join_asof(
        contrats.sort("depuis"), left_on="dit", right_on="depuis", by=cle, strategy="backward", check_sortedness=False
    )
    inconnus = dites.filter(pl.col("depuis").is_null())
    assert inconnus["numero"].str.starts_with("9").all()
    assert 0.003 <= inconnus.height / dites.height <= 0.03
    connus = dites.drop_nulls("depuis")
    assert (connus["mois"] >= connus["depuis"].dt.month_start()).all()
    assert (connus["mois"] <= connus["terme"]).all()
    assert (connus["debut"] <= connus["fin"]).all()
    assert connus["mois"].is_between(PARAMETRES.premier_mois, PARAMETRES.dernier_mois).all()
    assert dites.filter("suite").select("type", "activite").unique().rows() == [("002", "02")]
    assert dites.filter("suite")["montant"].null_count() == dites["montant"].null_count()
    sans_mesure = connus.filter(pl.col("activite").is_null())
    assert set(sans_mesure["type"]) == {"001", "010"}
    assert sans_mesure["montant"].min() > 0


def test_the_ways_work_is_told_are_planted(france):
    """Each edge of the official family of access to work is there, some fifty times among twelve thousand persons."""
    activite = france.activite
    comptee = activite.filter(pl.col("type") == "002", pl.col("activite") == "01")
    assert {"10", "12", "20", "31"} == set(comptee["unite"])
    assert {"001", "002", "003", "010"} == set(activite["type"])
    par_personne = comptee.filter(pl.col("unite") == "10").group_by("personne", "mois")
    sommes = par_personne.agg(pl.col("centiemes").sum(), pl.col("siren").n_unique())
    for au_seuil in (7_800, 7_801):
        ici = sommes.filter(pl.col("centiemes") == au_seuil)
        assert ici.filter(pl.col("siren") == 1).height > 500
        assert ici.filter(pl.col("siren") == 2).height > 50
    assert comptee.filter(pl.col("debut").dt.month_start() < pl.col("mois")).height > 500
    assert comptee.filter(pl.col("fin") < pl.col("mois"), pl.col("centiemes") < 0).height > 50
    a_cheval = pl.col("debut").dt.month_start() != pl.col("fin").dt.month_start()
    assert comptee.filter(a_cheval, pl.col("centiemes") < 0).height > 50
    quotites = france.contrat["quotite"]
    assert quotites.null_count() > 50
    for quotite in (78.0, 78.01, 218.0):
        assert (quotites == quotite).sum() > 50


def test_rare_cases_are_planted(france):
    """Two things of a kind on one day, an offer closed before it is validated, a decision of nobody known."""
    fins = france.formation.with_columns(fin=pl.coalesce("abandon", "sortie")).drop_nulls("fin")
    formations = fins.group_by("personne", "fin").agg(
        pl.col("dispositif").n_unique(), pl.col("abandon").null_count(), n=pl.len()
    )
    assert formations.filter(pl.col("dispositif") > 1).height > 10
    assert formations.filter(pl.col("abandon").is_between(1, pl.col("n") - 1)).height > 3
    immersions = france.action.filter(pl.col("type_action") == "IMMERSION", pl.col("statut") == "REALISEE")
    jumelles = immersions.group_by("personne", "date_fin").agg(pl.len(), pl.col("date_debut").n_unique())
    assert jumelles.filter(pl.col("len") > 1, pl.col("date_debut") > 1).height > 5
    assert jumelles.filter(pl.col("len") > 1, pl.col("date_debut") == 1).height > 5
    acceptees = france.orientation.filter(pl.col("etat_decision") == "ACCEPTEE")
    assert (
        acceptees.group_by("personne", "date_decision").agg(pl.col("parcours").n_unique())["parcours"] > 1
    ).sum() > 20
    assert acceptees["organisme_decision"].null_count() > 10
    assert france.offre.filter(pl.col("validation") > pl.col("cloture")).height > 20
    muets = france.contrat.filter(pl.col("fin").is_null(), pl.col("fin_prevue") <= FIN).with_columns(
        mois=pl.col("fin_prevue").dt.month_start()
    )
    heures = france.activite.filter(pl.col("type") == "002", pl.col("activite") == "01")
    cle = ["personne", "siren", "nic", "numero", "mois"]
    assert muets.join(heures, on=cle, how="anti").height == muets.height > 0


def test_some_numbers_are_taken_again_by_the_next_contract_with_the_establishment(france):
    """Two of one number are never open in the same month."""
    chez = ["personne", "siren", "nic", "numero"]
    repris = (
        france.contrat.sort(*chez, "debut")
        .filter(pl.len().over(chez) > 1)
        .with_columns(terme=pl.coalesce("fin", "fin_prevue"))
    )
    assert repris.height > 40
    paires = repris.group_by(chez, maintain_order=True).agg(pl.col("debut", "terme"))
    assert (paires["debut"].list.len() == 2).all()
    suite = paires["debut"].list.get(1).dt.month_start() > paires["terme"].list.get(0)
    assert suite.all()


def test_services_come_and_go_some_of_no_known_place_some_looked_at_on_the_bound(france):
    services = france.service.join(france.structure, on="structure", how="left", suffix="_structure")
    assert france.service["service"].is_unique().all()
    assert services.filter(pl.col("commune").is_null(), pl.col("commune_structure").is_null()).height > 10
    assert (france.service["thematiques"].list.len() == 0).sum() > 10
    assert (france.service["dernier_mois"] < PARAMETRES.dernier_mois).sum() > 50
    vues = france.service.explode("mises_a_jour")["mises_a_jour"]
    assert vues.max() <= PARAMETRES.dernier_jour
    bords = pl.Series(PARAMETRES.liste_mois).dt.month_end().dt.offset_by("-6mo")
    for ecart in (0, 1):
        assert (vues.is_in((bords - timedelta(days=ecart)).implode())).sum() > 20


def test_establishments_are_where_their_hirings_are_a_few_move_a_few_are_nowhere(france):
    """Those in two places hire for a fixed term in the second."""
    lieux = france.etablissement.unique()
    assert not lieux.select("siret", "mois").is_duplicated().any()
    assert 0 < lieux["commune"].null_count() < lieux.height / 50
    par_siret = lieux.drop_nulls().group_by("siret").agg(pl.col("commune").n_unique(), dernier=pl.col("mois").max())
    assert set(par_siret["commune"]) == {1, 2}
    embauches = france.embauche.join(lieux, on=["siret", "mois"], suffix="_dite")
    autres = embauches.filter(pl.col("commune") != pl.col("commune_dite"))
    assert embauches.height > 1_000
    assert 0 < autres.height < embauches.height / 20
    assert set(autres["type_contrat"]) == {"CDD"}
