"""The sheet of a territory: what a committee reads before a meeting."""

from dataclasses import dataclass, replace
from functools import lru_cache

import polars as pl

from dashboards import etat_url, formats, textes
from dashboards.etat_url import Etat
from dashboards.millesime import Indicateur, Millesime, Territoire
from dashboards.vues.cartes import Carte, carte, phrase
from dashboards.vues.chiffres import Chiffre
from dashboards.vues.choix import Demande, publics
from dashboards.vues.extraits import derniere_connue
from dashboards.vues.notions import Notion, notions
from dashboards.vues.objectifs import Objectifs, objectifs
from dashboards.vues.periodes import Periode
from dashboards.vues.series import Serie, chiffres, serie
from dashboards.vues.sous_territoires import SousTerritoires, indicateur_compare, sous_territoires

PHRASES_DE_TETE = ("retour_emploi_6m", "delai_orientation_median", "inscrits_stock")


@dataclass(frozen=True)
class Theme:
    titre: str
    phrase: str
    cartes: tuple[Carte, ...]


@dataclass(frozen=True)
class Fiche:
    """Everything a sheet says. `fil`: the wider territories, from France down, with their addresses."""

    titre: str
    comite: str
    fil: tuple[tuple[str, str], ...]
    perimetre: str
    public: str
    phrases: tuple[str, ...]
    objectifs: Objectifs | None
    themes: tuple[Theme, ...]
    notions: tuple[Notion, ...]
    series: tuple[Serie, ...]
    sous_territoires: SousTerritoires | None


def fiche(demande: Demande) -> Fiche:
    """The sheet for one state of one release; the last ones asked are kept."""
    return _fiche(demande.millesime, demande.etat)


@lru_cache(maxsize=256)
def _fiche(version: Millesime, etat: Etat) -> Fiche:
    demande = Demande(version, etat, ())
    territoire = demande.territoire
    autour = _englobants(version, territoire)
    lignes = version.lignes([territoire, *autour], etat.dimension, etat.modalite)
    lues = {i.indicateur: _lire(demande, i, lignes, autour) for i in version.indicateurs.values()}
    compare = lues[indicateur_compare(demande).indicateur]
    return Fiche(
        titre=formats.majuscule(formats.apostrophe(_titre(territoire))),
        comite=textes.COMITES[territoire.niveau],
        fil=_fil(demande, autour),
        perimetre=_perimetre(version, territoire),
        public=publics(version)[demande.public],
        phrases=tuple(
            phrase(version.indicateurs[nom], lues[nom].actuel, territoire, lues[nom].avant)
            for nom in PHRASES_DE_TETE
            if nom in lues
        ),
        objectifs=objectifs(version, territoire),
        themes=tuple(
            Theme(titre, explication, tuple(_carte(demande, i, lues) for i in _du_theme(version, theme)))
            for theme, (titre, explication) in textes.THEMES.items()
        ),
        notions=notions(demande, {nom: (lue.actuel, lue.france) for nom, lue in lues.items()}),
        series=tuple(serie(demande, i, lignes) for i in version.indicateurs.values() if etat.dimension in i.dimensions),
        sous_territoires=sous_territoires(demande, compare.periode, compare.actuel),
    )


@dataclass(frozen=True)
class _Lecture:
    """An indicator at its reference period: here, a year before, and in the wider territories."""

    periode: Periode | None
    actuel: Chiffre | None
    avant: Chiffre | None
    autres: tuple[tuple[Territoire, Chiffre | None], ...]

    @property
    def france(self) -> Chiffre | None:
        """The same in France, the widest of the others; itself when there is none around."""
        return self.autres[-1][1] if self.autres else self.actuel


def _lire(demande: Demande, indicateur: Indicateur, lignes: pl.DataFrame, autour: tuple[Territoire, ...]) -> _Lecture:
    """The reference period is the last one known in France: every territory is read at the same one."""
    par_lieu = {
        t.cle: {c.periode: c for c in chiffres(indicateur, lignes, t, demande.etat.rythme)}
        for t in (demande.territoire, *autour)
    }
    siens, national = par_lieu[demande.territoire.cle], par_lieu["national", "FR"]
    periode = derniere_connue(tuple(national.values()))
    if periode is None:
        return _Lecture(None, None, None, ())
    autres = tuple((t, par_lieu[t.cle].get(periode)) for t in autour)
    return _Lecture(periode, siens.get(periode), siens.get(periode.un_an_avant()), autres)


def _carte(demande: Demande, indicateur: Indicateur, lues: dict[str, _Lecture]) -> Carte:
    lue = lues[indicateur.indicateur]
    return carte(demande, indicateur, lue.actuel, lue.avant, lue.autres)


def _du_theme(version: Millesime, theme: str) -> tuple[Indicateur, ...]:
    return tuple(i for i in version.indicateurs.values() if i.theme == theme)


def _englobants(version: Millesime, territoire: Territoire) -> tuple[Territoire, ...]:
    """The direct parent, then France; nothing around France."""
    parent, france = version.parent(territoire), version.territoires["france"]
    return tuple(dict.fromkeys(t for t in (parent, france) if t is not None and t != territoire))


def _fil(demande: Demande, autour: tuple[Territoire, ...]) -> tuple[tuple[str, str], ...]:
    ancetres, courant = [], demande.millesime.parent(demande.territoire)
    while courant is not None:
        lien = etat_url.lien(replace(demande.etat, territoire=courant.adresse))
        ancetres.append((formats.apostrophe(courant.nom), lien))
        courant = demande.millesime.parent(courant)
    return tuple(reversed(ancetres))


def _titre(territoire: Territoire) -> str:
    return territoire.nom if territoire.niveau == "local" else territoire.nom_article


def _perimetre(version: Millesime, territoire: Territoire) -> str:
    """Population, and for a committee the départements that it covers."""
    habitants = (
        f"{formats.nombre(territoire.population)} habitants" if territoire.population else "Population non connue"
    )
    if territoire.niveau != "local":
        return habitants
    departements = [
        version.par_cle[niveau, code]
        for enfant_niveau, enfant_code, niveau, code in version.liens
        if (enfant_niveau, enfant_code) == territoire.cle
        and niveau == "departement"
        and (niveau, code) in version.par_cle
    ]
    if len(departements) > 1:
        noms = [formats.apostrophe(t.nom_article) for t in sorted(departements, key=lambda t: formats.simple(t.nom))]
        return f"{habitants}, à cheval sur {' et '.join(noms)}"
    return habitants
