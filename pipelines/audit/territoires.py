"""Territories as an attacker sees them: sets of communes, cut into the smallest pieces that the published ones give."""

import polars as pl

from pipelines.audit.connaissances import AVEC_INCONNUS
from pipelines.audit.fichiers import COMMUNE, LIEU

_FINS = ("epci", "bassin", "zone_emploi", COMMUNE)
_AU_DESSUS = ("departement", "collectivite_rsa")
VOISINS = {
    "national": ("national", "region"),
    "region": ("national", "region", *_AU_DESSUS),
    **dict.fromkeys(_AU_DESSUS, ("region", *_AU_DESSUS, "local")),
    **dict.fromkeys(("local", "epci", "bassin", "zone_emploi"), (*_AU_DESSUS, "local", *_FINS)),
    COMMUNE: ("local", *_FINS),
}
"""Levels whose figures say something of a territory: those just above, those just below, and its own. A département has
too many communes for their sum to say anything of it, or of one of them."""
_DES_COMMUNES = {"epci": (COMMUNE,), **dict.fromkeys(("local", "bassin", "zone_emploi"), ("epci", COMMUNE))}
_PARTIES = {
    COMMUNE: _DES_COMMUNES,
    "epci": _DES_COMMUNES,
    **{niveau: {"region": ("departement",)} for niveau in _AU_DESSUS},
    "region": {"national": ("region",)},
}
"""Of a territory of each level, what makes up those around it: all of them but one, taken off the whole, leave that
one."""


def atomes(communes: pl.DataFrame) -> pl.DataFrame:
    """commune, `atome` (from 0): the groups of communes that are in the same territories."""
    places = communes.with_columns(place=pl.concat_str(LIEU, separator=" "))
    par_commune = places.group_by("commune").agg(pl.col("place").sort().str.join("|").alias("signature"))
    numeros = par_commune.select(pl.col("signature").unique().sort()).with_row_index("atome")
    return par_commune.join(numeros, on="signature").select("commune", pl.col("atome").cast(pl.Int64))


def avec_inconnus(communes: pl.DataFrame) -> pl.DataFrame:
    """`communes`, and for each territory that counts persons of unknown commune, a commune of its own: « ?59 » is in
    the département and in France, « ?FR » in France alone."""
    lieux = communes.select(LIEU).unique().filter(pl.col("territoire_niveau").is_in(AVEC_INCONNUS))
    propres = lieux.select(pl.format("?{}", "territoire_code").alias("commune"), *LIEU)
    france = communes.filter(pl.col("territoire_niveau") == "national").select(LIEU).unique()
    en_france = propres.filter(pl.col("territoire_niveau") == "departement").select("commune").join(france, how="cross")
    return pl.concat([communes, propres, en_france])


def voisinage(communes: pl.DataFrame, niveau: str, code: str) -> pl.DataFrame:
    """LIEU of a territory, of those of VOISINS that have a commune in common with it, and of those that make up some of
    them with it: they are what is left of each without it."""
    autour = _en_commun(communes, VOISINS[niveau], _communes_de(communes, niveau, code))
    parties = [
        _en_commun(communes, _PARTIES[niveau][ensemble], _communes_de(communes, ensemble, son_code))
        for ensemble, son_code in autour.iter_rows()
        if ensemble in _PARTIES.get(niveau, {})
    ]
    return pl.concat([autour, *parties]).unique().sort(LIEU)


def communes_proches(communes: pl.DataFrame, niveau: str, code: str) -> pl.Series:
    """The communes of a territory; of a commune, those of its EPCI, and itself."""
    siennes = _communes_de(communes, niveau, code)
    if niveau != COMMUNE:
        return siennes["commune"]
    son_epci = communes.filter(pl.col("territoire_niveau") == "epci").join(siennes, on="commune", how="semi")
    voisines = communes.join(son_epci.select(LIEU), on=LIEU, how="semi")
    return pl.concat([siennes["commune"], voisines["commune"]]).unique().sort()


def _communes_de(communes: pl.DataFrame, niveau: str, code: str) -> pl.DataFrame:
    return communes.filter((pl.col("territoire_niveau") == niveau) & (pl.col("territoire_code") == code)).select(
        "commune"
    )


def _en_commun(communes: pl.DataFrame, niveaux: tuple[str, ...], celles_ci: pl.DataFrame) -> pl.DataFrame:
    """LIEU of the territories of these levels that have one of these communes."""
    siens = communes.filter(pl.col("territoire_niveau").is_in(niveaux))
    return siens.join(celles_ci, on="commune", how="semi").select(LIEU).unique().sort(LIEU)
