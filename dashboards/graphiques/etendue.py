"""Territories side by side: a point and its interval each, the wider territory as a rule."""

from dashboards import formats
from dashboards.graphiques import theme
from dashboards.vues.sous_territoires import SousTerritoires

PAS, MARGE = 26, 44


def etendue(table: SousTerritoires) -> dict | None:
    """The chart of a table of territories, in order of value; None when it has fewer than two values."""
    connus = sorted((ligne for ligne in table.lignes if ligne.chiffre.connu), key=lambda ligne: -ligne.chiffre.valeur)
    if len(connus) < 2:
        return None
    forme = table.indicateur.forme
    valeurs = [
        {
            "nom": ligne.nom,
            "v": ligne.chiffre.valeur,
            "bas": ligne.chiffre.ic_bas,
            "haut": ligne.chiffre.ic_haut,
            "provisoire": ligne.chiffre.provisoire,
            "valeur": f"{ligne.chiffre.texte} {ligne.chiffre.unite}".strip(),
            "intervalle": ligne.chiffre.intervalle or "—",
            "ecart": ligne.ecart or "—",
        }
        for ligne in connus
    ]
    graduations = theme.graduations(forme, table.indicateur.unite)
    axe = {"title": None, **graduations, "tickCount": 5, "domain": False, "orient": "top"}
    x = {"field": "v", "type": "quantitative", "axis": axe, "scale": {"zero": forme == "effectif", "nice": True}}
    y = {
        "field": "nom",
        "type": "nominal",
        "sort": None,
        "axis": {
            "title": None,
            "domain": False,
            "ticks": False,
            "labelLimit": 170,
            "labelColor": theme.ENCRE,
            "grid": True,
        },
    }
    donnees = {"data": {"values": valeurs}}
    couches = [donnees | _points(x, y)]
    if any(valeur["bas"] is not None for valeur in valeurs):
        couches.insert(0, donnees | _intervalles(x, y))
    if forme != "effectif" and table.ensemble is not None and table.ensemble.connu:
        couches = _ensemble(table, x) + couches
    hauteur = PAS * len(connus) + MARGE
    return theme.specification(couches, hauteur)


def _intervalles(x: dict, y: dict) -> dict:
    return {
        "transform": [{"filter": "datum.bas !== null && datum.haut !== null"}],
        "mark": {"type": "rule", "strokeWidth": 5, "color": theme.PRINCIPALE, "opacity": 0.25, "aria": False},
        "encoding": {"x": x | {"field": "bas"}, "x2": {"field": "haut"}, "y": y},
    }


def _points(x: dict, y: dict) -> dict:
    bulle = [("nom", "Territoire"), ("valeur", "Valeur"), ("intervalle", "Intervalle à 95 %"), ("ecart", "Écart")]
    return {
        "transform": [{"calculate": "datum.nom + ' : ' + datum.valeur", "as": "dit"}],
        "mark": {"type": "point", "size": 70, "strokeWidth": 1.6, "filled": True, "opacity": 1},
        "encoding": {
            "x": x,
            "y": y,
            "fill": {"condition": {"test": "datum.provisoire", "value": theme.BLANC}, "value": theme.PRINCIPALE},
            "stroke": {"value": theme.PRINCIPALE},
            "tooltip": [{"field": champ, "title": titre} for champ, titre in bulle],
            "description": {"field": "dit"},
        },
    }


def _ensemble(table: SousTerritoires, x: dict) -> list[dict]:
    mot = f"{table.ensemble_nom} : {table.ensemble.texte}"
    donnees = {"data": {"values": [{"v": table.ensemble.valeur, "mot": formats.majuscule(mot)}]}}
    regle = {"type": "rule", "color": theme.REFERENCE, "strokeWidth": 2, "opacity": 0.8, "aria": False}
    return [donnees | {"mark": regle, "encoding": {"x": x}}]
