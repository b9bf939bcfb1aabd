"""Which territories are parts of others, and whether those of a level make up all of one."""

import polars as pl


def contenances(commune_territoire: pl.DataFrame) -> pl.DataFrame:
    """`niveau`, `code`, `dans`, `dans_code`, `combien`: each territory in each of another level that has its communes.

    `combien` territories of that level make up the whole of the other, 1 when both are the same; null when something of
    it is in none of them.
    `commune_territoire`: commune, territoire_niveau, territoire_code, of published territories.
    """
    lieux = commune_territoire.select("commune", niveau="territoire_niveau", code="territoire_code")
    tailles = lieux.group_by("niveau", "code").len("communes")
    autour = lieux.rename({"niveau": "dans", "code": "dans_code"})
    communs = lieux.join(autour, on="commune").filter(pl.col("niveau") != pl.col("dans"))
    partages = communs.group_by("niveau", "code", "dans", "dans_code").len("partagees")
    entieres = partages.join(tailles, on=["niveau", "code"]).filter(pl.col("partagees") == pl.col("communes"))
    ensembles = tailles.rename({"niveau": "dans", "code": "dans_code", "communes": "en_tout"})
    par_ensemble = ["niveau", "dans", "dans_code"]
    tout = pl.col("communes").sum().over(par_ensemble) == pl.col("en_tout")
    return (
        entieres.join(ensembles, on=["dans", "dans_code"])
        .select(
            *("niveau", "code", "dans", "dans_code"),
            combien=pl.when(tout).then(pl.len().over(par_ensemble).cast(pl.Int64)),
        )
        .sort(pl.all())
    )
