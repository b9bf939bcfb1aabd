"""What an ingestion says of itself: counts per source, seconds, and sentences about what was out of place."""

from dataclasses import dataclass, field

COMPTES = ("unites_recues", "acceptees", "quarantaine", "doublons", "hors_champ")


@dataclass
class Bilan:
    """Counts over the partitions asked for, landed now or before; `deposees` are those landed now."""

    source: str
    partitions: int = 0
    deposees: int = 0
    fichiers: int = 0
    refuses: int = 0
    unites_recues: int = 0
    acceptees: int = 0
    quarantaine: int = 0
    doublons: int = 0
    hors_champ: int = 0
    secondes: float = 0.0
    phrases: list[str] = field(default_factory=list)

    def ajouter(self, lignes: list[dict], deposee: bool) -> None:
        """Count a partition from its ledger lines."""
        self.partitions += 1
        self.deposees += deposee
        self.fichiers += len(lignes)
        self.refuses += sum(ligne["statut"] == "refuse" for ligne in lignes)
        for compte in COMPTES:
            setattr(self, compte, getattr(self, compte) + sum(ligne[compte] for ligne in lignes))

    def en_metadonnees(self) -> dict[str, int | float | str]:
        """The same, as Dagster shows it: numbers and one text."""
        nombres = {nom: valeur for nom, valeur in vars(self).items() if isinstance(valeur, int | float)}
        return {**nombres, "secondes": round(self.secondes, 2), "phrases": "\n".join(self.phrases)}

    def __str__(self) -> str:
        return (
            f"{self.source}: {self.fichiers:,} files ({self.refuses:,} refused), "
            f"{self.unites_recues:,} units received: {self.acceptees:,} accepted, "
            f"{self.quarantaine:,} in quarantine, {self.doublons:,} duplicates, "
            f"{self.hors_champ:,} out of scope; {self.deposees:,} of {self.partitions:,} dates landed now, "
            f"{self.secondes:.1f} s"
        )
