"""The pages: one per source and an index, each a file that opens by itself, without network or script.

They lie under interne/qualite/ and are for those who hold the house; they hold counts and sentences, and no row.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import jinja2

from pipelines.contracts import Contrat
from pipelines.contracts.lots import maison
from pipelines.landing.bilan import COMPTES
from pipelines.landing.registre import chemin_du_registre, lire
from pipelines.qualite import historique
from pipelines.qualite.attentes import Attente
from pipelines.qualite.controle import Livraison
from pipelines.qualite.evaluation import A_REGARDER, CONFORME, NON_JUGE
from pipelines.qualite.phrases import attendue, observee, phrase, sujet
from pipelines.qualite.tendance import Tendance, tracer
from pipelines.roots import Roots

_GABARITS = Path(__file__).parent / "gabarits"
_SIGNES = {A_REGARDER: "!", CONFORME: "✓", NON_JUGE: "–"}


@dataclass(frozen=True)
class Bilan:
    """What the index says of a source: its last delivery, how its checks came out, what there is to look at."""

    source: str
    objet: str
    derniere: str
    verdicts: dict[str, int]
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class _Ligne:
    """One check as the page of a source tells it."""

    sujet: str
    observee: str
    attendue: str
    tendance: Tendance
    verdict: str


def ecrire_pages(roots: Roots, contrat: Contrat, livraisons: Sequence[Livraison]) -> None:
    """Write the page of a source, then the index of all sources checked so far; each appears whole, by renaming."""
    gabarits = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_GABARITS),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    gabarits.filters["jour"] = "{:%d/%m/%Y}".format
    gabarits.filters["nombre"] = lambda nombre: f"{nombre:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    gabarits.filters["part"] = lambda part: f"{part * 100:.1f}".replace(".", ",") + " %"
    gabarits.globals["signes"] = _SIGNES
    bilan = _bilan(contrat, livraisons)
    _ecrire(
        roots.qualite / "bilans" / f"{contrat.source}.json", json.dumps(asdict(bilan), ensure_ascii=False, indent=1)
    )
    page = gabarits.get_template("source.html.j2").render(
        contrat=contrat,
        objet=bilan.objet,
        bilan=bilan,
        livraisons=[(livraison, _lignes(livraison)) for livraison in livraisons],
        recues=_recues(roots, contrat.source),
        controles=list(maison().controles.values()),
    )
    _ecrire(roots.qualite / f"{contrat.source}.html", page)
    chemins = sorted((roots.qualite / "bilans").glob("*.json"))
    bilans = [json.loads(chemin.read_text(encoding="utf-8")) for chemin in chemins]
    _ecrire(roots.qualite / "index.html", gabarits.get_template("index.html.j2").render(bilans=bilans))


def _bilan(contrat: Contrat, livraisons: Sequence[Livraison]) -> Bilan:
    description = contrat.odcs.description
    return Bilan(
        source=contrat.source,
        objet=" ".join(((description and description.purpose) or "").split()),
        derniere=f"{livraisons[0].resume.date_reception:%d/%m/%Y}" if livraisons else "",
        verdicts={verdict: sum(len(li.de_verdict(verdict)) for li in livraisons) for verdict in _SIGNES},
        phrases=tuple(
            f"Livraison du {livraison.resume.date_reception:%d/%m/%Y} : {phrase(rendu.attente)}"
            for livraison in livraisons
            for rendu in livraison.de_verdict(A_REGARDER)
        ),
    )


def _lignes(livraison: Livraison) -> dict[str, list[_Ligne]]:
    """The checks of a delivery by verdict, those to look at first."""
    return {
        verdict: [_ligne(rendu.attente, verdict, livraison) for rendu in livraison.de_verdict(verdict)]
        for verdict in _SIGNES
    }


def _ligne(attente: Attente, verdict: str, livraison: Livraison) -> _Ligne:
    passe = [valeur for _, valeur in attente.passe]
    tendance = tracer(passe, attente.observee, attente.bas, attente.haut)
    return _Ligne(sujet(attente), observee(attente), attendue(attente), tendance, verdict)


def _recues(roots: Roots, source: str) -> list[dict[str, Any]]:
    """The last deliveries by the ledger, newest first."""
    jours = historique.livraisons(roots, source)[-maison().historique["profondeur"] :]
    return [_recue(jour, lire(chemin_du_registre(roots, source, jour))) for jour in reversed(jours)]


def _recue(jour: date, lignes: list[dict[str, Any]]) -> dict[str, Any]:
    comptes = {nom: sum(ligne[nom] for ligne in lignes) for nom in COMPTES}
    refuses = sum(ligne["statut"] == "refuse" for ligne in lignes)
    return {"jour": jour, "fichiers": len(lignes), "refuses": refuses, **comptes}


def _ecrire(chemin: Path, texte: str) -> None:
    chemin.parent.mkdir(parents=True, exist_ok=True)
    provisoire = chemin.with_suffix(".tmp")
    provisoire.write_text(texte, encoding="utf-8")
    provisoire.replace(chemin)
