"""What every reader does with a lot: name each file, note who sent it and for which month, collect refusals."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from pipelines.contracts.modele import Contrat, Entite
from pipelines.contracts.refus import AVERTISSEMENT, REFUS, REJET
from pipelines.sources import FICHIERS, FichierRecu, FichierRefuse

NATIONAL = "FR"
_IRREGULIERE = "irreguliere"
_DU_FICHIER = ("emetteur", "mois", "refus_fichier_regle", "refus_fichier_message")


@dataclass(frozen=True)
class Nom:
    """What the name of a file says: the entity it carries, its sender, its month (none for a table without date).

    `parts` are all the parts its pattern names, as written.
    """

    entite: str
    emetteur: str
    mois: date | None
    parts: dict[str, str | None] = field(default_factory=dict)


def nommer(contrat: Contrat, nom: str) -> Nom:
    """Read a file name with the patterns of the contract; refuse a name that says nothing."""
    sans_date = contrat.proprietes.get("cadence") == _IRREGULIERE
    if dit := contrat.dit_par_le_nom(nom):
        entite, parts = dit
        with suppress(ValueError):
            mois = _mois(parts)
            if mois or sans_date:
                return Nom(entite, parts.get("departement") or NATIONAL, mois, parts)
    attendu = "" if sans_date else " ; il doit dire de quel mois (AAAA-MM) et, s'il y a lieu, de quel département"
    raise FichierRefuse(
        "nom_inattendu",
        f"{nom} : ce nom n'est pas celui d'un envoi « {contrat.source} »{attendu}. "
        "Renommez le fichier et envoyez-le de nouveau.",
    )


def _mois(parts: dict[str, str | None]) -> date | None:
    """The month a name says; when it says a day only, the month of that day."""
    mois, jour = parts.get("mois"), parts.get("jour")
    le_jour = date.fromisoformat(jour) if jour else None
    return date.fromisoformat(f"{mois}-01") if mois else le_jour and le_jour.replace(day=1)


@dataclass(frozen=True)
class Envoi:
    """One file of a lot whose name was understood: its place in the lot, and the entities it carries."""

    index: int
    fichier: FichierRecu
    nom: Nom
    entites: tuple[Entite, ...]

    @property
    def entite(self) -> Entite:
        """The one its name says; the only one, unless a JSON object holds several."""
        return self.entites[0]


@dataclass
class Cahier:
    """Notes taken while a lot is read; gives the frames `refus` and `fichiers` of a `Lecture`."""

    lot: list[FichierRecu]
    _refus: list[dict] = field(default_factory=list)
    _tables: list[pl.DataFrame] = field(default_factory=list)
    _fichiers: dict[int, dict] = field(default_factory=dict)

    def suite(self) -> "Cahier":
        """The notes of the next part of the same files: what is known of each, nothing of it counted yet."""
        connus = {
            index: {nom: fait for nom, fait in faits.items() if nom in _DU_FICHIER}
            for index, faits in self._fichiers.items()
        }
        return Cahier(self.lot, _fichiers=connus)

    def noter(self, index: int, **faits: object) -> None:
        """Facts about a file: emetteur, mois, unites_recues, lignes, lignes_ecartees, hors_champ."""
        self._fichiers.setdefault(index, {}).update(faits)

    def refuser_fichier(self, index: int, refus: FichierRefuse) -> None:
        self.noter(index, refus_fichier_regle=refus.regle, refus_fichier_message=refus.message)

    def refuser_unite(self, place: tuple[int, int, int], champ: str, regle: str, message: str) -> None:
        """Refuse one unit; `place` is (index of the file, unit, line)."""
        self._ajouter(*place, champ, regle, message, REJET)

    def remarquer(self, index: int, regle: str, message: str) -> None:
        """A remark on a file that is read all the same."""
        self._ajouter(index, None, None, None, regle, message, AVERTISSEMENT)

    def refuser_table(self, refus: pl.DataFrame) -> None:
        """Refusals already in columns (those of REFUS)."""
        self._tables.append(refus.select(*REFUS).cast(REFUS))

    def _ajouter(self, *valeurs: object) -> None:
        self._refus.append(dict(zip(REFUS, valeurs, strict=True)))

    @property
    def refus(self) -> pl.DataFrame:
        return pl.concat([pl.DataFrame(self._refus, schema=REFUS), *self._tables])

    @property
    def fichiers(self) -> pl.DataFrame:
        neutre = {"emetteur": NATIONAL, "unites_recues": 0, "lignes": 0, "lignes_ecartees": 0, "hors_champ": 0}
        lignes = [{"fichier": i, **neutre, **self._fichiers.get(i, {})} for i in range(len(self.lot))]
        return pl.DataFrame(lignes, schema=FICHIERS)
