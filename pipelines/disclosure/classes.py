"""What a class of secrecy allows an indicator to be published by (docs/secret.md).

Levels finer than the committee and crossings have their own rule, the same for every class: catalogue/annonces.py.
"""

from collections.abc import Iterable

from pipelines.catalogue.annonces import ENSEMBLE, NIVEAUX_FINS

_JUSQU_AU_LOCAL = frozenset({"national", "region", "departement", "local", "collectivite_rsa"})
_PAR_CLASSE = {
    "ordinaire": _JUSQU_AU_LOCAL | NIVEAUX_FINS,
    "sensible": _JUSQU_AU_LOCAL,
    "tres_sensible": frozenset({"national", "region"}),
}


def defauts_de_classe(indicateur: str, classe: str, niveaux: Iterable[str], dimensions: Iterable[str]) -> list[str]:
    """One sentence per thing a catalogue entry asks beyond its `classe_secret`; empty when it may be published."""
    if classe not in _PAR_CLASSE:
        return [f"{indicateur}: unknown classe_secret « {classe} » (known: {', '.join(_PAR_CLASSE)})."]
    defauts = [
        f"{indicateur}: class {classe} is not published at level {niveau}: remove the level or change the class."
        for niveau in sorted(set(niveaux) - _PAR_CLASSE[classe])
    ]
    if classe == "tres_sensible" and set(dimensions) != {ENSEMBLE}:
        defauts.append(f"{indicateur}: class tres_sensible is published for « ensemble » only.")
    return defauts
