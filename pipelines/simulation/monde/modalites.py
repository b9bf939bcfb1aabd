"""Modality spells of each journey, and the reviews (« cordes de rappel ») they make due."""

import numpy as np
import polars as pl

from pipelines.simulation.monde.jours import JAMAIS, choix, dates, debut_de_mois, entre, mois_de
from pipelines.simulation.monde.suivi import ORGANISMES, Suivi

_MODALITES = (
    ["AUTONOME", "GUIDE", "RENFORCE", "INTENSIF", "SOCIAL", "GLOBAL", "HANDICAP"],
    [28, 36, 16, 9, 5, 2, 4],
)
_SUIVIS, _CHANGES, _REVUS = 0.85, 0.15, 0.45
# Spells that begin on the last day of a month, that change on the first (the former ends on the last), that are not
# closed by the next, that have a twin begun on the same day
_UN_DERNIER_DU_MOIS, _UN_PREMIER_DU_MOIS, _LAISSEES_OUVERTES, _JUMELLES = 0.04, 0.2, 0.2, 0.02
_TROIS_MOIS, _SIX_MOIS, _POINTS = 91, 182, 4
_CAUSES = (["AUTOMATIQUE", "INITIATIVE", "CHANGEMENT_ALLOCATION", "FIN_DISPOSITIF"], [75, 12, 8, 5])
_ISSUES = (["RIEN", "ENTRETIEN", "CHANGEMENT_MODALITE", "REORIENTATION"], [45, 40, 12, 3])
_SUR_LA_FIN = 0.04
# How a review is done: not at all, on the 30th day after it is due, on the 31st, early, in time, late
_REALISATIONS = ([0, 1, 2, 3, 4, 5], [16, 4, 4, 14, 52, 10])


def cheminer(suivi: Suivi) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The frames `modalite` and `corde_rappel`."""
    tirage, segments = suivi.tirage, suivi.segments
    tetes = suivi.tetes
    debut = segments.debut[tetes] + entre(tirage, 0, 30, len(tetes))
    fin_de_mois = debut_de_mois(mois_de(debut) + 1) - 1
    debut = np.where(tirage.random(len(tetes)) < _UN_DERNIER_DU_MOIS, fin_de_mois, debut)
    fin = segments.fin_parcours[tetes]
    suivies = (debut < fin) & suivi.passe(tetes, debut) & (tirage.random(len(tetes)) < _SUIVIS)
    tetes, debut, fin = tetes[suivies], debut[suivies], fin[suivies]
    change = debut + entre(tirage, 60, 300, len(tetes))
    premier_du_mois = debut_de_mois(mois_de(change) + 1)
    change = np.where(tirage.random(len(tetes)) < _UN_PREMIER_DU_MOIS, premier_du_mois, change)
    changees = (change < fin) & suivi.passe(tetes, change) & (tirage.random(len(tetes)) < _CHANGES)
    lesquels = np.concatenate([tetes, tetes[changees]])
    debut = np.concatenate([debut, change[changees]])
    closes = changees & (tirage.random(len(tetes)) >= _LAISSEES_OUVERTES)
    fin = np.concatenate([np.where(closes, change - 1, fin), fin[changees]])
    jumelles = tirage.random(len(lesquels)) < _JUMELLES
    lesquels, debut, fin = (np.concatenate([valeurs, valeurs[jumelles]]) for valeurs in (lesquels, debut, fin))
    nombre = len(lesquels)
    modalite = choix(tirage, *_MODALITES, nombre)
    operateur = np.where(modalite == "HANDICAP", "CE", choix(tirage, *ORGANISMES, nombre))
    periodes = {"modalite": modalite, "operateur": operateur, "date_debut": dates(debut), "date_fin": dates(fin)}
    # Two spells that begin one day in one modality are one
    frame = pl.DataFrame({**suivi.qui(lesquels), **periodes}).unique(
        ["personne", "date_debut", "modalite"], keep="first", maintain_order=True
    )
    return frame, _rappeler(suivi, lesquels, debut, fin, modalite, operateur)


def _rappeler(  # noqa: PLR0913, PLR0917 - a modality spell is said by its columns
    suivi: Suivi,
    lesquels: np.ndarray,
    debut: np.ndarray,
    fin: np.ndarray,
    modalite: np.ndarray,
    operateur: np.ndarray,
) -> pl.DataFrame:
    """Reviews every three months for whom is autonomous, every six for the others: some on the day of the end."""
    tirage = suivi.tirage
    revus = np.flatnonzero((tirage.random(len(lesquels)) < _REVUS) & (fin > suivi.premier))
    periode = np.repeat(revus, _POINTS)
    pas = np.where(modalite[periode] == "AUTONOME", _TROIS_MOIS, _SIX_MOIS)
    du = debut[periode] + pas * np.tile(np.arange(1, _POINTS + 1), len(revus))
    sur_la_fin = (tirage.random(len(periode)) < _SUR_LA_FIN) & (fin[periode] <= suivi.dernier)
    du = np.where(sur_la_fin, fin[periode], du)
    # Some are due a little after the person has left, or after the world ends
    dus = (du >= suivi.premier) & (du < fin[periode] + 15) & (du <= suivi.dernier + _TROIS_MOIS)
    periode, du = periode[dus], du[dus]
    nombre, creation = len(periode), np.maximum(debut[periode], du - pas[dus])
    dus = suivi.passe(lesquels[periode], creation)
    periode, du, creation, nombre = periode[dus], du[dus], creation[dus], int(dus.sum())
    fait = du + np.choose(
        choix(tirage, *_REALISATIONS, nombre),
        [
            np.full(nombre, JAMAIS),
            np.full(nombre, 30),
            np.full(nombre, 31),
            entre(tirage, -15, -1, nombre),
            entre(tirage, 0, 25, nombre),
            entre(tirage, 32, 80, nombre),
        ],
    )
    fait = np.where(suivi.passe(lesquels[periode], fait) & (fait >= creation), fait, JAMAIS)
    frame = pl.DataFrame(
        {
            **suivi.qui(lesquels[periode]),
            "cause": choix(tirage, *_CAUSES, nombre),
            "operateur": operateur[periode],
            "creation": dates(creation),
            "date_echeance": dates(du),
            "date_realisation": dates(fait),
            "issue": choix(tirage, *_ISSUES, nombre),
        }
    ).with_columns(issue=pl.when(pl.col("date_realisation").is_not_null()).then("issue"))
    return frame.unique(["personne", "date_echeance", "cause"], keep="first", maintain_order=True)
