"""The check of a release by whoever holds it: with its files alone, every figure and every absence is redone."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.disclosure import (
    CLE_QUALITE,
    COLONNES,
    COLONNES_QUALITE,
    UNITES_DES_PERSONNES,
    Parametres,
    retirees,
    retirer,
)
from pipelines.release import donnees, empreintes, epreuve, grille, revisions
from pipelines.release.colonnes import CLE
from pipelines.release.metadonnees import couverture
from pipelines.release.objectifs import CLE_OBJECTIFS, COLONNES_OBJECTIFS, suivre
from pipelines.release.plans import CLE_ACTIONS, COLONNES_ACTIONS, etapes_par_action
from pipelines.release.regles import fautes
from pipelines.release.retraits import Lecture, sans_les_retraits
from pipelines.release.schema import table_schema
from pipelines.release.tables import meme_csv, par_indicateur
from pipelines.territories import contenances, en_territoires


def verifier(dossier: Path) -> list[str]:
    """One sentence per fault of a release in its place; empty when every file and every value is as it should be."""
    place = dossier.resolve()
    return [*defauts_des_fichiers(place, place.name), *_defauts_du_lien(place)]


def defauts_des_fichiers(dossier: Path, nom: str) -> list[str]:
    """The faults of the files of release `nom`, wherever they are (a release is checked before it has its place)."""
    fichiers = empreintes.defauts(dossier)
    try:
        return [*fichiers, *_defauts_du_contenu(dossier, nom)]
    except (OSError, KeyError, ValueError, TypeError, pl.exceptions.PolarsError) as erreur:
        premiere = str(erreur).splitlines()[0] if str(erreur) else ""
        return [*fichiers, f"A file cannot be read as a release's ({type(erreur).__name__}: {premiere})."]


def _defauts_du_contenu(dossier: Path, nom: str) -> list[str]:
    metadonnees = _json(dossier / "indicateurs_metadonnees.json")
    publication = _json(dossier / "publication.json")
    jeux = donnees.lire(dossier)
    if autres := [jeu for jeu in donnees.JEUX if jeu not in jeux or dict(jeux[jeu].collect_schema()) != COLONNES]:
        return [f"{jeu}.parquet has not the published columns, types and order." for jeu in autres]
    table = pl.concat(jeux.values())
    defauts = [
        f"{fichier} says millésime {objet['millesime']}, its folder says {nom}."
        for fichier, objet in (("indicateurs_metadonnees.json", metadonnees), ("publication.json", publication))
        if objet["millesime"] != nom
    ]
    if _json(dossier / "schema.json") != table_schema():
        defauts.append("schema.json does not describe the published columns.")
    for jeu, lignes in jeux.items():
        defauts += _defauts_du_jeu(dossier, jeu, lignes)
    entrees = {entree["indicateur"]: entree for entree in metadonnees["indicateurs"]}
    if publication["couverture"] != couverture(table, list(entrees)):
        defauts.append("publication.json does not count the rows that are published.")
    territoires = pl.read_parquet(dossier / "territoires.parquet").filter("publie")
    parametres = Parametres.lire(publication["secret"])
    communes = pl.read_parquet(dossier / "commune_territoire.parquet").rename({"commune_code": "commune"})
    dites = pl.read_parquet(dossier / "communes.parquet").rename({"commune_code": "commune"})
    if dites.filter(pl.col("publie") != (pl.col("population") >= parametres.habitants_minimum)).height:
        defauts.append("communes.parquet is wrong about which communes figures are told of: their population tells it.")
    places = communes.join(territoires, on=["territoire_niveau", "territoire_code"], how="semi")
    publiees = pl.concat([places.drop("commune_nom"), en_territoires(dites.filter("publie"))])
    lecture = Lecture.de(metadonnees, contenances(publiees), parametres, epreuve.tables_retirees(publication))
    defauts += _defauts_des_lignes(jeux, lecture, publiees)
    defauts += _defauts_de_la_suite(dossier, jeux, publication, entrees, parametres)
    defauts += _defauts_de_la_qualite(pl.read_parquet(dossier / "qualite_sources.parquet"), parametres)
    objectifs = pl.read_parquet(dossier / "objectifs.parquet")
    defauts += _defauts_des_objectifs(objectifs, table, metadonnees, territoires)
    defauts += _defauts_des_actions(pl.read_parquet(dossier / "actions_de_plan.parquet"))
    return defauts


def _defauts_du_jeu(dossier: Path, jeu: str, table: pl.LazyFrame) -> Iterator[str]:
    """Rows that are not in order, or of another data set, or not those of the CSV."""
    noms, en_desordre = [], []

    def lues() -> Iterator[pl.DataFrame]:
        for nom, lignes in par_indicateur(table):
            noms.append(nom)
            cle = lignes.select(CLE)
            if not cle.equals(cle.sort(CLE)):
                en_desordre.append(nom)
            yield lignes

    if not meme_csv(dossier / f"{jeu}.csv.gz", lues()):
        yield f"{jeu}.csv.gz and {jeu}.parquet do not hold the same rows."
    if noms != sorted(set(noms)):
        yield f"{jeu}.parquet is not sorted by its key."
    yield from (f"{nom}: rows are not sorted by the key." for nom in en_desordre)
    if table.filter(~donnees.JEUX[jeu]).limit(1).collect().height:
        yield f"{jeu}.parquet holds rows of another data set."


def _defauts_de_la_suite(
    dossier: Path,
    jeux: dict[str, pl.LazyFrame],
    publication: dict[str, Any],
    entrees: dict[str, dict],
    parametres: Parametres,
) -> Iterator[str]:
    """What was carried forward from the release it follows, when that one is still beside it."""
    nom, observation = publication["precedent"], date.fromisoformat(publication["date_observation"])
    if publication["revision_annuelle"] != revisions.est_annuelle(observation, nom):
        yield "publication.json is wrong about being the yearly revision: its date and that of its precedent tell it."
    if nom is None or not (dossier.parent / nom / empreintes.SOMMES).exists():
        return
    communes = pl.read_parquet(dossier / "commune_territoire.parquet")
    precedent = revisions.Precedent.lire(dossier.parent / nom, communes, observation, parametres)
    if precedent.sha256 != publication["precedent_sha256"] or empreintes.defauts(dossier.parent / nom):
        yield f"The release {nom} beside this one is not the one it follows: its files have changed."
        return
    reportees = 0
    for indicateur, lignes in donnees.indicateur_par_indicateur(jeux):
        if indicateur not in entrees:
            continue
        avant = precedent.lignes(indicateur)
        # final or not, a series may be withdrawn, whole
        finales = retirer(precedent.a_reporter(avant), retirees(lignes, entrees[indicateur]["forme"]))
        suivies = lignes.join(finales, on=CLE, suffix="_avant", maintain_order="left")
        reportees += suivies.height
        changees = suivies.select(
            faute=pl.any_horizontal(pl.col(c).ne_missing(pl.col(f"{c}_avant")) for c in revisions.REPORTEES)
        )["faute"]
        if nombre := changees.sum():
            yield (
                f"{indicateur}: {nombre:,} rows final in {nom} are not carried forward, for example "
                f"{_place(suivies, changees)}."
            )
        marques = lignes["revise"] != revisions.marquer(lignes, avant)["revise"]
        if nombre := marques.sum():
            yield f"{indicateur}: {nombre:,} rows have a wrong revise, for example {_place(lignes, marques)}."
    if reportees != publication["lignes_reportees"]:
        yield f"publication.json does not count the rows carried forward, which are {reportees:,}."


def _defauts_de_la_qualite(mesures: pl.DataFrame, p: Parametres) -> Iterator[str]:
    fichier = "qualite_sources.parquet"
    if defauts := _defauts_de_forme(fichier, mesures, COLONNES_QUALITE, CLE_QUALITE):
        yield from defauts
        return
    comptes = ("numerateur", "denominateur")
    protegees = pl.col("unite").is_in(UNITES_DES_PERSONNES)
    part = (pl.col("numerateur") / pl.col("denominateur")).round(p.decimales_valeur)
    fautes = {
        f"count persons' rows and are not multiples of {p.base}": protegees
        & pl.any_horizontal(pl.col(c) % p.base != 0 for c in comptes),
        "show a share of too few": protegees
        & (pl.col("denominateur") < p.seuil_denominateur)
        & pl.col("valeur").is_not_null(),
        "are not numerator ÷ denominator": (pl.col("unite") != "jours") & (pl.col("valeur") != part),
    }
    yield from _phrases(fichier, mesures, fautes)


def _defauts_des_objectifs(
    objectifs: pl.DataFrame, table: pl.LazyFrame, metadonnees: dict[str, Any], territoires: pl.DataFrame
) -> Iterator[str]:
    fichier, observation = "objectifs.parquet", date.fromisoformat(metadonnees["date_observation"])
    if defauts := _defauts_de_forme(fichier, objectifs, COLONNES_OBJECTIFS, CLE_OBJECTIFS):
        yield from defauts
        return
    fautes = {
        "have a target that is their start": pl.col("valeur_cible") == pl.col("valeur_initiale"),
        "end before they begin": pl.col("periode_fin") < pl.col("periode_debut"),
        "were decided after the observation": pl.col("date_decision") > observation,
    }
    if defauts := list(_phrases(fichier, objectifs, fautes)):
        yield from defauts
        return
    refaits = suivre(objectifs, table, metadonnees, territoires, observation)
    autres = pl.any_horizontal(pl.Series(nom, objectifs[nom].ne_missing(refaits[nom])) for nom in COLONNES_OBJECTIFS)
    yield from _phrases(fichier, objectifs, {"do not say what the published cells give": autres})


def _defauts_des_actions(actions: pl.DataFrame) -> Iterator[str]:
    fichier = "actions_de_plan.parquet"
    if defauts := _defauts_de_forme(fichier, actions, COLONNES_ACTIONS, CLE_ACTIONS):
        yield from defauts
        return
    comptes = [nom for nom, genre in COLONNES_ACTIONS.items() if genre == pl.Int64]
    fautes = {
        "have a negative count": pl.any_horizontal(pl.col(nom) < 0 for nom in comptes),
        "have more late or silent actions than open ones": pl.max_horizontal("en_retard", "sans_nouvelles")
        > pl.col("ouvertes"),
        "have more steps done than steps": pl.col("etapes_faites") > pl.col("etapes"),
        "have a mean that their counts do not give": pl.col("etapes_faites_par_action").ne_missing(etapes_par_action()),
    }
    yield from _phrases(fichier, actions, fautes)


def _defauts_de_forme(fichier: str, table: pl.DataFrame, colonnes: dict[str, Any], cle: Sequence[str]) -> list[str]:
    """Columns, then order: what is wrong with the table before its rows are read."""
    if dict(table.schema) != colonnes:
        return [f"{fichier} has not the published columns, types and order."]
    cles = table.select(cle)
    if not cles.equals(cles.unique().sort(cle)):
        return [f"{fichier} is not sorted by its key, or has a key twice."]
    return []


def _phrases(fichier: str, table: pl.DataFrame, fautes: dict[str, pl.Expr]) -> Iterator[str]:
    for phrase, faute in fautes.items():
        if nombre := table.filter(faute).height:
            yield f"{fichier}: {nombre:,} rows {phrase}."


def _defauts_des_lignes(jeux: dict[str, pl.LazyFrame], lecture: Lecture, communes: pl.DataFrame) -> Iterator[str]:
    entrees, dimensions = lecture.entrees, lecture.dimensions
    territoires = communes.select("territoire_niveau", "territoire_code").unique()
    mois = pl.concat(jeux.values()).filter(pl.col("periode_type") == "mois")
    dernier = mois.select(pl.max("periode_debut")).collect().item()
    for nom, lignes in donnees.indicateur_par_indicateur(jeux):
        if nom not in entrees:
            yield f"{nom} has rows and no entry in indicateurs_metadonnees.json."
            continue
        yield from _defauts_de_la_cle(lignes, nom)
        yield from grille.defauts(lignes, entrees[nom], dimensions, territoires, dernier)
        yield from lecture.defauts(nom, lignes)
        visibles = sans_les_retraits(lignes, entrees[nom]["forme"])
        for phrase, faute in fautes(visibles, entrees[nom], lecture.parametres).items():
            if nombre := faute.sum():
                yield f"{nom}: {nombre:,} rows {phrase}, for example {_place(visibles, faute)}."


def _defauts_de_la_cle(lignes: pl.DataFrame, nom: str) -> Iterator[str]:
    if doublons := lignes.height - lignes.select(CLE).unique().height:
        yield f"{nom}: {doublons:,} rows have the key of another."


def _place(lignes: pl.DataFrame, faute: pl.Series) -> str:
    premiere = lignes.filter(faute.fill_null(False)).row(0, named=True)
    return ", ".join(str(premiere[colonne]) for colonne in CLE[2:])


def _defauts_du_lien(place: Path) -> list[str]:
    """`latest` is a relative link to a whole release. A release copied alone has none to check."""
    if place.parent.name != "millesimes":
        return []
    lien = place.parent.parent / "latest"
    if not lien.is_symlink():
        return ["There is no link `latest` beside millesimes/."]
    cible = lien.readlink()
    if cible.is_absolute() or cible.parent != Path("millesimes") or not (lien / empreintes.SOMMES).exists():
        return [f"`latest` points to {cible}: it must be a relative link to a release in millesimes/."]
    return []


def _json(chemin: Path) -> dict[str, Any]:
    return json.loads(chemin.read_text(encoding="utf-8"))
