"""The colours, and the configuration that every chart shares."""

from dashboards.formats import MOIS, MOIS_COURTS

ENCRE, SECONDAIRE, PRINCIPALE = "#1B1F2A", "#50586A", "#0B4F6C"
FOND, GRILLE, BORDURE = "#F4F6F9", "#D9DDE5", "#7C8494"
CATEGORIES = ("#0B4F6C", "#D1670A", "#8A6FC4", "#1B9E86", "#5D1420")
REFERENCE = "#6B6F76"
ALERTE = "#A8480A"
BLANC = "#FFFFFF"
POLICE = '"Source Sans", "Source Sans 3", sans-serif'

_JOURS = ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"]
_JOURS_COURTS = ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."]

LOCALE = {
    "number": {
        "decimal": ",",
        "thousands": "\u202f",
        "grouping": [3],
        "currency": ["", "\u00a0€"],
        "percent": "\u00a0%",
    },
    "time": {
        "dateTime": "%A %e %B %Y à %X",
        "date": "%d/%m/%Y",
        "time": "%H:%M:%S",
        "periods": ["AM", "PM"],
        "days": _JOURS,
        "shortDays": _JOURS_COURTS,
        "months": list(MOIS),
        "shortMonths": list(MOIS_COURTS),
    },
}

CONFIG = {
    "locale": LOCALE,
    "font": POLICE,
    "background": BLANC,
    "view": {"stroke": None},
    "axis": {
        "labelColor": SECONDAIRE,
        "titleColor": SECONDAIRE,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": GRILLE,
        "domainColor": BORDURE,
        "tickColor": BORDURE,
        "labelPadding": 6,
        "aria": False,
    },
    "text": {"fontSize": 12, "font": POLICE},
}


def graduations(forme: str, unite: str) -> dict:
    """How the ticks of an axis of values are written: in %, for 1,000, in points, to the tenth for a mean, or whole."""
    if unite == "pour_1000":
        return {"labelExpr": "format(1000 * datum.value, ',.1~f')"}
    if unite == "smic":
        return {"format": ",.2f"}
    if unite == "quotite":
        return {"format": ".0%"}
    if unite == "solde":
        return {"labelExpr": "format(100 * datum.value, '+.0f')"}
    return {"format": {"part": ".0%", "part_ponderee": ".0%", "moyenne": ".1~f"}.get(forme, ",d")}


def specification(couches: list[dict], hauteur: int, **reste) -> dict:
    """A layered chart as wide as its place, with the common configuration."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": "container",
        "height": hauteur,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 0, "right": 6, "top": 4, "bottom": 8},
        "config": CONFIG,
        "layer": couches,
        **reste,
    }
