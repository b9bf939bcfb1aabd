"""The indicators of the fabricated release: its grid, what is drawn of each cell, what is published of it."""

import zlib
from datetime import date

import numpy as np
import polars as pl

from pipelines import catalogue
from pipelines.disclosure import COLONNES
from tests.millesime_fictif.niveaux import MATURITE, NIVEAUX
from tests.millesime_fictif.territoires import TERRITOIRES

DERNIER_MOIS = date(2026, 6, 1)
RUPTURE = date(2025, 1, 1)


def table(graine: int = 1) -> pl.DataFrame:
    """Every announced row of every indicator, in the published columns and order."""
    grille = _grille().sort("indicateur", maintain_order=True)
    grille = grille.with_columns(
        _aleas(grille["indicateur"], graine),
        pl.Series("decalage", _decalage(grille["territoire_code"])),
    )
    return (
        _tirees(grille)
        .pipe(_mesures)
        .pipe(_etats)
        .select([pl.col(nom).cast(genre) for nom, genre in COLONNES.items()])
        .sort(list(COLONNES)[:8])
    )


def _grille() -> pl.DataFrame:
    mois = pl.date_range(date(2024, 1, 1), DERNIER_MOIS, "1mo", eager=True)
    durees = {"mois": (1, 1), "trimestre": (3, 3), "annee": (12, 12), "glissant_12m": (12, 1)}
    periodes = pl.DataFrame(
        [
            (periode, debut, mois[rang + duree - 1], duree)
            for periode, (duree, pas) in durees.items()
            for rang, debut in enumerate(mois[: len(mois) - duree + 1])
            if (debut.month - 1) % pas == 0
        ],
        schema={"periode_type": pl.String, "periode_debut": pl.Date, "fin": pl.Date, "duree": pl.Int64},
        orient="row",
    )
    entier = catalogue.charger()
    annonces = pl.concat(
        entier.annoncees(e).select(
            pl.lit(e.indicateur).alias("indicateur"),
            pl.lit(e.forme).alias("forme"),
            pl.lit(e.unite).alias("unite"),
            pl.lit(e.glissant).alias("glissant"),
            pl.all(),
        )
        for e in entier.indicateurs.values()
    )
    modalites = pl.DataFrame(
        [
            (nom, modalite, rang, len(dimension.modalites))
            for nom, dimension in entier.dimensions.items()
            for rang, modalite in enumerate(dimension.modalites)
        ],
        schema=["dimension", "modalite", "rang", "nombre"],
        orient="row",
    )
    territoires = pl.DataFrame(
        [(t[0], t[1], t[7]) for t in TERRITOIRES if t[8]],
        schema=["territoire_niveau", "territoire_code", "population"],
        orient="row",
    )
    niveaux = pl.DataFrame(
        [(nom, float(v[0]), v[1]) for nom, v in NIVEAUX.items()],
        schema=["indicateur", "niveau", "par_habitant"],
        orient="row",
    )
    return (
        annonces.join(modalites, on=["dimension", "modalite"])
        .join(niveaux, on="indicateur")
        .join(periodes, on="periode_type")
        .filter((pl.col("periode_debut").dt.month() - 1) % pl.col("pas_mois") == 0)
        .join(territoires, on="territoire_niveau")
    )


def _aleas(indicateurs: pl.Series, graine: int) -> pl.Series:
    """Draws of each indicator's own: one more entry of the catalogue changes no figure of the others."""
    tirages = [
        np.random.default_rng([graine, zlib.crc32(nom.encode())]).normal(0, 1, nombre)
        for nombre, nom in indicateurs.rle().struct.unnest().iter_rows()
    ]
    return pl.Series("alea", np.concatenate(tirages))


def _decalage(codes: pl.Series) -> pl.Series:
    """A small constant by territory, so that neighbours differ."""
    places = {code: rang for rang, code in enumerate(dict.fromkeys(t[1] for t in TERRITOIRES))}
    return (codes.replace_strict(places, return_dtype=pl.Float64) * 1.7).sin() * 0.06


