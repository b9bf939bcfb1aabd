"""Where establishments are, and what their declarations of work say of it, month by month.

The place depends on the SIRET alone, so that blocks and files agree: a few move, are in two places or in none.
"""

import numpy as np
import polars as pl

from pipelines.simulation.monde.lieux import Lieux
from pipelines.simulation.monde.modele import Parametres

# Of a thousand establishments, those that have moved by the middle of the world, are in two places, in none
_PARTIS, _DOUBLES, _INCONNUS = 40, 80, 90
_MULTIPLICATEUR, _MODULE = 48_271, 2**31 - 1


def situer(faits: pl.DataFrame, seconde: pl.Expr, parametres: Parametres, lieux: Lieux) -> pl.DataFrame:
    """Facts of establishments (`siret`, `etablissement_departement`, `mois`) with their `commune`, which may be null.

    `seconde` says which facts are of the second place, where there are two.
    """
    numeros = faits["siret"].cast(pl.Int64)
    sort = numeros // 10 * _MULTIPLICATEUR % _MODULE // 7 % 1_000
    milieu = parametres.liste_mois[parametres.mois // 2]
    ailleurs = (sort < _PARTIS) & (faits["mois"] >= milieu)
    ailleurs |= (sort >= _PARTIS) & (sort < _DOUBLES) & faits.select(seconde).to_series()
    pays = np.searchsorted(lieux.departements, faits["etablissement_departement"].to_numpy())
    combien = lieux.bornes[pays + 1] - lieux.bornes[pays]
    rang = (numeros // 7 + ailleurs.cast(pl.Int64)).to_numpy() % combien
    inconnu = (sort >= _DOUBLES) & (sort < _INCONNUS)
    return faits.with_columns(pl.Series("commune", lieux.communes[lieux.bornes[pays] + rang])).with_columns(
        commune=pl.when(~inconnu).then("commune")
    )


def declarer_ses_lieux(parametres: Parametres, contrat: pl.DataFrame, lieux: Lieux) -> pl.DataFrame:
    """The frame `etablissement`: the months when an establishment has a contract in progress, and where it is.

    Contracts over before the first month are told in it.
    """
    premier, dernier = parametres.premier_mois, parametres.dernier_mois
    fin = pl.coalesce("fin", "fin_prevue", pl.lit(dernier))
    bornes = [jour.dt.month_start().clip(premier, dernier) for jour in (pl.col("debut"), fin)]
    mois = (
        contrat.select(
            "etablissement_departement",
            siret=pl.col("siren") + pl.col("nic"),
            mois=pl.date_ranges(bornes[0], pl.max_horizontal(*bornes), "1mo"),
        )
        .explode("mois")
        .unique(maintain_order=True)
    )
    return situer(mois, pl.lit(False), parametres, lieux)
