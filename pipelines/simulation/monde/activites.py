"""Work told to the payroll: the measures of activity that the declaration of a month gives for each contract.

Most months tell the hours of their contract once, as its quota; others tell days, nothing, another kind of pay, an
absence, a unit that says no hours, a period that is not the month, or leave part of it to the next declaration. The
base pay is told of the month a contract begins in and of its first whole month.
"""

import numpy as np
import polars as pl

from pipelines.simulation.monde.jours import Hasard, choix, entre, hasard
from pipelines.simulation.monde.modele import Parametres

BRUT_CHOMAGE, TRAVAIL, ABSENCE = "002", "01", "02"
HEURES, JOURNEES, FORFAIT_JOURS, PIGE = "10", "12", "20", "31"
QUOTITE_EN_JOURS = 200
_TEMPS_PLEIN = 15_167
_AUTRES_PAIES = ("001", "003", "010")
# 78 hours, in hundredths: more is a worked month
_SEUIL, _AU_SEUIL, _JOURS_AU_SEUIL, _EMPLOYEURS_AU_SEUIL = 7_800, 0.04, 12, 2
_DEBORD = 10
_SORTES = {
    "simple": 69.0,
    "detaillee": 4.5,
    "en_deux": 3.0,
    "decalee": 3.0,
    "en_jours": 4.0,
    "en_forfait": 1.5,
    "corrigee": 3.0,
    "tardive": 2.0,
    "muette": 4.0,
    "ailleurs": 2.0,
    "absente": 1.5,
    "a_la_pige": 1.0,
    "sans_contrat": 1.5,
}
# An hour of work, in euros; a month of full time, in cents, and how far above it pays go
_TAUX_HORAIRE, _HEURES_PAR_JOUR, _PLEIN_TEMPS, _ETENDUE = 12.5, 7, 180_000, 0.3
_TYPES_DE_SALAIRE = (["010", "001", "les deux", "aucun"], [68, 24, 4, 4])
_LIGNE = ("personne", "siren", "nic", "numero", "mois", "debut", "fin", "type", "activite", "centiemes", "unite")


def travailler(parametres: Parametres, rang: int, contrat: pl.DataFrame) -> pl.DataFrame:
    """The frame `activite`: what the declarations of the simulated months tell of the contracts of the frame given."""
    tirage = hasard(parametres.graine, rang, "activites")
    mois = _tirer(tirage, _mois_ouverts(contrat, parametres))
    recits = [
        _simples(mois),
        _detaillees(mois),
        _en_deux(mois),
        _en_unites(mois),
        *_reglees_apres(mois),
        _ailleurs(mois),
    ]
    dites = pl.concat([recit.select(*_LIGNE, "rang", "suite") for recit in recits])
    heures = pl.when(pl.col("unite") == HEURES).then(1).otherwise(_HEURES_PAR_JOUR)
    payees = dites.with_columns(
        montant=pl.when(~pl.col("suite")).then((pl.col("centiemes") * heures * _TAUX_HORAIRE).round()).cast(pl.Int64)
    )
    salaires = _salaires(hasard(parametres.graine, rang, "salaires"), mois)
    return (
        pl.concat([payees, salaires.select(payees.columns)])
        .sort("rang", "mois", "numero", "debut", "type", "suite")
        .drop("rang")
    )


