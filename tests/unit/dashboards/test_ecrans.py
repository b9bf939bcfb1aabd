"""The wiring of the pages: what a selector writes into the address, what an address shows."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboards

MAIN = Path(dashboards.__file__).with_name("main.py")
DELAI = 60


def _territoire() -> None:
    # Streamlit runs the text of this function, and nothing around it.
    from dashboards import millesime  # noqa: PLC0415
    from dashboards.ecrans import cadre, territoire  # noqa: PLC0415

    try:
        territoire.afficher()
    except millesime.PublicationAbsente as absence:
        cadre.sans_publication(absence)


def _page(**parametres: str) -> AppTest:
    page = AppTest.from_function(_territoire, default_timeout=DELAI)
    for nom, valeur in parametres.items():
        page.query_params[nom] = valeur
    return page.run()


def _html(page: AppTest) -> str:
    return "".join(element.proto.body for element in page.get("html"))


def test_the_first_page_opens():
    page = AppTest.from_file(str(MAIN), default_timeout=DELAI).run()
    assert not page.exception
    assert "Choisissez votre comité" in _html(page)


def test_a_search_goes_into_the_address():
    page = AppTest.from_file(str(MAIN), default_timeout=DELAI).run()
    page.text_input(key="pil-q").set_value("Dunkerque").run()
    assert page.query_params["q"] == "Dunkerque"
    assert "/territoire?t=loc-CLPE59002" in _html(page)


def test_an_address_sets_the_selectors():
    page = _page(t="dep-59", p="sexe:F", r="mois")
    assert not page.exception
    assert [s.value for s in page.selectbox] == ["dep-59", "sexe:F", "mois", "retour_emploi_6m"]
    # nine head indicators are told by sex; those of the committees inside are not, by month
    assert len(page.get("vega_lite_chart")) == 9


def test_the_objectives_stand_between_the_sentences_and_the_cards():
    html = _html(_page(t="dep-59"))
    places = [html.index(mot) for mot in ("L’essentiel", "<h2>Objectifs</h2>", "<h2>Les résultats</h2>")]
    assert places == sorted(places)
    assert "Aucun objectif n’est fixé pour le département." in _html(_page(t="dep-80"))


@pytest.mark.parametrize(
    ("cle", "valeur", "ecrit"),
    [
        ("pil-t", "reg-32", {"t": "reg-32", "r": "mois"}),
        ("pil-p", "sexe:H", {"t": "dep-59", "r": "mois", "p": "sexe:H"}),
        ("pil-r", "glissant_12m", {"t": "dep-59"}),
        ("pil-i", "entrees", {"t": "dep-59", "r": "mois", "i": "entrees"}),
    ],
)
def test_a_selector_rewrites_the_address(cle, valeur, ecrit):
    page = _page(t="dep-59", r="mois")
    page.selectbox(key=cle).set_value(valeur).run()
    assert not page.exception
    assert dict(page.query_params) == ecrit


def test_a_malformed_address_shows_a_notice_and_the_default():
    page = _page(t="<b>", p="x", r="y", i="z z", millesime="..")
    assert not page.exception
    html = _html(page)
    assert html.count("la page montre le choix par défaut") == 5
    assert "«\u00a0&lt;b&gt;\u00a0»" in html
    assert "La France" in html


def test_without_a_release_the_page_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("PILOTAGE_PUBLIC", str(tmp_path))
    page = _page()
    assert not page.exception
    assert "make run" in _html(page)
