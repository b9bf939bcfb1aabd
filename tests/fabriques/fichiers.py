"""Right files of every source: what its tests hold up as an example, or the smallest one its contract accepts."""

import io
import json
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import polars as pl

from pipelines.contracts import charger

TESTS = Path(__file__).parents[1]
EXEMPLES, PAR_SOURCE = TESTS / "exemples", TESTS / "unit" / "sources" / "exemples"
COMITES = TESTS / "unit" / "territories" / "comites_2026-03.csv"
_FAUTIF = "_fauti"
_PAS_JUSTES = ("fh_de_2025-03-31_sansNIR.csv",)
"""Examples that their contract refuses, though no fault is said in their name."""

_INSCRIPTION = {
    "nir": "1951199001002", "nir2": "1951199001002", "identifiantpe": "9000001A001", "nom": "FICTIF", "prenom": "BRUNO",
    "dtnai": "30/11/1995", "date": "03/03/2025", "code": "1", "codeinsee": "01053", "NDEM": "1", "MOTINS": "6",
    "CATREGR": "1", "SEXE": "1", "NIVFOR": "NV3", "DIPLOME": "D", "ROME": "K2204", "OBLEMP": "N", "TOPRSA": "N",
    "TOPQPV": "N", "DATEXT": "05/04/2025", "localite": "01000 BOURG EN BRESSE", "adresse": "1 RUE DE L EXEMPLE",
}  # fmt: skip
_AUTRES_INSCRITS = (
    {},
    {"nir": "168029900100454", "nir2": "168029900100454", "identifiantpe": "9000002B002", "nom": "MODELE",
     "prenom": "DAVID", "dtnai": "21/02/1968"},
    {"nir": "2010799001003", "nir2": "2010799001003", "identifiantpe": "9000003C003", "nom": "ESSAI", "prenom": "CHLOE",
     "dtnai": "08/07/2001", "SEXE": "2", "date": "04/03/2025"},
)  # fmt: skip
_CESSATIONS = (
    "nir;identifiantpe;nom;prenom;dtnai;date;code;motif;nir2;DATEXT",
    "1850799001001;1234567A001;ZARVEL;OMBRA;01/07/1985;02/06/2025;01;;1850799001001;01/07/2025",
    "1951199001002;9000001A001;FICTIF;BRUNO;30/11/1995;10/06/2025;01;;1951199001002;01/07/2025",
)
_MMO = (
    "id_midas;id_force;IdSISMMO;L_Contrat_SQN;H_Salarie_SQN;H_Individu_SQN;H_Etab_SQN;DebutCTT;FinCTT;PreDSN;DerDSN;Nature;"
    "ModeExercice;PcsEse;MotifRecours;MotifRupture;DispPolitiquePublique;CodeApet;siret_AF;siret_ut;CP;Localite;"
    "Salaire_Base;Salaire_Base_Mois_Complet;Quali_Salaire_Base",
    "m1;f1;s1;901;11;21;31;2023-03-01;;2023-03-01;2025-06-01;01;10;543a;;;99;8121Z;00000001800010;;01000;BOURG;"
    "2150.00;2150.00;7",
    "m2;f2;s2;902;12;22;31;2025-06-02;2025-06-13;2025-06-01;2025-06-01;02;20;684a;02;031;99;8121Z;00000001800010;;01000;"
    "BOURG;720.00;;3",
)
_CORRECTIONS = (
    "source;entite;fichier_vise;ligne_visee;action;colonne;valeur;motif;auteur;date_expiration",
    "inscription;;3f0c9a51d2b47e86;3;remplacer;dtnai;30/11/1995;date confirmée par l'agence;porte;2026-12-31",
    "inscription;;3f0c9a51d2b47e86;8;ecarter;;;personne homonyme;porte;2026-12-31",
)
_ORIENTATIONS = [
    {
        "numeroFranceTravail": numero,
        "dateExtraction": "2025-04-05",
        "orientations": [
            {
                "date_creation": "2025-03-13T08:00:00.000",
                "statut": "DECIDE",
                "etat": "OUVERT",
                "parcours": "PSP",
                "organisme": "CD",
                "origine": "INSCRIPTION_AUTO_CAF",
                "decision": {
                    "etat_decision": "ACCEPTEE",
                    "date_decision": "2025-03-20",
                    "organisme_decision": "CD",
                },
            }
        ],
    }
    for numero in ("9000001A001", "9000002B002")
]


@dataclass(frozen=True)
class Fichier:
    """A file to be received. `identites`: what it holds that must not leave the dépôt, as it stands in it."""

    nom: str
    octets: bytes
    identites: frozenset[str] = field(default=frozenset())

    def avec(self, octets: bytes, *identites: str, nom: str | None = None) -> "Fichier":
        return replace(self, nom=nom or self.nom, octets=octets, identites=self.identites | set(identites))


