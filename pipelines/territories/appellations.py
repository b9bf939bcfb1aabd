"""What each territory is called: its name, and how it stands in a sentence as a subject and as a place."""

import polars as pl

from pipelines.territories import tables
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
)
from pipelines.territories.noms import de, epci_en_toutes_lettres, lieu_de_l_epci

_CLE = ["territoire_niveau", "territoire_code"]
_ZONES = {LOCAL: "le territoire {}", BASSIN: "le bassin d'emploi {}", ZONE_EMPLOI: "la zone d'emploi {}"}


def appellations(zones: dict[str, pl.DataFrame], parents: pl.DataFrame) -> pl.DataFrame:
    """territoire_niveau, territoire_code, nom, nom_article, nom_locatif of every territory.

    `zones`: code, nom by level; `parents`: the one territory above each.
    """
    administratifs = _administratifs()
    return pl.concat(
        [
            administratifs,
            _collectivites_rsa(administratifs),
            _epci(),
            *(_nommees(niveau, noms, administratifs, parents) for niveau, noms in zones.items()),
        ]
    )


def _administratifs() -> pl.DataFrame:
    """France, its régions and its départements."""
    france = pl.DataFrame({"territoire_niveau": [NATIONAL], "territoire_code": [FRANCE], "nom": ["France"]})
    autres = [
        tables.lire(nom).select(territoire_niveau=pl.lit(niveau), territoire_code="code", nom="nom")
        for nom, niveau in (("regions", REGION), ("departements", DEPARTEMENT))
    ]
    return pl.concat([france, *autres]).join(tables.lire("articles"), on=_CLE, how="left")


def _collectivites_rsa(administratifs: pl.DataFrame) -> pl.DataFrame:
    """Most are a département, under its own code and name."""
    autres = tables.lire("collectivites_rsa")
    niveau = pl.lit(COLLECTIVITE_RSA).alias("territoire_niveau")
    departements = (
        administratifs.filter(pl.col("territoire_niveau") == DEPARTEMENT)
        .join(autres, left_on="territoire_code", right_on="departement", how="anti")
        .with_columns(niveau)
    )
    propres = autres.select(niveau, territoire_code="code", nom="nom").unique(maintain_order=True)
    return pl.concat([departements, propres.join(tables.lire("articles"), on=_CLE, how="left")])


def _epci() -> pl.DataFrame:
    nom = pl.col("nom")
    return tables.lire("epci").select(
        territoire_niveau=pl.lit(EPCI),
        territoire_code="code",
        nom="nom",
        nom_article=epci_en_toutes_lettres(nom),
        nom_locatif=lieu_de_l_epci(nom),
    )


def _nommees(niveau: str, noms: pl.DataFrame, administratifs: pl.DataFrame, parents: pl.DataFrame) -> pl.DataFrame:
    """Zones that somebody named: « le territoire de Lens », « le bassin d'emploi du Havre ».

    One whose name begins with that of its own département takes its article: « la Creuse », « le Gard Nord-Est »; but
    Vienne, in Isère, is the town.
    """
    nommees = noms.select(territoire_niveau=pl.lit(niveau), territoire_code="code", nom="nom").join(
        parents, on=_CLE, how="left"
    )
    departements = administratifs.select(
        parent_niveau="territoire_niveau", parent_code="territoire_code", debut="nom", article="nom_article"
    )
    suite = pl.col("nom").str.strip_prefix(pl.col("debut"))
    porte_son_nom = (pl.col("nom") != suite) & (suite.str.starts_with(" ") | (suite == ""))
    nom = pl.when(porte_son_nom).then(pl.concat_str("article", suite)).otherwise("nom")
    article = pl.format(_ZONES[niveau], de(nom))
    return nommees.join(departements, on=["parent_niveau", "parent_code"], how="left").select(
        *_CLE,
        "nom",
        nom_article=article,
        nom_locatif=pl.format("dans {}", article),
    )
