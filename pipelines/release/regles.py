"""What every published row must satisfy, by form: redone from the row itself and the parameters of the secret."""

from functools import partial

import polars as pl

from pipelines.disclosure import MOTIFS, Parametres, formes, ponderees
from pipelines.disclosure.controles import STRUCTURELS
from pipelines.disclosure.entreprises import chiffres_tus, est_retenue, s_applique, trop_peu_d_unites
from pipelines.disclosure.medianes import publiee
from pipelines.disclosure.moyennes import pas_de_la_grille
from pipelines.disclosure.pas import en_unites

_COMPTES = ("numerateur", "denominateur", "exclus")
_CHIFFRES = (*_COMPTES, "valeur", "ic_bas", "ic_haut")
_absent = pl.col("statut") == "absent"
_sans_motif = pl.col("motif").is_null()


def fautes(lignes: pl.DataFrame, entree: dict, p: Parametres) -> dict[str, pl.Series]:
    """For each rule of the form of `entree`, its sentence and which rows break it."""
    propres = {
        "part": _part,
        "effectif": _effectif,
        "mediane": partial(_mediane, entree),
        "moyenne": partial(_moyenne, entree),
        "part_ponderee": partial(_part_ponderee, entree),
    }
    dites = {phrase: regle & ~est_retenue for phrase, regle in propres[entree["forme"]](p).items()}
    regles = _communes(entree, p) | _entreprises(entree, p) | dites
    series = {phrase: lignes.select(regle.fill_null(False).alias("faute"))["faute"] for phrase, regle in regles.items()}
    if entree["forme"] == "part":
        dite = lignes.select(~est_retenue).to_series()
        series |= {phrase: faute & dite for phrase, faute in _recalculees(lignes, p).items()}
    return series


def _communes(entree: dict, p: Parametres) -> dict[str, pl.Expr]:
    # a follow-up that is not over may still give a delay: the only such reason of a row that shows its counts
    reserves = [motif for motif in STRUCTURELS if (entree["forme"], motif) != ("mediane", "fenetre_incomplete")]
    pas_multiple = [(pl.col(nom) % p.base != 0) | (pl.col(nom) < 0) for nom in _COMPTES]
    return {
        f"have a count that is not a multiple of {p.base}": pl.any_horizontal(pas_multiple),
        "are absent and show a figure": _absent & pl.any_horizontal(pl.col(nom).is_not_null() for nom in _CHIFFRES),
        "are absent without a structural reason": _absent & ~pl.col("motif").is_in(STRUCTURELS).fill_null(False),
        "give the reason of an absence and are not absent": ~_absent & pl.col("motif").is_in(reserves),
        "have an unknown statut": ~pl.col("statut").is_in(["definitif", "provisoire", "absent"]).fill_null(False),
        "have an unknown motif": ~_sans_motif & ~pl.col("motif").is_in(MOTIFS),
        "have a value and a reason for not having one": pl.col("valeur").is_not_null() & ~_sans_motif,
        "have neither a value nor a reason": pl.col("valeur").is_null() & _sans_motif,
        "have another method version than their indicator": pl.col("methode_version") != entree["methode_version"],
    }


def _entreprises(entree: dict, p: Parametres) -> dict[str, pl.Expr]:
    """Rows withheld for the sake of an enterprise show their denominator at most."""
    secret = entree.get("secret_entreprises")
    if not s_applique(secret):
        return {"are withheld for enterprises, which their indicator does not count": est_retenue}
    tus = chiffres_tus(secret)
    montre = pl.any_horizontal(pl.col(nom).is_not_null() for nom in tus) | pl.col("effectif_faible")
    regles = {
        "are withheld for enterprises and show a figure": est_retenue & montre,
        "tell how many enterprises so few units are of": ~_absent
        & ~est_retenue
        & trop_peu_d_unites(entree["forme"], p),
    }
    if "denominateur" not in tus:
        regles["are withheld for enterprises and lack a denominator"] = est_retenue & pl.col("denominateur").is_null()
    return regles


def _part(p: Parametres) -> dict[str, pl.Expr]:
    visible = ~_absent & (pl.col("denominateur") >= p.seuil_numerateur)
    return {
        "have a share that is not in [0, 1]": ~pl.col("valeur").is_between(0, 1),
        "lack a denominator or the excluded": ~_absent
        & (pl.col("denominateur").is_null() | pl.col("exclus").is_null()),
        "hide a numerator that is published": visible & pl.col("numerateur").is_null(),
    }


def _effectif(p: Parametres) -> dict[str, pl.Expr]:
    autres = [nom for nom in _CHIFFRES if nom != "valeur"]
    return {
        f"have a count that is not a multiple of {p.base} as value": (pl.col("valeur") % p.base != 0)
        | (pl.col("valeur") < 0),
        "have no count": ~_absent & pl.col("valeur").is_null(),
        "have parts or bounds, which a count has not": pl.any_horizontal(pl.col(nom).is_not_null() for nom in autres),
        "are flagged effectif_faible": pl.col("effectif_faible"),
    }


