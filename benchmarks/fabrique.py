"""Files of any number of rows for the benches, each made from the contract of its source and from a right example.

The units of an example are written again and again. In each, what identifies (the numbers and names of persons, links,
parts of business keys that are texts) becomes that of another, and the codes no rule speaks of go through their list.
The contract says which column is which, the house's own reader where it stands in the example.
"""

import json
import re
import tempfile
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from benchmarks import neodes
from pipelines.contracts import Colonne, Entite, charger
from pipelines.sources import FichierRecu, toutes

SANS_MILLION = {
    "bassin": "a row per commune",
    "comite_local": "a row per commune",
    "zone_emploi": "a row per commune",
}
"""Sources that never have so many rows: a table of France's 35,000 communes."""

EXEMPLES = Path(__file__).parents[1] / "tests"
PAR_SOURCE = EXEMPLES / "unit" / "sources" / "exemples"
_PREMIERS = {
    "enquete": "enquete_personnes_2025-06.csv",
    "sanction": "sanctions_rsa_01_2025-06.jsonl",
    "service_insertion": "structures_2025-06-30.json",
    "webrsa": "orientsstructs_01_2025-06-30.csv",
}
"""The example to take, where the first in order of names is not the file of the main entity."""

_AILLEURS = {
    "formation": ("stagiaires_2025-06.csv", "ft_stagiaires.csv"),
    "rsa": ("beneficiaires_01_2025-06.xml", "cnaf_beneficiaires_mensuel_2025-06.xml"),
}
_COMPLETES = {
    "formation": (
        "|identifiantpe|dd_dateentree|dd_dateabandon|dd_datesortie|dd_dateextraction",
        "|9000001A001|2025-09-01 00:00:00.0|||2025-10-05 00:00:00.0",
    ),
}
"""Columns an example of the flow lacks and its contract asks for: their names, their values."""
_ECRITS = {
    "correction": (
        "corrections_2025-07-10.csv",
        "source;entite;fichier_vise;ligne_visee;action;colonne;valeur;motif;auteur;date_expiration\n"
        "inscription;;3000000000000086;3;remplacer;dtnai;30/11/1995;date confirmée par l'agence;porte;2026-12-31\n",
    ),
    "dsn_plat": (
        "mmo_2025-06.csv",
        "id_midas;id_force;IdSISMMO;L_Contrat_SQN;H_Salarie_SQN;H_Individu_SQN;H_Etab_SQN;DebutCTT;FinCTT;PreDSN;"
        "DerDSN;Nature;ModeExercice;PcsEse;MotifRecours;MotifRupture;DispPolitiquePublique;CodeApet;siret_AF;siret_ut;"
        "CP;Localite;Salaire_Base;Salaire_Base_Mois_Complet;Quali_Salaire_Base\n"
        "m0000001;f0000001;s0000001;90000001;10000001;20000001;31;2023-03-01;;2023-03-01;2025-06-01;01;10;543a;;;99;"
        "8121Z;00000001800010;;01000;BOURG;2150.00;2150.00;7\n",
    ),
    "inscription": (
        "inscriptions_01_2025-06.csv",
        "nir;identifiantpe;nom;prenom;dtnai;date;code;nir2;codeinsee;localite;adresse;ale;NDEM;MOTINS;CATREGR;SEXE;"
        "NIVFOR;DIPLOME;ROME;OBLEMP;TOPRSA;TOPQPV;DATEXT\n"
        "1951199001002;9000001A001;FICTIF;BRUNO;30/11/1995;03/06/2025;1;1951199001002;01053;01000 BOURG EN BRESSE;"
        "1 RUE DE L EXEMPLE;01019;1;6;1;1;NV5;D;K2204;N;N;O;01/07/2025\n",
    ),
    "offre": (
        "offres_2025-06.jsonl",
        '{"id": "1800000A", "dateCreation": "2025-06-02T08:12:00.000Z", "typeContrat": "CDI", "romeCode": "K2204", '
        '"dateExtraction": "2025-07-05", "nombrePostes": 1, '
        '"lieuTravail": {"commune": "01053", "libelle": "01 - BOURG EN BRESSE"}, '
        '"entreprise": {"siret": "00000001800010"}, "origineOffre": {"origine": "1"}, '
        '"postes": [{"rang": 1, "statut": "OUVERT"}]}\n',
    ),
    "orientation": (
        "orientations_01_2025-06.jsonl",
        '{"numeroFranceTravail": "9000001A001", "dateExtraction": "2025-07-05", "orientations": [{"statut": "DECIDE", '
        '"etat": "OUVERT", "parcours": "PSP", "organisme": "CD", "origine": "INSCRIPTION_AUTO_CAF", '
        '"date_creation": "2025-03-13T08:00:00.000", "date_entree_parcours": "2025-04-02", '
        '"criteres_orientation": {"brsa": true, "boe": false}, '
        '"decision": {"etat_decision": "ACCEPTEE", "date_decision": "2025-04-02"}}]}\n',
    ),
}
_ALLONGES = {
    "objectif": (";departement;01;", ";epci;200000001;"),
    "offre_active": ("900AAA", "90000000AAA"),
    "plan_action": ("A-01", "A-9000001"),
    "poste": ("900AAA", "90000000AAA"),
    "service_insertion": ("base--s1", "base--s9000001"),
}
"""Identifiers of the examples too short for a million, and longer ones of the same shape."""

