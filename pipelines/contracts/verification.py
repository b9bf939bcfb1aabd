"""Checking received rows against a contract: every column parsed and tested at once, no loop over rows.

The sentences tell the sender the place (line, column) and what was expected. The value itself is shown only for a
column of class `ordinaire`, and only when it cannot be an identity out of its place (`citation`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from pipelines.contracts import identification
from pipelines.contracts.citation import citation
from pipelines.contracts.modele import PHYSIQUES, Colonne, Contrat, Entite
from pipelines.contracts.refus import REFUS, REJET
from pipelines.identity import NTT_INVALIDE, montre_une_identite, nir_canonique, nir_defaut, ntt_canonique

TECHNIQUES = ("fichier", "unite", "ligne")
_NIR = ("personne", "ancienne_personne")
_LIBRES = ("string", "integer", "number")
_NTT = ("personne_ntt", "ancienne_personne_ntt")
_HORODATAGE = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?Z?$"
_EN_MOTS = {
    "%d/%m/%Y": "JJ/MM/AAAA",
    "%Y-%m-%d": "AAAA-MM-JJ",
    "%d%m%Y": "JJMMAAAA",
    "%Y%m": "AAAAMM",
    "%Y%m%d": "AAAAMMJJ",
    "%Y-%m-%d %H:%M:%S.0": "AAAA-MM-JJ HH:MM:SS.0",
}


@dataclass(frozen=True)
class _Controle:
    """One test of one column: `echec` is true where a row fails it, `phrase` says what was expected."""

    colonne: Colonne
    regle: str
    echec: pl.Expr
    phrase: pl.Expr | str


def verifier(frame: pl.DataFrame, entite: Entite, contrat: Contrat) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(typed rows, refusals). Typed rows are all of `frame`, in order, columns named as received; a value that cannot
    be read is null there and has a refusal. What is refused is decided on units, by the caller, from the refusals."""
    recus = nettoyer(frame, entite, contrat)
    types = recus.select(*TECHNIQUES, *(_lecture(colonne).alias(colonne.recu) for colonne in entite.colonnes))
    controles = [controle for colonne in entite.colonnes for controle in _controles(colonne)]
    avec_lus = recus.hstack([types[colonne.recu].alias(_lu(colonne)) for colonne in entite.colonnes])
    des_personnes = any(colonne.classe == "identite" for colonne in entite.colonnes)
    refus = list(_echecs(avec_lus, controles, des_personnes))
    refus += _anonymes(types, entite, refus)
    refus += _regles(types, entite, pl.concat([r.select("index") for r in refus]) if refus else None)
    refus = [r.drop("index") for r in refus]
    return types, pl.concat(refus) if refus else pl.DataFrame(schema=REFUS)


def nettoyer(frame: pl.DataFrame, entite: Entite, contrat: Contrat) -> pl.DataFrame:
    """Received texts without surrounding spaces; nothing, or the sender's word for nothing, becomes null."""
    absentes = ["", *contrat.valeurs_absentes]
    propres = []
    for colonne in entite.colonnes:
        texte = pl.col(colonne.recu).str.strip_chars()
        propres.append(pl.when(~texte.is_in(absentes)).then(texte).alias(colonne.recu))
    return frame.select(*TECHNIQUES, *propres)


def _lu(colonne: Colonne) -> str:
    return f"lu:{colonne.recu}"


def _lecture(colonne: Colonne) -> pl.Expr:
    """The text of a column as a value of its type; null when it is not one."""
    texte = pl.col(colonne.recu)
    if colonne.passage in (*_NIR, *_NTT):
        return nir_canonique(texte) if colonne.passage in _NIR else ntt_canonique(texte)
    if colonne.logique == "date":
        return texte.str.strptime(pl.Date, colonne.format or "%Y-%m-%d", strict=False)
    if colonne.logique == "timestamp":
        return _a_paris(texte)
    if colonne.logique == "boolean":
        return texte.is_in(colonne.vrai)
    if colonne.logique in ("integer", "number"):
        nombre = texte.cast(PHYSIQUES[colonne.physique], strict=False)
        # « nan » and « inf » are words that a cast takes for numbers
        return pl.when(nombre.is_finite()).then(nombre)
    return texte


