"""Delimited text: registrations (semicolons, ISO-8859-1) and trainings (bars, UTF-8)."""

import polars as pl
import pytest

from pipelines.contracts import charger

COLONNES = [colonne.recu for colonne in charger("inscription").entites["inscription"].colonnes]
ENTETE = ";".join(COLONNES)
NOM = "inscriptions_01_2025-03.csv"


def ligne(**valeurs: str) -> str:
    return ";".join(valeurs.get(colonne, "") for colonne in COLONNES)


def texte(*lignes: str, fin: str = "\n") -> str:
    return fin.join([ENTETE, *lignes, ""])


def test_rows_are_read_by_the_names_of_the_header_whatever_their_order(lire):
    a_l_envers = list(reversed(COLONNES))
    corps = "\n".join([";".join(a_l_envers), ";".join(f"<{nom}>" for nom in a_l_envers)])
    frame = lire("inscription", {NOM: corps}).entites["inscription"]
    assert frame.select("fichier", "unite", "ligne").rows() == [(0, 2, 2)]
    assert frame.select(COLONNES).rows() == [tuple(f"<{nom}>" for nom in COLONNES)]


def test_what_the_name_says_goes_into_the_ledger(lire):
    faits = lire("inscription", {NOM: texte(ligne(nom="A"), ligne(nom="B"))}).fichiers.row(0, named=True)
    assert (faits["emetteur"], str(faits["mois"]), faits["unites_recues"], faits["lignes"]) == (
        "01",
        "2025-03-01",
        2,
        3,
    )


@pytest.mark.parametrize("fin", ["\n", "\r\n"])
def test_accents_empty_lines_and_quotation_marks(lire, fin):
    frame = lire("inscription", {NOM: texte(ligne(nom='L"HÉRITIER'), "", ligne(nom="B"), fin=fin)}).entites[
        "inscription"
    ]
    assert frame.select("ligne", "nom").rows() == [(2, 'L"HÉRITIER'), (4, "B")]


def test_utf_8_instead_of_latin_1_is_read_and_said(lire):
    lecture = lire("inscription", {NOM: texte(ligne(nom="Chloé")).encode()})
    assert lecture.entites["inscription"]["nom"].to_list() == ["Chloé"]
    assert lecture.refus["regle"].to_list() == ["encodage"]
    assert lecture.refus["gravite"].to_list() == ["avertissement"]


def test_a_line_with_a_separator_too_many_is_refused_alone(lire):
    lecture = lire("inscription", {NOM: texte(ligne(nom="A"), ligne(nom="B;C"), ligne(nom="D"))})
    assert lecture.entites["inscription"]["nom"].to_list() == ["A", "D"]
    attendus = len(COLONNES) - 1
    assert lecture.refus.select("unite", "ligne", "regle", "message").rows() == [
        (3, 3, "nombre_de_colonnes", f"ligne 3 : {attendus + 1} séparateurs « ; » au lieu de {attendus} "
         "(ligne tronquée, ou séparateur dans une valeur).")
    ]  # fmt: skip


def test_a_missing_column_refuses_the_file_by_name_and_counts_its_rows(lire):
    sans = [colonne for colonne in COLONNES if colonne != "DATEXT"]
    corps = "\n".join([";".join(sans), ";".join("x" for _ in sans)])
    lecture = lire("inscription", {NOM: corps, "inscriptions_02_2025-03.csv": texte(ligne(nom="A"))})
    refuse = lecture.fichiers.row(0, named=True)
    assert refuse["refus_fichier_regle"] == "colonne_absente"
    assert "il manque à l'en-tête DATEXT" in refuse["refus_fichier_message"]
    assert refuse["unites_recues"] == 1
    assert lecture.entites["inscription"].select("fichier", "nom").rows() == [(1, "A")]


def test_the_older_layout_of_the_shared_sample_lacks_columns_of_the_contract(lire, exemple):
    fichier = lire("inscription", {NOM: exemple("ft_vers_cd_inscriptions.csv")}).fichiers.row(0, named=True)
    assert fichier["refus_fichier_regle"] == "colonne_absente"
    assert "NDEM" in fichier["refus_fichier_message"]
    assert fichier["unites_recues"] == 2


