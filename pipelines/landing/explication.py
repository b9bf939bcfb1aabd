"""What a refusal means and what to do about it: place in the dépôt, the row without its identities, the ways out.

The quarantine keeps no row: the file is read again at the recorded place. Only columns of class `ordinaire` show, and
only values that are what their column expects: in a row shifted by one column, a name stands where a code should.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from pipelines.contracts import Colonne, Contrat, Entite, charger
from pipelines.contracts.correspondances import DOSSIER as CORRESPONDANCES
from pipelines.landing.corrections import SOURCE as CORRECTION
from pipelines.landing.rectification import ECARTER, REMPLACER
from pipelines.roots import Roots
from pipelines.sources import FichierRecu, toutes

_LIGNES_MONTREES = 3
_COURT = r"^[A-Z]{0,2}-?[0-9]{1,7}(?:[.,][0-9]{1,4})?[A-Z]?$"
_HORODATAGE = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}[0-9.Z]*$"
_LIEU = ["source", "date_reception", "nom", "fichier"]


@dataclass(frozen=True)
class Explication:
    """One refused place. `nombre`: how many refusals of the same rule and column the file has.

    `colonne` and `regle_du_contrat` are what the contract says of them; `lignes` the rows of the unit, by entity, with
    the values that may be shown; `conseils` what to do, the most natural first.
    """

    chemin: str
    fichier: str
    ligne: int | None
    regle: str
    message: str
    nombre: int
    colonne: str | None = None
    regle_du_contrat: str | None = None
    lignes: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    conseils: list[str] = field(default_factory=list)


def expliquer(roots: Roots, refus: pl.DataFrame) -> Iterator[Explication]:
    """One explanation per file, rule and column of `refus` (rows of `lister_quarantaine`), at its first place."""
    groupes = refus.sort("ligne", maintain_order=True).group_by([*_LIEU, "regle", "champ"], maintain_order=True)
    premieres = groupes.agg(pl.len().alias("nombre"), pl.col("unite", "ligne", "message").first())
    for (source, jour, nom, fichier), du_fichier in premieres.group_by(_LIEU, maintain_order=True):
        contrat = charger(str(source))
        entites = _entites(contrat, str(nom))
        frames = _relire(roots, str(source), str(jour), str(nom), du_fichier["unite"].drop_nulls())
        for r in du_fichier.iter_rows(named=True):
            r |= {"fichier": fichier}
            colonne = _colonne(entites, r["champ"])
            yield Explication(
                chemin=f"depot/{source}/{jour}/{nom}",
                fichier=str(fichier),
                ligne=r["ligne"],
                regle=r["regle"],
                message=r["message"],
                nombre=r["nombre"],
                colonne=f"{colonne.recu} : {colonne.description}" if colonne else None,
                regle_du_contrat=_regle(entites, r["regle"]),
                lignes=list(_montrables(frames, contrat, r["unite"])),
                conseils=_conseils(contrat, r, colonne),
            )


def _relire(roots: Roots, source: str, jour: str, nom: str, unites: pl.Series) -> dict[str, list[pl.DataFrame]]:
    """The rows of some units of a file of the dépôt, read in parts when it is large; none when it has left."""
    porteur, _, membre = nom.partition("/")
    chemin = roots.depot / source / jour / porteur
    if unites.is_empty() or not chemin.is_file():
        return {}
    recu = FichierRecu(chemin, source, date.fromisoformat(jour), "", chemin.stat().st_size, membre or None)
    lecteur = toutes()[source]
    parties = getattr(lecteur, "parties", None)
    trouvees: dict[str, list[pl.DataFrame]] = {}
    for lecture in parties([recu]) if parties else [lecteur.lire([recu])]:
        for entite, frame in lecture.entites.items():
            trouvees.setdefault(entite, []).append(frame.filter(pl.col("unite").is_in(unites.implode())))
    return trouvees


def _montrables(
    frames: dict[str, list[pl.DataFrame]], contrat: Contrat, unite: int | None
) -> Iterator[tuple[str, dict[str, str]]]:
    for nom, parties in frames.items():
        frame = pl.concat(parties)
        ordinaires = [colonne for colonne in contrat.entites[nom].colonnes if colonne.classe == "ordinaire"]
        lignes = frame.filter(pl.col("unite") == unite).head(_LIGNES_MONTREES)
        for ligne in lignes.select(_montrable(colonne) for colonne in ordinaires).to_dicts():
            yield nom, {colonne: valeur for colonne, valeur in ligne.items() if valeur}


def _montrable(colonne: Colonne) -> pl.Expr:
    """The text of a column, unless it may be a name or a number: a date, a small number, a short or listed code."""
    texte = pl.col(colonne.recu).str.strip_chars()
    if colonne.logique == "date":
        attendu = texte.str.strptime(pl.Date, colonne.format or "%Y-%m-%d", strict=False).is_not_null()
    elif colonne.logique == "timestamp":
        attendu = texte.str.contains(_HORODATAGE)
    else:
        attendu = texte.is_in([*(colonne.valeurs or ()), *colonne.vrai]) | texte.str.contains(_COURT)
    return pl.when(attendu).then(texte).alias(colonne.recu)


def _entites(contrat: Contrat, nom: str) -> list[Entite]:
    """The entities of a contract, that which the file is named for first: they may name a column alike."""
    dit = contrat.dit_par_le_nom(nom)
    return sorted(contrat.entites.values(), key=lambda entite: dit is None or entite.nom != dit[0])


def _colonne(entites: list[Entite], champ: str | None) -> Colonne | None:
    connues = (entite.par_nom.get(champ or "") for entite in entites)
    return next((colonne for colonne in connues if colonne), None)


def _regle(entites: list[Entite], nom: str) -> str | None:
    """A rule of the contract as it computes it, for who would change it."""
    regles = (regle for entite in entites for regle in entite.regles if regle.nom == nom)
    return next((regle.expression for regle in regles), None)


def _conseils(contrat: Contrat, refus: dict, colonne: Colonne | None) -> list[str]:
    source = contrat.source
    conseils = [
        f"the sender mends it and sends the file again: put it in depot/{source}/<AAAA-MM-JJ of that day>/",
    ]
    propre = any(entite.lecture.get("format") == "propre" for entite in contrat.entites.values())
    if refus["unite"] is not None and source != CORRECTION:
        place = f"{source};;{refus['fichier']};{refus['ligne']}"
        demande = f"{place};{REMPLACER};{colonne.recu};<valeur>" if colonne and not propre else f"{place};{ECARTER};;"
        conseils.append(
            f"or ask for a correction in depot/{CORRECTION}/<AAAA-MM-JJ>/corrections_<AAAA-MM-JJ>.csv: "
            f"{demande};<motif>;<service>;<expire le AAAA-MM-JJ>"
        )
    conseils.append(
        f"or, when the file is right, change data_contracts/{source}.odcs.yaml "
        f"(names of its columns: data_contracts/{CORRESPONDANCES}/{source}.yaml)"
    )
    return conseils
