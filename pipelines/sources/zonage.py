"""Tables that say in which zone each commune is (UTF-8, semicolons, header), a whole table each time.

One row per commune. Such a table is read as it came: what an unknown commune or a code means is for the territories.
"""

from dataclasses import replace

import polars as pl

from pipelines.contracts.modele import Contrat, charger
from pipelines.contracts.refus import AVERTISSEMENT
from pipelines.sources import FichierRecu, Lecture
from pipelines.sources.generique import lire_selon_contrat
from pipelines.territories import tables

_MONTREES = 5


class _Zonage:
    """The unit is the row; communes nobody knows are remarked, file by file."""

    nom: str
    taille_lot = 64 * 2**20

    def lire(self, lot: list[FichierRecu]) -> Lecture:
        contrat = charger(self.nom)
        lecture = lire_selon_contrat(lot, tel_que_recu(contrat, self.nom))
        inconnues = communes_inconnues(lecture.entites[self.nom], contrat.entites[self.nom].par_nom["commune"].motif)
        return replace(lecture, refus=pl.concat([lecture.refus, inconnues]))


class Bassin(_Zonage):
    """Files bassins_."""

    nom = "bassin"


class ZoneEmploi(_Zonage):
    """Files zones_emploi_."""

    nom = "zone_emploi"


def tel_que_recu(contrat: Contrat, nom: str, sans: frozenset[str] = frozenset()) -> Contrat:
    """The contract of the file itself: delimited, without the columns `sans` that its reader adds."""
    entite = contrat.entites[nom]
    recues = tuple(colonne for colonne in entite.colonnes if colonne.recu not in sans)
    return replace(
        contrat, entites={nom: replace(entite, colonnes=recues, lecture=entite.lecture | {"format": "delimite"})}
    )


def communes_inconnues(zones: pl.DataFrame, motif: str) -> pl.DataFrame:
    """A remark per file on well-formed codes that no commune bears or bore."""
    commune = pl.col("commune").str.strip_chars()
    connues = pl.concat([tables.lire("communes").select("commune"), tables.lire("passages").select(commune="ancienne")])
    inconnues = zones.with_columns(commune=commune).filter(commune.str.contains(f"^(?:{motif})$"))
    return remarque(
        inconnues.join(connues, on="commune", how="anti", maintain_order="left"),
        pl.col("commune"),
        "commune_inconnue",
        "{} commune(s) que le code officiel géographique ne connaît pas ({}) ; elles ne compteront nulle part. "
        "Vérifiez ces codes.",
    )


def remarque(lignes: pl.DataFrame, montre: pl.Expr, regle: str, phrase: str) -> pl.DataFrame:
    """One remark for each file that has `lignes`: how many, and the first ones."""
    exemples = montre.head(_MONTREES).str.join(", ")
    return (
        lignes.group_by("fichier", maintain_order=True)
        .agg(nombre=pl.len(), exemples=exemples)
        .select(
            "fichier",
            pl.lit(None, pl.UInt32).alias("unite"),
            pl.lit(None, pl.UInt32).alias("ligne"),
            pl.lit(None, pl.String).alias("champ"),
            pl.lit(regle).alias("regle"),
            pl.format(phrase, "nombre", "exemples").alias("message"),
            pl.lit(AVERTISSEMENT).alias("gravite"),
        )
    )
