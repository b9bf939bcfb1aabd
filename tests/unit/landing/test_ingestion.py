"""Landing: counts that add up, runs that repeat, stop and start again, in any order, with the same bytes."""

import hashlib
import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.contracts import charger, schema_du_lac
from pipelines.identity import Cles
from pipelines.landing import (
    IngestionEnCours,
    dates_de_reception,
    ecrire_livraisons,
    empreinte_depot,
    ingerer,
    lister_quarantaine,
    lister_registre,
    lot,
    partition,
)
from pipelines.qualite import A_REGARDER, CONFORME, controler
from pipelines.roots import Roots
from pipelines.sources import dsn

EXEMPLES = Path(__file__).parents[2] / "exemples"
MENSUELLE, FAUTIVE = "mensuelle_2025-06_P25V01.dsn", "mensuelle_2025-06_fautive_P25V01.dsn"
INTERIM, SIGNALEMENT = "mensuelle_interim_2025-06_P25V01.dsn", "signalement_fin_contrat_2025-07_P25V01.dsn"
CLES = Cles("x" * 32)
COMPTES = ("unites_recues", "acceptees", "quarantaine", "doublons", "hors_champ")


@pytest.fixture
def roots(tmp_path: Path) -> Roots:
    return Roots(tmp_path / "maison").create()


def exemple(nom: str) -> bytes:
    return (EXEMPLES / nom).read_bytes().replace(b"S10.G00.00.005,'01'", b"S10.G00.00.005,'02'")


def deposer(roots: Roots, jour: str, nom: str, octets: bytes | None = None, source: str = "dsn") -> Path:
    dossier = roots.depot / source / jour
    dossier.mkdir(parents=True, exist_ok=True)
    (dossier / nom).write_bytes(exemple(nom) if octets is None else octets)
    return dossier / nom


def empreintes(roots: Roots) -> dict[str, str]:
    """Hash of every file landed, in quarantine or in the ledger; the cache of hashes holds times, and is left out."""
    return {
        str(f.relative_to(roots.interne)): hashlib.sha256(f.read_bytes()).hexdigest()
        for dossier in (roots.lac, roots.quarantaine, roots.registre)
        for f in sorted(dossier.rglob("*"))
        if f.is_file() and not f.name.startswith(".")
    }


def compte(roots: Roots, nom: str, jour: str = "2025-07-05") -> tuple:
    ligne = lister_registre(roots).filter((pl.col("nom") == nom) & (pl.col("date_reception") == jour))
    return ligne.select("statut", *COMPTES).row(0)


def lac(roots: Roots, entite: str, jour: str = "*") -> pl.DataFrame:
    return pl.concat([pl.read_parquet(f) for f in sorted((roots.lac / "dsn").glob(f"{jour}/{entite}*.parquet"))])


def test_every_unit_ends_in_one_place(roots):
    for nom in (MENSUELLE, FAUTIVE, INTERIM, "lot_V01R02.dsn"):
        deposer(roots, "2025-07-05", nom)
    bilan = ingerer(roots, CLES, "dsn")
    assert compte(roots, MENSUELLE) == ("accepte", 3, 3, 0, 0, 0)
    assert compte(roots, FAUTIVE) == ("accepte", 3, 1, 2, 0, 0)
    assert compte(roots, INTERIM) == ("accepte", 2, 2, 0, 0, 0)
    assert compte(roots, "lot_V01R02.dsn") == ("accepte", 6, 6, 0, 0, 0)  # its three messages: 3, 2 and 1 persons
    assert (bilan.fichiers, bilan.refuses, bilan.unites_recues, bilan.acceptees, bilan.quarantaine) == (4, 0, 14, 12, 2)


def test_landed_columns_are_those_of_the_contract_and_identities_have_become_ids(roots):
    deposer(roots, "2025-07-05", INTERIM)
    ingerer(roots, CLES, "dsn")
    for entite, schema in schema_du_lac(charger("dsn")).items():
        assert lac(roots, entite).schema == pl.Schema(schema)
    contrat, personne = lac(roots, "contrat"), lac(roots, "personne")
    assert contrat["personne_id"].n_unique() == 2
    assert personne.select("identite_type", "ligne").rows() == [
        ("nir", 46),
        ("ntt", 182),
    ]  # the heads of their blocks 30
    assert set(personne["personne_id"]) == set(contrat["personne_id"])
    assert contrat.select("debut", "fin_prevue", "quotite_contrat").row(0) == (
        date(2025, 6, 2),
        date(2025, 6, 6),
        151.67,
    )
    assert contrat["date_reception"].unique().to_list() == [date(2025, 7, 5)]


