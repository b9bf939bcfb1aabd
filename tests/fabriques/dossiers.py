"""What six sources send about one person: by her NIR with and without its key, her France Travail number, her name."""

import re
from dataclasses import dataclass, replace

from tests.fabriques.fichiers import Fichier, justes
from tests.fabriques.identites import Personne

NAISSANCE, SEXE = "30/11/1995", "1"
"""Of everyone: the samples say so in many places, and the number drawn must not contradict it."""


@dataclass(frozen=True)
class Suivie:
    """A person and her France Travail number; her NIR says the birth and the sex of the samples."""

    personne: Personne
    numero_ft: str

    @classmethod
    def tiree(cls, alea) -> "Suivie":
        tiree, ordre = Personne.tiree(alea), alea.randint(1, 999_999)
        return cls(
            replace(tiree, nir=f"1951199{ordre:06d}"), f"{alea.randint(9_100_000, 9_899_999)}A{ordre % 1000:03d}"
        )

    @property
    def etat_civil(self) -> str:
        return f"{self.personne.nom}|{self.personne.prenom}|19951130|{SEXE}"


def dossier(suivie: Suivie, rang: int) -> list[tuple[str, Fichier]]:
    """(source, file) of six files; `rang` keeps their names apart from those about another."""
    nir, nir15, ft = suivie.personne.nir, suivie.personne.nir15, suivie.numero_ft
    nom, prenom = suivie.personne.nom, suivie.personne.prenom
    inscription = {"1951199001002": nir15, "9000001A001": ft, "FICTIF": nom, "BRUNO": prenom}
    dsn = {"1951199001002": nir, "S21.G00.30.002,'EXEMPLE'": f"S21.G00.30.002,'{nom}'", "'Bruno'": f"'{prenom}'"}
    # Of an establishment, a département and a household of her own: the second of one month replaces the first
    dsn["S21.G00.11.001,'00010'"] = f"S21.G00.11.001,'{rang + 20:05d}'"
    rsa = {"1951199001002": nir, "9000001A": ft[:8], ">FICTIF<": f">{nom}<", ">BRUNO<": f">{prenom}<"}
    rsa |= {"<IDEPARTE>001": f"<IDEPARTE>{rang + 1:03d}"}
    rsa |= {f">90000000000000{n}<": f">9000000010{rang:02d}{n:03d}<" for n in (1, 2, 3)}
    rsa |= {f">9000000000{n}<": f">91000{rang:03d}{n:03d}<" for n in (1, 2, 3)}
    # By the second key, written as people write: small letters, another first name after the first
    civil = (
        "identifiant;nir;numero_ft;nom_naissance;prenom;date_naissance;sexe;structure;commune;niveau_formation;dispositif;"
        "date_entree;date_sortie;motif_sortie;date_extraction\n"
        f"ML9{rang:05d};;;{nom.title()};{prenom.title()}, Paul;{NAISSANCE};{SEXE};01206S00;01053;NV4;CEJ;03/03/2025;;;"
        "02/04/2025\n"
    )
    return [
        ("dsn", _change("dsn", "mensuelle_2025-06_P25V01", dsn, rang)),
        ("inscription", _change("inscription", "inscriptions", inscription, rang, lignes=2)),
        ("rsa", replace(_change("rsa", "beneficiaires", rsa, rang), nom=f"beneficiaires_{rang + 1:02d}_2025-06.xml")),
        ("orientation", _change("orientation", "orientations", {"9000001A001": ft}, rang, lignes=1)),
        ("formation", _change("formation", "stagiaires", {"9000001A001": ft}, rang, lignes=2)),
        ("mission_locale", Fichier(f"mission_locale_01_2025-03_p{rang}.csv", civil.encode())),
    ]


def _change(source: str, debut: str, par: dict[str, str], rang: int, lignes: int | None = None) -> Fichier:
    """The right file that begins so, or its first lines, with other texts in place of those of `par`."""
    (juste,) = (fichier for fichier in justes(source) if fichier.nom.startswith(debut))
    octets = b"".join(juste.octets.splitlines(keepends=True)[:lignes])
    motif = re.compile("|".join(map(re.escape, par)).encode())
    tronc, point, suffixe = juste.nom.rpartition(".")
    changes = motif.sub(lambda trouve: par[trouve[0].decode()].encode(), octets)
    return juste.avec(changes, nom=f"{tronc}_p{rang}{point}{suffixe}")
