"""What the door would say of a file that has not been sent: the same reading, the same checks, nothing landed."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.contracts import Contrat, charger
from pipelines.contracts.refus import AVERTISSEMENT, REJET
from pipelines.landing.bilan import COMPTES
from pipelines.landing.depot import Entree, entrees_d_un_fichier
from pipelines.landing.lot import examiner
from pipelines.sources import toutes

_FAUTES = {"gravite": pl.String, "regle": pl.String, "nombre": pl.UInt32, "messages": pl.List(pl.String)}


class SourceInconnue(Exception):
    """The name of a file does not say which source it is of; the message says how to tell."""


@dataclass(frozen=True)
class Avis:
    """What would become of one file. `fautes`: a row per rule broken, the most frequent first, refusals before remarks.

    `refus` is the sentence that refuses the whole file, when one does; `attendues` the columns its contract knows, told
    when the header is what is wrong.
    """

    nom: str
    source: str
    version: str
    comptes: dict[str, int]
    refus: str | None
    fautes: pl.DataFrame
    attendues: tuple[str, ...] = ()

    @property
    def accepte(self) -> bool:
        """True when every unit would be accepted."""
        return self.refus is None and not self.comptes.get("quarantaine")


def valider(chemin: Path, source: str | None = None, exemples: int = 5) -> list[Avis]:
    """An opinion on the file `chemin`, or on each file of an archive, read as `source` (by default: as named)."""
    return [_valider(entree, source, exemples) for entree in entrees_d_un_fichier(chemin)]


def _valider(entree: Entree, source: str | None, exemples: int) -> Avis:
    source = source or _source_de(entree.nom)
    lecteurs = toutes()
    if source not in lecteurs:
        raise SourceInconnue(f"« {source} » n'est pas une source connue. Sources : {', '.join(lecteurs)}.")
    contrat = charger(source)
    if entree.regle:
        return Avis(entree.nom, source, contrat.version, {}, entree.message, pl.DataFrame(schema=_FAUTES))
    comptes, refus = examiner(lecteurs[source], [entree], contrat)
    compte = comptes[entree.nom]
    return Avis(
        entree.nom,
        source,
        contrat.version,
        {nom: compte[nom] for nom in COMPTES},
        compte["refus_fichier_message"],
        _par_regle(refus, exemples),
        _colonnes(contrat, entree.nom) if compte["refus_fichier_regle"] == "colonne_absente" else (),
    )


def _source_de(nom: str) -> str:
    """The source a file is named for; a name that says a month or a sender tells more than an extension."""
    dits = {source: dit for source in toutes() if (dit := charger(source).dit_par_le_nom(nom))}
    candidates = [source for source, (_, parts) in dits.items() if parts] or list(dits)
    if len(candidates) == 1:
        return candidates[0]
    trouve = (
        f"peut être de plusieurs sources ({', '.join(candidates)})" if candidates else "ne dit pas de quelle source"
    )
    raise SourceInconnue(
        f"{nom} : ce nom {trouve}. Précisez-la avec --source, parmi {', '.join(candidates or toutes())} ; "
        "le contrat de la source (data_contracts/) donne les noms attendus."
    )


def _par_regle(refus: pl.DataFrame, exemples: int) -> pl.DataFrame:
    return (
        refus.sort("ligne", maintain_order=True)
        .group_by("gravite", "regle", maintain_order=True)
        .agg(nombre=pl.len().cast(pl.UInt32), messages=pl.col("message").head(exemples))
        .sort(
            pl.col("gravite").replace_strict({REJET: 0, AVERTISSEMENT: 1}, default=0),
            -pl.col("nombre").cast(pl.Int64),
            "regle",
        )
        .select(*_FAUTES)
    )


def _colonnes(contrat: Contrat, nom: str) -> tuple[str, ...]:
    dit = contrat.dit_par_le_nom(nom)
    entite = contrat.entites[dit[0]] if dit else next(iter(contrat.entites.values()))
    return tuple(colonne.recu for colonne in entite.colonnes if not colonne.du_nom)
