"""The curve of an indicator: cut at breaks and holes, hollow and dashed where provisional."""

from datetime import date, timedelta
from itertools import pairwise

from dashboards import formats
from dashboards.graphiques import theme
from dashboards.vues.chiffres import Chiffre
from dashboards.vues.periodes import Periode, ajoute_mois, separees
from dashboards.vues.series import Point, Serie

HAUTEUR = 230
_X = {
    "field": "jour",
    "type": "temporal",
    "scale": {"padding": 12},
    "axis": {
        "title": None,
        "grid": False,
        "format": "%b %Y",
        "tickCount": 5,
        "labelOverlap": True,
        "labelFlush": False,
    },
}


def courbe(serie: Serie) -> dict | None:
    """The chart of a series; None when it has nothing to draw."""
    if not serie.connus:
        return None
    forme = serie.indicateur.forme
    y = {
        "field": "y",
        "type": "quantitative",
        "axis": _axe(forme, serie.indicateur.unite),
        "scale": {"zero": forme == "effectif", "nice": True},
    }
    couches = _zones_a_cheval(serie)
    if any(p.chiffre.incertain and not p.chiffre.sans_intervalle for p in serie.connus) and forme != "effectif":
        couches.append(_bande(serie, y))
    if serie.reference:
        couches += _reference(serie, y)
    couches += [_lignes(serie, y), _points(serie, y), *_etiquette(serie, y), *_regles(serie)]
    return theme.specification(couches, HAUTEUR)


def _axe(forme: str, unite: str) -> dict:
    return {"title": None, **theme.graduations(forme, unite), "tickCount": 5, "domain": False, "ticks": False}


def _echelle(forme: str) -> dict:
    """Counts from zero; shares and delays where they are, with room at both ends."""
    return {"zero": True, "nice": True} if forme == "effectif" else {"zero": False, "nice": True, "padding": 18}


def _x(periode: Periode) -> str:
    return periode.mois_final.isoformat()


def _lignes(serie: Serie, y: dict) -> dict:
    valeurs = [
        {"jour": _x(point.chiffre.periode), "y": point.chiffre.valeur, "troncon": rang, "provisoire": provisoire}
        for rang, (provisoire, troncon) in enumerate(troncons(serie.points, _dates(serie)))
        for point in troncon
    ]
    return {
        "data": {"values": valeurs},
        "mark": {"type": "line", "strokeWidth": 2, "color": theme.PRINCIPALE, "aria": False},
        "encoding": {
            "x": _X,
            "y": y,
            "detail": {"field": "troncon"},
            "strokeDash": {"condition": {"test": "datum.provisoire", "value": [4, 3]}, "value": [1, 0]},
        },
    }


def troncons(points: tuple[Point, ...], ruptures: tuple[date, ...]) -> list[tuple[bool, list[Point]]]:
    """The pieces of line to draw: two neighbours are joined if both are known, one month apart, with no break between.

    A piece is provisional if its right-hand end is; consecutive pieces share a point.
    """
    pieces: list[tuple[bool, list[Point]]] = []
    for gauche, droite in pairwise(points):
        if not joints(gauche.chiffre, droite.chiffre, ruptures):
            continue
        provisoire = droite.chiffre.provisoire
        if pieces and pieces[-1][1][-1] is gauche and pieces[-1][0] == provisoire:
            pieces[-1][1].append(droite)
        else:
            pieces.append((provisoire, [gauche, droite]))
    return pieces


def joints(gauche: Chiffre, droite: Chiffre, ruptures: tuple[date, ...]) -> bool:
    """Whether a line may go from one to the other. Two rolling years across the same break stay joined."""
    if not (gauche.connu and droite.connu):
        return False
    if ajoute_mois(gauche.periode.debut, 1) != droite.periode.debut:
        return False
    if separees(gauche.periode, droite.periode, ruptures) is None:
        return True
    return all(gauche.periode.place(r) == droite.periode.place(r) for r in ruptures)


def _dates(serie: Serie) -> tuple[date, ...]:
    return tuple(jour for jour, _ in serie.ruptures)


def _points(serie: Serie, y: dict) -> dict:
    valeurs = [
        {
            "jour": _x(p.chiffre.periode),
            "y": p.chiffre.valeur,
            "provisoire": p.chiffre.provisoire,
            "periode": formats.majuscule(p.chiffre.periode.long),
            "valeur": f"{p.chiffre.texte} {p.chiffre.unite}".strip(),
            "etat": formats.majuscule(p.chiffre.etat),
        }
        for p in serie.connus
    ]
    bulle = [("periode", "Période"), ("valeur", "Valeur"), ("etat", "Statut")]
    return {
        "data": {"values": valeurs},
        "transform": [{"calculate": "datum.periode + ' : ' + datum.valeur + ', ' + datum.etat", "as": "dit"}],
        "mark": {
            "type": "point",
            "size": 34,
            "strokeWidth": 1.6,
            "stroke": theme.PRINCIPALE,
            "filled": True,
            "opacity": 1,
        },
        "encoding": {
            "x": _X,
            "y": y,
            "fill": {"condition": {"test": "datum.provisoire", "value": theme.BLANC}, "value": theme.PRINCIPALE},
            "stroke": {"value": theme.PRINCIPALE},
            "tooltip": [{"field": champ, "title": titre} for champ, titre in bulle],
            "description": {"field": "dit"},
        },
    }


