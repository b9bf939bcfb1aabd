"""The measures of return to work, side by side."""

import io

import polars as pl

from dashboards.rendu.notions import notion
from dashboards.vues.fiche import fiche
from tests.unit.dashboards.client import demander as http

REFERENCE, OFFICIELLE = "retour_emploi_6m", "acces_emploi_6m_rpe"


def _notion(page):
    (une,) = page.notions
    return une


def test_every_measure_is_beside_the_reference_with_its_reason(demander, version):
    mesures = _notion(fiche(demander(t="dep-59"))).mesures
    assert mesures[0].titre == version.indicateurs[REFERENCE].titre.replace("'", "’")
    assert len(mesures) == 14
    assert len({m.ecart for m in mesures}) == 14
    officielle = mesures[[m.titre for m in mesures].index("Accès à l’emploi dans les 6 mois, mesure officielle")]
    assert officielle.population.startswith("Personnes inscrites à la fin du mois en catégorie A, B, F ou G")
    assert officielle.sources == "inscriptions, déclarations sociales nominatives (DSN)"


def test_values_are_those_of_the_cards_at_one_period(demander):
    page = fiche(demander(t="dep-59"))
    cartes = {c.indicateur: c for theme in page.themes for c in theme.cartes}
    reference = _notion(page).mesures[0]
    assert reference.ici == cartes[REFERENCE].valeur
    assert reference.france == {c.libelle: c.valeur for c in cartes[REFERENCE].comparaisons}["France"]
    assert reference.periode == cartes[REFERENCE].periode


def test_france_is_beside_itself(demander):
    assert all(m.ici == m.france for m in _notion(fiche(demander(t="france"))).mesures)


def test_the_table_has_a_row_for_each_and_is_whole_on_paper(demander):
    bloc = _notion(fiche(demander(t="dep-59")))
    assert notion(bloc).count("<tr>") == 15
    assert "<details" in notion(bloc)
    assert "<details" not in notion(bloc, replie=False)


def test_the_file_holds_here_and_france_for_every_measure():
    reponse = http("/telecharger/dep-59/notion_retour_emploi.csv")
    assert reponse.statut == 200
    lignes = pl.read_csv(io.BytesIO(reponse.corps))
    assert lignes["indicateur"].n_unique() == 14
    assert set(lignes.select("territoire_niveau", "territoire_code").unique().rows()) == {
        ("departement", "59"),
        ("national", "FR"),
    }
    assert set(lignes["periode_type"]) == {"glissant_12m"}
    assert {REFERENCE, OFFICIELLE} <= set(lignes["indicateur"])


def test_a_notion_that_does_not_exist_has_no_file():
    reponse = http("/telecharger/dep-59/notion_bonheur.csv")
    assert reponse.statut == 404
    assert reponse.texte == "Adresse : aucune mesure de la notion « bonheur » n’est publiée pour ce public."
