"""A contract as the house uses it: entities, columns, rules; read from an ODCS file and checked on the way in."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import polars as pl
import pydantic
import yaml
from open_data_contract_standard.model import DataQuality, OpenDataContractStandard, SchemaObject, SchemaProperty

from pipelines.contracts import correspondances, ecriture, lots
from pipelines.contracts.correspondances import CorrespondanceRefusee, Version
from pipelines.contracts.lots import ControleDeLot, Ecart
from pipelines.contracts.references import Reference, references
from pipelines.contracts.references import defauts as defauts_de_reference

DOSSIER = Path(__file__).parents[2] / "data_contracts"
CLASSES = ("identite", "quasi_identifiant", "sensible", "ordinaire")
TYPES = ("string", "date", "timestamp", "integer", "number", "boolean")
PASSAGES = ("personne", "personne_ntt", "ancienne_personne", "ancienne_personne_ntt", "mois", "garde", "jour_paris")
GRAVITES = ("rejet", "avertissement", "fichier")
PARTS_ETAT_CIVIL = ("nom", "prenom", "naissance", "sexe")
PORTEURS = (".gz", ".zst", ".zip")
ESPACE = "lien:"
PHYSIQUES = {
    "VARCHAR": pl.String,
    "BOOLEAN": pl.Boolean,
    "INTEGER": pl.Int32,
    "BIGINT": pl.Int64,
    "DOUBLE": pl.Float64,
    "DATE": pl.Date,
    "TIMESTAMP": pl.Datetime("us"),
}
_PAR_DEFAUT = {
    "string": "VARCHAR",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "integer": "INTEGER",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
}


class ContratRefuse(Exception):
    """A contract the house cannot use: one sentence per fault."""


@dataclass(frozen=True)
class Colonne:
    """A received column: how it is read, what it may hold, what becomes of it.

    `chemin` is where a JSON object holds it (`decision.date_decision`, `orientations[].statut`), `du_nom` the part of
    the file's name that gives it, when the content does not, `si_absente` why a file without it is refused.
    """

    recu: str
    logique: str
    requis: bool
    description: str
    classe: str
    passage: str | None
    atterrit: str
    physique: str
    cle_enregistrement: bool = False
    motif: str | None = None
    format: str | None = None
    longueur_minimale: int | None = None
    longueur_maximale: int | None = None
    minimum: Any = None
    maximum: Any = None
    valeurs: tuple[str, ...] | None = None
    vrai: tuple[str, ...] = ()
    chemin: str = ""
    du_nom: str | None = None
    si_absente: str | None = None

    @property
    def espace(self) -> str | None:
        """The namespace of the link, when the column becomes one."""
        return self.passage.removeprefix(ESPACE) if self.passage and self.passage.startswith(ESPACE) else None


@dataclass(frozen=True)
class Regle:
    """A condition between the columns of a row: refused (or remarked) when it is not true."""

    nom: str
    expression: str
    phrase: str
    gravite: str


@dataclass(frozen=True)
class Entite:
    """One schema object. `groupe` names the column that ties rows without unit to the units they carry.

    `lecture` says how its files are written (`format`, `separateur`, `encodage`, `racine`), `liste` which list of a
    JSON object holds its rows, `etat_civil` which columns give birth name, first name, birth date and sex.
    `references`: what its rows name elsewhere; `ecarts`: where its batch checks differ from those of the house.
    """

    nom: str
    description: str
    colonnes: tuple[Colonne, ...]
    regles: tuple[Regle, ...]
    cle_metier: tuple[str, ...]
    nom_fichier: str | None = None
    groupe: str | None = None
    peut_etre_vide: bool = False
    emetteur: bool = False
    lecture: dict[str, Any] = field(default_factory=dict)
    liste: str | None = None
    liste_obligatoire: bool = False
    etat_civil: dict[str, str] = field(default_factory=dict)
    references: tuple[Reference, ...] = ()
    ecarts: tuple[Ecart, ...] = ()

    def controle(self, nom: str, colonne: str = "") -> ControleDeLot:
        """The batch check `nom` of the entity, or of one of its received columns."""
        return lots.controle(nom, colonne, self.ecarts)

    @cached_property
    def par_nom(self) -> dict[str, Colonne]:
        return {colonne.recu: colonne for colonne in self.colonnes}


@dataclass(frozen=True)
class Contrat:
    """The contract of one source. `empreinte` is the hash of its text: part of every partition's signature.

    `versions` is the column mapping of the source, if it has one; its text enters the hash too.
    """

    source: str
    version: str
    entites: dict[str, Entite]
    proprietes: dict[str, Any]
    empreinte: str
    odcs: OpenDataContractStandard = field(repr=False, compare=False)
    versions: tuple[Version, ...] = ()

    @property
    def age_maximal(self) -> int | None:
        """Days the newest event of a delivery may have; None for a source that has no cadence."""
        return lots.age_maximal(
            self.odcs, int(self.proprietes.get("delai_declaration_mois", 0)), self.proprietes.get("cadence", "")
        )

    @property
    def valeurs_absentes(self) -> tuple[str, ...]:
        """What the sender writes for « no value », besides nothing at all."""
        return tuple(self.proprietes.get("valeurs_absentes", ()))

    def noms_de_fichier(self) -> Iterator[tuple[str, re.Pattern[str]]]:
        """(entity, pattern) for each name a file may have; the entity is the first one when a file carries several."""
        for entite in self.entites.values():
            if entite.nom_fichier:
                yield entite.nom, re.compile(entite.nom_fichier)
        if commun := self.proprietes.get("nom_fichier"):
            yield next(iter(self.entites)), re.compile(commun)

    def dit_par_le_nom(self, nom: str) -> tuple[str, dict[str, str]] | None:
        """(entity, what the name says besides: département, month) of a file named `nom`; None when it says nothing.

        For a member of an archive its own name counts, and the suffix of a compression is no part of a name.
        """
        nom = sans_porteur(nom.rpartition("/")[2])
        for entite, forme in self.noms_de_fichier():
            if trouve := forme.match(nom):
                return entite, trouve.groupdict()
        return None


def sans_porteur(nom: str) -> str:
    """The name of a file without the suffixes that only say how it was compressed."""
    while nom.endswith(PORTEURS):
        nom = nom.rpartition(".")[0]
    return nom


@lru_cache(maxsize=64)
def charger(source: str, dossier: Path = DOSSIER) -> Contrat:
    """The contract of `source`, from `dossier`/<source>.odcs.yaml."""
    chemin = dossier / f"{source}.odcs.yaml"
    if not chemin.exists():
        raise ContratRefuse(f"There is no contract for « {source} »: {chemin.name} is missing from {dossier.name}/.")
    contrat = lire(chemin.read_text(encoding="utf-8"), chemin.name)
    correspondance = dossier / correspondances.DOSSIER / f"{source}.yaml"
    if not correspondance.exists():
        return contrat
    texte = correspondance.read_text(encoding="utf-8")
    colonnes = {entite.nom: entite.par_nom for entite in contrat.entites.values()}
    try:
        versions = correspondances.lire(texte, f"{correspondances.DOSSIER}/{correspondance.name}", source, colonnes)
    except CorrespondanceRefusee as erreur:
        raise ContratRefuse(str(erreur)) from erreur
    empreinte = hashlib.sha256(f"{contrat.empreinte}\n{texte}".encode()).hexdigest()
    return replace(contrat, versions=versions, empreinte=empreinte)


def lire(texte: str, nom: str) -> Contrat:
    """A contract from its YAML text; `nom` is what sentences call it."""
    try:
        odcs = OpenDataContractStandard(**yaml.safe_load(texte))
    except pydantic.ValidationError as erreur:
        phrases = [f"{nom}, {'.'.join(map(str, e['loc']))}: {e['msg']}." for e in erreur.errors()]
        raise ContratRefuse("\n".join(phrases)) from erreur
    except (yaml.YAMLError, TypeError) as erreur:
        raise ContratRefuse(f"{nom} is not a YAML mapping that can be read: {erreur}") from erreur
    proprietes = _proprietes(odcs.customProperties)
    emetteur = proprietes.get("emetteur") == "departement"
    lecture = dict(proprietes.get("lecture") or {})
    entites = {objet.name: _entite(objet, emetteur, lecture) for objet in odcs.schema_ or ()}
    contrat = Contrat(
        source=odcs.name or "",
        version=odcs.version or "",
        entites=entites,
        proprietes=proprietes,
        empreinte=hashlib.sha256(texte.encode()).hexdigest(),
        odcs=odcs,
    )
    if defauts := [f"{nom}{phrase}" for phrase in _defauts(contrat)]:
        raise ContratRefuse("\n".join(defauts))
    return contrat


def _proprietes(liste: list | None) -> dict[str, Any]:
    return {propriete.property: propriete.value for propriete in liste or ()}


def _entite(objet: SchemaObject, emetteur: bool, lecture: dict[str, Any]) -> Entite:
    proprietes = _proprietes(objet.customProperties)
    return Entite(
        nom=objet.name or "",
        description=objet.description or "",
        colonnes=tuple(_colonne(propriete) for propriete in objet.properties or ()),
        regles=tuple(_regle(qualite) for qualite in objet.quality or () if qualite.engine == "polars"),
        cle_metier=tuple(proprietes.get("cle_metier", ())),
        nom_fichier=proprietes.get("nom_fichier"),
        groupe=proprietes.get("groupe"),
        peut_etre_vide=bool(proprietes.get("peut_etre_vide", False)),
        emetteur=emetteur,
        lecture=lecture | dict(proprietes.get("lecture") or {}),
        liste=proprietes.get("liste"),
        liste_obligatoire=bool(proprietes.get("liste_obligatoire", False)),
        etat_civil=dict(proprietes.get("etat_civil") or {}),
        references=references(objet),
        ecarts=lots.ecarts(objet),
    )


def _regle(qualite: DataQuality) -> Regle:
    return Regle(
        qualite.name or "", str(qualite.implementation), qualite.description or "", qualite.severity or "rejet"
    )


def _colonne(propriete: SchemaProperty) -> Colonne:
    proprietes, options = _proprietes(propriete.customProperties), propriete.logicalTypeOptions or {}
    listes = [(qualite.arguments or {}).get("validValues") for qualite in propriete.quality or ()]
    valeurs = next((tuple(map(str, liste)) for liste in listes if liste), None)
    logique = propriete.logicalType or "string"
    return Colonne(
        recu=propriete.name or "",
        logique=logique,
        requis=bool(propriete.required),
        description=propriete.description or "",
        classe=propriete.classification or "",
        passage=proprietes.get("passage"),
        atterrit=proprietes.get("atterrit") or propriete.name or "",
        physique=propriete.physicalType or _PAR_DEFAUT.get(logique, ""),
        cle_enregistrement=bool(proprietes.get("cle_enregistrement", False)),
        motif=options.get("pattern"),
        format=options.get("format"),
        longueur_minimale=options.get("minLength"),
        longueur_maximale=options.get("maxLength"),
        minimum=options.get("minimum"),
        maximum=options.get("maximum"),
        valeurs=valeurs,
        vrai=tuple(map(str, proprietes.get("vrai", ()))),
        chemin=proprietes.get("chemin") or propriete.name or "",
        du_nom=proprietes.get("du_nom"),
        si_absente=proprietes.get("si_absente"),
    )


def _defauts(contrat: Contrat) -> Iterator[str]:
    """Faults the standard cannot see, as the end of a sentence that begins with the file's name."""
    if not contrat.entites:
        yield ": no schema object, so nothing can be landed. Describe at least one under `schema`."
    yield from ecriture.defauts(contrat)
    recues = {entite.nom: set(entite.par_nom) for entite in contrat.entites.values()}
    for entite in contrat.entites.values():
        for phrase in _defauts_d_entite(entite, recues):
            yield f", {entite.nom}{phrase}"
        for regle in entite.regles:
            for phrase in _defauts_de_regle(regle):
                yield f", rule {regle.nom}: {phrase}"


