"""The objectives of a sheet: a state in words, never by a colour alone."""

from collections.abc import Sequence
from html import escape

from dashboards.vues.objectifs import Objectif, Objectifs


def objectifs(bloc: Objectifs | None) -> str:
    if bloc is None:
        return ""
    passes, pluriel = _liste(bloc.passes), "s" if len(bloc.passes) > 1 else ""
    if passes:
        resume = f"{len(bloc.passes)} objectif{pluriel} de périodes passées"
        passes = f'<details class="pil-donnees"><summary>{resume}</summary>{passes}</details>'
    plan = f"<p>{escape(bloc.plan)}</p>" if bloc.plan else ""
    return (
        f'<section class="pil-theme"><h2>Objectifs</h2><p>{escape(bloc.resume)}</p>'
        f"{_liste(bloc.en_cours)}{passes}{plan}</section>"
    )


def _liste(objectifs: Sequence[Objectif]) -> str:
    lignes = "".join(_objectif(o) for o in objectifs)
    return f'<ul class="pil-objectifs">{lignes}</ul>' if lignes else ""


def _objectif(o: Objectif) -> str:
    return (
        f"<li><h3>{escape(o.titre)}</h3><p><strong>{escape(o.etat)}.</strong> {escape(o.phrase)} "
        f'{escape(o.avancement)}</p><p class="pil-sous">{escape(o.origine)}</p></li>'
    )
