"""The seven attacks on a release, in their order, and what each found, in French."""

from dataclasses import dataclass
from operator import attrgetter

import numpy as np
import polars as pl

from pipelines.audit import (
    entreprises,
    existence,
    memes_ensembles,
    moyennage,
    reconstruction,
    revisions,
    sommes,
)
from pipelines.audit.cibles import indicateurs_lies, tirer
from pipelines.audit.connaissances import NON_EXCLUSIVE, Contexte
from pipelines.audit.fichiers import CLE, COMMUNE, LIEU, PERIODE, Millesime
from pipelines.audit.rapport import Constat, Rapport, entier
from pipelines.catalogue.annonces import CROIX, ENSEMBLE

ECHANTILLON = 200
PART_INCERTAINE = 0.10
"""Of the sets that are the same but for persons of unknown commune, the share that may differ in a rehearsal, where
such persons are few; where nobody knows how many they are, it is told and not judged."""
AVANTAGE_MAXIMAL = 0.05
"""How much better than a guess averaging may do."""
ESSAIS_POUR_JUGER = 300
"""Below this number of small counts, a difference of rates is chance: told, not judged."""


@dataclass(frozen=True)
class Repetition:
    """Exact cells (CLE and counts) of a release and of the one before, where they may be known: simulated persons."""

    verite: pl.DataFrame
    verite_avant: pl.DataFrame | None = None


def auditer(
    millesime: Millesime,
    *,
    echantillon: int = ECHANTILLON,
    graine: int = 1,
    repetition: Repetition | None = None,
) -> Rapport:
    """Attack `millesime`, with the release it follows when that is still beside it.

    `echantillon`: how many small counts are drawn, by `graine`, for the attacks that solve a system for each.
    `repetition`: the truth, which only measures; no attack reads it.
    """
    cibles = tirer(millesime, echantillon, graine)
    savoir = contexte(millesime, cibles["indicateur"].unique().to_list())
    trouvailles = sommes.attaquer(millesime, savoir, cibles, graine, repetition=repetition is not None)
    retenus, par_entreprise = _entreprises(millesime, echantillon, graine)
    constats = [
        constat_des_memes_ensembles(millesime, repetition),
        _constat_des_sommes(trouvailles, savoir.erreur),
        _constat_du_moyennage(trouvailles, repetition, millesime.base),
        constat_entre_millesimes(millesime, repetition),
        _existence(millesime),
        _reconstruction(millesime),
        par_entreprise,
    ]
    return Rapport(millesime.nom, graine, echantillon, constats, pl.concat([*trouvailles.faibles, retenus]))


def constat_des_memes_ensembles(millesime: Millesime, repetition: Repetition | None = None) -> Constat:
    """Attack 1."""
    vu = memes_ensembles.comparer(millesime)
    trop = repetition is not None and vu.incertains_differents > PART_INCERTAINE * vu.incertains
    reussites = vu.differents + (vu.incertains_differents if trop else 0)
    suite = (
        " Seules les lignes provisoires ont été comparées : des lignes définitives sont reportées du millésime "
        "précédent, qui n'est pas là pour dire lesquelles."
        if millesime.reports_inconnus
        else ""
    )
    return Constat(
        "memes_ensembles",
        "Même ensemble, même chiffre",
        "Des cases qui comptent à coup sûr les mêmes unités (territoires de mêmes communes, territoire d'une seule et "
        "cette commune, périodes de mêmes mois, indicateurs de même population) ont été comparées : deux chiffres "
        "différents sont deux tirages à moyenner.",
        f"Sur {entier(vu.essais)} ensembles dits plusieurs fois, {entier(vu.differents)} le sont différemment. Sur "
        f"{entier(vu.incertains)} qui ne diffèrent que par les communes inconnues, {entier(vu.incertains_differents)}"
        f"{_admis(vu.incertains_differents, vu.incertains, trop) if repetition else ''}.{suite}",
        essais=vu.essais + vu.incertains,
        reussites=reussites,
        joue=vu.essais + vu.incertains > 0,
        exemples=vu.exemples,
    )


