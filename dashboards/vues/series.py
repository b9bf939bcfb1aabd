"""One indicator through time: its points, where the line must be cut, what the curve says in a sentence."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboards import etat_url, formats
from dashboards.millesime import Indicateur, Territoire
from dashboards.vues import comparaisons
from dashboards.vues.chiffres import POUR_1000, SOLDE, Chiffre, dire_l_ecart, lire
from dashboards.vues.choix import Demande
from dashboards.vues.periodes import separees

SANS_SERIE = "Aucune valeur publiée pour cette période"


@dataclass(frozen=True)
class Point:
    """A period, and the same period of the wider territory when one is drawn beside."""

    chiffre: Chiffre
    reference: Chiffre | None


@dataclass(frozen=True)
class Serie:
    """What a chart and the table after it both show; the file behind `lien` holds the same rows.

    `ruptures`: those of the territory. `ruptures_reference`: the days of those of the wider one.
    """

    indicateur: Indicateur
    territoire: str
    titre: str
    sous_titre: str
    reference: str | None
    points: tuple[Point, ...]
    ruptures: tuple[tuple[date, str], ...]
    ruptures_reference: tuple[date, ...]
    lien: str
    lien_tableur: str

    @property
    def connus(self) -> tuple[Point, ...]:
        return tuple(p for p in self.points if p.chiffre.connu)

    @property
    def alternative(self) -> str:
        """What a reader who does not see the chart is told: territory, period, first and last values."""
        if not self.connus:
            return f"{formats.apostrophe(self.indicateur.titre)}, {self.territoire} : {SANS_SERIE.lower()}."
        premier, dernier = self.connus[0].chiffre, self.connus[-1].chiffre
        rupture = "".join(f" Rupture de série en {formats.mois_long(jour)}." for jour, _ in self.ruptures_vues)
        return (
            f"Courbe : {formats.apostrophe(self.indicateur.titre)}, {self.territoire}. {premier.texte} en "
            f"{premier.periode.long}, {dernier.texte} en {dernier.periode.long} ({dernier.etat}).{rupture} "
            "Les mêmes chiffres sont dans le tableau qui suit."
        )

    @property
    def ruptures_vues(self) -> tuple[tuple[date, str], ...]:
        """Breaks that fall inside what is drawn."""
        if not self.connus:
            return ()
        premier, dernier = self.connus[0].chiffre.periode, self.connus[-1].chiffre.periode
        return tuple((j, phrase) for j, phrase in self.ruptures if premier.premier_mois < j <= dernier.mois_final)


def territoires_montres(demande: Demande, indicateur: Indicateur) -> tuple[Territoire, ...]:
    """Whose rows a series shows: the territory, and the one that contains it unless the indicator is a count."""
    parent = demande.millesime.parent(demande.territoire)
    if parent is None or indicateur.forme == "effectif":
        return (demande.territoire,)
    return demande.territoire, parent


def serie(demande: Demande, indicateur: Indicateur, lignes: pl.DataFrame) -> Serie:
    """The series of one indicator, from the rows of the territories shown."""
    montres = territoires_montres(demande, indicateur)
    etat, version = demande.etat, demande.millesime
    siennes, autres = (chiffres(indicateur, lignes, t, etat.rythme) for t in (montres[0], montres[-1]))
    reference = {c.periode: c for c in autres} if len(montres) > 1 else {}
    points = tuple(Point(c, reference.get(c.periode)) for c in siennes)
    lieu = formats.apostrophe(montres[0].nom_article)
    ici, autour = (indicateur.en(t) for t in (montres[0], montres[-1]))
    lien = etat_url.telechargement(etat, indicateur.indicateur, etat.rythme, version.nom)
    return Serie(
        indicateur=indicateur,
        territoire=lieu,
        titre=constat(ici, siennes),
        sous_titre=_sous_titre(indicateur, siennes, etat.rythme),
        reference=formats.apostrophe(montres[1].nom) if len(montres) > 1 else None,
        points=points,
        ruptures=tuple((rupture.jour, formats.apostrophe(rupture.phrase)) for rupture in ici.ruptures),
        ruptures_reference=comparaisons.dates_de_rupture(autour),
        lien=lien,
        lien_tableur=lien + "&format=tableur",
    )


def chiffres(indicateur: Indicateur, lignes: pl.DataFrame, territoire: Territoire, rythme: str) -> tuple[Chiffre, ...]:
    """The figures of one territory in order of time."""
    siennes = lignes.filter(
        pl.col("indicateur") == indicateur.indicateur,
        pl.col("periode_type") == rythme,
        pl.col("territoire_niveau") == territoire.niveau,
        pl.col("territoire_code") == territoire.code,
    ).sort("periode_debut")
    return tuple(lire(indicateur, ligne) for ligne in siennes.iter_rows(named=True))


def constat(indicateur: Indicateur, suite: tuple[Chiffre, ...]) -> str:
    """The finding in a sentence: the last value, and how it stands against one year before when that may be said."""
    connus = [c for c in suite if c.connu]
    if not connus:
        return SANS_SERIE
    dernier = connus[-1]
    debut = f"{dernier.texte} {dernier.unite}".strip()
    avant = {c.periode: c for c in connus}.get(dernier.periode.un_an_avant())
    if (
        not dernier.sans_intervalle
        and avant
        and separees(dernier.periode, avant.periode, comparaisons.dates_de_rupture(indicateur)) is None
    ):
        return f"{debut}, {_mouvement(dernier, avant)} sur un an"
    return f"{debut} {_quand(dernier)}"


def _quand(chiffre: Chiffre) -> str:
    periode = chiffre.periode
    if periode.premier_mois == periode.mois_final:
        return f"en {formats.mois_long(periode.mois_final)}"
    return f"de {periode.long}" if not periode.long.startswith(("a", "o")) else f"d’{periode.long}"


def _mouvement(dernier: Chiffre, avant: Chiffre) -> str:
    difference = (dernier.valeur or 0) - (avant.valeur or 0)
    if dernier.forme == "effectif":
        mots = comparaisons.ecart(dernier, avant) or ""
        return "stable" if mots == comparaisons.TROP_PETIT else mots
    if not comparaisons.significatif(dernier, avant):
        return "sans évolution significative"
    sens = "hausse" if difference > 0 else "baisse"
    return f"en {sens} de {dire_l_ecart(dernier, difference)}"


def _sous_titre(indicateur: Indicateur, suite: tuple[Chiffre, ...], rythme: str) -> str:
    mesures = {
        "part": "en %",
        "part_ponderee": "solde, en points" if indicateur.unite == SOLDE else "en % des réponses, pondérées",
        "mediane": "en Smic mensuels bruts" if indicateur.unite == "smic" else "en jours",
        "moyenne": "moyenne, en % d’un temps plein"
        if indicateur.unite == "quotite"
        else f"moyenne en {indicateur.unite}",
        "effectif": f"nombre de {indicateur.compte}",
    }
    mesure = mesures[indicateur.forme]
    if indicateur.unite == POUR_1000:
        mesure = "pour 1 000"
    fin_de_mois = "à la fin du mois" if indicateur.dernier_mois else None
    pas = fin_de_mois or ("par mois" if rythme == "mois" else "sur 12 mois glissants")
    connus = [c for c in suite if c.connu]
    if not connus:
        return f"{mesure}, {pas}"
    bornes = f"{formats.mois_court(connus[0].periode.mois_final)} – {formats.mois_court(connus[-1].periode.mois_final)}"
    return f"{mesure}, {pas}, {bornes}"
