"""Lots of DSN (V01R02): whole messages in groups, each with its norm and its use."""

import pytest

LOT, MENSUELLE = "lot_V01R02.dsn", "mensuelle_2025-06_P25V01.dsn"
INTERIM, SIGNALEMENT = "mensuelle_interim_2025-06_P25V01.dsn", "signalement_fin_contrat_2025-07_P25V01.dsn"
MESSAGE = b"S10.G00.00.001,"


def messages(octets: bytes) -> list[bytes]:
    """The lot cut before each of its messages."""
    return octets.replace(MESSAGE, b"\0" + MESSAGE).split(b"\0")


def test_a_lot_gives_what_its_messages_give_one_by_one(lire, exemple):
    """Ranks go on from one message to the next, lines are those of the lot."""
    lot = lire("dsn", {LOT: exemple(LOT)})
    seuls = lire("dsn", {f"{i}.dsn": exemple(nom) for i, nom in enumerate((MENSUELLE, INTERIM, SIGNALEMENT))})
    places = ("fichier", "unite", "ligne", "declaration", "contrat")
    for nom, frame in lot.entites.items():
        ranges = [colonne for colonne in places if colonne in frame.columns]
        assert frame.drop(ranges).equals(seuls.entites[nom].drop(ranges)), nom
    assert lot.entites["contrat"].select("unite", "declaration", "contrat", "ligne").rows()[-2:] == [
        (5, "2", "7", 539),
        (6, "3", "8", 667),
    ]
    faits = lot.fichiers.row(0, named=True)
    assert (faits["unites_recues"], faits["hors_champ"], faits["lignes"]) == (6, 0, 743)
    assert str(faits["mois"]) == "2025-06-01"
    assert lot.refus.is_empty()


@pytest.mark.parametrize("groupe", ["FP-KO", "CT-KO", "AUTRE"])
def test_messages_of_other_groups_are_out_of_scope(lire, exemple, groupe):
    """Nothing of them is asked: neither a known norm nor a real use."""
    octets = exemple(LOT).replace(b"'DSNOK'", f"'{groupe}'".encode(), 1).replace(b"'P25V01'", b"'P12V01'", 1)
    lecture = lire("dsn", {LOT: octets})
    assert lecture.fichiers.select("unites_recues", "hors_champ").row(0) == (6, 6)
    assert all(frame.is_empty() for frame in lecture.entites.values())
    assert lecture.refus.select("regle", "gravite", "message").rows() == [
        (
            "groupe_hors_champ",
            "avertissement",
            f"{LOT} : 3 message(s) du groupe {groupe}, le premier à la ligne 8 ; seuls ceux du groupe DSNOK sont "
            "retenus.",
        )
    ]


@pytest.mark.parametrize(
    ("avant", "apres", "regle"),
    [
        (b"S10.G00.00.005,'02'", b"S10.G00.00.005,'01'", "envoi_de_test"),
        (b"'P25V01'", b"'P23V01'", "norme_inconnue"),
        (b"S10.G00.00.005,'02'\r\n", b"", "essai_ou_reel"),
    ],
)
def test_a_message_that_may_not_be_used_quarantines_its_persons_and_no_other(lire, exemple, avant, apres, regle):
    parties = messages(exemple(LOT))
    parties[2] = parties[2].replace(avant, apres)
    lecture = lire("dsn", {LOT: b"".join(parties)})
    rejets = lecture.refus.filter(gravite="rejet")
    assert rejets.select("unite", "regle").rows() == [(4, regle), (5, regle)]
    assert f"{LOT}, message de la ligne 344, S10.G00.00.00" in rejets["message"][0]
    assert lecture.entites["contrat"]["unite"].unique().sort().to_list() == [1, 2, 3, 6]
    assert lecture.fichiers["refus_fichier_regle"].to_list() == [None]