def _bande(serie: Serie, y: dict) -> dict:
    """The 95 % interval, where few are counted."""
    valeurs = [
        {"jour": _x(p.chiffre.periode), "y": p.chiffre.ic_bas, "haut": p.chiffre.ic_haut, "troncon": rang}
        for rang, (_, troncon) in enumerate(troncons(serie.points, _dates(serie)))
        for p in troncon
        if p.chiffre.ic_bas is not None and p.chiffre.ic_haut is not None
    ]
    return {
        "data": {"values": valeurs},
        "mark": {"type": "area", "opacity": 0.18, "color": theme.PRINCIPALE, "aria": False},
        "encoding": {"x": _X, "y": y, "y2": {"field": "haut"}, "detail": {"field": "troncon"}},
    }


def _reference(serie: Serie, y: dict) -> list[dict]:
    """The wider territory, in grey: named in the line above the chart."""
    autres = tuple(Point(p.reference, None) for p in serie.points if p.reference is not None)
    valeurs = [
        {"jour": _x(p.chiffre.periode), "y": p.chiffre.valeur, "troncon": rang}
        for rang, (_, troncon) in enumerate(troncons(autres, serie.ruptures_reference))
        for p in troncon
    ]
    if not valeurs:
        return []
    trait = {
        "data": {"values": valeurs},
        "mark": {"type": "line", "strokeWidth": 1.5, "color": theme.REFERENCE, "opacity": 0.75, "aria": False},
        "encoding": {"x": _X, "y": y, "detail": {"field": "troncon"}},
    }
    return [trait]


def _etiquette(serie: Serie, y: dict) -> list[dict]:
    """The last value, above its point, or below when the line comes down to it."""
    dernier = serie.connus[-1].chiffre
    avant = serie.connus[-2].chiffre if len(serie.connus) > 1 else dernier
    dessous = (avant.valeur or 0) > (dernier.valeur or 0)
    return [
        {
            "data": {"values": [{"jour": _x(dernier.periode), "y": dernier.valeur, "texte": dernier.texte}]},
            "mark": {
                "type": "text",
                "dy": 15 if dessous else -13,
                "align": "right",
                "dx": 4,
                "fontWeight": 600,
                "fontSize": 13,
                "color": theme.PRINCIPALE,
                "aria": False,
            },
            "encoding": {"x": _X, "y": y, "text": {"field": "texte"}},
        }
    ]


def _regles(serie: Serie) -> list[dict]:
    """A dashed rule at each break, half a month before its first month, with its date."""
    valeurs = [
        {"jour": (jour - timedelta(days=15)).isoformat(), "mot": f"Rupture : {formats.mois_court(jour)}"}
        for jour, _ in serie.ruptures_vues
    ]
    if not valeurs:
        return []
    donnees = {"data": {"values": valeurs}}
    return [
        donnees
        | {
            "mark": {"type": "rule", "strokeDash": [5, 4], "color": theme.ALERTE, "strokeWidth": 1.2, "aria": False},
            "encoding": {"x": _X},
        },
        donnees
        | {
            "mark": {
                "type": "text",
                "align": "left",
                "dx": -4,
                "baseline": "bottom",
                "color": theme.ALERTE,
                "fontSize": 11,
                "aria": False,
            },
            "encoding": {"x": _X, "y": {"value": -5}, "text": {"field": "mot"}},
        },
    ]


def _zones_a_cheval(serie: Serie) -> list[dict]:
    """A pale ground under the rolling years that hold months of both sides of a break."""
    zones = []
    for jour in _dates(serie):
        dedans = [p.chiffre.periode for p in serie.connus if p.chiffre.periode.place(jour) == 0]
        if dedans:
            debut = min(p.mois_final for p in dedans) - timedelta(days=15)
            fin = max(p.mois_final for p in dedans) + timedelta(days=15)
            zones.append({"jour": debut.isoformat(), "fin": fin.isoformat()})
    if not zones:
        return []
    return [
        {
            "data": {"values": zones},
            "mark": {"type": "rect", "color": theme.FOND, "aria": False},
            "encoding": {"x": _X, "x2": {"field": "fin"}},
        }
    ]
