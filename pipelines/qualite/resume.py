"""The summary of a delivery, as it is kept: counts alone, nothing of a person."""

from datetime import date

import pydantic

AUTRES = "autres"


class _Compte(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(frozen=True)


class ResumeColonne(_Compte):
    """Rows without a value; rows by code, of a coded column; quantiles (by name, dates as days) of a measured one."""

    absentes: int
    codes: dict[str, int] | None = None
    jours: dict[str, date] | None = None
    nombres: dict[str, float] | None = None


class ResumeReference(_Compte):
    """Rows that name something, and those of them whose name is not found."""

    renseignees: int
    introuvables: int

    @property
    def part(self) -> float | None:
        """Share of names that are not found; None when nothing is named."""
        return self.introuvables / self.renseignees if self.renseignees else None


class ResumeEntite(_Compte):
    """One landed table of the delivery.

    `hors_contrat`: landed columns that are not those of the contract; a delivery that has any is not counted.
    `cles`: distinct business keys; `repetees`: rows whose key came before in the same file (None: no key lands whole).
    `plus_recent`: the newest day of an event, reception included, a month counting to its end.
    """

    lignes: int = 0
    hors_contrat: tuple[str, ...] = ()
    cles: int | None = None
    repetees: int | None = None
    plus_recent: date | None = None
    colonnes: dict[str, ResumeColonne] = {}
    references: dict[str, ResumeReference] = {}


class Resume(_Compte):
    """A delivery: its place in the ledger (files, units received and in quarantine) and its landed tables.

    `signature` says of what it is the summary: the landed partition and the code that counts.
    """

    source: str
    date_reception: date
    signature: str
    fichiers: int
    unites: int
    quarantaine: int
    entites: dict[str, ResumeEntite]
