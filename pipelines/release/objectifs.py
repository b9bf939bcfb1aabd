"""How far each objective is, worked out from published cells alone: whoever holds a release can redo it."""

from datetime import date, timedelta
from typing import Any

import polars as pl

from pipelines.catalogue.annonces import DUREES, est_annoncee
from pipelines.catalogue.ruptures import touche
from pipelines.release.colonnes import OBJECTIFS

COLONNES_OBJECTIFS = {colonne.nom: colonne.genre for colonne in OBJECTIFS}
CLE_OBJECTIFS = list(COLONNES_OBJECTIFS)[:7]
DECLARES = list(COLONNES_OBJECTIFS)[:12]
"""What the author of an objective says; the columns after these are worked out."""
PERIODES_LUES = ("glissant_12m", "annee", "trimestre", "mois")
"""Where a value is looked for: the first of them in which the indicator is told."""
AVANCE_TOLEREE, DECIMALES = 0.1, 4
_CELLULE = CLE_OBJECTIFS[:5]
_PAS_ENCORE = "fenetre_incomplete"


def suivre(
    objectifs: pl.DataFrame,
    table: pl.LazyFrame,
    mots: dict[str, Any],
    territoires: pl.DataFrame,
    date_observation: date,
) -> pl.DataFrame:
    """COLONNES_OBJECTIFS, sorted by key, of objectives that have at least DECLARES (a row without key is none).

    `table`: the published cells. `mots`: `indicateurs` and `dimensions`, as the metadata of a release hold them.
    `territoires`: those that are published.
    """
    declares = objectifs.drop_nulls(CLE_OBJECTIFS).select(DECLARES).sort(CLE_OBJECTIFS)
    visees = declares.select(_CELLULE).unique()
    # the indicators first: their rows stand together, the rest is not read
    lues = table.filter(pl.col("indicateur").is_in(visees["indicateur"].unique().implode()))
    cellules = lues.join(visees.lazy(), on=_CELLULE, how="semi").sort(_CELLULE).collect()
    par_cellule = cellules.partition_by(_CELLULE, as_dict=True)
    entrees = {entree["indicateur"]: entree for entree in mots["indicateurs"]}
    lieux = set(territoires.select("territoire_niveau", "territoire_code").iter_rows())
    lignes = []
    for objectif in declares.iter_rows(named=True):
        entree, periode = entrees.get(objectif["indicateur"]), None
        if entree is None:
            suivi = _non_mesurable("indicateur_inconnu")
        elif (objectif["territoire_niveau"], objectif["territoire_code"]) not in lieux:
            suivi = _non_mesurable("territoire_inconnu")
        elif (periode := _periode_lue(objectif, entree, mots["dimensions"])) is None:
            suivi = _non_mesurable("non_publie")
        else:
            lues = par_cellule.get(tuple(objectif[nom] for nom in _CELLULE), cellules.clear())
            limite = min(objectif["periode_fin"], date_observation)
            ligne = _derniere(lues.filter(pl.col("periode_type") == periode), limite)
            suivi = _suivi(objectif, ligne, entree)
        lignes.append(objectif | suivi)
    return pl.DataFrame(lignes, schema=COLONNES_OBJECTIFS)


def _periode_lue(objectif: dict, entree: dict, dimensions: dict[str, dict]) -> str | None:
    """The type of period in which this public of the indicator is told at this level; None if it is told in none."""
    niveau, dimension = objectif["territoire_niveau"], objectif["dimension"]
    if niveau not in entree["niveaux"] or dimension not in entree["dimensions"]:
        return None
    if objectif["modalite"] not in dimensions[dimension]["modalites"]:
        return None
    lues = (p for p in PERIODES_LUES if p in entree["periodes"] and est_annoncee(niveau, p, dimension))
    return next(lues, None)


def _derniere(lignes: pl.DataFrame, limite: date) -> dict | None:
    """The last period that ends by `limite` and is observed; if none is observed yet, the last that ends by then.

    A period still under observation has no value anywhere: it says nothing of this territory. Any other reason does,
    and no older value is taken instead.
    """
    finies = [ligne for ligne in lignes.sort("periode_debut").iter_rows(named=True) if _fin(ligne) <= limite]
    observees = [ligne for ligne in finies if ligne["valeur"] is not None or ligne["motif"] != _PAS_ENCORE]
    return next(reversed(observees or finies), None)


def _suivi(objectif: dict, ligne: dict | None, entree: dict) -> dict[str, Any]:
    if ligne is None:
        return _non_mesurable("periode_absente")
    valeur, debut, fin = ligne["valeur"], objectif["periode_debut"], _fin(ligne)
    lue = {
        "valeur_actuelle": valeur,
        "valeur_periode_type": ligne["periode_type"],
        "valeur_periode_debut": ligne["periode_debut"],
    }
    if valeur is None:
        return lue | _non_mesurable(ligne["motif"])
    if _est_rompu(debut, ligne, entree):
        return lue | _non_mesurable("rupture")
    depart, cible = objectif["valeur_initiale"], objectif["valeur_cible"]
    avancement = round((valeur - depart) / (cible - depart), DECIMALES)
    ecoules, tous = (fin - debut).days + 1, (objectif["periode_fin"] - debut).days + 1
    part_ecoulee = round(min(max(ecoules / tous, 0.0), 1.0), DECIMALES)
    return lue | {"avancement": avancement, "part_ecoulee": part_ecoulee, "etat": _etat(avancement, part_ecoulee)}


def _est_rompu(debut: date, ligne: dict, entree: dict) -> bool:
    """Whether a break of the series stands between the start and the value, or inside the months of the value.

    The value of a stock is that of the last month of its period.
    """
    fin = _fin(ligne)
    premier = fin.replace(day=1) if entree["glissant"] == "dernier" else ligne["periode_debut"]
    siennes = (r for r in entree["ruptures"] if touche(r, ligne["territoire_niveau"], ligne["territoire_code"]))
    jours = (date.fromisoformat(rupture["date"]) for rupture in siennes)
    return any(jour <= fin and (jour >= debut or jour > premier) for jour in jours)


def _etat(avancement: float, part_ecoulee: float) -> str:
    if avancement >= 1:
        return "atteint"
    attendu = round(part_ecoulee - AVANCE_TOLEREE, DECIMALES)
    return "en_bonne_voie" if avancement >= attendu else "a_surveiller"


def _non_mesurable(motif: str) -> dict[str, str]:
    return {"etat": "non_mesurable", "motif": motif}


def _fin(ligne: dict) -> date:
    """The last day of the period of a row."""
    debut, mois = ligne["periode_debut"], DUREES[ligne["periode_type"]][0]
    rang = 12 * debut.year + debut.month - 1 + mois
    return date(rang // 12, rang % 12 + 1, 1) - timedelta(days=1)
