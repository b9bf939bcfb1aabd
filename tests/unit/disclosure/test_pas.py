"""A value on a grid is published as one would write it."""

import polars as pl
import pytest

from pipelines.disclosure.pas import en_unites


@pytest.mark.parametrize("par_unite", [1, 10, 20, 100])
def test_each_step_is_the_nearest_number(par_unite):
    pas = list(range(-200, 3_000))
    publies = pl.DataFrame({"pas": pas}).select(en_unites(pl.col("pas"), par_unite)).to_series().to_list()
    assert publies == [nombre / par_unite for nombre in pas]
    assert max(len(str(valeur)) for valeur in publies) <= len("-29.99")
