"""Orientations: one for most journeys, after a delay that is the département's own; some refused, some kept."""

import numpy as np
import polars as pl

from pipelines.simulation.monde.inscriptions import Segments
from pipelines.simulation.monde.jours import JAMAIS, Jours, choix, dates, entre, hasard, jour, log_normal
from pipelines.simulation.monde.lieux import Lieux
from pipelines.simulation.monde.modele import Parametres
from pipelines.simulation.monde.population import Population

_JAMAIS_ORIENTES, _REFUSEES, _REORIENTEES, _GARDEES = 0.07, 0.06, 0.10, 0.32
_DESTINATIONS = (["FT", "ML", "CD", "CE"], [62, 13, 20, 5])
_PARCOURS = (["PED", "PSP", "PSO", "IND"], [60, 25, 12, 3])
_ORIGINES = (
    ["INSCRIPTION_VOLONTAIRE", "INSCRIPTION_AUTO_CAF", "INSCRIPTION_AUTO_MILO", "INSCRIPTION_CONSEILLER_FT"],
    [70, 15, 8, 7],
)
Lignes = dict[str, np.ndarray]


class Orientations:
    """The orientations of a block, in their final state.

    One is created while the person is registered, by the département of that registration. One that is kept after the
    journey (`reconduite`) is usually not made again at the next.
    """

    def __init__(
        self, parametres: Parametres, rang: int, population: Population, segments: Segments, lieux: Lieux
    ) -> None:
        self.tirage = hasard(parametres.graine, rang, "orientations")
        self.population, self.segments, self.lieux = population, segments, lieux
        self.dernier = jour(parametres.dernier_jour)

    def frame(self) -> pl.DataFrame:
        """The frame `orientation`."""
        principales = self._principales()
        toutes = (principales, self._refusees(principales), self._reorientations(principales))
        return self._ecrire({champ: np.concatenate([lignes[champ] for lignes in toutes]) for champ in principales})

    def _principales(self) -> Lignes:
        """The orientation of each journey, decided or still waiting."""
        segments, tirage = self.segments, self.tirage
        tetes = np.flatnonzero(segments.tete)
        qui, debut, fin = segments.qui[tetes], segments.debut[tetes], segments.fin_parcours[tetes]
        nombre = len(tetes)
        pays = self._pays(qui, debut)
        delai = log_normal(tirage, self.lieux.orientation[pays], 0.55, nombre)
        decision = debut + delai
        suivant = np.where(np.append(qui[1:] == qui[:-1], False), np.append(debut[1:], JAMAIS), JAMAIS)
        # a few decisions come after the person has left: they orient nobody
        decidee = decision <= fin + np.where(tirage.random(nombre) < 0.05, 20, 0)
        decidee &= (decision <= self.dernier) & (decision < suivant) & (tirage.random(nombre) >= _JAMAIS_ORIENTES)
        gardee = decidee & (tirage.random(nombre) < _GARDEES)
        heritee = np.concatenate([[False], (gardee & (suivant < JAMAIS))[:-1]])
        # some keep their parcours and are oriented again all the same: day 0 counts
        decidee &= ~heritee | (tirage.random(nombre) < 0.3)
        ouverte = tirage.random(nombre) < 0.5
        sortie = np.where(fin < JAMAIS, fin + entre(tirage, 0, 12, nombre), JAMAIS)
        sortie = np.where(gardee, np.where(ouverte, JAMAIS, suivant + entre(tirage, 0, 60, nombre)), sortie)
        sortie = np.maximum(sortie, decision)
        creation = self._creations(tetes, np.where(decidee, delai, 40))
        lignes = {
            "qui": qui,
            "pays": pays,
            "creation": creation,
            "decision": np.where(decidee, decision, JAMAIS),
            "sortie": np.where(decidee & (sortie <= self.dernier), sortie, JAMAIS),
            "refusee": np.zeros(nombre, dtype=bool),
        }
        return {champ: valeurs[decidee | ~heritee] for champ, valeurs in lignes.items()}

    def _creations(self, tetes: np.ndarray, delai: Jours) -> Jours:
        """Proposal: between registration and decision, while the first registration of the journey is open."""
        debut = self.segments.debut[tetes]
        borne = np.minimum(np.minimum(self.segments.fin[tetes] - 1, self.dernier), debut + delai)
        ecart = np.floor((borne - debut) * self.tirage.random(len(tetes)) * 0.9).astype(np.int64)
        return debut + np.maximum(ecart, 0)

    def _refusees(self, principales: Lignes) -> Lignes:
        """A first proposal refused before the one that is accepted: it dates nothing."""
        ecart = principales["decision"] - principales["creation"]
        lesquelles = (principales["decision"] < JAMAIS) & (ecart > 4) & (self.tirage.random(len(ecart)) < _REFUSEES)
        refus = {champ: valeurs[lesquelles].copy() for champ, valeurs in principales.items()}
        return refus | {
            "decision": refus["creation"] + np.floor(ecart[lesquelles] * 0.6).astype(np.int64),
            "sortie": np.full(lesquelles.sum(), JAMAIS),
            "refusee": np.ones(lesquelles.sum(), dtype=bool),
        }

    def _reorientations(self, principales: Lignes) -> Lignes:
        """A second orientation, later in a registration still open, by the département where the person then lives."""
        segments, deces = self.segments, self.population.deces
        premiere = np.full(len(self.population), JAMAIS)
        np.minimum.at(premiere, principales["qui"], principales["decision"])
        creation = segments.debut + entre(self.tirage, 40, 300, len(segments))
        lesquels = (creation < segments.fin) & (creation <= self.dernier) & (creation > premiere[segments.qui])
        lesquels &= (creation < deces[segments.qui]) & (self.tirage.random(len(segments)) < _REORIENTEES)
        qui, creation = segments.qui[lesquels], creation[lesquels]
        decision = creation + entre(self.tirage, 0, 25, len(qui))
        decision = np.where((decision <= self.dernier) & (decision < deces[qui]), decision, JAMAIS)
        fin = segments.fin_parcours[lesquels]
        sortie = np.where((fin < JAMAIS) & (decision < JAMAIS), np.maximum(fin, decision) + 1, JAMAIS)
        return {
            "qui": qui,
            "pays": self._pays(qui, segments.debut[lesquels]),
            "creation": creation,
            "decision": decision,
            "sortie": np.where(sortie <= self.dernier, sortie, JAMAIS),
            "refusee": np.zeros(len(qui), dtype=bool),
        }

    def _pays(self, qui: np.ndarray, quand: Jours) -> np.ndarray:
        return self.lieux.departement_de[self.population.commune_le(qui, quand)]

    def _ecrire(self, lignes: Lignes) -> pl.DataFrame:
        tirage, nombre, deces = self.tirage, len(lignes["qui"]), self.population.deces[lignes["qui"]]
        decision = np.where(lignes["decision"] < deces, lignes["decision"], JAMAIS)
        decidee = decision < JAMAIS
        acceptee = decidee & ~lignes["refusee"]
        sortie = np.where(acceptee, lignes["sortie"], JAMAIS)
        entree = np.minimum(np.minimum(decision + entre(tirage, 0, 7, nombre), self.dernier), sortie)
        close = (decidee & lignes["refusee"]) | (sortie < JAMAIS)
        etat = np.where(close, "CLOTURE", np.where(acceptee, "OUVERT", "EN_ATTENTE"))
        brouillon = (etat == "EN_ATTENTE") & (tirage.random(nombre) < 0.1)
        organisme = choix(tirage, *_DESTINATIONS, nombre)
        seconde = entre(tirage, 7 * 3600, 20 * 3600, nombre)
        frame = pl.DataFrame(
            {
                "personne": self.population.numero[lignes["qui"]].astype(np.int32),
                "departement": self.lieux.departements[lignes["pays"]],
                "date_creation": (lignes["creation"] * 86_400 + seconde) * 1_000_000,
                "statut": np.where(decidee, "DECIDE", "PRECONISE"),
                "etat": np.where(brouillon, "BROUILLON", etat),
                "parcours": choix(tirage, *_PARCOURS, nombre),
                "organisme": organisme,
                "origine": choix(tirage, *_ORIGINES, nombre),
                "date_entree": dates(np.where(acceptee, entree, JAMAIS)),
                "date_sortie": dates(sortie),
                "etat_decision": np.where(acceptee, "ACCEPTEE", np.where(decidee, "REFUSEE", "")),
                "date_decision": dates(decision),
                "organisme_decision": np.where(decidee, organisme, ""),
            }
        )
        vides = pl.col("etat_decision", "organisme_decision").replace("", None)
        return (
            frame.with_columns(pl.col("date_creation").cast(pl.Datetime("us")), vides)
            .filter(pl.Series(lignes["creation"] < deces))
            .unique(["personne", "date_creation"], keep="first", maintain_order=True)
        )
