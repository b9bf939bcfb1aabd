"""Where people live and what differs from one département to the next; employers and their establishments.

Real communes, drawn by population; every département gets a small share of its own, so that none is empty.
"""

import zlib
from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl

from pipelines.simulation.monde.jours import Hasard

_PART_EGALE = 0.15
_ORIENTATION_RAPIDE, _ORIENTATION_LENTE = 19, 159
_RETOUR_FAIBLE, _RETOUR_FORT = 0.07, 0.25
_POURVOI_RAPIDE, _POURVOI_LENT = 15, 27
_RSA_RARE, _RSA_FREQUENT = 0.07, 0.17
_ACTION_RAPIDE, _ACTION_LENTE = 8, 70
_PEU_ENGAGES, _TRES_ENGAGES = 0.35, 0.9


@dataclass(frozen=True)
class Lieux:
    """Communes as whole numbers (their rank here), sorted by département, and the character of each département.

    `bornes[d]:bornes[d + 1]` are the communes of département `d`. `anciens` holds the old codes of the communes that
    have some: those of commune c are `anciens[anciens_debut[c]:anciens_debut[c + 1]]`.
    """

    communes: np.ndarray
    departements: np.ndarray
    departement_de: np.ndarray
    bornes: np.ndarray
    cumul: np.ndarray
    anciens: np.ndarray
    anciens_debut: np.ndarray
    orientation: np.ndarray
    retour: np.ndarray
    pourvoi: np.ndarray
    rsa: np.ndarray
    accompagnement: np.ndarray
    engagement: np.ndarray

    def tirer(self, hasard: Hasard, nombre: int) -> np.ndarray:
        """Communes drawn over the whole country."""
        return self._chercher(hasard.random(nombre) * self.cumul[-1])

    def tirer_dans(self, hasard: Hasard, departement: np.ndarray) -> np.ndarray:
        """Communes drawn in given départements."""
        avant = np.concatenate([[0.0], self.cumul])
        bas, haut = avant[self.bornes[departement]], avant[self.bornes[departement + 1]]
        rangs = self._chercher(bas + hasard.random(len(departement)) * (haut - bas))
        return np.clip(rangs, self.bornes[departement], self.bornes[departement + 1] - 1)

    def codes(self, hasard: Hasard, commune: np.ndarray, part_inconnue: float) -> pl.Series:
        """Codes as a sender writes them: some absent, some of a commune merged since (about 1 %)."""
        codes = self.communes[commune].astype(object)
        combien = self.anciens_debut[commune + 1] - self.anciens_debut[commune]
        perime = (combien > 0) & (hasard.random(len(commune)) < 0.08)
        rang = self.anciens_debut[commune] + np.floor(hasard.random(len(commune)) * combien).astype(np.int64)
        codes[perime] = self.anciens[rang[perime]]
        codes[hasard.random(len(commune)) < part_inconnue] = None
        return pl.Series(codes.tolist(), dtype=pl.String)

    def _chercher(self, hauteurs: np.ndarray) -> np.ndarray:
        return np.minimum(np.searchsorted(self.cumul, hauteurs, side="right"), len(self.cumul) - 1)


@cache
def lieux() -> Lieux:
    """The communes of the 101 départements, from the tables of the territories room."""
    from pipelines import territories  # noqa: PLC0415 - read once, when the first block is made

    tables = territories.charger()
    situees = tables.commune_territoire.filter(pl.col("territoire_niveau") == "departement")
    communes = (
        tables.communes.select("commune", "population")
        .join(situees.select("commune", departement="territoire_code"), on="commune")
        .sort("departement", "commune")
        .with_columns(pl.col("population").fill_null(0).clip(lower_bound=1))
    )
    departements = communes["departement"].unique(maintain_order=True)
    rang = communes["departement"].rle_id().to_numpy().astype(np.int64)
    poids = communes["population"].to_numpy().astype(float)
    par_departement = np.bincount(rang, poids)
    part = (1 - _PART_EGALE) * poids / poids.sum() + _PART_EGALE * poids / par_departement[rang] / len(par_departement)
    anciens = _anciens_codes(tables.passages, communes)
    return Lieux(
        communes=communes["commune"].to_numpy(),
        departements=departements.to_numpy(),
        departement_de=rang,
        bornes=np.concatenate([[0], np.cumsum(np.bincount(rang))]),
        cumul=np.cumsum(part),
        anciens=anciens["ancienne"].to_numpy(),
        anciens_debut=np.searchsorted(anciens["rang"].to_numpy(), np.arange(communes.height + 1)),
        **_caracteres(departements.to_list()),
    )