def _salaires(tirage: Hasard, mois: pl.DataFrame) -> pl.DataFrame:
    """Base pays without any measure, in proportion of the quota: of the month of the hiring, of the first whole month.

    Months that tell every kind of pay already have theirs.
    """
    un = pl.col("depuis").dt.month_start()
    plein = pl.when(pl.col("depuis") == un).then(un).otherwise(un.dt.offset_by("1mo"))
    payes = mois.filter(
        (pl.col("mois") == un) | (pl.col("mois") == plein), ~pl.col("sorte").is_in(["detaillee", "ailleurs"])
    )
    nombre = len(payes)
    niveau = pl.Series(np.maximum(1.0, np.exp(_ETENDUE * (0.5 + tirage.standard_normal(nombre)))))
    sorte = pl.Series(choix(tirage, *_TYPES_DE_SALAIRE, nombre))
    quota = (pl.col("quotite").fill_null(_TEMPS_PLEIN / 100) * 100 / _TEMPS_PLEIN).clip(upper_bound=1)
    presence = pl.col("jours") / pl.col("mois").dt.days_in_month()
    payes = payes.with_columns(
        montant=(_PLEIN_TEMPS * niveau * quota * presence).round().cast(pl.Int64),
        activite=pl.lit(None, pl.String),
        unite=pl.lit(None, pl.String),
        centiemes=pl.lit(None, pl.Int64),
    )
    base, brut = payes.filter(sorte.is_in(["010", "les deux"])), payes.filter(sorte.is_in(["001", "les deux"]))
    primes = pl.when(brut["rang"].is_in(base["rang"].implode())).then(20_000).otherwise(0)
    return pl.concat(
        [
            base.with_columns(type=pl.lit("010")),
            brut.with_columns(type=pl.lit("001"), montant=pl.col("montant") + primes),
        ]
    )


def _mois_ouverts(contrat: pl.DataFrame, parametres: Parametres) -> pl.DataFrame:
    """One row per contract and month it is open in: its days of the month (`debut`, `fin`), and those it has before
    (`avant`) and after; `encore` when it is open the month after too."""
    premier, dernier = pl.lit(parametres.premier_mois), pl.lit(parametres.dernier_mois)
    terme = pl.coalesce("fin", "fin_prevue", pl.lit(parametres.dernier_jour))
    du, au = (jour.dt.month_start().clip(premier, dernier) for jour in (pl.col("debut"), terme))
    ouverts = contrat.with_columns(terme=terme).filter(pl.col("terme") >= pl.max_horizontal("debut", premier))
    return (
        ouverts.with_columns(mois=pl.date_ranges(du, au, "1mo"))
        .explode("mois")
        .with_columns(
            depuis="debut",
            debut=pl.max_horizontal("debut", "mois"),
            fin=pl.min_horizontal("terme", pl.col("mois").dt.month_end()),
            encore=(pl.col("terme") > pl.col("mois").dt.month_end()) & (pl.col("mois") < dernier),
            type=pl.lit(BRUT_CHOMAGE),
            activite=pl.lit(TRAVAIL),
            unite=pl.lit(HEURES),
            suite=pl.lit(False),
        )
        .with_row_index("rang")
    )


def _tirer(tirage: Hasard, mois: pl.DataFrame) -> pl.DataFrame:
    """How each month is told (`sorte`), and its hours in hundredths: about the quota of its days.

    Now and then the hours of a person are set around 78 in all, with one employer or two.
    """
    nombre = len(mois)
    quota = pl.col("quotite").fill_null(0).clip(upper_bound=QUOTITE_EN_JOURS) * 100
    quota = pl.when(quota == 0).then(_TEMPS_PLEIN).otherwise(quota)
    jours = (pl.col("fin") - pl.col("debut")).dt.total_days() + 1
    chez, gens = pl.len().over("personne", "mois"), ("personne", "mois")
    tirages = {
        "assiduite": np.where(tirage.random(nombre) < 0.6, 1.0, tirage.uniform(0.8, 1.05, nombre)),
        "sorte": choix(tirage, list(_SORTES), list(_SORTES.values()), nombre),
        "u": tirage.random(nombre),
        "plus": entre(tirage, 0, 1, nombre),
        "ecart": entre(tirage, -2_500, 2_500, nombre),
    }
    au_seuil = (
        (pl.col("u").first().over(gens) < _AU_SEUIL)
        & (jours.min().over(gens) >= _JOURS_AU_SEUIL)
        & (chez <= _EMPLOYEURS_AU_SEUIL)
    )
    part = pl.lit(_SEUIL) // chez
    dernier = pl.int_range(pl.len()).over(gens) == chez - 1
    seuil = pl.when(dernier).then(_SEUIL - part * (chez - 1) + pl.col("plus")).otherwise(part)
    ordinaire = (quota * pl.col("assiduite") * jours / pl.col("mois").dt.days_in_month()).round().cast(pl.Int64)
    return mois.with_columns(pl.Series(nom, valeurs) for nom, valeurs in tirages.items()).with_columns(
        sorte=pl.when(au_seuil).then(pl.lit("simple")).otherwise("sorte"),
        centiemes=pl.when(au_seuil).then(seuil).otherwise(ordinaire),
        jours=jours,
    )


