"""Open data, files of what is shown, the printable sheet, health: addresses, status codes, headers."""

import io

import polars as pl
import pytest

from dashboards.vues import extraits
from tests import millesime_fictif
from tests.unit.dashboards.client import demander as http

PARQUET = "/donnees-ouvertes/latest/indicateurs.parquet"


def test_a_release_file_is_served_as_it_is(public):
    reponse = http(PARQUET)
    assert reponse.statut == 200
    assert reponse.corps == (public / "latest" / "indicateurs.parquet").read_bytes()
    assert reponse.entetes["content-type"] == "application/vnd.apache.parquet"
    assert "immutable" not in reponse.entetes["cache-control"]


def test_a_dated_file_never_changes():
    reponse = http(f"/donnees-ouvertes/millesimes/{millesime_fictif.MILLESIME}/schema.json")
    assert reponse.statut == 200
    assert "immutable" in reponse.entetes["cache-control"]
    assert reponse.entetes["content-type"].startswith("application/json")


def test_a_range_of_a_file_is_served(public):
    reponse = http(PARQUET, range="bytes=0-3")
    assert (reponse.statut, reponse.corps) == (206, b"PAR1")
    taille = (public / "latest" / "indicateurs.parquet").stat().st_size
    assert reponse.entetes["content-range"] == f"bytes 0-3/{taille}"


def test_other_sites_may_read_the_files():
    reponse = http(PARQUET, origin="https://ailleurs.example", range="bytes=0-3")
    assert reponse.entetes["access-control-allow-origin"] == "*"
    assert "Content-Range" in reponse.entetes["access-control-expose-headers"]


def test_a_file_already_had_is_not_sent_again():
    marque = http(PARQUET).entetes["etag"]
    assert http(PARQUET, if_none_match=marque).statut == 304


@pytest.mark.parametrize(
    "chemin",
    [
        "/donnees-ouvertes/.latest",
        "/donnees-ouvertes/../interne/registre",
        "/donnees-ouvertes/latest/../../../etc/passwd",
        "/donnees-ouvertes/latest/rien.parquet",
        "/resume/dep-99",
        "/telecharger/dep-59/inconnu.csv",
        "/telecharger/dep-99/retour_emploi_6m.csv",
        "/telecharger/dep-59/retour_emploi_6m.csv?p=sexe:X",
        "/telecharger/dep-59/retour_emploi_6m.csv?millesime=1999-01-01",
        "/n-importe-quoi",
        "/territoire/autre",
    ],
)
def test_what_does_not_exist_is_not_found(chemin):
    assert http(chemin).statut == 404


def test_a_path_that_leads_nowhere_is_answered_in_french():
    reponse = http("/<script>alert(1)</script>")
    assert reponse.statut == 404
    assert "Page introuvable" in reponse.texte
    assert "<script>alert" not in reponse.texte


def test_a_download_holds_exactly_the_rows_of_the_chart(public, demander):
    reponse = http("/telecharger/dep-59/retour_emploi_6m.csv?p=sexe:F&r=mois")
    recu = pl.read_csv(
        io.BytesIO(reponse.corps), schema_overrides={"territoire_code": pl.String, "modalite": pl.String}
    )
    attendu = pl.read_parquet(public / "latest" / "indicateurs.parquet").filter(
        pl.col("indicateur") == "retour_emploi_6m",
        pl.col("periode_type") == "mois",
        pl.col("modalite") == "F",
        pl.col("territoire_code").is_in(["59", "32"]),
        pl.col("territoire_niveau").is_in(["departement", "region"]),
    )
    assert recu.columns == list(millesime_fictif.COLONNES)
    assert recu.height == attendu.height == 60
    assert recu["valeur"].to_list() == attendu["valeur"].to_list()
    assert 'filename="retour_emploi_6m_dep-59_2026-06-30.csv"' in reponse.entetes["content-disposition"]


def test_the_file_for_spreadsheets_opens_in_french():
    texte = http("/telecharger/dep-59/retour_emploi_6m.csv?r=mois&format=tableur").corps.decode("utf-8")
    assert texte.startswith("\ufeffindicateur;")
    valeur = texte.splitlines()[1].split(";")[list(millesime_fictif.COLONNES).index("valeur")]
    assert valeur.startswith("0,")


def test_the_file_of_a_table_of_territories_holds_its_lines(demander):
    demande = demander(t="dep-59")
    lignes = extraits.territoires(demande, demande.millesime.indicateurs["retour_emploi_6m"])
    assert lignes["territoire_code"].to_list() == ["CLPE59001", "CLPE59002", "CLPE59003"]
    assert lignes["periode_debut"].n_unique() == 1


def test_health_names_the_release():
    reponse = http("/sante")
    assert reponse.statut == 200
    assert millesime_fictif.MILLESIME in reponse.texte


def test_without_a_release_health_is_not_good(tmp_path, monkeypatch):
    monkeypatch.setenv("PILOTAGE_PUBLIC", str(tmp_path))
    reponse = http("/sante")
    assert reponse.statut == 503
    assert "make run" in reponse.texte


def test_the_printable_sheet_needs_no_script():
    reponse = http("/resume/dep-59?p=sexe:F&r=mois")
    assert reponse.statut == 200
    assert '<html lang="fr">' in reponse.texte
    assert "<script" not in reponse.texte
    assert "Le Nord" in reponse.texte
    assert "Sexe\u00a0: Femmes" in reponse.texte
    assert "Effectifs arrondis aléatoirement" in reponse.texte
    assert "4 objectifs\u00a0: 1 atteint, 1 en bonne voie" in reponse.texte
    assert "Plan d’action\u00a0: 4 actions ouvertes" in reponse.texte


@pytest.mark.parametrize(("chemin", "titre"), [("/", "Pilotage de l’emploi"), ("/territoire?t=dep-80", "La Somme")])
def test_the_shell_of_a_page_is_french_and_titled(chemin, titre):
    texte = http(chemin).texte
    assert '<html lang="fr">' in texte
    assert f"<title>{titre}" in texte
    assert "You need to enable JavaScript" not in texte


def test_the_shell_leads_to_the_sheet_without_script():
    assert 'href="/resume/dep-80"' in http("/territoire?t=dep-80").texte


def test_every_answer_carries_the_security_headers():
    entetes = http("/sante").entetes
    assert entetes["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in entetes["content-security-policy"]
