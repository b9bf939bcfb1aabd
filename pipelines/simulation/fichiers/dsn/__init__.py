"""DSN messages: monthly declarations of every establishment with a contract open, corrections, signals of end.

Belongs here: the text of NEODeS blocks (`blocs`), what is told of a contract in which month (`dits`), the files and
their faults (`envois`). Does not: the contracts themselves (monde/).
"""

from datetime import date

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.dsn.dits import mois_dits, signaux
from pipelines.simulation.fichiers.dsn.envois import (
    ACTIVITES,
    CONTRATS,
    LIEUX,
    envoyer_mensuelles,
    envoyer_signaux,
    parts,
)
from pipelines.simulation.monde.modele import Bloc

_IDENTITE = ("personne", "nir", "naissance", "sexe", "nom", "prenom", "adresse")


class EcrivainDsn:
    """Files dsn_ (nature 01) and fctu_ (nature 07)."""

    nom = "dsn"

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None:
        if bloc.contrat.is_empty():
            return
        nombre = parts(bureau.parametres)
        contrats = bloc.contrat.join(bloc.personne.select(_IDENTITE), on="personne", maintain_order="left")
        dits = mois_dits(contrats, bureau.parametres)
        tas_de_lignes = (
            (CONTRATS, dits, pl.col("siren")),
            (ACTIVITES, bloc.activite, pl.col("siren")),
            (LIEUX, bloc.etablissement, pl.col("siret").str.slice(0, 9)),
        )
        for tas, lignes, employeur in tas_de_lignes:
            numerotees = lignes.with_columns(part=employeur.cast(pl.Int64) % nombre)
            for (numero,), partie in numerotees.partition_by("part", as_dict=True).items():
                bureau.brouillon.garder(f"{tas}-{numero}", rang, partie.drop("part"))
        bureau.brouillon.garder("fctu", rang, signaux(contrats, bureau.parametres))

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        envoyer_mensuelles(bureau, mois)
        envoyer_signaux(bureau, mois)
