"""How much a received file may expand to: what an honest one of its size can hold."""

LIMITE_OCTETS = 8 * 2**30
RAPPORT_MAXIMAL = 200
OCTETS_SANS_RAPPORT = 16 * 2**20
MORCEAU = 2**20


def plafond_d_expansion(octets_sur_disque: int) -> int:
    """RAPPORT_MAXIMAL times the size on disk; small files may always expand to OCTETS_SANS_RAPPORT."""
    return min(LIMITE_OCTETS, max(OCTETS_SANS_RAPPORT, octets_sur_disque * RAPPORT_MAXIMAL))
