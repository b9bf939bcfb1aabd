"""JSON objects as rows: the wanted fields taken by DuckDB at the paths the contract gives, lists unfolded.

The unit is the object. A broken one is refused alone.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import duckdb
import polars as pl

from pipelines.contracts.correspondances import Version
from pipelines.contracts.ecriture import LISTE
from pipelines.contracts.modele import Contrat, Entite
from pipelines.contracts.refus import AVERTISSEMENT, REJET
from pipelines.sources import FichierRefuse, entete
from pipelines.sources.lot import Cahier, Envoi

BOM = b"\xef\xbb\xbf"
_NUMEROS = ("fichier", "unite", "ligne")
_INCONNUS = {"fichier": pl.UInt32, "champ": pl.String}
_A_LA_FOIS = 64 * 2**20
_ILLISIBLE = "ce n'est pas du JSON complet (une accolade, un guillemet ou la fin manque)"
_MONTRES = 10
_NOM_DE_CHAMP = r"^[A-Za-z_][A-Za-z_.-]{0,38}[0-9]?$"


def decoder(octets: bytes, nom: str, avant: int = 0) -> str:
    """The text of a file, or of a slice of it that `avant` lines come before; JSON is always UTF-8."""
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError as erreur:
        ligne = avant + octets.count(b"\n", 0, erreur.start) + 1
        raise FichierRefuse(
            "encodage",
            f"{nom}, ligne {ligne} : le fichier doit être en UTF-8 et ne l'est pas. "
            "Enregistrez-le en UTF-8 et envoyez-le de nouveau.",
        ) from erreur


def chemin_json(chemin: str) -> str:
    """`orientations[].statut` as DuckDB writes it: `$."orientations"[*]."statut"`."""
    pas = (f'."{morceau.removesuffix(LISTE)}"' + "[*]" * morceau.endswith(LISTE) for morceau in chemin.split("."))
    return "$" + "".join(pas)


@dataclass(frozen=True)
class _Forme:
    """What objects read together share: the entities they hold, the version of the export for each."""

    entites: tuple[Entite, ...]
    versions: tuple[Version | None, ...]

    def chemins(self) -> dict[str, dict[str, str]]:
        """Entity → received column → path in the object."""
        return {
            entite.nom: _chemins(entite, version) for entite, version in zip(self.entites, self.versions, strict=True)
        }

    def objets_tenus(self) -> dict[str, set[str]]:
        """Places of the objects within the object, outer ones first, with what is taken from inside each."""
        chemins = [chemin for de_l_entite in self.chemins().values() for chemin in de_l_entite.values()]
        places: dict[str, set[str]] = {}
        for chemin in sorted({chemin.split(LISTE)[0] for chemin in chemins}):
            pas = chemin.split(".")
            for longueur in range(1, len(pas)):
                places.setdefault(".".join(pas[:longueur]), set()).add(chemin)
        return dict(sorted(places.items()))

    def listes(self) -> dict[str, bool]:
        """Places of the lists of the entities (the outer one, for a list within a list), and whether each must be."""
        places: dict[str, bool] = {}
        for entite in self.entites:
            if entite.liste:
                place = entite.liste.split(LISTE)[0]
                places[place] = places.get(place, False) or entite.liste_obligatoire
        return places


def _chemins(entite: Entite, version: Version | None) -> dict[str, str]:
    autrement = {cible: chemin for chemin, cible in version.colonnes.items()} if version else {}
    return {colonne.recu: autrement.get(colonne.recu, colonne.chemin) for colonne in entete.recues(entite)}


@dataclass
class Objets:
    """Objects still in text, gathered from many small files, turned into rows a reasonable size at a time.

    `mot` is what a sentence calls an object: « ligne », « élément ».
    """

    contrat: Contrat
    cahier: Cahier
    mot: str
    _attente: dict[tuple[tuple[str, ...], tuple[Version | None, ...]], list[pl.DataFrame]] = field(default_factory=dict)
    _octets: int = 0
    _lus: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    _inconnus: list[pl.DataFrame] = field(default_factory=list)

    def ajouter(self, envoi: Envoi, objets: pl.DataFrame) -> None:
        """The objects of a file: `ligne` (their number) and `texte`."""
        self.cahier.noter(envoi.index, unites_recues=objets.height)
        if objets.is_empty():
            self.cahier.remarquer(envoi.index, "aucune_ligne", f"{envoi.fichier.nom} : aucune ligne reçue.")
            return
        versions = (
            entete.reconnaitre(self.contrat, entite.nom, envoi.nom.emetteur, lambda version: _presents(objets, version))
            for entite in envoi.entites
        )
        numerotes = objets.select(fichier=pl.lit(envoi.index, pl.UInt32), unite="ligne", ligne="ligne", texte="texte")
        cle = (tuple(entite.nom for entite in envoi.entites), tuple(versions))
        self._attente.setdefault(cle, []).append(numerotes)
        self._octets += objets["texte"].str.len_bytes().sum()
        if self._octets > _A_LA_FOIS:
            self._lire()

    def rendre(self) -> dict[str, list[pl.DataFrame]]:
        """Rows of each entity, everything said of the files."""
        lus = self.prendre()
        self.remarquer_les_inconnus()
        return lus

    def prendre(self) -> dict[str, list[pl.DataFrame]]:
        """Rows of each entity added since they were last taken."""
        self._lire()
        lus, self._lus = self._lus, {}
        return lus

    def remarquer_les_inconnus(self) -> None:
        """Fields that neither the contract nor its list of fields set aside knows: read all the same, and said.

        A field may be named by a datum (an identifier as a key): only what looks like a name is written.
        """
        vus = pl.concat([pl.DataFrame(schema=_INCONNUS), *self._inconnus]).unique().sort("fichier", "champ")
        for (index,), du_fichier in vus.group_by("fichier", maintain_order=True):
            noms = du_fichier.filter(pl.col("champ").str.contains(_NOM_DE_CHAMP))["champ"].to_list()
            montres = f" ({', '.join(noms[:_MONTRES])})" if noms else ""
            self.cahier.remarquer(
                index,
                "champ_inconnu",
                f"{self.cahier.lot[index].nom} : {du_fichier.height} champ(s) que le contrat ne connaît pas{montres} ; "
                "ils sont écartés.",
            )

    def _lire(self) -> None:
        for (noms, versions), parties in self._attente.items():
            forme = _Forme(tuple(self.contrat.entites[nom] for nom in noms), versions)
            objets = self._sains(pl.concat(parties))
            self._noter_les_inconnus(objets, forme)
            chemins = forme.chemins()
            lus = self._en_forme(_champs(objets, forme, chemins), objets, forme)
            lignes = {entite.nom: _lignes(lus, entite, chemins[entite.nom]) for entite in forme.entites}
            self._noter_les_vides(lus, lignes, forme.entites[0])
            for (nom, frame), version in zip(lignes.items(), forme.versions, strict=True):
                self._lus.setdefault(nom, []).append(entete.avec_valeurs(frame, version))
        self._attente, self._octets = {}, 0

    def _sains(self, objets: pl.DataFrame) -> pl.DataFrame:
        """The texts that are JSON objects; the others are refused one by one."""
        with duckdb.connect() as base:
            # json_valid first: `try` is slow on what fails, and some valid texts have no type
            type_ = "case when json_valid(texte) then try(json_type(texte)) end"
            natures = base.sql(f"select {type_} as nature from objets").pl()  # noqa: S608 - no outside text
        objets = objets.hstack(natures)
        self._refuser(objets.filter(pl.col("nature").is_null()), None, "json_illisible", _ILLISIBLE)
        autres = objets.filter(pl.col("nature") != "OBJECT")
        self._refuser(autres, None, "objet_attendu", "du JSON, mais pas un objet entre accolades")
        return objets.filter(pl.col("nature") == "OBJECT").drop("nature")

    def _noter_les_inconnus(self, objets: pl.DataFrame, forme: _Forme) -> None:
        connus = {chemin.split(".")[0].removesuffix(LISTE) for c in forme.chemins().values() for chemin in c.values()}
        connus |= {*self.contrat.proprietes.get("champs_ecartes", ())}
        with duckdb.connect() as base:
            champs = base.sql("select distinct fichier, unnest(json_keys(texte)) as champ from objets").pl()
        self._inconnus.append(champs.filter(~pl.col("champ").is_in(list(connus))).cast(_INCONNUS))

    def _en_forme(self, lus: pl.DataFrame, objets: pl.DataFrame, forme: _Forme) -> pl.DataFrame:
        """The objects that hold objects and lists where the contract takes values from them; refuse the others."""
        for place, tenus in forme.objets_tenus().items():
            sans = lus.filter(pl.all_horizontal(_acces(chemin).is_null() for chemin in tenus)).select(_NUMEROS)
            autres = sans.filter(~_natures(sans, objets, place).is_in(["NULL", "OBJECT"]))
            self._refuser(autres, place, "objet_attendu", "un objet entre accolades est attendu")
            lus = lus.join(autres, on=_NUMEROS, how="anti", maintain_order="left")
        for place, obligatoire in forme.listes().items():
            sans = lus.filter(_acces(place).is_null()).select(_NUMEROS)
            absente = _natures(sans, objets, place) == "NULL"
            attendue = "une liste est attendue (vide s'il n'y en a pas)"
            self._refuser(sans.filter(~absente), place, "liste_attendue", attendue)
            if obligatoire:
                self._refuser(sans.filter(absente), place, "liste_absente", attendue)
            refuses = sans if obligatoire else sans.filter(~absente)
            lus = lus.join(refuses, on=_NUMEROS, how="anti", maintain_order="left")
        return lus

    def _noter_les_vides(self, lus: pl.DataFrame, lignes: dict[str, pl.DataFrame], premiere: Entite) -> None:
        """An object whose lists are all empty brings nothing to land: received, out of scope."""
        remplis = pl.concat([frame.select(_NUMEROS) for frame in lignes.values()]).unique()
        vides = lus.select(_NUMEROS).join(remplis, on=_NUMEROS, how="anti", maintain_order="left")
        for index, nombre in vides.group_by("fichier").len().iter_rows():
            self.cahier.noter(index, hors_champ=nombre)
        self._refuser(vides, premiere.liste, f"sans_{premiere.nom}", "la liste est vide, rien à retenir", AVERTISSEMENT)

    def _refuser(self, objets: pl.DataFrame, champ: str | None, regle: str, phrase: str, gravite: str = REJET) -> None:
        if objets.is_empty():
            return
        ou = f"{self.mot} {{}}" + (f", champ {champ}" if champ else "")
        self.cahier.refuser_table(
            objets.select(
                *_NUMEROS,
                champ=pl.lit(champ, pl.String),
                regle=pl.lit(regle),
                message=pl.format(f"{ou} : {phrase}.", "ligne"),
                gravite=pl.lit(gravite),
            )
        )


def _natures(sans: pl.DataFrame, objets: pl.DataFrame, place: str) -> pl.Series:
    """What the objects numbered in `sans` hold at `place`, in DuckDB's words; NULL when nothing."""
    textes = sans.join(objets, on=_NUMEROS, how="left", maintain_order="left")  # noqa: F841 - DuckDB reads it by name
    with duckdb.connect() as base:
        natures = base.execute("select json_type(texte, $1) from textes", [chemin_json(place)]).pl()
    return natures.to_series().fill_null("NULL")


