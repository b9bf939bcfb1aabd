"""What the jobs of those who return are worth: share of a full time, and pay in minimum wages."""

from datetime import date

import polars as pl

from pipelines.simulation.verites.emplois import atteint
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.reprises import reprises

DUREE_MOIS = 6
# hours of a month, or days of a year, of a full time
REFERENCE_HEURES, REFERENCE_JOURS = 151.67, 218.0
QUOTITE_MINIMALE, QUOTITE_MAXIMALE = 0.05, 1.5
DIX_MILLIEMES = 10_000
SALAIRE_DE_BASE, BRUT = "010", "001"
PAS_PAR_SMIC = 20
# gross minimum wage of a month of 35 hours a week, in cents, from the first of the month on
SMIC = {
    date(2022, 1, 1): 160_312,
    date(2022, 5, 1): 164_558,
    date(2022, 8, 1): 167_895,
    date(2023, 1, 1): 170_928,
    date(2023, 5, 1): 174_720,
    date(2024, 1, 1): 176_692,
    date(2024, 11, 1): 180_180,
    date(2026, 1, 1): 182_303,
}
_CONTRAT = ["personne", "siren", "nic", "numero"]


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    quotite = (pl.col("quotite") / pl.col("reference")).clip(QUOTITE_MINIMALE, QUOTITE_MAXIMALE)
    lignes = _repris(faits).with_columns(part=pl.when(pl.col("quotite") > 0).then(quotite))
    payes = _payer(lignes, faits.bloc.activite)
    return {
        "quotite_moyenne_reprise": _exclure(lignes.with_columns(num=_arrondi(DIX_MILLIEMES * pl.col("part"))), "num"),
        "salaire_median_reprise": _exclure(payes, "jours"),
    }


def _repris(faits: Faits) -> pl.DataFrame:
    """Returns with the best contract of their first day; of several with one establishment, that of most hours,
    then that which lasts."""
    commences = faits.comptes.filter(pl.col("debut") == pl.col("retour")).with_columns(
        sorte=pl.when("cdi").then(0).when(atteint("fin_prevue", "debut", DUREE_MOIS)).then(1).otherwise(2),
        reference=pl.when(pl.col("quotite") == REFERENCE_JOURS)
        .then(pl.lit(REFERENCE_JOURS))
        .otherwise(pl.lit(REFERENCE_HEURES)),
        terme=pl.coalesce("fin_du_contrat", "fin_prevue", pl.lit(date(9999, 12, 31))),
    )
    ordre = ["personne", "retour", "sorte", "siren", "nic", "quotite", "terme", "numero"]
    a_l_envers = [nom in ("quotite", "terme") for nom in ordre]
    meilleurs = commences.sort(ordre, descending=a_l_envers, nulls_last=True).unique(
        ["personne", "retour"], keep="first", maintain_order=True
    )
    return reprises(faits).join(
        meilleurs.select(*_CONTRAT, "retour", "debut", "fin_prevue", "fin_du_contrat", "quotite", "reference"),
        on=["personne", "retour"],
        how="left",
    )


def _payer(lignes: pl.DataFrame, activite: pl.DataFrame) -> pl.DataFrame:
    """`jours`: the pay of the first whole month of the contract, at full time, in twentieths of the minimum wage."""
    un = pl.col("debut").dt.month_start()
    plein = pl.when(pl.col("debut") == un).then(un).otherwise(un.dt.offset_by("1mo"))
    terme = pl.coalesce("fin_du_contrat", "fin_prevue")
    entiers = lignes.with_columns(plein=plein).with_columns(
        plein=pl.when(terme.is_null() | (terme >= pl.col("plein").dt.month_end())).then("plein")
    )
    paies = (
        activite.filter(pl.col("type").is_in([SALAIRE_DE_BASE, BRUT]), pl.col("montant").is_not_null())
        .group_by(*_CONTRAT, plein=pl.col("debut").dt.month_start())
        .agg(
            base=pl.col("montant").filter(pl.col("type") == SALAIRE_DE_BASE).sum(),
            brut=pl.col("montant").filter(pl.col("type") == BRUT).sum(),
            dite=(pl.col("type") == SALAIRE_DE_BASE).any(),
        )
        .select(*_CONTRAT, "plein", montant=pl.when("dite").then("base").otherwise("brut"))
    )
    smic = pl.DataFrame({"depuis": list(SMIC), "smic": list(SMIC.values())})
    payes = (
        entiers.join(paies, on=[*_CONTRAT, "plein"], how="left")
        .sort("plein")
        .join_asof(smic, left_on="plein", right_on="depuis", strategy="backward")
    )
    pas = _arrondi(PAS_PAR_SMIC * pl.col("montant") / pl.col("part") / pl.col("smic"))
    return payes.with_columns(jours=pl.when(pl.col("montant") > 0).then(pas))


def _arrondi(valeur: pl.Expr) -> pl.Expr:
    return (valeur + 0.5).floor().cast(pl.Int64)


def _exclure(lignes: pl.DataFrame, mesure: str) -> pl.DataFrame:
    """Rows without the measure are in `exclus` only."""
    absente = pl.col(mesure).is_null().cast(pl.Int64)
    lignes = lignes.with_columns(exclus=absente, den=1 - absente)
    return lignes.with_columns(pl.col(mesure).fill_null(0)) if mesure == "num" else lignes
