"""What the user sees while it runs: one line per step, and the time and memory of the whole."""

import logging
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


class _Ligne(logging.Formatter):
    """`   12.3 s  dsn        2025-06-18 · 3 files · …`: seconds since the start, room, sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.debut = time.perf_counter()

    def format(self, record: logging.LogRecord) -> str:
        secondes = time.perf_counter() - self.debut
        piece = record.name.removeprefix("pilotage.")
        return f"{secondes:7.1f} s  {piece:<12} {record.getMessage()}"


def installer_journal() -> None:
    """Send the lines of every room (loggers `pilotage.*`) to standard error."""
    journal = logging.getLogger("pilotage")
    if not journal.handlers:
        sortie = logging.StreamHandler(sys.stderr)
        sortie.setFormatter(_Ligne())
        journal.addHandler(sortie)
    journal.setLevel(logging.INFO)
    journal.propagate = False


@dataclass
class Mesure:
    """`secondes` of wall clock, `pic_mo` resident megabytes of this process at their highest."""

    secondes: float = 0.0
    pic_mo: float = 0.0


@contextmanager
def mesurer() -> Iterator[Mesure]:
    mesure, debut = Mesure(), time.perf_counter()
    yield mesure
    mesure.secondes = time.perf_counter() - debut
    mesure.pic_mo = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
