"""What became of posts and establishments, where too few enterprises are: by hand, form by form."""

import pytest

from pipelines.disclosure import COLONNES, SecretRefuse
from pipelines.disclosure.entreprises import MESURES
from tests.unit.disclosure.fabrique import avis, cellule, delai, moyenne, publier

CHIFFRES = ("numerateur", "denominateur", "exclus", "valeur", "ic_bas", "ic_haut")
RETENUE = "secret_etablissement"
PUBLIEE = ("definitif", None)


def de(unites: int | None, entreprises: int | None, premiere: int | None) -> dict:
    return dict(zip(MESURES, (unites, entreprises, premiere), strict=True))


def une(ligne: dict, *noms: str) -> tuple:
    (publiee,) = publier(ligne)
    return tuple(publiee[nom] for nom in noms)


def pourvoi(n: int, d: int, exclus: int = 0, **autres) -> dict:
    return cellule(n, d, exclus, indicateur="taux_pourvoi_30j", **autres)


@pytest.mark.parametrize(
    ("mesures", "motif"),
    [
        (de(100, 3, 34), None),  # 34, 33 and 33
        (de(100, 2, 50), RETENUE),
        (de(100, 1, 100), RETENUE),
        (de(100, 3, 85), None),  # 85 % is allowed
        (de(100, 3, 86), RETENUE),
        (de(100, 3, 10), None),  # 30 of three, 70 of nobody known: units of no enterprise
        (de(100, 2, 1), RETENUE),  # 98 of nobody known do not make a third
        (de(100, 0, 0), RETENUE),
    ],
)
def test_three_enterprises_none_above_85_percent(mesures, motif):
    publiee = une(pourvoi(40, 100, 5, **mesures), *CHIFFRES, "statut", "motif")
    if motif is None:
        assert publiee == (40, 100, 5, 0.4, 0.3017, 0.507, *PUBLIEE)
    else:
        assert publiee == (None, 100, None, None, None, None, "definitif", motif)