_UNITE_XML = {
    "rsa": r"(?s)<InfosFoyerRSA>.*?</InfosFoyerRSA>",
    "catalogue_formation": r"(?s)<(\w+:)?formation .*?</\1formation>",
}
_DECLINAISONS = 12
_TRANCHE = 60_000
_DOCUMENT = 48 * 10**6
_LETTRES = 4


@dataclass(frozen=True)
class Modele:
    """An example cut in units: name of its file, what comes before and after them, between two of them."""

    nom: str
    debut: str
    unites: tuple[str, ...]
    fin: str
    entre: str = "\n"
    encodage: str = "utf-8"


def ecrire(source: str, dossier: Path, lignes: int) -> list[Path]:
    """Files of `lignes` units together, all of them right; several where a document may not be long."""
    if source == "dsn":
        chemin = dossier / "mensuelle.dsn"
        neodes.ecrire_personnes(chemin, lignes)
        return [chemin]
    modele = _modele(source)
    varies = [_varies(source, replace(modele, unites=(unite,))) for unite in modele.unites]
    patrons = [_Patron(texte, varies[rang % len(varies)]) for rang, texte in enumerate(_declines(source, modele))]
    par_fichier = lignes
    if charger(source).proprietes["lecture"]["format"] == "json_liste":
        par_fichier = _DOCUMENT // max(len(patron.texte.encode()) for patron in patrons)
    return [
        _ecrire_fichier(dossier, modele, patrons, range(debut, min(debut + par_fichier, lignes)), rang)
        for rang, debut in enumerate(range(0, lignes, par_fichier))
    ]


def _ecrire_fichier(dossier: Path, modele: Modele, patrons: list["_Patron"], numeros: range, rang: int) -> Path:
    nom, _, extension = modele.nom.rpartition(".")
    chemin = dossier / (f"{nom}_{rang + 1}.{extension}" if rang else modele.nom)
    with chemin.open("wb") as fichier:
        fichier.write(modele.debut.encode(modele.encodage))
        for debut in range(numeros.start, numeros.stop, _TRANCHE):
            textes = _unites(patrons, debut, min(debut + _TRANCHE, numeros.stop))
            fichier.write((modele.entre if debut > numeros.start else "").encode())
            fichier.write(modele.entre.join(textes).encode(modele.encodage))
        fichier.write(modele.fin.encode(modele.encodage))
    return chemin


