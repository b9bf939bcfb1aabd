"""Every page at every width: French, titled, one h1, no sideways scroll, nothing from elsewhere, accessible."""

import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = {
    "/": "Pilotage de l’emploi",
    "/?q=amiens": "Pilotage de l’emploi",
    "/territoire?t=france": "La France, 12 derniers mois – Pilotage de l’emploi",
    "/territoire?t=dep-59&r=mois": "Le Nord, mois par mois – Pilotage de l’emploi",
    "/territoire?t=loc-CLPE80002&p=rsa:inconnu": (
        "Picardie maritime, RSA, droits et devoirs : Non connu, 12 derniers mois – Pilotage de l’emploi"
    ),
    "/comprendre": "Comprendre les chiffres – Pilotage de l’emploi",
    "/donnees": "Données ouvertes – Pilotage de l’emploi",
}
LARGEURS = (1280, 768, 390, 320)
# Words that Streamlit or Vega would write; none may be left where a reader or a screen reader meets it.
ANGLAIS = (
    "Skip to main content",
    "Press Enter",
    "No results",
    "Vega visualization",
    "X-axis",
    "Y-axis",
    "mark container",
    "Fullscreen",
    "Select...",
    "Choose an option",
    "Running",
    "Link to heading",
)


def _niveaux(page) -> list[int]:
    return page.eval_on_selector_all("h1,h2,h3,h4,h5,h6", "titres => titres.map(t => Number(t.tagName[1]))")


@pytest.mark.parametrize("largeur", LARGEURS)
@pytest.mark.parametrize("chemin", PAGES)
def test_a_page_is_french_titled_accessible_and_fits(onglet, chemin, largeur):
    onglet.page.set_viewport_size({"width": largeur, "height": 900})
    page = onglet.ouvrir(chemin)
    assert page.evaluate("document.documentElement.lang") == "fr"
    page.wait_for_function("titre => document.title === titre", arg=PAGES[chemin])
    niveaux = _niveaux(page)
    assert niveaux.count(1) == 1
    assert all(suivant <= niveau + 1 for niveau, suivant in itertools.pairwise(niveaux)), niveaux
    largeurs = page.evaluate(
        "[document.documentElement, document.querySelector('.stMain')].map(e => [e.scrollWidth, e.clientWidth])"
    )
    assert all(contenu <= place for contenu, place in largeurs), largeurs
    texte = page.inner_text("body")
    assert "Effectifs arrondis aléatoirement à un multiple de 5" in texte
    assert "Données de démonstration" in texte
    if largeur in {1280, 320}:
        resultat = Axe().run(page)
        assert resultat.violations_count == 0, resultat.generate_report()
    assert onglet.defauts == []


@pytest.mark.parametrize("chemin", ["/", "/territoire?t=dep-59"])
def test_no_english_is_left(onglet, chemin):
    page = onglet.ouvrir(chemin)
    page.wait_for_timeout(500)
    visible = page.inner_text("body")
    dits = page.evaluate(
        "[...document.querySelectorAll('[aria-label],[title],[placeholder],[aria-roledescription]')].flatMap(e => "
        "['aria-label','title','placeholder','aria-roledescription'].map(n => e.getAttribute(n))).filter(Boolean)"
    )
    assert [mot for mot in ANGLAIS if mot in visible or any(mot in dit for dit in dits)] == []


def test_every_chart_has_a_french_name_with_place_and_value(onglet):
    page = onglet.ouvrir("/territoire?t=dep-59")
    noms = page.eval_on_selector_all(
        ".stVegaLiteChart", "c => c.map(e => (e.closest('[aria-label]') || e.querySelector('[aria-label]')).ariaLabel)"
    )
    # eleven head indicators, and the committees compared
    assert len(noms) == 12
    assert all("Nord" in nom or "comités locaux" in nom for nom in noms)
    assert all("Les mêmes chiffres sont dans le tableau qui suit." in nom for nom in noms)


def test_the_keyboard_goes_first_past_the_bar(onglet):
    page = onglet.ouvrir("/territoire?t=dep-59")
    page.keyboard.press("Tab")
    premier = page.evaluate("document.activeElement.innerText")
    assert premier.strip() == "Aller au contenu principal"


def test_without_script_the_sheet_is_one_link_away(navigateur, site):
    contexte = navigateur.new_context(java_script_enabled=False)
    page = contexte.new_page()
    page.goto(site.adresse + "/territoire?t=dep-59")
    page.locator('a[href="/resume/dep-59"]').click()
    assert page.url.endswith("/resume/dep-59")
    assert page.inner_text("h1") == "Le Nord"
    contexte.close()


@pytest.mark.parametrize("largeur", [1280, 320])
def test_the_printable_sheet_is_accessible_and_fits(onglet, largeur):
    onglet.page.set_viewport_size({"width": largeur, "height": 900})
    page = onglet.page
    page.goto(onglet.adresse + "/resume/dep-59")
    assert page.evaluate("document.documentElement.scrollWidth") <= largeur
    resultat = Axe().run(page)
    assert resultat.violations_count == 0, resultat.generate_report()
    assert onglet.defauts == []


def test_a_printed_sheet_still_says_that_it_is_a_demonstration(onglet):
    page = onglet.page
    page.goto(onglet.adresse + "/resume/dep-59")
    page.emulate_media(media="print")
    assert page.locator(".pil-bandeau").is_visible()
    assert page.get_by_text("Effectifs arrondis aléatoirement").is_visible()
    assert not page.locator(".pil-definition").first.is_visible()
