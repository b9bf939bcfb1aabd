"""Posts, recruiters, training events, exits and penalties, worked out by hand: a day on each side of every bound."""

from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest

from tests.independant import agora, etablissements, postes, sanctions, sorties
from tests.independant.inscriptions import OUVERTURE

CONNU_LE = date(2025, 6, 30)
COMPTES = ["numerateur", "denominateur", "exclus"]


def _comptes(faits: pl.DataFrame, indicateur: str) -> list[tuple[int, ...]]:
    return faits.filter(pl.col("indicateur") == indicateur).select(COMPTES).rows()


def _poste(**ce_qui_change: object) -> pl.DataFrame:
    poste = {
        "date_depot": date(2025, 3, 1),
        "date_cloture": None,
        "date_diagnostic": None,
        "issue": "EN_COURS",
        "faute_de_candidats": None,
        "type_offre": "Emploi durable",
        "taille_etablissement": None,
        "cadre": False,
        "commune": "31555",
        "siret": "1",
    } | ce_qui_change
    types = dict.fromkeys(["date_cloture", "date_diagnostic"], pl.Date) | {"taille_etablissement": pl.String}
    types |= dict.fromkeys(["faute_de_candidats", "cadre"], pl.Boolean)
    return postes.toutes(pl.DataFrame([poste], schema_overrides=types), CONNU_LE)


@pytest.mark.parametrize(
    ("poste", "attendu"),
    [
        ({}, [(0, 1, 0)]),
        ({"date_diagnostic": date(2025, 3, 31)}, [(1, 1, 0)]),
        ({"date_diagnostic": date(2025, 4, 1)}, [(0, 1, 0)]),
        ({"issue": "POURVU_RESEAU", "date_cloture": date(2025, 3, 31)}, []),
        ({"issue": "POURVU_AUTREMENT", "date_cloture": date(2025, 4, 1)}, [(0, 1, 0)]),
        ({"issue": "SANS_SUITE", "date_cloture": date(2025, 3, 2)}, [(0, 1, 0)]),
        ({"issue": "ANNULE_ERREUR", "date_cloture": date(2025, 3, 2)}, [(0, 0, 1)]),
        ({"cadre": True}, []),
        ({"cadre": None}, [(0, 1, 0)]),
        ({"date_depot": date(2025, 7, 1)}, []),
    ],
)
def test_a_post_not_filled_at_30_days_is_diagnosed_or_not(poste, attendu):
    assert _comptes(_poste(**poste), "offres_diagnostiquees_30j") == attendu


@pytest.mark.parametrize(
    ("poste", "attendu"),
    [
        ({}, []),
        ({"issue": "POURVU_RESEAU", "faute_de_candidats": True}, [(0, 1, 0)]),
        ({"issue": "ANNULE", "faute_de_candidats": True}, [(1, 1, 0)]),
        ({"issue": "SANS_SUITE", "faute_de_candidats": True, "cadre": True}, [(1, 1, 0)]),
        ({"issue": "SANS_SUITE", "faute_de_candidats": None}, [(0, 1, 0)]),
        ({"issue": "ANNULE_ERREUR", "faute_de_candidats": True}, [(0, 0, 1)]),
    ],
)
def test_a_post_that_is_out_is_given_up_for_want_of_candidates_or_not(poste, attendu):
    sorti = {"date_cloture": date(2025, 4, 10)} if poste else {}
    assert _comptes(_poste(**sorti, **poste), "abandon_faute_de_candidats") == attendu


def _recours(declarations: list[tuple[date, str, str | None]], depots: list[tuple[date, bool]]) -> pl.DataFrame:
    """Of one establishment, at the end of February 2025; another has declared since March 2024."""
    dites = [("2", date(2024, 3, 1), "6_MOIS_ET_PLUS", "33063")] + [("1", *ligne) for ligne in declarations]
    maison = SimpleNamespace(
        mois=[date(2025, 1, 1), date(2025, 2, 1)],
        offres=pl.DataFrame(
            [("1", *depot) for depot in depots],
            schema={"siret": pl.String, "date_depot": pl.Date, "par_erreur": pl.Boolean},
            orient="row",
        ),
    )
    dites = pl.DataFrame(dites, schema=["siret", "mois", "classe_duree", "commune"], orient="row")
    return etablissements.toutes(dites, maison).filter(pl.col("commune").ne_missing("33063"))


