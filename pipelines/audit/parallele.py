"""The same work on many things, on every processor: HiGHS and Polars leave Python free while they work."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Chose, Resultat = TypeVar("Chose"), TypeVar("Resultat")
PROCESSEURS = os.cpu_count() or 1


def en_ordre(
    faire: Callable[[Chose], Resultat], choses: Iterable[Chose], a_la_fois: int = PROCESSEURS
) -> Iterator[Resultat]:
    """`faire` of each thing, in their order, `a_la_fois` at once; only one more is held."""
    with ThreadPoolExecutor(a_la_fois) as fils:
        en_cours = deque()
        for chose in choses:
            if len(en_cours) > a_la_fois:
                yield en_cours.popleft().result()
            en_cours.append(fils.submit(faire, chose))
        while en_cours:
            yield en_cours.popleft().result()
