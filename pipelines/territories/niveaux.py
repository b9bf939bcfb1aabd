"""From communes and zonages to the levels: who is in what, and what shares what."""

from datetime import date
from functools import lru_cache

import polars as pl

from pipelines.roots import Roots
from pipelines.territories import tables, zonages
from pipelines.territories.appellations import appellations
from pipelines.territories.modele import (
    BASSIN,
    COLLECTIVITE_RSA,
    DEPARTEMENT,
    EPCI,
    FRANCE,
    LOCAL,
    NATIONAL,
    REGION,
    ZONE_EMPLOI,
    Territoires,
)

_CLE = ["territoire_niveau", "territoire_code"]
_A_CHEVAL = (LOCAL, EPCI, BASSIN, ZONE_EMPLOI)
"""Levels whose territories may straddle départements."""
_EMBOITEMENTS = (
    (REGION, NATIONAL),
    (DEPARTEMENT, REGION),
    (COLLECTIVITE_RSA, REGION),
    *((niveau, plus_grand) for niveau in _A_CHEVAL for plus_grand in (DEPARTEMENT, REGION)),
)
_COLONNES = ("nom", "nom_article", "nom_locatif", "parent_niveau", "parent_code", "population", "publie")


def charger(roots: Roots | None = None, jusqu_a: date | None = None) -> Territoires:
    """The territories of the package; with `roots`, under the last tables of zones received there.

    `jusqu_a`: date of observation, after which a table received does not exist yet.
    """
    recus = zonages.recus(roots, jusqu_a) if roots else {}
    return _composer(zonages.connus() | recus) if recus else _du_paquet()


@lru_cache(maxsize=1)
def _du_paquet() -> Territoires:
    return _composer(zonages.connus())


def _composer(zones: dict[str, pl.DataFrame]) -> Territoires:
    """The five frames, with the zones of each level (commune of any year, code, nom)."""
    communes, passages = tables.lire("communes"), tables.lire("passages")
    membres = _membres({niveau: zonages.au_cog(table, communes, passages) for niveau, table in zones.items()})
    francaises = communes.join(tables.lire("departements").select(departement="code"), on="departement", how="semi")
    appartenances = _appartenances(francaises, membres)
    liens = _liens(appartenances, communes)
    parents = _parents(liens)
    noms = appellations({niveau: zonages.noms(table) for niveau, table in zones.items()}, parents)
    return Territoires(
        communes=communes,
        passages=passages,
        territoires=noms.join(_populations(communes, appartenances, membres), on=_CLE)
        .join(parents, on=_CLE, how="left")
        .select(*_CLE, *_COLONNES)
        .sort(_CLE),
        commune_territoire=appartenances,
        liens=liens,
    )


def _membres(zones: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Every commune of every zone, those of the collectivities 975 to 989 too."""
    return pl.concat(_niveau(table, niveau) for niveau, table in zones.items())


def _niveau(table: pl.DataFrame, niveau: str, code: str | pl.Expr = "code") -> pl.DataFrame:
    return table.select("commune", territoire_niveau=pl.lit(niveau), territoire_code=code)


def _appartenances(francaises: pl.DataFrame, membres: pl.DataFrame) -> pl.DataFrame:
    """commune, territoire_niveau, territoire_code, for the communes of the 101 départements."""
    return pl.concat(
        [
            _niveau(francaises, NATIONAL, pl.lit(FRANCE)),
            _niveau(francaises, REGION, "region"),
            _niveau(francaises, DEPARTEMENT, "departement"),
            _niveau(francaises.drop_nulls("epci"), EPCI, "epci"),  # four islands are in none
            _niveau(_collectivites_rsa(francaises), COLLECTIVITE_RSA),
            membres.join(francaises, on="commune", how="semi"),
        ]
    ).sort("commune", "territoire_niveau")


def _collectivites_rsa(communes: pl.DataFrame) -> pl.DataFrame:
    """commune, code: the département, save where the law gave its RSA to another collectivity."""
    autres = tables.lire("collectivites_rsa")
    d_un_epci = autres.drop_nulls("epci").select("departement", "epci", de_l_epci="code")
    entieres = autres.filter(pl.col("epci").is_null()).select("departement", du_departement="code")
    return (
        communes.join(d_un_epci, on=["departement", "epci"], how="left")
        .join(entieres, on="departement", how="left")
        .select("commune", code=pl.coalesce("de_l_epci", "du_departement", "departement"))
    )


def _liens(appartenances: pl.DataFrame, communes: pl.DataFrame) -> pl.DataFrame:
    """What two territories share, in inhabitants, wherever they share a commune (even one nobody lives in)."""
    enfants, parents = (
        appartenances.select("commune", **{f"{role}_niveau": "territoire_niveau", f"{role}_code": "territoire_code"})
        for role in ("enfant", "parent")
    )
    emboitements = pl.DataFrame(_EMBOITEMENTS, schema=["enfant_niveau", "parent_niveau"], orient="row")
    cle = ["enfant_niveau", "enfant_code", "parent_niveau", "parent_code"]
    return (
        enfants.join(emboitements, on="enfant_niveau")
        .join(parents, on=["commune", "parent_niveau"])
        .join(communes.select("commune", "population"), on="commune")
        .group_by(cle)
        .agg(pl.col("population").sum())
        .sort(cle)
    )


def _populations(communes: pl.DataFrame, appartenances: pl.DataFrame, membres: pl.DataFrame) -> pl.DataFrame:
    """Inhabitants of each territory and whether it is published: a zone outside the 101 départements is not.

    One that has communes on both sides is published for its communes in the 101 départements only.
    """
    ailleurs = membres.join(appartenances, on=_CLE, how="anti")
    return (
        pl.concat([appartenances.with_columns(publie=True), ailleurs.with_columns(publie=False)])
        .join(communes.select("commune", "population"), on="commune")
        .group_by(*_CLE, "publie")
        .agg(pl.col("population").sum())
    )


def _parents(liens: pl.DataFrame) -> pl.DataFrame:
    """The one territory above; of those that straddle, the département of most people (on a tie, the smallest code)."""
    au_dessus = ~pl.col("enfant_niveau").is_in(_A_CHEVAL) | (pl.col("parent_niveau") == DEPARTEMENT)
    return (
        liens.filter(au_dessus)
        .sort("enfant_niveau", "enfant_code", -pl.col("population"), "parent_code")
        .unique(["enfant_niveau", "enfant_code"], keep="first", maintain_order=True)
        .select("parent_niveau", "parent_code", territoire_niveau="enfant_niveau", territoire_code="enfant_code")
    )
