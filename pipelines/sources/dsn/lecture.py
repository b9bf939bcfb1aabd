"""A lot of DSN files, read into the frames of the contract; a lot too large to be held, in several parts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from pipelines.contracts.refus import REFUS, REJET
from pipelines.sources import FichierRecu, FichierRefuse, Lecture
from pipelines.sources.dsn import comptes, refus
from pipelines.sources.dsn.envoi import Envoi
from pipelines.sources.dsn.moisson import Moisson
from pipelines.sources.lot import NATIONAL, Cahier

RUBRIQUES_PAR_PARTIE = 4_000_000
_COMPTES = ("unites_recues", "lignes", "lignes_ecartees", "hors_champ")


class Dsn:
    """Files of DSN messages, whatever their name: the unit is the person (block S21.G00.30 and its children)."""

    nom = "dsn"
    taille_lot = 32 * 2**20
    rangs = ("contrat",)

    def lire(self, lot: list[FichierRecu]) -> Lecture:
        passage = _Passage(lot, Moisson())
        for _ in passage.parcourir():
            pass
        return passage.lecture()

    def parties(self, lot: list[FichierRecu]) -> Iterator[Lecture]:
        """The same, in parts when the lot is too large to be held whole: it is then read twice, first to know what
        refuses files and declarations, wherever in them the fault lies.

        The units of a part are whole, its counts are its own, and it says of each file the same as the other parts.
        """
        passage = _Passage(lot, Moisson(limite=RUBRIQUES_PAR_PARTIE))
        for _ in passage.parcourir():
            pass
        if not passage.moisson.debordee:
            yield passage.lecture()
            return
        second = _Passage(lot, Moisson(), premier=passage)
        prise = 0
        for _ in second.parcourir():
            if second.moisson.utiles - prise > RUBRIQUES_PAR_PARTIE:
                prise = second.moisson.utiles
                yield second.partie()
        yield second.partie(derniere=True)


@dataclass
class _Passage:
    """One reading of a lot from end to end."""

    lot: list[FichierRecu]
    moisson: Moisson
    premier: "_Passage | None" = None
    envois: list[Envoi] = field(default_factory=list)
    refuses: dict[int, FichierRefuse] = field(default_factory=dict)
    _lus: list[Envoi] = field(default_factory=list)
    _pris: dict[int, dict[str, int]] = field(default_factory=dict)
    _personnes_prises: int = 0

    def parcourir(self) -> Iterator[None]:
        """Read every file, stopping after each piece."""
        self.envois = [Envoi(index, fichier) for index, fichier in enumerate(self.lot)]
        for envoi in self.envois:
            try:
                for morceau in envoi.lire():
                    self.moisson.ajouter(morceau)
                    yield
                self._lus.append(envoi)
            except FichierRefuse as refuse:
                self.refuses[envoi.index] = refuse
        self.moisson.passer()
        self.refuses |= dict(refus.des_fichiers(self._lus, self.moisson.tri))

    def lecture(self) -> Lecture:
        """What the whole lot gives."""
        entites, de_personnes = self.moisson.prendre()
        de_declarations = self.moisson.declarations_refusees().select(REFUS.keys())
        return self._lecture(entites, [de_personnes, de_declarations, *self._derniers_mots()], self)

    def partie(self, derniere: bool = False) -> Lecture:
        """What came since the part before. A declaration is refused in the part where it begins, its persons in the
        parts where they are."""
        assert self.premier is not None
        entites, de_personnes = self.moisson.prendre()
        fautes = self.premier.declarations_refusees
        ici = entites["declaration"].select("fichier", pl.col("declaration").cast(pl.Int32))
        de_declarations = fautes.join(ici, on=["fichier", "declaration"], how="semi", maintain_order="left")
        tables = [de_personnes, de_declarations.select(REFUS.keys()), self._emportees(entites["individu"], fautes)]
        return self._lecture(entites, tables + (self._derniers_mots() if derniere else self._refusees()), self.premier)

    @cached_property
    def declarations_refusees(self) -> pl.DataFrame:
        return self.moisson.declarations_refusees()

    def _emportees(self, individu: pl.DataFrame, fautes: pl.DataFrame) -> pl.DataFrame:
        """The persons refused with their declaration, which may have begun in another part."""
        premieres = fautes.group_by("fichier", "declaration").agg(pl.col("ligne").min().alias("faute"))
        touchees = individu.with_columns(pl.col("declaration").cast(pl.Int32)).join(
            premieres, on=["fichier", "declaration"], maintain_order="left"
        )
        phrase = pl.format(
            "ligne {} : la déclaration de cette personne est refusée (voir la ligne {}).", "ligne", "faute"
        )
        dites = touchees.with_columns(
            champ=pl.lit(None), regle=pl.lit("declaration_refusee"), message=phrase, gravite=pl.lit(REJET)
        )
        return dites.select(REFUS.keys()).cast(REFUS)

    def _refusees(self) -> list[pl.DataFrame]:
        """The persons of refused messages met since the part before."""
        refusees = self.moisson.tri.refusees[self._personnes_prises :]
        self._personnes_prises += refusees.height
        return [refus.des_personnes(refusees, self.moisson.tri.enveloppe, refus.noms((self.premier or self)._lus))]

    def _derniers_mots(self) -> list[pl.DataFrame]:
        """What can be said of files once their end is reached."""
        tri, fichiers = self.moisson.tri, refus.noms(self._lus)
        return [
            *self._refusees(),
            comptes.ecarts(tri.enveloppe, fichiers),
            refus.groupes_hors_champ(tri.enveloppe, fichiers),
            refus.rubriques_inconnues(self._lus, fichiers),
        ]

    def _lecture(self, entites: dict[str, pl.DataFrame], refus_: list[pl.DataFrame], entier: "_Passage") -> Lecture:
        """A reading that says of files what `entier` knows of them, and counts what came since the one before."""
        cahier, mois = Cahier(self.lot), entier.moisson.mois()
        for index, refuse in entier.refuses.items():
            cahier.refuser_fichier(index, refuse)
        for table in refus_:
            cahier.refuser_table(table)
        hors_champ, sans_contrat = self.moisson.tri.hors_champ, self.moisson.sans_contrat()
        for envoi in self.envois:
            index, pris = envoi.index, self._pris.get(envoi.index, {})
            passees = hors_champ.get(index, 0) + sans_contrat.get(index, 0)
            atteints = dict(zip(_COMPTES, (envoi.repere.unite, envoi.lignes, envoi.ecartees, passees), strict=True))
            nouveaux = {nom: compte - pris.get(nom, 0) for nom, compte in atteints.items()}
            cahier.noter(index, emetteur=NATIONAL, mois=mois.get(index), **nouveaux)
            self._pris[index] = atteints
        return Lecture(entites, cahier.refus, cahier.fichiers)