def _unites(patrons: list["_Patron"], debut: int, fin: int) -> pl.Series:
    """The texts of the units numbered from `debut` to `fin`, each from the next pattern."""
    numeros = pl.DataFrame({"n": pl.int_range(debut, fin, eager=True)}).with_columns(tour=pl.col("n") // len(patrons))
    parties = [
        numeros.filter(pl.col("n") % len(patrons) == rang).select("n", texte=patron.texte_varie)
        for rang, patron in enumerate(patrons)
    ]
    return pl.concat(parties).sort("n")["texte"]


# -- The example


def _modele(source: str) -> Modele:
    nom, octets = _exemple(source)
    if source in _UNITE_XML:
        encodage = "cp1252" if source == "rsa" else "utf-8"
        texte = octets.decode(encodage)
        trouvees = list(re.finditer(_UNITE_XML[source], texte))
        unites = tuple(trouvee.group() for trouvee in trouvees)
        debut, fin = texte[: trouvees[0].start()], texte[trouvees[-1].end() :]
        # What the flow announces is that of the example
        return Modele(
            nom, debut, unites, re.sub(r"(?s)<TransmissionFlux>.*</TransmissionFlux>", "", fin), "\n", encodage
        )
    texte = octets.decode()
    avant, apres = _ALLONGES.get(source, ("", ""))
    texte = texte.replace(avant, apres) if avant else texte
    lecture = charger(source).proprietes["lecture"]
    if lecture["format"] == "json_liste":
        document = json.loads(texte)
        elements = document if isinstance(document, list) else document[lecture["racine"]]
        unites = tuple(json.dumps(element, ensure_ascii=False) for element in elements)
        return Modele(nom, f'{{"{lecture["racine"]}": [\n', unites, "\n]}\n", ",\n")
    lignes = texte.splitlines()
    if lecture["format"] == "json_lignes":
        return Modele(nom, "", tuple(lignes), "\n")
    return Modele(nom, lignes[0] + "\n", tuple(lignes[1:]), "\n")


def _exemple(source: str) -> tuple[str, bytes]:
    """(name, content) of a right file of the source."""
    if source in _ECRITS:
        nom, texte = _ECRITS[source]
        return nom, texte.encode()
    if source in _AILLEURS:
        nom, fichier = _AILLEURS[source]
        octets = (EXEMPLES / "exemples" / fichier).read_bytes()
        return nom, _completer(octets, *_COMPLETES[source]) if source in _COMPLETES else octets
    noms = sorted(chemin.name for chemin in (PAR_SOURCE / source).iterdir() if "fautif" not in chemin.name)
    nom = _PREMIERS.get(source, noms[0])
    return nom, (PAR_SOURCE / source / nom).read_bytes()


def _completer(octets: bytes, noms: str, valeurs: str) -> bytes:
    premiere, *suite = octets.decode().splitlines()
    return "\n".join([premiere + noms, *(ligne + valeurs for ligne in suite)]).encode()


def _declines(source: str, modele: Modele) -> list[str]:
    """The texts to write in turn: the units of the example, the codes that may be any of a list going through it."""
    formats = {"delimite": _decline_delimite, "json_lignes": _decline_objet, "json_liste": _decline_objet}
    lecture = charger(source).proprietes["lecture"]
    decliner = formats.get(lecture["format"], lambda _modele, texte, _codes, _rang: texte)
    (entite, *_) = _entites(source, modele)
    codes = {c.recu: c.valeurs for c in entite.colonnes if c.valeurs and _libre(c, entite)}
    return [
        decliner(modele, modele.unites[rang % len(modele.unites)], codes, rang // len(modele.unites))
        for rang in range(max(_DECLINAISONS, len(modele.unites)))
    ]


def _entites(source: str, modele: Modele) -> list[Entite]:
    contrat = charger(source)
    dit = contrat.dit_par_le_nom(modele.nom)
    return [contrat.entites[dit[0]]] if dit else list(contrat.entites.values())


def _libre(colonne: Colonne, entite: Entite) -> bool:
    """True when no rule speaks of the column, nor the civil state."""
    parlent = [regle.expression for regle in entite.regles]
    return colonne.recu not in entite.etat_civil.values() and not any(
        re.search(rf"\b{re.escape(colonne.recu)}\b", expression) for expression in parlent
    )


def _decline_delimite(modele: Modele, texte: str, codes: dict[str, tuple[str, ...]], rang: int) -> str:
    separateur = next(s for s in "|;," if s in modele.debut)
    noms, valeurs = modele.debut.strip().split(separateur), texte.split(separateur)
    for place, nom in enumerate(noms):
        if valeurs[place] and nom in codes:
            valeurs[place] = codes[nom][rang % len(codes[nom])]
    return separateur.join(valeurs)


def _decline_objet(_modele: Modele, texte: str, codes: dict[str, tuple[str, ...]], rang: int) -> str:
    objet = json.loads(texte)
    objet |= {
        nom: codes[nom][rang % len(codes[nom])] for nom, dit in objet.items() if isinstance(dit, str) and nom in codes
    }
    return json.dumps(objet, ensure_ascii=False)


# -- What varies


def _varies(source: str, modele: Modele) -> dict[str, pl.Expr]:
    """Text to replace → what to put in its place, in the only unit of `modele`."""
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier) / modele.nom
        chemin.write_bytes((modele.debut + modele.unites[0] + modele.fin).encode(modele.encodage))
        lecture = toutes()[source].lire([FichierRecu(chemin, source, date(2025, 7, 20), "0" * 64, 0)])
    varies: dict[str, pl.Expr] = {}
    for nom, frame in lecture.entites.items():
        entite = charger(source).entites[nom]
        for colonne in entite.colonnes:
            for valeur in frame[colonne.recu].drop_nulls().unique(maintain_order=True):
                if colonne.du_nom is None and (varie := _varie(colonne, entite, valeur)) is not None:
                    varies.setdefault(valeur, varie)
    return varies


def _varie(colonne: Colonne, entite: Entite, valeur: str) -> pl.Expr | None:
    if colonne.passage in ("personne", "ancienne_personne"):
        return _nir(valeur)
    identifie = colonne.classe == "identite" or colonne.espace or colonne.recu in entite.cle_metier
    if not identifie or colonne.logique != "string" or colonne.valeurs or len(valeur) < _LETTRES:
        return None
    if valeur.isalpha():
        return _nom(valeur) if colonne.classe == "identite" else None
    return _numero(valeur)


def _nir(valeur: str) -> pl.Expr:
    """Another NIR of the same sex and month: the commune and order change, then the year; its key, if it has one."""
    annee = (pl.col("n") // 10**6 + int(valeur[1:3])) % 100
    treize = pl.concat_str(
        pl.lit(valeur[0]), _chiffres(annee, 2), pl.lit(valeur[3:7]), _chiffres(pl.col("n") % 10**6, 6)
    )
    if len(valeur) == 13:
        return treize
    return pl.concat_str(treize, _chiffres(97 - treize.cast(pl.Int64) % 97, 2))


def _numero(valeur: str) -> pl.Expr | None:
    """The digits of the value replaced by those of the number of the unit, written in their places."""
    combien = sum(c.isdecimal() for c in valeur)
    if combien < 5:
        return None
    chiffres = _chiffres(pl.col("n") if combien >= 6 else pl.col("tour"), combien)
    morceaux, pris = [], 0
    for morceau in re.findall(r"\d+|\D+", valeur):
        if morceau.isdecimal():
            morceaux.append(chiffres.str.slice(pris, len(morceau)))
            pris += len(morceau)
        else:
            morceaux.append(pl.lit(morceau))
    return pl.concat_str(morceaux)


def _nom(valeur: str) -> pl.Expr:
    """The name with letters after it: one in 456,976."""
    lettres = pl.lit("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    rangs = (pl.col("n") // 26**place % 26 for place in range(_LETTRES))
    return pl.concat_str(pl.lit(valeur), *(lettres.str.slice(rang, 1) for rang in rangs))


def _chiffres(nombre: pl.Expr, combien: int) -> pl.Expr:
    return nombre.cast(pl.String).str.zfill(combien)


@dataclass(frozen=True)
class _Patron:
    """A unit of text in which some values vary with `n`, the number of the unit, and `tour`: how many times all the
    patterns were written before it."""

    texte: str
    varies: dict[str, pl.Expr]

    @cached_property
    def texte_varie(self) -> pl.Expr:
        if not self.varies:
            return pl.lit(self.texte)
        mots = "|".join(re.escape(valeur) for valeur in sorted(self.varies, key=len, reverse=True))
        morceaux = re.split(rf"(?<![0-9A-Za-z])({mots})(?![0-9A-Za-z])", self.texte)
        return pl.concat_str(self.varies[m] if rang % 2 else pl.lit(m) for rang, m in enumerate(morceaux))
