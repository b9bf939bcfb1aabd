"""Explaining a refusal, and telling what a replay changed."""

import polars as pl

from pipelines.landing import comparer, expliquer, lister_quarantaine, photographier
from tests.unit.landing.maison import BRUNO, CESSATIONS, OMBRA, atterrir, cessations, corriger, court

JOUR = "2025-07-04"
FAUTIVE = BRUNO.replace("30/11/1995", "31/11/1995")


def test_a_refused_row_is_shown_without_its_identities(roots):
    cessations(roots, JOUR, OMBRA, FAUTIVE, FAUTIVE.replace("10/06", "11/06"))
    atterrir(roots)
    (dite,) = expliquer(roots, lister_quarantaine(roots))
    assert (dite.chemin, dite.ligne, dite.nombre) == (f"depot/inscription/{JOUR}/{CESSATIONS}", 3, 2)
    assert dite.message.startswith("ligne 3, colonne dtnai : une date JJ/MM/AAAA est attendue")
    assert dite.colonne == "dtnai : Date de naissance."
    assert dite.lignes == [("cessation", {"date": "10/06/2025", "code": "01", "DATEXT": "01/07/2025"})]
    assert dite.conseils[0].endswith("put it in depot/inscription/<AAAA-MM-JJ of that day>/")
    demande = f"inscription;;{court(roots, CESSATIONS)};3;remplacer;dtnai;<valeur>;<motif>;<service>"
    assert demande in dite.conseils[1]
    assert "data_contracts/inscription.odcs.yaml" in dite.conseils[2]
    assert not [texte for texte in ("1951199001002", "BRUNO", "31/11/1995", "9000001A001") if texte in str(dite)]


def test_a_name_or_a_number_in_the_column_of_a_code_or_a_date_is_not_shown(roots):
    """A row shifted by one column, and one whose extraction date is a NIR."""
    decalee = "1951199001002;9000001A001;FICTIF;BRUNO;30/11/1995;10/06/2025;FICTIF;DUPONT;1951199001002;01/07/2025"
    cessations(roots, JOUR, decalee, FAUTIVE.replace(";01/07/2025", ";1951199001002"))
    atterrir(roots)
    dites = [dite.lignes for dite in expliquer(roots, lister_quarantaine(roots))]
    assert [("cessation", {"date": "10/06/2025", "DATEXT": "01/07/2025"})] in dites
    assert [("cessation", {"date": "10/06/2025", "code": "01"})] in dites
    assert not [texte for texte in ("DUPONT", "FICTIF", "1951199001002") if texte in str(dites)]


def test_a_rule_between_columns_shows_how_it_is_computed(roots):
    cessations(roots, JOUR, OMBRA.replace("02/06/2025", "02/08/2025"))
    atterrir(roots)
    (dite,) = expliquer(roots, lister_quarantaine(roots))
    assert (dite.regle, dite.regle_du_contrat) == ("cessation_apres_extraction", "date <= DATEXT")
    assert dite.colonne is None
    assert ";2;ecarter;;;" in dite.conseils[1]


def test_a_file_refused_whole_has_no_row_to_show(roots):
    dossier = roots.depot / "inscription" / JOUR
    dossier.mkdir(parents=True)
    (dossier / CESSATIONS).write_text("nir;date\n1951199001002;2\n")
    atterrir(roots)
    (dite,) = expliquer(roots, lister_quarantaine(roots))
    assert (dite.regle, dite.ligne, dite.lignes) == ("colonne_absente", None, [])
    assert len(dite.conseils) == 2


def test_a_file_that_has_left_is_explained_without_its_row(roots):
    cessations(roots, JOUR, FAUTIVE)
    atterrir(roots)
    refus = lister_quarantaine(roots)
    (roots.depot / "inscription" / JOUR / CESSATIONS).unlink()
    (dite,) = expliquer(roots, refus)
    assert dite.lignes == []


def test_a_replay_tells_what_became_accepted_and_what_is_still_refused(roots):
    """Three refused rows, two of one rule; a correction mends one of them, and its file is the only one read again."""
    autre = OMBRA.replace("1850799001001", "1851399001001")  # month of birth 13, in both NIR
    cessations(roots, JOUR, OMBRA, FAUTIVE, FAUTIVE.replace("10/06", "11/06"), autre)
    cessations(roots, "2025-06-04", OMBRA.replace("02/06", "02/05"), nom="cessations_01_2025-05.csv")
    atterrir(roots)
    avant = photographier(roots)
    rien = comparer(avant, photographier(roots))
    assert (rien.relues, rien.par_source.height, rien.par_regle.height) == (0, 0, 0)
    corriger(
        roots,
        "2025-07-10",
        f"inscription;;{court(roots, CESSATIONS)};3;remplacer;dtnai;30/11/1995;date confirmée;porte;2026-06-30",
    )
    atterrir(roots)
    rejeu = comparer(avant, photographier(roots))
    assert rejeu.relues == 1
    assert rejeu.par_source.rows() == [("inscription", 1, 2, 3, 2)]
    assert rejeu.par_regle.rows() == [("inscription", "date_illisible", 2, 1)]


def test_a_file_refused_whole_counts_for_its_units(roots):
    dossier = roots.depot / "inscription" / JOUR
    dossier.mkdir(parents=True)
    (dossier / CESSATIONS).write_text("nir;date\n1;2\n3;4\n")
    atterrir(roots)
    par_regle = photographier(roots).par_regle
    assert par_regle.filter(pl.col("regle") == "colonne_absente").rows() == [("inscription", "colonne_absente", 2)]