def _anciens_codes(passages: pl.DataFrame, communes: pl.DataFrame) -> pl.DataFrame:
    """Old codes of each commune, in its order; only those that begin like their département, as a sender expects."""
    rangs = communes.with_row_index("rang").select("commune", "departement", pl.col("rang").cast(pl.Int64))
    return (
        passages.join(rangs, on="commune")
        .filter(pl.col("ancienne") != pl.col("commune"), pl.col("ancienne").str.starts_with(pl.col("departement")))
        .sort("rang", "ancienne")
    )


def _caracteres(departements: list[str]) -> dict[str, np.ndarray]:
    """Delays and rates of each département: spread evenly between two bounds, in an order that means nothing."""

    def etale(sujet: str, bas: float, haut: float, courbure: float = 1.0) -> np.ndarray:
        tirage = np.array([zlib.crc32(f"{sujet}-{departement}".encode()) for departement in departements])
        rang = np.argsort(np.argsort(tirage)) / max(1, len(departements) - 1)
        return bas + (haut - bas) * rang**courbure

    return {
        "orientation": etale("orientation", _ORIENTATION_RAPIDE, _ORIENTATION_LENTE, 1.6),
        "retour": etale("retour", _RETOUR_FAIBLE, _RETOUR_FORT),
        "pourvoi": etale("pourvoi", _POURVOI_RAPIDE, _POURVOI_LENT),
        "rsa": etale("rsa", _RSA_RARE, _RSA_FREQUENT),
        "accompagnement": etale("accompagnement", _ACTION_RAPIDE, _ACTION_LENTE, 1.3),
        "engagement": etale("engagement", _PEU_ENGAGES, _TRES_ENGAGES),
    }


@dataclass(frozen=True)
class Employeurs:
    """Employers of a simulation: `par_departement` in each; the first `agences` of them are temp-work agencies.

    A SIREN has one establishment in each of three neighbouring départements. SIREN begin with 000: not allotted.
    """

    par_departement: int

    @classmethod
    def pour(cls, personnes: int) -> "Employeurs":
        return cls(int(np.clip(personnes // 1_000, 30, 300)))

    @property
    def agences(self) -> int:
        return max(8, self.par_departement // 10)

    def tirer(self, hasard: Hasard, departement: np.ndarray, agence: bool = False) -> np.ndarray:
        """SIREN ranks of employers present in given départements."""
        bas, haut = (0, self.agences) if agence else (self.agences, self.par_departement)
        rang = bas + np.floor(hasard.random(len(departement)) * (haut - bas)).astype(np.int64)
        return (departement // 3) * self.par_departement + rang

    def du_bloc(self, rang: int, blocs: int, departements: int) -> tuple[np.ndarray, np.ndarray]:
        """The establishments that a block alone speaks of: département and SIREN rank of each."""
        pays, employeur = np.divmod(np.arange(departements * self.par_departement), self.par_departement)
        siren = pays // 3 * self.par_departement + employeur
        siens = siren % blocs == rang
        return pays[siens], siren[siens]

    @staticmethod
    def siren(rang: np.ndarray) -> np.ndarray:
        """9 figures, with their check figure, as a number."""
        return rang * 10 + _cle_de_luhn(rang)

    @classmethod
    def nic(cls, siren: np.ndarray, departement: np.ndarray) -> np.ndarray:
        """5 figures: the number of the establishment, and the check figure of the whole SIRET, as a number."""
        return (departement + 1) * 10 + _cle_de_luhn(siren * 10_000 + departement + 1)

    def siret(self, rang: np.ndarray, departement: np.ndarray) -> pl.Series:
        """14 figures, as text: the establishment in that département of an employer given by its rank."""
        siren = self.siren(rang)
        return chiffres(siren, 9) + chiffres(self.nic(siren, departement), 5)


def _cle_de_luhn(nombre: np.ndarray) -> np.ndarray:
    """The figure to write after `nombre` so that the Luhn sum is a multiple of ten."""
    somme, reste, double = np.zeros(len(nombre), dtype=np.int64), np.asarray(nombre, dtype=np.int64), True
    for _ in range(13):
        chiffre = reste % 10 * (2 if double else 1)
        somme += chiffre // 10 + chiffre % 10
        reste, double = reste // 10, not double
    return -somme % 10


def chiffres(nombres: np.ndarray, longueur: int) -> pl.Series:
    """Numbers as text, with their leading zeros."""
    return pl.Series(np.asarray(nombres, dtype=np.int64)).cast(pl.String).str.zfill(longueur)
