"""Months, quarters and years: when they begin, when they end, how they are said."""

from dataclasses import dataclass
from datetime import date

from dashboards import formats

MOIS, GLISSANT = "mois", "glissant_12m"
_DUREES = {MOIS: 1, "trimestre": 3}


def ajoute_mois(jour: date, mois: int) -> date:
    """The first day of the month that many months later."""
    rang = jour.year * 12 + jour.month - 1 + mois
    return date(rang // 12, rang % 12 + 1, 1)


@dataclass(frozen=True, order=True)
class Periode:
    """`debut`: first day of the first month. `dernier_mois`: a stock, which is that of the last month."""

    debut: date
    type: str
    dernier_mois: bool = False

    @property
    def mois_final(self) -> date:
        """First day of the last month: where the period stands on an axis."""
        return ajoute_mois(self.debut, _DUREES.get(self.type, 12) - 1)

    @property
    def premier_mois(self) -> date:
        """First day of the first month whose events are in the figure."""
        return self.mois_final if self.dernier_mois else self.debut

    @property
    def long(self) -> str:
        if self.premier_mois == self.mois_final:
            return formats.mois_long(self.mois_final)
        return f"{formats.mois_long(self.debut)} à {formats.mois_long(self.mois_final)}"

    @property
    def court(self) -> str:
        if self.premier_mois == self.mois_final:
            return formats.mois_court(self.mois_final)
        return f"{formats.mois_court(self.debut)} – {formats.mois_court(self.mois_final)}"

    def un_an_avant(self) -> "Periode":
        return Periode(ajoute_mois(self.debut, -12), self.type, self.dernier_mois)

    def place(self, rupture: date) -> int:
        """−1 entirely before the break, 1 entirely after, 0 across it."""
        if self.mois_final < rupture:
            return -1
        return 1 if self.premier_mois >= rupture else 0


def separees(une: Periode, autre: Periode, ruptures: tuple[date, ...]) -> date | None:
    """The first break that forbids comparing two periods: not both entirely on the same side of it."""
    for rupture in ruptures:
        cotes = {une.place(rupture), autre.place(rupture)}
        if une != autre and (len(cotes) > 1 or 0 in cotes):
            return rupture
    return None


def dans_la_phrase(phrase: str, periode: Periode) -> str:
    """A sentence with its period: « en mars 2026 », « entre juillet 2025 et juin 2026 », « à la fin d’avril 2026 »."""
    if periode.premier_mois != periode.mois_final:
        debut, fin = formats.mois_long(periode.debut), formats.mois_long(periode.mois_final)
        return phrase.replace("en {periode}", f"entre {debut} et {fin}").replace("{periode}", periode.long)
    mois = formats.mois_long(periode.mois_final)
    return phrase.replace("de {periode}", formats.de(mois)).replace("{periode}", mois)
