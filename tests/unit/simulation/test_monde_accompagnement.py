"""Support in the simulated France: coherent with the register, and with the edges of the definitions planted."""

from datetime import date

import polars as pl
import pytest

from pipelines.simulation import monde
from pipelines.simulation.monde import Bloc, Parametres

PARAMETRES = Parametres(personnes=8_000, mois=30, dernier_mois=date(2026, 6, 1), graine=3)
FIN = date(2026, 6, 30)
ENTITES = (
    *("action", "modalite", "corde_rappel", "contrat_engagement", "diagnostic", "contrainte", "rendez_vous", "acte"),
)


@pytest.fixture(scope="module")
def france() -> Bloc:
    return monde.bloc(PARAMETRES, 0)


@pytest.fixture(scope="module")
def entrees(france) -> pl.DataFrame:
    """Journeys that begin in the simulated months: `t0` and `fin` (null: open)."""
    lignes = france.inscription.sort("personne", "date").with_columns(
        trou=(pl.col("date") - pl.col("date_cessation").shift(1).over("personne")).dt.total_days()
    )
    parcours = (pl.col("trou").is_null() | (pl.col("trou") > 15)).cum_sum()
    regroupes = lignes.group_by("personne", parcours=parcours, maintain_order=True).agg(
        t0=pl.col("date").first(), fin=pl.col("date_cessation").last(), ancienne=pl.col("ancienne").first()
    )
    return regroupes.filter(~pl.col("ancienne"))


def ecarts(entrees: pl.DataFrame, evenements: pl.DataFrame, jour: str, depuis: str) -> set[int]:
    """Days from the beginning (or the end) of a journey to the events of its person, whatever the journey."""
    croises = entrees.join(evenements.select("personne", jour=pl.col(jour).cast(pl.Date)), on="personne")
    return set(croises.select((pl.col("jour") - pl.col(depuis)).dt.total_days()).to_series().drop_nulls())


def le_dernier_jour(france: Bloc, nom: str, jour: str) -> int:
    """How many events of an entity fall on the day a registration of their person ends."""
    fins = france.inscription.select("personne", jour="date_cessation").drop_nulls().unique()
    return getattr(france, nom).select("personne", jour=pl.col(jour).cast(pl.Date)).join(
        fins, on=["personne", "jour"]
    ).height  # fmt: skip


@pytest.mark.parametrize(
    ("nom", "cle"),
    [
        ("action", ["personne", "type_action", "date_debut", "operateur"]),
        ("modalite", ["personne", "date_debut", "modalite"]),
        ("corde_rappel", ["personne", "date_echeance", "cause"]),
        ("contrat_engagement", ["contrat"]),
        ("contrat_engagement", ["personne", "rang"]),
        ("diagnostic", ["personne", "date_diagnostic"]),
        ("contrainte", ["personne", "date_diagnostic", "nature"]),
        ("rendez_vous", ["rendez_vous"]),
        ("acte", ["acte"]),
    ],
)
def test_business_keys_are_unique(france, nom, cle):
    assert getattr(france, nom).select(cle).is_unique().all()


def test_few_rows_a_person(france):
    assert {nom: round(getattr(france, nom).height / PARAMETRES.personnes) for nom in ENTITES} == {
        "action": 3,
        "modalite": 2,
        "corde_rappel": 1,
        "contrat_engagement": 1,
        "diagnostic": 1,
        "contrainte": 1,
        "rendez_vous": 2,
        "acte": 0,
    }


def test_nothing_happens_after_the_last_day_nor_after_death(france):
    deces = france.contrat.filter(pl.col("motif_fin") == "066").group_by("personne").agg(mort=pl.col("fin").max())
    faits = {
        "action": (france.action.filter(pl.col("statut") != "PREVUE"), ["date_debut", "prescription"]),
        "modalite": (france.modalite, ["date_debut", "date_fin"]),
        "corde_rappel": (france.corde_rappel, ["creation", "date_realisation"]),
        "contrat_engagement": (france.contrat_engagement, ["creation", "signature", "refus", "suspension", "cloture"]),
        "diagnostic": (france.diagnostic, ["date_diagnostic"]),
        "contrainte": (france.contrainte, ["date_detection", "date_levee"]),
        "rendez_vous": (france.rendez_vous.drop_nulls("issue"), ["quand", "prise"]),
        "acte": (france.acte.filter(pl.col("nature") != "RADIATION"), ["date_effet", "notification", "constat"]),
    }
    for nom, (frame, jours) in faits.items():
        for jour in jours:
            assert frame[jour].cast(pl.Date).max() <= FIN, (nom, jour)
            if jour != "date_fin":  # a spell ends with the registration, some days after a death
                apres = frame.join(deces, on="personne").filter(pl.col(jour).cast(pl.Date) > pl.col("mort"))
                assert apres.is_empty(), (nom, jour)


