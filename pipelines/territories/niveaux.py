"""From communes and committees to the levels: who is in what, and how each is called."""

from datetime import date
from functools import lru_cache

import polars as pl

from pipelines.roots import Roots
from pipelines.territories import comites, tables
from pipelines.territories.modele import DEPARTEMENT, FRANCE, LOCAL, NATIONAL, REGION, Territoires
from pipelines.territories.noms import de

_CLE = ["territoire_niveau", "territoire_code"]
_EMBOITEMENTS = ((REGION, NATIONAL), (DEPARTEMENT, REGION), (LOCAL, DEPARTEMENT), (LOCAL, REGION))
_COLONNES = ("nom", "nom_article", "nom_locatif", "parent_niveau", "parent_code", "population", "publie")


def charger(roots: Roots | None = None, jusqu_a: date | None = None) -> Territoires:
    """The territories of the package; with `roots`, under the last table of committees received there, if there is one.

    `jusqu_a`: date of observation, after which a table received does not exist yet.
    """
    recue = comites.recus(roots, jusqu_a) if roots else None
    return _du_paquet() if recue is None else _composer(recue)


@lru_cache(maxsize=1)
def _du_paquet() -> Territoires:
    return _composer(comites.connus())


def _composer(table: pl.DataFrame) -> Territoires:
    """The five frames, with the committees of `table` (commune of any year, comite_code, comite_nom)."""
    communes, passages = tables.lire("communes"), tables.lire("passages")
    membres = comites.au_cog(table, communes, passages)
    appartenances = _appartenances(communes, membres)
    liens = _liens(appartenances, communes)
    return Territoires(
        communes=communes,
        passages=passages,
        territoires=_territoires(communes, membres, comites.noms(table), liens),
        commune_territoire=appartenances,
        liens=liens,
    )


def _de_france(communes: pl.DataFrame) -> pl.DataFrame:
    """Communes of the 101 départements."""
    return communes.join(tables.lire("departements").select(departement="code"), on="departement", how="semi")


def _appartenances(communes: pl.DataFrame, membres: pl.DataFrame) -> pl.DataFrame:
    francaises = _de_france(communes)
    niveaux = {
        NATIONAL: francaises.select("commune", territoire_code=pl.lit(FRANCE)),
        REGION: francaises.select("commune", territoire_code="region"),
        DEPARTEMENT: francaises.select("commune", territoire_code="departement"),
        LOCAL: membres.join(francaises, on="commune", how="semi").rename({"comite_code": "territoire_code"}),
    }
    return pl.concat(
        table.select("commune", pl.lit(niveau).alias("territoire_niveau"), "territoire_code")
        for niveau, table in niveaux.items()
    ).sort("commune", "territoire_niveau")


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


def _territoires(
    communes: pl.DataFrame, membres: pl.DataFrame, noms_des_comites: pl.DataFrame, liens: pl.DataFrame
) -> pl.DataFrame:
    parents = _parents(liens)
    nommes = _nommes()
    return (
        pl.concat([nommes, _comites_nommes(noms_des_comites, nommes, parents)])
        .join(_populations(communes, membres), on=_CLE)
        .join(parents, on=_CLE, how="left")
        .select(*_CLE, *_COLONNES)
        .sort(_CLE)
    )


def _nommes() -> pl.DataFrame:
    """France, its régions and its départements, and how French speaks of them."""
    france = pl.DataFrame({"territoire_niveau": [NATIONAL], "territoire_code": [FRANCE], "nom": ["France"]})
    autres = [
        tables.lire(nom).select(territoire_niveau=pl.lit(niveau), territoire_code="code", nom="nom")
        for nom, niveau in (("regions", REGION), ("departements", DEPARTEMENT))
    ]
    return pl.concat([france, *autres]).join(tables.lire("articles"), on=_CLE, how="left")


def _comites_nommes(noms_des_comites: pl.DataFrame, nommes: pl.DataFrame, parents: pl.DataFrame) -> pl.DataFrame:
    """Committees with the way French speaks of them.

    One whose name begins with that of its own département takes its article: « la Creuse », « le Gard Nord-Est »; but
    Vienne, in Isère, is the town.
    """
    comites_nommes = noms_des_comites.select(
        territoire_niveau=pl.lit(LOCAL), territoire_code="comite_code", nom="nom"
    ).join(parents, on=_CLE, how="left")
    departements = nommes.select(
        parent_niveau="territoire_niveau", parent_code="territoire_code", debut="nom", article="nom_article"
    )
    suite = pl.col("nom").str.strip_prefix(pl.col("debut"))
    porte_son_nom = (pl.col("nom") != suite) & (suite.str.starts_with(" ") | (suite == ""))
    nom = pl.when(porte_son_nom).then(pl.concat_str("article", suite)).otherwise("nom")
    article = pl.format("le territoire {}", de(nom))
    return comites_nommes.join(departements, on=["parent_niveau", "parent_code"], how="left").select(
        *_CLE,
        "nom",
        nom_article=article,
        nom_locatif=pl.format("dans {}", article),
    )


def _populations(communes: pl.DataFrame, membres: pl.DataFrame) -> pl.DataFrame:
    """Inhabitants of each territory and whether it is published: a committee outside the 101 départements is not.

    One that has communes on both sides is published for its communes in the 101 départements only.
    """
    publies = _appartenances(communes, membres).with_columns(publie=True)
    ailleurs = (
        membres.rename({"comite_code": "territoire_code"})
        .join(publies.filter(territoire_niveau=LOCAL), on="territoire_code", how="anti")
        .select("commune", pl.lit(LOCAL).alias("territoire_niveau"), "territoire_code", publie=pl.lit(False))
    )
    return (
        pl.concat([publies, ailleurs])
        .join(communes.select("commune", "population"), on="commune")
        .group_by(*_CLE, "publie")
        .agg(pl.col("population").sum())
    )


def _parents(liens: pl.DataFrame) -> pl.DataFrame:
    """The one territory above; for a committee, the département of most of its people (on a tie, the smallest code)."""
    au_dessus = (pl.col("enfant_niveau") != LOCAL) | (pl.col("parent_niveau") == DEPARTEMENT)
    return (
        liens.filter(au_dessus)
        .sort("enfant_niveau", "enfant_code", -pl.col("population"), "parent_code")
        .unique(["enfant_niveau", "enfant_code"], keep="first", maintain_order=True)
        .select("parent_niveau", "parent_code", territoire_niveau="enfant_niveau", territoire_code="enfant_code")
    )
