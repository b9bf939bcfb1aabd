"""Same set, same figure: cells that count the same units must be published alike, wherever they are told.

Two draws for one set of persons can be averaged. The sets are those that definitions alone prove the same: territories
of the same communes, periods of the same months (a stock is that of its last), counts of the same units, publics that
are each other's other name.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from pipelines.audit.connaissances import AVEC_INCONNUS, MEMES_UNITES, NON_EXCLUSIVE, PUBLICS, D
from pipelines.audit.fichiers import CLE, LIEU, PERIODE, Millesime, en_chiffres
from pipelines.audit.systeme import REPARTITION, mois_des_periodes

_ENSEMBLE = ("compte", "mois", "public")
_PARTIELLE = "couverture_partielle"


@dataclass(frozen=True)
class Comparaison:
    """Sets told at least twice, by somebody, and those told differently. The `incertains` are the same but for persons
    of unknown commune, whom only some of their territories count: a few may differ, most may not."""

    essais: int
    differents: int
    incertains: int
    incertains_differents: int
    exemples: list[str]


def comparer(millesime: Millesime) -> Comparaison:
    """Every set that the release drew and tells more than once. Between what it drew and what it repeats, a late record
    honestly makes a difference; where nothing says which is which, only provisional rows are sure to be drawn here."""
    lieux, surs, incertains, exemples = _lieux(millesime.communes), [0, 0], [0, 0], []
    for groupe in _groupes(millesime.indicateurs):
        chiffres = pl.concat(_surement_tires(millesime, nom) for nom in groupe)
        nommes = _ensembles(chiffres, millesime).join(lieux, on=LIEU)
        dits = _dits_plusieurs_fois(nommes, "lieu")
        exemples += _exemples(dits)
        a_peu_pres = _dits_plusieurs_fois(nommes.filter("avec_inconnus_ou_non"), "communes")
        for compte, trouves in ((surs, dits), (incertains, a_peu_pres)):
            compte[0] += trouves.height
            compte[1] += int(trouves["differents"].sum())
    return Comparaison(*surs, *incertains, exemples[:3])


def _surement_tires(millesime: Millesime, indicateur: str) -> pl.DataFrame:
    if not millesime.reports_inconnus:
        return millesime.chiffres(indicateur)
    provisoires = millesime.lignes(indicateur).filter(pl.col("statut") == "provisoire")
    return en_chiffres(provisoires, millesime.entrees[indicateur]["forme"])


def _groupes(indicateurs: list[str]) -> Iterator[list[str]]:
    """Indicators of which some counts are of the same units, together."""
    restants = dict.fromkeys(indicateurs)
    while restants:
        groupe, avant = {next(iter(restants))}, set()
        while groupe != avant:
            avant = set(groupe)
            lies = [{nom for nom, _ in meme} for meme in MEMES_UNITES]
            groupe |= {nom for noms in lies if noms & groupe for nom in noms}
        presents = sorted(groupe & restants.keys())
        yield presents
        for nom in presents:
            del restants[nom]


def _lieux(communes: pl.DataFrame) -> pl.DataFrame:
    """LIEU, `communes` (what it is made of), `lieu` (the same, apart for who also counts the unknown communes),
    `avec_inconnus_ou_non`: whether the same communes make two territories, of which one counts them."""
    inconnus = pl.col("territoire_niveau").is_in(AVEC_INCONNUS)
    faits = communes.group_by(LIEU).agg(pl.col("commune").sort().str.join(" ").hash().alias("communes"))
    mixtes = (inconnus.any() & ~inconnus.all()).over("communes")
    return faits.with_columns(
        lieu=pl.when(inconnus).then(pl.struct(LIEU).hash()).otherwise("communes"), avec_inconnus_ou_non=mixtes
    )


def _ensembles(chiffres: pl.DataFrame, millesime: Millesime) -> pl.DataFrame:
    """`chiffres`, and what names the set each counts: `compte`, `mois`, `public`."""
    periodes = (
        mois_des_periodes(chiffres, millesime.entrees)
        .group_by("indicateur", *PERIODE)
        .agg(pl.format("{} {}", pl.col("mois").min(), pl.col("mois").max()).alias("mois"))
    )
    noms = {f"{i}.{g}": f"groupe {rang}" for rang, meme in enumerate(MEMES_UNITES) for i, g in meme}
    publics = {
        f"{NON_EXCLUSIVE}.{public}": ".".join(autres[0]) for public, autres in PUBLICS.items() if len(autres) == 1
    }
    partages = [nom for nom, entree in millesime.entrees.items() if entree["famille"] == REPARTITION]
    du_meme_tout = pl.col("indicateur").is_in(partages) & (pl.col("grandeur") == D)
    compte, public = pl.format("{}.{}", "indicateur", "grandeur"), pl.format("{}.{}", "dimension", "modalite")
    return (
        chiffres.join(periodes, on=["indicateur", *PERIODE])
        .join(
            _incompletes(chiffres["indicateur"].unique().to_list(), millesime), on=["indicateur", *PERIODE], how="left"
        )
        .with_columns(
            # where somebody's files are missing, two indicators may leave out different persons
            compte=pl.when(pl.col("incomplete").is_null()).then(compte.replace(noms)).otherwise(compte),
            public=pl.when(du_meme_tout).then(pl.lit("tout")).otherwise(public.replace(publics)),
        )
    )


def _incompletes(indicateurs: list[str], millesime: Millesime) -> pl.DataFrame:
    """indicateur, PERIODE of which some territory is absent for want of files, and `incomplete`, true."""
    absentes = millesime.table.filter(pl.col("indicateur").is_in(indicateurs), pl.col("motif") == _PARTIELLE)
    return absentes.select("indicateur", *PERIODE).unique().with_columns(incomplete=True).collect()


def _dits_plusieurs_fois(nommes: pl.DataFrame, lieu: str) -> pl.DataFrame:
    """One row per set told at least twice, not always as 0: `differents`, and the key of one of its cells."""
    return (
        nommes.group_by(*_ENSEMBLE, lieu)
        .agg(pl.len(), pl.max("publie"), (pl.n_unique("publie") > 1).alias("differents"), pl.first(*CLE, "grandeur"))
        .filter(pl.col("len") > 1, pl.col("publie") > 0)
    )


def _exemples(dits: pl.DataFrame) -> list[str]:
    """Where the first sets told differently are: public keys only."""
    premiers = dits.filter("differents").sort(*CLE, "grandeur").head(3).select(*CLE, "grandeur")
    return [", ".join(map(str, ligne)) for ligne in premiers.iter_rows()]
