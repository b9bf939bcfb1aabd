"""What happens of each training, event by event: those of the trainees extract, and those bought alone.

A person enrols, most enter, some give up; an event is now and then told a month or two after.
"""

import numpy as np
import polars as pl

from pipelines.simulation.monde.jours import JAMAIS, Jours, choix, dates, entre, log_normal
from pipelines.simulation.monde.lieux import chiffres
from pipelines.simulation.monde.suivi import Suivi

INSCRIPTION, ENTREE, ABANDON, SORTIE = "INSCRIPTION", "ENTREE", "ABANDON", "SORTIE"
_TYPES = {"BEN": "BENEFICIAIRE"}
_ATTENTES = ([0, 5, 20, 60, 180, 181], [6, 22, 40, 24, 4, 4])
_NIVEAUX = ([0, 3, 4, 5, 6], [45, 25, 14, 11, 5])
_SANS_INSCRIPTION, _DIPLOMES, _PLUS_TARD = 0.06, 0.4, 0.04
_ACHETEES, _EGALEMENT = 0.05, 0.12
_ENTRENT, _ABANDONNENT = 0.9, 0.12


def cheminer_en_formation(suivi: Suivi, formation: pl.DataFrame) -> pl.DataFrame:
    """The frame `evenement_formation`; an event is unique by person, session, nature and day."""
    dernier = suivi.parametres.dernier_jour
    sessions = pl.concat([_connues(suivi, formation), _achetees(suivi)], how="diagonal_relaxed")
    tirage, nombre = suivi.tirage, sessions.height
    niveau = pl.Series(choix(tirage, *_NIVEAUX, nombre))
    sessions = sessions.with_columns(
        niveau=pl.when(niveau > 0).then(niveau),
        heures=pl.Series(entre(tirage, 7, 700, nombre)),
        obtenu=pl.Series(tirage.random(nombre) < _DIPLOMES) & (niveau > 0),
    )
    natures = {INSCRIPTION: "inscription", ENTREE: "entree", ABANDON: "abandon", SORTIE: "sortie"}
    evenements = pl.concat(
        [
            sessions.drop_nulls(colonne).with_columns(
                evenement=pl.lit(nature),
                date=pl.col(colonne),
                diplome=pl.when(pl.lit(nature == SORTIE)).then("obtenu"),
            )
            for nature, colonne in natures.items()
        ]
    ).filter(pl.col("date") >= suivi.parametres.premier_mois, pl.col("date") <= dernier)
    retard = np.where(tirage.random(evenements.height) < _PLUS_TARD, entre(tirage, 10, 60, evenements.height), 0)
    annonce = pl.col("date") + pl.duration(days=pl.Series(retard))
    return evenements.with_columns(annonce=pl.min_horizontal(annonce, pl.lit(dernier))).unique(
        ["personne", "session", "evenement", "date"], keep="first", maintain_order=True
    )


def _connues(suivi: Suivi, formation: pl.DataFrame) -> pl.DataFrame:
    """The trainings of the trainees extract; of one given up, the abandon is told and no exit."""
    tirage, nombre = suivi.tirage, formation.height
    attente = pl.Series(choix(tirage, *_ATTENTES, nombre))
    tue = pl.Series(tirage.random(nombre) < _SANS_INSCRIPTION, dtype=pl.Boolean)
    inscription = pl.coalesce("entree", "debut_prevu") - pl.duration(days=attente)
    return formation.with_columns(
        inscription=pl.when(~tue).then(inscription),
        sortie=pl.when(pl.col("abandon").is_null()).then("sortie"),
        type_formation=pl.col("dispositif").replace(_TYPES),
        financeur=pl.col("financeurs").str.split(";").list.first(),
        cpf_autonome=pl.lit(False),
    ).drop("dispositif", "financeurs")


def _achetees(suivi: Suivi) -> pl.DataFrame:
    """Trainings bought with the personal account, alone or not, at any time of a registration; some buy two at once."""
    tirage = suivi.tirage
    lesquels = np.flatnonzero(tirage.random(len(suivi.segments)) < _ACHETEES)
    inscrits = suivi.jours(lesquels)
    encore = tirage.random(len(lesquels)) < _EGALEMENT
    lesquels, inscrits = np.concatenate([lesquels, lesquels[encore]]), np.concatenate([inscrits, inscrits[encore]])
    venus = suivi.passe(lesquels, inscrits)
    lesquels, inscrits = lesquels[venus], inscrits[venus]
    nombre = len(lesquels)
    entree = inscrits + choix(tirage, *_ATTENTES, nombre)
    entree = np.where((tirage.random(nombre) < _ENTRENT) & suivi.passe(lesquels, entree), entree, JAMAIS)
    terme = inscrits + 5 + log_normal(tirage, 45, 0.8, nombre)
    quitte = np.where(tirage.random(nombre) < _ABANDONNENT, entree + entre(tirage, 0, 20, nombre), JAMAIS)
    abandon = _passes(suivi, quitte, entree)
    sortie = np.where(abandon < JAMAIS, JAMAIS, _passes(suivi, np.maximum(terme, entree), entree))
    pays = suivi.pays(lesquels)
    return pl.DataFrame(
        {
            "personne": suivi.qui(lesquels)["personne"],
            "session": "CPF_"
            + chiffres(suivi.population.numero[suivi.segments.qui[lesquels]], 8)
            + "_"
            + chiffres(np.arange(nombre), 6),
            "inscription": dates(inscrits),
            "entree": dates(entree),
            "abandon": dates(abandon),
            "sortie": dates(sortie),
            "debut_prevu": dates(inscrits),
            "fin_prevue": dates(terme),
            "type_formation": pl.Series(["CPF"] * nombre, dtype=pl.String),
            "financeur": pl.Series(["10"] * nombre, dtype=pl.String),
            "cpf_autonome": tirage.random(nombre) < 0.8,
            "formacode": choix(tirage, ["15081", "31768", "46272"], [1, 1, 1], nombre),
            "commune_lieu": suivi.lieux.communes[suivi.lieux.tirer_dans(tirage, pays)],
        }
    )


def _passes(suivi: Suivi, jours: Jours, entree: Jours) -> Jours:
    """Days that have come, of those who entered."""
    return np.where((entree < JAMAIS) & (jours <= suivi.dernier), jours, JAMAIS)
