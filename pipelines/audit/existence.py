"""Existence and reasons: neither a missing row, nor a reason, nor a status, may depend on a count not published."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from pipelines.audit.connaissances import NON_EXCLUSIVE, PUBLICS_DU_RSA
from pipelines.audit.fichiers import COMMUNE, LIEU, PERIODE, Millesime
from pipelines.catalogue.annonces import CROIX, RSA, a_sa_place, annoncees

_CELLULE = (*PERIODE, *LIEU, "dimension", "modalite")
_absent = pl.col("statut") == "absent"
_retenue = pl.col("motif").eq_missing("secret_etablissement")


@dataclass(frozen=True)
class Examen:
    """Cells looked at, and how many give something away, by what; where the first of each are."""

    cellules: int
    fautes: dict[str, int]
    exemples: list[str]


def examiner(millesime: Millesime) -> Examen:
    """Every announced cell of the release."""
    cellules, fautes, exemples = 0, {}, []
    for indicateur in millesime.indicateurs:
        lignes = millesime.lignes(indicateur)
        cellules += lignes.height
        for phrase, fautives in _fautes(lignes, millesime.entrees[indicateur], millesime):
            if fautives.height:
                fautes[phrase] = fautes.get(phrase, 0) + fautives.height
                premiere = fautives.select(_CELLULE).sort(_CELLULE).row(0)
                exemples.append(", ".join(map(str, (phrase, indicateur, *premiere))))
    return Examen(cellules, fautes, exemples[:3])


def _fautes(lignes: pl.DataFrame, entree: dict, millesime: Millesime) -> Iterator[tuple[str, pl.DataFrame]]:
    yield "une case annoncée n'a pas de ligne", _manquantes(lignes, entree, millesime)
    yield (
        "le motif n'est pas celui que donnent les chiffres publiés",
        lignes.filter(pl.col("motif").ne_missing(_motif_attendu(entree, millesime.publication["secret"]))),
    )
    for compte in (_compte(entree), "exclus"):
        # a series that says too much with others is withdrawn: a cell alone would tell why
        en_partie = _varie(pl.col(compte).is_null(), [*LIEU, "periode_type", "dimension"])
        yield "une série n'est retirée qu'en partie", lignes.filter(~_absent, ~_retenue).filter(en_partie)
    yield "un public est absent et pas les autres", lignes.filter(_discordantes(_absent))
    # a median's own follow-up ends with its cell, which is told of large ones only
    petites = pl.col("denominateur") < millesime.publication["secret"]["seuil_denominateur"]
    jugees = ~_absent & (petites | _retenue if entree["forme"] == "mediane" else pl.lit(True))
    yield (
        "le statut d'une case n'est pas celui de sa période et de son territoire",
        lignes.filter(jugees).filter(_discordantes(pl.col("statut"))),
    )
    yield (
        "le statut d'une commune n'est pas celui des autres de son département",
        _communes_discordantes(lignes.filter(jugees | _absent), millesime.communes),
    )
    yield (
        "une période n'est pas finie pour certains territoires seulement",
        lignes.filter(_varie(_absent & (pl.col("motif") == "fenetre_incomplete"), [*PERIODE])),
    )


def _communes_discordantes(lignes: pl.DataFrame, communes: pl.DataFrame) -> pl.DataFrame:
    """The rows of communes whose status varies within a period and a département: files come by département, so that
    nothing public tells its communes apart."""
    departements = communes.filter(pl.col("territoire_niveau") == "departement").select(
        departement="territoire_code", territoire_code="commune"
    )
    siennes = lignes.filter(pl.col("territoire_niveau") == COMMUNE).join(departements, on="territoire_code")
    return siennes.filter(_varie(pl.col("statut"), [*PERIODE, "departement"]))


def _manquantes(lignes: pl.DataFrame, entree: dict, millesime: Millesime) -> pl.DataFrame:
    """The announced cells of the periods that are told, without a row."""
    modalites = {nom: millesime.modalites[nom] for nom in entree["dimensions"]}
    publics = annoncees(entree["niveaux"], entree["periodes"], modalites)
    attendues = (
        publics.join(lignes.select(PERIODE).unique(), on="periode_type")
        .filter(a_sa_place(pl.col("periode_debut")))
        .join(millesime.territoires, on="territoire_niveau")
    )
    return attendues.join(lignes, on=_CELLULE, how="anti")


def _motif_attendu(entree: dict, secret: dict) -> pl.Expr:
    """The reason that the published counts of a row give; of an absent row, or of a large median without a value, its
    own, which dates and deliveries decide, or what the median is. So few units that no numerator is told say nothing of
    their enterprises: they are withheld."""
    petit = pl.col("denominateur") < secret["seuil_denominateur"]
    insuffisant = pl.when(petit).then(pl.lit("effectif_insuffisant"))
    extreme = (pl.col("numerateur") == 0) | (pl.col("numerateur") >= pl.col("denominateur"))
    attendus = {
        "part": insuffisant.when(extreme).then(pl.lit("part_extreme")),
        "effectif": pl.lit(None, pl.String),
        "moyenne": insuffisant,
        "mediane": insuffisant.when(pl.col("valeur").is_null()).then("motif"),
        "part_ponderee": insuffisant.when(pl.col("valeur").is_null()).then("motif"),
    }
    des_entreprises = entree.get("secret_entreprises") in ("resultat", "tout")
    peu = des_entreprises & (pl.col("denominateur") < secret["seuil_numerateur"])
    retire = pl.col(_compte(entree)).is_null()
    return (
        pl.when(_absent | (_retenue & des_entreprises))
        .then("motif")
        .when(retire)
        .then(pl.lit("effectif_insuffisant"))
        .when(peu)
        .then(pl.lit("secret_etablissement"))
        .otherwise(attendus[entree["forme"]])
    )


def _compte(entree: dict) -> str:
    """The count that every row that is told has, but in a series that is withdrawn."""
    return "valeur" if entree["forme"] == "effectif" else "denominateur"


def _discordantes(quoi: pl.Expr) -> pl.Expr:
    """Whether `quoi` varies between the publics of one period and territory told from the same files."""
    return _varie(quoi, [*PERIODE, *LIEU, _dit_le_rsa()])


def _dit_le_rsa() -> pl.Expr:
    """Publics that say who is under RSA need a file more than the others."""
    seul = (pl.col("dimension") == RSA) | pl.col("dimension").str.starts_with(f"{RSA}{CROIX}")
    connu = ~pl.col("modalite").str.starts_with("inconnu")
    return (seul & connu) | ((pl.col("dimension") == NON_EXCLUSIVE) & pl.col("modalite").is_in(PUBLICS_DU_RSA))


def _varie(quoi: pl.Expr, dans: list) -> pl.Expr:
    return quoi.n_unique().over(dans) > 1
