"""A house small enough to publish in a second: six territories, five indicators, thirteen months, invented cells."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest import mock

import numpy as np
import polars as pl

from pipelines import catalogue, territories
from pipelines.audit import Constat, Rapport
from pipelines.catalogue import Catalogue
from pipelines.disclosure.controles import CLE, ENTREE
from pipelines.identity import Cles
from pipelines.release import Publication, donnees, epreuve, publier
from pipelines.release.colonnes import CLE as CLE_PUBLIEE
from pipelines.roots import Roots
from pipelines.territories import Territoires

OBSERVATION = date(2026, 1, 31)
INDICATEURS = ("retour_emploi_6m", "delai_moyen_acces_rpe", "delai_orientation_median", "entrees", "taux_pourvoi_30j")
_LIEUX = [
    ("national", "FR"),
    ("region", "84"),
    ("departement", "01"),
    ("local", "CLPE01001"),
    ("epci", "200071751"),
    ("local", "CLPE97701"),
]
_PERIODES = {"mois": (1, 1), "trimestre": (3, 3), "annee": (12, 12), "glissant_12m": (12, 1)}


def petit_catalogue() -> Catalogue:
    entier = catalogue.charger()
    return replace(entier, indicateurs={nom: entier.indicateurs[nom] for nom in INDICATEURS})


def petits_territoires() -> Territoires:
    """One région, one département, one committee, one EPCI and a committee not published, of the real tables; of the
    communes that are in the same of them, the first two."""
    entiers = territories.charger()
    lieux = pl.DataFrame(_LIEUX, schema=["territoire_niveau", "territoire_code"], orient="row")
    places = entiers.commune_territoire.join(lieux, on=lieux.columns, how="semi")
    memes = places.group_by("commune").agg(pl.col("territoire_code").sort().str.join(" ")).sort("commune")
    premieres = memes.group_by("territoire_code").head(2)
    return Territoires(
        communes=entiers.communes,
        passages=entiers.passages,
        territoires=entiers.territoires.join(lieux, on=lieux.columns, how="semi"),
        commune_territoire=places.join(premieres, on="commune", how="semi"),
        liens=entiers.liens.filter(pl.col("enfant_code").is_in(["84", "01", "CLPE01001", "200071751"])),
    )


def cellules_exactes(graine: int = 1, dernier_mois: date = date(2025, 12, 1), nombre_de_mois: int = 13) -> pl.DataFrame:
    """The whole announced grid with drawn counts: the last month absent, the two before provisional."""
    hasard = np.random.default_rng(graine)
    grille, communale = _grille(dernier_mois, nombre_de_mois), pl.col("territoire_niveau") == "commune"
    # communes are drawn last: that there are some changes no other cell
    return pl.concat(_tirees(grille.filter(ici), hasard, dernier_mois) for ici in (~communale, communale))


def _tirees(grille: pl.DataFrame, hasard: np.random.Generator, dernier_mois: date) -> pl.DataFrame:
    medians = grille["forme"] == "mediane"
    d = hasard.poisson(hasard.choice([0, 3, 30, 90, 700], grille.height)).astype(np.int64)
    comptes = {"numerateur": hasard.binomial(d, 0.4), "denominateur": d, "exclus": hasard.binomial(d, 0.02)}
    cles = {f"cle_{nom}": np.where(c == 0, 0, hasard.integers(1, 2**40, d.size)) for nom, c in comptes.items()}
    grille = grille.with_columns(pl.Series(nom, c, dtype=pl.Int64) for nom, c in (comptes | cles).items())
    entres = pl.col("denominateur")
    pas = [entres * k // 10 for k in range(1, 9)]
    premier = pl.coalesce(pl.when(2 * cumul >= entres).then(5 * k) for k, cumul in enumerate(pas, 1))
    suivi = medians & (entres > 0)
    fin = pl.col("periode_fin")
    return grille.with_columns(
        statut=pl.when(fin == dernier_mois)
        .then(pl.lit("absent"))
        .when(fin >= pl.lit(dernier_mois).dt.offset_by("-2mo"))
        .then(pl.lit("provisoire"))
        .otherwise(pl.lit("definitif")),
        rupture=pl.col("periode_debut") == date(2025, 1, 1),
        somme=pl.when(pl.col("forme") == "moyenne").then(entres * 17 // 6),
        somme_favorable=pl.lit(None),
        somme_carres=pl.lit(None),
        # five enterprises, as equal as can be: what is told of posts depends on their number alone
        unites=entres,
        entreprises=entres.clip(0, 5),
        premiere_entreprise=(entres + 4) // 5,
        mediane=pl.when(suivi).then(premier),
        jours=pl.when(suivi).then(pl.lit([5 * k for k in range(1, 9)])),
        cumuls=pl.when(suivi).then(pl.concat_list(pas)),
        **{nom: pl.when(pl.col("forme") == "part").then(nom) for nom in ("numerateur", "cle_numerateur")},
    ).select(
        *CLE,
        "statut",
        pl.when(pl.col("statut") == "absent")
        .then(pl.lit("fenetre_incomplete"))
        .when(medians & pl.col("mediane").is_null())
        .then(pl.lit("mediane_non_atteinte"))
        .alias("motif"),
        *(pl.col(nom).cast(genre) for nom, genre in list(ENTREE.items())[9:]),
    )


def _grille(dernier_mois: date, nombre_de_mois: int) -> pl.DataFrame:
    mois = pl.date_range(pl.lit(dernier_mois).dt.offset_by(f"-{nombre_de_mois - 1}mo"), dernier_mois, "1mo", eager=True)
    periodes = [
        (periode, debut, mois[rang + duree - 1])
        for periode, (duree, pas) in _PERIODES.items()
        for rang, debut in enumerate(mois[: max(nombre_de_mois - duree + 1, 0)])
        if (debut.month - 1) % pas == 0
    ]
    c = petit_catalogue()
    annonces = pl.concat(
        c.annoncees(e).with_columns(indicateur=pl.lit(e.indicateur), forme=pl.lit(e.forme))
        for e in c.indicateurs.values()
    )
    communes = petits_territoires().communes_dites.filter("publie")["commune"]
    publies = [*_LIEUX[:5], *(("commune", commune) for commune in communes)]
    lieux = pl.DataFrame(publies, schema=["territoire_niveau", "territoire_code"], orient="row")
    return (
        annonces.join(
            pl.DataFrame(periodes, schema=["periode_type", "periode_debut", "periode_fin"], orient="row"),
            on="periode_type",
        )
        .filter((pl.col("periode_debut").dt.month() - 1) % pl.col("pas_mois") == 0)
        .join(lieux, on="territoire_niveau")
    )


def maison(dossier: Path, exactes: pl.DataFrame | None = None) -> Roots:
    """A house with these exact cells and a ledger of two files, one received after the observation."""
    roots = Roots(dossier).create()
    poser(roots, cellules_exactes() if exactes is None else exactes)
    for jour, somme in (("2026-01-05", "a" * 64), ("2026-02-05", "b" * 64)):
        ligne = {"source": "inscription", "sha256": somme, "nom": f"inscriptions_{jour}.csv", "date_reception": jour}
        registre = roots.registre / "inscription" / f"{jour}.jsonl"
        registre.parent.mkdir(exist_ok=True)
        registre.write_text(json.dumps(ligne | {"contrat_version": "1.0.0"}) + "\n")
    return roots


def poser(roots: Roots, exactes: pl.DataFrame) -> None:
    exactes.write_parquet(roots.cellules)
    qualite_exacte().write_parquet(roots.qualite_sources)
    objectifs_declares().write_parquet(roots.objectifs)
    actions_comptees().write_parquet(roots.actions_de_plan)


def qualite_exacte() -> pl.DataFrame:
    """One measure of each kind: deliveries, days, units, rows."""
    lieu = {"source": "inscription", "territoire_niveau": "national", "territoire_code": "FR", "modalite": "ensemble"}
    mesures = [
        ("couverture_source", "livraisons", 99, 101, None, 0, 0),
        ("fraicheur_source", "jours", None, None, 31, 0, 0),
        ("taux_appariement", "lignes", 9_981, 10_003, None, 71, 72),
        ("taux_quarantaine", "unites", 13, 10_016, None, 73, 74),
    ]
    noms = ["mesure", "unite", "numerateur", "denominateur", "jours", "cle_numerateur", "cle_denominateur"]
    return pl.DataFrame([lieu | dict(zip(noms, m, strict=True)) for m in mesures], infer_schema_length=None)


def objectifs_declares() -> pl.DataFrame:
    """Three targets as dbt leaves them: a share, a count whose series is broken, an indicator nobody knows."""
    commun = {"dimension": "ensemble", "modalite": "ensemble", "auteur": "Comité", "instrument": None}
    commun |= {"periode_debut": date(2025, 3, 1), "periode_fin": date(2025, 12, 31), "date_decision": date(2025, 2, 20)}
    visees = [
        ("taux_pourvoi_30j", "region", "84", 0.1, 0.9),
        ("entrees", "region", "84", 100_000.0, 200_000.0),
        ("inconnu", "departement", "01", 0.1, 0.9),
    ]
    noms = ["indicateur", "territoire_niveau", "territoire_code", "valeur_initiale", "valeur_cible"]
    lignes = [commun | dict(zip(noms, visee, strict=True)) for visee in visees]
    return pl.DataFrame(lignes, schema_overrides={"instrument": pl.String})


def actions_comptees() -> pl.DataFrame:
    """Two themes of a plan, one of them given up."""
    noms = ["territoire_niveau", "territoire_code", "theme", "ouvertes", "faites", "abandonnees"]
    noms += ["en_retard", "sans_nouvelles", "etapes", "etapes_faites"]
    lignes = [
        ("departement", "01", "Mobilité", 2, 1, 0, 1, 0, 12, 7),
        ("departement", "01", "Logement", *[0] * 2, 1, *[0] * 4),
    ]
    return pl.DataFrame(lignes, schema=noms, orient="row")


def avec(
    exactes: pl.DataFrame, effectifs: dict[str, int], indicateur: str = "entrees", mois: date = date(2025, 1, 1)
) -> pl.DataFrame:
    """The count of everybody in a month (of a share: its denominator) set by hand by territory, under keys of its
    own."""
    ici = (
        (pl.col("indicateur") == indicateur)
        & (pl.col("dimension") == "ensemble")
        & (pl.col("periode_type") == "mois")
        & (pl.col("periode_debut") == mois)
        & pl.col("territoire_code").is_in(list(effectifs))
    )
    nombre = pl.col("territoire_code").replace_strict(effectifs, default=None, return_dtype=pl.Int64)
    return exactes.with_columns(
        denominateur=pl.when(ici).then(nombre).otherwise("denominateur"),
        cle_denominateur=pl.when(ici).then(nombre + 12_345).otherwise("cle_denominateur"),
    )


def rapport_sur(dossier: Path, faibles: list[tuple] = (), reussites: int = 0) -> Rapport:
    """What an attacker says who found these counts (CLE, grandeur), and something else as many times."""
    constat = Constat(
        "existence", "Existence", "Un essai.", "Un constat.", essais=1, reussites=reussites + len(faibles)
    )
    trouves = pl.DataFrame(faibles, schema=[*CLE, "grandeur"], orient="row")
    return Rapport(dossier.name, graine=1, echantillon=0, constats=[constat], faibles=trouves)


def publier_ici(
    roots: Roots,
    jour: date = OBSERVATION,
    *,
    cle: str = "k" * 40,
    mots: Catalogue | None = None,
    territoires: Territoires | None = None,
    attaquer: Callable[[Path], Rapport] = rapport_sur,
) -> Publication:
    """The cells of the little house are drawn one by one and make up no country: by default, nobody attacks them."""
    with mock.patch.object(epreuve, "attaquer", attaquer):
        return publier(
            roots=roots,
            cles=Cles(cle),
            catalogue=mots or petit_catalogue(),
            territoires=territoires or petits_territoires(),
            date_observation=jour,
        )


def lire(roots: Roots, nom: str) -> pl.DataFrame:
    """The rows of one release, in the order of their key."""
    return toutes(roots.public / "millesimes" / nom)


def toutes(dossier: Path) -> pl.DataFrame:
    return pl.concat(donnees.lire(dossier).values()).sort(CLE_PUBLIEE).collect()


def octets(dossier: Path) -> dict[str, bytes]:
    return {f.name: f.read_bytes() for f in sorted(dossier.iterdir())}