@pytest.mark.parametrize(
    ("declarations", "depots", "attendu"),
    [
        ([(date(2024, 3, 1), "1_A_6_MOIS", "01004")], [(date(2024, 3, 1), False)], [(1, 1, 0)]),
        ([(date(2024, 3, 1), "1_A_6_MOIS", "01004")], [(date(2024, 2, 29), False)], [(0, 1, 0)]),
        ([(date(2025, 2, 1), "1_A_6_MOIS", "01004")], [(date(2025, 2, 28), False)], [(1, 1, 0)]),
        ([(date(2025, 2, 1), "1_A_6_MOIS", "01004")], [(date(2025, 3, 1), False)], [(0, 1, 0)]),
        ([(date(2025, 2, 1), "1_A_6_MOIS", "01004")], [(date(2025, 2, 1), True)], [(0, 1, 0)]),
        ([(date(2025, 2, 1), "MOINS_1_MOIS", "01004")], [(date(2025, 2, 1), False)], []),
        ([(date(2025, 3, 1), "1_A_6_MOIS", "01004")], [(date(2025, 2, 1), False)], []),
    ],
)
def test_a_recruiter_uses_the_network_in_twelve_months_or_not(declarations, depots, attendu):
    """January is not told: the eleven months before it do not all have declarations."""
    assert _recours(declarations, depots).select(COMPTES).rows() == attendu


@pytest.mark.parametrize(
    ("declarations", "commune"),
    [
        ([(date(2024, 12, 1), "31555"), (date(2025, 1, 1), "69123")], "69123"),
        ([(date(2025, 1, 1), "69123"), (date(2025, 1, 1), "31555")], "31555"),
        ([(date(2025, 1, 1), None), (date(2025, 1, 1), "31555")], "31555"),
        ([(date(2024, 12, 1), "31555"), (date(2025, 1, 1), None)], None),
    ],
)
def test_a_recruiter_is_where_its_last_month_says(declarations, commune):
    longues = [(mois, "6_MOIS_ET_PLUS", ou) for mois, ou in declarations]
    assert _recours(longues, [])["commune"].to_list() == [commune]


JANVIER = date(2025, 1, 10)


def _recruteurs(emplois: list[dict], places: list[tuple[date, str | None]], depots: list[date]) -> pl.DataFrame:
    """Of one establishment, at the end of February 2025, when twelve months of declarations are there."""
    un = {"siret": "1", "spell": 1, "nature_contrat": "01", "sans_terme": True, "fin_prevue": None, "debut": JANVIER}
    maison = SimpleNamespace(
        mois=[date(2025, 1, 1), date(2025, 2, 1)],
        emplois=pl.DataFrame([un | autre for autre in emplois], schema_overrides={"fin_prevue": pl.Date}),
        offres=pl.DataFrame(
            [("1", depot, False) for depot in depots],
            schema={"siret": pl.String, "date_depot": pl.Date, "par_erreur": pl.Boolean},
            orient="row",
        ),
    )
    dites = [("01", date(2024, 3, 1), None), ("07", date(2025, 2, 1), "33063"), *(("01", *place) for place in places)]
    types = {"nature": pl.String, "mois_dit": pl.Date, "commune": pl.String}
    dites = pl.DataFrame(dites, schema=types, orient="row").with_columns(siren=pl.lit("1"), nic=pl.lit(""))
    return etablissements.recruteurs(dites, maison)


