"""A release: whole or not at all, the same bytes for the same content, nothing but what may be read by everyone."""

import gzip
import json
import os
import re
from dataclasses import replace
from datetime import date

import polars as pl
import pyarrow.parquet as pq
import pytest
from frictionless import Resource, Schema

from pipelines.disclosure import COLONNES, SecretRefuse
from pipelines.release import PublicationRefusee, publication, verifier
from pipelines.release.colonnes import CLE, INDICATEURS
from pipelines.release.millesimes import Millesime, lire_nom
from tests.unit.release.petite_maison import (
    OBSERVATION,
    cellules_exactes,
    lire,
    maison,
    octets,
    petit_catalogue,
    petits_territoires,
    poser,
    publier_ici,
)

FICHIERS = {
    "SHA256SUMS",
    "actions_de_plan.parquet",
    "audit.json",
    "commune_territoire.parquet",
    "communes.parquet",
    "dictionnaire.md",
    "indicateurs.csv.gz",
    "indicateurs.parquet",
    "indicateurs_communes.csv.gz",
    "indicateurs_communes.parquet",
    "indicateurs_metadonnees.json",
    "objectifs.parquet",
    "publication.json",
    "qualite_sources.parquet",
    "schema.json",
    "territoires.parquet",
    "territoires_liens.parquet",
}


@pytest.fixture(scope="module")
def publiee(tmp_path_factory):
    """A house that published once."""
    roots = maison(tmp_path_factory.mktemp("maison"))
    publier_ici(roots)
    return roots


def test_nothing_is_told_of_a_commune_of_fewer_than_fifty_inhabitants(tmp_path):
    """One of those of the little house is left 49: its cells are not announced, and a house that has them stops."""
    lieux = petits_territoires()
    premiere = lieux.communes_dites["commune"][0]
    peuples = pl.when(pl.col("commune") == premiere).then(49).otherwise("population").alias("population")
    lieux = replace(lieux, communes=lieux.communes.with_columns(peuples))
    avec = maison(tmp_path / "avec")
    with pytest.raises(PublicationRefusee, match="rows are of no announced cell"):
        publier_ici(avec, territoires=lieux)
    sans = maison(tmp_path / "sans", cellules_exactes().filter(pl.col("territoire_code") != premiere))
    publier_ici(sans, territoires=lieux)
    assert pl.read_parquet(sans.public / "latest/communes.parquet").filter(~pl.col("publie"))[
        "commune_code"
    ].to_list() == [premiere]


# -- what is in the folder ------------------------------------------------------------------------------------------


def test_the_folder_holds_what_is_announced_and_passes_its_check(publiee):
    latest = publiee.public / "latest"
    assert {f.name for f in latest.iterdir()} == FICHIERS
    assert os.readlink(latest) == "millesimes/2026-01-31"
    assert verifier(latest) == []


def test_the_table_has_the_published_columns_in_the_order_of_its_key(publiee):
    table = lire(publiee, "2026-01-31")
    assert dict(table.schema) == COLONNES
    assert table.height == cellules_exactes().height
    assert table.select(CLE).equals(table.select(CLE).sort(CLE))
    assert table["valeur"].is_not_null().sum() > 500
    assert not table["revise"].any()


def test_every_column_says_what_it_means_in_the_parquet_file(publiee):
    schema = pq.read_schema(publiee.public / "latest" / "indicateurs.parquet")
    assert schema.metadata[b"licence"] == b"etalab-2.0"
    assert schema.metadata[b"millesime"] == b"2026-01-31"
    for colonne in INDICATEURS:
        assert schema.field(colonne.nom).metadata[b"description"].decode() == colonne.description
    assert schema.field("valeur").metadata[b"unite"].decode().startswith("fraction")
    fichier = pq.ParquetFile(publiee.public / "latest" / "indicateurs.parquet").metadata
    assert [fichier.schema.column(s.column_index).name for s in fichier.row_group(0).sorting_columns] == list(CLE)
    assert fichier.row_group(0).column(0).compression == "ZSTD"