def test_a_landed_delivery_passes_the_checks_made_from_its_contract(roots):
    for chemin in sorted(EXEMPLES.glob("*.dsn")):
        deposer(roots, "2025-07-05", chemin.name)
    ingerer(roots, CLES, "dsn")
    (livraison,) = controler(roots, "dsn")
    assert livraison.de_verdict(A_REGARDER) == []
    juges = {(v.attente.controle.nom, v.attente.entite) for v in livraison.de_verdict(CONFORME)}
    # what the declarations of one file tell hangs together, whatever the file
    enfants = {"lieu", "individu", "contrat", "fin", "activite"}
    assert {("structure", entite) for entite in charger("dsn").entites} <= juges
    assert {("references", entite) for entite in enfants} <= juges
    assert {("cle", entite) for entite in enfants} <= juges


def test_a_refused_declaration_takes_its_persons_and_leaves_those_of_the_next(roots):
    """A wrong SIREN in the first of two declarations of one file refuses its three persons, not the other three."""
    octets = exemple(MENSUELLE)
    debut, fin = octets.index(b"S20.G00.05.001"), octets.index(b"S90.G00.90.001")
    seconde = octets[debut:fin]
    premiere = seconde.replace(b"S21.G00.06.001,'000000018'", b"S21.G00.06.001,'ABC000018'")
    deposer(roots, "2025-07-05", "deux.dsn", octets[:debut] + premiere + seconde + octets[fin:])
    ingerer(roots, CLES, "dsn")
    assert compte(roots, "deux.dsn") == ("accepte", 6, 3, 3, 0, 0)
    assert lac(roots, "declaration")["declaration"].to_list() == [2]
    assert lac(roots, "contrat")["contrat"].to_list() == [5, 6, 7, 8]


def test_a_second_run_changes_nothing(roots):
    deposer(roots, "2025-07-05", MENSUELLE)
    deposer(roots, "2025-07-05", FAUTIVE)
    ingerer(roots, CLES, "dsn")
    avant = empreintes(roots)
    dates = {f: f.stat().st_mtime_ns for f in roots.lac.rglob("*.parquet")}
    bilan = ingerer(roots, CLES, "dsn")
    assert (bilan.deposees, bilan.partitions, bilan.acceptees) == (0, 1, 4)
    assert empreintes(roots) == avant
    assert {f: f.stat().st_mtime_ns for f in roots.lac.rglob("*.parquet")} == dates


def test_the_same_content_received_again_is_a_duplicate(roots):
    deposer(roots, "2025-07-05", MENSUELLE)
    deposer(roots, "2025-07-09", "renvoi.dsn", exemple(MENSUELLE))
    ingerer(roots, CLES, "dsn")
    assert compte(roots, MENSUELLE) == ("accepte", 3, 3, 0, 0, 0)
    assert compte(roots, "renvoi.dsn", "2025-07-09") == ("doublon", 3, 0, 0, 3, 0)
    assert lac(roots, "contrat", "2025-07-09").is_empty()
    remarque = lister_quarantaine(roots).row(0, named=True)
    assert (remarque["regle"], remarque["gravite"]) == ("fichier_deja_recu", "avertissement")
    assert f"renvoi.dsn a le même contenu que {MENSUELLE}, reçu le 2025-07-05" in remarque["message"]


def test_the_order_of_processing_does_not_show(roots, tmp_path):
    """One house lands its dates in order, the other backwards, one date at a time: same bytes."""
    autre = Roots(tmp_path / "autre").create()
    for maison in (roots, autre):
        deposer(maison, "2025-07-05", MENSUELLE)
        deposer(maison, "2025-07-05", INTERIM)
        deposer(maison, "2025-07-09", "renvoi.dsn", exemple(MENSUELLE))
        deposer(maison, "2025-07-22", SIGNALEMENT)
    ingerer(roots, CLES, "dsn")
    for jour in reversed(dates_de_reception(autre, "dsn")):
        ingerer(autre, CLES, "dsn", [jour])
    assert empreintes(roots) == empreintes(autre)


def test_a_date_interrupted_at_any_point_is_landed_again(roots, monkeypatch):
    deposer(roots, "2025-07-05", MENSUELLE)
    ingerer(roots, CLES, "dsn")
    attendu = empreintes(roots)
    signature = partition.signature
    for etape in ("_ecrire_lot", "_mettre_en_place"):
        with monkeypatch.context() as panne:
            panne.setattr(partition, "signature", lambda *a: "autre")  # as if the code had changed
            panne.setattr(partition, etape, _tomber)
            with pytest.raises(KeyboardInterrupt):
                ingerer(roots, CLES, "dsn")
        assert partition.signature is signature
        ingerer(roots, CLES, "dsn")
        assert empreintes(roots) == attendu
    with monkeypatch.context() as panne:
        panne.setattr(partition, "signature", lambda *a: "autre")
        panne.setattr(partition.registre, "ecrire", _tomber)
        with pytest.raises(KeyboardInterrupt):
            ingerer(roots, CLES, "dsn")
    assert lister_registre(roots).is_empty()
    assert ingerer(roots, CLES, "dsn").deposees == 1
    assert empreintes(roots) == attendu
    assert not list((roots.lac / ".encours").iterdir())


