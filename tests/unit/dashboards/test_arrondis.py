"""The pictures of the method: what they say is what the method does."""

import re

import numpy as np
import pytest

from dashboards.rendu import arrondis
from pipelines.disclosure import Parametres


def test_they_are_of_the_method_that_publishes():
    assert Parametres().base == arrondis.BASE
    assert Parametres().erreur_maximale == arrondis.ERREUR


def test_each_picture_is_told_in_words():
    figures = re.findall(r"<figure.*?</figure>", arrondis.figures())
    assert len(figures) == 4
    for figure in figures:
        assert '<img alt="" ' in figure
        assert len(re.search(r"<figcaption>(.*)</figcaption>", figure)[1]) > 100


def test_every_published_count_of_the_pictures_is_a_neighbouring_multiple_of_five():
    for vrai, publie in (*arrondis._COMITES, arrondis._TOTAL):
        assert publie % 5 == 0
        assert abs(publie - vrai) <= 4
    assert sum(vrai for vrai, _ in arrondis._COMITES) == arrondis._TOTAL[0]
    assert sum(publie for _, publie in arrondis._COMITES) != arrondis._TOTAL[1]


@pytest.mark.parametrize("nombre", [4, 25, 100])
def test_sums_of_rounded_counts_are_as_close_as_is_said(nombre):
    """20,000 sums of counts rounded at random: the share within the distance told, 95 % but for chance."""
    hasard = np.random.default_rng(nombre)
    vrais = hasard.integers(50, 500, (20_000, nombre))
    restes = vrais % 5
    ecarts = np.where(hasard.random(vrais.shape) * 5 < restes, 5 - restes, -restes)
    dedans = (np.abs(ecarts.sum(axis=1)) <= arrondis.ecart(nombre)).mean()
    assert 0.945 < dedans < 0.985