def test_the_csv_is_valid_for_its_table_schema(publiee, tmp_path):
    latest = publiee.public / "latest"
    schema = Schema.from_descriptor(json.loads((latest / "schema.json").read_text()))
    (tmp_path / "table.csv").write_bytes(gzip.decompress((latest / "indicateurs.csv.gz").read_bytes()))
    rapport = Resource(path="table.csv", basepath=str(tmp_path), schema=schema).validate(limit_rows=2_000)
    assert rapport.valid, rapport.flatten(["rowNumber", "fieldName", "note"])[:5]


def test_the_table_schema_refuses_a_wrong_row(publiee, tmp_path):
    latest = publiee.public / "latest"
    lignes = gzip.decompress((latest / "indicateurs.csv.gz").read_bytes()).decode().splitlines()
    (tmp_path / "table.csv").write_text("\n".join([lignes[0], re.sub("definitif|provisoire|absent", "sûr", lignes[1])]))
    schema = Schema.from_descriptor(json.loads((latest / "schema.json").read_text()))
    assert not Resource(path="table.csv", basepath=str(tmp_path), schema=schema).validate().valid


def test_the_csv_is_for_machines(publiee):
    texte = gzip.decompress((publiee.public / "latest" / "indicateurs.csv.gz").read_bytes()).decode()
    entete, premiere, *_ = texte.splitlines()
    assert entete == ",".join(COLONNES)
    assert re.match(r"delai_moyen_acces_rpe,1,annee,2025-01-01,departement,01,", premiere)
    assert "e-" not in re.sub(r"[a-z_]{2,}", "", texte)


def test_the_publication_says_what_it_is_made_from_by_hash_and_never_by_name(publiee):
    """The file received after the observation is not among the inputs; no name of a received file leaves."""
    latest = publiee.public / "latest"
    dit = json.loads((latest / "publication.json").read_text())
    assert dit["entrees"] == [{"source": "inscription", "date_reception": "2026-01-05", "sha256": "a" * 64}]
    assert dit["versions"]["contrats"] == {"inscription": ["1.0.0"]}
    assert (dit["secret"]["base"], dit["secret"]["seuil_denominateur"]) == (5, 50)
    assert (dit["date_observation"], dit["precedent"], dit["demonstration"]) == ("2026-01-31", None, False)
    table = lire(publiee, "2026-01-31")
    retour = table.filter(pl.col("indicateur") == "retour_emploi_6m")
    assert dit["couverture"]["lignes"] == table.height
    assert dit["couverture"]["indicateurs"]["retour_emploi_6m"]["avec_valeur"] == retour["valeur"].is_not_null().sum()
    assert not [nom for nom, contenu in octets(latest).items() if b"inscriptions_2026" in contenu]


def test_the_metadata_carry_the_words_and_say_if_it_is_a_demonstration(publiee, tmp_path):
    dit = json.loads((publiee.public / "latest" / "indicateurs_metadonnees.json").read_text())
    assert [entree["indicateur"] for entree in dit["indicateurs"]] == list(petit_catalogue().indicateurs)
    assert dit["dimensions"]["sexe"]["modalites"] == {"F": "Femmes", "H": "Hommes"}
    assert (dit["demonstration"], dit["date_observation"]) == (False, "2026-01-31")
    simulee = maison(tmp_path)
    simulee.simulation.write_text("{}")
    publier_ici(simulee)
    assert json.loads((simulee.public / "latest" / "indicateurs_metadonnees.json").read_text())["demonstration"] is True
    assert "données simulées" in (simulee.public / "latest" / "dictionnaire.md").read_text()


def test_the_dictionary_names_every_column_reason_and_indicator(publiee):
    page = (publiee.public / "latest" / "dictionnaire.md").read_text()
    for colonne in INDICATEURS:
        assert f"`{colonne.nom}`" in page
    for indicateur in petit_catalogue().indicateurs.values():
        assert indicateur.ce_que_ce_n_est_pas in page
    assert "mediane_non_atteinte" in page
    assert "Moins de 26 ans" in page


