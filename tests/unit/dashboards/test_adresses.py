"""The state of a page is in its address: what cannot be read is said, and never stops a page."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards import etat_url
from dashboards.etat_url import Etat
from dashboards.vues import choix
from tests import millesime_fictif


def test_an_address_says_the_whole_state():
    etat = Etat("dep-59", "sexe", "F", "mois", "retour_emploi_6m", "2026-06-30")
    assert etat_url.lien(etat) == "/territoire?t=dep-59&p=sexe:F&r=mois&i=retour_emploi_6m&millesime=2026-06-30"
    assert etat_url.lire(etat_url.ecrire(etat)) == (etat, ())


def test_what_is_by_default_is_left_out():
    assert etat_url.lien(Etat("dep-59")) == "/territoire?t=dep-59"
    assert etat_url.fiche(Etat("dep-59")) == "/resume/dep-59"
    assert etat_url.fiche(Etat("dep-59", "sexe", "F")) == "/resume/dep-59?p=sexe:F"


@given(st.dictionaries(st.sampled_from(["t", "p", "r", "i", "millesime", "q", "z"]), st.text(max_size=200)))
def test_any_text_gives_a_state_and_at_most_one_sentence_each(parametres):
    etat, avis = etat_url.lire(parametres)
    assert isinstance(etat, Etat)
    assert len(avis) <= len(parametres)
    assert all(len(phrase) < 160 for phrase in avis)


@pytest.mark.parametrize(
    ("parametres", "mot"),
    [
        ({"t": "dep-999"}, "territoire"),
        ({"t": "loc-CLPE97501"}, "territoire"),
        ({"p": "sexe:X"}, "public"),
        ({"p": "nimporte:quoi"}, "public"),
        ({"p": "' or 1=1 --"}, "public"),
        ({"r": "semaine"}, "rythme"),
        ({"i": "taux_inconnu"}, "indicateur"),
        ({"millesime": "1999-01-01"}, "millésime"),
        ({"millesime": "../../etc"}, "millésime"),
        ({"t": "x" * 10_000}, "territoire"),
    ],
)
def test_what_the_release_does_not_hold_is_said_and_replaced(demander, parametres, mot):
    demande = demander(**parametres)
    assert demande.etat == Etat()
    assert len(demande.avis) == 1
    assert f"un {mot} connu" in demande.avis[0]


def test_a_selector_lists_every_public_in_words(version):
    publics = choix.publics(version)
    assert publics["ensemble:ensemble"] == "Ensemble"
    assert publics["tranche_age:-26"] == "Âge : Moins de 26 ans"
    assert len(publics) == 120


def test_a_selector_lists_territories_by_level_then_by_name(version):
    noms = list(choix.noms(version).values())
    assert noms[:6] == [
        "France",
        "Auvergne-Rhône-Alpes (région)",
        "Hauts-de-France (région)",
        "Ain (01)",
        "Nord (59)",
        "Somme (80)",
    ]


def test_every_public_can_be_written_and_read(version):
    for public in choix.publics(version):
        etat = choix.avec_public(Etat("dep-59"), public)
        assert etat_url.lire(etat_url.ecrire(etat)) == (etat, ())


def test_a_new_release_is_for_the_next_page_only(demander, tmp_path, monkeypatch):
    monkeypatch.setenv("PILOTAGE_PUBLIC", str(tmp_path))
    millesime_fictif.ecrire(tmp_path, "2026-05-31")
    ancienne = demander(t="dep-59")
    millesime_fictif.ecrire(tmp_path, "2026-06-30", graine=2)
    nouvelle = demander(t="dep-59")
    assert (ancienne.millesime.nom, nouvelle.millesime.nom) == ("2026-05-31", "2026-06-30")
    france = ancienne.millesime.territoires["france"]
    lues = [d.millesime.lignes([france], "ensemble", "ensemble", "entrees") for d in (ancienne, nouvelle)]
    assert not lues[0].equals(lues[1])


def test_a_frozen_release_stays(demander, tmp_path, monkeypatch):
    monkeypatch.setenv("PILOTAGE_PUBLIC", str(tmp_path))
    millesime_fictif.ecrire(tmp_path, "2026-05-31")
    millesime_fictif.ecrire(tmp_path, "2026-06-30")
    demande = demander(t="dep-59", millesime="2026-05-31")
    assert demande.millesime.nom == "2026-05-31"
    assert "millesime=2026-05-31" in etat_url.lien(replace(demande.etat, territoire="dep-80"))
