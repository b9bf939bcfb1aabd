"""The CNAF monthly flow: households read one by one, traps refused before they spring."""

import pytest

from pipelines.contracts import charger, verifier

EXEMPLE, NOM = "cnaf_beneficiaires_mensuel_2025-06.xml", "beneficiaires_01_2025-06.xml"


@pytest.fixture
def lue(lire, exemple):
    def _lue(*changements: tuple[bytes, bytes], nom: str = NOM):
        octets = exemple(EXEMPLE)
        for avant, apres in changements:
            assert avant in octets
            octets = octets.replace(avant, apres, 1)
        return lire("rsa", {nom: octets})

    return _lue


def test_the_sample_gives_three_households_and_five_persons(lue):
    lecture = lue()
    assert lecture.entites["droit"].select(
        "unite", "NUMDEMRSA", "NIR", "ROLEPERS", "TOPPERSDRODEVORSA", "ETATDOSRSA"
    ).rows() == [
        (1, "90000000001", "1951199001002", "DEM", "1", "2"),
        (2, "90000000002", "1680299001004", "DEM", "1", "4"),
        (2, "90000000002", "2720599001006", "CJT", "1", "4"),
        (2, "90000000002", "1140399001007", "ENF", "0", "4"),
        (3, "90000000003", "2010799001003", "DEM", "0", "5"),
    ]
    assert lecture.fichiers.select("emetteur", "unites_recues", "lignes").row(0) == ("01", 3, 3)
    assert str(lecture.fichiers["mois"][0]) == "2025-06-01"
    assert lecture.refus.is_empty()


def test_the_number_of_the_household_is_padded_and_the_order_is_the_time_of_making(lue):
    premiere = lue((b">900000000000001<", b">42<")).entites["droit"].row(0, named=True)
    assert premiere["MATRICULE"] == "000000000000042"
    assert premiere["ORDRE"] == "2025-07-0501:00:00.0000"


@pytest.mark.parametrize(
    ("changement", "regle"),
    [
        ((b"<Racine>", b"<!DOCTYPE Racine [<!ENTITY a 'x'>]><Racine>"), "doctype_interdit"),
        ((b"</Racine>", b""), "xml_illisible"),
        ((b"<DTREF>2025-06-30</DTREF>", b""), "flux_sans_date"),
        ((b"<DTREF>2025-06-30</DTREF>", b"<DTREF>2025-05-31</DTREF>"), "nom_discordant"),
        ((b"<IDEPARTE>001</IDEPARTE>", b"<IDEPARTE>02A</IDEPARTE>"), "nom_discordant"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused(lue, changement, regle):
    fichier = lue(changement).fichiers.row(0, named=True)
    assert fichier["refus_fichier_regle"] == regle
    assert fichier["refus_fichier_message"].startswith(NOM)


def test_another_root_is_refused(lire):
    fichier = lire("rsa", {NOM: b"<?xml version='1.0'?><Autre/>"}).fichiers.row(0, named=True)
    assert fichier["refus_fichier_regle"] == "racine_inattendue"


def test_a_household_without_identity_is_refused_alone(lue):
    """Nobody with a NIR, no claimant nor spouse: nothing could say who it is."""
    role = b"<NATPREST>RSA</NATPREST>\n        <ROLEPERS>%s<"
    lecture = lue((b"<NIR>1951199001002</NIR>", b""), (role % b"DEM", role % b"ENF"))
    assert lecture.entites["droit"]["unite"].unique().sort().to_list() == [2, 3]
    assert lecture.refus.select("unite", "regle", "gravite").rows() == [(1, "foyer_sans_identite", "rejet")]


def test_a_count_that_disagrees_is_remarked(lue):
    lecture = lue((b">00000003<", b">00000004<"))
    assert lecture.refus.select("regle", "gravite").rows() == [("compte_annonce", "avertissement")]
    assert "annonce 4 dossiers, le fichier en contient 3" in lecture.refus["message"][0]


def test_an_unexpected_name_is_read_by_its_content(lue):
    lecture = lue(nom="juin.xml")
    assert lecture.refus["regle"].to_list() == ["nom_inattendu"]
    assert lecture.fichiers.select("emetteur", "refus_fichier_regle").row(0) == ("01", None)


def test_the_body_the_activity_and_the_parts_of_the_second_key_are_read(lue):
    lecture = lue((b"<TYPEDTNAI>N</TYPEDTNAI>", b"<TYPEDTNAI>J</TYPEDTNAI>"))
    lues = lecture.entites["droit"].select(
        "FONORG", "NUMORG", "TYPEFLUX", "NOMNAI", "PRENOM", "DTNAI", "SEXE", "IDASSEDIC", "ACT"
    )
    # J: the day of birth is not known, so that the name makes no key
    assert lues.rows()[:2] == [
        ("CAF", "011", "M", None, "BRUNO", "1995-11-30", "1", "9000001A", "CHO"),
        ("CAF", "011", "M", "MODELE", "DAVID", "1968-02-21", "1", "9000002B", "CHO"),
    ]


def test_the_suspension_begun_last_and_the_closing_are_read(lue):
    suspension = (
        b"<SuspensionVersement><MOTISUSVERSRSA>06</MOTISUSVERSRSA><DDSUSVERSRSA>2025-05-01</DDSUSVERSRSA>"
        b"</SuspensionVersement>"
    )
    autre = suspension.replace(b"06", b"70").replace(b"2025-05-01", b"2025-04-01")
    cloture = b"<FinDroit><MOTICLORSA>PCG</MOTICLORSA><DTCLORSA>2025-06-15</DTCLORSA></FinDroit>"
    droit = lue((b"</EtatDossierRSA>", b"</EtatDossierRSA>" + suspension + autre + cloture)).entites["droit"]
    assert droit.select("ETATDOSRSA", "MOTISUSVERSRSA", "DDSUSVERSRSA", "MOTICLORSA", "DTCLORSA").row(0) == (
        *("2", "06", "2025-05-01", "PCG", "2025-06-15"),
    )


def test_the_activity_in_force_is_the_one_that_did_not_end(lue):
    finie = b"<Activite><ACT>CDD</ACT><DDACT>2025-06-02</DDACT><DFACT>2025-06-20</DFACT></Activite></Personne>"
    assert lue((b"</Personne>", finie)).entites["droit"]["ACT"][0] == "CHO"


SANS_NIR = (b"<NIR>1951199001002</NIR>", b"")
JOUR_INCONNU = (b"<TYPEDTNAI>N</TYPEDTNAI>", b"<TYPEDTNAI>J</TYPEDTNAI>")
NIR_FAUX = (b"<NIR>1951199001002</NIR>", b"<NIR>1951399001002</NIR>")


@pytest.mark.parametrize(
    ("changements", "regles"),
    [
        ([SANS_NIR], []),
        ([SANS_NIR, JOUR_INCONNU], ["identite_absente"]),
        ([NIR_FAUX], ["nir_invalide"]),
    ],
)
def test_a_claimant_without_nir_is_known_by_his_civil_state(lue, changements, regles):
    lecture = lue(*changements)
    assert lecture.refus.is_empty()
    _, refus = verifier(lecture.entites["droit"], charger("rsa").entites["droit"], charger("rsa"))
    assert refus["regle"].to_list() == regles