def test_85_percent_is_exact_whatever_the_size():
    """17 of 20, 34 of 40…: in floating point, some would fall beyond."""
    for unites in range(20, 2_020, 20):
        dominante = 17 * unites // 20
        assert une(pourvoi(unites // 2, unites, **de(unites, 3, dominante)), "motif") != (RETENUE,)
        assert une(pourvoi(unites // 2, unites, **de(unites, 3, dominante + 1)), "motif") == (RETENUE,)


def test_what_is_deposited_is_only_rounded():
    assert une(cellule(None, 40, indicateur="postes_deposes", **de(None, None, None)), "valeur", "motif") == (
        40.0,
        None,
    )


def test_a_count_that_is_an_outcome_is_withheld_by_those_it_is_drawn_from():
    """Of posts not filled: none of 100 deposited by three enterprises is 0, forty of 100 deposited by two is kept."""
    non_pourvus = "postes_non_pourvus_30j"
    assert une(cellule(None, 0, indicateur=non_pourvus, **de(100, 3, 40)), "valeur", "motif") == (0.0, None)
    assert une(cellule(None, 40, indicateur=non_pourvus, **de(100, 3, 40)), "valeur", "motif") == (40.0, None)
    for mesures in (de(100, 2, 50), de(100, 3, 86), de(None, None, None)):
        assert une(
            cellule(None, 40 if mesures["unites"] else 0, indicateur=non_pourvus, **mesures), *CHIFFRES, "motif"
        ) == (*[None] * 6, RETENUE)


def test_where_who_is_counted_is_an_outcome_the_denominator_is_kept_too():
    """A mean of posts that were filled; the answers of establishments; posts that were not filled."""
    lignes = [
        moyenne(3_600, 100, indicateur="delai_pourvoi_rpe", **de(100, 2, 60)),
        avis(60, 100, 150.0, 100, indicateur="satisfaction_entreprises", **de(100, 2, 60)),
        cellule(40, 100, 5, indicateur="offres_diagnostiquees_30j", **de(100, 2, 60)),
        cellule(40, 100, indicateur="taux_recours_rpe", **de(100, 2, 60)),
    ]
    for ligne in lignes:
        assert une(ligne, *CHIFFRES, "motif", "effectif_faible") == (*[None] * 6, RETENUE, False)
        assert une(ligne | de(100, 3, 60), "denominateur", "motif") == (100, None)


def test_a_withheld_median_has_its_denominator_and_the_status_of_its_period():
    """Whether its own median is reached or final would tell of the enterprise."""
    attendue = (None, 100, None, None, None, None)
    commun = {"indicateur": "delai_pourvoi_median", "territoire_niveau": "departement"}
    autre = delai({10: 60}, 100, **commun, territoire_code="01", **de(100, 3, 60))
    retenue = {**commun, "territoire_code": "02", **de(100, 2, 60)}
    for evenements, propre in (
        ({10: 60}, {"statut": "provisoire"}),
        ({10: 40}, {"statut": "provisoire", "motif": "fenetre_incomplete"}),
        ({10: 40}, {}),
    ):
        publiees = publier(autre, delai(evenements, 100, **(retenue | propre)))
        assert publiees[0]["valeur"] == 10.0
        assert tuple(publiees[1][nom] for nom in (*CHIFFRES, "statut", "motif")) == (*attendue, "definitif", RETENUE)


@pytest.mark.parametrize("n", [0, 10, 30])
def test_the_reason_comes_before_those_of_small_and_extreme_shares(n):
    assert une(pourvoi(n, 30, **de(30, 2, 15)), *CHIFFRES, "motif") == (None, 30, *[None] * 4, RETENUE)
    assert une(pourvoi(n, 30), "motif") == ("effectif_insuffisant",)
    assert une(pourvoi(0, 100, **de(100, 2, 60)), "ic_haut", "motif") == (None, RETENUE)


def test_an_absent_row_keeps_its_own_reason():
    absente = pourvoi(40, 100, statut="absent", motif="couverture_partielle", **de(100, 1, 100))
    assert une(absente, *CHIFFRES, "statut", "motif") == (*[None] * 6, "absent", "couverture_partielle")


def test_few_units_are_withheld_whatever_their_enterprises():
    """Told apart by their enterprises, a published 0 that has three of them would be a 3 or a 4."""
    for mesures in (de(10, 10, 1), de(10, 1, 10)):
        assert une(pourvoi(5, 10, 5, **mesures), *CHIFFRES, "motif") == (None, 10, *[None] * 4, RETENUE)
    assert une(pourvoi(0, 0, **de(None, None, None)), "denominateur", "motif") == (0, RETENUE)
    assert une(pourvoi(5, 15, 5), "numerateur", "exclus", "motif") == (5, 5, "effectif_insuffisant")


@pytest.mark.parametrize(
    "mesures",
    [
        de(99, 3, 40),  # not the units that are counted
        de(None, None, None),
        de(100, 3, 99),  # two others need a unit each
        de(100, 0, 5),
        de(100, 5, 0),
        de(100, -3, -1),
    ],
)
def test_enterprises_that_cannot_be_stop_everything(mesures):
    with pytest.raises(SecretRefuse, match="taux_pourvoi_30j: 1 cells have enterprises that do not go with"):
        publier(pourvoi(40, 100, **mesures))


def test_fewer_deposits_than_posts_not_filled_stop_everything():
    with pytest.raises(SecretRefuse, match="enterprises that do not go with their units"):
        publier(cellule(None, 40, indicateur="postes_non_pourvus_30j", **de(39, 3, 20)))


def test_persons_have_no_enterprise_and_figures_of_enterprises_never_leave():
    assert une(cellule(40, 100, **de(None, None, None)), "valeur") == (0.4,)
    assert not set(MESURES) & set(COLONNES)
    assert set(publier(pourvoi(40, 100))[0]) == set(COLONNES)
