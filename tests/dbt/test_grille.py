"""The finest grid of days is written in the secret room; what the SQL calls final must agree with it."""

from pathlib import Path

import duckdb
import polars as pl

from pipelines.disclosure.medianes import publiee
from pipelines.disclosure.parametres import Parametres


def test_the_sql_and_the_secret_room_publish_the_same_day():
    jours = pl.DataFrame({"j": range(366)}).with_columns(denominateur=1_000_000)
    attendus = jours.select(publiee(pl.col("j"), "jours", Parametres())).to_series().cast(pl.Int64).to_list()
    # the macro jour_publie of dbt_project/macros/agregation.sql, rendered
    rendu = "case when j <= 30 then j else 5 * ((j + 2) // 5) end"
    assert [ligne[0] for ligne in duckdb.sql(f"select {rendu} from jours order by j").fetchall()] == attendus
    macro = (Path(__file__).parents[2] / "dbt_project/macros/agregation.sql").read_text(encoding="utf-8")
    assert "case when {{ jours }} <= 30 then {{ jours }} else 5 * {{ quotient('(' ~ jours ~ ' + 2)', 5) }} end" in macro
