"""A lot too large to be held whole: its parts put together are the lot read at once."""

from datetime import date

import polars as pl
import pytest

from pipelines.sources import FichierRecu
from pipelines.sources.dsn import Dsn, lecture, moisson, texte

MENSUELLE, LOT = "mensuelle_2025-06_P25V01.dsn", "lot_V01R02.dsn"
COMPTES = ("unites_recues", "lignes", "lignes_ecartees", "hors_champ")


@pytest.fixture
def en_parties(tmp_path, monkeypatch):
    """(readings in parts, reading at once) of a file, the parts being of a few persons."""

    def _en_parties(octets: bytes):
        (tmp_path / "m.dsn").write_bytes(octets)
        lot = [FichierRecu(tmp_path / "m.dsn", "dsn", date(2025, 7, 10), "0" * 64, len(octets))]
        entier = Dsn().lire(lot)
        monkeypatch.setattr(texte, "TAILLE", 2000)
        monkeypatch.setattr(texte, "TETE", 1000)
        monkeypatch.setattr(moisson, "RUBRIQUES_PAR_PASSE", 1)
        monkeypatch.setattr(lecture, "RUBRIQUES_PAR_PARTIE", 100)
        return list(Dsn().parties(lot)), entier

    return _en_parties


def declarations(octets: bytes, combien: int) -> bytes:
    """The message with its declaration several times, each of another order."""
    debut, fin = octets.index(b"S20.G00.05.001"), octets.index(b"S90.G00.90.001")
    corps = octets[debut:fin]
    autres = [corps.replace(b"05.004,'101'", b"05.004,'%d'" % (200 + rang)) for rang in range(combien)]
    return octets[:debut] + b"".join(autres) + octets[fin:]


@pytest.mark.parametrize("nom", [MENSUELLE, LOT])
def test_parts_put_together_are_the_whole(en_parties, exemple, nom):
    parties, entier = en_parties(declarations(exemple(MENSUELLE), 5) if nom == MENSUELLE else exemple(nom))
    assert len(parties) > 2
    for entite, frame in entier.entites.items():
        assert pl.concat([partie.entites[entite] for partie in parties]).equals(frame), entite
    refus = pl.concat([partie.refus for partie in parties])
    assert refus.sort(refus.columns).equals(entier.refus.sort(refus.columns))
    sommes = pl.concat([partie.fichiers for partie in parties]).select(pl.col(COMPTES).sum())
    assert sommes.row(0) == entier.fichiers.select(COMPTES).row(0)
    assert {partie.fichiers["mois"][0] for partie in parties} == {entier.fichiers["mois"][0]}
    for partie in parties:
        unites = pl.concat([frame["unite"] for frame in partie.entites.values()]).drop_nulls().n_unique()
        assert unites == partie.fichiers["unites_recues"][0]


def test_a_fault_at_the_end_of_a_declaration_refuses_its_persons_in_every_part(en_parties, exemple):
    """The commune of a place of work, told after the persons, is too short in the first of two declarations."""
    octets = declarations(exemple(MENSUELLE), 2)
    lieu = b"S21.G00.85.001,'00000001800010'\r\nS21.G00.85.011,'1'\r\n"
    seconde = octets.index(b"S20.G00.05.001", octets.index(b"S20.G00.05.001") + 1)
    octets = octets[:seconde] + lieu + octets[seconde:]
    parties, _ = en_parties(octets)
    rejets = pl.concat([partie.refus for partie in parties]).filter(gravite="rejet")
    assert rejets.select("unite", "regle").rows() == [
        (None, "longueur"), *((unite, "declaration_refusee") for unite in (1, 2, 3))
    ]  # fmt: skip
    assert "longueur" in parties[0].refus["regle"].to_list()  # with the row of the declaration
    assert "(voir la ligne 336)" in rejets["message"][1]


def test_a_file_cut_short_is_refused_in_every_part(en_parties, exemple):
    octets = declarations(exemple(MENSUELLE), 5)
    parties, _ = en_parties(octets[: octets.index(b"S90.G00.90.001")])
    assert len(parties) > 2
    assert {partie.fichiers["refus_fichier_regle"][0] for partie in parties} == {"fichier_tronque"}


def test_a_small_lot_is_one_part(lire, exemple, tmp_path):
    octets = exemple(MENSUELLE)
    (tmp_path / "m.dsn").write_bytes(octets)
    (seule,) = Dsn().parties([FichierRecu(tmp_path / "m.dsn", "dsn", date(2025, 7, 10), "0" * 64, len(octets))])
    assert seule.entites["contrat"].equals(lire("dsn", {MENSUELLE: octets}).entites["contrat"])
