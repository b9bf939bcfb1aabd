"""Keyed pseudonyms, computed once per distinct value: HMAC-SHA-256 read as integers (confidentiality.md §1.2)."""

import hmac

import numpy as np
import polars as pl

from pipelines.identity.cles import Cles

_SHA256 = 32


class CollisionDePseudonymes(Exception):
    """Two persons would share one id: the run stops rather than mix them."""


def personnes(canoniques: pl.Series, cles: Cles) -> pl.DataFrame:
    """One row per distinct canonical identity (`nir:…`, `ntt:…`, `etat_civil:…`), in order of first appearance.

    Columns: `canonique`, `personne_id` (63 bits), `suite` (the next 64 bits: tells a collision), `cle_enregistrement`
    (40 bits under a key of its own: survives a change of pseudonyms).
    """
    distinctes = canoniques.drop_nulls().unique(maintain_order=True)
    premiers, suivants = _mots(distinctes, cles.pseudonyme)
    frame = pl.DataFrame(
        {
            "canonique": distinctes,
            "personne_id": (premiers >> np.uint64(1)).astype(np.int64),
            "suite": ((premiers << np.uint64(63)) | (suivants >> np.uint64(1))).view(np.int64),
            "cle_enregistrement": _quarante_bits(distinctes, cles),
        },
        schema_overrides={"canonique": pl.String},
    )
    if frame["personne_id"].n_unique() != frame.height:
        raise CollisionDePseudonymes(
            "Two different persons have the same personne_id under this key: nothing was written. Change the key "
            "(PILOTAGE_CLE) and ingest the whole dépôt again."
        )
    return frame


def liens(valeurs: pl.Series, espace: str, cles: Cles) -> pl.Series:
    """Pseudonyms (63 bits) of `valeurs` in the namespace `espace`; null stays null."""
    distinctes, rangs = _distinctes(valeurs)
    premiers, _ = _mots(espace + ":" + distinctes, cles.pseudonyme)
    return _etaler((premiers >> np.uint64(1)).astype(np.int64), rangs, valeurs.name)


def cles_enregistrement(valeurs: pl.Series, espace: str, cles: Cles) -> pl.Series:
    """Record keys (40 bits) of units that are not persons (offers), in the namespace `espace`."""
    distinctes, rangs = _distinctes(valeurs)
    return _etaler(_quarante_bits(espace + ":" + distinctes, cles), rangs, "cle_enregistrement")


def _quarante_bits(textes: pl.Series, cles: Cles) -> np.ndarray:
    premiers, _ = _mots(textes, cles.enregistrement)
    return (premiers >> np.uint64(24)).astype(np.int64)


def _mots(textes: pl.Series, cle: bytes) -> tuple[np.ndarray, np.ndarray]:
    """First and second 64-bit words of the HMAC of each text (about 1.5 µs each)."""
    condense = hmac.digest
    octets = b"".join([condense(cle, texte.encode(), "sha256") for texte in textes.to_list()])
    mots = np.frombuffer(octets, dtype=">u8").reshape(-1, _SHA256 // 8).astype(np.uint64)
    return mots[:, 0], mots[:, 1]


def _distinctes(valeurs: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Distinct non-null texts, and for each value the rank of its text among them (null for null)."""
    distinctes = valeurs.drop_nulls().unique(maintain_order=True).cast(pl.String).rename("texte")
    rangs = (
        valeurs.cast(pl.String)
        .rename("texte")
        .to_frame()
        .join(distinctes.to_frame().with_row_index("rang"), on="texte", how="left", maintain_order="left")["rang"]
    )
    return distinctes, rangs


def _etaler(valeurs: np.ndarray, rangs: pl.Series, nom: str) -> pl.Series:
    return pl.Series(nom, valeurs, dtype=pl.Int64).gather(rangs)
