"""The check of a release sees what was changed in it, even by somebody who writes the checksums again."""

import gzip
import json
import shutil
from collections.abc import Callable

import polars as pl
import pytest

from pipelines.release import donnees, empreintes, verifier
from pipelines.release.colonnes import CLE, INDICATEURS
from pipelines.release.tables import ouvrir
from tests.unit.release.petite_maison import maison, publier_ici, toutes


@pytest.fixture(scope="module")
def originale(tmp_path_factory):
    roots = maison(tmp_path_factory.mktemp("maison"))
    publier_ici(roots)
    return roots.public


@pytest.fixture
def copie(originale, tmp_path):
    """A release of one's own, to tamper with."""
    shutil.copytree(originale, tmp_path / "public", symlinks=True)
    return tmp_path / "public" / "millesimes" / "2026-01-31"


def refaire(dossier, changer: Callable[[pl.DataFrame], pl.DataFrame]) -> list[str]:
    """Change the rows in all the files and write the checksums again: a careful forger. Return what the check says."""
    donnees.ecrire([changer(toutes(dossier))], dossier, {})
    (dossier / empreintes.SOMMES).write_text(empreintes.sommes(dossier))
    return verifier(dossier)


def test_an_untouched_copy_passes(copie):
    assert refaire(copie, lambda table: table) == []


def test_a_lone_copy_of_the_folder_passes(copie, tmp_path):
    shutil.copytree(copie, tmp_path / "2026-01-31")
    assert verifier(tmp_path / "2026-01-31") == []


# -- files ----------------------------------------------------------------------------------------------------------


def test_a_changed_byte_is_seen(copie):
    page = copie / "dictionnaire.md"
    page.write_text(page.read_text().replace("France", "france", 1))
    assert verifier(copie) == ["dictionnaire.md is not the published file: its SHA-256 has changed."]


def test_a_file_removed_or_added_is_seen(copie):
    (copie / "territoires_liens.parquet").unlink()
    (copie / "notes.txt").write_text("")
    assert verifier(copie) == [
        "territoires_liens.parquet is missing.",
        "notes.txt is not in SHA256SUMS: it was added afterwards.",
    ]


def test_a_changed_checksum_is_seen(copie):
    sommes = copie / "SHA256SUMS"
    texte = sommes.read_text()
    sommes.write_text(("0" if texte[0] != "0" else "1") + texte[1:])
    assert verifier(copie) == ["actions_de_plan.parquet is not the published file: its SHA-256 has changed."]


def test_a_file_that_cannot_be_read_is_a_sentence_not_a_traceback(copie):
    (copie / "indicateurs.parquet").write_bytes(b"PAR1 rien")
    phrases = verifier(copie)
    assert phrases[0] == "indicateurs.parquet is not the published file: its SHA-256 has changed."
    assert "cannot be read" in phrases[1]


def test_a_csv_that_says_otherwise_is_seen(copie):
    chemin = copie / "indicateurs.csv.gz"
    lignes = gzip.decompress(chemin.read_bytes()).splitlines(keepends=True)
    chemin.write_bytes(gzip.compress(b"".join(lignes[:-1])))
    (copie / empreintes.SOMMES).write_text(empreintes.sommes(copie))
    assert verifier(copie) == ["indicateurs.csv.gz and indicateurs.parquet do not hold the same rows."]


def test_a_row_of_a_commune_among_the_others_is_seen(copie):
    """Each data set whole and in order, its CSV and the checksums right: and yet the row is not where it should be."""
    jeux = {nom: table.collect() for nom, table in donnees.lire(copie).items()}
    deplacee = jeux["indicateurs_communes"][-1:]
    jeux = {
        "indicateurs": pl.concat([jeux["indicateurs"], deplacee]).sort(CLE),
        "indicateurs_communes": jeux["indicateurs_communes"][:-1],
    }
    for nom, table in jeux.items():
        with ouvrir(INDICATEURS, copie / nom, {}, CLE) as ajouter:
            ajouter(table)
    (copie / empreintes.SOMMES).write_text(empreintes.sommes(copie))
    assert verifier(copie) == ["indicateurs.parquet holds rows of another data set."]


