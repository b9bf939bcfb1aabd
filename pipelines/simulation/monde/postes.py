"""The life of each post of the offers deposited in the network: its diagnosis, how it goes out, for want of whom."""

import polars as pl

from pipelines.simulation.monde.jours import choix, entre, hasard
from pipelines.simulation.monde.modele import Parametres

_DEPOSEE_DANS_LE_RESEAU = "1"
_EN_COURS = "EN_COURS"
_POURVUS = {"RESEAU": "POURVU_RESEAU", "AUTREMENT": "POURVU_AUTREMENT"}
# What the posts left of a closed offer become, by its motive
_ISSUES = {"ANNULEE": "ANNULE", "ANNULEE_ERREUR": "ANNULE_ERREUR"}
_DIAGNOSTIQUES, _LIMITE, _PART_D_UN_BORD = 0.55, 30, 0.03
_FAUTES = (["O", "N", ""], [45, 50, 5])
_TAILLES = [
    "Moins de 10 salariés",
    "10 à 49 salariés",
    "50 à 99 salariés",
    "100 à 199 salariés",
    "Plus de 200 salariés",
]
_DURABLE, _TEMPORAIRE, _OCCASIONNEL, _NON_SALARIE = (
    *("Emploi durable", "Emploi temporaire"),
    *("Emploi occasionnel", "Non salarié"),
)
_TYPE_AUTREMENT_DIT = ([_NON_SALARIE, "", "dit"], [1, 1, 98])
_CADRE_TU, _SANS_TERME = 0.02, ["CDI", "DIN"]


def suivre(parametres: Parametres, rang: int, offre: pl.DataFrame, poste: pl.DataFrame) -> pl.DataFrame:
    """The frame `vie_poste`, in days of Paris; nothing after the world's last day."""
    tirage = hasard(parametres.graine, rang, "postes")
    offres = offre.filter(pl.col("origine") == _DEPOSEE_DANS_LE_RESEAU)
    nombre = offres.height
    attente = entre(tirage, 0, 60, nombre)
    pile = tirage.random(nombre)
    attente[pile < _PART_D_UN_BORD] = _LIMITE
    attente[pile > 1 - _PART_D_UN_BORD] = _LIMITE + 1
    depot, duree = _jour("depot"), pl.col("duree_jours")
    dit = pl.Series("dit", choix(tirage, *_TYPE_AUTREMENT_DIT, nombre))
    connues = offres.with_columns(
        dit,
        depot=depot,
        validation=_jour("validation"),
        cloture=_jour("cloture"),
        diagnostic=pl.when(pl.Series(tirage.random(nombre) < _DIAGNOSTIQUES)).then(
            depot + pl.duration(days=pl.Series(attente))
        ),
        cadre=pl.when(pl.Series(tirage.random(nombre) > _CADRE_TU)).then(
            pl.when("cadre").then(pl.lit("O")).otherwise(pl.lit("N"))
        ),
        taille=pl.Series(choix(tirage, [*_TAILLES, ""], [48, 29, 9, 5, 5, 4], nombre)).replace("", None),
        type_offre=pl.when(dit != "dit")
        .then(dit.replace("", None))
        .when(pl.col("type_contrat").is_in(_SANS_TERME) | duree.is_null() | (duree > 182))
        .then(pl.lit(_DURABLE))
        .when(duree >= 30)
        .then(pl.lit(_TEMPORAIRE))
        .otherwise(pl.lit(_OCCASIONNEL)),
    ).drop("dit", "type_contrat")
    postes = poste.join(connues, on="offre", maintain_order="left")
    pourvu = pl.col("pourvoi").is_not_null()
    issue = (
        pl.when(pourvu)
        .then(pl.col("mode").replace_strict(_POURVUS, default=None, return_dtype=pl.String))
        .when(pl.col("cloture").is_null())
        .then(pl.lit(_EN_COURS))
        .otherwise(pl.col("motif_cloture").replace_strict(_ISSUES, default="SANS_SUITE", return_dtype=pl.String))
    )
    faute = pl.Series(choix(tirage, *_FAUTES, postes.height)).replace("", None)
    return postes.with_columns(
        issue=issue,
        sortie=pl.when(pourvu).then(_jour("pourvoi")).otherwise("cloture"),
        faute_de_candidats=faute,
        diagnostic=pl.when(pl.col("diagnostic") <= parametres.dernier_jour).then("diagnostic"),
    ).with_columns(
        faute_de_candidats=pl.when(pl.col("issue").is_in(["ANNULE", "SANS_SUITE"])).then("faute_de_candidats")
    )


def _jour(instant: str) -> pl.Expr:
    return pl.col(instant).dt.convert_time_zone("Europe/Paris").dt.date()