def _defauts_d_entite(entite: Entite, recues: dict[str, set[str]]) -> Iterator[str]:
    """`recues`: the received columns of every entity."""
    connues = recues[entite.nom]
    for colonne in entite.colonnes:
        for phrase in _defauts_de_colonne(colonne):
            yield f".{colonne.recu}: {phrase}"
    for cle in set(entite.cle_metier) - connues - {"emetteur"}:
        yield f": cle_metier names « {cle} », which is not a received column."
    for ecart in entite.ecarts:
        for phrase in _defauts_de_lot(entite, ecart):
            yield f": {phrase}"
    for reference in entite.references:
        for phrase in defauts_de_reference(reference, connues, recues):
            yield f", reference {reference.nom}: {phrase}"
    # the sex may come from the NIR, the rest from nowhere else
    if entite.etat_civil and (manque := [p for p in PARTS_ETAT_CIVIL[:3] if p not in entite.etat_civil]):
        yield f": etat_civil lacks {', '.join(manque)}: without it, it says who nobody is."
    for part, colonne in entite.etat_civil.items():
        if part not in PARTS_ETAT_CIVIL or colonne not in connues:
            yield f": etat_civil.{part} names « {colonne} »: parts and columns must exist."


def _defauts_de_regle(regle: Regle) -> Iterator[str]:
    if regle.gravite not in GRAVITES:
        yield f"severity « {regle.gravite} » is not one of {', '.join(GRAVITES)}."
    try:
        pl.sql_expr(regle.expression)
    except pl.exceptions.PolarsError as erreur:
        yield f"« {regle.expression} » is not an expression that can be read ({erreur})."


