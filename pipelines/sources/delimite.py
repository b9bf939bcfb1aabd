"""Delimited text: many small files read as one frame per entity, a broken line found and refused alone.

Without `guillemets`, a quotation mark is a character like another, as in the real flows. With them, a value may be
quoted, and then hold separators, ends of line and doubled quotation marks. Lines end with CRLF or LF.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.contracts.correspondances import Version
from pipelines.contracts.modele import Contrat, Entite
from pipelines.contracts.refus import REJET
from pipelines.sources import FichierRefuse, entete, ouverture
from pipelines.sources.lot import Cahier, Envoi

_BOM = b"\xef\xbb\xbf"
_FIN, _GUILLEMET = ord("\n"), ord('"')


@dataclass(frozen=True)
class _Dessin:
    """What files read together share: entity, columns in their order, version of the export, separator, quoting."""

    entite: str
    colonnes: tuple[str, ...]
    version: Version | None
    separateur: str
    guillemets: bool


@dataclass(frozen=True)
class _Corps:
    """The lines of a file below its header, in UTF-8, each ended by a line feed."""

    index: int
    octets: bytes


def lire(envois: list[Envoi], contrat: Contrat, cahier: Cahier) -> dict[str, list[pl.DataFrame]]:
    """Rows of each entity; files with the same header are parsed together, in the order of the lot."""
    groupes: dict[_Dessin, list[_Corps]] = {}
    for envoi in envois:
        octets = b""
        try:
            octets = ouverture.lire(envoi.fichier.chemin, envoi.fichier.membre)
            dessin, corps = _Copie(envoi, contrat, cahier).partager(octets)
        except FichierRefuse as refus:
            cahier.refuser_fichier(envoi.index, refus)
            cahier.noter(envoi.index, **_compter(octets))
            continue
        groupes.setdefault(dessin, []).append(corps)
    lues: dict[str, list[pl.DataFrame]] = {}
    for dessin, corps in groupes.items():
        tableau = _Tableau(dessin, corps, cahier).lire()
        lues.setdefault(dessin.entite, []).append(_aux_noms_du_contrat(tableau, contrat.entites[dessin.entite], dessin))
    return lues


def _compter(octets: bytes) -> dict[str, int]:
    """Units of a file refused whole: its lines but the header and the empty ones."""
    lignes = octets.splitlines()
    return {"lignes": len(lignes), "unites_recues": sum(1 for ligne in lignes[1:] if ligne.strip())}


def _aux_noms_du_contrat(tableau: pl.DataFrame, entite: Entite, dessin: _Dessin) -> pl.DataFrame:
    attendues = [colonne.recu for colonne in entete.recues(entite)]
    absentes = [pl.lit(None, pl.String).alias(nom) for nom in attendues if nom not in dessin.colonnes]
    tableau = tableau.with_columns(absentes).select("fichier", "unite", "ligne", *attendues)
    return entete.avec_valeurs(tableau, dessin.version)


@dataclass(frozen=True)
class _Copie:
    """One file whose content is being looked at, before its lines join those of the others."""

    envoi: Envoi
    contrat: Contrat
    cahier: Cahier

    @property
    def nom(self) -> str:
        return self.envoi.fichier.nom

    def partager(self, octets: bytes) -> tuple[_Dessin, _Corps]:
        """The columns of the file and its lines."""
        octets = octets.replace(b"\r\n", b"\n").removeprefix(_BOM)
        premiere, _, _ = octets.partition(b"\n")
        contenu, lecture = _lisible(premiere), self.envoi.entite.lecture
        version = entete.reconnaitre(
            self.contrat,
            self.envoi.nom.entite,
            self.envoi.nom.emetteur,
            lambda version: _noms(contenu, lecture | version.lecture),
        )
        lecture = lecture | (version.lecture if version else {})
        premiere, _, corps = self.en_utf8(octets, lecture.get("encodage", "utf-8")).partition(b"\n")
        corps = corps if not corps or corps.endswith(b"\n") else corps + b"\n"
        separateur, guillemets = lecture["separateur"], bool(lecture.get("guillemets", False))
        aide = f"Le séparateur est « {separateur} ». Ajoutez l'en-tête ou la colonne."
        recue = entete.Entete(_noms(premiere.decode("utf-8"), lecture), f"{self.nom}, ligne 1", aide)
        colonnes = entete.rapprocher(recue, self.envoi, version, self.cahier)
        if guillemets and corps.count(b'"') % 2:
            raise FichierRefuse(
                "guillemet_ouvert",
                f"{self.nom} : un guillemet ouvert n'est jamais refermé, la fin des lignes est inconnue. "
                "Fermez-le ou doublez-le, et envoyez de nouveau le fichier.",
            )
        dessin = _Dessin(self.envoi.nom.entite, tuple(colonnes), version, separateur, guillemets)
        return dessin, _Corps(self.envoi.index, corps)

    def en_utf8(self, octets: bytes, encodage: str) -> bytes:
        if octets.isascii():
            return octets
        try:
            octets.decode("utf-8")
        except UnicodeDecodeError as erreur:
            if encodage == "latin-1":
                return octets.decode("latin-1").encode()
            ligne = octets.count(b"\n", 0, erreur.start) + 1
            raise FichierRefuse(
                "encodage",
                f"{self.nom}, ligne {ligne} : le fichier doit être en UTF-8 et ne l'est pas. "
                "Enregistrez-le en UTF-8 et envoyez-le de nouveau.",
            ) from erreur
        if encodage == "latin-1":
            phrase = f"{self.nom} est en UTF-8, ISO-8859-1 était attendu ; il a été lu comme UTF-8."
            self.cahier.remarquer(self.envoi.index, "encodage", phrase)
        return octets


def _lisible(premiere: bytes) -> str:
    """A header before its encoding is known: enough to look for names in."""
    try:
        return premiere.decode("utf-8")
    except UnicodeDecodeError:
        return premiere.decode("latin-1")


def _noms(premiere: str, lecture: dict[str, str]) -> list[str]:
    return [nom.strip().strip('"') for nom in premiere.split(lecture["separateur"])]


@dataclass(frozen=True)
class _Tableau:
    """The lines of files of one drawing, read together."""

    dessin: _Dessin
    corps: list[_Corps]
    cahier: Cahier

    def lire(self) -> pl.DataFrame:
        """The lines that have the right number of columns; the others are refused one by one."""
        octets = b"".join(partie.octets for partie in self.corps)
        tampon = np.frombuffer(octets, np.uint8)
        sauts = np.flatnonzero(tampon == _FIN)
        separateurs = np.flatnonzero(tampon == ord(self.dessin.separateur))
        fins, mal_places = sauts, np.zeros(0, np.int64)
        if self.dessin.guillemets:
            guillemets = np.flatnonzero(tampon == _GUILLEMET)
            fins, separateurs = _hors_guillemets(fins, guillemets), _hors_guillemets(separateurs, guillemets)
            mal_places = _mal_places(tampon, guillemets, ord(self.dessin.separateur))
        lignes = self._lignes(sauts, fins).with_columns(
            separateurs=np.diff(np.searchsorted(separateurs, fins), prepend=0),
            vide=np.diff(fins, prepend=-1) == 1,
            mal_ecrite=np.diff(np.searchsorted(mal_places, fins), prepend=0) > 0,
        )
        attendus = len(self.dessin.colonnes) - 1
        lignes = lignes.with_columns(
            bonne=(pl.col("separateurs") == attendus) & ~pl.col("vide") & ~pl.col("mal_ecrite"),
        )
        self._noter(lignes)
        bonnes = lignes["bonne"].to_numpy()
        if not bonnes.all():
            octets = tampon[np.repeat(bonnes, np.diff(fins, prepend=-1))].tobytes()
        lues = lignes.filter("bonne").select("fichier", unite="ligne", ligne="ligne")
        return lues.hstack(self._valeurs(octets, lues.height))

    def _lignes(self, sauts: np.ndarray, fins: np.ndarray) -> pl.DataFrame:
        """`fichier` and `ligne` (where it begins in the file, the header being line 1) of each line."""
        fichiers = np.repeat(
            np.array([partie.index for partie in self.corps], np.uint32),
            np.diff(np.searchsorted(fins, np.cumsum([len(partie.octets) for partie in self.corps])), prepend=0),
        )
        sauts_par_fichier = np.array([partie.octets.count(b"\n") for partie in self.corps])
        avant = dict(zip((p.index for p in self.corps), np.cumsum(sauts_par_fichier) - sauts_par_fichier, strict=True))
        debuts = np.searchsorted(sauts, np.concatenate([[-1], fins[:-1]]), side="right") if len(fins) else fins
        lignes = pl.DataFrame({"fichier": fichiers, "debut": debuts.astype(np.int64)})
        rang = pl.col("debut") - pl.col("fichier").replace_strict(avant, return_dtype=pl.Int64)
        return lignes.select("fichier", ligne=(rang + 2).cast(pl.UInt32))

    def _valeurs(self, octets: bytes, attendues: int) -> pl.DataFrame:
        schema = dict.fromkeys(self.dessin.colonnes, pl.String)
        if not attendues:
            return pl.DataFrame(schema=schema)
        frame = pl.read_csv(
            octets,
            has_header=False,
            separator=self.dessin.separateur,
            quote_char='"' if self.dessin.guillemets else None,
            schema=schema,
        )
        if frame.height != attendues:
            raise RuntimeError(f"{attendues} lines were counted and {frame.height} read: nothing of the lot is kept.")
        return frame

    def _noter(self, lignes: pl.DataFrame) -> None:
        """Counts of each file, and a refusal for each line that is not made of its columns."""
        pleines = lignes.group_by("fichier").agg((~pl.col("vide")).sum())
        par_fichier = dict(zip(pleines["fichier"], pleines["vide"], strict=True))
        for partie in self.corps:
            unites = par_fichier.get(partie.index, 0)
            self.cahier.noter(partie.index, unites_recues=unites, lignes=partie.octets.count(b"\n") + 1)
            if not unites:
                nom = self.cahier.lot[partie.index].nom
                self.cahier.remarquer(partie.index, "aucune_ligne", f"{nom} n'a que son en-tête : aucune ligne reçue.")
        mauvaises = lignes.filter(~pl.col("bonne") & ~pl.col("vide"))
        if mauvaises.height:
            self._refuser(mauvaises)

    def _refuser(self, mauvaises: pl.DataFrame) -> None:
        compte = pl.format(
            "ligne {} : {} séparateurs « {} » au lieu de {} (ligne tronquée, ou séparateur dans une valeur).",
            "ligne",
            "separateurs",
            pl.lit(self.dessin.separateur),
            pl.lit(len(self.dessin.colonnes) - 1),
        )
        guillemet = pl.format(
            "ligne {} : un guillemet au milieu d'une valeur ; doublez-le, et mettez la valeur entre guillemets.",
            "ligne",
        )
        self.cahier.refuser_table(
            mauvaises.select(
                "fichier",
                "ligne",
                unite="ligne",
                champ=pl.lit(None, pl.String),
                regle=pl.when("mal_ecrite").then(pl.lit("guillemet_mal_place")).otherwise(pl.lit("nombre_de_colonnes")),
                message=pl.when("mal_ecrite").then(guillemet).otherwise(compte),
                gravite=pl.lit(REJET),
            )
        )


def _hors_guillemets(places: np.ndarray, guillemets: np.ndarray) -> np.ndarray:
    """`places` that are not between quotation marks: an even number of them comes before."""
    return places[np.searchsorted(guillemets, places) % 2 == 0]


def _mal_places(tampon: np.ndarray, guillemets: np.ndarray, separateur: int) -> np.ndarray:
    """Quotation marks that open elsewhere than at the beginning of a value, or close elsewhere than at its end.

    A doubled one closes and opens at once: its neighbour is a quotation mark.
    """
    autour = (separateur, _FIN, _GUILLEMET)
    ouvrants, fermants = guillemets[0::2], guillemets[1::2]
    avant = np.where(ouvrants > 0, tampon[ouvrants - 1], _FIN)
    apres = tampon[fermants + 1]
    return np.sort(np.concatenate([ouvrants[~np.isin(avant, autour)], fermants[~np.isin(apres, autour)]]))