def test_a_repeated_and_an_unknown_column(lire):
    repetee = lire("inscription", {NOM: ENTETE + ";nom\n"}).fichiers.row(0, named=True)
    assert repetee["refus_fichier_regle"] == "colonne_repetee"
    inconnue = lire("inscription", {NOM: f"{ENTETE};AUTRE\n{ligne(nom='A')};x\n"})
    assert inconnue.refus["regle"].to_list() == ["colonne_inconnue"]
    assert inconnue.entites["inscription"]["nom"].to_list() == ["A"]


def test_a_header_alone_is_a_delivery_without_rows(lire):
    lecture = lire("inscription", {NOM: texte()})
    assert lecture.fichiers.select("unites_recues", "refus_fichier_regle").row(0) == (0, None)
    assert lecture.refus["regle"].to_list() == ["aucune_ligne"]


@pytest.mark.parametrize("nom", ["inscriptions.csv", "inscriptions_01_2025-13.csv", "inscriptions_99_2025-03.xlsx"])
def test_a_name_that_says_nothing_is_refused(lire, nom):
    assert lire("inscription", {nom: texte()}).fichiers["refus_fichier_regle"].to_list() == ["nom_inattendu"]


def test_cessations_have_their_own_columns(lire):
    colonnes = [colonne.recu for colonne in charger("inscription").entites["cessation"].colonnes]
    corps = f"{';'.join(colonnes)}\n{';'.join(colonnes)}\n"
    lecture = lire("inscription", {"cessations_2A_2025-06.csv": corps, NOM: texte(ligne(nom="A"))})
    assert lecture.entites["cessation"].select("fichier", "DATEXT").rows() == [(0, "DATEXT")]
    assert lecture.entites["inscription"].select("fichier", "nom").rows() == [(1, "A")]
    assert lecture.fichiers["emetteur"].to_list() == ["2A", "01"]


def test_trainings_keep_the_word_null_for_the_contract_to_clean(lire, exemple):
    """The shared sample has the first 38 columns; the identifier and the event dates are added here."""
    ajoutees = ["identifiantpe", "dd_dateentree", "dd_dateabandon", "dd_datesortie", "dd_dateextraction"]
    entete, *lignes = exemple("ft_stagiaires.csv").decode().splitlines()
    corps = "\n".join(
        ["|".join([entete, *ajoutees]), *(f"{ligne_}|9000001A001|NULL|NULL|NULL|NULL" for ligne_ in lignes)]
    )
    frame = lire("formation", {"stagiaires_2025-09.csv": corps.encode()}).entites["formation"]
    assert frame["liste_financeur"].to_list() == ["4;10", "2", "4"]
    assert frame["dd_dateentree"].to_list() == ["NULL"] * 3


def test_trainings_that_are_not_utf_8_are_refused_with_the_line(lire):
    colonnes = [colonne.recu for colonne in charger("formation").entites["formation"].colonnes]
    corps = f"{'|'.join(colonnes)}\n{'|'.join('é' for _ in colonnes)}\n".encode("latin-1")
    fichier = lire("formation", {"stagiaires_2025-09.csv": corps}).fichiers.row(0, named=True)
    assert fichier["refus_fichier_regle"] == "encodage"
    assert "ligne 2 : le fichier doit être en UTF-8" in fichier["refus_fichier_message"]


def test_many_files_of_a_lot_keep_their_own_lines(lire):
    fichiers = {
        f"inscriptions_{d:02d}_2025-03.csv": texte(*(ligne(nom=f"{d}-{i}") for i in range(d))) for d in (1, 2, 3)
    }
    frame = lire("inscription", fichiers).entites["inscription"]
    assert frame.select("fichier", "ligne", "nom").rows() == [
        (0, 2, "1-0"), (1, 2, "2-0"), (1, 3, "2-1"), (2, 2, "3-0"), (2, 3, "3-1"), (2, 4, "3-2"),
    ]  # fmt: skip
    assert frame.filter(pl.col("unite") != pl.col("ligne")).is_empty()


def test_a_header_run_into_the_first_row_names_nobody(lire):
    """Cut at the end of the header, where its last name is whole: what follows is the first row, and somebody."""
    decalee = f"{ENTETE};1850799001001;ZARVEL\n{ligne(nom='A')};;\n"
    (remarque,) = lire("inscription", {NOM: decalee}).refus["message"]
    places = f"la {len(COLONNES) + 1}e, la {len(COLONNES) + 2}e"
    assert remarque == f"{NOM}, ligne 1 : colonnes que le contrat ne connaît pas, écartées : {places}."
