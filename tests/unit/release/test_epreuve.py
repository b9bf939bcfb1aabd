"""What an attacker finds before a release is in place: whole tables go, or the release is refused."""

import json
import os
from datetime import date

import polars as pl
import pytest

from pipelines.release import PublicationRefusee, epreuve, verifier
from tests.unit.release.petite_maison import lire, maison, publier_ici, rapport_sur

MOIS = date(2025, 1, 1)
TROUVE = ("entrees", "mois", MOIS, "departement", "01", "type_inscription", "premiere", "denominateur")
EXCLUS = ("retour_emploi_6m", "mois", MOIS, "departement", "01", "sexe", "femme", "exclus")
TABLE = {
    "indicateur": "entrees",
    "territoire_niveau": "departement",
    "dimension": "type_inscription",
    "periode_type": "mois",
}


def qui_trouve(*tours: list[tuple]):
    """An attacker who finds these counts one time after the other, then nothing; and how many times it was asked."""
    restants, demandes = list(tours), []

    def attaquer(dossier):
        demandes.append(dossier.name)
        return rapport_sur(dossier, restants.pop(0) if restants else [])

    return attaquer, demandes


def publication(roots) -> dict:
    return json.loads((roots.public / "latest" / "publication.json").read_text())


def test_a_count_found_withdraws_its_whole_table_and_the_release_is_attacked_again(tmp_path):
    roots = maison(tmp_path)
    attaquer, demandes = qui_trouve([TROUVE])
    publier_ici(roots, attaquer=attaquer)
    assert len(demandes) == 2
    table = lire(roots, "2026-01-31").filter(pl.col("indicateur") == "entrees", pl.col("statut") != "absent")
    la_table = pl.all_horizontal(pl.col(nom) == valeur for nom, valeur in TABLE.items())
    retiree, reste = table.filter(la_table), table.filter(~la_table)
    # twelve months observed of thirteen, two modalities
    assert retiree.height == 24
    assert retiree["valeur"].null_count() == 24
    assert retiree["motif"].unique().to_list() == ["effectif_insuffisant"]
    assert reste.filter(pl.col("motif") == "effectif_insuffisant").height < reste.height / 2
    assert publication(roots)["tables_retirees"] == [TABLE | {"exclus_seuls": False}]
    assert verifier(roots.public / "latest") == []


def test_of_who_is_left_out_only_that_count_goes(tmp_path):
    roots = maison(tmp_path)
    publier_ici(roots)
    avant = lire(roots, "2026-01-31")
    autre = maison(tmp_path / "autre")
    publier_ici(autre, attaquer=qui_trouve([EXCLUS])[0])
    apres = lire(autre, "2026-01-31")
    ici = (
        (pl.col("indicateur") == "retour_emploi_6m")
        & (pl.col("territoire_niveau") == "departement")
        & (pl.col("dimension") == "sexe")
        & (pl.col("periode_type") == "mois")
    )
    assert apres.equals(avant.with_columns(exclus=pl.when(~ici).then("exclus")))
    assert avant.filter(ici)["exclus"].null_count() < apres.filter(ici).height
    assert verifier(autre.public / "latest") == []


def test_what_is_found_of_a_table_the_second_time_is_withdrawn_with_the_rest():
    """Who is left out the first time, the count itself the second: the table goes whole."""
    cle = [*epreuve.TABLE, "grandeur"]
    tables = epreuve.ajouter(
        epreuve.AUCUNE_TABLE, pl.DataFrame([(*TABLE.values(), "exclus")], schema=cle, orient="row")
    )
    assert tables.row(0, named=True) == TABLE | {"exclus_seuls": True}
    tables = epreuve.ajouter(tables, pl.DataFrame([(*TABLE.values(), "denominateur")], schema=cle, orient="row"))
    assert tables.rows(named=True) == [TABLE | {"exclus_seuls": False}]


def test_a_release_that_always_gives_something_away_is_refused(tmp_path):
    roots = maison(tmp_path)
    with pytest.raises(PublicationRefusee, match="does not withstand its audit"):
        publier_ici(roots, attaquer=lambda dossier: rapport_sur(dossier, [TROUVE]))
    assert not (roots.public / "latest").is_symlink()


def test_what_no_withdrawal_would_mend_is_refused_at_once(tmp_path):
    roots, demandes = maison(tmp_path), []

    def attaquer(dossier):
        demandes.append(dossier)
        return rapport_sur(dossier, reussites=1)

    with pytest.raises(PublicationRefusee, match="l'attaque a réussi"):
        publier_ici(roots, attaquer=attaquer)
    assert len(demandes) == 1
    assert not (roots.public / "latest").is_symlink()


def test_with_nothing_new_a_release_is_neither_attacked_nor_made_again(tmp_path):
    roots = maison(tmp_path)
    publier_ici(roots, attaquer=qui_trouve([TROUVE])[0])
    attaquer, demandes = qui_trouve()
    assert publier_ici(roots, attaquer=attaquer).millesime == "2026-01-31"
    assert demandes == []
    assert os.listdir(roots.public / "millesimes") == ["2026-01-31"]


def test_a_figure_in_a_table_that_was_withdrawn_is_a_fault(tmp_path):
    """Sabotage: `publication.json` says that a table was withdrawn, and its figures are there."""
    roots = maison(tmp_path)
    publier_ici(roots)
    dit = publication(roots) | {"tables_retirees": [TABLE | {"exclus_seuls": False}]}
    (roots.public / "latest" / "publication.json").write_text(json.dumps(dit))
    fautes = verifier(roots.public / "latest")
    assert any("entrees: 24 rows of a series that is withdrawn show a figure" in faute for faute in fautes), fautes
