"""The numbers on the page are those of the release, in the card, in the table after each chart, and in the file."""

import csv
import io
import json

import polars as pl
import pytest


@pytest.fixture(scope="module")
def lignes(site) -> pl.DataFrame:
    return pl.read_parquet(site.public / "latest" / "indicateurs.parquet")


def _nord(lignes: pl.DataFrame, indicateur: str, rythme: str) -> list[dict]:
    siennes = lignes.filter(
        pl.col("indicateur") == indicateur,
        pl.col("territoire_niveau") == "departement",
        pl.col("territoire_code") == "59",
        pl.col("dimension") == "ensemble",
        pl.col("periode_type") == rythme,
    )
    return siennes.sort("periode_debut", descending=True).to_dicts()


def _ecrit(valeur: float | None) -> str:
    return "—" if valeur is None else f"{100 * valeur:.1f}\u00a0%".replace(".", ",")


def _series(page) -> dict:
    """By indicator: whether a chart, then a table, then a link follow its heading, and the cells of the table."""
    return page.evaluate("""() => Object.fromEntries([...document.querySelectorAll('.pil-serie')].map(tete => {
        const bloc = tete.closest('[class*=st-key-pil-serie-], .pil-serie-sans-courbe');
        const graphique = bloc.querySelector('.stVegaLiteChart'), table = bloc.querySelector('table');
        const suit = graphique === null || Boolean(graphique.compareDocumentPosition(table) & 4);
        return [tete.id.replace('serie-', ''), {
            graphique: graphique !== null, suit, lien: bloc.querySelector('.pil-liens a').getAttribute('href'),
            cellules: [...table.querySelectorAll('tbody tr')].map(l => [...l.children].map(c => c.textContent)),
        }];
    }))""")


def test_the_table_after_each_chart_holds_the_published_numbers(onglet, site, lignes):
    """The head indicators have a chart, and every indicator told of everybody a table."""
    series = _series(onglet.ouvrir("/territoire?t=dep-59&r=mois"))
    metadonnees = json.loads(site.lire("/donnees-ouvertes/latest/indicateurs_metadonnees.json"))
    de_tous = {e["indicateur"] for e in metadonnees["indicateurs"] if "ensemble" in e["dimensions"]}
    assert set(series) == de_tous
    tracees = {nom for nom, serie in series.items() if serie["graphique"]}
    assert tracees == {entree["indicateur"] for entree in metadonnees["indicateurs"] if entree["tete"]}
    assert all(serie["suit"] for serie in series.values())
    for indicateur in ("retour_emploi_6m", "taux_pourvoi_30j", "couverture_rsa"):
        attendues = _nord(lignes, indicateur, "mois")
        cellules = series[indicateur]["cellules"]
        assert [ligne[1] for ligne in cellules] == [_ecrit(ligne["valeur"]) for ligne in attendues]
        assert cellules[0][0].endswith("2026")


def test_the_card_shows_the_last_published_value(onglet, lignes):
    page = onglet.ouvrir("/territoire?t=dep-59")
    titre = page.get_by_role("heading", name="Postes pourvus dans les 30 jours", exact=True)
    carte = page.locator(".pil-carte", has=titre)
    derniere = next(ligne for ligne in _nord(lignes, "taux_pourvoi_30j", "glissant_12m") if ligne["valeur"] is not None)
    assert carte.locator(".pil-valeur").inner_text() == _ecrit(derniere["valeur"])


def test_the_file_holds_exactly_what_the_table_shows(onglet, site):
    serie = _series(onglet.ouvrir("/territoire?t=dep-59"))["retour_emploi_3m"]
    recues = list(csv.DictReader(io.StringIO(site.lire(serie["lien"]).decode())))
    for colonne, code in ((1, "59"), (5, "32")):
        siennes = [r for r in recues if r["territoire_code"] == code]
        siennes.sort(key=lambda r: r["periode_debut"], reverse=True)
        du_fichier = [_ecrit(float(r["valeur"])) if r["valeur"] else "—" for r in siennes]
        assert du_fichier == [ligne[colonne] for ligne in serie["cellules"]]
    assert {r["territoire_code"] for r in recues} == {"59", "32"}


def test_the_browser_saves_the_file(onglet):
    page = onglet.ouvrir("/territoire?t=dep-59")
    with page.expect_download() as attente:
        page.locator(".pil-carte .pil-liens a", has_text="Données").first.click()
    assert attente.value.suggested_filename == "retour_emploi_6m_dep-59_2026-06-30.csv"


def test_the_territories_inside_are_those_of_the_release(onglet, lignes):
    page = onglet.ouvrir("/territoire?t=dep-59&r=mois&i=taux_pourvoi_30j")
    rangees = page.evaluate(
        "[...document.querySelectorAll('.pil-table')].at(-1).querySelectorAll('tbody tr').values().toArray()"
        ".map(l => [...l.children].map(c => c.textContent))"
    )
    publies = lignes.filter(
        pl.col("indicateur") == "taux_pourvoi_30j",
        pl.col("periode_debut") == pl.date(2026, 5, 1),
        pl.col("periode_type") == "mois",
        pl.col("territoire_code").is_in(["CLPE59001", "CLPE59002", "CLPE59003"]),
        pl.col("dimension") == "ensemble",
    )
    valeurs = dict(publies.select("territoire_code", "valeur").iter_rows())
    assert [r[0] for r in rangees] == ["Cambrésis", "Flandre-Dunkerque", "Lille"]
    assert [r[1] for r in rangees] == [_ecrit(valeurs[c]) for c in ("CLPE59003", "CLPE59002", "CLPE59001")]
