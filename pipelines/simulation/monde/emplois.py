"""Employment contracts: the jobs registrations lead to, and all that looks like one without being a return.

A contract declared by an employer is open-ended, or has a planned end; an end after the world's last day is not known.
"""

from collections.abc import Callable

import numpy as np
import polars as pl

from pipelines.simulation.monde.contrats import CDD_PUBLIC, CDI, INTERIM, SANS, STAGE, Liasse, Traits
from pipelines.simulation.monde.inscriptions import Segments
from pipelines.simulation.monde.jours import JAMAIS, Hasard, Jours, choix, entre, hasard, jour, log_normal, plus_mois
from pipelines.simulation.monde.lieux import Employeurs, Lieux
from pipelines.simulation.monde.modele import Parametres
from pipelines.simulation.monde.population import Population

_MISSIONS_AU_PLUS = 9
_SIX_MOIS = 6
_DEUX_EMPLOYEURS = 0.03
_PASSERELLES = (["21", "41", "42", "71", "94"], [25, 30, 15, 20, 10])


class Emplois:
    """Fills a `Liasse` with the contracts of a block: each method adds one kind of story."""

    def __init__(
        self, parametres: Parametres, rang: int, population: Population, segments: Segments, lieux: Lieux
    ) -> None:
        self.tirage: Hasard = hasard(parametres.graine, rang, "emplois")
        self.population, self.segments, self.lieux = population, segments, lieux
        self.employeurs = Employeurs.pour(parametres.personnes)
        self.premier, self.dernier = jour(parametres.premier_mois), jour(parametres.dernier_jour)
        self.liasse = Liasse()

    def embaucher(self, formation: pl.DataFrame) -> Liasse:
        """Every contract; some jobs begin because a training of the frame `formation` has ended."""
        self._retours()
        self._apres_formation(formation)
        self._deja_en_emploi()
        self._avant_inscription()
        self._petits_contrats()
        self._deux_employeurs()
        self._sans_emploi()
        self._autres_personnes()
        self._deces_et_retraites()
        return self.liasse

    def _ajouter(self, qui: np.ndarray, debut: Jours, traits: Traits, siren: np.ndarray | None = None) -> np.ndarray:
        """Contracts with the employer given, or any one where the person lives; the ranks of their SIREN."""
        pays = self._pays(qui, debut)
        if siren is None:
            siren = self.employeurs.tirer(self.tirage, pays, agence=traits.agence)
        self.liasse.ajouter(qui, debut, siren, pays, traits)
        return siren

    def _pays(self, qui: np.ndarray, quand: Jours) -> np.ndarray:
        return self.lieux.departement_de[self.population.commune_le(qui, quand)]

    def _retours(self) -> None:
        """What each registration leads to, if it leads to a job; the next registration often follows its end."""
        segments = self.segments
        lesquels = np.flatnonzero(segments.emploi < JAMAIS)
        sortes: list[tuple[float, Callable[[np.ndarray, Jours, Jours], None]]] = [
            (0.28, self._cdi),
            (0.22, self._cdd_long),
            (0.05, self._cdd_de_six_mois),
            (0.04, self._cdd_puis_cdi),
            (0.05, self._emplois_espaces),
            (0.04, self._passerelle),
            (0.06, self._cdd_d_un_mois),
            (0.08, self._cdd_court),
            (0.09, self._missions_d_une_agence),
            (0.05, self._missions_de_plusieurs_agences),
            (0.04, self._mission_longue),
        ]
        sorte = choix(self.tirage, list(range(len(sortes))), [poids for poids, _ in sortes], len(lesquels))
        suivant = np.where(np.append(segments.qui[1:] == segments.qui[:-1], False), np.append(segments.debut[1:], 0), 0)
        suivant = np.where(suivant == 0, JAMAIS, suivant)
        for rang, (_, histoire) in enumerate(sortes):
            ici = lesquels[sorte == rang]
            histoire(segments.qui[ici], segments.emploi[ici], suivant[ici])

    def _cdi(self, qui: np.ndarray, debut: Jours, suivant: Jours) -> None:
        nombre = len(qui)
        rompu = self.tirage.random(nombre) < 0.35
        fin = np.where(rompu, debut + 2 + log_normal(self.tirage, 120, 1.1, nombre), JAMAIS)
        avant = (suivant < JAMAIS) & (suivant - 1 > debut) & (self.tirage.random(nombre) < 0.9)
        fin = np.where(avant, np.minimum(fin, suivant - 1), fin)
        nature = choix(self.tirage, CDI, [80, 5, 4, 6, 3, 2], nombre)
        motif = choix(self.tirage, ["034", "035", "059", "043", "014", "088", "020"], [20, 25, 25, 15, 7, 5, 3], nombre)
        self._ajouter(qui, debut, Traits(nature, JAMAIS, fin, motif))

    def _cdd_long(self, qui: np.ndarray, debut: Jours, suivant: Jours) -> None:
        nombre = len(qui)
        prevue = debut + 34 + log_normal(self.tirage, 110, 0.8, nombre)
        rompu = self.tirage.random(nombre) < 0.1
        court = debut + np.floor((prevue - debut) * self.tirage.random(nombre)).astype(np.int64)
        fin = np.where(rompu, court, prevue)
        avant = (suivant < JAMAIS) & (suivant - 1 > debut) & (self.tirage.random(nombre) < 0.85)
        fin = np.where(avant, np.minimum(fin, suivant - 1), fin)
        motif = np.where(fin < prevue, choix(self.tirage, ["036", "037", "035"], [4, 4, 2], nombre), "031")
        nature = choix(self.tirage, ["02", CDD_PUBLIC, "92", "20"], [80, 17, 1, 2], nombre)
        aide = choix(self.tirage, [SANS, "21", "41", "61", "64", "71"], [80, 3, 5, 4, 5, 3], nombre)
        self._ajouter(qui, debut, Traits(nature, prevue, fin, motif, dispositif=aide))

    def _cdd_de_six_mois(self, qui: np.ndarray, debut: Jours, _suivant: Jours) -> None:
        """Six calendar months to the day (durable), one day less or more; planned so, or renewed until then."""
        nombre = len(qui)
        fin = plus_mois(debut, _SIX_MOIS) - 1 + choix(self.tirage, [-1, 0, 1], [3, 4, 3], nombre)
        renouvele = self.tirage.random(nombre) < 0.4
        prevue = np.where(renouvele, debut + entre(self.tirage, 20, 150, nombre), fin)
        self._ajouter(qui, debut, Traits("02", prevue, fin, "031"))

    def _cdd_puis_cdi(self, qui: np.ndarray, debut: Jours, suivant: Jours) -> None:
        """A fixed term, then an open-ended contract with the same employer: one job up to 7 days apart, two on the 8th.

        The second may begin after the window that the first one is in.
        """
        nombre = len(qui)
        fin = debut + entre(self.tirage, 10, 230, nombre)
        siren = self._ajouter(qui, debut, Traits("02", fin, fin, "031"))
        reprise = fin + choix(self.tirage, [1, 4, 7, 8], [5, 2, 2, 1], nombre)
        terme = np.where((suivant < JAMAIS) & (suivant - 1 > reprise), suivant - 1, JAMAIS)
        self._ajouter(qui, reprise, Traits("01", JAMAIS, terme, "059"), siren)

    def _emplois_espaces(self, qui: np.ndarray, debut: Jours, _suivant: Jours) -> None:
        """Jobs with several employers, some 31 days apart (still in a job six months later), some 32 (not)."""
        for bas, haut in ((30, 110), (2, 60), (40, 200)):
            fin = debut + entre(self.tirage, bas, haut, len(qui))
            self._ajouter(qui, debut, Traits("02", fin, fin, "031"))
            debut = fin + choix(self.tirage, [20, 30, 31, 32, 33, 40], [25, 10, 25, 20, 10, 10], len(qui))

    def _passerelle(self, qui: np.ndarray, debut: Jours, _suivant: Jours) -> None:
        """A subsidised contract; the employer often keeps the person without subsidy."""
        nombre = len(qui)
        fin = debut + entre(self.tirage, 40, 240, nombre)
        aide = choix(self.tirage, *_PASSERELLES, nombre)
        siren = self._ajouter(qui, debut, Traits("02", fin, fin, "031", dispositif=aide))
        self._reembauches(qui, fin, siren, 0.5)

    def _cdd_d_un_mois(self, qui: np.ndarray, debut: Jours, _suivant: Jours) -> None:
        """One calendar month to the day (it counts), one day less (it does not), or renewed beyond its planned end."""
        nombre = len(qui)
        juste = plus_mois(debut, 1) - 1
        sorte = choix(self.tirage, [0, 1, 2], [5, 3, 2], nombre)
        prevue = np.choose(sorte, [juste, juste - 1, debut + 19])
        fin = np.where(sorte == 2, debut + entre(self.tirage, 28, 75, nombre), prevue)
        self._ajouter(qui, debut, Traits("02", prevue, fin, "031"))

    def _cdd_court(self, qui: np.ndarray, debut: Jours, _suivant: Jours) -> None:
        nombre = len(qui)
        fin = debut + entre(self.tirage, 0, 24, nombre)
        self._ajouter(qui, debut, Traits("02", fin, fin, "031"))

    def _missions_d_une_agence(self, qui: np.ndarray, debut: Jours, _suivant: Jours) -> None:
        """Missions one after the other: often 7 days apart at most (one job), sometimes 8 (two)."""
        siren = self.employeurs.tirer(self.tirage, self._pays(qui, debut), agence=True)
        combien = entre(self.tirage, 3, _MISSIONS_AU_PLUS, len(qui))
        for rang in range(_MISSIONS_AU_PLUS):
            debut = self._mission(qui, debut, siren, (1, 9))
            encore = (rang + 1 < combien) & (debut <= self.dernier)
            qui, debut, siren, combien = qui[encore], debut[encore], siren[encore], combien[encore]

    def _missions_de_plusieurs_agences(self, qui: np.ndarray, debut: Jours, _suivant: Jours) -> None:
        """The same rhythm, with a different agency each time: no job of a month."""
        premiere = self.employeurs.tirer(self.tirage, self._pays(qui, debut), agence=True)
        for rang in range(5):
            agence = premiere // self.employeurs.par_departement * self.employeurs.par_departement
            siren = agence + (premiere + rang) % self.employeurs.par_departement % self.employeurs.agences
            debut = self._mission(qui, debut, siren, (1, 6))

    def _mission(self, qui: np.ndarray, debut: Jours, siren: np.ndarray, duree: tuple[int, int]) -> Jours:
        """One mission; when the next one begins: next debut − end is 1 to 7 days, sometimes 8."""
        nombre = len(qui)
        fin = debut + entre(self.tirage, *duree, nombre)
        self._ajouter(qui, debut, Traits(INTERIM, fin, fin, "032", agence=True), siren)
        return fin + choix(self.tirage, [1, 2, 3, 4, 5, 7, 8, 12], [25, 15, 20, 8, 5, 17, 7, 3], nombre)

    def _mission_longue(self, qui: np.ndarray, debut: Jours, _suivant: Jours) -> None:
        fin = debut + entre(self.tirage, 25, 90, len(qui))
        self._ajouter(qui, debut, Traits(INTERIM, fin, fin, "032", agence=True))

    def _apres_formation(self, formation: pl.DataFrame) -> None:
        """Jobs that begin the day a training ends, the day before, on the last day of the six months, the day after."""
        fins = formation.select("personne", jour=pl.coalesce("abandon", "sortie").to_physical()).drop_nulls()
        fins = fins.filter(pl.Series(self.tirage.random(len(fins)) < 0.2))
        qui = fins["personne"].to_numpy() - self.population.numero[0]
        jour_ = fins["jour"].to_numpy().astype(np.int64)
        bords = np.stack([jour_ - 1, jour_, plus_mois(jour_, _SIX_MOIS), plus_mois(jour_, _SIX_MOIS) + 1])
        bord = choix(self.tirage, [0, 1, 2, 3], [15, 35, 25, 25], len(qui))
        debut = bords[bord, np.arange(len(qui))]
        prevue = debut + entre(self.tirage, 25, 200, len(qui))
        self._ajouter(qui, debut, Traits("02", prevue, prevue, "031"))

    def _deja_en_emploi(self) -> None:
        """A job that was there at registration and goes on: not a return. Some are hired again at once by the same."""
        ici = np.flatnonzero(self.tirage.random(len(self.segments)) < 0.03)
        qui, t0 = self.segments.qui[ici], self.segments.debut[ici]
        nombre = len(ici)
        debut = t0 - entre(self.tirage, 1, 700, nombre)
        cdi = self.tirage.random(nombre) < 0.45
        prevue = t0 + entre(self.tirage, 0, 300, nombre)
        fin = np.where(cdi, np.where(self.tirage.random(nombre) < 0.3, prevue, JAMAIS), prevue)
        nature = np.where(cdi, "01", "02")
        traits = Traits(nature, np.where(cdi, JAMAIS, prevue), fin, np.where(cdi, "059", "031"), modalite="20")
        siren = self._ajouter(qui, debut, traits)
        self._reembauches(qui, fin, siren, 0.15)

    def _avant_inscription(self) -> None:
        """The contract whose end leads to the register; the same employer calls some back, a week later or more."""
        ici = np.flatnonzero((self.tirage.random(len(self.segments)) < 0.34) & self.segments.tete)
        qui, t0 = self.segments.qui[ici], self.segments.debut[ici]
        nombre = len(ici)
        fin = t0 - choix(self.tirage, [1, 2, 4, 7, 15, 40], [50, 14, 12, 8, 10, 6], nombre)
        debut = fin - log_normal(self.tirage, 200, 1.0, nombre)
        cdd = self.tirage.random(nombre) < 0.65
        nature = np.where(cdd, "02", "01")
        motif = np.where(
            cdd, "031", choix(self.tirage, ["043", "014", "020", "011", "092"], [45, 25, 15, 5, 10], nombre)
        )
        siren = self._ajouter(qui, debut, Traits(nature, np.where(cdd, fin, JAMAIS), fin, motif))
        self._reembauches(qui, fin, siren, 0.10)

    def _reembauches(self, qui: np.ndarray, fin: Jours, siren: np.ndarray, part: float) -> None:
        """Back with the same employer 1 to 8 days after: the same job, except on the eighth."""
        encore = (fin < self.dernier) & (self.tirage.random(len(qui)) < part)
        debut = fin[encore] + choix(self.tirage, [1, 3, 6, 7, 8], [25, 20, 15, 20, 20], encore.sum())
        prevue = debut + entre(self.tirage, 5, 120, len(debut))
        self._ajouter(qui[encore], debut, Traits("02", prevue, prevue, "031"), siren[encore])

    def _petits_contrats(self) -> None:
        """Days of work here and there, each too short to be a return."""
        for part in (0.16, 0.06):
            ici = np.flatnonzero(self.tirage.random(len(self.segments)) < part)
            debut = self.segments.debut[ici] + entre(self.tirage, 1, 220, len(ici))
            fin = debut + entre(self.tirage, 0, 15, len(ici))
            self._ajouter(self.segments.qui[ici], debut, Traits("02", fin, fin, "031"))

    def _deux_employeurs(self) -> None:
        """Two part-time jobs at once: neither of them half of a month's work, perhaps, and the two together more."""
        ici = np.flatnonzero(self.tirage.random(len(self.segments)) < _DEUX_EMPLOYEURS)
        debut = self.segments.debut[ici] + entre(self.tirage, 5, 200, len(ici))
        for _ in range(2):
            fin = debut + entre(self.tirage, 40, 150, len(ici))
            self._ajouter(self.segments.qui[ici], debut, Traits("02", fin, fin, "031", modalite="20"))

    def _sans_emploi(self) -> None:
        """Internship, immersion, ESAT, civic service, corporate office: declared, long, and none of them a job."""
        ici = np.flatnonzero(self.tirage.random(len(self.segments)) < 0.06)
        nombre = len(ici)
        debut = self.segments.debut[ici] + entre(self.tirage, 0, 200, nombre)
        fin = debut + entre(self.tirage, 10, 240, nombre)
        sorte = choix(self.tirage, [0, 1, 2, 3, 4, 5], [35, 30, 8, 17, 5, 5], nombre)
        nature = np.choose(sorte, [STAGE, "90", "70", "89", "80", "02"])
        dispositif = np.choose(sorte, [SANS, "93", SANS, SANS, SANS, "92"])
        self._ajouter(self.segments.qui[ici], debut, Traits(nature, fin, fin, "031", dispositif=dispositif))

    def _autres_personnes(self) -> None:
        """Persons who never register work too."""
        qui = np.arange(self.population.inscrits, len(self.population))
        debut = entre(self.tirage, self.premier - 400, self.dernier, len(qui))
        fin = debut + log_normal(self.tirage, 150, 1.0, len(qui))
        cdi = self.tirage.random(len(qui)) < 0.5
        prevue = np.where(cdi, JAMAIS, fin)
        self._ajouter(qui, debut, Traits(np.where(cdi, "01", "02"), prevue, prevue, "031"))

    def _deces_et_retraites(self) -> None:
        """Whoever dies or retires was often in a contract begun long before; its employer ends it (066, 038, 039)."""
        for quand, part, motifs in (
            (self.population.deces, 0.85, ["066"]),
            (self.population.retraite, 0.55, ["038", "038", "039"]),
        ):
            qui = np.flatnonzero((quand < JAMAIS) & (self.tirage.random(len(quand)) < part))
            fin = quand[qui]
            debut = fin - entre(self.tirage, 250, 3_000, len(qui))
            motif = choix(self.tirage, motifs, [1] * len(motifs), len(qui))
            self._ajouter(qui, debut, Traits("01", JAMAIS, fin, motif, modalite="20"))