def test_a_commune_told_though_few_live_there_is_seen(copie):
    """It is enough to say so of one: its rows, which are not there, are then announced."""
    chemin = copie / "communes.parquet"
    communes = pl.read_parquet(chemin)
    assert communes["publie"].all()
    communes.with_columns(
        population=pl.when(pl.int_range(pl.len()) == 0).then(49).otherwise("population")
    ).write_parquet(chemin)
    (copie / empreintes.SOMMES).write_text(empreintes.sommes(copie))
    assert verifier(copie) == [
        "communes.parquet is wrong about which communes figures are told of: their population tells it."
    ]


def test_a_release_without_its_communes_is_seen(copie):
    (copie / "indicateurs_communes.parquet").unlink()
    (copie / empreintes.SOMMES).write_text(empreintes.sommes(copie))
    assert verifier(copie) == ["indicateurs_communes.parquet has not the published columns, types and order."]


def test_a_folder_under_another_name_is_seen(copie):
    autre = copie.rename(copie.with_name("2026-02-28"))
    (autre.parent.parent / "latest").unlink()
    assert verifier(autre) == [
        "indicateurs_metadonnees.json says millésime 2026-01-31, its folder says 2026-02-28.",
        "publication.json says millésime 2026-01-31, its folder says 2026-02-28.",
        "There is no link `latest` beside millesimes/.",
    ]


def test_an_absolute_or_broken_link_is_seen(copie):
    lien = copie.parent.parent / "latest"
    for cible in (copie, "millesimes/2031-01-31"):
        lien.unlink()
        lien.symlink_to(cible)
        assert verifier(copie) == [
            f"`latest` points to {cible}: it must be a relative link to a release in millesimes/."
        ]


# -- rows -----------------------------------------------------------------------------------------------------------

_mensuelle = pl.col("periode_type") == "mois"
_part = (pl.col("indicateur") == "retour_emploi_6m") & _mensuelle & pl.col("valeur").is_not_null()
_delai = (pl.col("indicateur") == "delai_orientation_median") & pl.col("valeur").is_not_null()
_petite = (pl.col("indicateur") == "retour_emploi_6m") & (pl.col("denominateur") == 10)
_retenue = (pl.col("indicateur") == "taux_pourvoi_30j") & (pl.col("motif") == "secret_etablissement")
_absente = (pl.col("indicateur") == "entrees") & (pl.col("statut") == "absent")


