"""What a class of secrecy allows an indicator to be published by (docs/secret.md)."""

from collections.abc import Iterable

NIVEAUX = ("national", "region", "departement", "local", "collectivite_rsa", "epci", "bassin", "zone_emploi")
_JUSQU_AU_LOCAL = frozenset({"national", "region", "departement", "local"})
_CROISEMENTS = frozenset({"national", "region", "departement"})
_FINS = frozenset({"epci", "bassin", "zone_emploi"})
_PAR_CLASSE = {
    "ordinaire": frozenset(NIVEAUX),
    "sensible": _JUSQU_AU_LOCAL,
    "tres_sensible": frozenset({"national", "region"}),
}


def defauts_de_classe(
    indicateur: str, classe: str, niveaux: Iterable[str], dimensions: Iterable[str], periodes: Iterable[str]
) -> list[str]:
    """One sentence per thing a catalogue entry asks beyond its `classe_secret`; empty when it may be published."""
    if classe not in _PAR_CLASSE:
        return [f"{indicateur}: unknown classe_secret « {classe} » (known: {', '.join(_PAR_CLASSE)})."]
    demandes, croisees = set(niveaux), [dimension for dimension in dimensions if "*" in dimension]
    defauts = [
        f"{indicateur}: class {classe} is not published at level {niveau}: remove the level or change the class."
        for niveau in sorted(demandes - _PAR_CLASSE[classe])
    ]
    if croisees and demandes - _CROISEMENTS:
        defauts.append(
            f"{indicateur}: crossings ({', '.join(croisees)}) are published at département and above only, "
            f"not at {', '.join(sorted(demandes - _CROISEMENTS))}."
        )
    if classe == "tres_sensible" and set(dimensions) != {"ensemble"}:
        defauts.append(f"{indicateur}: class tres_sensible is published for « ensemble » only.")
    if demandes & _FINS and (set(dimensions) != {"ensemble"} or set(periodes) != {"glissant_12m"}):
        defauts.append(
            f"{indicateur}: levels {', '.join(sorted(demandes & _FINS))} are published for « ensemble » over "
            "« glissant_12m » only."
        )
    return defauts