def _tirees(grille: pl.DataFrame) -> pl.DataFrame:
    """What is drawn of each cell: `denominateur` and `numerateur`, multiples of 5; `part`, `delai`, `moyenne`."""
    apres = pl.col("fin") >= RUPTURE
    saison = (pl.col("fin").dt.month() * (2 * np.pi / 12)).sin()
    temps = (pl.col("fin").dt.year() - 2024) * 12 + pl.col("fin").dt.month()
    lisse = pl.when(pl.col("periode_type") == "mois").then(1.0).otherwise(0.15)
    mois = pl.when(pl.col("glissant") == "somme").then("duree").otherwise(1)
    base = pl.col("population") * pl.col("par_habitant") * mois / pl.col("nombre")
    croissance = 1 + 0.002 * temps + 0.08 * saison * lisse + 0.15 * apres
    part = pl.col("niveau") + pl.col("decalage") + 0.0015 * temps + 0.02 * saison * lisse - 0.05 * apres
    part = part + 0.03 * (pl.col("rang") - (pl.col("nombre") - 1) / 2) + pl.col("alea") * 0.006 * lisse
    delai = (
        pl.col("niveau") * (1 + 4 * pl.col("decalage")) + 3 * saison * lisse - 0.15 * temps + 4 * apres + pl.col("alea")
    )
    return grille.with_columns(
        denominateur=((base * croissance * (1 + 0.01 * pl.col("alea"))) / 5).round() * 5,
        part=pl.when(_toutes_inscrites()).then(1.0).otherwise(part.clip(0.02, 0.985)),
        delai=delai.clip(3, 180).round(),
        moyenne=pl.col("niveau") * (1 + pl.col("decalage")),
    ).with_columns(numerateur=(pl.col("denominateur") * pl.col("part") / 5).round() * 5)


def _mesures(grille: pl.DataFrame) -> pl.DataFrame:
    """Shares and their interval from the counts, medians, means."""
    n, d = pl.col("numerateur"), pl.col("denominateur")
    p = n / d
    effectif = p * (1 - p) / (p * (1 - p) / d + 4 * (1 + p**2) / d**2)
    centre = (p + 1.92 / effectif) / (1 + 3.84 / effectif)
    demi = 1.96 / (1 + 3.84 / effectif) * (p * (1 - p) / effectif + 0.96 / effectif**2).sqrt()
    largeur = (60 / d.sqrt()).clip(0, 12).ceil()
    forme = pl.col("forme")
    ponderee = forme == "part_ponderee"
    encadree = ponderee & (pl.col("unite") != "solde")
    # the nearest twentieth of a minimum wage
    salaire = (20 * pl.col("niveau") * (1 + pl.col("decalage"))).round() / 20
    salarie = (forme == "mediane") & (pl.col("unite") == "smic")
    moyenne = (
        pl.when(pl.col("unite") == "mois")
        .then(pl.col("moyenne").round(1))
        .when(pl.col("unite") == "quotite")
        .then(pl.col("moyenne").round(2))
        .otherwise(pl.col("moyenne").round())
    )
    return grille.with_columns(
        valeur=pl.when(forme == "part")
        .then(p.round(4))
        .when(salarie)
        .then(salaire)
        .when(forme == "mediane")
        .then("delai")
        .when(forme == "moyenne")
        .then(moyenne)
        .when(ponderee)
        .then(p.round(2))
        .otherwise(d),
        ic_bas=pl.when((forme == "part") | encadree)
        .then((centre - demi).round(4))
        .when(salarie)
        .then((salaire - 0.05).round(2))
        .when(forme == "mediane")
        .then(pl.col("delai") - largeur),
        ic_haut=pl.when((forme == "part") | encadree)
        .then((centre + demi).round(4))
        .when(salarie)
        .then((salaire + 0.05).round(2))
        .when(forme == "mediane")
        .then(pl.col("delai") + largeur),
        exclus=pl.when(forme == "part").then((d * 0.01 / 5).round() * 5),
    )


