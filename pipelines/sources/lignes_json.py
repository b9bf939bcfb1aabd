"""JSON lines: many small files read as one column of lines, parsed by DuckDB, a broken line found and refused alone."""

import json
from typing import Any

import duckdb
import polars as pl

from pipelines.contracts.modele import Contrat
from pipelines.contracts.refus import REJET
from pipelines.sources import FichierRecu, FichierRefuse, ouverture
from pipelines.sources.lot import Cahier, nommer

LIGNES = {"fichier": pl.UInt32, "unite": pl.UInt32, "ligne": pl.UInt32, "texte": pl.String}
_BOM = b"\xef\xbb\xbf"


def lire_lignes(lot: list[FichierRecu], contrat: Contrat, cahier: Cahier, structure: dict[str, Any]) -> pl.DataFrame:
    """One row per non-empty line of the lot: `fichier`, `unite` and `ligne` (its number), `texte`."""
    connus = {*structure, *contrat.proprietes.get("champs_ecartes", ())}
    parties = []
    for index, fichier in enumerate(lot):
        octets = b""
        try:
            nom = nommer(contrat, fichier.nom)
            cahier.noter(index, emetteur=nom.emetteur, mois=nom.mois)
            octets = ouverture.lire(fichier.chemin, fichier.membre).removeprefix(_BOM)
            textes = _decoder(octets, fichier).split("\n")
        except FichierRefuse as refus:
            cahier.refuser_fichier(index, refus)
            textes = octets.decode("latin-1").split("\n")
            cahier.noter(index, **_comptes(textes))
            continue
        cahier.noter(index, **_comptes(textes))
        if not any(textes):
            cahier.remarquer(index, "aucune_ligne", f"{fichier.nom} : aucune ligne reçue.")
        _remarquer_inconnus(textes[0], connus, cahier, index)
        partie = pl.DataFrame({"texte": textes}, schema={"texte": pl.String}).with_row_index("ligne", offset=1)
        parties.append(partie.with_columns(fichier=pl.lit(index, pl.UInt32)))
    if not parties:
        return pl.DataFrame(schema=LIGNES)
    lignes = pl.concat(parties).filter(pl.col("texte").str.strip_chars() != "")
    return lignes.select("fichier", pl.col("ligne").alias("unite"), "ligne", "texte")


def _comptes(textes: list[str]) -> dict[str, int]:
    pleines = sum(1 for texte in textes if texte and not texte.isspace())
    return {"lignes": len(textes) - (not textes[-1]), "unites_recues": pleines}


def _remarquer_inconnus(premiere: str, connus: set[str], cahier: Cahier, index: int) -> None:
    """Fields of the first line that the contract does not know: read all the same, and said."""
    try:
        champs = json.loads(premiere)
    except (ValueError, RecursionError):
        return
    if isinstance(champs, dict) and (en_trop := len(champs.keys() - connus)):
        nom = cahier.lot[index].nom
        cahier.remarquer(
            index, "champ_inconnu", f"{nom} : {en_trop} champ(s) que le contrat ne connaît pas ; ils sont écartés."
        )


def _decoder(octets: bytes, fichier: FichierRecu) -> str:
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError as erreur:
        ligne = octets.count(b"\n", 0, erreur.start) + 1
        raise FichierRefuse(
            "encodage",
            f"{fichier.nom}, ligne {ligne} : le fichier doit être en UTF-8 et ne l'est pas. "
            "Enregistrez-le en UTF-8 et envoyez-le de nouveau.",
        ) from erreur


def transformer(lignes: pl.DataFrame, structure: dict[str, Any], cahier: Cahier) -> pl.DataFrame:
    """The lines that are JSON objects, their fields as columns (texts, lists of structures); the others are refused.

    `structure` gives the wanted fields ("VARCHAR" for a text, whatever JSON holds); a missing or misplaced field is
    null, a field that is not in it is left out.
    """
    with duckdb.connect() as base:
        natures = base.sql("select case when json_valid(texte) then json_type(texte) end as nature from lignes").pl()
        lignes = lignes.hstack(natures)
        _refuser(lignes.filter(pl.col("nature").is_null()), cahier, "json_illisible", _ILLISIBLE)
        autres = lignes.filter(pl.col("nature") != "OBJECT")
        _refuser(autres, cahier, "objet_attendu", "la ligne est du JSON, mais pas un objet entre accolades")
        objets = lignes.filter(pl.col("nature") == "OBJECT").drop("nature")  # noqa: F841 - DuckDB reads it by name
        return base.execute(
            "select fichier, unite, ligne, unnest(json_transform(texte, $1)) from objets", [json.dumps(structure)]
        ).pl()


_ILLISIBLE = "la ligne n'est pas du JSON complet (une accolade, un guillemet ou la fin de la ligne manque)"


def _refuser(lignes: pl.DataFrame, cahier: Cahier, regle: str, phrase: str) -> None:
    if lignes.height:
        cahier.refuser_table(
            lignes.select(
                "fichier",
                "unite",
                "ligne",
                champ=pl.lit(None, pl.String),
                regle=pl.lit(regle),
                message=pl.format("ligne {} : {}.", "ligne", pl.lit(phrase)),
                gravite=pl.lit(REJET),
            )
        )