@pytest.mark.parametrize(
    ("emplois", "depots", "attendu"),
    [
        ([{}], [], [(0, 1, 0)]),
        ([{}], [date(2024, 3, 1)], [(1, 1, 0)]),
        ([{}], [date(2024, 2, 29)], [(0, 1, 0)]),
        ([{"debut": date(2024, 2, 29)}], [], []),
        ([{"debut": date(2025, 3, 1)}], [], []),
        ([{"nature_contrat": "03", "sans_terme": False, "fin_prevue": date(2025, 12, 31)}], [], []),
        ([{"sans_terme": False, "fin_prevue": date(2025, 7, 9)}], [], [(0, 1, 0)]),
        ([{"sans_terme": False, "fin_prevue": date(2025, 7, 8)}], [], []),
        ([{"sans_terme": False}, {"debut": date(2025, 2, 10)}], [], []),  # made to last later in the same job
        ([{}, {"spell": 2}], [], [(0, 1, 0)]),
    ],
)
def test_an_establishment_that_hires_for_long_deposits_or_not(emplois, depots, attendu):
    assert _recruteurs(emplois, [], depots).select(COMPTES).rows() == attendu


@pytest.mark.parametrize(
    ("places", "commune"),
    [
        ([], None),
        ([(date(2024, 4, 1), "31555"), (date(2025, 2, 1), None)], "31555"),
        ([(date(2025, 1, 1), "31555"), (date(2025, 2, 1), "69123"), (date(2025, 3, 1), "01004")], "69123"),
        ([(date(2025, 2, 1), "69123"), (date(2025, 2, 1), "31555")], "31555"),
    ],
)
def test_it_is_where_its_last_declaration_of_work_that_names_a_place_says(places, commune):
    assert _recruteurs([{}], places, [])["commune"].to_list() == [commune]


def _inscrite(**ce_qui_change: object) -> pl.DataFrame:
    """One registration since 2024, of a person born in 1990."""
    ligne = dict.fromkeys(OUVERTURE) | {
        "personne_id": 1,
        "spell": 1,
        "commune": "31555",
        "emetteur": "31",
        "sexe": "1",
        "naissance_mois": date(1990, 1, 1),
        "debut": date(2024, 1, 1),
        "fin": None,
    }
    types = {"fin": pl.Date, **dict.fromkeys(OUVERTURE, pl.String)}
    return pl.DataFrame([ligne | ce_qui_change], schema_overrides=types)


def _evenements(*evenements: tuple[str, str, date]) -> pl.DataFrame:
    lignes = [(1, *evenement, "AFC", False) for evenement in evenements]
    colonnes = ["personne_id", "evenement", "session", "date_evenement", "type_formation", "cpf_autonome"]
    maison = SimpleNamespace(
        connu_le=CONNU_LE, periodes=_inscrite(), agora=pl.DataFrame(lignes, schema=colonnes, orient="row")
    )
    return agora.toutes(maison)


@pytest.mark.parametrize(
    ("entrees", "delai"),
    [
        ([("ENTREE", "S1", date(2025, 3, 10))], 0),
        ([("ENTREE", "S1", date(2025, 3, 9))], None),
        ([("ENTREE", "S1", date(2025, 3, 9)), ("ENTREE", "S1", date(2025, 3, 12))], 2),
        ([("ENTREE", "S2", date(2025, 3, 11))], None),
        ([("ENTREE", "S1", date(2025, 7, 1))], None),
        ([], None),
    ],
)
def test_a_decision_is_followed_to_the_entry_in_its_session(entrees, delai):
    """Of two sessions of one day, the smallest is hers; one of later in the month is not."""
    decisions = [
        ("INSCRIPTION", session, date(2025, 3, jour)) for session, jour in (("S2", 10), ("S1", 10), ("S0", 11))
    ]
    faits = _evenements(*decisions, *entrees)
    assert faits.filter(pl.col("indicateur") == "delai_decision_entree_median")["jour"].to_list() == [delai]


def _jours(personnes: list[int], **jours: list[date]) -> pl.DataFrame:
    types = {"personne_id": pl.Int64, **dict.fromkeys(jours, pl.Date)}
    return pl.DataFrame({"personne_id": personnes, **jours}, schema=types)


def _sortie(debut: date, fin_prevue: date | None, *, naissance: date = date(1990, 1, 1)) -> list[tuple[int, ...]]:
    """Of a registration that ends on 31 March 2025."""
    contrat = _jours([1], debut=[debut], fin_prevue=[fin_prevue]).with_columns(
        spell=pl.lit(1), sans_terme=pl.col("fin_prevue").is_null()
    )
    maison = SimpleNamespace(
        connu_le=CONNU_LE,
        spells=_inscrite(fin=date(2025, 3, 31), naissance_mois=naissance),
        emplois=contrat,
        spells_emploi=contrat,
        formations=_jours([], date_entree=[]),
    )
    return sorties.toutes(maison).select(COMPTES).rows()