def _de(mois: pl.DataFrame, *sortes: str) -> pl.DataFrame:
    return mois.filter(pl.col("sorte").is_in(sortes))


def _simples(mois: pl.DataFrame) -> pl.DataFrame:
    """One measure for the days of the month; for some, a second one of a contract that nobody has named."""
    dites = _de(mois, "simple", "detaillee", "sans_contrat")
    inconnus = _de(mois, "sans_contrat").with_columns(numero=pl.lit("9") + pl.col("numero").str.slice(1))
    return pl.concat([dites, inconnus])


def _detaillees(mois: pl.DataFrame) -> pl.DataFrame:
    """Other kinds of pay, which tell the same work again, and the hours of absence, told after those of work."""
    detaillees = _de(mois, "detaillee")
    autres = [detaillees.with_columns(type=pl.lit(type_)) for type_ in _AUTRES_PAIES]
    absence = detaillees.with_columns(activite=pl.lit(ABSENCE), centiemes=pl.lit(700, pl.Int64), suite=pl.lit(True))
    return pl.concat([*autres, absence])


def _en_deux(mois: pl.DataFrame) -> pl.DataFrame:
    """Two pay periods in the month; or one that begins on the 21st of the month before, when the contract was there."""
    coupees = _de(mois, "en_deux")
    coupe = pl.col("debut") + pl.duration(days=(pl.col("jours") - 1) // 2)
    moitie = pl.col("centiemes") // 2
    longues = coupees.filter(pl.col("jours") > 1)
    decalees = _de(mois, "decalee")
    avant, vingt = pl.col("mois").dt.offset_by("-1mo").dt.offset_by("20d"), pl.col("mois").dt.offset_by("19d")
    possible = (pl.col("depuis") <= avant) & (pl.col("terme") >= vingt)
    return pl.concat(
        [
            coupees.filter(pl.col("jours") == 1),
            longues.with_columns(fin=coupe, centiemes=moitie),
            longues.with_columns(debut=coupe + pl.duration(days=1), centiemes=pl.col("centiemes") - moitie),
            decalees.filter(~possible),
            decalees.filter(possible).with_columns(debut=avant, fin=vingt),
        ]
    )


def _en_unites(mois: pl.DataFrame) -> pl.DataFrame:
    """Days (7 hours each, to the hundredth), packages of days, or a unit that says no hours."""
    en_jours = (pl.col("centiemes") / 7).round().cast(pl.Int64)
    return pl.concat(
        [
            _de(mois, "en_jours").with_columns(centiemes=en_jours, unite=pl.lit(JOURNEES)),
            _de(mois, "en_forfait").with_columns(centiemes=en_jours, unite=pl.lit(FORFAIT_JOURS)),
            _de(mois, "a_la_pige").with_columns(unite=pl.lit(PIGE)),
        ]
    )


def _reglees_apres(mois: pl.DataFrame) -> list[pl.DataFrame]:
    """Hours of the month that the next declaration puts right, more or fewer, for some with days of its own; or tells
    whole, this one being silent."""
    corrigees, tardives = _de(mois, "corrigee"), _de(mois, "tardive").filter("encore")
    suivant, plus_tard = pl.col("mois").dt.offset_by("1mo"), pl.col("fin") + pl.duration(days=_DEBORD)
    rappels = corrigees.filter("encore").with_columns(
        mois=suivant,
        fin=pl.when(pl.col("plus") == 1).then(pl.min_horizontal("terme", plus_tard)).otherwise("fin"),
        centiemes=pl.col("ecart"),
    )
    return [corrigees, rappels, tardives.with_columns(mois=suivant)]


def _ailleurs(mois: pl.DataFrame) -> pl.DataFrame:
    """Work told under a kind of pay that does not count, or nothing but absence."""
    autre = _de(mois, "ailleurs").with_columns(type=pl.lit(_AUTRES_PAIES[0]))
    absences = _de(mois, "absente").with_columns(activite=pl.lit(ABSENCE))
    return pl.concat([autre, absences])