def _defauts_de_lot(entite: Entite, ecart: Ecart) -> Iterator[str]:
    yield from lots.defauts(ecart)
    colonne = entite.par_nom.get(ecart.colonne)
    if colonne and ecart.nom == lots.REPARTITION and not colonne.valeurs and colonne.classe != "ordinaire":
        # the values of a list are known beforehand; those of any other column are shown as they come
        yield f"{colonne.recu} has no list of codes and is not « ordinaire »: its values cannot be shown."


def _defauts_de_colonne(colonne: Colonne) -> Iterator[str]:
    if colonne.classe not in CLASSES:
        yield f"classification « {colonne.classe} » is not one of {', '.join(CLASSES)}."
    if colonne.logique not in TYPES:
        yield f"logicalType « {colonne.logique} » is not one of {', '.join(TYPES)}."
    if colonne.physique not in PHYSIQUES:
        yield f"physicalType « {colonne.physique} » is not one of {', '.join(PHYSIQUES)}."
    if colonne.passage not in (None, *PASSAGES) and not colonne.espace:
        yield f"passage « {colonne.passage} » is not one of {', '.join(PASSAGES)} or {ESPACE}<namespace>."
    if colonne.classe == "identite" and colonne.passage in ("mois", "garde", "jour_paris"):
        yield f"an identity never passes as « {colonne.passage} »: make it a person, a link, or drop it."
    if colonne.classe == "quasi_identifiant" and colonne.logique == "date" and colonne.passage == "garde":
        yield "a date of this class passes as « mois », never whole."
    if colonne.logique == "boolean" and not colonne.vrai:
        yield "a boolean needs customProperty `vrai`: the list of texts that mean true."