def _constat_des_sommes(trouvailles: sommes.Trouvailles, declaree: int) -> Constat:
    """Attack 2."""
    essais = trouvailles.combien(lambda t: True)
    impossibles = trouvailles.combien(lambda t: t.sommes is None)
    reussites, differentes, supposees = (
        trouvailles.combien(attrgetter(nom)) for nom in ("par_sommes", "par_differences", "par_immobilite")
    )
    jugement = "jugé" if trouvailles.juge else "mesuré, jamais jugé"
    suite = (
        ""
        if trouvailles.erreur == declaree
        else f" Rien ne contredit que les effectifs soient arrondis à {trouvailles.erreur} près au plus, au lieu de "
        f"{declaree} : l'attaquant s'en sert."
    )
    if impossibles:
        suite += f" {entier(impossibles)} cases sont dans un système que rien ne satisfait : à comprendre."
    return Constat(
        "sommes",
        "Sommes et différences",
        "Toutes les relations entre effectifs (territoires et leurs communes, publics, mois et périodes, numérateur et "
        "dénominateur, indicateurs emboîtés, stock et flux) ont été mises en un système ; on y cherche le moins et le "
        "plus que peut valoir chaque petit effectif, tiré au hasard ou choisi parmi ceux des communes que leurs sommes "
        "serrent.",
        f"Sur {entier(essais)} petits effectifs, dont {entier(trouvailles.combien(_de_communes))} de communes, "
        f"{entier(reussites)} n'ont plus que 1 ou 2 valeurs possibles. En lisant aussi que deux chiffres différents ne "
        f"sont pas du même ensemble, {entier(differentes)} sont connus exactement.{suite}",
        essais=essais,
        reussites=reussites + differentes + (supposees if trouvailles.juge else 0),
        joue=essais > 0,
        mesures={
            "effectifs connus exactement": trouvailles.combien(lambda t: t.sommes == 1),
            "effectifs à 2 valeurs possibles": trouvailles.combien(lambda t: t.sommes == 2),
            "effectifs à 2 valeurs possibles en lisant les différences (mesuré, jamais jugé)": trouvailles.combien(
                lambda t: (t.differences == 2) & ~t.par_sommes
            ),
            "effectifs attaqués en admettant des communes inconnues": trouvailles.combien(lambda t: t.relachee),
            "effectifs attaqués en supposant que personne ne déménage": trouvailles.combien(
                lambda t: t.immobiles is not None
            ),
            f"dont 1 ou 2 valeurs seraient possibles ({jugement})": supposees,
        },
        exemples=_exemples(trouvailles.faibles),
    )


def _de_communes(trouvaille: sommes.Trouvaille) -> np.ndarray:
    return (trouvaille.cibles["territoire_niveau"] == COMMUNE).to_numpy()


def _constat_du_moyennage(trouvailles: sommes.Trouvailles, repetition: Repetition | None, base: int) -> Constat:
    """Attack 3, on the systems of attack 2."""
    attaque, titre = "moyennage", "Moyenne des arrondis"
    essai = (
        "Les effectifs qui s'accordent le mieux avec tous les chiffres publiés (moindres carrés) ont été calculés puis "
        "arrondis à l'entier ; on compte ceux de 1 à 4 qui sont exacts."
    )
    if repetition is None or not trouvailles.une_par_attaque:
        raison = "Il faut les effectifs réels pour le dire : cette attaque n'est mesurée que dans une répétition."
        return Constat(attaque, titre, essai, raison, joue=False)
    estimes = pl.concat(t.estimes for t in trouvailles.une_par_attaque)
    estimes = estimes.unique([*CLE, "grandeur"], keep="first", maintain_order=True)
    jugees = estimes.join(revisions.exacts(repetition.verite), on=[*CLE, "grandeur"])
    comptes = moyennage.comparer(jugees, base)
    juges = [compte for compte in comptes.values() if compte.essais >= ESSAIS_POUR_JUGER]
    dits = " ; ".join(
        f"{nom}, {entier(compte.essais)} essais : {_pourcent(compte.trouves, compte.essais)} de retrouvés, "
        f"{_pourcent(compte.devines, compte.essais)} de devinés"
        for nom, compte in comptes.items()
    )
    return Constat(
        attaque,
        titre,
        essai,
        f"Effectifs de 1 à {base - 1} retrouvés, et devinés en disant toujours le plus fréquent. {dits or 'Aucun'}. "
        f"On juge à partir de {ESSAIS_POUR_JUGER} essais.",
        essais=sum(compte.essais for compte in comptes.values()),
        reussites=sum(compte.trouves - compte.devines for compte in juges if compte.avantage > AVANTAGE_MAXIMAL),
        mesures={f"avantage sur le hasard ({nom})": compte.avantage for nom, compte in comptes.items()},
    )


