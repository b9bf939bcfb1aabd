"""From exact cells to a release in place: protect, follow the last one, build aside, attack, check, rename, point."""

import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from pipelines.catalogue import Catalogue
from pipelines.disclosure import CLE_QUALITE, COLONNES, Parametres, publiable, qualite_publiable
from pipelines.identity import Cles
from pipelines.release import donnees, empreintes, epreuve, metadonnees, millesimes
from pipelines.release.colonnes import (
    ACTIONS_DE_PLAN,
    COMMUNE_TERRITOIRE,
    COMMUNES,
    LIENS,
    OBJECTIFS,
    QUALITE,
    TERRITOIRES,
    Colonne,
)
from pipelines.release.contenu import Contenu, en_json, est_une_demonstration, lire_entrees
from pipelines.release.dictionnaire import dictionnaire
from pipelines.release.millesimes import EN_COURS, Millesime
from pipelines.release.objectifs import CLE_OBJECTIFS, suivre
from pipelines.release.plans import CLE_ACTIONS, actions_publiables
from pipelines.release.retraits import Lecture
from pipelines.release.revisions import Precedent, Suite
from pipelines.release.schema import table_schema
from pipelines.release.tables import ecrire_parquet
from pipelines.release.verification import defauts_des_fichiers
from pipelines.roots import Roots
from pipelines.territories import Territoires, contenances

LIGNES_MAXIMALES = 20_000_000


class PublicationRefusee(Exception):
    """The release that was built is not what it should be: nothing was put in place."""


@dataclass(frozen=True)
class Publication:
    """The release now in place for the date of observation, and its number of rows."""

    millesime: str
    lignes: int


def publier(
    *,
    roots: Roots,
    cles: Cles,
    catalogue: Catalogue,
    territoires: Territoires,
    date_observation: date,
) -> Publication:
    """Publish the exact cells of `roots.cellules`; with nothing new since the last release of that day, do nothing."""
    parametres = Parametres()
    entrees, contrats = lire_entrees(roots, date_observation)
    lignes = proteger(roots, catalogue, cles, parametres)
    contenu = Contenu(
        table=pl.scan_parquet(roots.publiables),
        qualite=qualite_publiable(pl.read_parquet(roots.qualite_sources), cles.arrondi, parametres),
        objectifs=pl.read_parquet(roots.objectifs),
        actions_de_plan=actions_publiables(pl.read_parquet(roots.actions_de_plan)),
        catalogue=catalogue,
        territoires=territoires,
        date_observation=date_observation,
        demonstration=est_une_demonstration(roots),
        parametres=parametres,
        entrees=entrees,
        contrats=contrats,
    )
    if not lignes:
        raise PublicationRefusee(
            "There is no cell to publish: no indicator has a whole month of its sources yet. Put the files of every "
            "source in the dépôt, then run `pilotage run`."
        )
    if lignes > LIGNES_MAXIMALES:
        raise PublicationRefusee(f"{lignes:,} rows: at most {LIGNES_MAXIMALES:,} are published.")
    _enlever_les_restes(roots.public)
    millesime = _mettre_en_place(contenu, roots.public)
    millesimes.pointer_le_plus_recent(roots.public)
    return Publication(millesime.nom, lignes)


def proteger(roots: Roots, catalogue: Catalogue, cles: Cles, parametres: Parametres) -> int:
    """Take the exact cells through the secret room, one indicator at a time, to a file of the house; give its rows."""
    schema = pl.DataFrame(schema=COLONNES).to_arrow().schema
    with pq.ParquetWriter(roots.publiables, schema, compression="zstd") as fichier:
        for publiees in publiable(pl.scan_parquet(roots.cellules), catalogue, cles.arrondi, parametres):
            fichier.write_table(publiees.to_arrow().cast(schema))
    return pq.read_metadata(roots.publiables).num_rows


def _mettre_en_place(contenu: Contenu, public: Path) -> Millesime:
    """The release that holds this content: the last of its day if it is the same, else a new one that follows it."""
    jusque_la = [m for m in millesimes.lister(public) if m.jour <= contenu.date_observation]
    dernier = jusque_la[-1] if jusque_la else None
    if dernier is None or dernier.jour < contenu.date_observation:
        return _publier_sous(contenu, Millesime(contenu.date_observation), dernier, public)
    place = _place(public, dernier)
    dit = json.loads((place / "publication.json").read_text(encoding="utf-8"))
    avant = millesimes.lire_nom(dit["precedent"]) if dit["precedent"] else None
    essai = construire(contenu, dernier, avant, public, epreuve.tables_retirees(dit))
    pareil = empreintes.sommes(essai) == empreintes.sommes(place, sauf=epreuve.AUDIT)
    shutil.rmtree(essai)
    return dernier if pareil else _publier_sous(contenu, dernier.suivant, dernier, public)


def _publier_sous(contenu: Contenu, millesime: Millesime, precedent: Millesime | None, public: Path) -> Millesime:
    a_cote = _construire_et_eprouver(contenu, millesime, precedent, public)
    if defauts := defauts_des_fichiers(a_cote, millesime.nom):
        raise PublicationRefusee("The release was built and does not pass its check:\n" + "\n".join(defauts))
    a_cote.rename(_place(public, millesime))
    return millesime


