"""What is told of each contract: its months in the monthly declarations, its end, the signal of its end.

A contract that ended before the first month is told once, in the first month. An end declared by mistake (`annulee`) is
told in its month, and taken back the month after: by motive 099, or by the true end when it is known by then.
"""

import polars as pl

from pipelines.simulation.fichiers.texte import DIX_MILLE, tirage
from pipelines.simulation.monde.modele import Parametres

ANNULATION = "099"
_FIN_DE_MISSION = "032"
_SANS_SIGNAL = (ANNULATION, "100", "116", "998", "999")
_SIGNALEES, _DELAI = 61, 62
_PART_SIGNALEE, _PART_SIGNALEE_MISSION = 3_000, 500
_MOTIF_DE_LA_FAUSSE_FIN = "059"


def mois_dits(contrats: pl.DataFrame, parametres: Parametres) -> pl.DataFrame:
    """One row per contract and month when it is declared; `fin_dite`, `motif_dit`: the end told that month, if any."""
    datees = _avec_mois(contrats, parametres)
    dits = datees.with_columns(mois=pl.date_ranges("du", "au", "1mo")).explode("mois")
    fausse = (pl.col("mois") == pl.col("mois_faux")).fill_null(False)
    vraie = (pl.col("mois") == pl.col("mois_fin")).fill_null(False) & ~fausse
    reprise = (pl.col("mois") == pl.col("mois_repris")).fill_null(False) & ~vraie
    return dits.with_columns(
        fin_dite=pl.when(vraie).then("fin").when(fausse | reprise).then("annulee"),
        motif_dit=pl.when(vraie)
        .then("motif_fin")
        .when(fausse)
        .then(pl.lit(_MOTIF_DE_LA_FAUSSE_FIN))
        .when(reprise)
        .then(pl.lit(ANNULATION)),
        change=(pl.col("mois") == pl.col("mois_change")).fill_null(False),
    ).drop("du", "au", "mois_faux", "mois_repris", "mois_fin", "mois_change", "annulee", "motif_fin")


def _avec_mois(contrats: pl.DataFrame, parametres: Parametres) -> pl.DataFrame:
    """The contracts that exist, with the first and last months they are declared, and those of their events."""
    premier, dernier, fin_du_monde = parametres.premier_mois, parametres.dernier_mois, parametres.dernier_jour
    connus = contrats.filter(pl.col("debut") <= fin_du_monde).with_columns(
        fin=pl.when(pl.col("fin") <= fin_du_monde).then("fin"),
        # Taken back the month after: that month must exist
        mois_faux=pl.when(
            (pl.col("annulee") >= pl.max_horizontal("debut", pl.lit(premier))) & (pl.col("annulee") < dernier)
        ).then(pl.col("annulee").dt.month_start()),
    )
    connus = connus.with_columns(mois_repris=pl.col("mois_faux").dt.offset_by("1mo"))
    tot = pl.col("fin").dt.month_start() <= pl.col("mois_faux")
    connus = connus.with_columns(
        du=_borne(pl.col("debut"), premier, dernier),
        mois_fin=pl.when(tot).then("mois_repris").otherwise(_borne(pl.col("fin"), premier, dernier)),
    )
    prevue = _borne(pl.max_horizontal("fin_prevue", "debut"), premier, dernier)
    au = pl.coalesce("mois_fin", pl.when(pl.col("fin_prevue").is_not_null()).then(prevue), pl.lit(dernier))
    connus = connus.with_columns(au=pl.max_horizontal(au, "mois_repris", "du"))
    anciens = pl.any_horizontal(pl.col("ancien_siret", "ancien_numero", "ancien_debut").is_not_null())
    change = pl.coalesce("date_changement", "debut").dt.month_start()
    return connus.with_columns(mois_change=pl.when(anciens).then(change.clip(pl.col("du"), pl.col("au"))))


def _borne(jour: pl.Expr, premier: object, dernier: object) -> pl.Expr:
    return jour.dt.month_start().clip(pl.lit(premier), pl.lit(dernier))


def signaux(contrats: pl.DataFrame, parametres: Parametres) -> pl.DataFrame:
    """Ends signalled within days (about 30 % of them, fewer for missions): `construit`, the day the signal is built.

    The signal of an end never comes after the world's last day: the months known are those of the monthly declarations.
    """
    cle = pl.col("personne").cast(pl.Int64) * 31 + pl.col("debut").to_physical()
    part = pl.when(pl.col("motif_fin") == _FIN_DE_MISSION).then(_PART_SIGNALEE_MISSION).otherwise(_PART_SIGNALEE)
    construit = pl.col("fin") + pl.duration(days=1 + tirage(cle, _DELAI) % 3)
    signalees = contrats.filter(
        (pl.col("fin") >= parametres.premier_mois)
        & ~pl.col("motif_fin").is_in(_SANS_SIGNAL)
        & pl.col("annulee").is_null()
        & (tirage(cle, _SIGNALEES) % DIX_MILLE < part)
    ).with_columns(construit=construit)
    signalees = signalees.filter(pl.col("construit") <= parametres.dernier_jour)
    return signalees.with_columns(
        mois=pl.col("construit").dt.month_start(), fin_dite="fin", motif_dit="motif_fin", change=pl.lit(False)
    )
