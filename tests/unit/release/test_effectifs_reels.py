"""No exact count gets out: planted so large that nothing else looks like them, they are nowhere to be read.

Published as the command line does, so that the logs and the history of the run are searched too.
"""

import re
from pathlib import Path
from unittest import mock

import polars as pl
import pytest

from pipelines import catalogue, territories
from pipelines.cli.conducteur import executer
from pipelines.release import epreuve
from pipelines.roots import Roots
from tests.end_to_end.textes import textes
from tests.unit.release.petite_maison import (
    OBSERVATION,
    cellules_exactes,
    maison,
    petit_catalogue,
    petits_territoires,
    rapport_sur,
)

PLANTE = re.compile(rb"(?<![0-9])9[0-9]{2}1234[0-9]{2}(?![0-9])")
"""9xx 1234 yy, a hundred of them: the last figures are never those of a multiple of 5."""


def _plante(rang: pl.Expr) -> pl.Expr:
    dernier = rang % 4 + 1
    return (900 + rang % 100) * 1_000_000 + 123_400 + 10 * (rang % 10) + dernier


@pytest.fixture(scope="module")
def plantee(tmp_path_factory) -> Roots:
    """A house that published exact counts that are planted."""
    rang = pl.int_range(pl.len())
    comptes = ("denominateur", "exclus", "numerateur")
    # each count keeps its key, or has one if it had none
    exactes = cellules_exactes().with_columns(
        *(pl.when(pl.col(nom).is_not_null()).then(_plante(rang)).alias(nom) for nom in comptes),
        *(pl.when(pl.col(nom).is_not_null()).then(rang + 7).alias(f"cle_{nom}") for nom in comptes),
    )
    denominateur, delai = pl.col("denominateur"), pl.col("indicateur") == "delai_orientation_median"
    pas = [denominateur * k // 10 for k in range(1, 9)]
    exactes = exactes.with_columns(
        unites=denominateur,
        entreprises=pl.lit(5, pl.Int64),
        premiere_entreprise=denominateur // 5,
        somme=pl.when(pl.col("somme").is_not_null()).then(denominateur * 3),
        jours=pl.when(delai).then(pl.lit([5 * k for k in range(1, 9)])),
        cumuls=pl.when(delai).then(pl.concat_list(pas)),
        mediane=pl.when(delai).then(
            pl.coalesce(pl.when(2 * c >= denominateur).then(5 * k) for k, c in enumerate(pas, 1))
        ),
        motif=pl.when(pl.col("statut") == "absent").then("motif"),
    ).cast({"mediane": exactes.schema["mediane"]})
    roots = maison(tmp_path_factory.mktemp("maison"), exactes)
    pl.DataFrame({"date_observation": [OBSERVATION]}).write_parquet(roots.contexte / "observation.parquet")
    with (
        pytest.MonkeyPatch.context() as environnement,
        mock.patch.object(catalogue, "charger", return_value=petit_catalogue()),
        mock.patch.object(territories, "charger", return_value=petits_territoires()),
        mock.patch.object(epreuve, "attaquer", rapport_sur),
    ):
        for nom, valeur in {"PILOTAGE_CLE": "k" * 40, "PILOTAGE_HOME": "", "DAGSTER_HOME": ""}.items():
            environnement.setenv(nom, valeur)
        executer(roots, "release")
    return roots


def plantes_dans(dossier: Path) -> set[bytes]:
    return {nombre for _, texte in textes(dossier) for nombre in PLANTE.findall(texte) if int(nombre) % 5}


def test_they_went_in_and_their_rounded_neighbours_came_out(plantee):
    assert len(plantes_dans(plantee.indicateurs)) == 100
    voisins = {n for _, texte in textes(plantee.public) for n in PLANTE.findall(texte) if int(n) % 5 == 0}
    assert len(voisins) > 100


def test_none_is_published_or_shown_to_whoever_looks_at_a_run(plantee):
    assert [run.name for run in plantee.dagster.glob("history/**/*.db")], "the run has no history"
    for dossier in (plantee.public, plantee.journaux, plantee.dagster):
        assert plantes_dans(dossier) == set(), dossier
