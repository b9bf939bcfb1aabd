"""One published row, in words: its value with its unit, its interval, its state, or the reason why there is none."""

from dataclasses import dataclass
from typing import Any

from dashboards import formats, textes
from dashboards.millesime import Indicateur
from dashboards.vues.periodes import Periode

SEUIL_PART, SEUIL_INTERVALLE = 50, 1_000
SANS_VALEUR = "Non disponible"
POUR_1000 = "pour_1000"
"""The unit of a share whose numerator is not part of its denominator: published as a fraction, read for 1,000."""
SOLDE = "solde"
"""The unit of a share less another, from -1 to 1: told in points, without an interval."""
PARTS = ("part", "part_ponderee")
"""The forms whose values are fractions of a whole."""


@dataclass(frozen=True)
class Chiffre:
    """A row of the release. `forme`, `mesure` (the unit of its value) and `compte` come from the indicator and say how
    to read it."""

    forme: str
    mesure: str
    compte: str
    periode: Periode
    valeur: float | None
    numerateur: int | None
    denominateur: int | None
    ic_bas: float | None
    ic_haut: float | None
    statut: str
    motif: str | None
    effectif_faible: bool

    @property
    def connu(self) -> bool:
        return self.valeur is not None

    @property
    def provisoire(self) -> bool:
        return self.statut == "provisoire"

    @property
    def decimales(self) -> int:
        """One decimal for a share, none when few are counted; none for weighted answers, to the hundredth."""
        return 0 if self.effectif_faible or self.forme == "part_ponderee" else 1

    @property
    def sans_intervalle(self) -> bool:
        """Means and balances have none: nothing says whether chance explains a difference."""
        return self.forme == "moyenne" or self.mesure == SOLDE

    @property
    def texte(self) -> str:
        """The value with its unit, or « Non disponible »."""
        if self.valeur is None:
            return borne_connue(self) or SANS_VALEUR
        return dire(self.forme, self.mesure, self.valeur, self.decimales)

    @property
    def texte_court(self) -> str:
        """For a cell of a table: the value, its bound, or the reason in two words."""
        if self.valeur is None:
            return borne_connue(self) or textes.MOTIFS_COURTS.get(self.motif or "", SANS_VALEUR.lower())
        return self.texte

    @property
    def unite(self) -> str:
        """What a count counts, said after it; empty when the value bears its unit."""
        return self.compte if self.forme == "effectif" and self.connu else ""

    @property
    def raison(self) -> str | None:
        """Why there is no value, as a sentence."""
        if self.valeur is not None or self.motif is None:
            return None
        return textes.MOTIFS[self.motif].format(unites=self.compte, seuil=SEUIL_PART)

    @property
    def intervalle(self) -> str | None:
        """« de 40,1 à 45,2 % », or « 40 jours ou plus » for a delay whose upper bound was not reached."""
        if self.valeur is None or self.ic_bas is None:
            return None
        if self.ic_haut is None:
            return f"{dire(self.forme, self.mesure, self.ic_bas)} ou plus"
        if self.mesure == "smic":
            return f"de {formats.nombre(self.ic_bas, 2)} à {formats.smic(self.ic_haut)}"
        if self.mesure == POUR_1000:
            bas = formats.nombre(1_000 * self.ic_bas, self.decimales)
            return f"de {bas} à {formats.pour_mille(self.ic_haut, self.decimales)}"
        if self.forme in PARTS:
            bas, haut = (formats.nombre(100 * x, self.decimales) for x in (self.ic_bas, self.ic_haut))
            return f"de {bas} à {haut}{formats.INSECABLE}%"
        return f"de {formats.nombre(self.ic_bas)} à {formats.jours(self.ic_haut)}"

    @property
    def incertain(self) -> bool:
        """Few are counted: the interval is shown beside the value."""
        return self.connu and self.denominateur is not None and self.denominateur < SEUIL_INTERVALLE

    @property
    def comptes(self) -> str | None:
        """The parts of the value: « 385 sur 920 personnes »."""
        if self.denominateur is None:
            return None
        total = f"{formats.effectif(self.denominateur)} {self.compte}"
        if self.forme == "part" and self.numerateur is not None:
            # what is told for 1,000 is not taken out of them
            lien = "pour" if self.mesure == POUR_1000 else "sur"
            return f"{formats.effectif(self.numerateur)} {lien} {total}"
        return total

    @property
    def etat(self) -> str:
        """Status in one word or two."""
        if self.motif and not self.connu:
            return textes.MOTIFS_COURTS[self.motif]
        return textes.STATUTS[self.statut].lower()

    def demi_largeur(self, vers: float) -> float | None:
        """Half of the interval on the side of another value."""
        if self.valeur is None or self.ic_bas is None or self.ic_haut is None:
            return None
        return self.ic_haut - self.valeur if vers >= self.valeur else self.valeur - self.ic_bas


_MESURES = {
    "jours": formats.jours,
    "mois": formats.mois,
    "smic": formats.smic,
    "quotite": lambda valeur: formats.pourcentage(valeur, 0),
}


def dire(forme: str, mesure: str, valeur: float, decimales: int = 1) -> str:
    """A value of that form with its unit."""
    if mesure == POUR_1000:
        return formats.pour_mille(valeur, decimales)
    if mesure == SOLDE:
        return formats.points(valeur, 0)
    if forme in PARTS:
        return formats.pourcentage(valeur, decimales)
    if forme == "effectif":
        return formats.effectif(valeur)
    return _MESURES[mesure](valeur)


def dire_l_ecart(chiffre: Chiffre, ecart: float, decimales: int = 1) -> str:
    """How far another share or delay of the same indicator is, in the unit of its differences and without its sign."""
    if chiffre.forme in PARTS and chiffre.mesure != POUR_1000:
        return formats.points(abs(ecart), decimales, signe=False)
    return dire(chiffre.forme, chiffre.mesure, abs(ecart), decimales)


def borne_connue(chiffre: Chiffre) -> str | None:
    """A share kept secret because extreme still has one published bound."""
    if chiffre.motif != "part_extreme":
        return None
    if chiffre.ic_bas is not None:
        return "plus de " + dire(chiffre.forme, chiffre.mesure, chiffre.ic_bas)
    return "moins de " + dire(chiffre.forme, chiffre.mesure, chiffre.ic_haut) if chiffre.ic_haut is not None else None


def lire(indicateur: Indicateur, ligne: dict[str, Any]) -> Chiffre:
    """The figure that a published row is."""
    return Chiffre(
        forme=indicateur.forme,
        mesure=indicateur.unite,
        compte=indicateur.compte,
        periode=Periode(ligne["periode_debut"], ligne["periode_type"], indicateur.dernier_mois),
        statut=ligne["statut"],
        effectif_faible=bool(ligne["effectif_faible"]),
        **{nom: ligne[nom] for nom in ("valeur", "numerateur", "denominateur", "ic_bas", "ic_haut", "motif")},
    )