@lru_cache(maxsize=64)
def justes(source: str) -> tuple[Fichier, ...]:
    """The right files of a source, smallest first; at least one."""
    dossier = PAR_SOURCE / source
    exemples = [
        Fichier(chemin.name, chemin.read_bytes())
        for chemin in (sorted(dossier.iterdir()) if dossier.is_dir() else ())
        if _FAUTIF not in chemin.name and chemin.name not in _PAS_JUSTES
    ]
    return tuple(exemples or _CONSTRUITS[source]())


def _dsn() -> list[Fichier]:
    """The shared samples, as real sends (they are test sends where they lie)."""
    noms = sorted(c.name for c in EXEMPLES.glob("*.dsn") if _FAUTIF not in c.name and "annule" not in c.name)
    return [
        Fichier(nom, (EXEMPLES / nom).read_bytes().replace(b"S10.G00.00.005,'01'", b"S10.G00.00.005,'02'"))
        for nom in noms
    ]


def _inscription() -> list[Fichier]:
    colonnes = [colonne.recu for colonne in charger("inscription").entites["inscription"].colonnes]
    lignes = [colonnes]
    lignes += [[{**_INSCRIPTION, **autre}.get(nom, "") for nom in colonnes] for autre in _AUTRES_INSCRITS]
    return [
        Fichier("inscriptions_01_2025-03.csv", _texte(*(";".join(ligne) for ligne in lignes))),
        Fichier("cessations_01_2025-06.csv", _texte(*_CESSATIONS)),
    ]


def _dsn_plat() -> list[Fichier]:
    table = pl.read_csv(_texte(*_MMO), separator=";", infer_schema=False)
    table.write_parquet(octets := io.BytesIO())
    return [Fichier("mmo_2025-06.csv", _texte(*_MMO)), Fichier("mmo_2025-06.parquet", octets.getvalue())]


def _orientation() -> list[Fichier]:
    return [Fichier("orientations_01_2025-03.jsonl", _texte(*map(json.dumps, _ORIENTATIONS)))]


def _offre() -> list[Fichier]:
    offres = [
        {
            "id": identifiant,
            "dateExtraction": "2025-07-02",
            "dateCreation": "2025-06-02T08:00:00.000Z",
            "dateActualisation": "2025-06-20T08:00:00.000Z",
            "romeCode": "K2204",
            "typeContrat": "CDD",
            "nombrePostes": 1,
            "lieuTravail": {"commune": "01053", "libelle": "BOURG"},
            "entreprise": {"siret": "00000001800010"},
            "origineOffre": {"origine": "1"},
            "postes": [{"rang": 1, "statut": "OUVERT", "mode": None, "date_statut": None}],
        }
        for identifiant in ("180AAAA", "180AAAB")
    ]
    return [Fichier("offres_2025-06.jsonl", _texte(*map(json.dumps, offres)))]


def _formation() -> list[Fichier]:
    """The shared sample, with the columns that the contract adds to it."""
    entete, *lignes = (ligne.split("|") for ligne in (EXEMPLES / "ft_stagiaires.csv").read_text("utf-8").splitlines())
    colonnes = [colonne.recu for colonne in charger("formation").entites["formation"].colonnes]
    ajoutees = {"dd_dateextraction": "2025-10-02 00:00:00.0"}
    rangees = [
        {**dict(zip(entete, ligne, strict=True)), **ajoutees, "identifiantpe": f"900000{rang}A00{rang}"}
        for rang, ligne in enumerate(lignes, 1)
    ]
    corps = ("|".join(rangee.get(nom, "NULL") for nom in colonnes) for rangee in rangees)
    return [Fichier("stagiaires_2025-09.csv", _texte("|".join(colonnes), *corps))]


def _comite_local() -> list[Fichier]:
    """The sample of the territories, but the row that is wrong there."""
    lignes = COMITES.read_text("utf-8").splitlines()
    return [Fichier("comites_2026-03.csv", _texte(*(ligne for ligne in lignes if "clpe" not in ligne)))]


def _texte(*lignes: str) -> bytes:
    return ("\n".join(lignes) + "\n").encode()


_CONSTRUITS = {
    "dsn": _dsn,
    "inscription": _inscription,
    "dsn_plat": _dsn_plat,
    "orientation": _orientation,
    "offre": _offre,
    "rsa": lambda: [
        Fichier("beneficiaires_01_2025-06.xml", (EXEMPLES / "cnaf_beneficiaires_mensuel_2025-06.xml").read_bytes())
    ],
    "formation": _formation,
    "correction": lambda: [Fichier("corrections_2025-07-10.csv", _texte(*_CORRECTIONS))],
    "comite_local": _comite_local,
}