def test_the_departement_is_that_of_a_registration_of_the_person(france):
    inscrits = france.inscription.select("personne", "departement").unique()
    for nom in ENTITES:
        ailleurs = getattr(france, nom).join(inscrits, on=["personne", "departement"], how="anti")
        assert ailleurs.is_empty(), nom


def test_nobody_moves_from_or_to_the_departements_that_stop_sending(france):
    ailleurs = france.inscription.group_by("personne").agg(pl.col("departement").unique())
    melees = ailleurs.filter(pl.col("departement").list.len() > 1)["departement"].explode()
    assert not {"36", "58"} & set(melees)
    assert {"36", "58"} <= set(france.inscription["departement"])


def test_first_actions_are_planted_around_the_fifteenth_day_and_the_end_of_the_journey(france, entrees):
    realisees = france.action.filter(pl.col("statut") == "REALISEE")
    assert {-3, 0, 15, 16} <= ecarts(entrees, realisees, "date_debut", "t0")
    assert {0, 1} <= ecarts(entrees, realisees, "date_debut", "fin")
    assert set(france.action["statut"]) == {"REALISEE", "ANNULEE", "PREVUE"}
    seules = france.action.group_by("personne").agg(pl.col("type_action").unique())
    assert seules.filter(pl.col("type_action") == ["MISE_EN_RELATION"]).height > 20
    a_venir = france.action.filter(pl.col("date_debut") > FIN)
    assert a_venir.height > 20
    assert set(a_venir["statut"]) == {"PREVUE"}


def test_two_immersions_begin_in_one_month(france):
    immersions = france.action.filter(pl.col("type_action") == "IMMERSION", pl.col("statut") == "REALISEE")
    assert immersions["siret"].null_count() == 0
    assert immersions["date_fin"].null_count() == 0
    assert immersions.group_by("personne", pl.col("date_debut").dt.truncate("1mo")).len()["len"].max() > 1


def test_reviews_are_done_early_in_time_on_the_last_day_the_day_after_or_never(france):
    ecart = (pl.col("date_realisation") - pl.col("date_echeance")).dt.total_days()
    jours = france.corde_rappel.select(ecart).to_series()
    assert {-1, 0, 30, 31, 60} <= set(jours.drop_nulls())
    assert 0.05 < jours.filter(france.corde_rappel["date_echeance"] < date(2026, 1, 1)).null_count() / len(jours) < 0.3
    assert (france.corde_rappel["issue"].is_null() == france.corde_rappel["date_realisation"].is_null()).all()
    assert le_dernier_jour(france, "corde_rappel", "date_echeance") > 20


def test_contracts_of_engagement_keep_the_order_of_their_dates(france):
    contrat = france.contrat_engagement
    assert (contrat["signature"] >= contrat["creation"]).all()
    assert (contrat["cloture"] > contrat["signature"]).all()
    assert (contrat["suspension"] > contrat["signature"]).all()
    assert (contrat["suspension"] < contrat["cloture"]).all()
    assert contrat.filter(pl.col("refus").is_not_null() & pl.col("signature").is_not_null()).is_empty()


def test_contracts_have_the_edges_of_their_definitions(france, entrees):
    contrat = france.contrat_engagement
    assert {-12, 0} <= ecarts(entrees, contrat, "signature", "t0")
    assert {0, 6} <= ecarts(entrees, contrat, "signature", "fin")
    assert {14.5, 15.0} <= set(contrat["heures"])
    assert contrat["heures"].null_count() > 20
    clos = contrat.drop_nulls("cloture").with_columns(jour=pl.col("cloture").cast(pl.Date))
    assert clos.filter(pl.col("jour") == pl.col("jour").dt.month_end()).height > 50
    renouveles = contrat.join(clos, on="personne").filter(pl.col("signature").cast(pl.Date) == pl.col("jour"))
    assert renouveles.filter(pl.col("motif_cloture_right") == "RENOUVELLEMENT").height > 50
    assert contrat.filter(pl.col("signature").dt.hour() == 0).height > 50
    assert contrat.filter(pl.col("signature").is_null() & pl.col("refus").is_null()).height > 50


