"""Registrations: periods and spells of each person, by a walk through her events."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl

from tests.independant.lac import derniere, lire

REPRISE = timedelta(days=15)
REPRISE_DE_STOCK, PREMIERE_DEMANDE, MOTIF_PREMIERE = "9", 1, "6"
REPRISE_D_EMPLOI, RETRAITE, RADIATION = "01", "05", "10"


@dataclass
class Periode:
    """One registration, from its day to the day she is no longer registered."""

    ligne: dict[str, Any]
    spell: int
    fin: date | None = None
    motif: str | None = None


@dataclass
class Marche:
    """What is known of one person after the events read so far."""

    periodes: list[Periode] = field(default_factory=list)
    spells: int = 0

    @property
    def ouverte(self) -> Periode | None:
        return self.periodes[-1] if self.periodes and self.periodes[-1].fin is None else None

    def inscrire(self, ligne: dict[str, Any], jour: date) -> None:
        """A registration; it goes on with the spell if the last period is open or ended 15 days ago at most."""
        if precedente := self.ouverte:
            precedente.fin = jour
        suite = self.periodes and jour - self.periodes[-1].fin <= REPRISE
        self.spells += not suite
        self.periodes.append(Periode(ligne, self.spells))

    def cesser(self, jour: date, motif: str) -> None:
        """An end; of nothing when nobody is registered."""
        if periode := self.ouverte:
            periode.fin, periode.motif = jour, motif


def evenements(lac: Path, connu_le: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The last version of each registration and of each end, events after `connu_le` left out."""
    inscriptions = derniere(
        lire(lac, "inscription", "inscription", connu_le), ["personne_id", "date_inscription"], ["date_extraction"]
    )
    cessations = derniere(
        lire(lac, "inscription", "cessation", connu_le), ["personne_id", "date_cessation"], ["date_extraction"]
    )
    return (
        inscriptions.filter(pl.col("date_inscription") <= connu_le),
        cessations.filter(pl.col("date_cessation") <= connu_le),
    )


def periodes(inscriptions: pl.DataFrame, cessations: pl.DataFrame) -> pl.DataFrame:
    """One row per registration: its columns, debut, fin, motif_fin, spell (a number, within the person)."""
    debuts = [(i["personne_id"], i["date_inscription"], 1, i) for i in inscriptions.iter_rows(named=True)]
    fins = [(c["personne_id"], c["date_cessation"], 0, c) for c in cessations.iter_rows(named=True)]
    # the same day, an end closes what was open before a registration opens again
    lus = sorted(debuts + fins, key=lambda e: e[:3])
    lignes = []
    for _, siens in groupby(lus, key=lambda e: e[0]):
        marche = Marche()
        for _, jour, genre, ligne in siens:
            if genre:
                marche.inscrire(ligne, jour)
            else:
                marche.cesser(jour, ligne["motif_cessation"])
        lignes += [
            {**p.ligne, "debut": p.ligne["date_inscription"], "fin": p.fin, "motif_fin": p.motif, "spell": p.spell}
            for p in marche.periodes
        ]
    types = {**inscriptions.schema, "debut": pl.Date, "fin": pl.Date, "motif_fin": pl.String, "spell": pl.Int64}
    return pl.DataFrame(lignes, schema=types).with_columns(
        type_inscription=pl.when((pl.col("ndem") == PREMIERE_DEMANDE) | (pl.col("motif_inscription") == MOTIF_PREMIERE))
        .then(pl.lit("premiere"))
        .otherwise(pl.lit("reinscription"))
    )


OUVERTURE = ["code_inscription", "type_inscription", "niveau_formation", "diplome_obtenu", "boeth", "qpv"]
"""What a spell is told by, all along: its first registration."""


def spells(par_periode: pl.DataFrame) -> pl.DataFrame:
    """One row per spell: the columns of its first registration, debut, fin and motif_fin (none while it lasts)."""
    suite = par_periode.sort("personne_id", "debut")
    derniere_fin = suite.group_by("personne_id", "spell").agg(
        fin_du_spell=pl.col("fin").last(), motif_du_spell=pl.col("motif_fin").last()
    )
    premieres = suite.unique(["personne_id", "spell"], keep="first", maintain_order=True)
    return (
        premieres.drop("fin", "motif_fin")
        .join(derniere_fin, on=["personne_id", "spell"])
        .rename({"fin_du_spell": "fin", "motif_du_spell": "motif_fin"})
    )


def avec_ouverture(par_periode: pl.DataFrame, par_spell: pl.DataFrame) -> pl.DataFrame:
    """Periods told by what opened their spell, with `spell_debut`; commune and category are their own."""
    ouvertures = par_spell.select("personne_id", "spell", *OUVERTURE, spell_debut="debut")
    return par_periode.drop(OUVERTURE).join(ouvertures, on=["personne_id", "spell"])


def presents(par_periode: pl.DataFrame, jours: pl.DataFrame) -> pl.DataFrame:
    """For each (personne_id, jour), or each jour alone, the period in force that day; who has none is left out."""
    croises = (
        par_periode.join(jours, on="personne_id")
        if "personne_id" in jours.columns
        else par_periode.join(jours, how="cross")
    )
    return croises.filter(pl.col("debut") <= pl.col("jour"), pl.col("fin").is_null() | (pl.col("fin") > pl.col("jour")))
