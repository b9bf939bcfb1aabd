"""The pages open by themselves, say each check in a sentence, and hold nothing of a person."""

import re
from datetime import date
from html.parser import HTMLParser

import polars as pl
import pytest

from pipelines.contracts import charger
from pipelines.contracts.lots import maison
from pipelines.qualite import controler, ecrire_pages
from pipelines.qualite.attentes import Attente
from pipelines.qualite.phrases import phrase
from pipelines.qualite.tendance import tracer
from pipelines.roots import Roots
from tests.unit.qualite.livreur import JUGEE, livrer, offres, passe, postes

EXTERIEUR = re.compile(r"https?:|//|@import|url\(|<script|<link|<img|<iframe", re.IGNORECASE)
PSEUDONYME = 987654321987654


@pytest.fixture
def roots(tmp_path):
    """Half a delivery, whose offers bear a planted pseudonym, name, markup, and rare code."""
    roots = Roots(tmp_path / "maison").create()
    passe(roots)
    balise = pl.when(pl.col("ligne") % 2 == 0).then(pl.lit("<b>&")).otherwise("nature_contrat")
    frame = offres(JUGEE, 150).with_columns(
        offre=pl.lit(PSEUDONYME) + pl.col("ligne"),
        rome=pl.lit("ZARVEL"),
        siret=pl.lit("18507990010012"),
        motif_cloture=pl.when(pl.col("ligne") == 1).then(pl.lit("4")).otherwise("motif_cloture"),
        nature_contrat=balise,
    )
    livrer(roots, JUGEE, {"offre": frame, "poste": postes(frame)})
    ecrire_pages(roots, charger("offre"), controler(roots, "offre"))
    return roots


def test_a_page_asks_nothing_of_the_network(roots):
    pages = sorted(roots.qualite.glob("*.html"))
    assert [page.name for page in pages] == ["index.html", "offre.html"]
    for page in pages:
        texte = page.read_text(encoding="utf-8")
        assert not EXTERIEUR.search(texte.removeprefix("<!DOCTYPE html>"))
        assert set(re.findall(r'href="([^"]*)"', texte)) <= {"index.html", "offre.html"}


class _Balises(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ouvertes: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "rect", "polyline", "circle"):
            self.ouvertes.append(tag)

    def handle_endtag(self, tag):
        if tag not in ("meta", "rect", "polyline", "circle"):
            assert self.ouvertes.pop() == tag


def test_every_tag_is_closed(roots):
    for page in roots.qualite.glob("*.html"):
        balises = _Balises()
        balises.feed(page.read_text(encoding="utf-8"))
        assert balises.ouvertes == []


def test_nothing_of_a_person_is_in_what_is_kept(roots):
    gardes = [chemin.read_text(encoding="utf-8") for chemin in roots.qualite.rglob("*") if chemin.is_file()]
    assert len(gardes) == 9 + 1 + 2  # summaries, balance, pages
    for texte in gardes:
        assert str(PSEUDONYME)[:12] not in texte
        assert "ZARVEL" not in texte
        assert "18507990010012" not in texte
        assert "0123456789abcdef" not in texte


def test_what_came_in_a_file_is_escaped(roots):
    page = (roots.qualite / "offre.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;&amp; : 50,0 %" in page
    assert "<b>" not in page


def test_the_index_says_what_to_look_at(roots):
    page = (roots.qualite / "index.html").read_text(encoding="utf-8")
    assert "À regarder dans 1 source." in page
    # eight deliveries of 300, 290 and 280 offers: 290 in the middle, divided and multiplied by 1.6
    assert "Livraison du 03/07/2026 : offre, nombre de lignes : 150 ; attendu entre 182 et 464." in page


def attente(nom: str, **dit) -> Attente:
    return Attente(maison().controles[nom], **{"entite": "offre", "colonne": "", "observee": 0} | dit)


def test_a_check_is_a_sentence():
    jour = date(2026, 6, 30)
    assert phrase(attente("fraicheur", observee=33, haut=22, precision=f"{jour:%d/%m/%Y}")) == (
        "offre, âge de l'événement le plus récent : 33 jours (30/06/2026) ; attendu 22 jours au plus."
    )
    assert phrase(attente("absences", colonne="siret", observee=0.404, haut=0.2)) == (
        "offre, part des valeurs absentes de «\u202fsiret\u202f» : 40,4 % ; attendu 20,0 % au plus."
    )
    assert phrase(attente("cle", colonne="id", observee=1234, haut=0)) == (
        "offre, nombre de lignes qui répètent la clé «\u202fid\u202f» : 1\u202f234 ; attendu 0."
    )
    assert phrase(attente("quarantaine", entite="", observee=0.1, motif="lignes : 3, il en faut 100")) == (
        "part des unités mises en quarantaine : 10,0 % ; pas jugé (lignes : 3, il en faut 100)."
    )


def test_a_share_is_never_more_than_the_whole_and_one_day_is_singular():
    assert phrase(attente("absences", colonne="siret", observee=0.98, haut=1.05)).endswith("attendu 100,0 % au plus.")
    assert ": 1 jour ;" in phrase(attente("fraicheur", observee=1, haut=22))


def test_a_drawing_places_the_past_the_present_and_the_band():
    """From 0 to 10 over 20 pixels between the edges, 4 pixels from them."""
    dessin = tracer([10, 5], 0, bas=5, haut=10)
    assert dessin.points == ((4, 4), (60, 14))
    assert dessin.dernier == (116, 24)
    assert (dessin.haut, dessin.bas) == (4, 14)
    assert dessin.ligne == "4,4 60,14 116,24"


def test_a_drawing_of_one_value_is_a_point():
    dessin = tracer([], 3, bas=None, haut=None)
    assert (dessin.points, dessin.dernier, dessin.haut, dessin.bas) == ((), (4, 24), 0, 28)
