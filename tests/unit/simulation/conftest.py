"""The territories of hand-written worlds, and their true cells."""

import polars as pl
import pytest

from pipelines.simulation.verites import Verites
from pipelines.simulation.verites.zones import Zones
from tests.unit.simulation.monde_ecrit import ABSENT, PARAMETRES, Monde, jour


@pytest.fixture(scope="module")
def zones() -> Zones:
    """Five communes: two of one committee and EPCI over two départements and two régions, one in 15, one in 58.

    One is in no EPCI; 01 and 71 make one collectivity.
    """
    lieux = [
        ("01001", "84", "01", "CLPE01001", "200000001"),
        ("71002", "27", "71", "CLPE01001", "200000001"),
        ("01003", "84", "01", "CLPE01002", None),
        ("15001", "84", "15", "CLPE15001", "200000015"),
        ("58001", "27", "58", "CLPE58001", "200000058"),
    ]
    lignes = [
        (commune, niveau, code)
        for commune, region, departement, local, epci in lieux
        for niveau, code in (
            ("national", "FR"),
            ("region", region),
            ("departement", departement),
            ("local", local),
            ("epci", epci),
            ("collectivite_rsa", "ENSEMBLE" if departement in ("01", "71") else departement),
        )
        if code
    ]
    return Zones(
        pl.DataFrame({"ancienne": ["01009"], "commune": ["01001"]}),
        pl.DataFrame(lignes, schema=["commune", "territoire_niveau", "territoire_code"], orient="row"),
    )


@pytest.fixture
def verite(zones):
    """(numerator, denominator, exclusions) of a cell, or the median with `part="mediane"`; ABSENT when it is empty.

    The numerator of a weighted share is the sum of the weights of favourable answers."""

    def lire(monde: Monde, indicateur: str, mois: str, part: str | None = None, **ou):
        verites = Verites(PARAMETRES, zones)
        verites.ajouter(monde.bloc())
        cle = {"periode_type": "mois", "territoire_niveau": "national", "territoire_code": "FR"}
        cle |= {"dimension": "ensemble", "modalite": "ensemble"} | ou
        cellule = verites.cellules_de(indicateur).filter(
            pl.col("periode_debut") == jour(mois),
            *(pl.col(nom) == valeur for nom, valeur in cle.items()),
        )
        if cellule.is_empty():
            return ABSENT
        ligne = cellule.row(0, named=True)
        haut = ligne["somme_favorable"] if ligne["numerateur"] is None else ligne["numerateur"]
        return ligne[part] if part else (haut, ligne["denominateur"], ligne["exclus"])

    return lire
