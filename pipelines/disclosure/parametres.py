"""Every number the method depends on, in one place; written in each release, so that a reader can redo the sums."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from pipelines.territories import HABITANTS_MINIMUM


@dataclass(frozen=True)
class Parametres:
    """Parameters of the secret (docs/secret.md). Counts are persons or posts, delays are days."""

    base: int = 5
    """Every published count is a multiple of it, at most `base` − 1 away from the exact one."""
    valeurs_minimales: int = 3
    """A count published 0 or `base` keeps at least this many possible values, whatever sums it enters; else its series
    is withdrawn (`recoupements`)."""
    seuil_numerateur: int = 15
    """Below this published denominator, the numerator is withheld too."""
    seuil_denominateur: int = 50
    """Below this published denominator, no share, weighted or not, no median and no mean."""
    seuil_effectif_faible: int = 200
    """Below this published denominator, the value is flagged `effectif_faible`."""
    habitants_minimum: int = HABITANTS_MINIMUM
    """Nothing is told of a commune that has fewer inhabitants, whoever is counted there."""
    entreprises_minimales: int = 3
    """Fewer enterprises (SIREN), and what became of their posts or establishments is withheld."""
    part_maximale: float = 0.85
    """More of the posts or establishments to one enterprise, and it is withheld too; whole hundredths."""
    part_inconnue: float = 0.2
    unites_inconnues: int = 5
    """What sums leave unknown of a withheld result, on each side: a share of its units, and a number of them; else
    series are withdrawn (`recoupements`)."""
    delai_court: int = 30
    """Days up to which a delay is told by a finer step than beyond."""
    grilles_des_medianes: tuple[tuple[int, int, int, int], ...] = (
        (2_000, 1, 5, 1),
        (500, 2, 10, 1),
        (200, 5, 20, 1),
        (100, 10, 30, 2),
        (50, 15, 60, 4),
    )
    """From which published denominator, by how many days a short delay and a longer one are told, and by how many of
    `pas_par_smic` a median pay: the fewer units, the more one of them weighs, and the wider the interval anyway. So
    that taking one of them off moves a published median once in twenty at most."""
    pas_par_mois: int = 10
    """A mean of months is published to the nearest of this many steps a month; a mean of days, to the day."""
    pas_par_part: int = 100
    """A weighted share, or a share of a full time, is published to the nearest of this many steps from 0 to 1."""
    pas_par_smic: int = 20
    """A median pay is measured by this many steps of a monthly minimum wage."""
    quantile_normal: float = 1.96
    """Quantile of the 95 % intervals."""
    decimales_valeur: int = 6
    """Decimals of a share: numerator ÷ denominator, both published, gives it back."""
    decimales_intervalle: int = 4
    """Decimals of the bounds of a share."""

    @classmethod
    def lire(cls, dits: Mapping[str, Any]) -> "Parametres":
        """Those that a release says it was made with."""
        grilles = tuple(tuple(grille) for grille in dits["grilles_des_medianes"])
        return cls(**{f.name: dits[f.name] for f in fields(cls)} | {"grilles_des_medianes": grilles})

    def en_clair(self) -> dict[str, Any]:
        """As a release says them, in values of JSON."""
        return asdict(self) | {"grilles_des_medianes": [list(grille) for grille in self.grilles_des_medianes]}

    @property
    def erreur_maximale(self) -> int:
        """Largest distance between a published count and the exact one."""
        return self.base - 1

    @property
    def variance_moyenne(self) -> float:
        """Mean variance of the rounding over residues spread evenly: (base² − 1) / 6, 4 for base 5."""
        return (self.base**2 - 1) / 6
