"""Deliveries that never come: planted so that a missing sender is said, never read as a low value."""

from datetime import date

from pipelines.simulation.monde.modele import Parametres

# source, département, first and last silent month counted back from the last one
_SILENCES = (("orientation", "58", 5, 0), ("rsa", "15", 8, 7))


def silences(parametres: Parametres) -> frozenset[tuple[str, str, date]]:
    """The (source, departement, first day of month) never sent.

    The first month is always sent: a sender is known by its first delivery, and silent only afterwards.
    """
    return frozenset(
        (source, departement, parametres.liste_mois[-1 - recul])
        for source, departement, debut, fin in _SILENCES
        for recul in range(fin, debut + 1)
        if recul < parametres.mois - 1
    )


def departements_muets(source: str) -> list[str]:
    """The départements of a source that fall silent one day."""
    return [departement for muette, departement, _, _ in _SILENCES if muette == source]
