"""What the sheet of a territory says, from the fabricated release."""

import polars as pl
import pytest

from dashboards.formats import simple
from dashboards.vues.accueil import accueil
from dashboards.vues.fiche import fiche
from dashboards.vues.recherche import chercher


def _cartes(page) -> dict:
    return {carte.indicateur: carte for theme in page.themes for carte in theme.cartes}


def _publie(version, **cle) -> dict:
    conditions = [pl.col(nom) == valeur for nom, valeur in cle.items()]
    return pl.read_parquet(version.fichier).filter(*conditions).row(0, named=True)


def test_every_indicator_has_a_card_in_the_order_of_the_release(demander, version):
    page = fiche(demander(t="dep-59"))
    assert list(_cartes(page)) == list(version.indicateurs)
    assert [theme.titre for theme in page.themes] == ["Les résultats", "La mise en œuvre", "Le contexte"]


@pytest.mark.parametrize("adresse", ["france", "reg-32", "dep-80", "loc-CLPE80002"])
def test_a_card_shows_the_published_value(demander, version, adresse):
    territoire = version.territoires[adresse]
    carte = _cartes(fiche(demander(t=adresse, r="mois")))["retour_emploi_3m"]
    publie = _publie(
        version,
        indicateur="retour_emploi_3m",
        periode_type="mois",
        periode_debut=pl.date(2026, 2, 1),
        territoire_niveau=territoire.niveau,
        territoire_code=territoire.code,
        dimension="ensemble",
    )
    assert carte.periode == "Février 2026"
    if publie["valeur"] is None:
        assert not carte.connu
    else:
        decimales = 0 if publie["effectif_faible"] else 1
        assert carte.valeur == f"{100 * publie['valeur']:.{decimales}f}\u00a0%".replace(".", ",")


def test_every_territory_is_read_at_the_last_period_known_in_france(demander):
    """Orientations of the Somme are missing for six months: the card says so, it does not show an older figure."""
    carte = _cartes(fiche(demander(t="dep-80")))["part_orientes_30j"]
    assert carte.valeur == "Non disponible"
    assert carte.periode == "Juin 2025 à mai 2026"
    assert "n’a pas été reçue" in carte.raison
    assert carte.comparaisons == ()


def test_a_departement_is_compared_with_its_region_with_france_and_with_itself(demander):
    carte = _cartes(fiche(demander(t="dep-59")))["taux_pourvoi_30j"]
    assert [c.libelle for c in carte.comparaisons] == ["Hauts-de-France", "France", "Un an plus tôt"]
    assert carte.comparaisons[2].ecart == "1,7\u00a0point de plus"


def test_a_rolling_year_across_a_break_says_so(demander):
    carte = _cartes(fiche(demander(t="dep-59")))["retour_emploi_6m"]
    assert "Période à cheval sur une rupture de série" in carte.statuts
    assert carte.comparaisons[-1].ecart == "non comparable : rupture de série en janvier 2025"


def test_an_extreme_share_shows_its_bound_only(demander):
    carte = _cartes(fiche(demander(t="loc-CLPE80002", r="mois")))["couverture_rsa"]
    assert carte.valeur.startswith("plus de 9")
    assert not carte.connu


def test_an_indicator_without_the_chosen_public_says_so(demander):
    page = fiche(demander(t="dep-59", p="sexe:F"))
    assert "n’est pas décliné" in _cartes(page)["taux_pourvoi_30j"].raison
    assert "taux_pourvoi_30j" not in [s.indicateur.indicateur for s in page.series]


def test_a_repartition_says_which_public_to_choose_and_shows_it(demander):
    carte = _cartes(fiche(demander(t="dep-59")))["repartition_parcours"]
    assert carte.raison == "Cet indicateur est une répartition : choisir un public de « Parcours »."
    carte = _cartes(fiche(demander(t="dep-59", p="parcours:social")))["repartition_parcours"]
    assert carte.connu
    assert " sur " in carte.comptes


def test_a_rate_for_1000_is_read_for_1000(demander, version):
    carte = _cartes(fiche(demander(t="dep-59", r="mois")))["radiations_pour_1000"]
    publie = _publie(
        version,
        indicateur="radiations_pour_1000",
        periode_type="mois",
        periode_debut=pl.date(2026, 6, 1),
        territoire_code="59",
        dimension="ensemble",
    )
    assert carte.valeur == f"{1_000 * publie['valeur']:.1f}\u00a0pour\u00a01\u202f000".replace(".", ",")
    assert " pour " in carte.comptes