def _champs(objets: pl.DataFrame, forme: _Forme, chemins: dict[str, dict[str, str]]) -> pl.DataFrame:
    """The wanted fields as columns: texts, structures, lists. One missing or misplaced is null."""
    listes = [entite.liste + LISTE for entite in forme.entites if entite.liste]
    structure = _structure([chemin for de_l_entite in chemins.values() for chemin in de_l_entite.values()] + listes)
    with duckdb.connect() as base:
        return base.execute(
            "select fichier, unite, ligne, unnest(json_transform(texte, $1)) from objets", [json.dumps(structure)]
        ).pl()


def _structure(chemins: Iterable[str]) -> dict[str, Any]:
    """What DuckDB must make of an object, from the paths wanted: "VARCHAR" for a text, whatever JSON holds there."""
    arbre: dict[str, Any] = {}
    for chemin in chemins:
        noeud = arbre
        for pas in chemin.split("."):
            noeud = noeud.setdefault(pas, {})
    return dict(_forme(pas, sous) for pas, sous in arbre.items())


def _forme(pas: str, sous: dict[str, Any]) -> tuple[str, Any]:
    forme = dict(_forme(p, s) for p, s in sous.items()) or "VARCHAR"
    return (pas.removesuffix(LISTE), [forme]) if pas.endswith(LISTE) else (pas, forme)


