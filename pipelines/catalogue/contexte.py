"""What dbt reads of the catalogue and of the contracts, beside the lake: five small tables."""

from datetime import date
from pathlib import Path

import polars as pl

from pipelines.catalogue.modele import Catalogue
from pipelines.catalogue.ruptures import lieux
from pipelines.contracts import charger as charger_contrat

_CADENCES = {"trimestrielle": 3}
"""Months that one delivery tells; one, when not said."""
_HORIZON = ("mois", "qualification_mois", "jours", "suivi_jours", "attente_jours")


def ecrire_contexte(catalogue: Catalogue, dossier: Path) -> None:
    """Write indicateur, indicateur_source, annonce, rupture and source, one Parquet each, in `dossier`."""
    for nom, table in tables(catalogue).items():
        provisoire = dossier / f"{nom}.tmp"
        table.write_parquet(provisoire, compression="zstd")
        provisoire.replace(dossier / f"{nom}.parquet")


def tables(catalogue: Catalogue) -> dict[str, pl.DataFrame]:
    """The tables by name.

    `indicateur`: form, family, unit, horizon, bound and secrecy of enterprises of each. `indicateur_source`: the
    sources each needs, its population's for the month (from the first month on for a stock), its events' to the end of
    the horizon. `annonce`: every (indicateur, niveau, periode_type, dimension, modalite) that must have a row.
    `rupture`: dates of breaks, and the territory where each holds, null for everywhere.
    `source`: who sends it, how many months a delivery tells, how many months late it may be.
    """
    entrees = catalogue.indicateurs.values()
    return {
        "indicateur": pl.DataFrame(
            [
                {
                    "indicateur": e.indicateur,
                    "forme": e.forme,
                    "famille": e.famille,
                    "glissant": e.glissant,
                    "unite": e.unite,
                }
                | {f"horizon_{nom}": getattr(e.horizon, nom) for nom in _HORIZON}
                | {"borne_mesure": e.borne_mesure, "secret_entreprises": e.secret_entreprises}
                for e in entrees
            ],
            infer_schema_length=None,
        ),
        "indicateur_source": pl.DataFrame(
            [
                {
                    "indicateur": e.indicateur,
                    "source": s,
                    "depuis_le_debut": rang == 0 and e.glissant == "dernier",
                    "jusqu_a_l_horizon": rang > 0 or len(e.sources) == 1,
                }
                for e in entrees
                for rang, s in enumerate(e.sources)
            ]
        ),
        "annonce": pl.concat(
            catalogue.annoncees(e).select(pl.lit(e.indicateur).alias("indicateur"), pl.all()) for e in entrees
        ),
        "rupture": pl.DataFrame(
            [
                (e.indicateur, date.fromisoformat(r["date"]), *lieu)
                for e in entrees
                for r in e.ruptures
                for lieu in lieux(r)
            ],
            schema={
                "indicateur": pl.String,
                "date_rupture": pl.Date,
                "territoire_niveau": pl.String,
                "territoire_code": pl.String,
            },
            orient="row",
        ),
        "source": pl.DataFrame([_source(nom) for nom in sorted({s for e in entrees for s in e.sources})]),
    }


def _source(nom: str) -> dict[str, str | int]:
    proprietes = charger_contrat(nom).proprietes
    return {
        "source": nom,
        "emetteur": str(proprietes["emetteur"]),
        "cadence_mois": _CADENCES.get(str(proprietes["cadence"]), 1),
        "delai_declaration_mois": int(proprietes["delai_declaration_mois"]),
    }
