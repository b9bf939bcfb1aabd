"""Where nearly every count is small, sums give some away: once series are withdrawn, the attacker finds none."""

import numpy as np
import polars as pl
import pytest

from pipelines import audit
from pipelines.audit.fichiers import CLE
from pipelines.disclosure import encadrements
from pipelines.release import epreuve
from tests.unit.audit import fabrique

SEUL = "retour_emploi_6m"
GRAINE, CIBLES = 3, 400


@pytest.fixture(scope="module")
def clairsemee():
    """One indicator of a France of 180 entries: three a committee and a month."""
    table = fabrique.proteger(fabrique.cellules(fabrique.tirer_les_personnes(GRAINE, nombre=180)))
    return table.filter(pl.col("indicateur") == SEUL)


def _constats(dossier, table):
    rapport = audit.auditer(audit.lire(fabrique.ecrire(dossier, table)), echantillon=CIBLES)
    return {constat.attaque: constat for constat in rapport.constats}


def test_the_attacker_finds_what_sums_give_away_and_says_where(tmp_path, clairsemee):
    rapport = audit.auditer(audit.lire(fabrique.ecrire(tmp_path, clairsemee)), echantillon=CIBLES)
    assert rapport.constats[1].reussites == rapport.faibles.height > 0
    dites = rapport.faibles.join(clairsemee, on=list(CLE), how="left")
    assert dites["denominateur"].is_not_null().all()


def test_tables_he_was_given_something_by_are_told_no_more(tmp_path, clairsemee):
    tables = epreuve.ajouter(epreuve.AUCUNE_TABLE, epreuve.attaquer(fabrique.ecrire(tmp_path, clairsemee)).faibles)
    entieres = tables.filter(~pl.col("exclus_seuls"))
    retiree = fabrique.sans_recoupements(clairsemee, tables)
    dites = retiree.filter(pl.col("statut") != "absent").join(entieres, on=epreuve.TABLE, how="semi")
    assert dites.height > entieres.height > 0
    assert dites["denominateur"].null_count() == dites.height
    assert epreuve.attaquer(fabrique.ecrire(tmp_path / "apres", retiree)).tient


def test_once_series_are_withdrawn_he_finds_nothing(tmp_path, clairsemee):
    retiree = fabrique.sans_recoupements(clairsemee)
    constats = _constats(tmp_path, retiree)
    assert {nom: constat.reussites for nom, constat in constats.items() if constat.joue} == {
        "memes_ensembles": 0,
        "sommes": 0,
        "existence": 0,
        "reconstruction": 0,
    }
    assert constats["sommes"].essais == CIBLES
    # not half of the rows of so thin a country, where nearly every figure is 0 or 5
    assert 0.1 * retiree.height < retiree["denominateur"].null_count() < 0.5 * retiree.height


def test_a_series_withdrawn_in_part_is_seen(tmp_path, clairsemee):
    """The cell alone, among others that are told."""
    rang = clairsemee.with_row_index("rang").filter(pl.col("dimension") == "sexe")["rang"][0]
    seule = pl.int_range(pl.len()) == rang
    percee = clairsemee.with_columns(
        *(pl.when(~seule).then(pl.col(nom)).alias(nom) for nom in ("numerateur", "denominateur", "exclus")),
        motif=pl.when(seule).then(pl.lit("effectif_insuffisant")).otherwise("motif"),
    )
    assert _constats(tmp_path, percee)["existence"].reussites > 0


def test_sums_read_without_figures_that_differ_leave_a_count_known_exactly(tmp_path, clairsemee, monkeypatch):
    """Sabotage: two figures that differ, one within the other, are read as if they could be of the same units."""
    monkeypatch.setattr(encadrements, "_different", lambda partie, _: np.zeros(partie.shape, dtype=bool))
    constat = _constats(tmp_path, fabrique.sans_recoupements(clairsemee))["sommes"]
    assert (constat.reussites, constat.mesures["effectifs connus exactement"]) == (1, 0)
    assert "1 sont connus exactement" in constat.trouve