@pytest.mark.parametrize(
    ("debut", "fin_prevue", "attendu"),
    [
        (date(2025, 2, 28), None, 1),
        (date(2025, 2, 27), None, 0),
        (date(2025, 4, 30), None, 1),
        (date(2025, 5, 1), None, 0),
        (date(2025, 3, 31), date(2025, 9, 29), 1),
        (date(2025, 3, 31), date(2025, 9, 28), 0),
    ],
)
def test_an_exit_is_positive_with_a_durable_contract_around_it(debut, fin_prevue, attendu):
    assert _sortie(debut, fin_prevue) == [(attendu, 1, 0)]


def test_an_exit_counts_from_16_to_64():
    ages = [date(1960, 4, 1), date(1960, 3, 1), date(2009, 3, 1), date(2009, 4, 1)]
    assert [len(_sortie(date(2025, 3, 31), None, naissance=ne_en)) for ne_en in ages] == [1, 0, 1, 0]


@pytest.mark.parametrize(("entree", "attendu"), [(28, 1), (27, 0)])
def test_an_exit_is_positive_with_a_training_around_it(entree, attendu):
    rien = _jours([], debut=[], fin_prevue=[]).with_columns(spell=pl.lit(1), sans_terme=pl.lit(True))
    maison = SimpleNamespace(
        connu_le=CONNU_LE,
        spells=_inscrite(fin=date(2025, 3, 31)),
        emplois=rien,
        spells_emploi=rien,
        formations=_jours([1], date_entree=[date(2025, 2, entree)]),
    )
    assert sorties.toutes(maison).select(COMPTES).rows() == [(attendu, 1, 0)]


def _apres(nature: str, regime: str, retours: list[date], deces: list[date]) -> list[tuple[int, ...]]:
    """Of an act of 31 August 2024."""
    actes = _jours([1], date_effet=[date(2024, 8, 31)]).with_columns(nature_acte=pl.lit(nature), regime=pl.lit(regime))
    controles = _jours([], date_cloture=[]).with_columns(suite_donnee=pl.lit("SANCTION"))
    maison = SimpleNamespace(
        connu_le=CONNU_LE,
        periodes=_inscrite(),
        suivi=SimpleNamespace(actes=actes, controles=controles),
        spells_emploi=_jours([1] * len(retours), debut=retours),
        sorties_du_champ=_jours([1] * len(deces), jour=deces),
    )
    return _comptes(sanctions.toutes(maison), "retour_emploi_apres_sanction")


@pytest.mark.parametrize(
    ("retours", "deces", "attendu"),
    [
        ([date(2024, 8, 31)], [], (1, 1, 0)),
        ([date(2024, 8, 30)], [], (0, 1, 0)),
        ([date(2025, 2, 28)], [], (1, 1, 0)),
        ([date(2025, 3, 1)], [], (0, 1, 0)),
        ([], [date(2025, 2, 28)], (0, 0, 1)),
        ([], [date(2025, 3, 1)], (0, 1, 0)),
        ([date(2024, 10, 1)], [date(2024, 10, 1)], (1, 1, 0)),
        ([date(2024, 10, 2)], [date(2024, 10, 1)], (0, 0, 1)),
    ],
)
def test_work_comes_within_six_months_of_a_penalty_or_not(retours, deces, attendu):
    assert _apres("SUSPENSION", "DE", retours, deces) == [attendu]


@pytest.mark.parametrize(
    ("nature", "regime", "combien"),
    [
        ("REDUCTION", "DE", 1),
        ("SUPPRESSION", "DE", 1),
        ("SUSPENSION", "CEJ", 0),
        ("RADIATION", "DE", 0),
        ("MANQUEMENT", "DE", 0),
    ],
)
def test_a_penalty_is_of_three_natures_and_one_regime(nature, regime, combien):
    assert len(_apres(nature, regime, [], [])) == combien
