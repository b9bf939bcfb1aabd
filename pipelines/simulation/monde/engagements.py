"""Contracts of engagement: one for most journeys, signed, refused or waiting, renewed, suspended, closed."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.simulation.monde.jours import JAMAIS, Hasard, Jours, choix, debut_de_mois, entre, log_normal, mois_de
from pipelines.simulation.monde.lieux import chiffres
from pipelines.simulation.monde.suivi import ORGANISMES, Suivi

_HEURES = ([-1, 2.5, 5, 10, 14.5, 15, 15.5, 20], [3, 15, 16, 16, 8, 20, 6, 16])
_MOTIFS = (["EMPLOI", "FORMATION", "CESSATION_INSCRIPTION", "REORIENTATION", "SANCTION", "AUTRE"], [30, 8, 46, 8, 2, 6])
_REFUSES, _RENOUVELES, _SUSPENDUS, _OUBLIES, _EN_FIN_DE_MOIS, _A_MINUIT = 0.06, 0.3, 0.06, 0.07, 0.15, 0.08
# Where signatures are planted: on the day of entry, before it, on the last day, after it
_PART_D_UN_BORD = 0.012
_SECONDES = 86_400


@dataclass
class _Contrats:
    """Contracts by the registration that opens their journey; days, JAMAIS when something does not happen."""

    lesquels: np.ndarray
    creation: Jours
    signature: Jours
    refus: Jours
    cloture: Jours

    def plus(self, suite: "_Contrats") -> "_Contrats":
        return _Contrats(*(np.concatenate([getattr(self, nom), getattr(suite, nom)]) for nom in self.__annotations__))


def engager(suivi: Suivi) -> pl.DataFrame:
    """The frame `contrat_engagement`, in final states; a suspension is never lifted."""
    tirage = suivi.tirage
    contrats, renouveles = _renouveler(suivi, _proposer(suivi))
    nombre, signes = len(contrats.lesquels), contrats.signature < JAMAIS
    suspension = contrats.signature + entre(tirage, 10, 120, nombre)
    suspendus = signes & (suspension < contrats.cloture) & (tirage.random(nombre) < _SUSPENDUS)
    suspendus &= suivi.passe(contrats.lesquels, suspension)
    qui = suivi.qui(contrats.lesquels)
    clos = contrats.cloture < JAMAIS
    frame = pl.DataFrame(
        {
            **qui,
            "organisme": choix(tirage, *ORGANISMES, nombre),
            "creation": _instants(contrats.creation, np.full(nombre, 300)),
            "signature": _instants(contrats.signature, _secondes(tirage, nombre)),
            "refus": _instants(contrats.refus, _secondes(tirage, nombre)),
            "suspension": _instants(np.where(suspendus, suspension, JAMAIS), _secondes(tirage, nombre)),
            "cloture": _instants(contrats.cloture, _secondes(tirage, nombre)),
            "motif_cloture": np.where(renouveles, "RENOUVELLEMENT", choix(tirage, *_MOTIFS, nombre)),
            "heures": choix(tirage, *_HEURES, nombre),
            "_clos": clos,
        }
    ).with_columns(
        motif_cloture=pl.when("_clos").then("motif_cloture"),
        heures=pl.when(pl.col("heures") >= 0).then("heures"),
    )
    frame = frame.with_columns(rang=pl.int_range(1, pl.len() + 1).over("personne", order_by=["creation", "signature"]))
    nom = "CE-" + chiffres(frame["personne"].to_numpy(), 8) + "-" + chiffres(frame["rang"].to_numpy(), 2)
    return frame.with_columns(contrat=nom)


def _proposer(suivi: Suivi) -> _Contrats:
    """The first contract of each journey, with its end when it is not renewed."""
    tirage, segments = suivi.tirage, suivi.segments
    tetes = suivi.tetes
    pays = suivi.pays(tetes)
    proposes = tirage.random(len(tetes)) < suivi.lieux.engagement[pays]
    tetes, pays = tetes[proposes], pays[proposes]
    nombre, debut, fin = len(tetes), segments.debut[tetes], segments.fin_parcours[tetes]
    creation = debut + log_normal(tirage, 1.3 * suivi.lieux.accompagnement[pays], 0.8, nombre)
    signature = creation + choix(tirage, [0, 1, 6, 18], [45, 20, 25, 10], nombre)
    bords = [debut, debut - 12, fin, fin + 6]
    pile = np.floor(tirage.random(nombre) / _PART_D_UN_BORD).astype(np.int64)
    signature = np.select([pile == rang for rang in range(len(bords))], bords, signature)
    signature = np.where((pile < len(bords)) | (signature <= fin), signature, JAMAIS)
    creation = np.minimum(creation, signature)
    refus = np.where((tirage.random(nombre) < _REFUSES) & suivi.passe(tetes, signature), signature, JAMAIS)
    signature = np.where((refus == JAMAIS) & suivi.passe(tetes, signature), signature, JAMAIS)
    cloture = _clore(
        suivi, tetes, fin + entre(tirage, -2, 8, nombre), np.where(signature < JAMAIS, signature, creation)
    )
    cloture = np.where(refus < JAMAIS, JAMAIS, cloture)
    # Proposed while the person is there; what is signed or refused was
    faits = suivi.passe(tetes, creation) & ((creation < fin) | (signature < JAMAIS) | (refus < JAMAIS))
    contrats = _Contrats(tetes, creation, signature, refus, cloture)
    return _Contrats(*(getattr(contrats, nom)[faits] for nom in _Contrats.__annotations__))


def _clore(suivi: Suivi, lesquels: np.ndarray, quand: Jours, apres: Jours) -> Jours:
    """Closing days later than `apres`: some put off to the last day of their month, some forgotten."""
    tirage, nombre = suivi.tirage, len(lesquels)
    vise = quand < JAMAIS // 2
    jours = np.where(vise, quand, 0)
    fin_de_mois = debut_de_mois(mois_de(jours) + 1) - 1
    jours = np.where(tirage.random(nombre) < _EN_FIN_DE_MOIS, fin_de_mois, jours)
    jours = np.where((apres < JAMAIS) & (jours <= apres), apres + 1, jours)
    clos = vise & (tirage.random(nombre) >= _OUBLIES) & suivi.passe(lesquels, jours)
    return np.where(clos, jours, JAMAIS)


def _renouveler(suivi: Suivi, premiers: _Contrats) -> tuple[_Contrats, np.ndarray]:
    """Contracts and those that renew them, signed on the day the former closes or some days later."""
    tirage = suivi.tirage
    terme = premiers.signature + log_normal(tirage, 190, 0.4, len(premiers.lesquels))
    terme = np.maximum(terme, premiers.signature + 1)
    terme = np.where(
        tirage.random(len(terme)) < _EN_FIN_DE_MOIS,
        debut_de_mois(mois_de(np.where(terme < JAMAIS, terme, 0)) + 1) - 1,
        terme,
    )
    suite = terme + choix(tirage, [0, 1, 20], [60, 20, 20], len(terme))
    fin = np.minimum(suivi.segments.fin_parcours[premiers.lesquels], suivi.dernier)
    renouveles = (premiers.signature < JAMAIS) & (terme > premiers.signature) & (suite < fin)
    renouveles &= suivi.passe(premiers.lesquels, suite) & (tirage.random(len(terme)) < _RENOUVELES)
    lesquels, signature, cloture = premiers.lesquels[renouveles], suite[renouveles], premiers.cloture[renouveles]
    seconds = _Contrats(
        lesquels,
        terme[renouveles],
        signature,
        np.full(len(lesquels), JAMAIS),
        np.where(cloture > signature, cloture, JAMAIS),
    )
    premiers.cloture = np.where(renouveles, terme, premiers.cloture)
    return premiers.plus(seconds), np.concatenate([renouveles, np.zeros(len(lesquels), dtype=bool)])


def _secondes(tirage: Hasard, nombre: int) -> np.ndarray:
    """Seconds of the day: office hours, or within the two hours where Paris and Greenwich disagree on the day."""
    nuit = tirage.random(nombre) < _A_MINUIT
    return np.where(nuit, entre(tirage, 600, 3_000, nombre), entre(tirage, 7 * 3600, 20 * 3600, nombre))


def _instants(jours: Jours, secondes: np.ndarray) -> pl.Series:
    instants = pl.Series((np.minimum(jours, JAMAIS) * _SECONDES + secondes) * 1_000_000)
    return instants.set(pl.Series(jours >= JAMAIS), None).cast(pl.Datetime("us"))