def _tomber(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_changed_file_is_landed_again_and_a_removed_one_leaves(roots):
    chemin = deposer(roots, "2025-07-05", MENSUELLE)
    avant = empreinte_depot(roots, "dsn")
    ingerer(roots, CLES, "dsn")
    chemin.write_bytes(exemple(INTERIM))
    assert empreinte_depot(roots, "dsn") != avant
    assert ingerer(roots, CLES, "dsn").acceptees == 2
    chemin.unlink()
    bilan = ingerer(roots, CLES, "dsn")
    assert bilan.phrases == ["depot/dsn/2025-07-05 : les fichiers ont été retirés, leurs lignes aussi."]
    assert lac(roots, "contrat").is_empty()
    assert lister_registre(roots).is_empty()


def test_a_key_of_one_s_own_gives_other_ids(roots, tmp_path):
    autre = Roots(tmp_path / "autre").create()
    for maison, cles in ((roots, CLES), (autre, Cles("y" * 32))):
        deposer(maison, "2025-07-05", MENSUELLE)
        ingerer(maison, cles, "dsn")
    assert not set(lac(roots, "contrat")["personne_id"]) & set(lac(autre, "contrat")["personne_id"])


def test_small_lots_give_the_same_rows(roots, tmp_path, monkeypatch):
    autre = Roots(tmp_path / "autre").create()
    for maison in (roots, autre):
        for nom in (MENSUELLE, FAUTIVE, INTERIM):
            deposer(maison, "2025-07-05", nom)
    ingerer(roots, CLES, "dsn")
    monkeypatch.setattr(dsn.Dsn, "taille_lot", 1)
    ingerer(autre, CLES, "dsn")
    assert len(list((autre.lac / "dsn" / "2025-07-05").glob("contrat-*.parquet"))) == 3
    for entite in ("declaration", "contrat", "fin"):
        cles = ["fichier", "ligne"]
        assert lac(roots, entite).sort(cles).equals(lac(autre, entite).sort(cles))
    # A person met in two lots has a row in each
    identite = ["personne_id", "cle_enregistrement", "suite", "identite_type"]
    personnes = [lac(maison, "personne").select(identite).unique().sort(identite) for maison in (roots, autre)]
    assert personnes[0].equals(personnes[1])


def test_a_reader_that_breaks_refuses_only_the_file_that_breaks_it(roots, monkeypatch):
    lire = dsn.Dsn.lire

    def fragile(self, fichiers):
        if any(fichier.chemin.name == INTERIM for fichier in fichiers):
            raise ZeroDivisionError("1680299001004")
        return lire(self, fichiers)

    monkeypatch.setattr(dsn.Dsn, "lire", fragile)
    monkeypatch.setattr(dsn.Dsn, "parties", lambda self, fichiers: iter([fragile(self, fichiers)]))
    deposer(roots, "2025-07-05", MENSUELLE)
    deposer(roots, "2025-07-05", INTERIM)
    ingerer(roots, CLES, "dsn")
    assert compte(roots, MENSUELLE) == ("accepte", 3, 3, 0, 0, 0)
    refus = lister_quarantaine(roots).row(0, named=True)
    assert refus["regle"] == "lecture_impossible"
    assert refus["message"] == f"{INTERIM} n'a pas pu être lu (ZeroDivisionError). Vérifiez son format."


def test_counts_that_do_not_add_up_stop_everything(roots, monkeypatch):
    deposer(roots, "2025-07-05", MENSUELLE)
    monkeypatch.setattr(lot, "_sans_les_doublons", lambda types, *_: ({n: f.head(1) for n, f in types.items()}, _VIDE))
    with pytest.raises(lot.ComptesFaux, match=f"{MENSUELLE}: 3 units received, but"):
        ingerer(roots, CLES, "dsn")
    assert not (roots.lac / "dsn" / "2025-07-05").exists()


_VIDE = pl.DataFrame(schema={"fichier": pl.UInt32, "unite": pl.UInt32})


def test_only_one_landing_at_a_time(roots, monkeypatch):
    deposer(roots, "2025-07-05", MENSUELLE)

    def pendant(*_: object) -> None:
        with pytest.raises(IngestionEnCours, match="Another process is landing « dsn »"):
            ingerer(roots, CLES, "dsn")
        raise KeyboardInterrupt

    monkeypatch.setattr(partition, "_ecrire_lot", pendant)
    with pytest.raises(KeyboardInterrupt):
        ingerer(roots, CLES, "dsn")


def test_what_is_not_a_received_file_is_said(roots, tmp_path):
    deposer(roots, "2025-07-05", MENSUELLE)
    (roots.depot / "dsn" / "2025-07-05" / "dossier").mkdir()
    os.symlink(tmp_path / "ailleurs.dsn", roots.depot / "dsn" / "2025-07-05" / "lien.dsn")
    (roots.depot / "dsn" / "juin").mkdir()
    (roots.depot / "paie").mkdir()
    bilan = ingerer(roots, CLES, "dsn")
    assert any(phrase.startswith("depot/paie : ce dossier n'est celui d'aucune source") for phrase in bilan.phrases)
    assert any(phrase.startswith("depot/dsn/juin : le nom attendu") for phrase in bilan.phrases)
    assert compte(roots, MENSUELLE) == ("accepte", 3, 3, 0, 0, 0)
    regles = lister_quarantaine(roots).select("nom", "regle").rows()
    assert sorted(regles) == [("dossier", "sous_dossier"), ("lien.dsn", "lien_symbolique")]


def test_deliveries_tell_who_sent_which_month(roots):
    deposer(roots, "2025-07-05", MENSUELLE)
    deposer(roots, "2025-07-22", SIGNALEMENT)
    entete = b"nir;identifiantpe;nom;prenom;dtnai;date;code;motif;nir2;DATEXT\n"
    deposer(roots, "2025-07-04", "cessations_01_2025-06.csv", entete, "inscription")
    ingerer(roots, CLES, "dsn")
    ingerer(roots, CLES, "inscription")
    ecrire_livraisons(roots)
    livraison = pl.read_parquet(roots.contexte / "livraison.parquet")
    assert livraison.select("source", "entite", "emetteur", "mois", "date_reception").rows() == [
        ("dsn", "declaration", "FR", date(2025, 6, 1), date(2025, 7, 5)),
        ("inscription", "cessation", "01", date(2025, 6, 1), date(2025, 7, 4)),
    ]


def test_a_file_refused_for_its_name_lands_when_it_comes_again_under_the_right_one(roots):
    """The message asks for it: the same bytes are not a duplicate of what was refused."""
    entete = "nir;identifiantpe;nom;prenom;dtnai;date;code;motif;nir2;DATEXT\n"
    ligne = "1850799001001;1234567A001;ZARVEL;OMBRA;01/07/1985;02/06/2025;01;;1850799001001;01/07/2025\n"
    octets = (entete + ligne).encode("latin-1")
    deposer(roots, "2025-07-04", "cessation_dep01.csv", octets, "inscription")
    deposer(roots, "2025-07-05", "cessations_01_2025-06.csv", octets, "inscription")
    deposer(roots, "2025-07-06", "cessations_01_2025-06_renvoi.csv", octets, "inscription")
    ingerer(roots, CLES, "inscription")
    statuts = dict(lister_registre(roots).select("nom", "statut").rows())
    assert statuts == {
        "cessation_dep01.csv": "refuse",
        "cessations_01_2025-06.csv": "accepte",
        "cessations_01_2025-06_renvoi.csv": "doublon",
    }


def test_a_file_read_in_parts_lands_the_same_rows_and_the_same_counts(roots, tmp_path, monkeypatch):
    """A file too large to be held is cut between persons; nothing of it may change."""
    autre = Roots(tmp_path / "autre").create()
    for maison in (roots, autre):
        for nom in (MENSUELLE, FAUTIVE, "lot_V01R02.dsn"):
            deposer(maison, "2025-07-05", nom)
    ingerer(roots, CLES, "dsn")
    monkeypatch.setattr(dsn.lecture, "RUBRIQUES_PAR_PARTIE", 60)
    monkeypatch.setattr(dsn.moisson, "RUBRIQUES_PAR_PASSE", 1)
    monkeypatch.setattr(dsn.texte, "TETE", 1000)
    monkeypatch.setattr(dsn.texte, "TAILLE", 2000)
    ingerer(autre, CLES, "dsn")
    assert len(list((autre.lac / "dsn" / "2025-07-05").glob("contrat-*.parquet"))) > 1
    for entite in schema_du_lac(charger("dsn")):
        if entite != "personne":
            assert lac(autre, entite, "2025-07-05").equals(lac(roots, entite, "2025-07-05")), entite
    assert lister_registre(autre).equals(lister_registre(roots))
    assert lister_quarantaine(autre).equals(lister_quarantaine(roots))
