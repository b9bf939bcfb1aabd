"""The objectives of a sheet: a state in words, never by a colour alone."""

from html import escape

from dashboards.vues.objectifs import Objectif, Objectifs


def objectifs(bloc: Objectifs | None) -> str:
    if bloc is None:
        return ""
    lignes = "".join(_objectif(o) for o in bloc.objectifs)
    liste = f'<ul class="pil-objectifs">{lignes}</ul>' if lignes else ""
    plan = f"<p>{escape(bloc.plan)}</p>" if bloc.plan else ""
    return f'<section class="pil-theme"><h2>Objectifs</h2><p>{escape(bloc.resume)}</p>{liste}{plan}</section>'


def _objectif(o: Objectif) -> str:
    return (
        f"<li><h3>{escape(o.titre)}</h3><p><strong>{escape(o.etat)}.</strong> {escape(o.phrase)} "
        f'{escape(o.avancement)}</p><p class="pil-sous">{escape(o.origine)}</p></li>'
    )
