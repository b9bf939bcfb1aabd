"""Any text in any column of any contract: every row is typed or refused, and no sentence quotes an identity."""

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.contracts import Colonne, charger, verifier
from pipelines.contracts.refus import REJET
from pipelines.contracts.verification import TECHNIQUES
from pipelines.identity import nir_canonique
from pipelines.sources import toutes

IDENTITES = (
    *("1850799001001", "185079900100158", "1 85 07 99 001 001", "0612345678", "06 12 34 56 78"),
    *("jeanne.zarvelix@exemple.invalid", "+33612345678"),
)
ENTITES = [(source, entite) for source in sorted(toutes()) for entite in charger(source).entites]
_ETRANGES = st.sampled_from(
    [
        "",
        " ",
        "\0",
        "NaN",
        "inf",
        "-0",
        "1e308",
        "9" * 40,
        "0000-00-00",
        "31/02/2025",
        "2025-02-29",
        "٣",
        "\u2028",
        "«»",
        "[]",
    ]
)


def textes(colonne: Colonne) -> st.SearchStrategy[str | None]:
    """What a column may be sent: its codes, values of its type, other texts, identities out of their place."""
    de_son_type = {
        "date": st.dates().map(lambda d: d.strftime(colonne.format or "%Y-%m-%d")),
        "timestamp": st.datetimes().map(lambda d: d.isoformat(timespec="seconds")),
        "integer": st.integers().map(str),
        "number": st.floats().map(str),
    }.get(colonne.logique, st.text(max_size=30))
    codes = st.sampled_from([*(colonne.valeurs or ()), *colonne.vrai, "x"])
    if colonne.motif:
        codes |= st.from_regex(colonne.motif, fullmatch=True)
    sans_substitut = st.characters(exclude_categories=["Cs"])
    autres = st.none() | _ETRANGES | st.text(sans_substitut, max_size=60) | st.sampled_from(IDENTITES)
    return st.one_of(codes, de_son_type, autres)


@pytest.mark.parametrize(("source", "nom"), ENTITES, ids=[f"{source}-{nom}" for source, nom in ENTITES])
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(donnees=st.data())
def test_every_row_is_typed_or_refused_and_nobody_is_quoted(source, nom, donnees):
    contrat = charger(source)
    entite = contrat.entites[nom]
    lignes = [
        {colonne.recu: donnees.draw(textes(colonne), label=colonne.recu) for colonne in entite.colonnes}
        for _ in range(3)
    ]
    numeros = pl.int_range(2, 2 + len(lignes), dtype=pl.UInt32, eager=True)
    frame = pl.DataFrame(lignes, schema={colonne.recu: pl.String for colonne in entite.colonnes})
    frame = frame.with_columns(fichier=pl.lit(0, pl.UInt32), unite=numeros, ligne=numeros)
    types, refus = verifier(frame, entite, contrat)
    assert types.height == len(lignes)
    messages = "\n".join(refus["message"].fill_null("a sentence is missing"))
    assert "a sentence is missing" not in messages
    assert not [identite for identite in IDENTITES if identite in messages]
    refusees = set(refus.filter(pl.col("gravite") == REJET)["ligne"])
    for recue, lue in zip(frame.rows(named=True), types.rows(named=True), strict=True):
        if recue["ligne"] not in refusees:
            _exiger_les_valeurs(entite.colonnes, recue, lue, contrat.valeurs_absentes)


def _exiger_les_valeurs(colonnes: tuple[Colonne, ...], recue: dict, lue: dict, absentes: tuple[str, ...]) -> None:
    """An accepted row holds a value wherever one was received, and none that its contract forbids."""
    assert set(lue) == {*TECHNIQUES, *(colonne.recu for colonne in colonnes)}
    for colonne in colonnes:
        texte, valeur = (recue[colonne.recu] or ""), lue[colonne.recu]
        texte = pl.select(pl.lit(texte).str.strip_chars()).item()
        if not texte or texte in absentes:
            assert valeur is None or colonne.logique == "boolean"
            assert not colonne.requis
            continue
        assert valeur is not None, colonne.recu
        if colonne.valeurs and colonne.logique == "string":
            assert valeur in colonne.valeurs
        if colonne.passage == "personne":
            assert pl.select(nir_canonique(pl.lit(texte))).item() == valeur
        if colonne.passage == "garde" and colonne.logique == "string":
            assert texte not in IDENTITES, colonne.recu
