"""What readers do: search, choose, go from one territory to another, share an address, come back."""

import pytest

from tests import millesime_fictif


def _choisir(page, selecteur: str, choix: str) -> None:
    page.get_by_role("combobox", name=selecteur).click()
    page.get_by_role("option", name=choix, exact=True).click()


def test_a_mayor_finds_her_committee_and_shares_the_page(onglet):
    page = onglet.ouvrir("/")
    page.get_by_label("Commune, comité, département ou région").fill("Dunkerque")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Flandre-Dunkerque").click()
    onglet.attendre_titre("Flandre-Dunkerque")
    _choisir(page, "Public", "Sexe : Femmes")
    page.wait_for_url("**/territoire?t=loc-CLPE59002&p=sexe*F")
    adresse = page.url
    onglet.attendre()
    valeur = page.locator(".pil-valeur").first.inner_text()
    page.goto(adresse)
    onglet.attendre()
    assert page.locator("h1").inner_text() == "Flandre-Dunkerque"
    assert page.locator(".pil-valeur").first.inner_text() == valeur
    assert page.get_by_role("combobox", name="Public").input_value() == "Sexe : Femmes"
    assert onglet.defauts == []


def test_from_a_departement_to_its_committee_to_its_region_and_back(onglet):
    page = onglet.ouvrir("/territoire?t=dep-59&r=mois")
    page.locator(".pil-table a", has_text="Lille").click()
    onglet.attendre_titre("Lille")
    assert page.url.endswith("/territoire?t=loc-CLPE59001&r=mois")
    page.locator(".pil-fil a", has_text="Hauts-de-France").click()
    onglet.attendre_titre("Les Hauts-de-France")
    page.go_back()
    onglet.attendre_titre("Lille")
    assert onglet.defauts == []


def test_the_territory_goes_along_to_other_pages(onglet):
    page = onglet.ouvrir("/territoire?t=dep-80")
    barre = page.get_by_role("navigation", name="Pages du site")
    barre.get_by_text("Comprendre les chiffres").click()
    onglet.attendre_titre("Comprendre les chiffres")
    assert barre.locator("[aria-current=page]").inner_text() == "Comprendre les chiffres"
    barre.get_by_text("Mon territoire").click()
    onglet.attendre_titre("La Somme")


def test_a_card_leads_to_its_series(onglet):
    page = onglet.ouvrir("/territoire?t=dep-59")
    page.locator(".pil-carte a", has_text="Évolution").nth(2).click()
    assert page.evaluate("document.activeElement.id") == "serie-maintien_emploi_6m"


MILLESIMES_DES_LIENS = """() => [...document.querySelectorAll('a[href^="/telecharger/"]')]
    .map(a => a.search.match(/millesime=([^&]+)/)[1])"""


@pytest.mark.parametrize(
    "question",
    ["t=xx-1", "t=dep-999&p=sexe:Z&r=jour", "p=%3Cscript%3Ealert(1)%3C/script%3E", "millesime=..", "t=" + "a" * 5_000],
)
def test_a_malformed_address_is_answered_in_french(onglet, question):
    page = onglet.ouvrir(f"/territoire?{question}")
    assert "la page montre le choix par défaut" in page.locator(".pil-avis").inner_text()
    assert page.locator("h1").inner_text() == "La France"
    assert page.locator(".stException").count() == 0
    assert onglet.defauts == []


def test_an_unknown_page_is_not_found_in_french(onglet):
    reponse = onglet.page.goto(onglet.adresse + "/inconnue")
    assert reponse.status == 404
    assert onglet.page.locator("h1").inner_text() == "Page introuvable"


def test_a_new_release_appears_whole_and_the_old_one_can_be_kept(onglet, site):
    """A page is of one release: every link of it names that release. A frozen address keeps the old one."""
    page = onglet.ouvrir("/territoire?t=dep-59")
    assert set(page.evaluate(MILLESIMES_DES_LIENS)) == {"2026-06-30"}
    try:
        millesime_fictif.ecrire(site.public, "2026-07-31", graine=3)
        _choisir(page, "Rythme", "Mois par mois")
        page.wait_for_url("**r=mois")
        onglet.attendre()
        page.wait_for_function(f"new Set(({MILLESIMES_DES_LIENS})()).has('2026-07-31')")
        assert set(page.evaluate(MILLESIMES_DES_LIENS)) == {"2026-07-31"}
        assert "2026-07-31" in page.locator(".pil-pied").inner_text()
        onglet.ouvrir("/territoire?t=dep-59&millesime=2026-06-30")
        assert set(page.evaluate(MILLESIMES_DES_LIENS)) == {"2026-06-30"}
    finally:
        millesime_fictif.pointer(site.public, "2026-06-30")
