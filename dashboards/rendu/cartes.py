"""Cards: name · value with unit · comparisons · status · date · definition · file, in this order."""

from html import escape

from dashboards.vues.cartes import Carte
from dashboards.vues.definitions import Definition
from dashboards.vues.fiche import Theme


def theme(bloc: Theme, ancre: bool = True) -> str:
    """A theme and its cards, the head ones shown, the others a click away. `ancre`: the page below has the series."""
    tete, autres = ("".join(carte(c, ancre) for c in bloc.cartes if c.tete == vaut) for vaut in (True, False))
    nombre = sum(not c.tete for c in bloc.cartes)
    suite = ""
    if autres:
        suite = (
            f'<details class="pil-donnees"><summary>{nombre} autres indicateurs<span class="pil-cache"> : '
            f'{escape(bloc.titre).lower()}</span></summary><div class="pil-cartes">{autres}</div></details>'
        )
    return (
        f'<section class="pil-theme"><h2>{escape(bloc.titre)}</h2><p class="pil-sous">{escape(bloc.phrase)}</p>'
        f'<div class="pil-cartes">{tete}</div>{suite}</section>'
    )


def carte(c: Carte, ancre: bool = True) -> str:
    details = "".join(f"<p>{escape(texte)}</p>" for texte in (c.comptes, _intervalle(c)) if texte)
    return (
        f'<article class="pil-carte{"" if c.connu else " pil-vide"}"><h3>{escape(c.titre)}</h3>'
        f'<p class="pil-valeur">{escape(c.valeur)}{_unite(c)}</p>'
        f"{_raison(c)}{_comparaisons(c)}{_statuts(c)}"
        f'<div class="pil-date"><p>{escape(c.periode)}</p>{details}</div>'
        f"{_definition(c)}{_liens(c, ancre)}</article>"
    )


def _unite(c: Carte) -> str:
    return f' <span class="pil-unite">{escape(c.unite)}</span>' if c.unite else ""


def _intervalle(c: Carte) -> str | None:
    return f"Intervalle à 95 % : {c.intervalle}" if c.intervalle else None


def _raison(c: Carte) -> str:
    return f'<p class="pil-raison">{escape(c.raison)}</p>' if c.raison else ""


def _comparaisons(c: Carte) -> str:
    if not c.comparaisons:
        return ""
    lignes = "".join(
        f"<div><dt>{escape(ligne.libelle)}</dt><dd><span class='pil-autre'>{escape(ligne.valeur)} </span>"
        + (f"<span class='pil-ecart'>{escape(ligne.ecart)}</span>" if ligne.ecart else "")
        + "</dd></div>"
        for ligne in c.comparaisons
    )
    return f'<dl class="pil-comparaisons">{lignes}</dl>'


def _statuts(c: Carte) -> str:
    if not c.statuts:
        return ""
    return '<ul class="pil-statuts">' + "".join(f"<li>{escape(s)}</li>" for s in c.statuts) + "</ul>"


def _definition(c: Carte) -> str:
    return (
        '<details class="pil-definition"><summary>Définition'
        f'<span class="pil-cache"> : {escape(c.titre)}</span></summary>{definition(c.definition)}</details>'
    )


def definition(d: Definition) -> str:
    """The words of an indicator, rubric by rubric."""
    rubriques = "".join(f"<dt>{escape(t)}</dt><dd>{escape(texte)}</dd>" for t, texte in d.rubriques)
    ruptures = "".join(f"<dt>Rupture de série</dt><dd>{escape(texte)}</dd>" for texte in d.ruptures)
    limites = "".join(f"<dt>Limite</dt><dd>{escape(texte)}</dd>" for texte in d.limites)
    return (
        f'<dl class="pil-rubriques">{rubriques}{ruptures}{limites}'
        f"<dt>Sources</dt><dd>{escape(d.sources)}</dd>"
        f"<dt>Équivalent officiel</dt><dd>{escape(d.equivalent)}</dd>"
        f"<dt>Version de la méthode</dt><dd>{d.version}</dd></dl>"
    )


def _liens(c: Carte, ancre: bool) -> str:
    if c.lien is None:
        return ""
    cache = f'<span class="pil-cache"> : {escape(c.titre)}</span>'
    evolution = f'<a href="#serie-{escape(c.indicateur)}" target="_self">Évolution{cache}</a> · ' if ancre else ""
    return f'<p class="pil-liens">{evolution}<a href="{escape(c.lien)}" download>Données{cache}</a></p>'