def _a_paris(texte: pl.Expr) -> pl.Expr:
    """A timestamp as the clock of Paris shows it: with Z it is UTC, without it is Paris already."""
    instant = texte.str.slice(0, 19).str.replace(" ", "T", literal=True)
    instant = instant.str.strptime(pl.Datetime("us"), "%Y-%m-%dT%H:%M:%S", strict=False)
    vu_de_paris = instant.dt.replace_time_zone("UTC").dt.convert_time_zone("Europe/Paris").dt.replace_time_zone(None)
    return pl.when(texte.str.contains(_HORODATAGE)).then(
        pl.when(texte.str.ends_with("Z")).then(vu_de_paris).otherwise(instant)
    )


def _controles(colonne: Colonne) -> Iterator[_Controle]:
    recu, lu = pl.col(colonne.recu), pl.col(_lu(colonne))
    if colonne.requis:
        yield _Controle(colonne, "valeur_absente", recu.is_null(), "une valeur est obligatoire")
    illisible = recu.is_not_null() & lu.is_null()
    if colonne.passage in _NIR:
        yield _Controle(colonne, "nir_invalide", illisible, nir_defaut(recu))
        return
    if colonne.passage in _NTT:
        yield _Controle(colonne, "ntt_invalide", illisible, NTT_INVALIDE)
        return
    if colonne.logique == "date":
        attendu = _EN_MOTS.get(colonne.format or "%Y-%m-%d", colonne.format)
        yield _Controle(colonne, "date_illisible", illisible, f"une date {attendu} est attendue, et elle doit exister")
    elif colonne.logique == "timestamp":
        attendu = "un horodatage AAAA-MM-JJTHH:MM:SS est attendu (suivi de Z s'il est en temps universel)"
        yield _Controle(colonne, "horodatage_illisible", illisible, attendu)
    elif colonne.logique in ("integer", "number"):
        nombre = "un nombre entier" if colonne.logique == "integer" else "un nombre (point décimal)"
        yield _Controle(colonne, "nombre_illisible", illisible, f"{nombre} est attendu")
    if _libre(colonne):
        attendu = "un numéro de sécurité sociale, de téléphone ou une adresse électronique n'a rien à faire ici"
        # One fault, one sentence: what has not the form of the column is refused for it
        en_forme = _en_forme(colonne) if colonne.motif else True
        yield _Controle(colonne, "identite_hors_de_sa_place", montre_une_identite(recu) & en_forme, attendu)
    yield from _controles_de_valeur(colonne, recu, lu)


def _libre(colonne: Colonne) -> bool:
    """Whether a column lands as it came, and nothing else in its contract would keep someone's number out."""
    return colonne.passage == "garde" and colonne.logique in _LIBRES and not colonne.valeurs and colonne.maximum is None


def _controles_de_valeur(colonne: Colonne, recu: pl.Expr, lu: pl.Expr) -> Iterator[_Controle]:
    if colonne.motif:
        yield _Controle(
            colonne,
            "forme_inattendue",
            ~_en_forme(colonne),
            f"la forme n'est pas celle attendue ({colonne.description.rstrip('.')})",
        )
    if colonne.valeurs:
        liste = ", ".join(colonne.valeurs[:12]) + ("…" if len(colonne.valeurs) > 12 else "")
        yield _Controle(colonne, "code_inconnu", ~recu.is_in(colonne.valeurs), f"code inconnu ; attendus : {liste}")
    if colonne.longueur_minimale is not None:
        trop_court = recu.str.len_chars() < colonne.longueur_minimale
        yield _Controle(colonne, "trop_court", trop_court, f"au moins {colonne.longueur_minimale} caractères")
    if colonne.longueur_maximale is not None:
        trop_long = recu.str.len_chars() > colonne.longueur_maximale
        yield _Controle(colonne, "trop_long", trop_long, f"au plus {colonne.longueur_maximale} caractères")
    if colonne.minimum is not None:
        phrase = f"{'pas avant' if colonne.logique == 'date' else 'au moins'} {colonne.minimum}"
        yield _Controle(colonne, "hors_bornes", lu < _borne(colonne, colonne.minimum), phrase)
    if colonne.maximum is not None:
        phrase = f"{'pas après' if colonne.logique == 'date' else 'au plus'} {colonne.maximum}"
        yield _Controle(colonne, "hors_bornes", lu > _borne(colonne, colonne.maximum), phrase)


