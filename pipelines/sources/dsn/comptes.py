"""What a file announces of itself, against what it holds: rubriques and DSN of each message, messages of a lot."""

import polars as pl

from pipelines.sources.dsn.enveloppe import Enveloppe
from pipelines.sources.dsn.refus import remarque
from pipelines.sources.dsn.rubriques import (
    CLOTURE,
    COMPTE_DSN,
    COMPTE_DU_GROUPE,
    COMPTE_DU_LOT,
    COMPTE_RAPPELE,
    COMPTE_RUBRIQUES,
    FIN_DE_GROUPE,
    GROUPE,
    LOT,
    MESSAGE,
    RAPPEL,
)

REGLE = "compte_annonce"


def ecarts(enveloppe: Enveloppe, fichiers: pl.DataFrame) -> pl.DataFrame:
    """A remark for each announced count that is not the one found. An enriched message holds more rubriques than its
    employer wrote: their count is not looked at."""
    fermes = _fermes(enveloppe, fichiers)
    faux = pl.concat(
        [
            _du_message(fermes, COMPTE_DSN, "compte_dsn", "DSN"),
            _du_message(fermes.filter(~pl.col("enrichi")), COMPTE_RUBRIQUES, "compte_rubriques", "rubriques"),
            *_du_lot(enveloppe.blocs, fichiers),
        ]
    )
    dite = pl.when(pl.col("annonce").str.contains("^[0-9]{1,15}$")).then("annonce").otherwise(pl.lit("?"))
    phrase = pl.format(
        "{}, {} = '{}' : {} contient {} {}. Il est lu tel quel.", "nom", "champ", dite, "ou", "compte", "quoi"
    )
    return remarque(faux, REGLE, phrase)


def _fermes(enveloppe: Enveloppe, fichiers: pl.DataFrame) -> pl.DataFrame:
    """The messages that have an end: what it announces, the `rubriques` and `DSN` they hold, `ou` they are."""
    cle = ["fichier", "message"]
    annonces = pl.sum_horizontal(pl.col("compte_rubriques", "compte_dsn").is_not_null())
    return (
        enveloppe.blocs.filter(bloc=CLOTURE)
        .unique(cle, keep="last", maintain_order=True)
        .join(enveloppe.messages.select(*cle, "debut", "premiere"), on=cle, maintain_order="left")
        .join(enveloppe.declarations, on=cle, how="left", maintain_order="left")
        .join(fichiers, on="fichier", maintain_order="left")
        .with_columns(
            DSN=pl.col("dsn").fill_null(0),
            rubriques=pl.col("rang") - pl.col("premiere") + annonces,
            ou=pl.when(pl.col("messages") == 1)
            .then(pl.lit("le fichier"))
            .otherwise(pl.format("le message de la ligne {}", "debut")),
        )
    )


def _du_message(fermes: pl.DataFrame, champ: str, colonne: str, quoi: str) -> pl.DataFrame:
    annonce, compte = pl.col(colonne), pl.col(quoi).cast(pl.Int64)
    return fermes.filter(_nombre(annonce).ne_missing(compte)).select(
        "fichier", "ligne", "nom", "ou", annonce=annonce, compte=compte, quoi=pl.lit(quoi), champ=pl.lit(champ)
    )


def _du_lot(blocs: pl.DataFrame, fichiers: pl.DataFrame) -> list[pl.DataFrame]:
    """The counts of a lot are labelled as of groups, and hold DSN in the lots seen: both are right."""
    bloc, groupe = pl.col("bloc"), pl.col("bloc") == GROUPE
    comptes = blocs.with_columns(
        rang_du_groupe=groupe.cum_sum().over("fichier"), groupes=groupe.sum().over("fichier"), ou=pl.lit("le lot")
    ).join(fichiers, on="fichier", maintain_order="left")
    dans_le_groupe = (bloc == MESSAGE).sum().over("fichier", "rang_du_groupe")
    comptes = comptes.with_columns(du_groupe=dans_le_groupe)
    ecarts_ = []
    for nom, champ, colonne, compte, ou in (
        (LOT, COMPTE_DU_LOT, "compte_du_lot", "messages", "le lot"),
        (RAPPEL, COMPTE_RAPPELE, "compte_rappele", "messages", "le lot"),
        (FIN_DE_GROUPE, COMPTE_DU_GROUPE, "compte_du_groupe", "du_groupe", "le groupe"),
    ):
        annonce, trouve = _nombre(pl.col(colonne)), pl.col(compte).cast(pl.Int64)
        faux = annonce.ne_missing(trouve) & annonce.ne_missing(pl.col("groupes").cast(pl.Int64))
        ecarts_.append(
            comptes.filter((bloc == nom) & faux).select(
                "fichier", "ligne", "nom", ou=pl.lit(ou), annonce=colonne, compte=trouve, quoi=pl.lit("DSN"),
                champ=pl.lit(champ),
            )
        )  # fmt: skip
    return ecarts_


def _nombre(annonce: pl.Expr) -> pl.Expr:
    return annonce.str.to_integer(strict=False)
