"""Deliveries that never come: planted so that a missing sender is said, never read as a low value."""

from datetime import date

from pipelines.simulation.monde.modele import Parametres

# source, département, first and last silent month counted back from the last one
_SILENCES = (
    ("orientation", "58", 5, 0),
    ("rsa", "15", 8, 7),
    ("accompagnement", "36", 5, 0),
    ("contrat_engagement", "36", 4, 0),
    ("diagnostic", "36", 3, 0),
    ("rendez_vous", "36", 2, 0),
    ("sanction", "36", 3, 0),
    ("rsa_contact", "36", 2, 0),
    ("rsa_contact", "62", 11, 11),
)


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


def departements_muets_pour_de_bon() -> list[str]:
    """The départements that stop telling something of their persons and never tell it again."""
    return sorted({departement for _, departement, _, fin in _SILENCES if fin == 0})
