"""What makes a right file hostile, by name. Each gives the files to receive in place of the right one.

A mutation that says `conserve` changes how the file is carried or written, and nothing of what it says: as many units
must be received and accepted as without it.
"""

import gzip
import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace

import zstandard

from pipelines.contracts import Colonne, charger
from tests.fabriques.fichiers import Fichier
from tests.fabriques.identites import Personne, nom

Muter = Callable[[str, Fichier, random.Random], list[Fichier]]
_MOTS = re.compile(rb"[0-9A-Za-z@._:-]{2,}")
_NOMBRES = re.compile(rb"(?<![A-Za-z0-9_.])[0-9]+(?:\.[0-9]+)?(?![A-Za-z0-9_])")
_ENORMES = (b"9" * 19, b"9" * 40, b"1e308", b"-9223372036854775809", b"NaN", b"0" * 300, b"4294967296", b"1e-400")
_BOMBE_XML = b"""<?xml version="1.0"?><!DOCTYPE Racine [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<Racine><InfosFoyerRSA><Personne>&c;</Personne></InfosFoyerRSA></Racine>"""
_EXTERNE = (
    b"""<!DOCTYPE Racine [<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY %% p SYSTEM "http://x.invalid/">%%p;]>"""
)


@dataclass(frozen=True)
class Mutation:
    """`conserve`: the units of the file are what they were."""

    muter: Muter
    conserve: bool = False


def _intacte(_source: str, fichier: Fichier, _alea: random.Random) -> list[Fichier]:
    return [fichier]