def _toutes_inscrites() -> pl.Expr:
    """The one place where a share is 1 and therefore kept secret."""
    return (pl.col("indicateur") == "couverture_rsa") & (pl.col("territoire_code") == "CLPE80002")


def _etats(t: pl.DataFrame) -> pl.DataFrame:
    """Status and motif of every row, and the columns that each empties."""
    attente, provisoires = pl.lit(0), pl.lit(2)
    for nom, (fenetre, provisoire) in MATURITE.items():
        ici = pl.col("indicateur") == nom
        attente = pl.when(ici).then(fenetre).otherwise(attente)
        provisoires = pl.when(ici).then(provisoire).otherwise(provisoires)
    age = (DERNIER_MOIS.year - pl.col("fin").dt.year()) * 12 + DERNIER_MOIS.month - pl.col("fin").dt.month()
    orientation = pl.col("indicateur").is_in(["part_orientes_30j", "delai_orientation_median"])
    somme, lieu = pl.col("territoire_code") == "80", pl.col("territoire_code")
    petit = lieu == "CLPE80002"
    motif = (
        pl.when((pl.col("indicateur") == "couverture_rsa") & (lieu == "CLPE01001"))
        .then(pl.lit("non_applicable"))
        .when(age < attente)
        .then(pl.lit("fenetre_incomplete"))
        .when(orientation & somme & (age < 6))
        .then(pl.lit("couverture_partielle"))
        .when(petit & pl.col("indicateur").is_in(["taux_pourvoi_30j", "delai_pourvoi_median"]))
        .then(pl.lit("secret_etablissement"))
        .when((pl.col("forme") != "effectif") & (pl.col("denominateur") < 50))
        .then(pl.lit("effectif_insuffisant"))
        .when(
            (pl.col("forme") == "part")
            & ((pl.col("numerateur") == 0) | (pl.col("numerateur") >= pl.col("denominateur")))
        )
        .then(pl.lit("part_extreme"))
        .when((pl.col("indicateur") == "delai_orientation_median") & (lieu == "CLPE59003") & (age < 3))
        .then(pl.lit("mediane_non_atteinte"))
    )
    t = t.with_columns(motif=motif, provisoire=age < attente + provisoires)
    absent = pl.col("motif").is_in(["fenetre_incomplete", "couverture_partielle", "non_applicable"]).fill_null(False)
    t = t.with_columns(
        statut=pl.when(absent)
        .then(pl.lit("absent"))
        .when("provisoire")
        .then(pl.lit("provisoire"))
        .otherwise(pl.lit("definitif"))
    )
    vide = pl.col("motif").is_not_null()
    sans_parts = pl.col("motif").is_in(
        ["fenetre_incomplete", "couverture_partielle", "non_applicable", "secret_etablissement"]
    )
    effectif, extreme, n = pl.col("forme") == "effectif", pl.col("motif") == "part_extreme", pl.col("numerateur")
    return t.with_columns(
        valeur=pl.when(~vide).then("valeur"),
        ic_bas=pl.when(~vide).then("ic_bas").when(extreme).then(((n - 4) / (n + 4)).round(4)),
        ic_haut=pl.when(~vide).then("ic_haut"),
        numerateur=pl.when((pl.col("forme") == "part") & (~vide | extreme)).then("numerateur"),
        denominateur=pl.when(~effectif & ~sans_parts.fill_null(False)).then("denominateur"),
        exclus=pl.when(~vide | extreme).then("exclus"),
        effectif_faible=~effectif & ~vide & (pl.col("denominateur") < 200),
        rupture=(pl.col("periode_debut") == RUPTURE)
        | ((pl.col("periode_debut") < RUPTURE) & (pl.col("fin") >= RUPTURE) & (pl.col("glissant") == "somme")),
        revise=pl.lit(False),
        methode_version=pl.lit(1),
    )