def constat_entre_millesimes(millesime: Millesime, repetition: Repetition | None) -> Constat:
    """Attack 4; the truth, if there is one, also says whether figures were drawn under another secret."""
    attaque, titre = "entre_millesimes", "D'un millésime au suivant"
    essai = (
        "Les lignes définitives du millésime précédent ont été comparées à ce qu'elles sont ici : un chiffre qui bouge "
        "dit un mouvement, ou a été tiré une seconde fois. Aucune ne peut changer, sauf à la révision annuelle, où "
        "chaque changement doit être marqué."
    )
    if millesime.avant is None:
        return Constat(attaque, titre, essai, "Aucun millésime précédent n'est là.", joue=False)
    vu = revisions.comparer(millesime)
    mesures, retires = _d_une_repetition(millesime, repetition)
    return Constat(
        attaque,
        titre,
        essai,
        f"Sur {entier(vu.definitives)} lignes définitives dans {millesime.avant.nom}, {entier(vu.changees)} ont changé "
        f"dans {millesime.nom}, {'sa révision annuelle, ' if vu.annuelle else ''}dont {entier(vu.sans_le_dire)} sans "
        "être marquées révisées.",
        essais=vu.definitives,
        reussites=vu.fautes + retires,
        mesures=mesures,
        exemples=vu.exemples,
    )


def _d_une_repetition(millesime: Millesime, repetition: Repetition | None) -> tuple[dict[str, float], int]:
    """What is measured of provisional counts where the truth is known, and how many were drawn under another secret."""
    if repetition is None or repetition.verite_avant is None:
        return {}, 0
    deux = revisions.tires_deux_fois(millesime, repetition.verite, repetition.verite_avant)
    nombre, devinee = revisions.direction_devinee(deux)
    memes, retires = revisions.redessines(deux)
    mesures = {
        "effectifs provisoires qu'une seule personne a changés": nombre,
        "part dont le sens est deviné (mesurée, jamais jugée)": devinee,
        "effectifs provisoires que personne n'a changés": memes,
        f"dont le chiffre a changé ({_pourcent(revisions.PART_REDESSINEE, 1)} au plus sont admis)": retires,
    }
    return mesures, retires if retires > revisions.PART_REDESSINEE * memes else 0


def _existence(millesime: Millesime) -> Constat:
    vu = existence.examiner(millesime)
    return Constat(
        "existence",
        "Existence, motifs et statuts",
        "Chaque case annoncée, jusqu'à la moindre commune, doit avoir sa ligne ; motif et statut doivent suivre des "
        "faits publics et des chiffres publiés, jamais d'un effectif caché.",
        f"Sur {entier(vu.cellules)} lignes : {_fautes(vu.fautes)}.",
        essais=vu.cellules,
        reussites=sum(vu.fautes.values()),
        exemples=vu.exemples,
    )


def _reconstruction(millesime: Millesime) -> Constat:
    vu = reconstruction.examiner(millesime)
    return Constat(
        "reconstruction",
        "Reconstruction",
        "Effectifs, parts, intervalles, médianes et moyennes ont été refaits à partir des seuls effectifs publiés et "
        "de leurs grilles : ce qui ne s'en déduit pas vient des effectifs réels.",
        f"Sur {entier(vu.lignes)} lignes : {_fautes(vu.fautes)}.",
        essais=vu.lignes,
        reussites=sum(vu.fautes.values()),
        exemples=vu.exemples,
    )


