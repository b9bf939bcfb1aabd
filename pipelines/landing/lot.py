"""One lot of files: read, checked, counted, pseudonymised. Every unit ends in exactly one place."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import reduce

import polars as pl

from pipelines.contracts import Contrat, passer, verifier
from pipelines.contracts.modele import PORTEURS
from pipelines.contracts.passage import CLE_PERSONNE, PERSONNE, SCHEMA_PERSONNE
from pipelines.contracts.refus import FICHIER, REFUS, REJET
from pipelines.identity import Cles
from pipelines.landing.bilan import COMPTES
from pipelines.landing.depot import Entree
from pipelines.landing.doublons import UNITE, Vues
from pipelines.landing.rectification import SUIVI, Rectification, rectifier, suivre
from pipelines.sources import FICHIERS, FichierRecu, Lecture, Source

EXPANSION = 8
_ADDITIFS = (*COMPTES, "lignes", "lignes_ecartees")
_journal = logging.getLogger("pilotage.landing")


class ComptesFaux(Exception):
    """Received is not accepted + quarantined + duplicates + out of scope: a row was lost or counted twice."""


@dataclass
class LotPose:
    """What a lot, or a part of it, gives: landed frames by entity, refusals, one row of counts per file, what
    corrections did. `reprise`: the reader broke on the way, and what the parts before gave counts no longer."""

    entites: dict[str, pl.DataFrame]
    refus: pl.DataFrame
    comptes: pl.DataFrame
    corrections: pl.DataFrame
    reprise: bool = False


@dataclass
class LotTrie:
    """A lot read and checked, before identities pass: accepted rows by entity, refusals, counts per file.

    `lues`: the checked rows of each entity, the refused ones included, when corrections were applied to them.
    """

    types: dict[str, pl.DataFrame]
    refus: pl.DataFrame
    comptes: pl.DataFrame
    rectification: Rectification | None = None
    lues: dict[str, pl.DataFrame] = field(default_factory=dict)


def traiter(
    source: Source, lot: list[Entree], contrat: Contrat, cles: Cles, corrections: pl.DataFrame | None = None
) -> Iterator[LotPose]:
    """Read and sort the units of `lot` (same source, same reception date), then let the accepted ones pass.

    In one piece, or in several when the reader finds the lot too large to be held: their counts add up. `corrections`
    are those of the register in force for the source (landing/corrections.py).
    """
    for trie, reprise in _tries(source, lot, contrat, corrections):
        poses = _passer(trie.types, contrat, cles, lot, trie.comptes)
        suivi = pl.DataFrame(schema=SUIVI)
        if trie.rectification:
            suivi = suivre(trie.rectification.effets, trie.lues, contrat, cles, trie.comptes)
        yield LotPose(poses, _en_quarantaine(trie.refus, trie.comptes), trie.comptes, suivi, reprise)


def trier(source: Source, lot: list[Entree], contrat: Contrat) -> LotTrie:
    """Read, check and count the units of `lot`, held whole: what can be had of files without any key."""
    return _trier(_lire(source, _recus(source, lot), contrat), lot, contrat, None, _vues(source))


def examiner(source: Source, lot: list[Entree], contrat: Contrat) -> tuple[dict[str, dict], pl.DataFrame]:
    """(counts by name of file, refusals) of `lot`, read as it would land; no row is kept, nor any key needed."""
    comptes: list[pl.DataFrame] = []
    refus: list[pl.DataFrame] = []
    for trie, reprise in _tries(source, lot, contrat, None):
        if reprise:
            comptes.clear()
            refus.clear()
        comptes.append(trie.comptes)
        refus.append(trie.refus)
    return additionner(comptes), pl.concat(refus).unique(maintain_order=True)


def additionner(comptes: Iterable[pl.DataFrame]) -> dict[str, dict]:
    """The counts of each file by its name, those of its parts added up."""
    sommes: dict[str, dict] = {}
    for ligne in (ligne for partie in comptes for ligne in partie.to_dicts()):
        deja = sommes.get(ligne["nom"])
        sommes[ligne["nom"]] = _ajoute(deja, ligne) if deja else ligne
    return sommes


def _ajoute(deja: dict, ligne: dict) -> dict:
    """The counts of a file with those of its next part; that it came before is told by the parts that hold units."""
    sommes = {nom: deja[nom] + ligne[nom] for nom in _ADDITIFS}
    return ligne | sommes | {"deja_recu": deja["deja_recu"] or ligne["deja_recu"]}


def _tries(
    source: Source, lot: list[Entree], contrat: Contrat, corrections: pl.DataFrame | None
) -> Iterator[tuple[LotTrie, bool]]:
    """The parts of `lot` sorted, each with whether it stands in place of those before."""
    vues = _vues(source)
    for lecture, reprise in _lectures(source, _recus(source, lot), contrat):
        vues = _vues(source) if reprise else vues
        yield _trier(lecture, lot, contrat, corrections, vues), reprise


def _vues(source: Source) -> Vues:
    return Vues(getattr(source, "rangs", ()))


def _recus(source: Source, lot: list[Entree]) -> list[FichierRecu]:
    return [FichierRecu(e.chemin, source.nom, e.date_reception, e.sha256, e.octets, e.membre) for e in lot]


def _trier(
    lecture: Lecture, lot: list[Entree], contrat: Contrat, corrections: pl.DataFrame | None, vues: Vues
) -> LotTrie:
    lot = _sans_doublon_vide(lot, lecture)
    rectification = _rectifier(lecture, lot, contrat, corrections)
    types, refus = _verifier(lecture, contrat)
    lues = dict(types) if rectification else {}
    _refuser_les_fichiers(lecture, refus)
    ecartes = _fichiers_ecartes(lecture, lot)
    types = {nom: frame.join(ecartes, on="fichier", how="anti", maintain_order="left") for nom, frame in types.items()}
    refus = refus.join(ecartes, on="fichier", how="anti", maintain_order="left")
    types, rejetees = _sans_les_rejetees(types, refus, contrat)
    types, doublons = _sans_les_doublons(types, lecture, vues)
    return LotTrie(types, refus, _compter(lecture, lot, types, rejetees, doublons), rectification, lues)


def _rectifier(
    lecture: Lecture, lot: list[Entree], contrat: Contrat, corrections: pl.DataFrame | None
) -> Rectification | None:
    """Apply the corrections that name a file of the lot, if any does; units set aside join the reader's refusals."""
    courts = [entree.court for entree in lot]
    if corrections is None or not corrections["fichier_vise"].is_in(courts).any():
        return None
    rectification = rectifier(lecture, courts, contrat, corrections)
    lecture.refus = pl.concat([lecture.refus.cast(REFUS), rectification.refus])
    return rectification


