"""One DSN file from its first piece to its last: its envelope, where its reading stands, what was counted.

A fault of the envelope refuses the file; its lines and persons are counted all the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from pipelines.sources import FichierRecu, FichierRefuse, ouverture
from pipelines.sources.dsn import arbre, normes
from pipelines.sources.dsn.rubriques import COMPTE_DSN, COMPTE_RUBRIQUES, ESSAI, INDIVIDU, NORME
from pipelines.sources.dsn.texte import morceaux, rubriques
from pipelines.sources.lot import NATIONAL, Cahier

_ENVELOPPE = (ESSAI, NORME, COMPTE_RUBRIQUES, COMPTE_DSN)
_REEL, _ESSAI = "02", "01"
_FORME = r"^S\d\d\.G\d\d\.\d\d\.\d{3}$"
_INCONNUES_NOMMEES = 5


@dataclass
class Envoi:
    """One file being read: what its envelope says, where its reading stands, what was counted."""

    index: int
    fichier: FichierRecu
    cahier: Cahier
    repere: arbre.Repere = field(default_factory=arbre.Repere)
    norme: str | None = None
    refus: FichierRefuse | None = None
    lignes: int = 0
    rubriques: int = 0
    ecartees: int = 0
    hors_champ: int = 0
    enveloppe: list[pl.DataFrame] = field(default_factory=list)
    inconnues: list[pl.DataFrame] = field(default_factory=list)

    @property
    def nom(self) -> str:
        return self.fichier.nom

    def lire(self) -> Iterator[pl.DataFrame]:
        """What is used of each piece. Once the file is known to be refused, the rest is only counted."""
        with ouverture.flux(self.fichier.chemin, self.fichier.membre) as ouvert:
            for texte in morceaux(ouvert, self.nom):
                lues = rubriques(texte, self.lignes + 1)
                premier = not self.lignes
                self.lignes += texte.count(b"\n") + (not texte.endswith(b"\n"))
                self.rubriques += lues.height
                self.enveloppe.append(lues.filter(pl.col("rubrique").is_in(_ENVELOPPE)))
                if premier:
                    self._reconnaitre(self.enveloppe[0])
                utiles, self.repere = arbre.situer(self._sans_inconnues(lues), self.repere)
                self.ecartees += lues.height - utiles.height
                if self.refus is None:
                    yield from self._retenir(utiles)
        if self.refus is None:
            self._conclure(pl.concat(self.enveloppe))
        if self.refus is not None:
            raise self.refus

    def noter(self, mois: date | None, sans_contrat: int) -> None:
        """Facts for the ledger; a person who brings no contract is out of scope."""
        self.cahier.noter(
            self.index,
            emetteur=NATIONAL,
            mois=mois,
            unites_recues=self.repere.unite,
            lignes=self.lignes,
            lignes_ecartees=self.ecartees,
            hors_champ=self.hors_champ + sans_contrat,
        )

    def _refuser(self, regle: str, phrase: str) -> None:
        self.refus = self.refus or FichierRefuse(regle, f"{self.nom}{phrase}")

    def _reconnaitre(self, enveloppe: pl.DataFrame) -> None:
        """The norm and the real use that the envelope must state."""
        dites = dict(enveloppe.select("rubrique", "valeur").rows())
        connues = normes.connues()
        if dites.get(NORME) in connues:
            self.norme = dites[NORME]
        else:
            dite = re.sub("[^A-Z0-9]", "?", dites.get(NORME, "")[:12]) or "absente"
            self._refuser(
                "norme_inconnue",
                f", {NORME} (version de la norme) = '{dite}' : cette version n'est pas connue ; sont connues "
                f"{', '.join(connues)}. Produisez le message dans l'une d'elles.",
            )
        if dites.get(ESSAI) == _ESSAI:
            self._refuser(
                "envoi_de_test",
                f", {ESSAI} = '{_ESSAI}' : c'est un envoi de test, rien n'en est retenu. Envoyez le message réel "
                f"({ESSAI} = '{_REEL}').",
            )
        elif dites.get(ESSAI) != _REEL:
            self._refuser(
                "essai_ou_reel", f", {ESSAI} : le message doit dire s'il est un test (01) ou réel (02). Complétez-le."
            )

    def _sans_inconnues(self, lues: pl.DataFrame) -> pl.DataFrame:
        """Rubriques the norm does not know are noted; lines that only look like a rubrique become null."""
        if self.norme is None:
            return lues
        connues = normes.charger(self.norme).rubriques["rubrique"]
        inconnue = ~pl.col("rubrique").is_in(connues.implode())
        inconnues = lues.filter(inconnue)
        if inconnues.is_empty():
            return lues
        bien_formee = pl.col("rubrique").str.contains(_FORME)
        self.inconnues.append(inconnues.filter(bien_formee).select("ligne", "rubrique"))
        if inconnues.select((~bien_formee).any()).item():
            lues = lues.with_columns(pl.when(~inconnue | bien_formee).then(pl.col("bloc", "rubrique", "valeur")))
        return lues

    def _retenir(self, utiles: pl.DataFrame) -> Iterator[pl.DataFrame]:
        if utiles["declaration"].min() == 0:
            ligne = utiles.filter(pl.col("declaration") == 0)["ligne"][0]
            self._refuser(
                "enveloppe_rompue",
                f", ligne {ligne} : avant la première déclaration (S20.G00.05.001), seule l'enveloppe S10 est "
                "attendue, une rubrique par ligne. Exportez de nouveau le message depuis le logiciel de paie.",
            )
            return
        dehors = arbre.hors_champ()
        tetes = pl.col("tete") & (pl.col("bloc") == INDIVIDU)
        self.hors_champ += utiles.filter(dehors & tetes).height
        yield utiles.filter(~dehors).with_columns(
            fichier=pl.lit(self.index, pl.UInt32), norme=pl.lit(self.norme, pl.String)
        )

    def _conclure(self, enveloppe: pl.DataFrame) -> None:
        """What can be said once the end is reached: the end is there, the counts agree, what was not known."""
        dites = dict(enveloppe.select("rubrique", "valeur").rows())
        if enveloppe.filter(pl.col("rubrique") == NORME).height > 1:
            self._refuser(
                "plusieurs_messages",
                " contient plusieurs messages (plusieurs enveloppes S10.G00.00). Déposez un fichier par message.",
            )
        if COMPTE_RUBRIQUES not in dites:
            self._refuser(
                "fichier_tronque",
                f" s'arrête à la ligne {self.lignes} sans sa fin ({COMPTE_RUBRIQUES}) : il est tronqué, rien n'en est "
                "retenu. Envoyez de nouveau le fichier entier.",
            )
        comptes = {COMPTE_RUBRIQUES: (self.rubriques, "rubriques"), COMPTE_DSN: (self.repere.declaration, "DSN")}
        for rubrique, (compte, quoi) in comptes.items():
            annonce = dites.get(rubrique, "")
            if annonce.lstrip("0") != str(compte):
                annonce = annonce if annonce.isdecimal() else "?"
                phrase = (
                    f"{self.nom}, {rubrique} = '{annonce}' : le fichier contient {compte} {quoi}. Il est lu tel quel."
                )
                self.cahier.remarquer(self.index, "compte_annonce", phrase)
        self._dire_inconnues()

    def _dire_inconnues(self) -> None:
        inconnues = pl.concat(self.inconnues) if self.inconnues else pl.DataFrame()
        if inconnues.is_empty():
            return
        vues = inconnues.group_by("rubrique", maintain_order=True).agg(pl.col("ligne").first(), fois=pl.len())
        nommees = [
            f"{rubrique} (ligne {ligne}, {fois} fois)" for rubrique, ligne, fois in vues.head(_INCONNUES_NOMMEES).rows()
        ]
        self.cahier.remarquer(
            self.index,
            "rubrique_inconnue",
            f"{self.nom} : {vues.height} rubrique(s) que la norme {self.norme} ne connaît pas, écartée(s) : "
            f"{', '.join(nommees)}{'…' if vues.height > _INCONNUES_NOMMEES else ''}.",
        )