def _acces(chemin: str, racine: str | None = None) -> pl.Expr:
    """The value at a path without list, from the column `racine` or from the columns of the object."""
    premier, *suite = chemin.split(".") if racine is None else (racine, *chemin.split("."))
    valeur = pl.col(premier)
    for pas in suite:
        valeur = valeur.struct.field(pas)
    return valeur


def _lignes(lus: pl.DataFrame, entite: Entite, chemins: dict[str, str]) -> pl.DataFrame:
    """One row per object, or per element of the entity's list (of its lists within lists), columns as received."""
    niveaux: list[str] = []
    if entite.liste:
        for morceau in entite.liste.split(f"{LISTE}."):
            niveaux.append(f"{niveaux[-1]}.{morceau}{LISTE}" if niveaux else f"{morceau}{LISTE}")
    for rang, niveau in enumerate(niveaux):
        liste = _valeur(niveau.removesuffix(LISTE), niveaux[:rang])
        lus = lus.with_columns(liste.alias(niveau)).filter(pl.col(niveau).list.len() > 0).explode(niveau)
    return lus.select(*_NUMEROS, *(_valeur(chemin, niveaux).alias(recu) for recu, chemin in chemins.items()))


def _valeur(chemin: str, niveaux: list[str]) -> pl.Expr:
    """The value at a path, in the element of the deepest unfolded list it goes through."""
    for niveau in reversed(niveaux):
        if chemin == niveau:
            return pl.col(niveau)
        if chemin.startswith(f"{niveau}."):
            return _acces(chemin.removeprefix(f"{niveau}."), niveau)
    return _acces(chemin)


def _presents(objets: pl.DataFrame, version: Version) -> list[str]:
    """The paths of a version that at least one object holds."""
    chemins = list(version.colonnes)
    tests = [
        f"len(json_extract(texte, ${i})) > 0" if LISTE in chemin else f"json_exists(texte, ${i})"
        for i, chemin in enumerate(chemins, 1)
    ]
    colonnes = ", ".join(f"coalesce(bool_or({test}), false)" for test in tests)
    with duckdb.connect() as base:
        requete = f"select {colonnes} from objets where json_valid(texte)"  # noqa: S608 - paths are parameters
        trouves = base.execute(requete, [chemin_json(chemin) for chemin in chemins]).fetchone()
    return [chemin for chemin, trouve in zip(chemins, trouves, strict=True) if trouve]
