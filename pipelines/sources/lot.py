"""What every reader does with a lot: name each file, note who sent it and for which month, collect refusals."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from pipelines.contracts.modele import Contrat
from pipelines.contracts.refus import AVERTISSEMENT, REFUS, REJET
from pipelines.sources import FICHIERS, FichierRecu, FichierRefuse

NATIONAL = "FR"


@dataclass(frozen=True)
class Nom:
    """What the name of a file says: the entity it carries, its sender, its month."""

    entite: str
    emetteur: str
    mois: date


def nommer(contrat: Contrat, nom: str) -> Nom:
    """Read a file name with the patterns of the contract; refuse a name that says nothing."""
    if dit := contrat.dit_par_le_nom(nom):
        entite, groupes = dit
        with suppress(ValueError):
            mois = date.fromisoformat(f"{groupes['mois']}-01")
            return Nom(entite, groupes.get("departement") or NATIONAL, mois)
    raise FichierRefuse(
        "nom_inattendu",
        f"{nom} : ce nom n'est pas celui d'un envoi « {contrat.source} » ; il doit dire de quel mois "
        "(AAAA-MM) et, s'il y a lieu, de quel département. Renommez le fichier et envoyez-le de nouveau.",
    )


@dataclass
class Cahier:
    """Notes taken while a lot is read; gives the frames `refus` and `fichiers` of a `Lecture`."""

    lot: list[FichierRecu]
    _refus: list[dict] = field(default_factory=list)
    _tables: list[pl.DataFrame] = field(default_factory=list)
    _fichiers: dict[int, dict] = field(default_factory=dict)

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
