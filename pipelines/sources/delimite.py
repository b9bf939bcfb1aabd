"""Delimited text: many small files read as one frame per entity, a broken line found and refused alone.

No quoting: a quotation mark is a character like another, as in the real flows. Lines end with CRLF or LF.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.contracts.modele import Contrat, Entite
from pipelines.contracts.refus import REJET
from pipelines.sources import FichierRecu, FichierRefuse, Lecture, ouverture
from pipelines.sources.lot import Cahier, nommer

_BOM = b"\xef\xbb\xbf"
_FIN = ord("\n")


@dataclass(frozen=True)
class Format:
    """How the text is written: `separateur` between columns, `encodage` « latin-1 » or « utf-8 »."""

    separateur: str
    encodage: str


@dataclass(frozen=True)
class _Corps:
    """The lines of a file below its header, in UTF-8, each ended by a line feed."""

    index: int
    octets: bytes


def lire_delimites(lot: list[FichierRecu], contrat: Contrat, format_: Format) -> Lecture:
    """Read a lot; files with the same header are parsed together, in the order of the lot."""
    cahier = Cahier(lot)
    groupes: dict[tuple[str, tuple[str, ...]], list[_Corps]] = {}
    for index, fichier in enumerate(lot):
        octets, envoi = b"", _Envoi(index, fichier, format_, cahier)
        try:
            nom = nommer(contrat, fichier.nom)
            cahier.noter(index, emetteur=nom.emetteur, mois=nom.mois)
            octets = ouverture.lire(fichier.chemin, fichier.membre)
            entete, _, corps = envoi.en_utf8(octets).partition(b"\n")
            colonnes = envoi.colonnes(entete, contrat.entites[nom.entite])
        except FichierRefuse as refus:
            cahier.refuser_fichier(index, refus)
            cahier.noter(index, **_compter(octets))
            continue
        corps = corps if not corps or corps.endswith(b"\n") else corps + b"\n"
        groupes.setdefault((nom.entite, colonnes), []).append(_Corps(index, corps))
    entites: dict[str, list[pl.DataFrame]] = {entite: [] for entite in contrat.entites}
    for (entite, colonnes), corps in groupes.items():
        tableau = _tableau(corps, colonnes, format_, cahier)
        attendues = [colonne.recu for colonne in contrat.entites[entite].colonnes]
        entites[entite].append(tableau.select("fichier", "unite", "ligne", *attendues))
    frames = {nom: _assembler(parties, contrat.entites[nom]) for nom, parties in entites.items()}
    return Lecture(frames, cahier.refus, cahier.fichiers)


def _assembler(parties: list[pl.DataFrame], entite: Entite) -> pl.DataFrame:
    numeros = dict.fromkeys(("fichier", "unite", "ligne"), pl.UInt32)
    vide = pl.DataFrame(schema=numeros | {colonne.recu: pl.String for colonne in entite.colonnes})
    return pl.concat([vide, *parties]).sort("fichier", "ligne") if parties else vide


def _compter(octets: bytes) -> dict[str, int]:
    """Units of a file refused whole: its lines but the header and the empty ones."""
    lignes = octets.splitlines()
    return {"lignes": len(lignes), "unites_recues": sum(1 for ligne in lignes[1:] if ligne.strip())}


@dataclass(frozen=True)
class _Envoi:
    """One file whose content is being looked at, before its lines join those of the others."""

    index: int
    fichier: FichierRecu
    format_: Format
    cahier: Cahier

    @property
    def nom(self) -> str:
        return self.fichier.nom

    def en_utf8(self, octets: bytes) -> bytes:
        octets = octets.replace(b"\r\n", b"\n").removeprefix(_BOM)
        if octets.isascii():
            return octets
        try:
            octets.decode("utf-8")
        except UnicodeDecodeError as erreur:
            if self.format_.encodage == "latin-1":
                return octets.decode("latin-1").encode()
            ligne = octets.count(b"\n", 0, erreur.start) + 1
            raise FichierRefuse(
                "encodage",
                f"{self.nom}, ligne {ligne} : le fichier doit être en UTF-8 et ne l'est pas. "
                "Enregistrez-le en UTF-8 et envoyez-le de nouveau.",
            ) from erreur
        if self.format_.encodage == "latin-1":
            phrase = f"{self.nom} est en UTF-8, ISO-8859-1 était attendu ; il a été lu comme UTF-8."
            self.cahier.remarquer(self.index, "encodage", phrase)
        return octets

    def colonnes(self, entete: bytes, entite: Entite) -> tuple[str, ...]:
        """The columns of the header, in its own order; refuse a header that lacks one, remark one too many."""
        colonnes = tuple(nom.strip().strip('"') for nom in entete.decode("utf-8").split(self.format_.separateur))
        attendues = [colonne.recu for colonne in entite.colonnes]
        absentes = [nom for nom in attendues if nom not in colonnes]
        if absentes:
            # The header itself is not quoted: a file without one would show its first row
            raise FichierRefuse(
                "colonne_absente",
                f"{self.nom}, ligne 1 : il manque à l'en-tête {', '.join(absentes)}. "
                f"Le séparateur est « {self.format_.separateur} ». Ajoutez l'en-tête ou la colonne.",
            )
        if len(set(colonnes)) != len(colonnes):
            raise FichierRefuse("colonne_repetee", f"{self.nom}, ligne 1 : une colonne y figure deux fois.")
        if en_trop := len(colonnes) - len(attendues):
            phrase = f"{self.nom}, ligne 1 : {en_trop} colonne(s) que le contrat ne connaît pas ; elles sont écartées."
            self.cahier.remarquer(self.index, "colonne_inconnue", phrase)
        return colonnes


def _tableau(corps: list[_Corps], colonnes: tuple[str, ...], format_: Format, cahier: Cahier) -> pl.DataFrame:
    """The lines of all `corps` that have the right number of columns; the others are refused one by one."""
    octets = b"".join(partie.octets for partie in corps)
    tampon = np.frombuffer(octets, np.uint8)
    fins = np.flatnonzero(tampon == _FIN)
    separateurs = np.flatnonzero(tampon == ord(format_.separateur))
    longueurs = np.diff(fins, prepend=-1)
    comptes = np.diff(np.searchsorted(separateurs, fins), prepend=0)
    par_corps = np.array([partie.octets.count(b"\n") for partie in corps])
    debuts = np.repeat(np.cumsum(par_corps) - par_corps, par_corps)
    lignes = pl.DataFrame(
        {
            "fichier": np.repeat(np.array([partie.index for partie in corps], np.uint32), par_corps),
            "ligne": (np.arange(len(fins)) - debuts + 2).astype(np.uint32),
            "separateurs": comptes,
            "vide": longueurs == 1,
        }
    ).with_columns(bonne=(pl.col("separateurs") == len(colonnes) - 1) & ~pl.col("vide"))
    _noter(lignes, corps, len(colonnes) - 1, format_, cahier)
    bonnes = lignes["bonne"].to_numpy()
    if not bonnes.all():
        octets = tampon[np.repeat(bonnes, longueurs)].tobytes()
    lues = lignes.filter("bonne").select("fichier", unite="ligne", ligne="ligne")
    return lues.hstack(_valeurs(octets, colonnes, format_, lues.height))


def _valeurs(octets: bytes, colonnes: tuple[str, ...], format_: Format, attendues: int) -> pl.DataFrame:
    schema = dict.fromkeys(colonnes, pl.String)
    if not attendues:
        return pl.DataFrame(schema=schema)
    frame = pl.read_csv(octets, has_header=False, separator=format_.separateur, quote_char=None, schema=schema)
    if frame.height != attendues:
        raise RuntimeError(f"{attendues} lines were counted and {frame.height} were read: nothing of the lot is kept.")
    return frame


def _noter(lignes: pl.DataFrame, corps: list[_Corps], attendus: int, format_: Format, cahier: Cahier) -> None:
    """Counts of each file, and a refusal for each line with too few or too many columns."""
    pleines = lignes.group_by("fichier").agg((~pl.col("vide")).sum())
    par_fichier = dict(zip(pleines["fichier"], pleines["vide"], strict=True))
    for partie in corps:
        unites = par_fichier.get(partie.index, 0)
        cahier.noter(partie.index, unites_recues=unites, lignes=partie.octets.count(b"\n") + 1)
        if not unites:
            nom = cahier.lot[partie.index].nom
            cahier.remarquer(partie.index, "aucune_ligne", f"{nom} n'a que son en-tête : aucune ligne reçue.")
    mauvaises = lignes.filter(~pl.col("bonne") & ~pl.col("vide"))
    if mauvaises.height:
        phrase = pl.format(
            "ligne {} : {} séparateurs « {} » au lieu de {} (ligne tronquée, ou séparateur dans une valeur).",
            "ligne",
            "separateurs",
            pl.lit(format_.separateur),
            pl.lit(attendus),
        )
        cahier.refuser_table(
            mauvaises.select(
                "fichier",
                "ligne",
                unite="ligne",
                champ=pl.lit(None, pl.String),
                regle=pl.lit("nombre_de_colonnes"),
                message=phrase,
                gravite=pl.lit(REJET),
            )
        )
