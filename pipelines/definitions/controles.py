"""Asset checks of the lake: one per source and kind of batch check, on the deliveries of its last period.

They warn, or are errors where the contract of the source says so; they block nothing. The pages say the same at length.
"""

from collections.abc import Iterator, Sequence

import dagster as dg

from pipelines.contracts import charger as charger_contrat
from pipelines.contracts.lots import ERREUR, maison
from pipelines.definitions.entree import SOURCES
from pipelines.qualite import A_REGARDER, NON_JUGE, Livraison, controler, ecrire_pages, phrase
from pipelines.roots import Roots


def _controles(source: str) -> dg.AssetChecksDefinition:
    lac = dg.AssetKey(["lac", source])
    specs = [
        dg.AssetCheckSpec(nom, asset=lac, description=f"{controle.titre} : {controle.phrase}")
        for nom, controle in maison().controles.items()
    ]

    @dg.multi_asset_check(specs=specs, name=f"qualite_{source}")
    def qualite() -> Iterator[dg.AssetCheckResult]:
        roots = Roots.from_environment()
        livraisons = controler(roots, source)
        ecrire_pages(roots, charger_contrat(source), livraisons)
        for nom in maison().controles:
            yield resultat(lac, nom, livraisons)

    return qualite


def resultat(lac: dg.AssetKey, nom: str, livraisons: Sequence[Livraison]) -> dg.AssetCheckResult:
    """What came of the check `nom` of the deliveries of a source, as Dagster shows it."""
    rendus = [(livraison, v) for livraison in livraisons for v in livraison.verdicts if v.attente.controle.nom == nom]
    echecs = [(livraison.resume.date_reception, v.attente) for livraison, v in rendus if v.verdict == A_REGARDER]
    grave = any(attente.controle.gravite == ERREUR for _, attente in echecs)
    return dg.AssetCheckResult(
        asset_key=lac,
        check_name=nom,
        passed=not echecs,
        severity=dg.AssetCheckSeverity.ERROR if grave else dg.AssetCheckSeverity.WARN,
        metadata={
            "livraisons": ", ".join(str(livraison.resume.date_reception) for livraison in livraisons),
            "attentes": len(rendus),
            "pas_jugees": sum(v.verdict == NON_JUGE for _, v in rendus),
            "echecs": "\n".join(f"{jour}, {phrase(attente)}" for jour, attente in echecs),
        },
    )


CONTROLES = [_controles(source) for source in SOURCES]
