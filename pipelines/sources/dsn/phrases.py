"""The sentences for the sender, in French: a place, what was expected, what becomes of it, what to do.

The value itself is quoted only for the rubriques of MONTRABLES, codes that tell nothing of a person, and only when it
is as short as a code is: a name or a number may stand in the place of another rubrique.
"""

import polars as pl

from pipelines.contracts.citation import COURT
from pipelines.contracts.refus import REFUS, REJET
from pipelines.identity import nir_defaut
from pipelines.sources.dsn.controles import (
    DERNIERE_ANNEE,
    PREMIERE_ANNEE,
    codes_attendus,
    longueurs_attendues,
)
from pipelines.sources.dsn.rubriques import (
    DEBUT,
    DEBUT_PAIE,
    DEBUT_SUSPENSION,
    FIN_DE_CONTRAT,
    FIN_PAIE,
    FIN_SUSPENSION,
    FORMES,
    MENSUELLE,
    MONTRABLES,
)

LIBELLES = {
    "S20.G00.05.001": "nature de la déclaration",
    "S20.G00.05.002": "type de la déclaration",
    "S20.G00.05.003": "fraction",
    "S20.G00.05.004": "numéro d'ordre",
    "S20.G00.05.005": "mois principal",
    "S20.G00.05.006": "déclaration annulée ou remplacée",
    "S20.G00.05.007": "date de constitution",
    "S21.G00.06.001": "SIREN",
    "S21.G00.11.001": "NIC",
    "S21.G00.30.001": "NIR",
    "S21.G00.30.002": "nom de famille",
    "S21.G00.30.004": "prénoms",
    "S21.G00.30.005": "sexe",
    "S21.G00.30.006": "date de naissance",
    "S21.G00.30.020": "NTT",
    "S21.G00.30.024": "niveau de formation",
    "S21.G00.30.300": "NIR certifié",
    "S21.G00.31.001": "date du changement d'identité",
    "S21.G00.31.008": "ancien NIR",
    "S21.G00.40.001": "début du contrat",
    "S21.G00.40.002": "statut conventionnel",
    "S21.G00.40.004": "PCS-ESE",
    "S21.G00.40.007": "nature du contrat",
    "S21.G00.40.008": "dispositif",
    "S21.G00.40.009": "numéro du contrat",
    "S21.G00.40.010": "fin prévue",
    "S21.G00.40.012": "quotité de référence",
    "S21.G00.40.013": "quotité du contrat",
    "S21.G00.40.014": "modalité de temps",
    "S21.G00.40.019": "lieu de travail",
    "S21.G00.40.021": "motif de recours",
    "S21.G00.40.046": "établissement utilisateur",
    "S21.G00.40.082": "jours de période d'essai",
    "S21.G00.40.083": "heure d'embauche",
    "S21.G00.41.001": "date du changement",
    "S21.G00.41.012": "ancien SIRET",
    "S21.G00.41.014": "ancien numéro du contrat",
    "S21.G00.41.021": "ancien début du contrat",
    "S21.G00.41.004": "ancienne nature du contrat",
    "S21.G00.41.007": "ancienne quotité",
    "S21.G00.41.008": "ancienne modalité de temps",
    "S21.G00.51.001": "début de la période de paie",
    "S21.G00.51.002": "fin de la période de paie",
    "S21.G00.51.010": "numéro du contrat payé",
    "S21.G00.51.011": "type de rémunération",
    "S21.G00.51.012": "nombre d'heures",
    "S21.G00.51.013": "montant de la rémunération",
    "S21.G00.53.001": "type d'activité",
    "S21.G00.53.002": "mesure de l'activité",
    "S21.G00.53.003": "unité de mesure",
    "S21.G00.62.001": "fin du contrat",
    "S21.G00.62.002": "motif de la fin du contrat",
    "S21.G00.65.001": "motif de suspension",
    "S21.G00.65.002": "début de la suspension",
    "S21.G00.65.003": "fin de la suspension",
    "S21.G00.85.001": "lieu de travail",
    "S21.G00.85.011": "commune du lieu de travail",
}
_SIMPLES = {
    "valeur_vide": "la valeur est vide",
    "date_illisible": f"une date JJMMAAAA est attendue ; elle doit exister, entre {PREMIERE_ANNEE} et {DERNIERE_ANNEE}",
    "nombre_illisible": "un nombre est attendu, sans espace, avec un point pour les décimales",
    "rubrique_absente": "la rubrique manque",
    "identite_absente": "la personne n'a ni NIR ni NTT (S21.G00.30.020)",
    "motif_interdit": "ce motif n'est permis que dans une déclaration mensuelle",
    "type_interdit": "ce type n'est pas permis pour cette nature de déclaration",
    "rubrique_interdite": "la rubrique n'est pas permise pour cette nature de déclaration",
    "rubrique_repetee": "la rubrique est déjà donnée plus haut dans la même déclaration",
    "ligne_mal_formee": "la ligne n'est pas une rubrique (Sxx.Gyy.zz.aaa,'valeur')",
    "bloc_sans_parent": "ce bloc n'a pas de parent : une personne suit S20.G00.05, un contrat suit S21.G00.30, "
    "une fin, un changement ou une suspension suit S21.G00.40, une activité suit S21.G00.51",
}