def _sans_doublon_vide(lot: list[Entree], lecture: Lecture) -> list[Entree]:
    """Files without any unit look alike without repeating anything: each is a delivery of its own."""
    vides = lecture.fichiers.select((pl.col("unites_recues") == 0) & pl.col("refus_fichier_regle").is_null())
    return [replace(e, deja_recu=None) if vide else e for e, vide in zip(lot, vides.to_series(), strict=True)]


def _lectures(source: Source, lot: list[FichierRecu], contrat: Contrat) -> Iterator[tuple[Lecture, bool]]:
    """The lot in parts, by a reader that gives them; (part, whether it stands in place of those before).

    When it breaks on the way, the lot is begun again: its files alone, or the only one refused.
    Read whole when the contract refuses a file for one of its rows: that row may be in its last part.
    """
    parties = getattr(source, "parties", None)
    if parties is None or any(regle.gravite == FICHIER for e in contrat.entites.values() for regle in e.regles):
        yield _lire(source, lot, contrat), False
        return
    rendues = 0
    try:
        for lecture in parties(lot):
            yield lecture, False
            rendues += 1
    except (Exception, pl.exceptions.PanicException) as erreur:
        if rendues and len(lot) == 1:
            yield _illisible(source, lot[0], erreur), True
        else:
            yield _lire(source, lot, contrat), rendues > 0


