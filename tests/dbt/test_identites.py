"""One person, five sources, one id: from the files as they come to the models that count her."""

import re
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines import catalogue, territories
from pipelines.contracts import charger, schema_du_lac
from pipelines.identity import Cles, personnes
from pipelines.landing import ecrire_livraisons, ingerer, lister_registre
from pipelines.roots import Roots
from pipelines.sources import toutes

EXEMPLES = Path(__file__).parents[1] / "exemples"
MACROS = Path(__file__).parents[2] / "dbt_project" / "macros" / "identites.sql"
CLES = Cles("une clé de test assez longue pour être acceptée")
BRUNO = {
    # 15 characters: the key of 1951199001002 is 41
    ("inscription", "inscriptions_01_2025-03.csv"): (
        "nir;identifiantpe;nom;prenom;dtnai;date;code;nir2;codeinsee;localite;adresse;ale;NDEM;MOTINS;CATREGR;SEXE;NIVFOR;"
        "DIPLOME;ROME;OBLEMP;TOPRSA;TOPQPV;DATEXT\r\n"
        "195119900100241;9000001A001;FICTIF;BRUNO;30/11/1995;03/03/2025;1;195119900100241;01053;;;;1;6;1;1;NV4;D;;N;N;;"
        "02/04/2025\r\n"
    ),
    # by his civil state alone
    ("mission_locale", "mission_locale_01_2025-03.csv"): (
        "identifiant;nir;numero_ft;nom_naissance;prenom;date_naissance;sexe;structure;commune;niveau_formation;dispositif;"
        "date_entree;date_sortie;motif_sortie;date_extraction\n"
        "ML900001;;;Fictif;Bruno, Paul;30/11/1995;1;01206S00;01053;NV4;CEJ;03/03/2025;;;02/04/2025\n"
    ),
    # by his France Travail number
    ("orientation", "orientations_01_2025-03.jsonl"): (
        '{"numeroFranceTravail": "9000001A001", "dateExtraction": "2025-04-02", "orientations": ['
        '{"parcours": "PED", "organisme": "FT", "statut": "DECIDE", "etat": "OUVERT", '
        '"date_creation": "2025-03-04T09:00:00", '
        '"decision": {"etat_decision": "ACCEPTEE", "date_decision": "2025-03-10"}}'
        "]}\n"
    ),
}


@pytest.fixture(scope="module")
def roots(tmp_path_factory, dbt, projet) -> Roots:
    """A house that received five files about Bruno, and what dbt makes of them."""
    roots = Roots(tmp_path_factory.mktemp("maison_de_bruno")).create()
    dsn = (
        (EXEMPLES / "mensuelle_2025-06_P25V01.dsn").read_bytes().replace(b"S10.G00.00.005,'01'", b"S10.G00.00.005,'02'")
    )
    rsa = (EXEMPLES / "cnaf_beneficiaires_mensuel_2025-06.xml").read_bytes()
    fichiers = {lieu: texte.encode("latin-1") for lieu, texte in BRUNO.items()}
    # 13 characters, no key
    fichiers |= {("dsn", "mensuelle.dsn"): dsn, ("rsa", "beneficiaires_01_2025-06.xml"): rsa}
    for (source, nom), octets in fichiers.items():
        dossier = roots.depot / source / "2025-07-10"
        dossier.mkdir(parents=True)
        (dossier / nom).write_bytes(octets)
        ingerer(roots, CLES, source)
    assert lister_registre(roots)["statut"].to_list() == ["accepte"] * 5
    ecrire_livraisons(roots)
    territories.ecrire_contexte(territories.charger(), roots.contexte)
    catalogue.ecrire_contexte(catalogue.charger(), roots.contexte)
    pl.DataFrame({"date_observation": [date(2025, 7, 25)]}).write_parquet(roots.contexte / "observation.parquet")
    choix = ("+appariement", "+orientations_decidees", "+rsa_mois", "+stg_dsn__contrat", "+stg_inscription__personne")
    fait = dbt(roots.home, projet, "run", "--select", *choix)
    assert fait.returncode == 0, fait.stdout
    return roots


def demander(roots: Roots, requete: str) -> list[tuple]:
    with duckdb.connect(str(roots.entrepot), read_only=True) as entrepot:
        return entrepot.sql(requete).fetchall()


def test_one_person_of_five_sources_has_one_id(roots):
    bruno = personnes(pl.Series(["nir:1951199001002"]), CLES)["personne_id"][0]
    par_etat_civil = personnes(pl.Series(["etat_civil:FICTIF|BRUNO|19951130|1"]), CLES)["personne_id"][0]
    ailleurs = pl.read_parquet(roots.lac / "mission_locale" / "2025-07-10" / "accompagnement.parquet")
    assert ailleurs.select("personne_id", "methode_appariement").rows() == [(par_etat_civil, "etat_civil")]
    assert demander(roots, "select personne_id, personne_courante from staging.stg_identite__personne_courante") == [
        (par_etat_civil, bruno)
    ]
    for table in ("stg_inscription__inscription", "stg_dsn__contrat", "stg_rsa__droit", "stg_inscription__personne"):
        assert demander(roots, f"select count(*) from staging.{table} where personne_id = {bruno}") == [(1,)], table
    assert demander(roots, "select personne_id from parcours.orientations_decidees") == [(bruno,)]


def test_his_record_key_is_the_same_wherever_he_is_met(roots):
    cle = personnes(pl.Series(["nir:1951199001002"]), CLES)["cle_enregistrement"][0]
    vues = demander(
        roots,
        "select cle_enregistrement from staging.stg_inscription__personne "
        "union select cle_enregistrement from staging.stg_identite__personne_courante",
    )
    assert vues == [(cle,)]


def test_the_share_of_rows_that_lead_to_somebody_is_known_by_source(roots):
    """Three persons of the DSN and five of the RSA sample, all by their NIR; the others are Bruno."""
    lignes = demander(roots, "select source, methode, lignes, appariees from parcours.appariement order by 1")
    assert lignes == [
        ("dsn", "nir", 3, 3),
        ("inscription", "nir", 1, 1),
        ("mission_locale", "etat_civil", 1, 1),
        ("orientation", "numero_ft", 1, 1),
        ("rsa", "nir", 5, 5),
    ]


def _premiere_qui_nomme(source: str) -> tuple[str, str] | None:
    """(source, its first entity that says who a row is about); none when it is about nobody."""
    for entite, colonnes in schema_du_lac(charger(source)).items():
        if entite != "personne" and {"personne_id", "numero_ft", "dossier"} & set(colonnes):
            return source, entite
    return None


def test_every_source_that_names_persons_is_counted_and_its_persons_are_known():
    """Names of sources are written in SQL, which cannot read contracts: they must say the same."""
    macros = MACROS.read_text(encoding="utf-8")
    comptees = {tuple(paire) for paire in re.findall(r"\['(\w+)', '(\w+)'(?:, '\w+')?\]", macros)}
    assert comptees == {paire for source in toutes() if (paire := _premiere_qui_nomme(source))}
    liste = re.search(r"set sources = \[(.*?)\]", macros, re.DOTALL)
    connues = set(re.findall(r"'(\w+)'", liste[1]))
    assert connues == {source for source in toutes() if "personne" in schema_du_lac(charger(source))}
