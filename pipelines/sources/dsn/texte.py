"""The text carrier: a NEODeS file as pieces of text, and each piece as rubriques (ligne, bloc, rubrique, valeur).

ISO-8859-1, CRLF or LF, one `Sxx.Gyy.zz.aaa,'valeur'` per line, at most 256 characters: one message, or a lot of them in
its envelope. Nothing below this module knows that rubriques came from lines of text: the XML carrier gives the same
frame.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

import polars as pl

from pipelines.sources import FichierRefuse

TAILLE = 8 * 2**20
TETE = 2**16
OCTETS_PAR_LIGNE = 2**20
MORCEAU_MAXIMAL = 4
# A byte that no text holds: the reader of delimited files then gives whole lines
SEPARATEUR = "\x01"
PREFIXE = 16  # S21.G00.40.007,'
_RUBRIQUE = re.compile(rb"(S\d\d\.G\d\d)\.\d\d\.\d{3},'")
_DECLARATION, _INDIVIDU = b"\nS20.G00.05.001,", b"\nS21.G00.30."
RENVOI = "Exportez de nouveau le message depuis le logiciel de paie, sans le modifier."


def rubriques(texte: bytes, premiere_ligne: int = 1) -> pl.DataFrame:
    """(ligne, bloc, rubrique, valeur) of each line of `texte`; what is not a rubrique has null but for its line.

    The value lies between the first `,'` and the last `'` of the line: an apostrophe inside is part of it.
    """
    lignes = pl.read_csv(
        texte if texte.isascii() else texte.decode("latin-1").encode(),
        has_header=False,
        schema={"texte": pl.String},
        separator=SEPARATEUR,
        quote_char=None,
        row_index_name="ligne",
        row_index_offset=premiere_ligne,
        raise_if_empty=False,
    )
    ligne = pl.col("texte")
    fermee = ligne.str.ends_with("'") & (ligne.str.len_bytes() > PREFIXE)
    bien_formee = fermee & ligne.str.head(PREFIXE).str.ends_with(",'")
    lues = lignes.select(
        pl.col("ligne").cast(pl.UInt32),
        bloc=ligne.str.head(10),
        rubrique=ligne.str.head(14),
        valeur=ligne.str.head(-1).str.slice(PREFIXE),
        bien_formee=bien_formee,
    )
    if not lues["bien_formee"].all(ignore_nulls=False):
        lues = lues.drop_nulls("bien_formee").with_columns(
            pl.when("bien_formee").then(pl.col("bloc", "rubrique", "valeur")),
        )
    return lues.drop("bien_formee")


def morceaux(ouvert: BinaryIO, nom: str, taille: int | None = None) -> Iterator[bytes]:
    """The file's text in pieces of about `taille` bytes: each begins with the file, a declaration or a person.

    A person is never cut, so that only her declaration has to be remembered from one piece to the next.
    """
    taille, reste = taille or TAILLE, ouvert.read(TETE)
    _verifier_tete(reste, nom)
    fin = False
    while not fin:
        lu = ouvert.read(taille)
        fin = not lu
        _verifier(reste, lu, nom)
        coupure = _coupure(lu)
        if coupure:
            yield _en_latin(b"".join((reste, lu[:coupure])), nom)
            reste = lu[coupure:]
        else:
            reste += lu
        if len(reste) > MORCEAU_MAXIMAL * max(taille, OCTETS_PAR_LIGNE):
            raise FichierRefuse(
                "personne_demesuree",
                f"{nom} : plus de {len(reste)} octets sans début de personne ni de déclaration "
                f"(S21.G00.30, S20.G00.05). {RENVOI}",
            )
    if reste:
        yield _en_latin(reste, nom)


def _coupure(lu: bytes) -> int:
    """Where to cut: before the last person or declaration that surely begins in `lu`; 0 when none does."""
    individu = lu.rfind(_INDIVIDU)
    # Back over the lines of the same block, to its first; `lu` may itself begin inside the block
    while individu >= 0:
        precedente = lu.rfind(b"\n", 0, individu)
        if precedente >= 0 and not lu.startswith(_INDIVIDU, precedente):
            break
        individu = precedente
    return max(individu, lu.rfind(_DECLARATION)) + 1


def _verifier_tete(tete: bytes, nom: str) -> None:
    """Refuse at once, from its first bytes, what is not a DSN message."""
    if not tete:
        raise FichierRefuse("fichier_vide", f"{nom} est vide. {RENVOI}")
    if tete.startswith((b"\xff\xfe", b"\xfe\xff")) or tete[:4] in (b"S\x001\x00", b"\x00S\x001"):
        raise FichierRefuse("encodage", f"{nom} est en UTF-16 ; une DSN s'écrit en ISO-8859-1. {RENVOI}")
    if tete.startswith(b"\xef\xbb\xbf"):
        raise FichierRefuse("encodage", f"{nom} est en UTF-8 ; une DSN s'écrit en ISO-8859-1. {RENVOI}")
    _verifier_octets(tete, nom)
    premiere, fin_de_ligne, _ = tete.partition(b"\n")
    if not fin_de_ligne and len(tete) == TETE:
        raise _trop_longue(nom)
    rubrique = _RUBRIQUE.match(premiere)
    if rubrique is None:
        raise FichierRefuse(
            "pas_une_dsn",
            f"{nom} n'est pas une DSN : sa première ligne n'est pas une rubrique (Sxx.Gyy.zz.aaa,'valeur'). {RENVOI}",
        )
    if rubrique[1] not in (b"S10.G00", b"S05.G51"):
        raise FichierRefuse(
            "enveloppe_absente",
            f"{nom} commence par {rubrique[0][:14].decode()} : l'enveloppe S10.G00.00 manque. {RENVOI}",
        )


def _verifier(reste: bytes, lu: bytes, nom: str) -> None:
    _verifier_octets(lu, nom)
    fin_de_ligne = lu.rfind(b"\n")
    ouverte = len(lu) - fin_de_ligne if fin_de_ligne >= 0 else len(lu) + len(reste) - reste.rfind(b"\n")
    if ouverte > OCTETS_PAR_LIGNE:
        raise _trop_longue(nom)


def _verifier_octets(octets: bytes, nom: str) -> None:
    if b"\0" in octets or SEPARATEUR.encode() in octets:
        raise FichierRefuse(
            "contenu_binaire",
            f"{nom} contient des octets nuls ou de commande : ce n'est pas un fichier texte. {RENVOI}",
        )


def _trop_longue(nom: str) -> FichierRefuse:
    return FichierRefuse(
        "ligne_trop_longue",
        f"{nom} : une ligne dépasse de loin les 256 caractères permis. Vérifiez les fins de ligne. {RENVOI}",
    )


def _en_latin(texte: bytes, nom: str) -> bytes:
    """`texte`, once sure that its accented letters are not UTF-8 (which ISO-8859-1 text never happens to be)."""
    if not texte.isascii():
        try:
            texte.decode()
        except UnicodeDecodeError:
            return texte
        raise FichierRefuse("encodage", f"{nom} est en UTF-8 ; une DSN s'écrit en ISO-8859-1. {RENVOI}")
    return texte
