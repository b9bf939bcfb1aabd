"""A table of committees received from a préfet: read, checked, landed, and taken instead of the package's."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines import territories
from pipelines.identity import Cles
from pipelines.landing import ecrire_tables_vides, ingerer, lister_quarantaine, lister_registre
from pipelines.roots import Roots
from pipelines.sources import FichierRecu, toutes
from pipelines.territories import tables

EXEMPLE = Path(__file__).parent / "comites_2026-03.csv"
REFERENCE = Path(__file__).parents[4] / "shared" / "reference" / "territoires"
CLE = "clé de test, plus longue que trente-deux caractères"
MARS, AVRIL = date(2026, 3, 10), date(2026, 4, 10)


@pytest.fixture
def roots(tmp_path, monkeypatch) -> Roots:
    monkeypatch.setenv("PILOTAGE_CLE", CLE)
    roots = Roots(tmp_path).create()
    ecrire_tables_vides(roots)
    return roots


def _recevoir(roots: Roots, jour: date, nom: str, texte: str) -> None:
    dossier = roots.depot / "comite_local" / str(jour)
    dossier.mkdir(parents=True, exist_ok=True)
    (dossier / nom).write_text(texte, encoding="utf-8")
    ingerer(roots, Cles.depuis_environnement(), "comite_local", [jour])


def _table(*lignes: str) -> str:
    return "\n".join(["commune;comite_code;comite_nom", *lignes, ""])


def _membres(roots: Roots, **options) -> dict[str, str]:
    locaux = territories.charger(roots, **options).commune_territoire.filter(territoire_niveau="local")
    return dict(locaux.select("commune", "territoire_code").rows())


def test_without_a_received_table_the_committees_of_the_package_hold(roots):
    assert territories.charger(roots).territoires.equals(territories.charger().territoires)


def test_rows_are_counted_and_the_bad_one_is_refused_alone(roots):
    _recevoir(roots, MARS, EXEMPLE.name, EXEMPLE.read_text(encoding="utf-8"))
    [ligne] = lister_registre(roots).to_dicts()
    assert (ligne["unites_recues"], ligne["acceptees"], ligne["quarantaine"]) == (11, 10, 1)
    assert (ligne["mois"], ligne["emetteur"]) == ("2026-03-01", "FR")
    refus = lister_quarantaine(roots).select("regle", "ligne", "gravite").sort("regle").rows()
    assert refus == [
        ("autre_numerotation", None, "avertissement"),  # CLPE01001 is « Dombes - Saône - Côtière » in clpe_2025
        ("commune_inconnue", None, "avertissement"),  # 99999
        ("forme_inattendue", 11, "rejet"),  # clpe01004, in small letters
    ]
    posees = pl.read_parquet(roots.lac / "comite_local" / str(MARS) / "comite_local*.parquet")
    assert dict(posees.select("commune", "systeme").rows()) == {
        "59350": "clpe_2025",
        "59298": "autre",
        "69381": "autre",
        "69266": "autre",
        "38053": "autre",
        "97701": "clpe_2025",
        "97801": "autre",
        "97105": "autre",
        "01001": "autre",
        "99999": "clpe_2025",
    }


def test_the_received_table_replaces_the_committees(roots):
    """Old codes are carried; who is not named has no committee; a committee outside the 101 is not published."""
    _recevoir(roots, MARS, EXEMPLE.name, EXEMPLE.read_text(encoding="utf-8"))
    assert _membres(roots) == {
        "59350": "CLPE59004",  # its own code goes before that of Hellemmes, associated with it
        "69123": "GL01",  # 69381
        "69266": "GL01",
        "38053": "GL01",
        "97105": "ILES",
        "01001": "CLPE01001",
    }
    recus = territories.charger(roots)
    comites = recus.territoires.filter(territoire_niveau="local")
    assert comites.select("territoire_code", "nom", "parent_code", "publie").rows() == [
        ("CLPE01001", "ZONE 2 DOMBES COTIERE", "01", True),
        ("CLPE59004", "Lille Metropole", "59", True),
        ("CLPE97701", "Saint-Barthélémy", None, False),
        ("GL01", "Grand Lyon centre", "69", True),  # the name two rows of three give
        ("ILES", "Îles du Nord", "971", True),  # Saint-Martin stays out of it
    ]
    habitants = dict(recus.communes.select("commune", "population").rows())
    liens = recus.liens.filter(enfant_code="GL01", parent_niveau="departement").select("parent_code", "population")
    assert liens.rows() == [("38", habitants["38053"]), ("69", habitants["69123"] + habitants["69266"])]
    assert dict(comites.select("territoire_code", "population").rows())["ILES"] == habitants["97105"]


def test_other_levels_do_not_depend_on_the_committees(roots):
    _recevoir(roots, MARS, EXEMPLE.name, EXEMPLE.read_text(encoding="utf-8"))
    autres = pl.col("territoire_niveau") != "local"
    recus, connus = territories.charger(roots), territories.charger()
    assert recus.territoires.filter(autres).equals(connus.territoires.filter(autres))
    assert recus.commune_territoire.filter(autres).equals(connus.commune_territoire.filter(autres))


def test_the_newest_reception_holds_and_one_without_an_accepted_row_does_not(roots):
    _recevoir(roots, MARS, "comites_2026-03.csv", _table("59350;A1;Premier", "62498;A1;Premier"))
    _recevoir(roots, AVRIL, "comites_2026-04.csv", _table("62498;B1;Second"))
    _recevoir(roots, date(2026, 5, 10), "comites_2026-05.csv", _table("Lens;C1;Fautif"))
    assert _membres(roots) == {"62498": "B1"}
    assert _membres(roots, jusqu_a=date(2026, 4, 9)) == {"59350": "A1", "62498": "A1"}
    assert len(_membres(roots, jusqu_a=date(2026, 3, 9))) == 34_875


def test_a_commune_named_twice_keeps_its_last_row(roots):
    _recevoir(roots, MARS, "comites_2026-03.csv", _table("59350;A1;Premier", "59350;A2;Second"))
    assert _membres(roots) == {"59350": "A2"}


@pytest.mark.parametrize(
    ("nom", "texte", "motif"),
    [
        ("comites.csv", _table("59350;A1;Premier"), "ce nom n'est pas celui d'un envoi"),
        ("comites_2026-03.csv", "commune,comite_code,comite_nom\n59350,A1,Premier\n", "il manque à l'en-tête"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_a_sentence_and_changes_nothing(roots, nom, texte, motif):
    _recevoir(roots, MARS, nom, texte)
    [ligne] = lister_registre(roots).to_dicts()
    assert ligne["statut"] == "refuse"
    assert motif in ligne["motif"]
    assert len(_membres(roots)) == 34_875


@pytest.mark.parametrize("nom", ["=1+1", "<b>Lens</b>", "-Lens", 'Lens "centre"'])
def test_a_name_that_is_not_a_name_is_refused(roots, nom):
    """Names go to pages, sheets and file cells as they are."""
    _recevoir(roots, MARS, "comites_2026-03.csv", _table(f"62498;A1;{nom}"))
    assert lister_quarantaine(roots)["regle"].to_list() == ["forme_inattendue"]


def _lire(tmp_path, lignes: pl.DataFrame):
    """A table of committees (commune, comite_code, comite_nom), as the door reads it."""
    chemin = tmp_path / "comites_2026-01.csv"
    lignes.write_csv(chemin, separator=";", quote_style="never")
    recu = FichierRecu(chemin, "comite_local", date(2026, 1, 15), "0" * 64, chemin.stat().st_size)
    return toutes()["comite_local"].lire([recu])


def test_an_older_numbering_is_refused_by_name(tmp_path):
    """Twelve codes of 2025 bear other names and hold a commune of another committee: they mean other places."""
    connus = tables.lire("comites").select("comite_code", "comite_nom").head(15)
    anciens = connus.with_row_index("rang").with_columns(
        commune=pl.lit("01053"),
        comite_nom=pl.when(pl.col("rang") < 12).then(pl.lit("ZONE ANCIENNE")).otherwise("comite_nom"),
    )
    lecture = _lire(tmp_path, anciens.select("commune", "comite_code", "comite_nom"))
    assert lecture.fichiers["refus_fichier_regle"].to_list() == ["numerotation_357"]
    message = lecture.fichiers["refus_fichier_message"][0]
    assert message.startswith("comites_2026-01.csv : c'est l'ancienne numérotation des comités (357 codes)")
    assert "Envoyez la table dans la numérotation clpe_2025 (363 codes)" in message


def test_committees_renamed_here_and_there_are_accepted(tmp_path):
    """Seven of fifteen renamed: a table of today with new names."""
    connus = tables.lire("comites").select("comite_code", "comite_nom").head(15)
    renommes = connus.with_row_index("rang").with_columns(
        commune=pl.lit("01053"),
        comite_nom=pl.when(pl.col("rang") < 7).then(pl.lit("Nouveau nom")).otherwise("comite_nom"),
    )
    lecture = _lire(tmp_path, renommes.select("commune", "comite_code", "comite_nom"))
    assert lecture.fichiers["refus_fichier_regle"].to_list() == [None]


def test_a_table_of_today_with_every_name_changed_is_accepted(tmp_path):
    """Other names, the same places: a committee is where its communes are."""
    connus = tables.lire("commune_comite").join(tables.lire("comites"), on="comite_code")
    lecture = _lire(tmp_path, connus.select("commune", "comite_code", comite_nom=pl.format("Comité {}", "comite_nom")))
    assert lecture.fichiers["refus_fichier_regle"].to_list() == [None]
    assert lecture.refus["regle"].to_list() == ["autre_numerotation"]


@pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="The reference tables of territories are not beside this repository."
)
@pytest.mark.parametrize(
    ("nom", "attendu"),
    [("commune_clpe_ancienne_357.csv", "numerotation_357"), ("commune_clpe.csv", None)],
)
def test_the_two_numberings_in_circulation_are_told_apart(tmp_path, nom, attendu):
    table = pl.read_csv(REFERENCE / nom, infer_schema=False)
    recus = table.select(commune="commune_code", comite_code="clpe_code", comite_nom="clpe_libelle")
    lecture = _lire(tmp_path, recus)
    assert lecture.fichiers["refus_fichier_regle"].to_list() == [attendu]