def test_each_message_has_its_norm(lire, exemple):
    """Dispositif 83 came in 2026; the headcount S21.G00.11.008 left."""
    parties = messages(exemple(LOT))
    parties[1] = parties[1].replace(b"'P25V01'", b"'P26V01'").replace(b"S21.G00.40.008,'99'", b"S21.G00.40.008,'83'")
    parties[2] = parties[2].replace(b"S21.G00.40.008,'99'", b"S21.G00.40.008,'83'", 1)
    lecture = lire("dsn", {LOT: b"".join(parties)})
    assert lecture.entites["declaration"]["norme"].to_list() == ["P26V01", "P25V01", "P25V01"]
    assert lecture.refus.filter(gravite="rejet").select("unite", "champ", "regle").rows() == [
        (4, "S21.G00.40.008", "code_inconnu")
    ]
    inconnues = lecture.refus.filter(regle="rubrique_inconnue").select("champ", "ligne")
    assert inconnues.rows() == [("S21.G00.06.009", 43), ("S21.G00.11.008", 50)]


@pytest.mark.parametrize("compte", [b"'3'", b"'4'"])
def test_a_lot_may_count_its_dsn_or_its_groups(lire, exemple, compte):
    octets = exemple(LOT).replace(b"S05.G51.00.006,'3'", b"S05.G51.00.006," + compte)
    octets = octets.replace(b"S96.G51.00.002,'3'", b"S96.G51.00.002," + compte)
    assert lire("dsn", {LOT: octets}).refus.is_empty()


@pytest.mark.parametrize(
    ("avant", "phrase"),
    [
        (b"S05.G51.00.006,'3'", "S05.G51.00.006 = '7' : le lot contient 3 DSN"),
        (b"S96.G51.00.002,'3'", "S96.G51.00.002 = '7' : le groupe contient 3 DSN"),
        (b"S95.G51.00.002,'3'", "S95.G51.00.002 = '7' : le lot contient 3 DSN"),
        (b"S90.G00.90.001,'271'", "S90.G00.90.001 = '7' : le message de la ligne 344 contient 271 rubriques"),
        (b"S90.G00.90.002,'1'", "S90.G00.90.002 = '7' : le message de la ligne 8 contient 1 DSN"),
    ],
)
def test_a_count_that_does_not_agree_is_remarked(lire, exemple, avant, phrase):
    lecture = lire("dsn", {LOT: exemple(LOT).replace(avant, avant[:16] + b"7'", 1)})
    assert lecture.refus.select("regle", "gravite").rows() == [("compte_annonce", "avertissement")]
    assert phrase in lecture.refus["message"][0]
    assert lecture.entites["contrat"].height == 8


@pytest.mark.parametrize(
    ("jusqu_a", "phrase"),
    [
        (b"S95.G51.00.001", "sans la fin du lot (S95.G51.00)"),
        (b"S90.G00.90.001,'271'", "s'arrête à la ligne 612 sans la fin (S90.G00.90.001) du message de la ligne 344"),
    ],
)
def test_a_lot_cut_short_is_refused_whole(lire, exemple, jusqu_a, phrase):
    octets = exemple(LOT)
    fichier = lire("dsn", {LOT: octets[: octets.index(jusqu_a)]}).fichiers.row(0, named=True)
    assert fichier["refus_fichier_regle"] == "fichier_tronque"
    assert phrase in fichier["refus_fichier_message"]


def test_a_declaration_outside_messages_refuses_the_lot(lire, exemple):
    parties = messages(exemple(LOT))
    sans_tete = parties[2][parties[2].index(b"S20.G00.05.001") :]
    fichier = lire("dsn", {LOT: parties[0] + sans_tete + parties[3]}).fichiers.row(0, named=True)
    assert fichier["refus_fichier_regle"] == "enveloppe_rompue"


def test_an_empty_lot_is_a_lot(lire, exemple):
    octets = exemple(LOT)
    vide = octets[: octets.index(MESSAGE)] + octets[octets.index(b"S96.G51.00.001") :]
    vide = vide.replace(b"S05.G51.00.006,'3'", b"S05.G51.00.006,'0'").replace(b".002,'3'", b".002,'0'")
    lecture = lire("dsn", {LOT: vide})
    assert lecture.fichiers.select("unites_recues", "refus_fichier_regle").row(0) == (0, None)
    assert lecture.refus.is_empty()