def _lire(source: Source, lot: list[FichierRecu], contrat: Contrat) -> Lecture:
    """Read the lot; if the reader breaks, read each file alone and refuse the one that breaks it."""
    try:
        return source.lire(lot)
    except (Exception, pl.exceptions.PanicException) as erreur:
        if len(lot) == 1:
            return _illisible(source, lot[0], erreur)
        return _reunir([_lire(source, [fichier], contrat) for fichier in lot])


def _illisible(source: Source, fichier: FichierRecu, erreur: BaseException) -> Lecture:
    """A file refused because its reader broke on it."""
    # The text of an unforeseen error may quote a row: only its kind is told
    _journal.warning("%s: reading a file broke (%s)", source.nom, type(erreur).__name__)
    message = f"{fichier.nom} n'a pas pu être lu ({type(erreur).__name__}). Vérifiez son format."
    faits = dict.fromkeys(("fichier", "unites_recues", "lignes", "lignes_ecartees", "hors_champ"), 0)
    faits |= {
        "emetteur": None,
        "mois": None,
        "refus_fichier_regle": "lecture_impossible",
        "refus_fichier_message": message,
    }
    return Lecture({}, pl.DataFrame(schema=REFUS), pl.DataFrame([faits], schema=FICHIERS))


def _reunir(lectures: list[Lecture]) -> Lecture:
    """One reading from readings of one file each, files numbered in order."""
    entites: dict[str, list[pl.DataFrame]] = {}
    for index, lecture in enumerate(lectures):
        rang = pl.lit(index, pl.UInt32).alias("fichier")
        for nom, frame in lecture.entites.items():
            entites.setdefault(nom, []).append(frame.with_columns(rang))
        lecture.refus, lecture.fichiers = lecture.refus.with_columns(rang), lecture.fichiers.with_columns(rang)
    return Lecture(
        {nom: pl.concat(frames) for nom, frames in entites.items()},
        pl.concat([lecture.refus for lecture in lectures]),
        pl.concat([lecture.fichiers for lecture in lectures]),
    )


def _verifier(lecture: Lecture, contrat: Contrat) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    types, refus = {}, [lecture.refus.cast(REFUS)]
    for nom, entite in contrat.entites.items():
        if nom in lecture.entites:
            frame = lecture.entites[nom].sort("fichier", "ligne", maintain_order=True)
            types[nom], defauts = verifier(frame, entite, contrat)
            refus.append(defauts.cast(REFUS))
    # Entities of one unit may share a column: its fault is told once
    return types, pl.concat(refus).unique(maintain_order=True)


def _refuser_les_fichiers(lecture: Lecture, refus: pl.DataFrame) -> None:
    """Refuse whole the files that break a rule of severity `fichier`: one such row is enough."""
    fautes = (
        refus.filter(pl.col("gravite") == FICHIER)
        .group_by("fichier", "regle", maintain_order=True)
        .agg(pl.len().alias("lignes"), pl.col("message").first())
        .unique("fichier", keep="first", maintain_order=True)
        .select(
            "fichier",
            regle="regle",
            phrase=pl.format("{} Le fichier entier est refusé ({} ligne(s) dans ce cas).", "message", "lignes"),
        )
    )
    if fautes.height:
        lecture.fichiers = (
            lecture.fichiers.join(fautes, on="fichier", how="left", maintain_order="left")
            .with_columns(
                refus_fichier_regle=pl.coalesce("refus_fichier_regle", "regle"),
                refus_fichier_message=pl.coalesce("refus_fichier_message", "phrase"),
            )
            .select(*FICHIERS)
        )