def rediger(defauts: pl.DataFrame, individu: pl.DataFrame, declaration: pl.DataFrame) -> pl.DataFrame:
    """`defauts` (of `controles`) as refusals; `individu` and `declaration` give where a person begins, what to send."""
    if defauts.is_empty():
        return pl.DataFrame(schema=REFUS)
    lignes = (
        defauts.join(codes_attendus(), on=["norme", "champ"], how="left", maintain_order="left")
        .join(longueurs_attendues(), on=["norme", "champ"], how="left", maintain_order="left")
        .join(_debuts(individu), on=["fichier", "unite"], how="left", maintain_order="left")
        .join(_envois(declaration), on=["fichier", "declaration"], how="left", maintain_order="left")
    )
    return (
        lignes.with_columns(
            message=pl.format("{} : {}. {} {}", _place(), _attendu(), _consequence(), _issue()),
            gravite=pl.lit(REJET),
        )
        .select(*REFUS)
        .cast(REFUS)
    )


def _debuts(individu: pl.DataFrame) -> pl.DataFrame:
    return individu.select("fichier", "unite", ligne_personne="ligne")


def _envois(declaration: pl.DataFrame) -> pl.DataFrame:
    suivant = pl.col("ordre").str.to_integer(strict=False) + 1
    return declaration.select("fichier", "declaration", "nature", suivant=suivant)


def _place() -> pl.Expr:
    champ = pl.col("champ")
    libelle = champ.replace_strict(LIBELLES, default=None)
    nomme = pl.when(libelle.is_null()).then(champ).otherwise(pl.format("{} ({})", champ, libelle))
    valeur = pl.col("valeur")
    montree = pl.when(champ.is_in(MONTRABLES) & valeur.str.contains(COURT)).then(pl.format(" = '{}'", valeur))
    return pl.concat_str(
        pl.format("ligne {}", "ligne"),
        pl.format(", {}", nomme).fill_null(""),
        montree.fill_null(""),
    )


def _attendu() -> pl.Expr:
    regle, champ = pl.col("regle"), pl.col("champ")
    formes = {rubrique: phrase for rubrique, (_, phrase) in FORMES.items()}
    longueur = pl.col("valeur").str.len_chars()
    return (
        pl.when(regle == "code_inconnu")
        .then(pl.format("code inconnu de la norme {} ({} possibles : {}…)", "norme", "nombre", "premiers"))
        .when(regle == "longueur")
        .then(pl.format("{} caractère(s), la norme {} en veut de {} à {}", longueur, "norme", "lg_min", "lg_max"))
        .when(regle == "forme_inattendue")
        .then(champ.replace_strict(formes, default=None))
        .when(regle == "nir_invalide")
        .then(nir_defaut(pl.col("valeur")))
        .when(regle == "fin_avant_debut")
        .then(_avant_quoi())
        .otherwise(regle.replace_strict(_SIMPLES, default=None))
    )


def _avant_quoi() -> pl.Expr:
    debuts = {FIN_PAIE: f"de la période de paie (ligne {{}}, {DEBUT_PAIE})"}
    debuts[FIN_SUSPENSION] = f"de la suspension (ligne {{}}, {DEBUT_SUSPENSION})"
    phrase = pl.col("champ").replace_strict(debuts, default=f"du contrat (ligne {{}}, {DEBUT})")
    ligne = pl.col("ligne_debut").cast(pl.String).fill_null("?")
    return pl.concat_str(pl.lit("cette date précède le début "), phrase.str.replace("{}", ligne, literal=True))


def _consequence() -> pl.Expr:
    """What is refused. The line is null for a person whose own block never came: her declaration is refused."""
    return (
        pl.when(pl.col("ligne_personne").is_null())
        .then(pl.lit("Toute la déclaration est refusée."))
        .otherwise(pl.format("La personne qui commence à la ligne {} est refusée, pas les autres.", "ligne_personne"))
    )


def _issue() -> pl.Expr:
    nature, suivant = pl.col("nature"), pl.col("suivant")
    return (
        pl.when((nature == MENSUELLE) & suivant.is_not_null())
        .then(pl.format("Corrigez la déclaration et envoyez-la de nouveau : ordre {} ou plus.", suivant))
        .when(nature == FIN_DE_CONTRAT)
        .then(pl.lit("Corrigez le signalement et envoyez-le de nouveau : type 03, annule et remplace."))
        .otherwise(pl.lit("Corrigez la déclaration et envoyez-la de nouveau, avec un ordre plus grand."))
    )
