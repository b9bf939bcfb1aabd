"""JSON lines: many small files read as one column of lines, an object per line."""

import numpy as np
import polars as pl
import pyarrow as pa

from pipelines.contracts.modele import Contrat
from pipelines.sources import FichierRefuse, ouverture
from pipelines.sources.lot import Cahier, Envoi
from pipelines.sources.objets_json import BOM, Objets, decoder

_FIN = ord("\n")


def lire(envois: list[Envoi], contrat: Contrat, cahier: Cahier) -> dict[str, list[pl.DataFrame]]:
    """Rows of each entity; the unit is the line."""
    objets = Objets(contrat, cahier, "ligne")
    for envoi in envois:
        octets = b""
        try:
            octets = ouverture.lire(envoi.fichier.chemin, envoi.fichier.membre).removeprefix(BOM)
            decoder(octets, envoi.fichier.nom)
        except FichierRefuse as refus:
            cahier.refuser_fichier(envoi.index, refus)
            cahier.noter(envoi.index, **_compter(octets))
            continue
        objets.ajouter(envoi, _lignes(octets))
        cahier.noter(envoi.index, lignes=octets.count(b"\n") + (not octets.endswith(b"\n")))
    return objets.rendre()


def _compter(octets: bytes) -> dict[str, int]:
    lignes = octets.split(b"\n") if octets else []
    pleines = sum(1 for ligne in lignes if ligne.strip())
    return {"lignes": octets.count(b"\n") + bool(octets and not octets.endswith(b"\n")), "unites_recues": pleines}


def _lignes(octets: bytes) -> pl.DataFrame:
    """`ligne` and `texte` of the lines that are not empty, the texts being slices of `octets`."""
    fins = np.flatnonzero(np.frombuffer(octets, np.uint8) == _FIN) + 1
    bornes = np.concatenate([[0], fins] if octets.endswith(b"\n") else [[0], fins, [len(octets)]]).astype(np.int64)
    tranches = pa.LargeStringArray.from_buffers(len(bornes) - 1, pa.py_buffer(bornes), pa.py_buffer(octets))
    lignes = pl.DataFrame({"texte": pl.Series(tranches)}).with_row_index("ligne", offset=1)
    return lignes.filter(pl.col("texte").str.strip_chars() != "")