def _fichiers_ecartes(lecture: Lecture, lot: list[Entree]) -> pl.DataFrame:
    """Files of which nothing is kept: refused by the reader, or received before."""
    deja_recus = [i for i, entree in enumerate(lot) if entree.deja_recu]
    refuses = pl.col("refus_fichier_regle").is_not_null()
    return lecture.fichiers.filter(refuses | pl.col("fichier").is_in(deja_recus)).select("fichier")


def _sans_les_rejetees(
    types: dict[str, pl.DataFrame], refus: pl.DataFrame, contrat: Contrat
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Rows of accepted units, and the refused units. A unit with one refused row is refused in all entities.

    A refused line without unit refuses the group it lies in (a declaration: from its row to the next one) and, through
    the `groupe` column, every unit that hangs on it.
    """
    rejets = refus.filter(pl.col("gravite") == REJET)
    rejetees = [rejets.drop_nulls("unite").select(UNITE)]
    sans_unite = rejets.filter(pl.col("unite").is_null()).select("fichier", "ligne").unique()
    for entite in contrat.entites.values():
        if not entite.groupe or sans_unite.is_empty() or entite.nom not in types:
            continue
        porteuses = types[entite.nom].filter(pl.col("unite").is_null()).sort("ligne")
        # Sorted by line, each file's lines are: what polars cannot check by itself
        groupes = sans_unite.sort("ligne").join_asof(porteuses, on="ligne", by="fichier", check_sortedness=False)
        groupes = groupes.drop_nulls(entite.groupe).select("fichier", entite.groupe).unique()
        for nom, frame in types.items():
            if entite.groupe in frame.columns:
                touchees = frame.join(groupes, on=["fichier", entite.groupe], how="semi")
                rejetees.append(touchees.drop_nulls("unite").select(UNITE))
                types[nom] = frame.join(groupes, on=["fichier", entite.groupe], how="anti", maintain_order="left")
    unites = pl.concat(rejetees).unique(maintain_order=True)
    return {
        nom: frame.join(unites, on=UNITE, how="anti", maintain_order="left") for nom, frame in types.items()
    }, unites


def _sans_les_doublons(
    types: dict[str, pl.DataFrame], lecture: Lecture, vues: Vues
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Rows without repeated units, and the repeats: same received content as an earlier unit of the same file."""
    recues = {
        nom: lecture.entites[nom].join(frame.select(UNITE).unique(), on=UNITE, how="semi", maintain_order="left")
        for nom, frame in types.items()
    }
    doublons = vues.repetees(recues)
    if doublons.is_empty():
        return types, doublons
    return {n: f.join(doublons, on=UNITE, how="anti", maintain_order="left") for n, f in types.items()}, doublons


def _compter(
    lecture: Lecture,
    lot: list[Entree],
    types: dict[str, pl.DataFrame],
    rejetees: pl.DataFrame,
    doublons: pl.DataFrame,
) -> pl.DataFrame:
    """Counts per file, from what was seen in each place; they must add up to what the reader says it received."""
    vide = pl.DataFrame(schema={"fichier": pl.UInt32, "unite": pl.UInt32})
    acceptees = pl.concat([vide, *(frame.select(UNITE).drop_nulls() for frame in types.values())]).unique()
    entrees = pl.DataFrame(
        {
            "fichier": pl.Series(range(len(lot)), dtype=pl.UInt32),
            "court": [entree.court for entree in lot],
            "nom": [entree.nom for entree in lot],
            "deja_recu": pl.Series([entree.deja_recu for entree in lot], dtype=pl.String),
        }
    )
    parties = {"acceptees": acceptees, "quarantaine": rejetees, "doublons": doublons}
    par_fichier = [unites.group_by("fichier").agg(pl.len().alias(nom)) for nom, unites in parties.items()]
    comptes = reduce(
        lambda gauche, droite: gauche.join(droite, on="fichier", how="left", maintain_order="left"),
        [entrees, lecture.fichiers, *par_fichier],
    ).with_columns(pl.col(*parties).fill_null(0).cast(pl.Int64), pl.col("unites_recues", "hors_champ").cast(pl.Int64))
    doublon, refuse = pl.col("deja_recu").is_not_null(), pl.col("refus_fichier_regle").is_not_null()
    recues = pl.col("unites_recues")
    comptes = comptes.with_columns(
        doublons=pl.when(doublon).then(recues).otherwise("doublons"),
        quarantaine=pl.when(refuse & ~doublon).then(recues).otherwise("quarantaine"),
        hors_champ=pl.when(refuse | doublon).then(0).otherwise("hors_champ"),
    )
    _exiger_le_compte(comptes)
    return comptes


def _exiger_le_compte(comptes: pl.DataFrame) -> None:
    places = ("acceptees", "quarantaine", "doublons", "hors_champ")
    faux = comptes.filter(pl.col("unites_recues") != pl.sum_horizontal(*places))
    if faux.height:
        ligne = faux.row(0, named=True)
        detail = " + ".join(f"{ligne[place]} {place}" for place in places)
        raise ComptesFaux(f"{ligne['nom']}: {ligne['unites_recues']} units received, but {detail}. Nothing was landed.")


def _passer(
    types: dict[str, pl.DataFrame], contrat: Contrat, cles: Cles, lot: list[Entree], comptes: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    fichiers = comptes.select("fichier", "emetteur", nom_court="court")
    poses, personnes = {}, []
    for nom, frame in types.items():
        poses[nom], rencontrees = passer(frame, contrat.entites[nom], cles, fichiers, lot[0].date_reception)
        personnes.append(rencontrees)
    if personnes:
        rencontrees = pl.concat(personnes).unique(CLE_PERSONNE, keep="first", maintain_order=True)
        dit = pl.col("etat_civil_id").is_not_null()
        poses[PERSONNE] = rencontrees.filter(dit | ~dit.any().over("personne_id"))
    else:
        poses[PERSONNE] = pl.DataFrame(schema=SCHEMA_PERSONNE)
    return poses


def _en_quarantaine(refus: pl.DataFrame, comptes: pl.DataFrame) -> pl.DataFrame:
    """Refusals named by the file's content; one sentence for a file refused or received before."""
    lignes = refus.join(comptes.select("fichier", "court"), on="fichier", how="left", maintain_order="left")
    return pl.concat([_lignes_de_fichier(comptes), lignes.with_columns(fichier=pl.col("court")).select(*REFUS)]).sort(
        "fichier", "unite", "ligne", "champ", "regle", maintain_order=True
    )


def _lignes_de_fichier(comptes: pl.DataFrame) -> pl.DataFrame:
    doublon, refuse = pl.col("deja_recu").is_not_null(), pl.col("refus_fichier_regle").is_not_null()
    message = pl.when(doublon).then(
        pl.format("{} a le même contenu que {} : rien de nouveau n'est retenu.", "nom", "deja_recu")
    )
    types = REFUS | {"fichier": pl.String}
    return (
        comptes.filter(refuse | doublon)
        .with_columns(
            fichier=pl.col("court"),
            unite=pl.lit(None),
            ligne=pl.lit(None),
            champ=pl.lit(None),
            regle=pl.when(doublon).then(pl.lit("fichier_deja_recu")).otherwise("refus_fichier_regle"),
            message=message.otherwise("refus_fichier_message"),
            gravite=pl.when(doublon).then(pl.lit("avertissement")).otherwise(pl.lit(REJET)),
        )
        .select(*REFUS)
        .cast(types)
    )


def decouper(entrees: list[Entree], taille: int) -> Iterator[list[Entree]]:
    """Lots of at most `taille` bytes, in order of names; a file larger than that is a lot of its own.

    A compressed file counts for what such texts usually hold.
    """
    lot: list[Entree] = []
    octets = 0
    for entree in entrees:
        poids = entree.octets * (EXPANSION if entree.nom.endswith(PORTEURS) else 1)
        if lot and octets + poids > taille:
            yield lot
            lot, octets = [], 0
        lot.append(entree)
        octets += poids
    if lot:
        yield lot
