"""Local committees: which commune is in which committee (UTF-8, semicolons, header), a whole table each time."""

import polars as pl

from pipelines.contracts.modele import charger
from pipelines.sources import FichierRecu, Lecture
from pipelines.sources.generique import lire_selon_contrat
from pipelines.sources.zonage import communes_inconnues, remarque, tel_que_recu
from pipelines.territories import SYSTEME, tables

AUTRE = "autre"
_CODES_QUI_PROUVENT = 10
_LA_PLUPART = 0.5
_PHRASE_357 = (
    "c'est l'ancienne numérotation des comités (357 codes), qui donne à d'autres lieux des codes CLPE de la table en "
    f"vigueur. Envoyez la table dans la numérotation {SYSTEME} (363 codes), ou avec des codes qui ne sont d'aucune "
    "des deux."
)


class ComiteLocal:
    """Files comites_: one row per commune. `systeme` is not received: the reader says whose codes they are."""

    nom = "comite_local"
    taille_lot = 64 * 2**20

    def lire(self, lot: list[FichierRecu]) -> Lecture:
        contrat = charger(self.nom)
        lecture = lire_selon_contrat(lot, tel_que_recu(contrat, self.nom, sans=frozenset({"systeme"})))
        comites = _avec_systeme(lecture.entites[self.nom])
        motif = contrat.entites[self.nom].par_nom["commune"].motif
        remarques = [lecture.refus, communes_inconnues(comites, motif), _autre_numerotation(comites)]
        entite = comites.select(*lecture.entites[self.nom].columns, "systeme")
        return Lecture(
            {self.nom: entite},
            pl.concat(remarques),
            _refuser_les_357(lecture.fichiers, comites, [fichier.nom for fichier in lot]),
        )


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


def _refuser_les_357(fichiers: pl.DataFrame, comites: pl.DataFrame, noms: list[str]) -> pl.DataFrame:
    """`fichiers`, with those in the older numbering of 357 committees refused: it gives other places to known codes.

    Told by codes that bear another name and most of whose communes are, in clpe_2025, in another committee: a committee
    renamed, or whose boundary moved, is not it.
    """
    lieux = tables.lire("commune_comite").select(commune="commune", comite_2025="comite_code")
    ailleurs = (pl.col("comite_2025") != pl.col("code")).mean() > _LA_PLUPART
    deplaces = (
        comites.filter(pl.col("nom_2025").is_not_null() & (pl.col("systeme") == AUTRE))
        .with_columns(commune=pl.col("commune").str.strip_chars())
        .join(lieux, on="commune")
        .group_by("fichier", "code")
        .agg(ailleurs=ailleurs)
        .filter("ailleurs")
    )
    anciens = deplaces.group_by("fichier").len().filter(pl.col("len") >= _CODES_QUI_PROUVENT)
    refuse = pl.col("fichier").is_in(anciens["fichier"].implode()) & pl.col("refus_fichier_regle").is_null()
    message = pl.format("{} : {}", pl.col("fichier").replace_strict(dict(enumerate(noms))), pl.lit(_PHRASE_357))
    return fichiers.with_columns(
        refus_fichier_regle=pl.when(refuse).then(pl.lit("numerotation_357")).otherwise("refus_fichier_regle"),
        refus_fichier_message=pl.when(refuse).then(message).otherwise("refus_fichier_message"),
    )


def _autre_numerotation(comites: pl.DataFrame) -> pl.DataFrame:
    """A remark per file on codes of clpe_2025 that bear another name."""
    return remarque(
        comites.filter(pl.col("nom_2025").is_not_null() & (pl.col("systeme") == AUTRE)).unique(
            ["fichier", "code"], keep="first", maintain_order=True
        ),
        pl.format("{} « {} »", "code", "nom_2025"),
        "autre_numerotation",
        f"{{}} code(s) de comité ont un autre nom dans {SYSTEME} ({{}}) : ancienne numérotation ou comité renommé ? "
        "Le fichier est lu tel quel.",
    )
