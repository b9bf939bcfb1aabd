"""Corrections applied to what a reader has read, before anything is checked: by columns, never row by row."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from pipelines.contracts import Contrat, Entite, passer
from pipelines.contracts.posees import nom_pose
from pipelines.contracts.refus import REFUS, REJET
from pipelines.identity import Cles
from pipelines.sources import Lecture

REMPLACER, ECARTER = "remplacer", "ecarter"
LIGNE_INCONNUE, COLONNE_INCONNUE, LECTURE_PROPRE, SANS_CHANGEMENT, APPLIQUEE = EFFETS = (
    "ligne_inconnue",
    "colonne_inconnue",
    "lecture_propre",
    "sans_changement",
    "appliquee",
)
"""What a correction does, from nothing to all: where it meets several rows, the most it does to one of them."""
SUIVI = {
    "fichier": pl.String,
    "ligne": pl.UInt32,
    "colonne": pl.String,
    "effet": pl.String,
    "entite": pl.String,
    "cle": pl.String,
}
"""What became of each correction of a delivery: its key, its effect, the business key of its row (JSON, landed)."""
_SANS_DATE = date.max  # of the rows that pass here, only the key is kept
_PLACE = ["fichier", "ligne"]
_NUMEROS = ("fichier", "unite", "ligne")
_EFFET = {"rang": pl.UInt32, "effet": pl.Int32}


@dataclass
class Rectification:
    """`refus`: the units set aside; `effets`: the corrections that name a file of the lot (`fichier`: its index), what
    each did and in which `entite`; one row per entity where it found its row."""

    refus: pl.DataFrame
    effets: pl.DataFrame


def rectifier(lecture: Lecture, courts: list[str], contrat: Contrat, corrections: pl.DataFrame) -> Rectification:
    """Change the received texts of `lecture` as the corrections ask; `courts` names the content of each file."""
    fichiers = pl.DataFrame({"fichier_vise": courts}, schema={"fichier_vise": pl.String}).with_row_index("fichier")
    cibles = (
        corrections.join(fichiers, on="fichier_vise", how="inner", maintain_order="left_right")
        .with_columns(ligne=pl.col("ligne_visee").cast(pl.UInt32))
        .with_row_index("rang")
    )
    refus, vues = [pl.DataFrame(schema=REFUS)], [pl.DataFrame(schema=_EFFET | {"trouvee": pl.String})]
    for nom, frame in lecture.entites.items() if cibles.height else ():
        visees = cibles.filter(pl.col("entite").is_null() | (pl.col("entite") == nom))
        propre = contrat.entites[nom].lecture.get("format") == "propre"
        lecture.entites[nom], vue = _remplacer(frame, visees, propre)
        ecartees = frame.select(_NUMEROS).join(visees.filter(pl.col("action") == ECARTER), on=_PLACE, how="inner")
        refus.append(_refus(ecartees.drop_nulls("unite").unique(["fichier", "unite"], maintain_order=True)))
        faite = ecartees.drop_nulls("unite").select("rang", effet=pl.lit(EFFETS.index(APPLIQUEE)))
        vue = pl.concat([vue, faite.cast(_EFFET)]).group_by("rang").agg(pl.col("effet").max())
        vues.append(vue.with_columns(trouvee=pl.lit(nom)))
    effets = cibles.drop("entite").join(pl.concat(vues), on="rang", how="left", maintain_order="left_right")
    noms = pl.col("effet").fill_null(0).replace_strict(dict(enumerate(EFFETS)), return_dtype=pl.String)
    return Rectification(
        pl.concat(refus).unique(["fichier", "unite"], keep="first", maintain_order=True),
        effets.with_columns(noms).rename({"trouvee": "entite"}),
    )


def _remplacer(frame: pl.DataFrame, visees: pl.DataFrame, propre: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(`frame` with the values asked for, what each correction did there). Only corrections whose line exists show.

    Frames of a reader of its own hold one value in several rows: to change one of them would part them.
    """
    presentes = visees.filter(pl.col("action") == REMPLACER).join(frame.select(_PLACE), on=_PLACE, how="semi")
    connues = pl.col("colonne").is_in([nom for nom in frame.columns if nom not in _NUMEROS])
    if propre:
        return frame, _effet(presentes, LECTURE_PROPRE)
    effets = [_effet(presentes.filter(~connues), COLONNE_INCONNUE)]
    for (colonne,), voulues in presentes.filter(connues).group_by("colonne", maintain_order=True):
        frame = frame.join(
            voulues.select(*_PLACE, "rang", nouvelle="valeur"), on=_PLACE, how="left", maintain_order="left"
        )
        avant = pl.col(str(colonne)).str.strip_chars().replace("", None)
        touchees = frame.drop_nulls("rang").group_by("rang").agg(avant.ne_missing(pl.col("nouvelle")).any().alias("eu"))
        effets += [_effet(touchees.filter("eu"), APPLIQUEE), _effet(touchees.filter(~pl.col("eu")), SANS_CHANGEMENT)]
        voulue = pl.when(pl.col("rang").is_not_null()).then("nouvelle").otherwise(str(colonne))
        frame = frame.with_columns(voulue.alias(str(colonne))).drop("rang", "nouvelle")
    return frame, pl.concat(effets)


def _effet(corrections: pl.DataFrame, effet: str) -> pl.DataFrame:
    return corrections.select("rang", effet=pl.lit(EFFETS.index(effet))).cast(_EFFET)


def _refus(ecartees: pl.DataFrame) -> pl.DataFrame:
    return ecartees.select(
        *_NUMEROS,
        champ=pl.lit(None, pl.String),
        regle=pl.lit("ecartee_par_correction"),
        message=pl.format("ligne {} : l'unité est écartée par une correction ({}).", "ligne", "motif"),
        gravite=pl.lit(REJET),
    ).cast(REFUS)


def suivre(
    effets: pl.DataFrame, lues: dict[str, pl.DataFrame], contrat: Contrat, cles: Cles, comptes: pl.DataFrame
) -> pl.DataFrame:
    """The effects, each with the business key of its row as it lands: what tells later that the source sent it again.

    `lues`: checked rows of each entity, refused ones included; the key of a row that cannot be read may have holes.
    """
    fichiers = comptes.select("fichier", "emetteur", nom_court="court")
    suivis = [effets.filter(pl.col("entite").is_null()).with_columns(cle=pl.lit(None, pl.String))]
    for (nom,), vus in effets.drop_nulls("entite").group_by("entite", maintain_order=True):
        entite = contrat.entites[str(nom)]
        lignes = lues[entite.nom].join(vus, on=_PLACE, how="semi").unique(_PLACE, keep="first", maintain_order=True)
        noms = colonnes_de_la_cle(entite)
        posees, _ = passer(lignes, entite, cles, fichiers, _SANS_DATE)
        cle = pl.struct(noms).struct.json_encode() if noms else pl.lit(None, pl.String)
        avec_cle = lignes.select(_PLACE).hstack(posees.select(cle.alias("cle")))
        suivis.append(vus.join(avec_cle, on=_PLACE, how="left", maintain_order="left"))
    return (
        pl.concat(suivis)
        .with_columns(pl.col("cle").cast(pl.String), fichier=pl.col("fichier_vise"))
        .select(*SUIVI)
        .cast(SUIVI)
        .sort(*SUIVI)
    )


def colonnes_de_la_cle(entite: Entite) -> list[str]:
    """The landed names of the business key; none when a part of it does not land."""
    noms = [nom_pose(entite, recu) for recu in entite.cle_metier]
    return list(dict.fromkeys(nom for nom in noms if nom)) if all(noms) else []