def _exemples(faibles: list[pl.DataFrame]) -> list[str]:
    return [", ".join(map(str, ligne)) for cases in faibles for ligne in cases.head(3).iter_rows()][:3]


def _entreprises(millesime: Millesime, echantillon: int, graine: int) -> tuple[pl.DataFrame, Constat]:
    attaque, titre = "entreprises", "Entreprises"
    essai = "On cherche par différence les résultats retenus parce qu'une entreprise s'y lirait."
    cases = entreprises.retenues(millesime)
    if cases.is_empty():
        rien = Constat(attaque, titre, essai, "Aucun résultat sur les entreprises n'est retenu.", joue=False)
        return cases.select(*CLE, "grandeur"), rien
    tirees = cases.sample(min(echantillon, cases.height), seed=graine)
    savoir = contexte(millesime, tirees["indicateur"].unique().to_list())
    etroites = entreprises.trop_etroites(millesime, savoir, tirees)
    return etroites, Constat(
        attaque,
        titre,
        essai,
        f"Sur {entier(tirees.height)} résultats retenus, {entier(etroites.height)} sont connus à moins de 20 % des "
        "postes près, ou à moins de 5.",
        essais=tirees.height,
        reussites=etroites.height,
        exemples=_exemples([etroites]),
    )


def contexte(millesime: Millesime, indicateurs: list[str]) -> Contexte:
    """What published figures say of the relations to trust, for these indicators and those linked to them."""
    lies = {nom for indicateur in indicateurs for nom in indicateurs_lies(indicateur)}
    noms = sorted({*indicateurs, *lies} & set(millesime.indicateurs))
    partielles = millesime.table.filter(
        pl.col("indicateur").is_in(noms),
        pl.col("motif") == "couverture_partielle",
        pl.col("periode_type") == "mois",
    )
    return Contexte(
        millesime.entrees,
        millesime.modalites,
        contredites=frozenset((nom, dimension) for nom in noms for dimension in _contredites(millesime, nom)),
        troues=frozenset(partielles.select("indicateur", "periode_debut").unique().collect().iter_rows()),
        erreur=millesime.erreur,
    )


def _contredites(millesime: Millesime, indicateur: str) -> list[str]:
    """Dimensions whose publics, somewhere, are further from the whole than rounding allows."""
    cle = [*PERIODE, *LIEU, "grandeur"]
    chiffres = millesime.chiffres(indicateur)
    tout = chiffres.filter(pl.col("dimension") == ENSEMBLE).select(*cle, tout="publie")
    simples = (pl.col("dimension") != NON_EXCLUSIVE) & ~pl.col("dimension").str.contains(CROIX, literal=True)
    sommes = (
        chiffres.filter(simples & (pl.col("dimension") != ENSEMBLE))
        .group_by(*cle, "dimension")
        .agg(pl.col("publie").sum().alias("somme"), pl.len())
        .join(tout, on=cle)
    )
    entieres = pl.DataFrame({"dimension": list(millesime.modalites), "len": map(len, millesime.modalites.values())})
    trop = (pl.col("somme") - pl.col("tout")).abs() > millesime.erreur * (pl.col("len") + 1)
    toutes = sommes.with_columns(pl.col("len").cast(pl.Int64)).join(entieres, on=["dimension", "len"], how="semi")
    return toutes.filter(trop)["dimension"].unique().sort().to_list()


def _admis(differents: int, essais: int, trop: bool) -> str:
    part = f"{'trop : ' if trop else ''}{_pourcent(differents, essais)}"
    return f" ({part}, {_pourcent(PART_INCERTAINE, 1)} au plus sont admis)"


def _fautes(fautes: dict[str, int]) -> str:
    return " ; ".join(f"{phrase} ({entier(nombre)} fois)" for phrase, nombre in fautes.items()) or "rien à redire"


def _pourcent(partie: float, tout: float) -> str:
    return f"{100 * partie / tout:.1f} %".replace(".", ",") if tout else "aucun"