def _en_forme(colonne: Colonne) -> pl.Expr:
    return pl.col(colonne.recu).str.contains(f"^(?:{colonne.motif})$")


def _borne(colonne: Colonne, valeur: object) -> pl.Expr:
    if colonne.logique == "date":
        return pl.lit(str(valeur)).str.to_date("%Y-%m-%d")
    return pl.lit(valeur)


def _echecs(frame: pl.DataFrame, controles: list[_Controle], des_personnes: bool) -> Iterator[pl.DataFrame]:
    """The refusals of the tests that fail somewhere. All tests run together; only failing ones are looked into."""
    if frame.is_empty() or not controles:
        return
    drapeaux = frame.select(controle.echec.fill_null(False).alias(str(i)) for i, controle in enumerate(controles))
    for i, tombe in enumerate(drapeaux.select(pl.all().any()).row(0)):
        if tombe:
            echecs = frame.with_row_index("index").filter(drapeaux[str(i)])
            yield _refus_de_colonne(echecs, controles[i], citation(controles[i].colonne, des_personnes))


def _refus_de_colonne(echecs: pl.DataFrame, controle: _Controle, montre: pl.Expr) -> pl.DataFrame:
    colonne = controle.colonne
    attendu = pl.lit(controle.phrase) if isinstance(controle.phrase, str) else controle.phrase
    phrase = pl.format("ligne {}, colonne {}{} : {}.", pl.col("ligne"), pl.lit(colonne.recu), montre, attendu)
    return _refus(echecs, pl.lit(colonne.recu), controle.regle, phrase, REJET)


def _anonymes(types: pl.DataFrame, entite: Entite, deja_dits: list[pl.DataFrame]) -> list[pl.DataFrame]:
    """Refusals of rows about nobody: no number, and no whole civil state. A number refused has its sentence already."""
    if not identification.dit_une_personne(entite):
        return []
    disent = identification.colonnes(entite)
    anonymes = types.with_row_index("index").filter(identification.sans_numero(entite))
    for refus in deja_dits:
        anonymes = anonymes.join(refus.filter(pl.col("champ").is_in(disent)), on="index", how="anti")
    anonymes = anonymes.filter(identification.etat_civil(entite).is_null())
    if anonymes.is_empty():
        return []
    suppleer = identification.attendues(entite)
    phrase = pl.format("ligne {} : rien ne dit de qui il s'agit ; donnez {}.", pl.col("ligne"), pl.lit(suppleer))
    return [_refus(anonymes, pl.lit(disent[0]), "identite_absente", phrase, REJET)]


def _regles(types: pl.DataFrame, entite: Entite, deja_refusees: pl.DataFrame | None) -> list[pl.DataFrame]:
    """Refusals of row rules, on the rows whose columns can all be read (one fault, one sentence)."""
    lignes = types.with_row_index("index")
    if deja_refusees is not None:
        lignes = lignes.join(deja_refusees, on="index", how="anti", maintain_order="left")
    refus = []
    for regle in entite.regles:
        fausses = lignes.filter(~pl.sql_expr(regle.expression).fill_null(False))
        if fausses.height:
            phrase = pl.format("ligne {} : {}", pl.col("ligne"), pl.lit(regle.phrase))
            refus.append(_refus(fausses, pl.lit(None, pl.String), regle.nom, phrase, regle.gravite))
    return refus


def _refus(lignes: pl.DataFrame, champ: pl.Expr, regle: str, phrase: pl.Expr, gravite: str) -> pl.DataFrame:
    return lignes.select(
        "index",
        *TECHNIQUES,
        champ.alias("champ"),
        pl.lit(regle).alias("regle"),
        phrase.alias("message"),
        pl.lit(gravite).alias("gravite"),
    )
