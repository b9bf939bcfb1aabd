"""Persons drawn from a seed, put in place of those of the examples, and the forms under which they must not be found.

Names are of letters no word has in that order, so that finding one is finding a leak.
"""

import random
import re
from dataclasses import dataclass

from pipelines.contracts import Contrat, charger
from tests.fabriques.fichiers import Fichier

LETTRES_DU_NOM = 9
_NIR = re.compile(rb"(?<![0-9A-Za-z])([123478][0-9]{4}99[0-9]{6})([0-9]{2})?(?![0-9])")
_COURRIEL = re.compile(rb"[A-Za-z][A-Za-z.]*@[a-z.]+")
_TELEPHONE = re.compile(rb"(?<![0-9])0[1-9][0-9]{8}(?![0-9])")
_DSN_NOMMENT = rb"(?m)^(S21\.G00\.30\.00[234]|S10\.G00\.02\.002|S20\.G00\.07\.001),'([^'\r\n]+)'"
_RSA_NOMMENT = rb"<(NOM|NOMNAI|NOMUSAGE|PRENOM)>([^<]+)</"
_MOTS_QUI_NOMMENT = ("nom", "prenom", "Nom", "Prenom", "NOM", "PRENOM")


@dataclass(frozen=True)
class Personne:
    """A number without its key, a name and a first name in capitals, a phone."""

    nir: str
    nom: str
    prenom: str
    telephone: str

    @classmethod
    def tiree(cls, alea: random.Random) -> "Personne":
        """Born abroad (99): the samples are, and nobody's number is drawn who could be somebody's by chance."""
        mois, ordre = alea.randint(1, 12), alea.randint(1, 999_999)
        nir = f"{alea.choice('12')}{alea.randint(50, 99)}{mois:02d}99{ordre:06d}"
        return cls(nir, nom(alea), nom(alea), f"0{alea.choice('67')}{alea.randint(0, 99_999_999):08d}")

    @property
    def nir15(self) -> str:
        return self.nir + cle(self.nir)

    @property
    def courriel(self) -> str:
        return f"{self.prenom.lower()}.{self.nom.lower()}@exemple.invalid"

    @property
    def numeros(self) -> tuple[str, ...]:
        """What can be told for an identity by its form alone, as it may be written anywhere."""
        espaces = " ".join((self.nir[0], *(self.nir[i : i + 2] for i in (1, 3, 5)), self.nir[7:10], self.nir[10:]))
        telephone = ".".join(self.telephone[i : i + 2] for i in range(0, 10, 2))
        return self.nir, self.nir15, espaces, self.courriel, self.telephone, telephone


def cle(nir: str) -> str:
    return f"{97 - int(nir) % 97:02d}"


def nom(alea: random.Random) -> str:
    syllabes = "".join(alea.choice("BDFGKLMPRTVZ") + alea.choice("AIOUY") for _ in range(4))
    return f"{syllabes}X"


def peupler(source: str, fichier: Fichier, alea: random.Random) -> Fichier:
    """`fichier` with other persons: number, name, e-mail and phone, the same one everywhere for the same one there."""
    if fichier.nom.endswith(".parquet"):
        return fichier
    connus: dict[bytes, bytes] = {}
    mis: set[str] = set()

    def autre(avant: bytes, neuf: str) -> bytes:
        apres = connus.setdefault(avant, neuf.encode())
        mis.add(apres.decode())
        return apres

    def nir(trouve: re.Match[bytes]) -> bytes:
        treize = autre(trouve[1], f"{trouve[1][:7].decode()}{alea.randint(1, 999_999):06d}").decode()
        if trouve[2] is None:
            return treize.encode()
        mis.add(treize + cle(treize))
        return (treize + cle(treize)).encode()

    octets = _NIR.sub(nir, fichier.octets)
    octets = _COURRIEL.sub(lambda t: autre(t[0], f"{nom(alea).lower()}@exemple.invalid"), octets)
    octets = _TELEPHONE.sub(lambda t: autre(t[0], f"06{alea.randint(0, 99_999_999):08d}"), octets)
    octets = _renommer(source, fichier, octets, lambda avant: autre(avant.upper(), nom(alea)))
    return fichier.avec(octets, *mis)


def _renommer(source: str, fichier: Fichier, octets: bytes, autre) -> bytes:
    """Other names where a format says that a name stands."""
    if source in ("dsn", "rsa"):
        motif = re.compile(_DSN_NOMMENT if source == "dsn" else _RSA_NOMMENT)
        return motif.sub(lambda t: t[0].replace(t[2], autre(t[2])), octets)
    contrat = charger(source)
    if fichier.nom.endswith(".csv"):
        return _renommer_les_colonnes(contrat, fichier, octets, autre)
    noms = _champs_nommants(contrat)
    if fichier.nom.endswith((".json", ".jsonl")) and noms:
        motif = re.compile(rf'"({"|".join(sorted(noms))})"(\s*:\s*)"([^"]+)"'.encode())
        return motif.sub(lambda t: b'"' + t[1] + b'"' + t[2] + b'"' + autre(t[3]) + b'"', octets)
    return octets


def _champs_nommants(contrat: Contrat) -> set[str]:
    return {
        colonne.chemin.rpartition(".")[2]
        for entite in contrat.entites.values()
        for colonne in entite.colonnes
        if _nomme(colonne)
    }


def _nomme(colonne) -> bool:
    return colonne.classe == "identite" and not colonne.passage and any(m in colonne.recu for m in _MOTS_QUI_NOMMENT)


def _renommer_les_colonnes(contrat: Contrat, fichier: Fichier, octets: bytes, autre) -> bytes:
    entite, _ = contrat.dit_par_le_nom(fichier.nom) or ("", {})
    lecture = contrat.entites[entite].lecture
    separateur = lecture["separateur"].encode()
    entete, *lignes = octets.splitlines(keepends=True)
    rangs = [
        rang
        for rang, recu in enumerate(entete.decode("latin-1").strip().split(lecture["separateur"]))
        if (colonne := contrat.entites[entite].par_nom.get(recu)) and _nomme(colonne)
    ]
    rangees = [ligne.split(separateur) for ligne in lignes]
    for rangee in rangees:
        for rang in rangs:
            if rang < len(rangee) - 1 and rangee[rang].strip() not in (b"", b"NULL"):
                rangee[rang] = autre(rangee[rang].upper())
    return entete + b"".join(separateur.join(rangee) for rangee in rangees)
