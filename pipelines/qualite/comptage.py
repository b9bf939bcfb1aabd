"""Counting the rows of deliveries where they lie: one DuckDB query per entity for all the dates asked, nothing held.

Distributions are histograms of few values (codes, days, numbers at three significant digits): sixty million rows take
the memory of their distinct values. Only the count of distinct keys grows with the rows, and it spills to disk.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipelines.contracts import Contrat, Entite, schema_du_lac
from pipelines.contracts.lots import REPARTITION, maison
from pipelines.contracts.posees import Posee, nom_pose, posees
from pipelines.contracts.references import Reference
from pipelines.qualite.resume import AUTRES, ResumeColonne, ResumeEntite, ResumeReference
from pipelines.territories import Territoires

_QUANTILES = {"minimum": 0.0, "decile_1": 0.1, "mediane": 0.5, "decile_9": 0.9, "maximum": 1.0}
_MEMOIRE = "2GB"


@dataclass(frozen=True)
class Tables:
    """Where the rows are: the files of each entity of the source, by reception date."""

    contrat: Contrat
    dossiers: dict[date, Path]

    def fichiers(self, entite: str, jour: date) -> list[Path]:
        """A delivery makes one file of each entity, or several with a number."""
        dossier = self.dossiers[jour]
        return sorted(dossier.glob(f"{entite}.parquet")) + sorted(dossier.glob(f"{entite}-*.parquet"))


class Compteur:
    """A DuckDB connection that knows the tables of the house; spills to `dossier`, which it may leave empty."""

    def __init__(self, territoires: Territoires, dossier: Path) -> None:
        self._connexion = duckdb.connect(
            config={"memory_limit": _MEMOIRE, "temp_directory": str(dossier), "preserve_insertion_order": False}
        )
        self._connexion.register("commune", codes_de_commune(territoires).to_frame("commune").to_arrow())

    def compter(self, tables: Tables) -> dict[date, dict[str, ResumeEntite]]:
        """The summary of each entity on each date of `tables`."""
        resumes = {
            jour: {nom: ResumeEntite(hors_contrat=_hors_contrat(tables, nom, jour)) for nom in tables.contrat.entites}
            for jour in tables.dossiers
        }
        conformes = [jour for jour, entites in resumes.items() if not any(e.hors_contrat for e in entites.values())]
        for nom, entite in tables.contrat.entites.items():
            for jour, resume in self._entite(tables, entite, conformes).items():
                resumes[jour][nom] = resume
        return resumes

    def _entite(self, tables: Tables, entite: Entite, jours: list[date]) -> dict[date, ResumeEntite]:
        fichiers = [chemin for jour in jours for chemin in tables.fichiers(entite.nom, jour)]
        if not fichiers:
            return {}
        colonnes = posees(tables.contrat)[entite.nom]
        cle = _cle_posee(entite)
        mesures = ["count(*) as lignes"]
        if cle:
            mesures += [
                f"count(distinct hash({cle})) as cles",
                f"count(*) - count(distinct hash(fichier, {cle})) as repetees",
            ]
        for rang, colonne in enumerate(colonnes):
            mesures.append(f"count({_id(colonne.nom)}) as presentes_{rang}")
            if valeur := _valeur(colonne, tables.contrat, entite):
                mesures.append(f"histogram({valeur}) as valeurs_{rang}")
        requete = f"select date_reception, {', '.join(mesures)} from read_parquet($lignes) group by all"  # noqa: S608
        lignes = self._lire(requete, {"lignes": fichiers})
        references = {
            reference.nom: self._reference(tables, entite, reference, jours)
            for reference in entite.references
            if _comparable(tables.contrat, entite, reference)
        }
        return {
            ligne["date_reception"]: _resume(ligne, colonnes, tables.contrat, entite, references) for ligne in lignes
        }

    def _reference(
        self, tables: Tables, entite: Entite, reference: Reference, jours: list[date]
    ) -> dict[date, ResumeReference]:
        """A name is looked for in the tables of the house, or in the same delivery (the same file, when a file carries
        both entities)."""
        noms = [nom_pose(entite, colonne) or "" for colonne in reference.colonnes]
        chemins = {"lignes": [chemin for jour in jours for chemin in tables.fichiers(entite.nom, jour)]}
        if reference.de_la_maison:
            cible, liens = _id(reference.cible), list(zip(noms, reference.cible_colonnes, strict=True))
        else:
            parent = tables.contrat.entites[reference.cible]
            chemins["cible"] = [chemin for jour in jours for chemin in tables.fichiers(parent.nom, jour)]
            cible = "read_parquet($cible)"
            liens = [(nom, nom_pose(parent, c) or "") for nom, c in zip(noms, reference.cible_colonnes, strict=True)]
            liens.append(("date_reception", "date_reception"))
            if parent.nom_fichier == entite.nom_fichier:
                liens.append(("fichier", "fichier"))
        egalites = " and ".join(f"cible.{_id(b)} = ligne.{_id(a)}" for a, b in liens)
        nommees = " and ".join(f"ligne.{_id(nom)} is not null" for nom in noms)
        requete = f"""
            with nommees as (
                select date_reception, exists (select 1 from {cible} as cible where {egalites}) as trouvee
                from read_parquet($lignes) as ligne
                where {nommees}
            )
            select date_reception, count(*) as renseignees, count(*) filter (not trouvee) as introuvables
            from nommees
            group by all
        """  # noqa: S608 - names of the contract; paths are parameters
        return {ligne.pop("date_reception"): ResumeReference(**ligne) for ligne in self._lire(requete, chemins)}

    def _lire(self, requete: str, chemins: dict[str, list[Path]]) -> list[dict[str, Any]]:
        """The rows of a query whose parameters are lists of files."""
        resultat = self._connexion.execute(requete, {nom: list(map(str, liste)) for nom, liste in chemins.items()})
        noms = [colonne[0] for colonne in resultat.description]
        return [dict(zip(noms, ligne, strict=True)) for ligne in resultat.fetchall()]


def codes_de_commune(territoires: Territoires) -> pl.Series:
    """Every code a commune has or had, sorted."""
    return pl.concat([territoires.communes["commune"], territoires.passages["ancienne"]]).unique().sort()


def est_code(colonne: Posee, entite: Entite) -> bool:
    """True when its rows are counted by value: a list of codes, yes or no, or a column its contract wants so."""
    if colonne.recue is None or colonne.recue.passage != "garde":
        return False
    voulue = any(ecart.nom == REPARTITION and ecart.colonne == colonne.recue.recu for ecart in entite.ecarts)
    return bool(colonne.codes) or colonne.type == pl.Boolean or voulue


def est_datee(colonne: Posee) -> bool:
    return colonne.datee and colonne.recue is not None and colonne.classe == "ordinaire"


def est_mesuree(colonne: Posee, contrat: Contrat, entite: Entite) -> bool:
    """True for a number that measures something: no identity, no key, nothing another entity refers to."""
    recue = colonne.recue
    if recue is None or recue.passage != "garde" or colonne.classe != "ordinaire" or not colonne.type.is_numeric():
        return False
    visees = {
        nom for e in contrat.entites.values() for r in e.references if r.cible == entite.nom for nom in r.cible_colonnes
    }
    nommees = {nom for reference in entite.references for nom in reference.colonnes}
    return recue.recu not in visees | nommees | set(entite.cle_metier)


def _valeur(colonne: Posee, contrat: Contrat, entite: Entite) -> str | None:
    """What is counted by value of a column, as SQL; None when it is not."""
    nom = _id(colonne.nom)
    if est_code(colonne, entite):
        return f"cast({nom} as varchar)"
    if est_datee(colonne):
        return f"cast({nom} as date)"
    if est_mesuree(colonne, contrat, entite):
        x = f"cast({nom} as double)"
        trois_chiffres = f"round({x}, 2 - cast(floor(log10(abs({x}))) as int))"
        return f"case when {x} = 0 or not isfinite({x}) then 0 else {trois_chiffres} end"
    return None


def _resume(
    ligne: dict[str, Any],
    colonnes: Iterable[Posee],
    contrat: Contrat,
    entite: Entite,
    references: dict[str, dict[date, ResumeReference]],
) -> ResumeEntite:
    jour, lignes = ligne["date_reception"], ligne["lignes"]
    resumes, evenements = {}, {}
    for rang, colonne in enumerate(colonnes):
        if colonne.recue is None:
            continue
        valeurs = {cle: n for cle, n in (ligne.get(f"valeurs_{rang}") or {}).items() if cle is not None}
        absentes = lignes - ligne[f"presentes_{rang}"]
        if est_code(colonne, entite):
            resumes[colonne.nom] = ResumeColonne(absentes=absentes, codes=sans_petites(valeurs))
        elif est_datee(colonne):
            resumes[colonne.nom] = ResumeColonne(absentes=absentes, jours=quantiles(valeurs))
            evenements[colonne.nom] = [_fin(v, colonne) for v in valeurs if v <= jour]
        elif est_mesuree(colonne, contrat, entite):
            resumes[colonne.nom] = ResumeColonne(absentes=absentes, nombres=quantiles(valeurs))
        else:
            resumes[colonne.nom] = ResumeColonne(absentes=absentes)
    return ResumeEntite(
        lignes=lignes,
        cles=ligne.get("cles"),
        repetees=ligne.get("repetees"),
        plus_recent=_plus_recent(evenements, jour),
        colonnes=resumes,
        references={nom: comptes.get(jour, _RIEN) for nom, comptes in references.items()},
    )


_RIEN = ResumeReference(renseignees=0, introuvables=0)
_DE_L_EMETTEUR = "date_extraction"


def _plus_recent(evenements: dict[str, list[date]], jour: date) -> date | None:
    """The newest day told by an event; the day of extraction tells something only where nothing else does."""
    des_faits = {nom: jours for nom, jours in evenements.items() if nom != _DE_L_EMETTEUR and jours}
    tous = [j for jours in (des_faits or evenements).values() for j in jours]
    return min(max(tous), jour) if tous else None


def _fin(valeur: date, colonne: Posee) -> date:
    """The last day of the month, when a column only says the month."""
    if colonne.recue is None or colonne.recue.passage != "mois":
        return valeur
    return (valeur.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def sans_petites(valeurs: dict[str, int]) -> dict[str, int]:
    """Counts by code, in the order of codes; those of too few rows together, under AUTRES."""
    minimum = maison().petites_modalites
    gardees = {code: n for code, n in sorted(valeurs.items()) if n >= minimum}
    petites = sum(n for n in valeurs.values() if n < minimum)
    return gardees | ({AUTRES: petites} if petites else {})


def quantiles(valeurs: dict[Any, int]) -> dict[str, Any] | None:
    """The quantiles of _QUANTILES of values given by their counts: each the least value that reaches its share.

    None of too few values: they would be those of someone.
    """
    total, cumul, trouves = sum(valeurs.values()), 0, {}
    if total < maison().petites_modalites:
        return None
    for valeur, nombre in sorted(valeurs.items()):
        cumul += nombre
        for nom, part in _QUANTILES.items():
            if nom not in trouves and cumul >= part * total:
                trouves[nom] = valeur
    return trouves


def _cle_posee(entite: Entite) -> str | None:
    """The business key as it lands, as a list of SQL columns; None when a part of it does not land."""
    noms = [nom_pose(entite, recu) for recu in entite.cle_metier]
    return ", ".join(sorted({_id(nom) for nom in noms if nom})) if noms and all(noms) else None


def _comparable(contrat: Contrat, entite: Entite, reference: Reference) -> bool:
    """False when a column of the reference does not land: there is nothing to compare."""
    ici = all(nom_pose(entite, colonne) for colonne in reference.colonnes)
    return ici and (
        reference.de_la_maison
        or all(nom_pose(contrat.entites[reference.cible], colonne) for colonne in reference.cible_colonnes)
    )


def _hors_contrat(tables: Tables, entite: str, jour: date) -> tuple[str, ...]:
    """The landed columns of one delivery that are missing, too many or of another type than the contract says."""
    attendu = pl.Schema(schema_du_lac(tables.contrat)[entite])
    ecarts: set[str] = set()
    for chemin in tables.fichiers(entite, jour):
        lu = pl.read_parquet_schema(chemin)
        ecarts |= {nom for nom, _ in set(lu.items()) ^ set(attendu.items())}
    return tuple(sorted(ecarts))


def _id(nom: str) -> str:
    return '"' + nom.replace('"', '""') + '"'