def test_a_local_break_is_said_with_its_territory(tmp_path):
    roots, petit = maison(tmp_path), petit_catalogue()
    locale = {"date": "2025-03-01", "phrase": "Une autre saisie des offres.", "territoires": ["departement:01"]}
    rompue = replace(petit.indicateurs["taux_pourvoi_30j"], ruptures=(locale,))
    publier_ici(roots, mots=replace(petit, indicateurs=petit.indicateurs | {"taux_pourvoi_30j": rompue}))
    page = (roots.public / "latest" / "dictionnaire.md").read_text()
    assert "- **Rupture** : 2025-03-01 (departement 01 seulement). Une autre saisie des offres." in page
    assert "- **Rupture** : 2025-01-01. Depuis janvier 2025" in page
    dit = json.loads((roots.public / "latest" / "indicateurs_metadonnees.json").read_text())
    assert {e["indicateur"]: e["ruptures"] for e in dit["indicateurs"]}["taux_pourvoi_30j"] == [locale]


def test_the_dictionary_says_where_crossings_and_finer_levels_are_told(publiee):
    page = (publiee.public / "latest" / "dictionnaire.md").read_text()
    croisements = "`national`, `region`, `departement`, `collectivite_rsa`"
    assert f"Un croisement (`sexe*tranche_age`) n'a de lignes qu'aux niveaux {croisements}." in page
    fins = "`epci`, `bassin`, `zone_emploi`, `commune`"
    assert f"Aux niveaux {fins}, seul l'ensemble a des lignes, sur douze mois ; d'une commune," in page
    assert "| `sexe*tranche_age` (Sexe × Âge) | `F*50-54` | Femmes, 50 à 54 ans |" in page
    assert "- **Périodes** : `mois`, `trimestre`, `annee`, `glissant_12m`" in page


def test_no_key_nor_exact_count_leaves_the_house(publiee):
    """No column of keys, and no exact count above 4 that is not a multiple of 5."""
    for fichier in (publiee.public / "latest").glob("*.parquet"):
        assert not [nom for nom in pl.read_parquet_schema(fichier) if nom.startswith("cle")]
    table = lire(publiee, "2026-01-31")
    for nom in ("numerateur", "denominateur", "exclus"):
        assert (table[nom].drop_nulls() % 5 == 0).all()


def test_everyone_may_read_and_only_the_owner_may_write(tmp_path):
    ancien = os.umask(0o077)
    try:
        roots = maison(tmp_path)
        publier_ici(roots)
    finally:
        os.umask(ancien)
    dossier = roots.public / "millesimes" / "2026-01-31"
    assert {f.stat().st_mode & 0o777 for f in dossier.iterdir()} == {0o644}
    assert {d.stat().st_mode & 0o777 for d in (dossier, dossier.parent, roots.public)} == {0o755}


# -- the same content, the same bytes; new content, a new name ------------------------------------------------------


def test_two_houses_publish_the_same_bytes(publiee, tmp_path):
    autre = maison(tmp_path, cellules_exactes().sample(fraction=1.0, shuffle=True, seed=4))
    publier_ici(autre)
    assert octets(autre.public / "latest") == octets(publiee.public / "latest")


def test_publishing_again_changes_nothing(tmp_path):
    roots = maison(tmp_path)
    publier_ici(roots)
    avant = {f: f.stat().st_mtime_ns for f in (roots.public / "latest").iterdir()}
    assert publier_ici(roots).millesime == "2026-01-31"
    assert {f: f.stat().st_mtime_ns for f in (roots.public / "latest").iterdir()} == avant
    assert os.listdir(roots.public / "millesimes") == ["2026-01-31"]


def test_a_second_content_for_the_same_day_has_a_second_name(tmp_path):
    roots = maison(tmp_path)
    publier_ici(roots)
    premier = octets(roots.public / "latest")
    poser(roots, cellules_exactes(graine=2))
    assert publier_ici(roots).millesime == "2026-01-31.2"
    assert json.loads((roots.public / "latest" / "publication.json").read_text())["precedent"] == "2026-01-31"
    assert os.readlink(roots.public / "latest") == "millesimes/2026-01-31.2"
    assert publier_ici(roots).millesime == "2026-01-31.2"
    assert octets(roots.public / "millesimes" / "2026-01-31") == premier
    assert verifier(roots.public / "latest") == []
    assert sorted(os.listdir(roots.public / "millesimes")) == ["2026-01-31", "2026-01-31.2"]


