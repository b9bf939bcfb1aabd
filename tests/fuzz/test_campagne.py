"""A thousand hostile files of every source through the real door: it never breaks, loses nothing and names nobody."""

import random

import pytest

from pipelines.sources import toutes
from tests.fabriques import MUTATIONS, Fichier, Personne, cas_de, justes
from tests.fabriques.identites import peupler
from tests.fuzz import campagne
from tests.fuzz.campagne import mener, passe, repeter
from tests.fuzz.compte import unites
from tests.fuzz.fuite import Recherche


def test_every_mutation_of_every_source(tmp_path):
    cas = passe(0)
    assert len(cas) == len(toutes()) * len(MUTATIONS) > 1_000
    menee = mener(cas, tmp_path / "maison")
    assert not menee.fautes, "\n".join([*map(str, menee.fautes), repeter(menee.fautes)])
    # Hostile enough to be refused, right enough to be read: a campaign all on one side would prove nothing
    parts = menee.issues.group_by("statut").len()
    assert dict(parts.rows()).keys() == {"accepte", "refuse", "doublon"}
    assert menee.issues["acceptees"].sum() > 500
    assert menee.issues["quarantaine"].sum() > 500


def test_a_case_is_made_again_from_its_seed():
    for mutation in MUTATIONS:
        assert cas_de("webrsa", 3, mutation).fichiers == cas_de("webrsa", 3, mutation).fichiers
    assert cas_de("webrsa", 3, "intacte").fichiers != cas_de("webrsa", 4, "intacte").fichiers


@pytest.mark.parametrize("source", sorted(toutes()))
def test_every_source_has_a_right_file(source):
    assert all(fichier.octets for fichier in justes(source))


def test_the_persons_of_a_file_are_told():
    """Those of the examples are gone, and those put in their place are where a reader looks for them."""
    (fichier,) = (f for f in justes("webrsa") if f.nom.startswith("orientsstructs"))
    peuple = peupler("webrsa", fichier, random.Random(1))
    assert b"1951199001002" in fichier.octets
    assert b"1951199001002" not in peuple.octets
    assert peuple.identites
    assert all(identite.encode() in peuple.octets for identite in peuple.identites if len(identite) == 15)


# -- The campaign can fail


@pytest.mark.parametrize("faute", ["leak", "loss", "break", "no sentence"])
def test_a_fault_of_the_door_is_found_and_told_with_its_case(tmp_path, monkeypatch, faute):
    vrai = campagne.ingerer

    def fautif(roots, cles, source):
        bilan = vrai(roots, cles, source)
        registre = next((roots.registre / source).glob("*.jsonl"))
        if faute == "break":
            raise ValueError("no sentence of the house")
        if faute == "leak":
            print((roots.depot / source).rglob("*.csv").__next__().read_text())
        if faute == "loss":
            registre.write_text(registre.read_text().replace('"acceptees": 3', '"acceptees": 2'))
        if faute == "no sentence":
            registre.write_text(registre.read_text().replace('"statut": "accepte"', '"statut": "refuse"'))
        return bilan

    monkeypatch.setattr(campagne, "ingerer", fautif)
    menee = mener([_orientations()], tmp_path / "maison")
    assert menee.fautes
    assert "--source webrsa --mutation intacte --graine" in repeter(menee.fautes)


def _orientations():
    return next(c for c in (cas_de("webrsa", g, "intacte") for g in range(9)) if c.juste.startswith("orientsstructs"))


def test_an_identity_is_found_in_whatever_form_it_leaks():
    cas = cas_de("webrsa", 0, "identite_mal_placee")
    personne = Personne.tiree(random.Random(5))
    (fichier,) = cas.fichiers
    cas = type(cas)("webrsa", 0, "essai", 0, "x", (fichier.avec(b"", *personne.numeros, personne.nom),))
    recherche = Recherche([cas])
    for texte in (*personne.numeros, personne.nom.lower(), f"9{personne.nir15}9", f"'{personne.prenom}'"):
        assert list(recherche.trouver(f"… {texte} …")), texte
    assert not list(recherche.trouver("2025-07-10 MARTIN 1111111111111"))


def test_units_are_counted_from_the_bytes():
    assert unites("webrsa", Fichier("orientsstructs_01_2025-06-30.csv", b"a;b\r\n1;2\r\n\r\n3;4")) == 2
    assert unites("rendez_vous", Fichier("rendez_vous_01_2025-06.jsonl", b'{}\n \n{"a": 1}')) == 2
    assert (
        unites(
            "rsa", Fichier("beneficiaires_01_2025-06.xml", b"<R><InfosFoyerRSA/><InfosFoyerRSA >x</InfosFoyerRSA ></R>")
        )
        == 1
    )
    assert unites("service_insertion", Fichier("structures_2025-06-30.csv", b'a\n"x\ny"\n')) is None
