"""Work done on every processor comes back in the order it was given, and is taken as it goes."""

import threading

import pytest

from pipelines.audit.parallele import en_ordre


def test_what_ends_first_is_still_given_in_its_order():
    """The first waits for the second, which is done meanwhile."""
    seconde = threading.Event()

    def faire(rang: int) -> int:
        if rang == 0:
            assert seconde.wait(timeout=30)
        elif rang == 1:
            seconde.set()
        return rang * 10

    assert list(en_ordre(faire, range(5), a_la_fois=2)) == [0, 10, 20, 30, 40]


def test_few_are_held_at_a_time():
    prises = []
    resultats = en_ordre(lambda rang: rang, (prises.append(rang) or rang for rang in range(100)), a_la_fois=2)
    assert next(resultats) == 0
    assert len(prises) <= 4


def test_a_failure_is_told():
    with pytest.raises(ZeroDivisionError):
        list(en_ordre(lambda rang: 1 // rang, range(3)))
