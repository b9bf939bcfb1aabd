"""Local committees: which commune is in which committee (UTF-8, semicolons, header), a whole table each time."""

from dataclasses import replace

import polars as pl

from pipelines.contracts.modele import Contrat, charger
from pipelines.contracts.refus import AVERTISSEMENT
from pipelines.sources import FichierRecu, Lecture
from pipelines.sources.generique import lire_selon_contrat
from pipelines.territories import SYSTEME, tables

AUTRE = "autre"
_MONTREES = 5
_CODES_QUI_PROUVENT = 10
_PHRASE_357 = (
    "Ce fichier suit l'ancienne numérotation des comités (357 codes), qui donne la plupart des codes CLPE à d'autres "
    f"lieux que {SYSTEME}. Envoyez la table dans la numérotation {SYSTEME} (363 codes), ou avec des codes "
    "d'aucune des deux."
)


class ComiteLocal:
    """Files comites_: one row per commune. `systeme` is not received: the reader says whose codes they are."""

    nom = "comite_local"
    taille_lot = 64 * 2**20

    def lire(self, lot: list[FichierRecu]) -> Lecture:
        contrat = charger(self.nom)
        lecture = lire_selon_contrat(lot, _tel_que_recu(contrat, self.nom))
        comites = _avec_systeme(lecture.entites[self.nom])
        motif = contrat.entites[self.nom].par_nom["commune"].motif
        remarques = [lecture.refus, _communes_inconnues(comites, motif), _autre_numerotation(comites)]
        entite = comites.select(*lecture.entites[self.nom].columns, "systeme")
        return Lecture({self.nom: entite}, pl.concat(remarques), _refuser_les_357(lecture.fichiers, comites))


def _tel_que_recu(contrat: Contrat, nom: str) -> Contrat:
    """The contract of the file itself: delimited, without the column the reader adds."""
    entite = contrat.entites[nom]
    lecture = entite.lecture | {"format": "delimite"}
    recues = tuple(colonne for colonne in entite.colonnes if colonne.recu != "systeme")
    return replace(contrat, entites={nom: replace(entite, colonnes=recues, lecture=lecture)})


def _avec_systeme(comites: pl.DataFrame) -> pl.DataFrame:
    """`systeme`: clpe_2025 when a code bears the name it has there; `nom_2025` is that name.

    An older numbering gives most of these codes to other places: the code alone proves nothing.
    """
    connus = tables.lire("comites").select(code="comite_code", nom_2025="comite_nom")
    nom, nom_2025 = (
        pl.col(colonne).str.replace_all("’", "'").str.strip_chars().str.to_lowercase()
        for colonne in ("comite_nom", "nom_2025")
    )
    return (
        comites.with_columns(code=pl.col("comite_code").str.strip_chars())
        .join(connus, on="code", how="left", maintain_order="left")
        .with_columns(systeme=pl.when(nom == nom_2025).then(pl.lit(SYSTEME)).otherwise(pl.lit(AUTRE)))
    )


def _communes_inconnues(comites: pl.DataFrame, motif: str) -> pl.DataFrame:
    """A remark per file on well-formed codes that no commune bears or bore."""
    commune = pl.col("commune").str.strip_chars()
    connues = pl.concat([tables.lire("communes").select("commune"), tables.lire("passages").select(commune="ancienne")])
    inconnues = comites.with_columns(commune=commune).filter(commune.str.contains(f"^(?:{motif})$"))
    return _remarque(
        inconnues.join(connues, on="commune", how="anti", maintain_order="left"),
        pl.col("commune"),
        "commune_inconnue",
        "{} commune(s) que le code officiel géographique ne connaît pas ({}) ; elles ne sont dans aucun comité. "
        "Vérifiez ces codes.",
    )


def _refuser_les_357(fichiers: pl.DataFrame, comites: pl.DataFrame) -> pl.DataFrame:
    """`fichiers`, with those in the older numbering of 357 committees refused: it gives most codes to other places.

    Told by its codes: many are known, and most of them bear another name. A committee renamed here and there is not it.
    """
    connus = comites.drop_nulls("nom_2025").unique(["fichier", "code"])
    autres = (pl.col("systeme") == AUTRE).sum()
    anciens = connus.group_by("fichier").agg(autres=autres, connus=pl.len())
    anciens = anciens.filter((pl.col("autres") >= _CODES_QUI_PROUVENT) & (2 * pl.col("autres") > pl.col("connus")))
    refuse = pl.col("fichier").is_in(anciens["fichier"].implode()) & pl.col("refus_fichier_regle").is_null()
    return fichiers.with_columns(
        refus_fichier_regle=pl.when(refuse).then(pl.lit("numerotation_357")).otherwise("refus_fichier_regle"),
        refus_fichier_message=pl.when(refuse).then(pl.lit(_PHRASE_357)).otherwise("refus_fichier_message"),
    )


def _autre_numerotation(comites: pl.DataFrame) -> pl.DataFrame:
    """A remark per file on codes of clpe_2025 that bear another name."""
    return _remarque(
        comites.filter(pl.col("nom_2025").is_not_null() & (pl.col("systeme") == AUTRE)).unique(
            ["fichier", "code"], keep="first", maintain_order=True
        ),
        pl.format("{} « {} »", "code", "nom_2025"),
        "autre_numerotation",
        f"{{}} code(s) de comité ont un autre nom dans {SYSTEME} ({{}}) : ancienne numérotation ou comité renommé ? "
        "Le fichier est lu tel quel.",
    )


def _remarque(lignes: pl.DataFrame, montre: pl.Expr, regle: str, phrase: str) -> pl.DataFrame:
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
