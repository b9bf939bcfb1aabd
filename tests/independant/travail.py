"""Hours worked, in hundredths, of each person and month: told by pay periods, or those of the contract."""

from datetime import date
from pathlib import Path

import polars as pl

from tests.independant.calendrier import plus_mois, premier_du_mois
from tests.independant.emplois import CONTRAT, DECLARATION, MENSUELLE, declarations
from tests.independant.lac import lire

BRUT_CHOMAGE, TRAVAIL_REMUNERE = "002", "01"
HEURES_PAR_UNITE = {"10": 1, "12": 7, "20": 7}
"""Hours, and two kinds of days."""
QUOTITE_MENSUELLE = 200
"""More is not a number of hours in a month."""
PLEIN = 7_800
"""A month is worked beyond 78 hours."""
LIEN = [*DECLARATION, "personne_id", "numero_contrat"]
"""What an activity and its contract share, in one declaration."""


def mois_travailles(heures: pl.DataFrame) -> pl.DataFrame:
    """personne_id, mois, durable, of the months worked."""
    return heures.filter(pl.col("centiemes") > PLEIN).select("personne_id", "mois", "durable")


def heures_par_mois(lac: Path, connu_le: date, emplois: pl.DataFrame) -> pl.DataFrame:
    """personne_id, mois, centiemes (of an hour, all employers together), durable: by a durable contract that gave some.

    `emplois`: the contracts that are jobs, as last told.
    """
    mensuelles = declarations(lac, connu_le).filter(pl.col("nature") == MENSUELLE)
    mensuelles = mensuelles.select(*DECLARATION, "siren", "nic", mois="mois_dit")
    six_mois = plus_mois(pl.col("debut"), 6).dt.offset_by("-1d")
    jobs = emplois.select(
        *CONTRAT, "fin", durable=pl.col("sans_terme") | (pl.col("fin_prevue") >= six_mois).fill_null(False)
    )
    nommes = lire(lac, "dsn", "contrat", connu_le).join(mensuelles, on=DECLARATION).join(jobs, on=CONTRAT)
    payees = lire(lac, "dsn", "activite", connu_le).join(mensuelles.select(DECLARATION), on=DECLARATION)
    payees = payees.filter(
        pl.col("type") == BRUT_CHOMAGE,
        pl.col("activite") == TRAVAIL_REMUNERE,
        pl.col("unite_mesure").is_in(HEURES_PAR_UNITE.keys()),
    )
    dites = heures_dites(payees)
    estimees = heures_du_contrat(nommes.join(payees, on=LIEN, how="anti"))
    # an activity of two contracts of one number counts once for the person, and may come from either
    de_la_personne = pl.concat(
        [
            dites.join(nommes, on=LIEN, how="semi").select("personne_id", "mois", "centiemes"),
            estimees.select("personne_id", "mois", "centiemes"),
        ]
    )
    du_contrat = [*CONTRAT, "durable", "mois", "centiemes"]
    par_contrat = pl.concat(
        [
            dites.join(nommes.select(*LIEN, "siren", "nic", "debut", "durable"), on=LIEN).select(du_contrat),
            estimees.select(du_contrat),
        ]
    )
    durables = (
        par_contrat.filter("durable")
        .group_by(*CONTRAT, "mois")
        .agg(pl.col("centiemes").sum())
        .filter(pl.col("centiemes") > 0)
        .select("personne_id", "mois", durable=True)
        .unique()
    )
    totaux = de_la_personne.group_by("personne_id", "mois").agg(pl.col("centiemes").sum())
    return totaux.join(durables, on=["personne_id", "mois"], how="left").with_columns(
        pl.col("durable").fill_null(False)
    )


def heures_dites(payees: pl.DataFrame) -> pl.DataFrame:
    """LIEN, mois, centiemes: each pay period by day, so by month; one that ends before it starts gives nothing."""
    par_mois = payees.with_columns(
        mois=pl.date_ranges(premier_du_mois(pl.col("debut")), "fin", "1mo"),
        duree=_jours("debut", "fin"),
    ).filter(pl.col("duree") > 0)
    par_mois = par_mois.explode("mois")
    du_mois = _jours(pl.max_horizontal("debut", "mois"), pl.min_horizontal("fin", pl.col("mois").dt.month_end()))
    heures = pl.col("unite_mesure").replace_strict(HEURES_PAR_UNITE, return_dtype=pl.Int64)
    return par_mois.select(
        *LIEN, "mois", centiemes=_centiemes("mesure").fill_null(0) * heures * du_mois // pl.col("duree")
    )


def heures_du_contrat(muets: pl.DataFrame) -> pl.DataFrame:
    """`muets` (contracts of a declaration that tells no hours of them) with `centiemes`, those of their quota."""
    terme = pl.min_horizontal(pl.coalesce("fin", "fin_prevue"), pl.col("mois").dt.month_end())
    presents = _jours(pl.max_horizontal("debut", "mois"), terme).clip(0)
    quotite = pl.when(pl.col("quotite_contrat") <= QUOTITE_MENSUELLE).then(_centiemes("quotite_contrat")).fill_null(0)
    return muets.with_columns(centiemes=quotite * presents // pl.col("mois").dt.month_end().dt.day().cast(pl.Int64))


def _jours(debut: pl.Expr | str, fin: pl.Expr | str) -> pl.Expr:
    """Days from one to the other, both included."""
    colonnes = [pl.col(jour) if isinstance(jour, str) else jour for jour in (debut, fin)]
    return (colonnes[1] - colonnes[0]).dt.total_days() + 1


def _centiemes(mesure: str) -> pl.Expr:
    return (pl.col(mesure) * 100).round(mode="half_away_from_zero").cast(pl.Int64)