def _mediane(entree: dict, p: Parametres) -> dict[str, pl.Expr]:
    petit = pl.col("denominateur") < p.seuil_denominateur
    bornes = ("valeur", "ic_bas", "ic_haut")
    unite = entree["unite"]
    pas = {nom: (pl.col(nom) * (p.pas_par_smic if unite == "smic" else 1)).round().cast(pl.Int64) for nom in bornes}
    hors_grille = [pl.col(nom) != publiee(pas[nom], unite, p) for nom in bornes]
    faible = pl.col("valeur").is_not_null() & (pl.col("denominateur") < p.seuil_effectif_faible)
    return {
        "have a median off the grid": pl.any_horizontal(hors_grille),
        "have bounds on the wrong side of the median": (pl.col("ic_bas") > pl.col("valeur"))
        | (pl.col("ic_haut") < pl.col("valeur")),
        "have a value without its lower bound": pl.col("valeur").is_not_null() & pl.col("ic_bas").is_null(),
        "have bounds without a value": ~_sans_motif
        & (pl.col("ic_bas").is_not_null() | pl.col("ic_haut").is_not_null()),
        "have a numerator, which a median has not": pl.col("numerateur").is_not_null(),
        "have a motif that does not go with their denominator": ~_absent
        & (petit != (pl.col("motif") == "effectif_insuffisant").fill_null(False)),
        "have a wrong effectif_faible": pl.col("effectif_faible") != faible.fill_null(False),
        "lack a denominator or the excluded": ~_absent
        & (pl.col("denominateur").is_null() | pl.col("exclus").is_null()),
    }


def _moyenne(entree: dict, p: Parametres) -> dict[str, pl.Expr]:
    petit = pl.col("denominateur") < p.seuil_denominateur
    pas = pas_de_la_grille(entree["unite"], p)
    faible = pl.col("valeur").is_not_null() & (pl.col("denominateur") < p.seuil_effectif_faible)
    autres = ("numerateur", "ic_bas", "ic_haut")
    regles = {
        "have a mean off the grid": pl.col("valeur") != en_unites((pl.col("valeur") * pas).round(), pas),
        "have a negative mean": pl.col("valeur") < 0,
        "have a numerator or bounds, which a mean has not": pl.any_horizontal(
            pl.col(nom).is_not_null() for nom in autres
        ),
        "have a motif that does not go with their denominator": ~_absent
        & (petit != (pl.col("motif") == "effectif_insuffisant").fill_null(False)),
        "have a wrong effectif_faible": pl.col("effectif_faible") != faible.fill_null(False),
        "lack a denominator or the excluded": ~_absent
        & (pl.col("denominateur").is_null() | pl.col("exclus").is_null()),
    }
    if entree["borne_mesure"] is not None:
        regles["have a mean beyond the bound of their measures"] = pl.col("valeur") > entree["borne_mesure"]
    return regles


def _part_ponderee(entree: dict, p: Parametres) -> dict[str, pl.Expr]:
    """Weights stay in the house: only the grid of a value, its range and its narrowest interval are known."""
    solde = entree["unite"] == "solde"
    valeur, connue = pl.col("valeur"), pl.col("valeur").is_not_null()
    faible = connue & (pl.col("denominateur") < p.seuil_effectif_faible)
    ecart = 10.0**-p.decimales_intervalle
    bas, haut = ponderees.bornes(valeur, pl.col("denominateur").cast(pl.Float64), p)
    bornes = pl.col("ic_bas").is_not_null() | pl.col("ic_haut").is_not_null()
    regles = {
        "have a weighted share off the grid": valeur != en_unites((valeur * p.pas_par_part).round(), p.pas_par_part),
        "have a weighted share out of range": ~valeur.is_between(-1 if solde else 0, 1),
        "have a numerator, which a weighted share has not": pl.col("numerateur").is_not_null(),
        "have a value of too few answers": connue & (pl.col("denominateur") < p.seuil_denominateur),
        "have a motif that does not go with their denominator": ~_absent
        & (pl.col("denominateur") < p.seuil_denominateur)
        & (pl.col("motif") != "effectif_insuffisant").fill_null(True),
        "have a wrong effectif_faible": pl.col("effectif_faible") != faible.fill_null(False),
        "lack a denominator or the excluded": ~_absent
        & (pl.col("denominateur").is_null() | pl.col("exclus").is_null()),
        "have bounds without a value": ~connue & bornes,
    }
    if solde:
        return regles | {"have bounds, which a balance has not": bornes}
    return regles | {
        "have a value without its bounds": connue & (pl.col("ic_bas").is_null() | pl.col("ic_haut").is_null()),
        "have bounds narrower than their answers allow": (pl.col("ic_bas") > bas + ecart)
        | (pl.col("ic_haut") < haut - ecart),
    }


def _recalculees(lignes: pl.DataFrame, p: Parametres) -> dict[str, pl.Series]:
    """A share is made again from its published counts: reason, value and bounds must come out the same."""
    etat = lignes.with_columns(motif=pl.when(pl.col("motif").is_in(STRUCTURELS)).then("motif"))
    refaites = formes.part(etat, lignes.select(_COMPTES), p)
    phrases = {
        "valeur": "have a share that is not numerator ÷ denominator",
        "ic_bas": "have a lower bound that its counts do not give",
        "ic_haut": "have an upper bound that its counts do not give",
        "motif": "have a motif that does not go with their counts",
        "numerateur": "show a numerator that must be withheld",
        "effectif_faible": "have a wrong effectif_faible",
    }
    return {phrase: lignes[nom].ne_missing(refaites[nom]) for nom, phrase in phrases.items()}
