"""What a used rubrique must be: its nature, length and codes in the norm of its year, and what must go together.

A fault of a person refuses the person; a fault outside persons refuses the declaration. One fault, one sentence: of two
tests that fail on a line, the first one tells.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from pipelines.identity import nir_canonique
from pipelines.sources.dsn import normes
from pipelines.sources.dsn.entites import INCONNU, Recolte
from pipelines.sources.dsn.rubriques import (
    CHAMPS_CHANGEMENT,
    CHAMPS_CONTRAT,
    CHAMPS_DECLARATION,
    CHAMPS_FIN,
    CHAMPS_LIEU,
    CHAMPS_REMUNERATION,
    CHAMPS_SUSPENSION,
    CIBLE,
    DATE_FIN,
    DEBUT,
    DEBUT_PAIE,
    DEBUT_SUSPENSION,
    EMBAUCHE,
    FIN_DE_CONTRAT,
    FIN_PAIE,
    FIN_PREVUE,
    FIN_SUSPENSION,
    FORMES,
    MENSUELLE,
    MOIS_PRINCIPAL,
    MOTIF_FIN,
    MOTIFS_INTERDITS_EN_SIGNALEMENT,
    NAISSANCE,
    NIR,
    NIR_CERTIFIE,
    OBLIGATOIRES,
    TYPE,
    TYPES_AVEC_CIBLE,
    TYPES_INTERDITS,
    UTILISEES,
)

DEFAUTS = {
    "fichier": pl.UInt32,
    "declaration": pl.Int32,
    "unite": pl.Int32,
    "ligne": pl.UInt32,
    "champ": pl.String,
    "regle": pl.String,
    "valeur": pl.String,
    "norme": pl.String,
    "ligne_debut": pl.UInt32,
}
"""A fault and its place; `ligne_debut` is the line of the date the fault comes before, when it is to come after it."""

PREMIERE_ANNEE, DERNIERE_ANNEE = 1900, 2099
_CHAMPS = {
    "declaration": CHAMPS_DECLARATION,
    "lieu": CHAMPS_LIEU,
    "contrat": CHAMPS_CONTRAT,
    "embauche": CHAMPS_CONTRAT,
    "fin": CHAMPS_FIN,
    "changement": CHAMPS_CHANGEMENT,
    "suspension": CHAMPS_SUSPENSION,
    "activite": CHAMPS_REMUNERATION,
}
_NOMBRE = r"^-?[0-9]+(\.[0-9]+)?$"
_VALEUR = pl.col("valeur")


@dataclass(frozen=True)
class Attendu:
    """What a norm says of a rubrique: type of value (X, N, D), lengths, codes (None when free)."""

    type_de_valeur: str
    lg_min: int
    lg_max: int
    codes: tuple[str, ...] | None


def controler(recolte: Recolte) -> pl.DataFrame:
    """Every fault of what was read, in values and in the frames made of them."""
    tetes, mal_formees = recolte.arbre.tetes, recolte.valeurs.get(None)
    de_place = [_defauts(tetes.filter("orphelin"), "bloc_sans_parent")]
    if mal_formees is not None:
        de_place.append(_defauts(_situer(mal_formees, recolte, None), "ligne_mal_formee"))
    valeurs = pl.concat([*_valeurs(recolte), *_ensemble(recolte)])
    return pl.concat(
        [*de_place, valeurs.unique(["fichier", "ligne"], keep="first", maintain_order=True), *_absences(recolte)]
    )


def _situer(lignes: pl.DataFrame, recolte: Recolte, rubrique: str | None) -> pl.DataFrame:
    """Values with the place of their instance."""
    place = recolte.arbre.tetes.drop("ligne", "rubrique", "message", "rang")[lignes["position"]]
    return lignes.with_columns(rubrique=pl.lit(rubrique, pl.String)).hstack(place)


def _defauts(lignes: pl.DataFrame, regle: pl.Expr | str, champ: pl.Expr | None = None) -> pl.DataFrame:
    """`lignes` as faults; what they do not tell (a value, an earlier date) is null. Mostly there is none."""
    if lignes.is_empty():
        return pl.DataFrame(schema=DEFAUTS)
    regle = pl.lit(regle) if isinstance(regle, str) else regle
    dits = {nom: pl.col(nom) if nom in lignes.columns else pl.lit(None) for nom in DEFAUTS}
    return lignes.select(**dits | {"regle": regle, "champ": pl.col("rubrique") if champ is None else champ}).cast(
        DEFAUTS
    )


@lru_cache
def _attendus(norme: str) -> dict[str, Attendu]:
    table = normes.charger(norme).rubriques.filter(pl.col("rubrique").is_in(UTILISEES))
    return {
        rubrique: Attendu(nature, lg_min, lg_max, None if codes is None else tuple(codes))
        for rubrique, nature, lg_min, lg_max, codes in table.select(
            "rubrique", "nature", "lg_min", "lg_max", "codes"
        ).rows()
    }


def codes_attendus() -> pl.DataFrame:
    """(norme, champ, nombre, premiers): how many codes a rubrique has, and the first ones, for the sentences."""
    codes = pl.col("codes")
    return (
        _tables()
        .drop_nulls("codes")
        .select("norme", champ="rubrique", nombre=codes.list.len(), premiers=codes.list.head(4).list.join(", "))
    )


def longueurs_attendues() -> pl.DataFrame:
    """(norme, champ, lg_min, lg_max), for the sentences."""
    return _tables().select("norme", "lg_min", "lg_max", champ="rubrique")


def _tables() -> pl.DataFrame:
    tables = [normes.charger(nom).rubriques.with_columns(norme=pl.lit(nom)) for nom in normes.connues()]
    return pl.concat(tables).filter(pl.col("rubrique").is_in(UTILISEES))


def _valeurs(recolte: Recolte) -> Iterator[pl.DataFrame]:
    """Faults a value shows by itself. Values repeat: where they are few, each is tested once."""
    norme_de = recolte.arbre.tetes["norme"]
    ecrites_en = norme_de.unique().to_list()
    for rubrique, dites in recolte.valeurs.items():
        if rubrique is None:
            continue
        lignes = _sans_certification(dites, recolte) if rubrique == NIR else dites
        for norme in ecrites_en:
            dans_la_norme = lignes
            if len(ecrites_en) > 1:
                dans_la_norme = lignes.filter((norme_de == norme).gather(lignes["position"]))
            attendu = _attendus(norme).get(rubrique)
            for regle, fausses in _fausses(dans_la_norme, list(_tests(rubrique, attendu)), attendu):
                yield _defauts(_situer(fausses, recolte, rubrique), regle)


def _sans_certification(lignes: pl.DataFrame, recolte: Recolte) -> pl.DataFrame:
    """Declared NIR that count: not those of persons whose NIR is certified."""
    certifiees = recolte.valeurs.get(NIR_CERTIFIE)
    return lignes if certifiees is None else lignes.join(certifiees, on="position", how="anti", maintain_order="left")


def _fausses(
    lignes: pl.DataFrame, tests: list[tuple[str, pl.Expr]], attendu: Attendu | None
) -> Iterator[tuple[str, pl.DataFrame]]:
    """The lines each failing test is about."""
    repetees = attendu is not None and (attendu.type_de_valeur == "D" or attendu.codes is not None)
    valeurs = lignes.select(_VALEUR.unique()) if repetees else lignes.select("valeur")
    echecs = valeurs.select(echec.fill_null(True).alias(regle) for regle, echec in tests)
    for regle, tombe in echecs.select(pl.all().any()).row(0, named=True).items() if len(valeurs) else ():
        if tombe:
            fausses = valeurs["valeur"].filter(echecs[regle])
            yield regle, lignes.filter(_VALEUR.is_in(fausses.implode())) if repetees else lignes.filter(echecs[regle])


def _tests(rubrique: str, attendu: Attendu | None) -> Iterator[tuple[str, pl.Expr]]:
    """(rule, where it fails) for a rubrique, the first one to fail being the one that tells."""
    yield "valeur_vide", _VALEUR.str.strip_chars() == ""
    if attendu and attendu.codes is not None:
        yield "code_inconnu", ~_VALEUR.is_in(attendu.codes)
    if attendu and attendu.type_de_valeur == "D":
        yield "date_illisible", ~_existe(_VALEUR)
    if rubrique == NAISSANCE:
        yield "date_illisible", ~_existe(_naissance(_VALEUR))
    if attendu and attendu.type_de_valeur == "N":
        yield "nombre_illisible", ~_VALEUR.str.contains(_NOMBRE)
    if rubrique in FORMES:
        yield "forme_inattendue", ~_VALEUR.str.contains(f"^(?:{FORMES[rubrique][0]})$")
    if rubrique in (NIR, NIR_CERTIFIE):
        yield "nir_invalide", nir_canonique(_VALEUR).is_null()
    if attendu:
        longueur = _VALEUR.str.len_chars().cast(pl.Int32)
        yield "longueur", ~longueur.is_between(attendu.lg_min, attendu.lg_max)


def _date(valeur: pl.Expr) -> pl.Expr:
    return valeur.str.to_date("%d%m%Y", strict=False)


def _existe(valeur: pl.Expr) -> pl.Expr:
    annee = _date(valeur).dt.year()
    return (valeur.str.contains("^[0-9]{8}$") & annee.is_between(PREMIERE_ANNEE, DERNIERE_ANNEE)).fill_null(False)


def _naissance(valeur: pl.Expr) -> pl.Expr:
    """A birth date whose day or month may be unknown (99), as one that can be tested."""
    jour, mois = valeur.str.slice(0, 2), valeur.str.slice(2, 2)
    un = pl.lit("01")
    return pl.concat_str(
        pl.when(jour == INCONNU).then(un).otherwise(jour),
        pl.when(mois == INCONNU).then(un).otherwise(mois),
        valeur.str.slice(4),
    )


def _ensemble(recolte: Recolte) -> Iterator[pl.DataFrame]:
    """Faults seen only with another rubrique or the nature of the declaration."""
    valeur, nature = _VALEUR, pl.col("nature")
    for fin, debut, parent in (
        (DATE_FIN, DEBUT, "contrat"),
        (FIN_PREVUE, DEBUT, "contrat"),
        (FIN_PAIE, DEBUT_PAIE, "position"),
        (FIN_SUSPENSION, DEBUT_SUSPENSION, "position"),
    ):
        yield _defauts(_avant_le_debut(recolte, fin, debut, parent), "fin_avant_debut")
    interdits = valeur.is_in(MOTIFS_INTERDITS_EN_SIGNALEMENT)
    yield _defauts(_dites(recolte, MOTIF_FIN).filter((nature == FIN_DE_CONTRAT) & interdits), "motif_interdit")
    types = _dites(recolte, TYPE)
    for tenue, interdits_ in TYPES_INTERDITS.items():
        yield _defauts(types.filter((nature == tenue) & valeur.is_in(interdits_)), "type_interdit")
    yield _defauts(_dites(recolte, CIBLE).filter(nature == MENSUELLE), "rubrique_interdite")
    yield _defauts(
        _dites(recolte, MOIS_PRINCIPAL).filter(nature.is_in((FIN_DE_CONTRAT, EMBAUCHE))), "rubrique_interdite"
    )
    for rubrique in CHAMPS_DECLARATION:
        dites = _dites(recolte, rubrique)
        yield _defauts(dites.filter(~pl.struct("fichier", "declaration").is_first_distinct()), "rubrique_repetee")


def _dites(recolte: Recolte, rubrique: str) -> pl.DataFrame:
    lignes = recolte.valeurs.get(rubrique)
    if lignes is None:
        lignes = recolte.arbre.valeurs.clear().drop("rubrique")
    return _situer(lignes, recolte, rubrique)


def _avant_le_debut(recolte: Recolte, fin: str, debut: str, parent: str) -> pl.DataFrame:
    """The ends that precede their start: of the same contract, or of the same instance."""
    fins, debuts = recolte.valeurs.get(fin), recolte.valeurs.get(debut)
    if fins is None or debuts is None:
        return pl.DataFrame(schema=DEFAUTS)
    cle = [parent]
    if parent == "contrat":
        place = recolte.arbre.tetes.select("fichier", "contrat")
        fins, debuts = (lignes.hstack(place[lignes["position"]]).drop_nulls() for lignes in (fins, debuts))
        cle = ["fichier", parent]
    ensemble = fins.join(
        debuts.select(*cle, debut="valeur", ligne_debut="ligne"), on=cle, how="inner", maintain_order="left"
    )
    fausses = ensemble.filter(_annee_d_abord("valeur") < _annee_d_abord("debut"))
    fausses = fausses.filter(_date(_VALEUR) < _date(pl.col("debut")))
    return _situer(fausses.select("position", "ligne", "valeur", "ligne_debut"), recolte, fin)


def _annee_d_abord(colonne: str) -> pl.Expr:
    """A date as a text in the order of time: quicker to compare than to read."""
    date = pl.col(colonne)
    return pl.concat_str(date.str.slice(4), date.str.slice(2, 2), date.str.slice(0, 2))


def _absences(recolte: Recolte) -> Iterator[pl.DataFrame]:
    """What is missing, told at the line where its block begins."""
    entites = recolte.entites
    for nom, colonnes in OBLIGATOIRES.items():
        rubriques = {colonne: rubrique for rubrique, colonne in _CHAMPS[nom].items()}
        for colonne in colonnes:
            if entites[nom][colonne].null_count():
                yield _absence(entites[nom].filter(pl.col(colonne).is_null()), rubriques[colonne])
    declaration, nature = entites["declaration"], pl.col("nature")
    sans_mois = (nature == MENSUELLE) & pl.col("mois_principal").is_null()
    yield _absence(declaration.filter(sans_mois), MOIS_PRINCIPAL)
    sans_cible = nature.is_in((FIN_DE_CONTRAT, EMBAUCHE)) & pl.col("type").is_in(TYPES_AVEC_CIBLE)
    yield _absence(declaration.filter(sans_cible & pl.col("cible").is_null()), CIBLE)
    anonymes = entites["individu"].filter(pl.col("nir").is_null() & pl.col("ntt").is_null())
    yield _defauts(anonymes, "identite_absente", pl.lit(NIR))


def _absence(lignes: pl.DataFrame, rubrique: str) -> pl.DataFrame:
    return _defauts(lignes, "rubrique_absente", pl.lit(rubrique))
