"""Returns to work as Dares counts them from the movements of workforce (MMO): its classes of contracts, their runs."""

import polars as pl

from pipelines.simulation.verites.emplois import enchainer, reunir, terme_connu
from pipelines.simulation.verites.faits import Faits, en_age
from pipelines.simulation.verites.retours import retours

# natures of contract (40.007), as Dares groups them; the others are no job, and placements (40.008) are not looked at
CDI = ["01", "09", "50", "82", "91"]
CDD = ["02", "07", "10", "20", "21", "32", "51", "52", "80", "81", "92", "93"]
INTERIM = ["03", "08"]
# motives that end no job: another contract, of any employer, takes over
CONTINUE = ["998", "100"]
FENETRE_MOIS, ECART_JOURS, DURABLE_JOURS = 6, 1, 180


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    cohorte = en_age(faits.arrivees.filter("cohorte"))
    contrats, sorties = _periodes(faits.bloc.contrat), faits.sorties_du_champ
    return {
        "retour_emploi_mmo": retours(cohorte, "t0", FENETRE_MOIS, contrats, sorties),
        "retour_emploi_durable_mmo": retours(cohorte, "t0", FENETRE_MOIS, contrats, sorties, _durable()),
    }


def _periodes(contrat: pl.DataFrame) -> pl.DataFrame:
    """The contracts, each with the first day of its run (`retour`): one SIREN without a day between, or taken over."""
    comptes = contrat.filter(pl.col("nature").is_in([*CDI, *CDD, *INTERIM])).with_columns(terme_connu=terme_connu())
    maillons = enchainer(comptes, ECART_JOURS)
    return maillons.with_columns(chaine=reunir(maillons["chaine"], _reprises(maillons))).with_columns(
        retour=pl.col("debut").min().over("chaine")
    )


def _reprises(maillons: pl.DataFrame) -> pl.DataFrame:
    """Links of a chain with the one it takes over, the day a contract of it ended by such a motive or the day after."""
    finis = maillons.filter(pl.col("motif_fin").is_in(CONTINUE)).select("personne", "fin", "chaine", avant="debut")
    suivants = maillons.select("personne", "debut", suite="chaine")
    attente = (pl.col("debut") - pl.col("fin")).dt.total_days()
    return suivants.join(finis, on="personne").filter(
        pl.col("debut") > pl.col("avant"), attente.is_between(0, ECART_JOURS)
    )


def _durable() -> pl.Expr:
    """Open-ended, or a fixed term whose end is more than 180 days away or is not known; temp work never is."""
    jours = (pl.coalesce("fin", "fin_prevue") - pl.col("debut")).dt.total_days() + 1
    return pl.col("nature").is_in(CDI) | (pl.col("nature").is_in(CDD) & (jours.is_null() | (jours > DURABLE_JOURS)))
