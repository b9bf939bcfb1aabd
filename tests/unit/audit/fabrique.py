"""A small France drawn at random, published by the real secret room, and the sabotages that its attacker must see.

Two régions, three départements, seven committees of which two straddle départements; the second région is one
département, which is also a collectivité of the RSA. Twelve months, publics by sex and age and both at once.
"""

import json
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from pipelines import catalogue
from pipelines.catalogue import Catalogue
from pipelines.catalogue.annonces import DUREES
from pipelines.disclosure import COLONNES, Parametres, publiable
from pipelines.disclosure.controles import ENTREE
from pipelines.release import empreintes
from pipelines.release.epreuve import AUCUNE_TABLE
from pipelines.release.retraits import Lecture
from pipelines.release.revisions import Precedent, Suite, est_annuelle
from pipelines.territories import contenances

CLE_ARRONDI = bytes(range(32))
PREMIER_MOIS, MOIS = date(2025, 1, 1), 12
NIVEAUX = ("national", "region", "departement", "local", "collectivite_rsa", "epci", "commune")
DIMENSIONS = {
    "retour_emploi_6m": ("ensemble", "sexe", "tranche_age", "sexe*tranche_age"),
    "retour_emploi_3m": ("ensemble", "sexe", "tranche_age"),
    "emploi_durable_6m": ("ensemble", "sexe"),
    "inscrits_stock": ("ensemble", "sexe", "tranche_age", "sexe*tranche_age"),
    "entrees": ("ensemble", "sexe"),
    "sorties": ("ensemble", "sexe"),
    "taux_pourvoi_30j": ("ensemble",),
}
_COMITES = {  # committee → communes of each département
    "CLPE01001": {"01": 3},
    "CLPE01002": {"01": 2},
    "CLPE38001": {"01": 1, "38": 2},
    "CLPE38002": {"38": 3},
    "CLPE38003": {"38": 2},
    "CLPE74001": {"38": 1, "974": 1},
    "CLPE74002": {"974": 3},
}
_EPCI = {"E1": range(1, 3), "E2": range(3, 7), "E3": range(7, 10), "E4": range(10, 14), "E5": range(14, 17)}
"""EPCI → numbers of its communes: across committees and départements; the last commune is in none."""
_REGIONS = {"01": "84", "38": "84", "974": "04"}
AGES = ("-26", "26-34", "35-39", "40-49", "50-54", "55+")
CLE = list(COLONNES)[:8]
_JAMAIS = 9_999.0


def petit_catalogue() -> Catalogue:
    """Three shares of one cohort, told by sex and age; a stock, who enters it and who leaves it; a share of posts."""
    entier = catalogue.charger()
    entrees = {
        nom: replace(entier.indicateurs[nom], niveaux=NIVEAUX, dimensions=dimensions)
        for nom, dimensions in DIMENSIONS.items()
    }
    return replace(entier, indicateurs=entrees)


def communes() -> pl.DataFrame:
    """commune_code, territoire_niveau, territoire_code, as published: a commune is not told to be in itself."""
    lignes, numero = [], 0
    for comite, par_departement in _COMITES.items():
        for departement, nombre in par_departement.items():
            for _ in range(nombre):
                numero += 1
                places = [("national", "FR"), ("region", _REGIONS[departement]), ("departement", departement)]
                places += [("local", comite)]
                places += [("collectivite_rsa", departement)]
                places += [("epci", epci) for epci, siennes in _EPCI.items() if numero in siennes]
                lignes += [(f"{numero:05}", *place) for place in places]
    return pl.DataFrame(lignes, schema=["commune_code", "territoire_niveau", "territoire_code"], orient="row")


def lieux() -> pl.DataFrame:
    """The same, and each commune in itself."""
    elles_memes = communes().select("commune_code", territoire_niveau=pl.lit("commune"), territoire_code="commune_code")
    return pl.concat([communes(), elles_memes.unique()])


