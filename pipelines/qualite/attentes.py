"""What is expected of a delivery, and what is observed: its summary, its contract and the summaries before it.

An observation is one number (rows, a share, days, a distance between two distributions), so that every check is a band:
between `bas` and `haut`, both included; without `bas`, less is never a fault.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil, floor
from statistics import median

from pipelines.contracts import Contrat, Entite
from pipelines.contracts.lots import REPARTITION, ControleDeLot, maison
from pipelines.contracts.posees import posees
from pipelines.qualite.resume import AUTRES, Resume, ResumeEntite

Avant = Sequence[tuple[date, ResumeEntite]]
Bande = tuple[float | None, float | None]
MAD = 1.4826
"""What makes the median absolute deviation of a normal variable its standard deviation."""


@dataclass(frozen=True)
class Attente:
    """One check of one delivery: of the source (`entite` empty), of an entity, or of what `colonne` names in it.

    One that cannot be judged has no bounds, and `motif` says why, in French. `passe`: what was observed in comparable
    deliveries, oldest first. `precision`: a detail of the observation.
    """

    controle: ControleDeLot
    entite: str
    colonne: str
    observee: float
    bas: float | None = None
    haut: float | None = None
    passe: tuple[tuple[date, float], ...] = ()
    motif: str = ""
    precision: str = ""


def attentes(contrat: Contrat, resume: Resume, passes: Sequence[Resume]) -> list[Attente]:
    """Every check of a delivery; `passes`: the comparable deliveries before it, oldest first."""
    toutes = list(_de_la_source(resume, passes))
    for entite in contrat.entites.values():
        toutes += _de_l_entite(contrat, entite, resume, passes)
    return toutes


def _de_la_source(resume: Resume, passes: Sequence[Resume]) -> Iterator[Attente]:
    if not resume.unites:
        return
    passe = tuple((p.date_reception, p.quarantaine / p.unites) for p in passes if p.unites >= _effectif())
    attente = Attente(maison().controles["quarantaine"], "", "", resume.quarantaine / resume.unites, passe=passe)
    yield _nourrie(_jugee(attente, _au_plus), resume.unites)


def _de_l_entite(contrat: Contrat, entite: Entite, resume: Resume, passes: Sequence[Resume]) -> Iterator[Attente]:
    ici = resume.entites[entite.nom]
    avant = [(p.date_reception, p.entites[entite.nom]) for p in passes]
    ecarts = ", ".join(ici.hors_contrat)
    structure = entite.controle("structure")
    yield Attente(structure, entite.nom, "", len(ici.hors_contrat), haut=structure.seuil, precision=ecarts)
    if ici.hors_contrat:
        return
    yield _volume(entite, ici, avant)
    if not ici.lignes:
        return
    yield from _fraicheur(contrat, entite, resume, avant)
    if ici.repetees is not None:
        cle = entite.controle("cle")
        yield Attente(cle, entite.nom, " + ".join(entite.cle_metier), ici.repetees, haut=cle.seuil)
    yield from _references(entite, ici, avant)
    yield from _des_colonnes(contrat, entite, ici, avant)


def _volume(entite: Entite, ici: ResumeEntite, avant: Avant) -> Attente:
    passe = tuple((jour, float(e.lignes)) for jour, e in avant)
    attente = _jugee(Attente(entite.controle("volume"), entite.nom, "", ici.lignes, passe=passe), _autour)
    if attente.bas is not None and attente.haut is not None:
        attente = replace(attente, bas=ceil(attente.bas), haut=floor(attente.haut))  # rows are whole
    # what is usual must be enough: a delivery that comes empty is judged, one of a source of few rows is not
    return _nourrie(attente, int(median(n for _, n in passe)) if passe else ici.lignes)


def _fraicheur(contrat: Contrat, entite: Entite, resume: Resume, avant: Avant) -> Iterator[Attente]:
    """Two bounds, the nearer one counts: what the contract allows, and what is usual (a few rows have no habit)."""
    ici, permis = resume.entites[entite.nom], contrat.age_maximal
    if ici.plus_recent is None:
        return
    passe = tuple((jour, float((jour - e.plus_recent).days)) for jour, e in avant if e.plus_recent)
    age = (resume.date_reception - ici.plus_recent).days
    precision = f"{ici.plus_recent:%d/%m/%Y}"
    attente = Attente(entite.controle("fraicheur"), entite.nom, "", age, passe=passe, precision=precision)
    attente = _nourrie(_jugee(attente, _au_plus), ici.lignes)
    if permis is not None:
        haut = permis if attente.haut is None else min(permis, attente.haut)
        attente = replace(attente, haut=haut, motif="")
    yield attente


def _references(entite: Entite, ici: ResumeEntite, avant: Avant) -> Iterator[Attente]:
    for reference in entite.references:
        compte = ici.references.get(reference.nom)
        if compte is None or compte.part is None:
            continue
        comptes = ((jour, e.references.get(reference.nom)) for jour, e in avant)
        passe = tuple((jour, c.part) for jour, c in comptes if c and c.part is not None)
        controle = entite.controle("references", reference.colonnes[0])
        yield Attente(controle, entite.nom, reference.nom, compte.part, haut=controle.seuil, passe=passe)


def _des_colonnes(contrat: Contrat, entite: Entite, ici: ResumeEntite, avant: Avant) -> Iterator[Attente]:
    nourris = [(jour, e) for jour, e in avant if e.lignes >= _effectif()]
    recues = {posee.nom: posee.recue for posee in posees(contrat)[entite.nom] if posee.recue}
    for nom, colonne in ici.colonnes.items():
        recue = recues[nom]
        passe = [(jour, e.colonnes[nom], e.lignes) for jour, e in nourris]
        if not recue.requis:
            parts = tuple((jour, c.absentes / lignes) for jour, c, lignes in passe)
            absences = entite.controle("absences", recue.recu)
            attente = Attente(absences, entite.nom, nom, colonne.absentes / ici.lignes, passe=parts)
            yield _nourrie(_jugee(attente, _au_plus), ici.lignes)
        if colonne.codes:
            codes = [(jour, c.codes) for jour, c, _ in passe if c.codes]
            observee, distances = _distances(colonne.codes, codes)
            attente = Attente(entite.controle(REPARTITION, recue.recu), entite.nom, nom, observee, passe=distances)
            yield _nourrie(_jugee(attente, _au_plus), ici.lignes)
        if colonne.nombres:
            medianes = tuple((jour, c.nombres["mediane"]) for jour, c, _ in passe if c.nombres)
            mesures = entite.controle("mesures", recue.recu)
            attente = Attente(mesures, entite.nom, nom, colonne.nombres["mediane"], passe=medianes)
            yield _nourrie(_jugee(attente, _autour), ici.lignes)


def _distances(
    codes: dict[str, int], passe: Sequence[tuple[date, dict[str, int]]]
) -> tuple[float, tuple[tuple[date, float], ...]]:
    """The distance of a distribution to those before together; of each of those, to the others together."""
    if len(passe) < 2:
        return 0.0, ()
    autres = {jour: [c for autre, c in passe if autre != jour] for jour, _ in passe}
    distances = tuple((jour, distance(comptes, autres[jour])) for jour, comptes in passe)
    return distance(codes, [comptes for _, comptes in passe]), distances


def distance(codes: dict[str, int], autres: Sequence[dict[str, int]]) -> float:
    """Share of rows whose code would have to change for the distribution to be that of `autres` together, in [0, 1].

    (Total variation.) A code too rare to be told in one of them is taken with the other rare ones in all of them.
    """
    nommes = [code for code in codes if code != AUTRES and all(code in comptes for comptes in autres)]
    total, ensemble = sum(codes.values()), sum(sum(comptes.values()) for comptes in autres)
    parts = [(codes[code] / total, sum(comptes[code] for comptes in autres) / ensemble) for code in nommes]
    parts.append((1 - sum(a for a, _ in parts), 1 - sum(b for _, b in parts)))
    return sum(abs(a - b) for a, b in parts) / 2


def _autour(passe: Sequence[float], seuil: float) -> Bande:
    """Within a factor `seuil` of the usual value, or within the usual deviations if they are wider."""
    centre = median(passe)
    bornes = sorted((centre / seuil, centre * seuil))
    return min(bornes[0], centre - _ecart(passe)), max(bornes[1], centre + _ecart(passe))


def _au_plus(passe: Sequence[float], seuil: float) -> Bande:
    """Not more than `seuil` above the usual value, or than the usual deviations if they are wider."""
    return None, median(passe) + max(seuil, _ecart(passe))


def _ecart(passe: Sequence[float]) -> float:
    centre = median(passe)
    return maison().historique["ecarts"] * MAD * median(abs(valeur - centre) for valeur in passe)


def _jugee(attente: Attente, bande: Callable[[Sequence[float], float], Bande]) -> Attente:
    """The same with its bounds, if the past is long enough to give any."""
    minimum, nombre = maison().historique["minimum"], len(attente.passe)
    if nombre < minimum:
        motif = f"livraisons comparables avant elle : {nombre}, il en faut {minimum}"
        return replace(attente, motif=motif)
    bas, haut = bande([valeur for _, valeur in attente.passe], attente.controle.seuil)
    return replace(attente, bas=bas, haut=haut)


def _nourrie(attente: Attente, lignes: int) -> Attente:
    """The same without bounds, if it rests on too few rows."""
    if lignes >= _effectif():
        return attente
    return replace(attente, bas=None, haut=None, motif=f"lignes : {lignes}, il en faut {_effectif()}")


def _effectif() -> int:
    return maison().historique["effectif"]