def dans_la_premiere(ou: pl.Expr, **valeurs: pl.Expr) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Set columns in the first row where `ou` holds."""
    premiere = ou & (ou.cast(pl.Int32).cum_sum() == 1)
    return lambda table: table.with_columns(
        pl.when(premiere).then(valeur).otherwise(pl.col(nom)).alias(nom) for nom, valeur in valeurs.items()
    )


@pytest.mark.parametrize(
    ("ou", "valeurs", "phrase"),
    [
        (_part, {"valeur": pl.col("valeur") + 1e-6}, "1 rows have a share that is not numerator ÷ denominator"),
        (_part, {"ic_bas": pl.col("ic_bas") - 1e-4}, "1 rows have a lower bound that its counts do not give"),
        (_part, {"ic_haut": pl.lit(None)}, "1 rows have an upper bound that its counts do not give"),
        (_part, {"numerateur": pl.col("numerateur") + 1}, "1 rows have a count that is not a multiple of 5"),
        (_part, {"exclus": pl.lit(3)}, "1 rows have a count that is not a multiple of 5"),
        (_part, {"exclus": pl.lit(None)}, "1 rows lack a denominator or the excluded"),
        (_part, {"effectif_faible": ~pl.col("effectif_faible")}, "1 rows have a wrong effectif_faible"),
        (_part, {"motif": pl.lit("part_extreme")}, "1 rows have a value and a reason for not having one"),
        (_part, {"motif": pl.lit("couverture_partielle")}, "give the reason of an absence and are not absent"),
        (_part, {"methode_version": pl.lit(2, dtype=pl.Int32)}, "1 rows have another method version"),
        (_part, {"statut": pl.lit("revise")}, "1 rows have an unknown statut"),
        (_petite, {"numerateur": pl.lit(5)}, "1 rows show a numerator that must be withheld"),
        (_petite, {"motif": pl.lit("part_extreme")}, "1 rows have a motif that does not go with their counts"),
        (_retenue, {"numerateur": pl.lit(5)}, "1 rows are withheld for enterprises and show a figure"),
        (_retenue, {"exclus": pl.lit(0)}, "1 rows are withheld for enterprises and show a figure"),
        (_retenue, {"effectif_faible": pl.lit(True)}, "1 rows are withheld for enterprises and show a figure"),
        (_retenue, {"denominateur": pl.lit(None)}, "1 rows are withheld for enterprises and lack a denominator"),
        (
            _retenue,
            {"motif": pl.lit("effectif_insuffisant"), "exclus": pl.lit(0)},
            "1 rows tell how many enterprises so few units are of",
        ),
        (
            _petite,
            {"motif": pl.lit("secret_etablissement")},
            "withheld for enterprises, which their indicator does not",
        ),
        (_absente, {"valeur": pl.lit(5.0)}, "1 rows are absent and show a figure"),
        (_absente, {"motif": pl.lit("effectif_insuffisant")}, "1 rows are absent without a structural reason"),
        (pl.col("indicateur") == "entrees", {"valeur": pl.lit(7.0)}, "not a multiple of 5 as value"),
        (pl.col("indicateur") == "entrees", {"denominateur": pl.lit(5)}, "parts or bounds, which a count has not"),
        (_delai, {"valeur": pl.lit(31.0)}, "1 rows have a median off the grid"),
        (_delai, {"ic_bas": pl.lit(300.0)}, "1 rows have bounds on the wrong side of the median"),
        (_delai, {"denominateur": pl.lit(45)}, "1 rows have a motif that does not go with their denominator"),
    ],
)
def test_a_tampered_row_is_seen(copie, ou, valeurs, phrase):
    phrases = refaire(copie, dans_la_premiere(ou, **valeurs))
    assert any(phrase in dite for dite in phrases), phrases


def test_a_removed_row_is_seen(copie):
    phrases = refaire(copie, lambda table: table.filter(pl.int_range(pl.len()) != 100))
    assert "delai_moyen_acces_rpe: 1 announced cells have no row." in phrases
    assert "publication.json does not count the rows that are published." in phrases


def test_a_removed_month_is_seen(copie):
    ailleurs = (pl.col("indicateur") == "entrees") & (pl.col("periode_debut") == pl.date(2025, 3, 1))
    phrases = refaire(copie, lambda table: table.filter(~ailleurs))
    assert "entrees: periods mois starting 2025-03-01 should be there." in phrases


def test_a_row_twice_is_seen(copie):
    phrases = refaire(copie, lambda table: pl.concat([table.head(1), table]))
    assert "delai_moyen_acces_rpe: 1 rows have the key of another." in phrases


def test_a_row_of_no_announced_cell_is_seen(copie):
    intruse = dans_la_premiere(pl.col("territoire_code") == "01", territoire_code=pl.lit("02"))
    phrases = refaire(copie, lambda table: intruse(table).sort(CLE))
    assert "delai_moyen_acces_rpe: 1 rows are of no announced cell." in phrases


def test_an_epci_by_month_is_seen(copie):
    """A finer level has its whole over twelve months, and nothing else."""
    intruse = dans_la_premiere(
        (pl.col("territoire_code") == "01") & (pl.col("periode_type") == "mois"),
        territoire_niveau=pl.lit("epci"),
        territoire_code=pl.lit("200071751"),
    )
    phrases = refaire(copie, lambda table: intruse(table).sort(CLE))
    assert "delai_moyen_acces_rpe: 1 rows are of no announced cell." in phrases


def test_a_removed_quarter_is_seen(copie):
    trimestre = (pl.col("periode_type") == "trimestre") & (pl.col("periode_debut") == pl.date(2025, 4, 1))
    phrases = refaire(copie, lambda table: table.filter(~trimestre))
    assert "entrees: periods trimestre starting 2025-04-01 should be there." in phrases


def test_a_year_that_is_not_civil_is_seen(copie):
    """A year and a quarter begin with the civil ones."""
    annee = (pl.col("periode_type") == "annee") & (pl.col("indicateur") == "entrees")
    decalee = pl.when(annee).then(pl.date(2024, 12, 1)).otherwise("periode_debut").alias("periode_debut")
    phrases = refaire(copie, lambda table: table.with_columns(decalee).sort(CLE))
    assert "entrees: periods annee starting 2025-01-01 should be there." in phrases


def test_rows_out_of_order_are_seen(copie):
    assert "entrees: rows are not sorted by the key." in refaire(
        copie, lambda table: table.sort("indicateur", "territoire_code", maintain_order=True)
    )


def test_an_indicator_without_words_is_seen(copie):
    chemin = copie / "indicateurs_metadonnees.json"
    dit = json.loads(chemin.read_text())
    dit["indicateurs"] = [entree for entree in dit["indicateurs"] if entree["indicateur"] != "entrees"]
    chemin.write_text(json.dumps(dit))
    assert "entrees has rows and no entry in indicateurs_metadonnees.json." in refaire(copie, lambda table: table)


# -- objectives and plans -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fichier", "valeurs", "phrase"),
    [
        ("objectifs", {"avancement": pl.lit(0.99)}, "3 rows do not say what the published cells give"),
        ("objectifs", {"etat": pl.lit("atteint")}, "3 rows do not say what the published cells give"),
        ("objectifs", {"valeur_initiale": pl.col("valeur_initiale") / 2}, "1 rows do not say what the published"),
        ("objectifs", {"valeur_cible": pl.col("valeur_initiale")}, "3 rows have a target that is their start"),
        ("objectifs", {"date_decision": pl.date(2026, 2, 1)}, "3 rows were decided after the observation"),
        ("objectifs", {"periode_fin": pl.date(2025, 2, 28)}, "3 rows end before they begin"),
        ("objectifs", {"indicateur": pl.lit("entrees")}, "is not sorted by its key, or has a key twice"),
        ("objectifs", {"etat": pl.lit(1)}, "has not the published columns, types and order"),
        ("actions_de_plan", {"faites": pl.lit(5, pl.Int64)}, "2 rows have a mean that their counts do not give"),
        ("actions_de_plan", {"en_retard": pl.lit(3, pl.Int64)}, "2 rows have more late or silent actions than open"),
        ("actions_de_plan", {"etapes_faites": pl.lit(13, pl.Int64)}, "2 rows have more steps done than steps"),
        ("actions_de_plan", {"faites": pl.lit(-1, pl.Int64)}, "2 rows have a negative count"),
        ("actions_de_plan", {"theme": pl.lit("Mobilité")}, "is not sorted by its key, or has a key twice"),
    ],
    ids=lambda valeur: next(iter(valeur)) if isinstance(valeur, dict) else None,
)
def test_a_tampered_objective_or_plan_is_seen(copie, fichier, valeurs, phrase):
    """Of the three objectives, one has a value: its start alone changes what is said."""
    chemin = copie / f"{fichier}.parquet"
    pl.read_parquet(chemin).with_columns(**valeurs).write_parquet(chemin)
    (copie / empreintes.SOMMES).write_text(empreintes.sommes(copie))
    dites = verifier(copie)
    assert all(dite.startswith(f"{fichier}.parquet") for dite in dites)
    assert any(phrase in dite for dite in dites), dites
