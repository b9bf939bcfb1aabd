"""A small drawing of an observation among those before it: where its points go, in the units of the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

LARGEUR, HAUTEUR, BORD = 120, 28, 4


@dataclass(frozen=True)
class Tendance:
    """The points of the past, the last one, and what is expected: between `haut` and `bas`, in pixels from the top."""

    points: tuple[tuple[float, float], ...]
    dernier: tuple[float, float]
    haut: float
    bas: float

    @property
    def ligne(self) -> str:
        """All points, as the `points` of a polyline."""
        return " ".join(f"{x:g},{y:g}" for x, y in (*self.points, self.dernier))


def tracer(passe: Sequence[float], observee: float, bas: float | None, haut: float | None) -> Tendance:
    """Place the past, the observation and the band; a band open on one side goes to the edge of the drawing."""
    valeurs = [*passe, observee, *(borne for borne in (bas, haut) if borne is not None)]
    moindre, etendue = min(valeurs), (max(valeurs) - min(valeurs)) or 1

    def y(valeur: float) -> float:
        return round(HAUTEUR - BORD - (valeur - moindre) / etendue * (HAUTEUR - 2 * BORD), 1)

    pas = (LARGEUR - 2 * BORD) / max(len(passe), 1)
    points = tuple((round(BORD + rang * pas, 1), y(valeur)) for rang, valeur in enumerate(passe))
    return Tendance(
        points=points,
        dernier=(round(BORD + len(passe) * pas, 1), y(observee)),
        haut=0 if haut is None else y(haut),
        bas=HAUTEUR if bas is None else y(bas),
    )
