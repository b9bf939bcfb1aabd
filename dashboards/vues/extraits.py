"""The rows behind a chart or a table, as a file: exactly those shown, in the published columns."""

import polars as pl

from dashboards.millesime import Indicateur
from dashboards.vues.choix import Demande
from dashboards.vues.notions import de_la_notion
from dashboards.vues.periodes import Periode
from dashboards.vues.series import chiffres, territoires_montres

CLE = ("periode_debut", "territoire_niveau", "territoire_code")


def serie(demande: Demande, indicateur: Indicateur) -> pl.DataFrame:
    """The rows of a series: the territory, then the one drawn beside it."""
    etat = demande.etat
    montres = territoires_montres(demande, indicateur)
    lignes = demande.millesime.lignes(montres, etat.dimension, etat.modalite, indicateur.indicateur)
    return lignes.filter(pl.col("periode_type") == etat.rythme)


def notion(demande: Demande, nom: str) -> pl.DataFrame | None:
    """The rows of the territory and of France for every measure of a notion; None when the release knows none."""
    mesures = de_la_notion(demande, nom)
    if not mesures:
        return None
    lieux = dict.fromkeys([demande.territoire, demande.millesime.territoires["france"]])
    etat = demande.etat
    lignes = [demande.millesime.lignes(lieux, etat.dimension, etat.modalite, i.indicateur) for i in mesures]
    return pl.concat(lignes).filter(pl.col("periode_type") == etat.rythme)


def territoires(demande: Demande, indicateur: Indicateur) -> pl.DataFrame:
    """The rows of the table of territories, at the reference period."""
    etat, version = demande.etat, demande.millesime
    enfants = version.enfants(demande.territoire)
    periode = periode_de_reference(demande, indicateur)
    if not enfants or periode is None:
        return serie(demande, indicateur).clear()
    lignes = version.lignes_du_niveau(
        enfants[0].niveau, indicateur.indicateur, etat.rythme, etat.dimension, etat.modalite
    )
    return lignes.filter(
        pl.col("periode_debut") == periode.debut, pl.col("territoire_code").is_in([t.code for t in enfants])
    )


def periode_de_reference(demande: Demande, indicateur: Indicateur) -> Periode | None:
    """The last period known in France for the same public: every territory is read at the same one."""
    etat, france = demande.etat, demande.millesime.territoires["france"]
    lignes = demande.millesime.lignes([france], etat.dimension, etat.modalite, indicateur.indicateur)
    return derniere_connue(chiffres(indicateur, lignes, france, etat.rythme))


def derniere_connue(suite: tuple) -> Periode | None:
    """The last period with a value; the last of all when none has."""
    connues = [c.periode for c in suite if c.connu]
    return max(connues or [c.periode for c in suite], default=None)


def en_csv(lignes: pl.DataFrame, tableur: bool) -> bytes:
    """For machines: comma, point, UTF-8. For spreadsheets in French: semicolon, decimal comma, byte order mark."""
    if tableur:
        return lignes.write_csv(separator=";", decimal_comma=True, include_bom=True).encode()
    return lignes.write_csv().encode()
