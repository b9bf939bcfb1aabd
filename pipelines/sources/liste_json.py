"""JSON documents: a list of objects, bare or held by an object under a name of the contract; or one lone object."""

import json

import duckdb
import polars as pl

from pipelines.contracts.modele import Contrat
from pipelines.sources import FichierRefuse, ouverture
from pipelines.sources.lot import Cahier, Envoi
from pipelines.sources.objets_json import BOM, Objets, chemin_json, decoder

LIMITE_OCTETS = 64 * 2**20
"""A document is parsed whole: what is longer must be cut (or sent in lines)."""


def lire(envois: list[Envoi], contrat: Contrat, cahier: Cahier) -> dict[str, list[pl.DataFrame]]:
    """Rows of each entity; the unit is the element of the list, numbered from 1."""
    objets = Objets(contrat, cahier, "élément")
    for envoi in envois:
        try:
            octets = ouverture.lire_entier(envoi.fichier.chemin, envoi.fichier.membre, LIMITE_OCTETS).removeprefix(BOM)
            elements = _elements(decoder(octets, envoi.fichier.nom), envoi)
        except FichierRefuse as refus:
            cahier.refuser_fichier(envoi.index, refus)
            continue
        cahier.noter(envoi.index, lignes=elements.height)
        objets.ajouter(envoi, elements)
    return objets.rendre()


def _elements(texte: str, envoi: Envoi) -> pl.DataFrame:
    """`ligne` (the number of the element) and `texte` of each."""
    racine, nom = envoi.entite.lecture.get("racine"), envoi.fichier.nom
    with duckdb.connect() as base:
        if not base.execute("select json_valid($1)", [texte]).fetchone()[0]:
            raise FichierRefuse("json_illisible", f"{nom}{_place(texte)} : le JSON est rompu. Envoyez-le entier.")
        tenu = chemin_json(racine) if racine else None
        nature, nature_tenue = base.execute("select json_type($1), json_type($1, $2)", [texte, tenu]).fetchone()
        if nature == "OBJECT" and nature_tenue is None:
            return pl.DataFrame({"ligne": [1], "texte": [texte]}, schema={"ligne": pl.UInt32, "texte": pl.String})
        if "ARRAY" not in (nature, nature_tenue):
            ou = f"sous « {racine} »" if nature == "OBJECT" else "à la racine"
            raise FichierRefuse("liste_attendue", f"{nom} : une liste d'objets est attendue {ou}.")
        place = "$[*]" if nature == "ARRAY" else f"{tenu}[*]"
        # Taken out first, then unfolded: in one expression, the document is parsed again for every few rows
        requete = "with l as (select json_extract($1, $2) as liste) select unnest(liste)::varchar as texte from l"
        elements = base.execute(requete, [texte, place]).pl()
    return elements.with_row_index("ligne", offset=1)


def _place(texte: str) -> str:
    """Where a broken document breaks, when it can be told."""
    try:
        json.loads(texte)
    except json.JSONDecodeError as erreur:
        return f", ligne {erreur.lineno}"
    except RecursionError:
        return ", des objets trop profonds"
    return ""
