"""How good the sources are: what came, what was refused, what leads to somebody, and how old it is."""

from dataclasses import dataclass

import polars as pl

from dashboards import formats, textes
from dashboards.millesime import Millesime
from dashboards.vues.definitions import PERIMETRES

MESURES = ("couverture_source", "fraicheur_source", "taux_quarantaine", "taux_appariement")
TITRES = ("Livraisons arrivées", "Dernier jour connu", "Unités refusées", "Lignes appariées")
_FICHIER = "qualite_sources.parquet"


@dataclass(frozen=True)
class QualiteDeSource:
    """`mesures`: one text for each of TITRES."""

    nom: str
    mesures: tuple[str, ...]


def qualite(version: Millesime) -> tuple[QualiteDeSource, ...]:
    """One entry per source, in the order of their names; none for a release older than this file."""
    if not (version.dossier / _FICHIER).exists():
        return ()
    table = pl.read_parquet(version.dossier / _FICHIER).filter(
        pl.col("territoire_niveau") == "national", pl.col("modalite") == "ensemble"
    )
    par_source: dict[str, dict[str, dict]] = {}
    for ligne in table.iter_rows(named=True):
        par_source.setdefault(ligne["source"], {})[ligne["mesure"]] = ligne
    return tuple(
        QualiteDeSource(
            formats.majuscule(PERIMETRES.get(source, source)),
            tuple(_texte(mesures.get(mesure)) for mesure in MESURES),
        )
        for source, mesures in sorted(par_source.items())
    )


def _texte(ligne: dict | None) -> str:
    if ligne is None:
        return "—"
    if ligne["unite"] == "jours":
        return f"{formats.jours(ligne['valeur'])} avant la publication"
    if ligne["valeur"] is None:
        return _sans_valeur(ligne)
    return formats.pourcentage(ligne["valeur"])


def _sans_valeur(ligne: dict) -> str:
    if ligne["motif"] == "part_extreme":
        return "presque aucune" if not ligne["numerateur"] else "presque toutes"
    return textes.MOTIFS_COURTS[ligne["motif"]]