def test_the_sentences_carry_the_place_the_period_and_the_figure(demander):
    phrases = fiche(demander(t="dep-59", r="mois")).phrases
    assert phrases[0].startswith("Dans le Nord, sur 100 personnes inscrites en novembre 2025, 33,2 ont commencé")
    assert phrases[2].endswith("personnes étaient inscrites à la fin de juin 2026.")


def test_what_counts_reviews_or_appointments_says_so(demander):
    cartes = _cartes(fiche(demander(t="dep-59", r="mois")))
    assert cartes["cordes_rappel"].unite == "points d'étape"
    assert cartes["taux_corde_rappel_due"].comptes.endswith("points d'étape")
    assert cartes["rendez_vous_honores"].comptes.endswith("rendez-vous")
    assert cartes["part_action_15j"].comptes.endswith("personnes")


def test_a_committee_over_two_departements_is_in_both_and_says_so(demander):
    page = fiche(demander(t="loc-CLPE59003"))
    assert page.perimetre.endswith("à cheval sur le Nord et la Somme")
    assert [nom for nom, _ in page.fil] == ["France", "Hauts-de-France", "Nord"]
    for departement in ("dep-59", "dep-80"):
        noms = [ligne.nom for ligne in fiche(demander(t=departement)).sous_territoires.lignes]
        assert "Cambrésis" in noms


def test_territories_inside_are_in_the_order_of_names_with_their_difference(demander):
    table = fiche(demander(t="dep-59", i="taux_pourvoi_30j")).sous_territoires
    assert [ligne.nom for ligne in table.lignes] == ["Cambrésis", "Flandre-Dunkerque", "Lille"]
    assert table.lignes[0].ecart == "10,6\u00a0points de plus"
    assert table.phrase.startswith("Entre ses comités locaux, postes pourvus à 30 jours : de 50,3\u00a0% (Lille)")


def test_only_the_next_level_is_inside(version):
    noms = {adresse: [t.nom for t in version.enfants(version.territoires[adresse])] for adresse in ("france", "dep-80")}
    assert noms == {
        "france": ["Auvergne-Rhône-Alpes", "Hauts-de-France"],
        "dep-80": ["Amiens", "Cambrésis", "Picardie maritime"],
    }
    assert version.enfants(version.territoires["loc-CLPE59001"]) == ()


def test_a_territory_left_out_of_publication_cannot_be_chosen(version):
    assert "loc-CLPE97501" not in version.territoires
    assert len(version.territoires) == 12


def test_the_first_page_says_three_sentences_and_counts_the_committees(version):
    page = accueil(version, None)
    assert len(page.phrases) == 3
    assert all(phrase.startswith("En France, ") for phrase in page.phrases)
    assert page.nombres == "2 régions, 3 départements, 6 comités locaux"
    assert page.publication == "30 juin 2026"


@pytest.mark.parametrize(
    ("mots", "premier", "commune"),
    [
        ("59", "dep-59", None),
        ("nord", "dep-59", None),
        ("cambresis", "loc-CLPE59003", None),
        ("DUNKERQUE", "loc-CLPE59002", None),
        ("dunkerque ", "loc-CLPE59002", None),
        ("clpe80001", "loc-CLPE80001", None),
        ("01053", "loc-CLPE01001", "Bourg-en-Bresse (01)"),
        ("hauts de", "reg-32", None),
    ],
)
def test_a_committee_is_found_by_name_code_or_commune(version, mots, premier, commune):
    trouve = chercher(version, mots)[0]
    assert (trouve.territoire.adresse, trouve.par) == (premier, commune)


def test_a_commune_leads_to_its_committee_first(version):
    trouves = [(r.territoire.adresse, r.par) for r in chercher(version, "59183")]
    assert trouves == [(adresse, "Dunkerque (59)") for adresse in ("loc-CLPE59002", "dep-59", "reg-32")]


@pytest.mark.parametrize("mots", ["", "x", "zzzz", "a" * 10_000, "%_(", "\u0000\u202e"])
def test_a_search_that_finds_nothing_finds_nothing(version, mots):
    assert chercher(version, mots) == ()


def test_names_are_compared_without_accents_or_signs():
    assert simple("Saint-Étienne-du-Bœuf") == "saint etienne du boeuf"
