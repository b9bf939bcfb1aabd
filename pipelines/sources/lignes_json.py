"""JSON lines: many small files read as one column of lines, an object per line."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

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
            cahier.noter(envoi.index, **_compter([octets]))
            continue
        objets.ajouter(envoi, _lignes(octets))
        cahier.noter(envoi.index, lignes=_combien(octets))
    return objets.rendre()


def parties(
    envoi: Envoi, contrat: Contrat, cahier: Cahier, taille: int
) -> Iterator[tuple[Cahier, dict[str, list[pl.DataFrame]]]]:
    """The same of one file, some `taille` bytes at a time, each part with notes of its own.

    The file is read twice: first to know what refuses it, wherever in it that lies.
    """
    lieu = (envoi.fichier.chemin, envoi.fichier.membre, taille)
    try:
        apercu = _apercevoir(_sans_marque(ouverture.tranches(*lieu)), envoi.fichier.nom)
    except FichierRefuse as refus:
        cahier.refuser_fichier(envoi.index, refus)
        with suppress(FichierRefuse):  # of what cannot be opened, nothing is counted
            cahier.noter(envoi.index, **_compter(_sans_marque(ouverture.tranches(*lieu))))
        yield cahier, {}
        return
    objets, lignes, octets = Objets(contrat, cahier, "ligne"), 0, 0
    for tranche in _sans_marque(ouverture.tranches(*lieu)):
        textes = _lignes(tranche, avant=lignes)
        if textes.height or apercu.vide:
            objets.ajouter(envoi, textes)
        cahier.noter(envoi.index, lignes=_combien(tranche))
        lues = objets.prendre()
        lignes, octets = lignes + _combien(tranche), octets + len(tranche)
        if octets == apercu.octets:
            objets.remarquer_les_inconnus()
        yield cahier, lues
        cahier = objets.cahier = cahier.suite()


@dataclass(frozen=True)
class _Apercu:
    """What is known of the whole of a file before its lines are read; `vide`: it has nothing but empty lines."""

    octets: int
    vide: bool


def _apercevoir(tranches: Iterable[bytes], nom: str) -> _Apercu:
    lignes, octets, vide = 0, 0, True
    for tranche in tranches:
        decoder(tranche, nom, avant=lignes)
        lignes, octets, vide = lignes + _combien(tranche), octets + len(tranche), vide and not tranche.strip()
    return _Apercu(octets, vide)


def _sans_marque(tranches: Iterable[bytes]) -> Iterator[bytes]:
    for rang, tranche in enumerate(tranches):
        yield tranche if rang else tranche.removeprefix(BOM)


def _compter(tranches: Iterable[bytes]) -> dict[str, int]:
    lignes, pleines = 0, 0
    for tranche in tranches:
        lignes += _combien(tranche)
        pleines += sum(1 for ligne in tranche.split(b"\n") if ligne.strip())
    return {"lignes": lignes, "unites_recues": pleines}


def _combien(octets: bytes) -> int:
    return octets.count(b"\n") + bool(octets and not octets.endswith(b"\n"))


def _lignes(octets: bytes, avant: int = 0) -> pl.DataFrame:
    """`ligne` and `texte` of the lines that are not empty, the texts being slices of `octets`; `avant`: how many lines
    of the file come before."""
    fins = np.flatnonzero(np.frombuffer(octets, np.uint8) == _FIN) + 1
    bornes = np.concatenate([[0], fins] if octets.endswith(b"\n") else [[0], fins, [len(octets)]]).astype(np.int64)
    tranches = pa.LargeStringArray.from_buffers(len(bornes) - 1, pa.py_buffer(bornes), pa.py_buffer(octets))
    lignes = pl.DataFrame({"texte": pl.Series(tranches)}).with_row_index("ligne", offset=avant + 1)
    return lignes.filter(pl.col("texte").str.strip_chars() != "")
