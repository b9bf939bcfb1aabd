"""Pseudonyms: keyed, in range, one per person and per namespace, computed over distinct values."""

import hashlib
import hmac

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from pipelines.identity import Cles, cles_enregistrement, liens, personnes

CLES = Cles("une clé de test assez longue pour être acceptée")
AUTRES = Cles("une autre clé de test, elle aussi assez longue !")


def test_the_bits_are_those_of_the_hmac():
    """personne_id = first 63 bits, suite = the next 64, cle_enregistrement = first 40 bits under its own key."""
    ligne = personnes(pl.Series(["nir:1951199001002"]), CLES).row(0, named=True)
    bits = int.from_bytes(hmac.digest(CLES.pseudonyme, b"nir:1951199001002", hashlib.sha256))
    assert ligne["personne_id"] == bits >> (256 - 63)
    assert ligne["suite"] % 2**64 == (bits >> (256 - 127)) % 2**64
    autres_bits = int.from_bytes(hmac.digest(CLES.enregistrement, b"nir:1951199001002", hashlib.sha256))
    assert ligne["cle_enregistrement"] == autres_bits >> (256 - 40)


def test_one_row_per_person_in_order_of_first_appearance():
    vus = personnes(pl.Series(["nir:b", "nir:a", None, "nir:b"]), CLES)
    assert vus["canonique"].to_list() == ["nir:b", "nir:a"]


def test_another_key_gives_other_ids():
    nirs = pl.Series(["nir:1951199001002", "nir:2010799001003"])
    assert set(personnes(nirs, CLES)["personne_id"]).isdisjoint(personnes(nirs, AUTRES)["personne_id"])


def test_a_nir_and_an_ntt_of_the_same_characters_are_two_persons():
    assert personnes(pl.Series(["nir:1951199001002", "ntt:1951199001002"]), CLES)["personne_id"].n_unique() == 2


def test_links_live_in_their_own_namespace_and_keep_nulls():
    numeros = pl.Series("identifiantpe", ["9000001A001", None, "9000001A001", "9000002B002"])
    ids = liens(numeros, "numero_ft", CLES)
    assert ids.null_count() == 1
    assert ids[0] == ids[2] != ids[3]
    assert ids[0] != liens(numeros, "dossier_rsa", CLES)[0]
    assert ids.name == "identifiantpe"


def test_nothing_in_nothing_out():
    vide = pl.Series([], dtype=pl.String)
    assert personnes(vide, CLES).height == 0
    assert liens(vide, "numero_ft", CLES).to_list() == []
    assert liens(pl.Series([None, None], dtype=pl.String), "numero_ft", CLES).to_list() == [None, None]


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=30))
def test_ids_are_positive_and_within_their_bits(textes):
    serie = pl.Series(textes)
    vus = personnes("nir:" + serie, CLES)
    assert vus["personne_id"].min() >= 0
    assert 0 <= vus["cle_enregistrement"].min() <= vus["cle_enregistrement"].max() < 2**40
    assert vus.height == len(set(textes))
    assert liens(serie, "offre", CLES).min() >= 0
    assert cles_enregistrement(serie, "offre", CLES).max() < 2**40
