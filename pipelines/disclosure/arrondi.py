"""Keyed random rounding: the same set of units gets the same published count, in every table and every release.

A count n = base × q + r becomes base × (q + 1) with probability r / base, else base × q: unbiased, and at most base − 1
away. The draw comes from the cell key (sum of the record keys of the units counted, modulo 2^40) under a secret, so
whoever knows the method but not the secret cannot redo it. (docs/secret.md)
"""

import hashlib

import numpy as np
import polars as pl

from pipelines.disclosure.refus import SecretRefuse

OCTETS_SECRET = 32
_BLOC = 64  # block size of SHA-256, in bytes
_PAR_TRANCHE = 500_000


def verifier_le_secret(cle_arrondi: bytes | None) -> bytes:
    """The rounding sub-key, or a refusal: without a secret, anybody could undo the rounding."""
    if not isinstance(cle_arrondi, bytes) or len(cle_arrondi) != OCTETS_SECRET:
        raise SecretRefuse(
            f"No rounding secret: a sub-key of {OCTETS_SECRET} bytes is needed to publish. "
            "Give the key of the house (PILOTAGE_CLE or its key file): see docs/security.md."
        )
    return cle_arrondi


def tirages(cles: np.ndarray, cle_arrondi: bytes) -> np.ndarray:
    """For each cell key, a number in [0, 1[: the first 53 bits of HMAC-SHA-256(secret, key as 8 bytes, big endian).

    The two SHA-256 states that HMAC starts from are made once and copied: 0.6 µs a key instead of 1.5 for `hmac.digest`
    (same result, tested). Given distinct keys, in slices, so that memory stays flat.
    """
    bloc = cle_arrondi.ljust(_BLOC, b"\0")
    interieur = hashlib.sha256(bytes(octet ^ 0x36 for octet in bloc))
    exterieur = hashlib.sha256(bytes(octet ^ 0x5C for octet in bloc))

    def huit_octets(message: bytes) -> bytes:
        dedans, dehors = interieur.copy(), exterieur.copy()
        dedans.update(message)
        dehors.update(dedans.digest())
        return dehors.digest()[:8]

    resultat = np.empty(len(cles), dtype=np.float64)
    for debut in range(0, len(cles), _PAR_TRANCHE):
        messages = cles[debut : debut + _PAR_TRANCHE].astype(">u8").tobytes()
        octets = b"".join([huit_octets(messages[i : i + 8]) for i in range(0, len(messages), 8)])
        resultat[debut : debut + _PAR_TRANCHE] = (np.frombuffer(octets, dtype=">u8") >> np.uint64(11)) / 2.0**53
    return resultat


def arrondir(comptes: pl.DataFrame, cles: pl.DataFrame, cle_arrondi: bytes, base: int) -> pl.DataFrame:
    """Every column of `comptes` rounded by the column of `cles` at the same place; null stays null, 0 stays 0."""
    refuser_les_incoherences(comptes, cles)
    a_tirer = [cles.to_series(i).filter(comptes.to_series(i) % base != 0) for i in range(comptes.width)]
    distinctes = pl.concat(a_tirer, rechunk=True).unique().sort().to_numpy()
    tires = tirages(distinctes, cle_arrondi)
    return pl.DataFrame(
        [_arrondie(comptes.to_series(i), cles.to_series(i), distinctes, tires, base) for i in range(comptes.width)]
    )


def _arrondie(compte: pl.Series, cle: pl.Series, distinctes: np.ndarray, tires: np.ndarray, base: int) -> pl.Series:
    exact = compte.fill_null(0).to_numpy()
    reste = exact % base
    arrondi = exact - reste
    tire = np.flatnonzero(reste)
    places = np.searchsorted(distinctes, cle.fill_null(0).to_numpy()[tire])
    arrondi[tire] += base * (tires[places] * base < reste[tire])
    return pl.select(pl.when(compte.is_not_null()).then(pl.Series(compte.name, arrondi, pl.Int64))).to_series()


def refuser_les_incoherences(comptes: pl.DataFrame, cles: pl.DataFrame) -> None:
    """A count without its key, or a key without units, would make the draw predictable: refuse the whole."""
    for i in range(comptes.width):
        compte, cle = comptes.to_series(i), cles.to_series(i).fill_null(0)
        if (compte < 0).any():
            raise SecretRefuse(f"{compte.name} is negative in {(compte < 0).sum():,} cells: the parts are wrong.")
        discordantes = ((compte == 0) != (cle == 0)).sum()
        if discordantes:
            raise SecretRefuse(
                f"{compte.name} and {cles.columns[i]} disagree in {discordantes:,} cells (a count is 0 exactly when "
                "the sum of its record keys is 0): sum the keys over the rows that are counted, then build again."
            )
