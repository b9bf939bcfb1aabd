"""From rubriques to the frames of the contract: one row per declaration, contract, end of contract, change of contract.

Ranks (`declaration`, `contrat`) count over the file; they tie the frames together. Values stay the texts received.
"""

import polars as pl

from pipelines.sources.dsn.rubriques import (
    CHAMPS_CHANGEMENT,
    CHAMPS_CONTRAT,
    CHAMPS_DECLARATION,
    CHAMPS_FIN,
    CHAMPS_INDIVIDU,
    CHANGEMENT,
    CONTRAT,
    DECLARATION,
    ENTREPRISE,
    ETABLISSEMENT,
    FIN,
    INDIVIDU,
)

_NUMEROS = ("fichier", "unite", "ligne")
_PLACE = ("nature", "norme", "declaration", "unite", "contrat")
_DU_CONTRAT = {
    "contrat": (CONTRAT, CHAMPS_CONTRAT),
    "fin": (FIN, CHAMPS_FIN),
    "changement": (CHANGEMENT, CHAMPS_CHANGEMENT),
}
_ANCIENS = ("ancien_siret", "ancien_numero", "ancien_debut")
COLONNES = {
    "declaration": ("declaration", *CHAMPS_DECLARATION.values(), "norme"),
    **{
        nom: ("declaration", "contrat", *CHAMPS_INDIVIDU.values(), *champs.values())
        for nom, (_, champs) in _DU_CONTRAT.items()
    },
}
"""Received columns of each entity, in the order of the contract of the source."""


def etaler(utiles: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Frames by entity, and `individu` (one row per person), with the place of each row (nature, norm, ranks, line)."""
    declarations = utiles.filter(pl.col("bloc").is_in([DECLARATION, ENTREPRISE, ETABLISSEMENT]))
    individu = _etaler(utiles.filter(pl.col("bloc") == INDIVIDU).drop_nulls("unite"), "unite", CHAMPS_INDIVIDU)
    entites = {"declaration": _etaler(declarations, "declaration", CHAMPS_DECLARATION), "individu": individu}
    identites = individu.select("fichier", "unite", *CHAMPS_INDIVIDU.values())
    for nom, (bloc, champs) in _DU_CONTRAT.items():
        lignes = utiles.filter(pl.col("bloc") == bloc).drop_nulls("contrat")
        frame = _etaler(lignes, "instance", champs)
        entites[nom] = frame.join(identites, on=["fichier", "unite"], how="left", maintain_order="left")
    # Other changes (hours, modality) say nothing of what the contract was before
    anciens = pl.any_horizontal(pl.col(*_ANCIENS).is_not_null())
    entites["changement"] = entites["changement"].filter(anciens)
    return entites


def _etaler(lignes: pl.DataFrame, cle: str, champs: dict[str, str]) -> pl.DataFrame:
    """One row per `cle` in the file, its rubriques as columns named by `champs`; null for one that is not there."""
    index = ["fichier", cle]
    places = [nom for nom in _PLACE if nom not in (cle, *champs.values())]
    tetes = lignes.group_by(index, maintain_order=True).agg(pl.col(places).first(), pl.col("ligne").min())
    valeurs = lignes.filter(pl.col("rubrique").is_in(list(champs))).pivot(
        "rubrique", on_columns=list(champs), index=index, values="valeur", aggregate_function="first"
    )
    return tetes.join(valeurs, on=index, how="left", maintain_order="left").rename(champs)


def recues(nom: str, frame: pl.DataFrame, refusees: pl.DataFrame) -> pl.DataFrame:
    """The rows of `frame` whose person is not refused, as the contract receives them: numbers of place, then texts."""
    restantes = frame.join(refusees, on=["fichier", "unite"], how="anti", maintain_order="left")
    return restantes.select(*_NUMEROS, *COLONNES[nom]).cast(SCHEMAS[nom])


def _schema(colonnes: tuple[str, ...]) -> dict[str, pl.DataType]:
    return dict.fromkeys(_NUMEROS, pl.UInt32) | dict.fromkeys(colonnes, pl.String)


SCHEMAS = {nom: _schema(colonnes) for nom, colonnes in COLONNES.items()}
