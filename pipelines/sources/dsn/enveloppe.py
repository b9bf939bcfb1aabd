"""What surrounds declarations: the messages of each file, the norm and use of each, the groups of a lot of messages.

A lot (V01R02) is a file of whole messages between S05 and S95, in groups: only those of group DSNOK passed the checks
of their receivers. A fault of the only message of a file refuses the file; of one among several, its persons.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from pipelines.sources.dsn import normes
from pipelines.sources.dsn.arbre import ENVELOPPE, Arbre, par_rubrique, poser
from pipelines.sources.dsn.rubriques import CHAMPS_ENVELOPPE, DECLARATION, ESSAI, MESSAGE, NORME

RETENU = "DSNOK"
_REEL, _ESSAI = "02", "01"
BLOC_LU = {
    "fichier": pl.UInt32,
    "bloc": pl.String,
    "ligne": pl.UInt32,
    "rang": pl.UInt32,
    "message": pl.Int32,
    "declaration": pl.Int32,
    **dict.fromkeys(CHAMPS_ENVELOPPE.values(), pl.String),
}
_MESSAGE = {
    "fichier": pl.UInt32,
    "message": pl.Int32,
    "debut": pl.UInt32,
    "premiere": pl.UInt32,
    "declarations_avant": pl.Int32,
    "norme": pl.String,
    "groupe": pl.String,
    "regle": pl.String,
    "phrase": pl.String,
    "retenu": pl.Boolean,
}
_AUCUN = dict.fromkeys(_MESSAGE) | {"retenu": False}
_DSN = {"fichier": pl.UInt32, "message": pl.Int32, "dsn": pl.UInt32}


@dataclass
class Enveloppe:
    """The envelopes of a lot of files, batch after batch."""

    _blocs: list[pl.DataFrame] = field(default_factory=list)
    _messages: list[pl.DataFrame] = field(default_factory=list)
    _declarations: list[pl.DataFrame] = field(default_factory=list)
    _ouvert: pl.DataFrame = field(default_factory=lambda: pl.DataFrame([_AUCUN], schema=_MESSAGE))
    _groupe: str | None = None

    @property
    def blocs(self) -> pl.DataFrame:
        """The blocks of envelopes, laid out (see BLOC_LU)."""
        return pl.concat([pl.DataFrame(schema=BLOC_LU), *self._blocs])

    @property
    def messages(self) -> pl.DataFrame:
        """Where each message begins (`debut`, its line; `premiere`, the rubriques before it), whether it is `retenu`,
        and otherwise the `regle` and the end of the sentence that refuse it (null for one out of scope)."""
        return pl.concat([pl.DataFrame(schema=_MESSAGE), *self._messages])

    @property
    def declarations(self) -> pl.DataFrame:
        """How many DSN each message holds."""
        comptes = pl.concat([pl.DataFrame(schema=_DSN), *self._declarations])
        return comptes.group_by("fichier", "message").agg(pl.col("dsn").sum())

    def noter(self, arbre: Arbre) -> pl.DataFrame:
        """Take note of a batch; for each of its instances, the message it belongs to."""
        tetes, bloc = arbre.tetes, arbre.tetes["bloc"].cast(pl.String)
        declarations = tetes.filter(bloc == DECLARATION).group_by("fichier", "message").agg(dsn=pl.len())
        self._declarations.append(declarations.select(_DSN.keys()))
        places = bloc.is_in(ENVELOPPE).arg_true()
        if len(places):
            rangs = np.full(tetes.height, -1, dtype=np.int32)
            rangs[places.to_numpy()] = np.arange(len(places))
            valeurs = arbre.valeurs.filter(pl.col("rubrique").cast(pl.String).is_in(list(CHAMPS_ENVELOPPE)))
            champs = poser(rangs, len(places), CHAMPS_ENVELOPPE, par_rubrique(valeurs))
            blocs = tetes[places].hstack(champs).select(BLOC_LU.keys()).cast(BLOC_LU)
            self._blocs.append(blocs)
            self._messages.append(self._lire_messages(blocs))
        connus = pl.concat([self._ouvert, *self._messages[-1:]]) if len(places) else self._ouvert
        self._ouvert = connus.tail(1)
        return connus[(bloc == MESSAGE).cum_sum()]

    def _lire_messages(self, blocs: pl.DataFrame) -> pl.DataFrame:
        # A file begins outside any group
        blocs = blocs.with_columns(pl.col("groupe").forward_fill().over("fichier"))
        if self._groupe is not None:
            suite = pl.col("fichier") == self._ouvert["fichier"][0]
            blocs = blocs.with_columns(
                pl.when(suite).then(pl.col("groupe").fill_null(self._groupe)).otherwise("groupe")
            )
        self._groupe = blocs["groupe"][-1]
        dans_le_champ = pl.col("groupe").fill_null(RETENU) == RETENU
        return (
            blocs.filter(bloc=MESSAGE)
            .rename({"ligne": "debut", "rang": "premiere", "declaration": "declarations_avant"})
            .with_columns(regle=pl.when(dans_le_champ).then(_regle()))
            .with_columns(phrase=_phrase(), retenu=dans_le_champ & pl.col("regle").is_null())
            .select(_MESSAGE.keys())
        )


def _regle() -> pl.Expr:
    norme, essai = pl.col("norme"), pl.col("essai")
    return (
        pl.when(~norme.is_in(normes.connues()).fill_null(False))
        .then(pl.lit("norme_inconnue"))
        .when(essai.eq_missing(pl.lit(_ESSAI)))
        .then(pl.lit("envoi_de_test"))
        .when(essai.ne_missing(pl.lit(_REEL)))
        .then(pl.lit("essai_ou_reel"))
    )


def _phrase() -> pl.Expr:
    """The end of a sentence that begins with the name of the file."""
    regle = pl.col("regle")
    dite = pl.col("norme").fill_null("").str.slice(0, 12).str.replace_all("[^A-Z0-9]", "?")
    dite = pl.when(dite == "").then(pl.lit("absente")).otherwise(dite)
    return (
        pl.when(regle == "norme_inconnue")
        .then(
            pl.format(
                f", {NORME} (version de la norme) = '{{}}' : cette version n'est pas connue ; sont connues "
                f"{', '.join(normes.connues())}. Produisez le message dans l'une d'elles.",
                dite,
            )
        )
        .when(regle == "envoi_de_test")
        .then(
            pl.lit(
                f", {ESSAI} = '{_ESSAI}' : c'est un envoi de test, rien n'en est retenu. Envoyez le message réel "
                f"({ESSAI} = '{_REEL}')."
            )
        )
        .when(regle == "essai_ou_reel")
        .then(pl.lit(f", {ESSAI} : le message doit dire s'il est un test (01) ou réel (02). Complétez-le."))
    )
