"""Rare cases planted over what is drawn: two things of a kind on one day, what is not said or comes in disorder.

Each has a generator of its own: nothing else of the world depends on them.
"""

from datetime import timedelta

import polars as pl

from pipelines.simulation.monde.jours import Hasard, entre, hasard
from pipelines.simulation.monde.modele import Parametres

_FORMATIONS, _IMMERSIONS, _ORIENTATIONS = 0.04, 0.04, 0.02
_SANS_ORGANISME, _VALIDEES_TARD, _FINS_TUES, _NUMEROS_REPRIS = 0.01, 0.02, 0.005, 0.5
_AUTRES_DISPOSITIFS = {"AFC": "POEI", "AIF": "AFC", "POEC": "AFPR", "POEI": "AIF", "AFPR": "BEN", "BEN": "POEC"}
_AUTRES_ORGANISMES = {"FT": "ML", "ML": "CD", "CD": "CE", "CE": "FT"}
_AUTRES_PARCOURS = {"PED": "PSP", "PSP": "PSO", "PSO": "PED"}
_TERME = "031"


def jumeler_formations(parametres: Parametres, rang: int, formation: pl.DataFrame) -> pl.DataFrame:
    """Trainings of one person, of another kind and funder, that begin and end on the same days; some by an abandon."""
    tirage = hasard(parametres.graine, rang, "formations jumelles")
    jumelles = formation.filter(_une_part(tirage, formation, _FORMATIONS))
    quittee = pl.Series(tirage.random(jumelles.height) < 1 / 2, dtype=pl.Boolean) & jumelles["sortie"].is_not_null()
    jumelles = jumelles.with_columns(
        session=pl.lit("SE_J") + pl.col("session").str.slice(3),
        dispositif=pl.col("dispositif").replace(_AUTRES_DISPOSITIFS),
        financeurs=pl.lit("2;4"),
        abandon=pl.when(quittee).then("sortie").otherwise("abandon"),
    )
    return pl.concat([formation, jumelles])


def jumeler_immersions(parametres: Parametres, rang: int, action: pl.DataFrame) -> pl.DataFrame:
    """Immersions of one person elsewhere, that end on the same day; half begin on it too, the others before."""
    tirage = hasard(parametres.graine, rang, "immersions jumelles")
    immersions = action.filter(pl.col("type_action") == "IMMERSION", pl.col("date_debut") > parametres.premier_mois)
    jumelles = immersions.filter(_une_part(tirage, immersions, _IMMERSIONS))
    avance = pl.duration(days=pl.Series(entre(tirage, 0, 1, jumelles.height)))
    jumelles = jumelles.with_columns(
        operateur=pl.col("operateur").replace(_AUTRES_ORGANISMES), date_debut=pl.col("date_debut") - avance
    )
    cle = ["personne", "type_action", "date_debut", "operateur"]
    return pl.concat([action, jumelles]).unique(cle, keep="first", maintain_order=True)


def jumeler_orientations(parametres: Parametres, rang: int, orientation: pl.DataFrame) -> pl.DataFrame:
    """Orientations of one person decided on the same day, for another parcours; and decisions of nobody known."""
    tirage = hasard(parametres.graine, rang, "orientations jumelles")
    acceptees = orientation.filter(pl.col("etat_decision") == "ACCEPTEE")
    jumelles = acceptees.filter(_une_part(tirage, acceptees, _ORIENTATIONS)).with_columns(
        pl.col("date_creation") + timedelta(minutes=7),
        parcours=pl.col("parcours").replace(_AUTRES_PARCOURS),
        organisme_decision=pl.col("organisme_decision").replace(_AUTRES_ORGANISMES),
    )
    toutes = pl.concat([orientation, jumelles])
    return toutes.with_columns(
        organisme_decision=pl.when(~_une_part(tirage, toutes, _SANS_ORGANISME)).then("organisme_decision")
    )


def valider_tard(parametres: Parametres, rang: int, offre: pl.DataFrame) -> pl.DataFrame:
    """Offers validated one to three days after they are closed."""
    tirage = hasard(parametres.graine, rang, "validations tardives")
    tard = pl.col("cloture") + pl.duration(days=pl.Series(entre(tirage, 1, 3, offre.height)))
    connue = tard.dt.date() < parametres.dernier_jour
    tardive = _une_part(tirage, offre, _VALIDEES_TARD) & offre["cloture"].is_not_null()
    return offre.with_columns(validation=pl.when(tardive & connue).then(tard).otherwise("validation"))


def taire_des_fins(parametres: Parametres, rang: int, contrat: pl.DataFrame) -> pl.DataFrame:
    """Contracts whose end, on the day that was planned, no declaration tells: they are just told no more.

    Few: as far as declarations go, they are contracts that have gone missing.
    """
    tirage = hasard(parametres.graine, rang, "fins tues")
    a_terme = (pl.col("fin") == pl.col("fin_prevue")) & (pl.col("motif_fin") == _TERME)
    dits = (pl.col("fin") >= parametres.premier_mois) & pl.col("annulee").is_null()
    tue = (a_terme & dits).fill_null(False) & _une_part(tirage, contrat, _FINS_TUES)
    return contrat.with_columns(pl.when(~tue).then(nom).alias(nom) for nom in ("fin", "motif_fin"))


def reprendre_des_numeros(parametres: Parametres, rang: int, contrat: pl.DataFrame) -> pl.DataFrame:
    """Contracts that bear the number of the one before with the same establishment, over since an earlier month."""
    tirage = hasard(parametres.graine, rang, "numeros repris")
    chez = ("personne", "siren", "nic")
    lignes = contrat.with_row_index("ligne").with_columns(repris=_une_part(tirage, contrat, _NUMEROS_REPRIS))
    ordonnees = lignes.sort(*chez, "debut", "numero").with_columns(
        seul=pl.all_horizontal(pl.col("ancien_siret", "annulee").is_null())
        & (pl.col("motif_fin") != "998").fill_null(True)
    )
    avant = pl.coalesce("fin", "fin_prevue").dt.month_end().shift(1).over(chez)
    suivent = (avant < pl.col("debut")) & pl.col("seul") & pl.col("seul").shift(1).over(chez) & pl.col("repris")
    # never three of one number
    paire = suivent.fill_null(False) & ~suivent.shift(1).over(chez).fill_null(False)
    return (
        ordonnees.with_columns(numero=pl.when(paire).then(pl.col("numero").shift(1).over(chez)).otherwise("numero"))
        .sort("ligne")
        .select(contrat.columns)
    )


def taire_le_dernier_mois(parametres: Parametres, contrat: pl.DataFrame, activite: pl.DataFrame) -> pl.DataFrame:
    """Pays without those that the month of an end never told says of its contract."""
    tus = contrat.filter(pl.col("fin").is_null(), pl.col("fin_prevue") <= parametres.dernier_jour)
    derniers = tus.select("personne", "siren", "nic", "numero", mois=pl.col("fin_prevue").dt.month_start())
    return activite.join(derniers, on=derniers.columns, how="anti", maintain_order="left")


def _une_part(tirage: Hasard, frame: pl.DataFrame, part: float) -> pl.Series:
    return pl.Series(tirage.random(frame.height) < part, dtype=pl.Boolean)