def _construire_et_eprouver(contenu: Contenu, millesime: Millesime, precedent: Millesime | None, public: Path) -> Path:
    """The release in a folder aside, without the tables by which an attacker learnt something, with the last audit."""
    tables = epreuve.AUCUNE_TABLE
    for _ in range(epreuve.TOURS):
        dossier = construire(contenu, millesime, precedent, public, tables)
        rapport = epreuve.attaquer(dossier)
        if rapport.faibles.is_empty():
            break
        tables = epreuve.ajouter(tables, rapport.faibles)
    if not rapport.tient:
        raise PublicationRefusee(f"The release was built and does not withstand its audit:\n{rapport.en_texte()}")
    (dossier / epreuve.AUDIT).write_text(rapport.en_json(), encoding="utf-8")
    (dossier / empreintes.SOMMES).write_text(empreintes.sommes(dossier), encoding="utf-8")
    _ouvrir_en_lecture(dossier)
    return dossier


def construire(
    contenu: Contenu, millesime: Millesime, precedent: Millesime | None, public: Path, tables: pl.DataFrame
) -> Path:
    """Write the release in a folder aside, all but its audit and SHA256SUMS, without `tables` (`epreuve.ajouter`); the
    same arguments give the same bytes."""
    mots = contenu.catalogue.en_clair()
    lecture = Lecture.de(mots, contenances(contenu.territoires.communes_publiees), contenu.parametres, tables)
    suite = Suite(contenu.table, _lire_le_precedent(precedent, contenu, public), lecture)
    dossier = public / "millesimes" / f"{EN_COURS}{millesime.nom}"
    shutil.rmtree(dossier, ignore_errors=True)
    dossier.mkdir(parents=True)
    fiche = metadonnees.fiche(contenu, millesime)
    donnees.ecrire(suite, dossier, fiche)
    # what is said of the rows is said of those that are written, carried forward or of today
    table = pl.concat(donnees.lire(dossier).values())
    publies = contenu.territoires.territoires.filter("publie")
    objectifs = suivre(contenu.objectifs, table, mots, publies, contenu.date_observation)
    ecrire_parquet(contenu.qualite, QUALITE, dossier / "qualite_sources.parquet", fiche, CLE_QUALITE)
    ecrire_parquet(objectifs, OBJECTIFS, dossier / "objectifs.parquet", fiche, CLE_OBJECTIFS)
    ecrire_parquet(contenu.actions_de_plan, ACTIONS_DE_PLAN, dossier / "actions_de_plan.parquet", fiche, CLE_ACTIONS)
    for nom, frame, colonnes in _tables_des_territoires(contenu.territoires):
        cle = [c.nom for c in colonnes if c.nom.endswith(("_niveau", "_code")) and not c.vide]
        ecrire_parquet(frame.sort(cle), colonnes, dossier / f"{nom}.parquet", fiche, cle)
    textes = {
        "indicateurs_metadonnees.json": en_json(metadonnees.des_indicateurs(contenu, millesime)),
        "publication.json": en_json(metadonnees.de_la_publication(contenu, millesime, suite, table)),
        "schema.json": en_json(table_schema()),
        "dictionnaire.md": dictionnaire(contenu, millesime),
    }
    for nom, texte in textes.items():
        (dossier / nom).write_text(texte, encoding="utf-8")
    return dossier


def _lire_le_precedent(precedent: Millesime | None, contenu: Contenu, public: Path) -> Precedent | None:
    """The release to follow, an input like another: nothing is carried forward from files that are not its own."""
    if precedent is None:
        return None
    place = _place(public, precedent)
    if defauts := empreintes.defauts(place):
        raise PublicationRefusee(
            f"The release {precedent.nom}, whose final figures are to be carried forward, is not as it was published. "
            f"Put its files back in {place.parent.name}/:\n" + "\n".join(defauts)
        )
    communes = contenu.territoires.commune_territoire.rename({"commune": "commune_code"})
    return Precedent.lire(place, communes, contenu.date_observation, contenu.parametres)


def _tables_des_territoires(t: Territoires) -> list[tuple[str, pl.DataFrame, tuple[Colonne, ...]]]:
    noms = t.communes.select("commune", "commune_nom")
    communes = t.commune_territoire.join(noms, on="commune", how="left").rename({"commune": "commune_code"})
    return [
        ("territoires", t.territoires, TERRITOIRES),
        ("communes", t.communes_dites.rename({"commune": "commune_code"}), COMMUNES),
        ("commune_territoire", communes, COMMUNE_TERRITOIRE),
        ("territoires_liens", t.liens, LIENS),
    ]


def _place(public: Path, millesime: Millesime) -> Path:
    return public / "millesimes" / millesime.nom


def _enlever_les_restes(public: Path) -> None:
    """A build that was interrupted left a folder aside: it is of no use to anybody."""
    for reste in (public / "millesimes").glob(f"{EN_COURS}*"):
        shutil.rmtree(reste)


def _ouvrir_en_lecture(dossier: Path) -> None:
    """Readable by everyone whatever the umask of the run: this is what is published."""
    for fichier in dossier.iterdir():
        fichier.chmod(0o644)
    dossier.chmod(0o755)
    dossier.parent.chmod(0o755)