def test_constraints_are_found_before_with_or_after_their_diagnosis(france, entrees):
    contrainte = france.contrainte
    ecart = (contrainte["date_detection"] - contrainte["date_diagnostic"]).dt.total_days()
    assert {-20, 0, 15, 60} == set(ecart)
    assert (contrainte["date_levee"] >= contrainte["date_detection"]).all()
    levees = contrainte.drop_nulls("date_levee").group_by("personne", pl.col("date_levee").dt.truncate("1mo")).len()
    assert levees["len"].max() > 1
    assert contrainte["nature"].n_unique() == 8
    assert {-1, 0} <= ecarts(entrees, france.diagnostic, "date_diagnostic", "t0")
    diagnostiques = france.diagnostic.join(contrainte, on=["personne", "date_diagnostic"], how="semi")
    assert 0.25 < diagnostiques.height / france.diagnostic.height < 0.45


def test_appointments_are_kept_missed_excused_put_off_or_still_to_come(france):
    rendez_vous = france.rendez_vous
    assert set(rendez_vous["issue"]) == {"HONORE", "ABSENT", "MOTIF_LEGITIME", None}
    assert rendez_vous.filter(pl.col("statut") != "PRIS")["issue"].null_count() > 50
    assert rendez_vous.filter(pl.col("statut") != "PRIS", pl.col("issue").is_not_null()).is_empty()
    assert rendez_vous.filter(pl.col("quand").cast(pl.Date) > FIN).height > 20
    assert le_dernier_jour(france, "rendez_vous", "quand") > 20
    assert rendez_vous.filter(pl.col("quand").dt.hour() == 0).height > 50


def test_acts_are_repeated_resumed_and_sometimes_come_too_late(france):
    acte = france.acte
    suites = acte.filter(pl.col("nature") == "SUSPENSION").group_by(
        "personne", pl.col("date_effet").dt.truncate("1mo")
    ).len()  # fmt: skip
    assert suites["len"].max() > 1
    assert set(acte["regime"]) == {"DE", "CEJ"}
    assert acte.filter(pl.col("nature") == "REPRISE").height > 50
    assert acte.filter(pl.col("nature") == "REDUCTION")["taux"].null_count() == 0
    radiees = france.inscription.filter(pl.col("motif_cessation") == "10")
    assert acte.filter(pl.col("nature") == "RADIATION").height == radiees.height
    autres = france.acte.filter(pl.col("nature").is_in(["REDUCTION", "SUSPENSION", "SUPPRESSION"]))
    dedans = autres.join(france.inscription, on="personne").filter(
        pl.col("date") <= pl.col("date_effet"),
        pl.col("date_cessation").is_null() | (pl.col("date_cessation") > pl.col("date_effet")),
    )
    assert 0.85 < dedans.height / autres.height < 0.99


def test_support_starts_and_contracts_are_as_uneven_as_reported(france, entrees):
    """By département, half of the first actions come within days, or only after five weeks."""
    premieres = (
        entrees.join(france.action.filter(pl.col("statut") == "REALISEE"), on="personne")
        .filter(pl.col("date_debut") >= pl.col("t0"), (pl.col("date_debut") <= pl.col("fin")).fill_null(True))
        .group_by("personne", "parcours")
        .agg(jours=(pl.col("date_debut").min() - pl.col("t0").first()).dt.total_days(), ou=pl.first("departement"))
    )
    medianes = premieres.group_by("ou").agg(pl.col("jours").median())["jours"]
    assert medianes.quantile(0.1) < 20
    assert medianes.quantile(0.9) > 35
    inscrits = france.inscription.filter(
        pl.col("date") <= FIN, pl.col("date_cessation").is_null() | (pl.col("date_cessation") > FIN)
    )
    signes = france.contrat_engagement.filter(pl.col("signature").is_not_null() & pl.col("cloture").is_null())
    assert 0.4 < inscrits.join(signes, on="personne", how="semi").height / inscrits.height < 0.6