def _octets_changes(_source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    octets = bytearray(fichier.octets)
    for _ in range(alea.choice((1, 1, 2, 8, 64))):
        octets[alea.randrange(len(octets))] = alea.randrange(256)
    return [fichier.avec(bytes(octets))]


def _octets_retires(_source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    """A few bytes lost on the way: a line end, a separator, half a value."""
    octets = fichier.octets
    for _ in range(alea.choice((1, 2, 5))):
        place = alea.choice([m.start() for m in re.finditer(rb"[\n;|,<'\"]", octets)] or [0])
        octets = octets[:place] + octets[place + alea.choice((1, 1, 3)) :]
    return [fichier.avec(octets)]


def _tronquee(_source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    return [fichier.avec(fichier.octets[: alea.randrange(1, len(fichier.octets))])]


def _mal_encodee(_source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    texte = fichier.octets.decode("latin-1")
    codage = alea.choice(("utf-16", "utf-16-le", "utf-8", "cp500", "utf-7"))
    octets = texte.encode(codage, "replace")
    if codage == "utf-8":
        octets = re.sub(rb"[aeou]", b"\xe9", octets, count=alea.randint(1, 5))
    return [fichier.avec(octets)]


def _separateur(source: str, fichier: Fichier) -> str:
    dit = charger(source).dit_par_le_nom(fichier.nom)
    lecture = charger(source).entites[dit[0]].lecture if dit else {}
    return lecture.get("separateur", ";")


def _par_colonnes(changer: Callable[[list[list[str]], random.Random], None]) -> Muter:
    """A change of the table of a delimited file; of a file that is no table, of its lines cut at commas."""

    def muter(source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
        separateur = _separateur(source, fichier) if fichier.nom.endswith(".csv") else ","
        table = [ligne.split(separateur) for ligne in fichier.octets.decode("latin-1").split("\n")]
        changer(table, alea)
        return [fichier.avec("\n".join(separateur.join(rangee) for rangee in table).encode("latin-1"))]

    return muter


def _echanger(table: list[list[str]], alea: random.Random) -> None:
    """Two columns exchanged in the body and not in the header."""
    un, autre = alea.randrange(len(table[0])), alea.randrange(len(table[0]))
    for rangee in table[1:]:
        if max(un, autre) < len(rangee):
            rangee[un], rangee[autre] = rangee[autre], rangee[un]


def _oter(table: list[list[str]], alea: random.Random) -> None:
    rang = alea.randrange(len(table[0]))
    for rangee in table if alea.random() < 0.7 else table[1:]:
        del rangee[rang : rang + 1]


def _doubler(table: list[list[str]], alea: random.Random) -> None:
    rang = alea.randrange(len(table[0]))
    for rangee in table:
        rangee[rang:rang] = rangee[rang : rang + 1]


def _inconnue(table: list[list[str]], alea: random.Random) -> None:
    rang = alea.randrange(len(table[0]) + 1)
    for i, rangee in enumerate(table):
        if len(rangee) > 1 or i == 0:
            rangee.insert(rang, "COMMENTAIRE" if i == 0 else "x")


def _sans_entete(table: list[list[str]], alea: random.Random) -> None:
    """No header, or the header run into the first row."""
    if alea.random() < 0.5 or len(table) < 2:
        del table[0]
    else:
        suite = table.pop(1)
        table[0] = [*table[0][:-1], table[0][-1] + suite[0], *suite[1:]]


def _nombres_enormes(_source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    return [fichier.avec(_remplacer(_NOMBRES, fichier.octets, alea, [alea.choice(_ENORMES)]))]


def _json_imbrique(_source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    profond = alea.choice((3, 200, 5_000))
    corps = alea.choice((b"[" * profond + b"]" * profond, b'{"a":' * profond + b"1" + b"}" * profond))
    valeurs = re.compile(rb'(?<=[:;|,])"?[^":;|,\[\]{}\n]+"?')
    return [
        fichier.avec(_remplacer(valeurs, fichier.octets, alea, [corps, b'{"x": [1, {"y": null}]}', b"[[]]", b"null"]))
    ]


def _guillemets(_source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    octets = fichier.octets
    for _ in range(alea.randint(1, 4)):
        place = alea.randrange(len(octets))
        octets = octets[:place] + alea.choice((b'"', b"'", b'""', b"\\", "«".encode(), b'"\n')) + octets[place:]
    return [fichier.avec(octets)]


def _octets_nuls(_source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    place = alea.randrange(len(fichier.octets))
    return [fichier.avec(fichier.octets[:place] + b"\0" * alea.choice((1, 4, 4096)) + fichier.octets[place:])]


def _caracteres_de_controle(_source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    """Line separators that only some readers take for such, and what a terminal would obey."""
    mauvais = ("\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x1b[2J", "\u202e", "\r", "\x1a")
    return [fichier.avec(_remplacer(_MOTS, fichier.octets, alea, [f"a{alea.choice(mauvais)}b".encode()], combien=3))]


def _bom(_source: str, fichier: Fichier, _alea: random.Random) -> list[Fichier]:
    return [fichier.avec(b"\xef\xbb\xbf" + fichier.octets)]


def _crlf(_source: str, fichier: Fichier, _alea: random.Random) -> list[Fichier]:
    if fichier.nom.endswith(".parquet"):
        return [fichier]
    return [fichier.avec(fichier.octets.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))]


def _entites_xml(_source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    fin = fichier.octets.find(b"?>") + 2 if fichier.octets.startswith(b"<?xml") else 0
    externe = fichier.octets[:fin] + _EXTERNE.replace(b"%%", b"%") + fichier.octets[fin:]
    return [fichier.avec(alea.choice((_BOMBE_XML, externe, externe.replace(b">1<", b">&a;<"))))]


def _gz(_source: str, fichier: Fichier, _alea: random.Random) -> list[Fichier]:
    return [fichier.avec(gzip.compress(fichier.octets, mtime=0), nom=f"{fichier.nom}.gz")]


def _zst(_source: str, fichier: Fichier, _alea: random.Random) -> list[Fichier]:
    return [fichier.avec(zstandard.compress(fichier.octets), nom=f"{fichier.nom}.zst")]


def _zip(_source: str, fichier: Fichier, _alea: random.Random) -> list[Fichier]:
    return [fichier.avec(_archive({fichier.nom: fichier.octets}), nom=f"{fichier.nom}.zip")]


def _porteur_rompu(_source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    porte = alea.choice((_gz, _zst, _zip))(_source, fichier, alea)[0]
    return (_tronquee if alea.random() < 0.5 else _octets_changes)(_source, porte, alea)


def _porteur_double(_source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    porte = fichier
    for porter in alea.choices((_gz, _zst, _zip), k=2):
        porte = porter(_source, porte, alea)[0]
    return [porte]


def _bombe(_source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    gros = fichier.octets + alea.choice((b"0", b"\n")) * 2**24
    porteurs = {
        f"{fichier.nom}.gz": lambda: gzip.compress(gros, mtime=0),
        f"{fichier.nom}.zst": lambda: zstandard.compress(gros),
        f"{fichier.nom}.zip": lambda: _archive({fichier.nom: gros}),
    }
    choisi = alea.choice(sorted(porteurs))
    return [fichier.avec(porteurs[choisi](), nom=choisi)]


def _noms_de_membre(_source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    mauvais = (
        "../../{}",
        "/etc/{}",
        "C:\\{}",
        "..\\{}",
        "a/../../{}",
        "{}\n",
        "\x1b]0;{}",
        "x" * 300 + "{}",
        "dossier/{}",
    )
    membre = alea.choice(mauvais).format(fichier.nom)
    return [fichier.avec(_archive({membre: fichier.octets, fichier.nom: fichier.octets}), nom=f"{fichier.nom}.zip")]


def _vide(_source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    porteurs = {"": b"", ".gz": gzip.compress(b"", mtime=0), ".zst": zstandard.compress(b""), ".zip": _archive({})}
    suffixe = alea.choice(sorted(porteurs))
    octets = porteurs[suffixe] if alea.random() < 0.8 else alea.choice((b"\n", b" ", b"\r\n\r\n", b"\xef\xbb\xbf"))
    return [fichier.avec(octets, nom=fichier.nom + suffixe)]


def _mauvaise_extension(_source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    tronc = fichier.nom.rpartition(".")[0]
    suffixe = alea.choice((".csv", ".xml", ".json", ".jsonl", ".dsn", ".parquet", ".gz", ".zip", ".xlsx", "", ".CSV"))
    return [fichier.avec(fichier.octets, nom=tronc + suffixe)]


def _nom_etrange(_source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    tronc, point, suffixe = fichier.nom.rpartition(".")
    marques = (
        "\u2028",
        "\x85",
        "\udcff",
        "\n",
        "\t",
        " ",
        "'",
        "«",
        "_" + "x" * 150,
        "-2025-13",
        "\u202e",
        "%s{}",
        "*",
    )
    return [fichier.avec(fichier.octets, nom=f"{tronc}{alea.choice(marques)}{point}{suffixe}")]


def _identite_dans_le_nom(_source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    """A number or an e-mail in the name of the file, of its archive or of a member of it."""
    personne = Personne.tiree(alea)
    tronc, point, suffixe = fichier.nom.rpartition(".")
    dit = alea.choice((personne.nir, personne.nir15, personne.courriel))
    nomme = f"{tronc}_{alea.choice(('', 'NIR'))}{dit}{point}{suffixe}"
    autrement = alea.choice(("nu", "gz", "porteur", "membre", "dossier"))
    if autrement == "nu":
        return [fichier.avec(fichier.octets, dit, nom=nomme)]
    if autrement == "gz":
        return [fichier.avec(gzip.compress(fichier.octets, mtime=0), dit, nom=f"{nomme}.gz")]
    if autrement == "porteur":
        return [fichier.avec(_archive({fichier.nom: fichier.octets}), dit, nom=f"{nomme}.zip")]
    membre = nomme if autrement == "membre" else f"{dit}/{fichier.nom}"
    return [fichier.avec(_archive({membre: fichier.octets}), dit, nom=f"{fichier.nom}.zip")]


def _identite_mal_placee(source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    """A number, e-mail or phone in place of values drawn at random, alone or in a sentence."""
    dit = alea.choice(Personne.tiree(alea).numeros)
    phrase = (
        dit
        if alea.random() < 0.6
        else alea.choice(("voir {}", "{} (dossier)", "tel {} ou mail", "n°{}", "NIR{}")).format(dit)
    )
    motif = _valeurs(source, fichier)
    return [fichier.avec(_remplacer(motif, fichier.octets, alea, [phrase.encode("latin-1")]), dit)]


def _nom_mal_place(source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    """A name where the contract can tell that it is none: a code, a date, a number, a dropped or a hidden column."""
    if not fichier.nom.endswith(".csv"):
        return [fichier]
    dit = nom(alea)
    contrat, separateur = charger(source), _separateur(source, fichier)
    entite = contrat.entites[(contrat.dit_par_le_nom(fichier.nom) or (next(iter(contrat.entites)),))[0]]
    if not any(colonne.classe == "identite" for colonne in entite.colonnes):
        return [fichier]
    table = [ligne.split(separateur) for ligne in fichier.octets.decode("latin-1").split("\n")]
    rangs = [r for r, recu in enumerate(table[0]) if (c := entite.par_nom.get(recu.strip())) and _se_voit(c, dit)]
    if not rangs:
        return [fichier]
    rangee = alea.choice([rangee for rangee in table[1:] if len(rangee) == len(table[0])])
    rangee[alea.choice(rangs)] = dit
    return [fichier.avec("\n".join(separateur.join(rangee) for rangee in table).encode("latin-1"), dit)]


def _se_voit(colonne: Colonne, dit: str) -> bool:
    """Whether a name there is refused, dropped or made a pseudonym: a free label is kept as it comes."""
    libre = colonne.logique == "string" and colonne.passage == "garde" and not colonne.valeurs
    return not libre or bool(colonne.motif and not re.fullmatch(colonne.motif, dit))


def _lignes_repetees(_source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    lignes = fichier.octets.splitlines(keepends=True)
    repetee = alea.choice(lignes)
    return [fichier.avec(fichier.octets + repetee * alea.choice((1, 2, 50)))]


def _envoyee_deux_fois(_source: str, fichier: Fichier, _alea: random.Random) -> list[Fichier]:
    return [fichier, replace(fichier, nom=f"{fichier.nom}.gz", octets=gzip.compress(fichier.octets, mtime=0))]


def _melange(source: str, fichier: Fichier, alea: random.Random) -> list[Fichier]:
    """Three wounds of the content, one after the other, and a compression half of the time."""
    contenu = (_octets_changes, _octets_retires, _caracteres_de_controle, _nombres_enormes, _guillemets)
    for muter in (_identite_mal_placee, *alea.sample(contenu, 2)):
        (fichier,) = muter(source, fichier, alea)
    return alea.choice((_intacte, _gz, _zst, _zip))(source, fichier, alea)


def _valeurs(source: str, fichier: Fichier) -> re.Pattern[bytes]:
    if fichier.nom.endswith(".csv"):
        separateur = re.escape(_separateur(source, fichier).encode())
        return re.compile(rb"(?<=" + separateur + rb")[^\n\r" + separateur + rb"]*(?=" + separateur + rb")")
    if fichier.nom.endswith(".xml"):
        return re.compile(rb"(?<=>)[^<>\s][^<>]*(?=</)")
    if fichier.nom.endswith(".dsn"):
        return re.compile(rb"(?<=,')[^'\r\n]*(?=')")
    if fichier.nom.endswith((".json", ".jsonl")):
        return re.compile(rb'(?<=")[^"\n]*(?=")|(?<=: )[0-9.]+')
    return _MOTS


def _remplacer(
    motif: re.Pattern[bytes], octets: bytes, alea: random.Random, par: list[bytes], combien: int = 2
) -> bytes:
    """`octets` with one to `combien` of the places of `motif` replaced by one of `par`."""
    places = [trouve.span() for trouve in motif.finditer(octets)]
    choisies = alea.sample(places, min(len(places), alea.randint(1, combien)))
    for debut, fin in sorted(choisies, reverse=True):
        octets = octets[:debut] + alea.choice(par) + octets[fin:]
    return octets


def _archive(membres: dict[str, bytes]) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for membre, octets in membres.items():
            info = zipfile.ZipInfo(membre, (2025, 7, 10, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, octets)
    return tampon.getvalue()


MUTATIONS: dict[str, Mutation] = {
    "intacte": Mutation(_intacte, conserve=True),
    "gz": Mutation(_gz, conserve=True),
    "zst": Mutation(_zst, conserve=True),
    "zip": Mutation(_zip, conserve=True),
    "crlf": Mutation(_crlf, conserve=True),
    "bom": Mutation(_bom),
    "octets_changes": Mutation(_octets_changes),
    "octets_retires": Mutation(_octets_retires),
    "tronquee": Mutation(_tronquee),
    "mal_encodee": Mutation(_mal_encodee),
    "colonnes_echangees": Mutation(_par_colonnes(_echanger)),
    "colonne_absente": Mutation(_par_colonnes(_oter)),
    "colonne_doublee": Mutation(_par_colonnes(_doubler)),
    "colonne_inconnue": Mutation(_par_colonnes(_inconnue)),
    "sans_entete": Mutation(_par_colonnes(_sans_entete)),
    "nombres_enormes": Mutation(_nombres_enormes),
    "json_imbrique": Mutation(_json_imbrique),
    "guillemets": Mutation(_guillemets),
    "octets_nuls": Mutation(_octets_nuls),
    "caracteres_de_controle": Mutation(_caracteres_de_controle),
    "entites_xml": Mutation(_entites_xml),
    "porteur_rompu": Mutation(_porteur_rompu),
    "porteur_double": Mutation(_porteur_double),
    "bombe": Mutation(_bombe),
    "noms_de_membre": Mutation(_noms_de_membre),
    "vide": Mutation(_vide),
    "mauvaise_extension": Mutation(_mauvaise_extension),
    "nom_etrange": Mutation(_nom_etrange),
    "identite_dans_le_nom": Mutation(_identite_dans_le_nom),
    "identite_mal_placee": Mutation(_identite_mal_placee),
    "nom_mal_place": Mutation(_nom_mal_place),
    "lignes_repetees": Mutation(_lignes_repetees),
    "envoyee_deux_fois": Mutation(_envoyee_deux_fois),
    "melange": Mutation(_melange),
}
"""By name, in the order of the report."""
