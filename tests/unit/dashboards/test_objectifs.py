"""What the sheet says of the objectives of a territory and of its plan."""

import shutil

import polars as pl
import pytest

from dashboards.rendu import objectifs as rendu
from dashboards.vues import fichiers
from dashboards.vues.fiche import fiche
from dashboards.vues.objectifs import Objectif

S = "\u00a0"


@pytest.fixture
def bloc(demander):
    return lambda adresse: fiche(demander(t=adresse)).objectifs


def test_an_objective_on_its_way_says_start_value_target_way_time_and_author(bloc):
    """99,95 % of the way is not the whole way."""
    assert bloc("dep-59").en_cours[1] == Objectif(
        titre="Postes pourvus dans les 30 jours",
        etat="En bonne voie",
        phrase=(
            f"Parti de 40,0{S}%, le territoire est à 60,0{S}% (juillet 2025 à juin 2026) ; "
            f"la cible est de 60,0{S}% au 31 décembre 2026."
        ),
        avancement=f"99{S}% du chemin est fait, alors que 49{S}% du temps est passé.",
        origine="Auteur : Comité départemental. Instrument : Plan 2026. Décision du 15 décembre 2025.",
    )


def test_a_value_that_goes_the_wrong_way_says_so(bloc):
    delai = bloc("dep-59").en_cours[3]
    assert delai.etat == "À surveiller"
    assert delai.phrase.startswith(f"Parti de 40{S}jours, le territoire est à 42{S}jours")
    assert delai.avancement == f"La valeur s’est éloignée de la cible, alors que 49{S}% du temps est passé."
    assert delai.origine == "Auteur : Comité départemental. Décision du 15 décembre 2025."


def test_a_target_that_is_reached_names_its_public(bloc):
    femmes = bloc("dep-59").en_cours[2]
    assert femmes.titre == "Personnes orientées dans les 30 jours – Sexe : Femmes"
    assert (femmes.etat, femmes.avancement) == ("Objectif atteint", "La cible est dépassée.")


def test_across_a_break_the_value_is_said_and_not_compared(bloc):
    retour = bloc("dep-59").en_cours[0]
    assert retour.etat == "Non mesurable"
    assert retour.phrase == (
        f"Le départ est de 40,0{S}%, la cible est de 50,0{S}% au 31 décembre 2026. "
        f"Valeur publiée : 42,0{S}% (juillet 2025 à juin 2026)."
    )
    assert "rupture de série" in retour.avancement


def test_what_is_not_measured_says_why(bloc):
    petit, inconnu = bloc("loc-CLPE59001").en_cours
    assert petit.phrase == f"Le départ est de 50,0{S}%, la cible est de 60,0{S}% au 31 décembre 2026."
    assert petit.avancement.startswith("Non publié : trop peu de postes")
    assert (inconnu.titre, inconnu.avancement) == (
        "« satisfaction »",
        "Cet indicateur n’est pas de ceux qui sont publiés ici.",
    )
    assert inconnu.phrase == "Le départ est de 6,5, la cible est de 8 au 31 décembre 2026."


def test_an_objective_of_the_past_stands_apart_and_is_said_in_the_past(bloc):
    """A start of 0 is the author's: it does not stand for « moins de 5 »."""
    (passe,) = bloc("loc-CLPE59001").passes
    assert passe.phrase == (
        "Parti de 0 personnes, le territoire était à 1\u202f500 personnes (janvier 2025 à décembre 2025) ; "
        "la cible était de 2\u202f000 personnes au 31 décembre 2025."
    )
    assert "<summary>1 objectif de périodes passées</summary>" in rendu.objectifs(bloc("loc-CLPE59001"))
    assert passe.avancement == f"75{S}% du chemin est fait, alors que la période de l’objectif est achevée."


def test_a_value_older_than_the_objective_says_that_it_had_not_begun(bloc):
    (part,) = bloc("reg-32").en_cours
    assert part.avancement == f"40{S}% du chemin est fait, alors que la période de l’objectif n’avait pas commencé."


@pytest.mark.parametrize(
    ("adresse", "resume"),
    [
        ("dep-59", "4 objectifs : 1 atteint, 1 en bonne voie, 1 à surveiller, 1 non mesurable."),
        ("loc-CLPE59001", "2 objectifs : 2 non mesurables."),
        ("reg-32", "1 objectif : 1 en bonne voie."),
        ("loc-CLPE59002", "Aucun objectif n’est en cours pour le comité local."),
        ("dep-80", "Aucun objectif n’est fixé pour le département."),
        ("france", "Aucun objectif n’est fixé pour la France."),
    ],
)
def test_the_block_counts_its_objectives_or_says_that_there_is_none(bloc, adresse, resume):
    assert bloc(adresse).resume == resume


def test_the_plan_is_one_line_over_its_themes(bloc):
    """Six actions open or done: 11 steps done of 21."""
    assert bloc("dep-59").plan == (
        "Plan d’action : 4 actions ouvertes, dont 1 en retard et 2 sans mise à jour depuis 30 jours ; 2 faites ; "
        "1 abandonnée ; en moyenne 1,8 étape faite sur 3,5 par action."
    )
    assert bloc("loc-CLPE59001").plan == "Plan d’action : aucune action ouverte ; 1 faite."
    assert bloc("reg-32").plan is None


def test_the_state_is_a_word_and_what_authors_wrote_is_text(bloc):
    html = rendu.objectifs(bloc("reg-32"))
    assert "<strong>En bonne voie.</strong>" in html
    assert "L’État &lt;32&gt;" in html
    assert "Aucun objectif" in rendu.objectifs(bloc("dep-80"))


def test_a_release_older_than_the_objectives_has_no_block(public, tmp_path, monkeypatch, demander):
    shutil.copytree(public, tmp_path / "public", symlinks=True)
    monkeypatch.setenv("PILOTAGE_PUBLIC", str(tmp_path / "public"))
    for nom in ("objectifs", "actions_de_plan"):
        (tmp_path / "public" / "latest" / f"{nom}.parquet").unlink()
    page = fiche(demander(t="dep-59"))
    assert page.objectifs is None
    assert rendu.objectifs(page.objectifs) == ""


def test_the_open_data_page_lists_both_files(version):
    roles = {f.nom: f.role for f in fichiers.fichiers(version)}
    assert roles["objectifs.parquet"].startswith("Les objectifs que les comités")
    assert roles["actions_de_plan.parquet"].startswith("Les actions des plans")
    assert pl.read_parquet(version.dossier / "objectifs.parquet").height == 9
