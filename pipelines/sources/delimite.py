"""Delimited text: many small files read as one frame per entity, a broken line found and refused alone.

Without `guillemets`, a quotation mark is a character like another, as in the real flows. With them, a value may be
quoted, and then hold separators, ends of line and doubled quotation marks. Lines end with CRLF or LF.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
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
    """Lines of a file below its header, in UTF-8, each ended by a line feed; `avant`: how many lines come before."""

    index: int
    octets: bytes
    avant: int = 1

    @property
    def lignes(self) -> int:
        """How many lines of the file are read here, its header with the first ones."""
        return self.octets.count(b"\n") + (self.avant == 1)


def lire(envois: list[Envoi], contrat: Contrat, cahier: Cahier) -> dict[str, list[pl.DataFrame]]:
    """Rows of each entity; files with the same header are parsed together, in the order of the lot."""
    groupes: dict[_Dessin, list[_Corps]] = {}
    for envoi in envois:
        octets = b""
        try:
            octets = ouverture.lire(envoi.fichier.chemin, envoi.fichier.membre)
            copie = _Copie(envoi, contrat, cahier, _apercevoir([octets]))
            dessin = copie.dessiner()
        except FichierRefuse as refus:
            cahier.refuser_fichier(envoi.index, refus)
            cahier.noter(envoi.index, **_compter([octets]))
            continue
        groupes.setdefault(dessin, []).extend(copie.corps([octets], dessin))
    lues: dict[str, list[pl.DataFrame]] = {}
    for dessin, corps in groupes.items():
        lues.setdefault(dessin.entite, []).append(_lignes_du_contrat(dessin, corps, contrat, cahier))
    return lues


def parties(
    envoi: Envoi, contrat: Contrat, cahier: Cahier, taille: int
) -> Iterator[tuple[Cahier, dict[str, list[pl.DataFrame]]]]:
    """The same of one file, some `taille` bytes at a time, each part with notes of its own.

    The file is read twice: first to know what refuses it and how it is written, wherever in it that shows.
    """
    lieu = (envoi.fichier.chemin, envoi.fichier.membre, taille)
    try:
        copie = _Copie(envoi, contrat, cahier, _apercevoir(ouverture.tranches(*lieu)))
        dessin = copie.dessiner()
    except FichierRefuse as refus:
        cahier.refuser_fichier(envoi.index, refus)
        with suppress(FichierRefuse):  # of what cannot be opened, nothing is counted
            cahier.noter(envoi.index, **_compter(ouverture.tranches(*lieu)))
        yield cahier, {}
        return
    for corps in copie.corps(ouverture.tranches(*lieu), dessin):
        yield cahier, {dessin.entite: [_lignes_du_contrat(dessin, [corps], contrat, cahier)]}
        cahier = cahier.suite()


def _compter(tranches: Iterable[bytes]) -> dict[str, int]:
    """Units of a file refused whole: its lines but the header and the empty ones."""
    lignes, pleines, entete_pleine = 0, 0, 0
    for tranche in tranches:
        de_la_tranche = tranche.splitlines()
        if not lignes:
            entete_pleine = bool(de_la_tranche and de_la_tranche[0].strip())
        lignes += len(de_la_tranche)
        pleines += sum(1 for ligne in de_la_tranche if ligne.strip())
    return {"lignes": lignes, "unites_recues": pleines - entete_pleine}


def _lignes_du_contrat(dessin: _Dessin, corps: list[_Corps], contrat: Contrat, cahier: Cahier) -> pl.DataFrame:
    return _aux_noms_du_contrat(_Tableau(dessin, corps, cahier).lire(), contrat.entites[dessin.entite], dessin)


def _aux_noms_du_contrat(tableau: pl.DataFrame, entite: Entite, dessin: _Dessin) -> pl.DataFrame:
    attendues = [colonne.recu for colonne in entete.recues(entite)]
    absentes = [pl.lit(None, pl.String).alias(nom) for nom in attendues if nom not in dessin.colonnes]
    tableau = tableau.with_columns(absentes).select("fichier", "unite", "ligne", *attendues)
    return entete.avec_valeurs(tableau, dessin.version)


@dataclass(frozen=True)
class _Apercu:
    """What is known of the whole content of a file before its lines are read.

    `hors_utf8` is the line of the first byte that is not UTF-8, `guillemets` how many marks stand below the header,
    `vide` true when nothing stands there.
    """

    premiere: bytes
    ascii: bool
    hors_utf8: int | None
    guillemets: int
    vide: bool


def _apercevoir(tranches: Iterable[bytes]) -> _Apercu:
    premiere, ascii_, hors_utf8, guillemets, vide, avant = b"", True, None, 0, True, 0
    for rang, tranche in enumerate(tranches):
        octets = _sans_retours(tranche, rang)
        ascii_ = ascii_ and octets.isascii()
        if not ascii_ and hors_utf8 is None:
            try:
                octets.decode("utf-8")
            except UnicodeDecodeError as erreur:
                hors_utf8 = avant + octets.count(b"\n", 0, erreur.start) + 1
        avant += octets.count(b"\n")
        if not rang:
            premiere, _, octets = octets.partition(b"\n")
        guillemets += octets.count(b'"')
        vide = vide and not octets.strip(b"\n")
    return _Apercu(premiere, ascii_, hors_utf8, guillemets, vide)


def _sans_retours(tranche: bytes, rang: int) -> bytes:
    octets = tranche.replace(b"\r\n", b"\n")
    return octets if rang else octets.removeprefix(_BOM)


@dataclass(frozen=True)
class _Copie:
    """One file whose content is being looked at, before its lines join those of the others."""

    envoi: Envoi
    contrat: Contrat
    cahier: Cahier
    apercu: _Apercu

    @property
    def nom(self) -> str:
        return self.envoi.fichier.nom

    def dessiner(self) -> _Dessin:
        """The columns of the file and how they are written."""
        contenu, lecture = _lisible(self.apercu.premiere), self.envoi.entite.lecture
        version = entete.reconnaitre(
            self.contrat,
            self.envoi.nom.entite,
            self.envoi.nom.emetteur,
            lambda version: _noms(contenu, lecture | version.lecture),
        )
        lecture = lecture | (version.lecture if version else {})
        self._exiger_l_encodage(lecture.get("encodage", "utf-8"))
        separateur, guillemets = lecture["separateur"], bool(lecture.get("guillemets", False))
        aide = f"Le séparateur est « {separateur} ». Ajoutez l'en-tête ou la colonne."
        premiere = self._en_utf8(self.apercu.premiere).decode("utf-8")
        recue = entete.Entete(_noms(premiere, lecture), f"{self.nom}, ligne 1", aide)
        colonnes = entete.rapprocher(recue, self.envoi, version, self.cahier)
        if guillemets and self.apercu.guillemets % 2:
            raise FichierRefuse(
                "guillemet_ouvert",
                f"{self.nom} : un guillemet ouvert n'est jamais refermé, la fin des lignes est inconnue. "
                "Fermez-le ou doublez-le, et envoyez de nouveau le fichier.",
            )
        if self.apercu.vide:
            phrase = f"{self.nom} n'a que son en-tête : aucune ligne reçue."
            self.cahier.remarquer(self.envoi.index, "aucune_ligne", phrase)
        return _Dessin(self.envoi.nom.entite, tuple(colonnes), version, separateur, guillemets)

    def corps(self, tranches: Iterable[bytes], dessin: _Dessin) -> Iterator[_Corps]:
        """The lines below the header, as many at a time as the slices hold; none of them cut."""
        avant, sous_l_entete = 1, self._sous_l_entete(tranches)
        for octets in _lignes_fermees(sous_l_entete) if dessin.guillemets else sous_l_entete:
            yield _Corps(self.envoi.index, octets, avant)
            avant += octets.count(b"\n")

    def _sous_l_entete(self, tranches: Iterable[bytes]) -> Iterator[bytes]:
        for rang, tranche in enumerate(tranches):
            octets = self._en_utf8(_sans_retours(tranche, rang))
            octets = octets if rang else octets.partition(b"\n")[2]
            yield octets if not octets or octets.endswith(b"\n") else octets + b"\n"

    def _en_utf8(self, octets: bytes) -> bytes:
        return octets if self.apercu.hors_utf8 is None else octets.decode("latin-1").encode()

    def _exiger_l_encodage(self, encodage: str) -> None:
        if self.apercu.ascii:
            return
        if encodage == "latin-1":
            if self.apercu.hors_utf8 is None:
                phrase = f"{self.nom} est en UTF-8, ISO-8859-1 était attendu ; il a été lu comme UTF-8."
                self.cahier.remarquer(self.envoi.index, "encodage", phrase)
        elif self.apercu.hors_utf8 is not None:
            raise FichierRefuse(
                "encodage",
                f"{self.nom}, ligne {self.apercu.hors_utf8} : le fichier doit être en UTF-8 et ne l'est pas. "
                "Enregistrez-le en UTF-8 et envoyez-le de nouveau.",
            )


def _lignes_fermees(tranches: Iterable[bytes]) -> Iterator[bytes]:
    """The slices cut again where a line ends outside quotation marks, so that no value is cut."""
    reste: list[bytes] = []
    ouvert = 0
    for tranche in tranches:
        fin, ici = len(tranche), (ouvert + tranche.count(b'"')) % 2
        ouvert = ici
        while ici and fin:
            debut = tranche.rfind(b"\n", 0, fin - 1) + 1
            fin, ici = debut, (ici + tranche.count(b'"', debut, fin)) % 2
        if ici:
            reste.append(tranche)
        else:
            yield b"".join([*reste, tranche[:fin]])
            reste = [tranche[fin:]]
    if derniere := b"".join(reste):
        yield derniere


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
        passees = np.cumsum(sauts_par_fichier) - sauts_par_fichier
        decalage = {p.index: p.avant - deja for p, deja in zip(self.corps, passees.tolist(), strict=True)}
        debuts = np.searchsorted(sauts, np.concatenate([[-1], fins[:-1]]), side="right") if len(fins) else fins
        lignes = pl.DataFrame({"fichier": fichiers, "debut": debuts.astype(np.int64)})
        rang = pl.col("debut") + pl.col("fichier").replace_strict(decalage, return_dtype=pl.Int64)
        return lignes.select("fichier", ligne=(rang + 1).cast(pl.UInt32))

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
            self.cahier.noter(partie.index, unites_recues=unites, lignes=partie.lignes)
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