def tirer_les_personnes(graine: int = 1, nombre: int = 5_000) -> pl.DataFrame:
    """One row per person entered in a month: commune, sexe, tranche_age, mois, cle, what happened to them, and an
    enterprise, for the tests in which they stand for posts."""
    hasard = np.random.default_rng(graine)
    codes = communes()["commune_code"].unique().sort().to_numpy()
    poids = hasard.dirichlet(np.full(codes.size, 2.0))
    jour_du_retour = hasard.exponential(240, nombre)
    return pl.DataFrame(
        {
            "commune_code": hasard.choice(codes, nombre, p=poids),
            "sexe": hasard.choice(["F", "H"], nombre),
            "tranche_age": hasard.choice(AGES, nombre, p=[0.3, 0.25, 0.12, 0.18, 0.08, 0.07]),
            "rang": hasard.integers(0, MOIS, nombre),
            "cle": hasard.integers(1, 2**40, nombre),
            "jours": jour_du_retour,
            "durable": hasard.random(nombre) < 0.6,
            "parti": (hasard.random(nombre) < 0.02) & (jour_du_retour > 180),
        }
    ).with_columns(siren=_employeurs(hasard, codes.size, nombre))


def _employeurs(hasard: np.random.Generator, lieux: int, nombre: int) -> pl.Expr:
    """The first employer of three places has from half to all of each; the others are of anywhere."""
    parts = hasard.uniform(0.5, 1, lieux)
    rang = pl.col("commune_code").rank("dense") - 1
    part = rang.replace_strict(dict(enumerate(parts)), return_dtype=pl.Float64)
    ailleurs = pl.Series(hasard.integers(100, 160, nombre))
    return pl.when(pl.Series(hasard.random(nombre)) < part).then(rang // 3).otherwise(ailleurs)


def avec_des_retards(personnes: pl.DataFrame, graine: int = 1, part: float = 0.05) -> pl.DataFrame:
    """`personnes`, and the month in which each is declared and her return is told: that of her entry, but for a `part`
    of them one to eight months later."""
    hasard = np.random.default_rng(graine)
    retards = {
        nom: np.where(hasard.random(personnes.height) < part, hasard.integers(1, 9, personnes.height), 0)
        for nom in ("declaree", "retour_dit")
    }
    return personnes.with_columns(**{nom: pl.col("rang") + pl.Series(retard) for nom, retard in retards.items()})


def connues(personnes: pl.DataFrame, observes: int) -> pl.DataFrame:
    """What is known after `observes` months of persons told with delays: a return not told yet is none."""
    declarees = personnes.filter(pl.col("declaree") < observes)
    return declarees.with_columns(jours=pl.when(pl.col("retour_dit") < observes).then("jours").otherwise(_JAMAIS))


def _parts(personnes: pl.DataFrame) -> pl.DataFrame:
    """One row per person, month and indicator: who is counted where. Each person also stands for a post, filled when
    the person is back to work."""
    de_l_entree = [
        personnes.with_columns(
            indicateur=pl.lit(nom), numerateur=retour & ~pl.col("parti"), denominateur=~pl.col("parti"), exclus="parti"
        )
        for nom, retour in (
            ("retour_emploi_3m", pl.col("jours") <= 90),
            ("retour_emploi_6m", pl.col("jours") <= 180),
            ("emploi_durable_6m", (pl.col("jours") <= 180) & pl.col("durable")),
            ("taux_pourvoi_30j", pl.col("jours") <= 30),
        )
    ]
    # registered from the month of entry until the return
    sortie = pl.col("rang") + (pl.col("jours") // 30).cast(pl.Int64) + 1
    presents = personnes.with_columns(mois=pl.int_ranges("rang", pl.min_horizontal(sortie, MOIS)))
    comptes = {
        "inscrits_stock": presents.explode("mois").with_columns(rang="mois"),
        "entrees": personnes,
        "sorties": personnes.with_columns(rang=sortie).filter(pl.col("rang") < MOIS),
    }
    de_chaque_mois = [
        siens.with_columns(
            indicateur=pl.lit(nom), numerateur=pl.lit(False), denominateur=pl.lit(True), exclus=pl.lit(False)
        )
        for nom, siens in comptes.items()
    ]
    return pl.concat(
        t.select("indicateur", "commune_code", "sexe", "tranche_age", "rang", "cle", "siren", *_COMPTES)
        for t in (*de_l_entree, *de_chaque_mois)
    )


_COMPTES = ("numerateur", "denominateur", "exclus")


def cellules(personnes: pl.DataFrame, provisoires: int = 0, observes: int = MOIS) -> pl.DataFrame:
    """The exact cells, one for each that the catalogue announces. After `observes` months, later ones are absent and
    those that touch the last `provisoires` may still change."""
    publics = pl.concat(
        _parts(personnes).with_columns(dimension=pl.lit(dimension), modalite=modalite)
        for dimension, modalite in (
            ("ensemble", pl.lit("ensemble")),
            ("sexe", pl.col("sexe")),
            ("tranche_age", pl.col("tranche_age")),
            ("sexe*tranche_age", pl.format("{}*{}", "sexe", "tranche_age")),
        )
    )
    cle = ["indicateur", "periode_type", "periode_debut", "territoire_niveau", "territoire_code", *publics.columns[-2:]]
    sommes = (
        publics.join(_periodes(), on=["indicateur", "rang"])
        .join(lieux(), on="commune_code")
        .group_by(cle)
        .agg(
            *(pl.col(c).sum().cast(pl.Int64) for c in _COMPTES),
            *((pl.col("cle").filter(c).sum() % 2**40).alias(f"cle_{c}") for c in _COMPTES),
            unites=pl.col("denominateur").sum(),
            entreprises=pl.col("siren").filter("denominateur").n_unique(),
            premiere_entreprise=pl.col("siren").filter("denominateur").unique_counts().max(),
        )
    )
    vides = {nom: genre for nom, genre in ENTREE.items() if nom not in sommes.columns}
    return (
        _grille()
        .join(sommes, on=cle, how="left")
        .with_columns(pl.col("^.*(numerateur|denominateur|exclus)$").fill_null(0))
        .with_columns(pl.lit(None, genre).alias(nom) for nom, genre in vides.items())
        .join(_dernier_rang(), on=["periode_type", "periode_debut"])
        .with_columns(
            statut=pl.when(pl.col("dernier") >= observes)
            .then(pl.lit("absent"))
            .when(pl.col("dernier") >= observes - provisoires)
            .then(pl.lit("provisoire"))
            .otherwise(pl.lit("definitif")),
            motif=pl.when(pl.col("dernier") >= observes).then(pl.lit("fenetre_incomplete")),
            rupture=pl.lit(False),
        )
        .select(pl.col(nom).cast(genre) for nom, genre in ENTREE.items())
    )


def _periodes() -> pl.DataFrame:
    """indicateur, periode_type, periode_debut, rang: the months of each period; of the stock, the last one."""
    mois = pl.date_range(PREMIER_MOIS, date(2025, 12, 1), "1mo", eager=True)
    lignes = [
        (nom, periode, mois[debut], rang)
        for nom in petit_catalogue().indicateurs
        for periode, (duree, pas) in DUREES.items()
        for debut in range(0, MOIS - duree + 1, pas)
        for rang in range(debut + (duree - 1 if nom == "inscrits_stock" else 0), debut + duree)
    ]
    return pl.DataFrame(lignes, schema=["indicateur", "periode_type", "periode_debut", "rang"], orient="row")


def _dernier_rang() -> pl.DataFrame:
    return _periodes().group_by("periode_type", "periode_debut").agg(pl.max("rang").alias("dernier"))


def _grille() -> pl.DataFrame:
    noms = petit_catalogue()
    annonces = pl.concat(
        noms.annoncees(entree).with_columns(indicateur=pl.lit(nom)) for nom, entree in noms.indicateurs.items()
    )
    publies = lieux().select("territoire_niveau", "territoire_code").unique()
    periodes = _periodes().drop("rang").unique()
    return (
        annonces.join(periodes, on=["indicateur", "periode_type"])
        .filter((pl.col("periode_debut").dt.month() - 1) % pl.col("pas_mois") == 0)
        .join(publies, on="territoire_niveau")
        .drop("pas_mois")
    )


def proteger(exactes: pl.DataFrame, cle: bytes = CLE_ARRONDI, parametres: Parametres | None = None) -> pl.DataFrame:
    """The published table of exact cells, by the real secret room."""
    return pl.concat(publiable(exactes, petit_catalogue(), cle, parametres)).sort(CLE)


def _lecture() -> Lecture:
    dedans = contenances(lieux().rename({"commune_code": "commune"}))
    return Lecture.de(petit_catalogue().en_clair(), dedans, Parametres())


def sans_recoupements(table: pl.DataFrame, tables: pl.DataFrame = AUCUNE_TABLE) -> pl.DataFrame:
    """`table` without the series that say too much together, nor `tables`, as a release is."""
    return pl.concat(Suite(table.lazy(), None, replace(_lecture(), tables=tables)))


def avec_une_cle_par_tableau(exactes: pl.DataFrame) -> pl.DataFrame:
    """A sabotage: each indicator, length of period and level is drawn with a secret of its own."""
    tableaux = exactes.partition_by("indicateur", "periode_type", "territoire_niveau")
    return pl.concat(proteger(t, bytes([rang]) * 32) for rang, t in enumerate(tableaux)).sort(CLE)


def au_plus_proche(comptes: pl.DataFrame, cles: pl.DataFrame, cle_arrondi: bytes, base: int) -> pl.DataFrame:
    """A sabotage: what replaces the keyed draw is the nearest multiple."""
    return comptes.with_columns((pl.all() + base // 2) // base * base)


def avec_les_intervalles_exacts(table: pl.DataFrame, exactes: pl.DataFrame) -> pl.DataFrame:
    """A sabotage: the usual Wilson interval, of the exact counts."""
    cle = [nom for nom in CLE if nom != "methode_version"]
    reels = exactes.select(*cle, n="numerateur", d="denominateur")
    part, z2 = pl.col("n") / pl.col("d"), 1.96**2
    milieu = (part + z2 / (2 * pl.col("d"))) / (1 + z2 / pl.col("d"))
    demi = (z2 * (part * (1 - part) / pl.col("d") + z2 / (4 * pl.col("d") ** 2))).sqrt() / (1 + z2 / pl.col("d"))
    dite = pl.col("ic_bas").is_not_null() & pl.col("valeur").is_not_null()
    return (
        table.join(reels, on=cle, how="left", maintain_order="left")
        .with_columns(
            ic_bas=pl.when(dite).then((milieu - demi).round(4)).otherwise("ic_bas"),
            ic_haut=pl.when(dite).then((milieu + demi).round(4)).otherwise("ic_haut"),
        )
        .select(table.columns)
    )


def suivre(public: Path, table: pl.DataFrame, nom: str, precedent: Path) -> Path:
    """The files of a release that follows another, by the house's own rule."""
    avant = Precedent.lire(precedent, communes(), date.fromisoformat(nom[:10]), Parametres())
    suite = Suite(table.lazy(), avant, _lecture())
    return ecrire(public, pl.concat(suite), nom, precedent.name, suite.reportees)


def ecrire(
    public: Path, table: pl.DataFrame, nom: str = "2026-01-31", precedent: str | None = None, reportees: int = 0
) -> Path:
    """The files of a release that its attacker reads."""
    dossier = public / "millesimes" / nom
    dossier.mkdir(parents=True)
    d_une_commune = pl.col("territoire_niveau") == "commune"
    table.filter(~d_une_commune).write_parquet(dossier / "indicateurs.parquet")
    table.filter(d_une_commune).write_parquet(dossier / "indicateurs_communes.parquet")
    places = communes()
    places.write_parquet(dossier / "commune_territoire.parquet")
    dites = places.select(pl.col("commune_code").unique().sort())
    dites.with_columns(publie=pl.lit(True)).write_parquet(dossier / "communes.parquet")
    publies = places.select("territoire_niveau", "territoire_code").unique()
    publies.with_columns(publie=pl.lit(True)).write_parquet(dossier / "territoires.parquet")
    metadonnees = {"millesime": nom, "date_observation": nom[:10], **petit_catalogue().en_clair()}
    (dossier / "indicateurs_metadonnees.json").write_text(json.dumps(metadonnees))
    publication = {"millesime": nom, "precedent": precedent, "secret": asdict(Parametres())}
    publication |= {"lignes_reportees": reportees}
    publication |= {"revision_annuelle": est_annuelle(date.fromisoformat(nom[:10]), precedent)}
    (dossier / "publication.json").write_text(json.dumps(publication))
    (dossier / empreintes.SOMMES).write_text(empreintes.sommes(dossier))
    return dossier
