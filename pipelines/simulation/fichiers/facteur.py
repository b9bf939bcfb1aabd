"""The postman: puts files in the dépôt as they would be received, and remembers each one."""

import gzip
import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import zstandard

OCTETS_SANS_COMPRESSION = 2**20
_GZIP, _ZSTD = 1, 3


@dataclass(frozen=True)
class Faute:
    """What the door must find: the rule broken, by how many units, where they end (quarantaine or doublon)."""

    regle: str
    unites: int = 1
    attendu: str = "quarantaine"


@dataclass
class Facteur:
    """Writes in `depot`; `journal` names each file before it is written, so that an interruption leaves no stranger."""

    depot: Path
    journal: Path
    deposes: list[dict] = field(default_factory=list)
    defauts: list[dict] = field(default_factory=list)
    _annonces: set[tuple[str, date]] = field(default_factory=set)

    def deposer(self, source: str, reception: date, nom: str, octets: bytes) -> str:
        """Write a file; large ones are compressed with gzip (their name ends in .gz). Gives the name it got."""
        if len(octets) > OCTETS_SANS_COMPRESSION:
            nom, octets = f"{nom}.gz", gzip.compress(octets, _GZIP, mtime=0)
        return self._ecrire(source, reception, nom, octets)

    def deposer_zst(self, source: str, reception: date, nom: str, octets: bytes) -> str:
        """Write a file compressed with Zstandard."""
        return self._ecrire(source, reception, f"{nom}.zst", zstandard.ZstdCompressor(level=_ZSTD).compress(octets))

    def renvoyer(self, source: str, nom: str, reception: date) -> str:
        """The content of a file already written, received again under another name."""
        premier = next(depose for depose in self.deposes if (depose["source"], depose["nom"]) == (source, nom))
        octets = (self.depot / source / premier["date_reception"] / nom).read_bytes()
        debut, point, suite = nom.partition(".")
        return self._ecrire(source, reception, f"{debut}_bis{point}{suite}", octets)

    def avouer(self, source: str, reception: date, nom: str, faute: Faute) -> None:
        """Note a planted fault in a file."""
        self.defauts.append({"source": source, "date_reception": str(reception), "fichier": nom, **asdict(faute)})

    def _ecrire(self, source: str, reception: date, nom: str, octets: bytes) -> str:
        dossier = self.depot / source / str(reception)
        if (source, reception) not in self._annonces:
            dossier.mkdir(parents=True, exist_ok=True)
            self._annonces.add((source, reception))
        fiche = {"source": source, "date_reception": str(reception), "nom": nom}
        with self.journal.open("a", encoding="utf-8") as journal:
            journal.write(json.dumps(fiche, ensure_ascii=False) + "\n")
        (dossier / nom).write_bytes(octets)
        self.deposes.append({**fiche, "octets": len(octets), "sha256": hashlib.sha256(octets).hexdigest()})
        return nom
