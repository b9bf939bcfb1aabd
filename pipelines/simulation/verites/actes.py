"""Acts of remobilisation: breaches, reductions, suspensions, suppressions and resumptions, each apart, at the day of
effect; who works after a sanction."""

import polars as pl

from pipelines.simulation.verites.evenements import personnes_du_mois, survenus
from pipelines.simulation.verites.faits import Faits, en_age
from pipelines.simulation.verites.retours import retours
from pipelines.simulation.verites.silences import dits, fin, sans_les_muets
from pipelines.simulation.verites.taux import pour_1000

SOURCE = "sanction"
REGIME = "DE"
NATURES = {
    "manquements": "MANQUEMENT",
    "reductions": "REDUCTION",
    "suspensions": "SUSPENSION",
    "suppressions": "SUPPRESSION",
    "reprises": "REPRISE",
}
TAUX = ("manquements", "reductions", "suspensions", "suppressions")
SANCTIONS, FENETRE_MOIS = ["REDUCTION", "SUSPENSION", "SUPPRESSION"], 6


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    actes = dits(faits, SOURCE, faits.bloc.acte.filter(pl.col("regime") == REGIME), "date_effet")
    flux = {
        nom: sans_les_muets(
            faits,
            personnes_du_mois(survenus(faits, actes.filter(pl.col("nature") == nature), "date_effet")),
            fin,
            SOURCE,
        )
        for nom, nature in NATURES.items()
    }
    presents = sans_les_muets(faits, faits.presents, fin, SOURCE)
    sanctions = survenus(faits, actes.filter(pl.col("nature").is_in(SANCTIONS)), "date_effet")
    sanctionnes = sans_les_muets(faits, en_age(personnes_du_mois(sanctions)), fin, SOURCE)
    return (
        flux
        | {f"{nom}_pour_1000": pour_1000(flux[nom], presents) for nom in TAUX}
        | {
            "retour_emploi_apres_sanction": retours(
                sanctionnes, "jour", FENETRE_MOIS, faits.comptes, faits.sorties_du_champ
            )
        }
    )
