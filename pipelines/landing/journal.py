"""The journal: one JSON line per event of a file's life, added, never changed. A log: its instants decide nothing.

`recu` (landed for the first time), `relu` (landed again, and `pourquoi`), `retire` (its file left the dépôt); each with
what came of it (`statut`: accepte, refuse, doublon) and the counts. An event that repeats the last one of its file is
not written, and one that a stop kept from being written is written by the next run: nothing is lost or told twice.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from pipelines.landing.bilan import COMPTES
from pipelines.roots import Roots

RECU, RELU, RETIRE = "recu", "relu", "retire"
_ISSUE = ("statut", *COMPTES, "motif", "contrat_version")
_CAUSES = {"code": "code", "contrat_empreinte": "contrat", "cle": "cle", "corrections": "corrections"}
"""Of a ledger line, what had a file read again, by the word of the journal; else it is another file: `fichiers`."""


def noter(roots: Roots, source: str, jour: date, lignes: list[dict]) -> None:
    """Add what has changed of the files of a reception date; `lignes` are its ledger lines, none once it is removed."""
    chemin = chemin_du_journal(roots, source, jour)
    derniers = {evenement["nom"]: evenement for evenement in lire(chemin)}
    presents = {ligne["nom"] for ligne in lignes}
    nouveaux = [_evenement(ligne, derniers.get(ligne["nom"])) for ligne in lignes]
    nouveaux += [
        _sans_raison(dernier) | {"evenement": RETIRE}
        for nom, dernier in derniers.items()
        if nom not in presents and dernier["evenement"] != RETIRE
    ]
    instant = datetime.now(UTC).isoformat(timespec="seconds")
    textes = [json.dumps(e | {"instant": instant}, ensure_ascii=False) + "\n" for e in nouveaux if e]
    if textes:
        _ajouter(chemin, "".join(textes))


def _sans_raison(evenement: dict) -> dict:
    return {nom: valeur for nom, valeur in evenement.items() if nom != "pourquoi"}


def _ajouter(chemin: Path, texte: str) -> None:
    """Append whole lines; what is left of a line that a stop cut goes first (its event is told again)."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    with chemin.open("a+b") as journal:
        journal.seek(0)
        journal.truncate(journal.read().rfind(b"\n") + 1)
        journal.write(texte.encode())


def _evenement(ligne: dict, dernier: dict | None) -> dict | None:
    """What happened to a file since `dernier`; None when nothing did."""
    issue = {nom: ligne[nom] for nom in (*_ISSUE, *_CAUSES)}
    connu = {nom: ligne[nom] for nom in ("source", "date_reception", "nom", "fichier")}
    if dernier is None or dernier["evenement"] == RETIRE or dernier["fichier"] != ligne["fichier"]:
        return connu | {"evenement": RECU} | issue
    changes = [nom for nom, valeur in issue.items() if dernier.get(nom) != valeur]
    if not changes:
        return None
    pourquoi = [mot for nom, mot in _CAUSES.items() if nom in changes] or ["fichiers"]
    return connu | {"evenement": RELU} | issue | {"pourquoi": pourquoi}


def chemin_du_journal(roots: Roots, source: str, jour: date) -> Path:
    return roots.journaux / "porte" / source / f"{jour}.jsonl"


def lire(chemin: Path) -> list[dict]:
    """The events of a reception date, oldest first; a last line cut by a stop is passed over."""
    if not chemin.exists():
        return []
    textes = chemin.read_bytes().split(b"\n")
    return [json.loads(texte) for texte in textes[:-1]]


def lister_journal(roots: Roots, fichier: str | None = None) -> pl.DataFrame:
    """Every event, or those of the files whose name or hash contains `fichier`."""
    evenements = [e for chemin in sorted((roots.journaux / "porte").glob("*/*.jsonl")) for e in lire(chemin)]
    gardes = [e for e in evenements if fichier is None or fichier in e["nom"] or fichier in e["fichier"]]
    return pl.DataFrame(gardes, infer_schema_length=None)