def test_another_key_is_another_content(tmp_path):
    roots = maison(tmp_path)
    publier_ici(roots)
    assert publier_ici(roots, cle="another key of more than 32 characters").millesime == "2026-01-31.2"


def test_an_older_observation_is_published_and_latest_stays_on_the_newest(tmp_path):
    roots = maison(tmp_path)
    publier_ici(roots)
    assert publier_ici(roots, jour=date(2025, 12, 31)).millesime == "2025-12-31"
    assert os.readlink(roots.public / "latest") == "millesimes/2026-01-31"
    assert publier_ici(roots).millesime == "2026-01-31"


def test_ten_is_after_two():
    noms = ["2026-01-31.10", "2026-01-31.2", "2026-01-31", "2025-12-31.3"]
    assert [m.nom for m in sorted(map(lire_nom, noms))] == [
        "2025-12-31.3",
        "2026-01-31",
        "2026-01-31.2",
        "2026-01-31.10",
    ]
    assert lire_nom("2026-01-31.10") == Millesime(date(2026, 1, 31), 10)
    assert [lire_nom(nom) for nom in (".encours-2026-01-31", "2026-01-31.1", "2026-01-31.02", "essai")] == [None] * 4


# -- interruptions and refusals -------------------------------------------------------------------------------------


def test_an_interrupted_build_leaves_nothing_and_the_next_one_cleans_up(tmp_path, monkeypatch):
    roots = maison(tmp_path)

    def panne(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(publication.donnees, "ecrire", panne)
        with pytest.raises(KeyboardInterrupt):
            publier_ici(roots)
    assert not (roots.public / "latest").is_symlink()
    assert os.listdir(roots.public / "millesimes") == [".encours-2026-01-31"]
    publier_ici(roots)
    assert os.listdir(roots.public / "millesimes") == ["2026-01-31"]


def test_a_release_that_does_not_pass_its_check_is_not_put_in_place(tmp_path, monkeypatch):
    roots = maison(tmp_path)
    ecrire = publication.donnees.ecrire

    def fausser(morceaux, dossier, fiche):
        ecrire(morceaux, dossier, fiche)
        (dossier / "indicateurs.csv.gz").write_bytes(gzip.compress(b"faux\n"))

    monkeypatch.setattr(publication.donnees, "ecrire", fausser)
    with pytest.raises(PublicationRefusee, match="do not hold the same rows"):
        publier_ici(roots)
    assert not (roots.public / "millesimes" / "2026-01-31").exists()


def test_cells_that_are_missing_stop_the_release(tmp_path):
    """Sabotage: cells nobody is in are left out, so that a row says that somebody is there."""
    exactes = cellules_exactes()
    roots = maison(tmp_path, exactes.filter((pl.col("denominateur") > 0) | (pl.col("statut") == "absent")))
    with pytest.raises(PublicationRefusee, match="announced cells have no row"):
        publier_ici(roots)


def test_more_rows_than_a_reader_can_open_are_not_published(tmp_path, monkeypatch):
    exactes = cellules_exactes()
    monkeypatch.setattr(publication, "LIGNES_MAXIMALES", exactes.height - 1)
    with pytest.raises(PublicationRefusee, match=f"{exactes.height:,} rows: at most {exactes.height - 1:,}"):
        publier_ici(maison(tmp_path, exactes))


def test_without_cells_nothing_is_published_and_the_reason_is_said(tmp_path):
    with pytest.raises(PublicationRefusee, match="no cell to publish"):
        publier_ici(maison(tmp_path, cellules_exactes().clear()))


def test_cells_the_secret_room_refuses_are_not_published(tmp_path):
    roots = maison(tmp_path, cellules_exactes().with_columns(cle_denominateur=pl.lit(0, dtype=pl.Int64)))
    with pytest.raises(SecretRefuse):
        publier_ici(roots)
    assert os.listdir(roots.public) == []


def test_the_observation_of_the_tests_is_after_the_last_month():
    assert cellules_exactes()["periode_debut"].max() < OBSERVATION
