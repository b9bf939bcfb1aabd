"""Services of insertion: where structures offer something, against which brakes; listed for a while, seen again."""

from datetime import date

import numpy as np
import polars as pl

from pipelines.simulation.monde.jours import Hasard, Jours, choix, dates, entre, hasard, jour
from pipelines.simulation.monde.lieux import Lieux, chiffres
from pipelines.simulation.monde.modele import Parametres

_SOCLE, _UN_SERVICE_POUR, _AU_PLUS, _PAR_STRUCTURE = 1_200, 20, 60_000, 3
_THEMES = (
    [
        *("numerique--acceder-aux-droits", "numerique--maitriser-les-fondamentaux", "mobilite--preparer-un-permis"),
        *("mobilite--financer-ma-mobilite", "famille--soutien-aux-familles", "famille--garde-denfants"),
        *("sante--acces-aux-soins", "lecture-ecriture-calcul--maitriser-le-francais", "illettrisme--etre-accompagne"),
        *("logement-hebergement--chercher-un-logement", "equipement-et-alimentation--aide-alimentaire"),
        *("acces-aux-droits-et-citoyennete--accompagnement", "gestion-financiere--beneficier-de-conseils"),
        *("apprendre-francais--suivre-une-formation", "choisir-un-metier--decouvrir-un-metier"),
        *("difficultes-financieres--creer-et-utiliser-un-compte-bancaire", "trouver-un-emploi--faire-son-cv"),
        "difficultes-administratives-ou-juridiques--beneficier-dun-accompagnement-juridique",
    ],
    [9, 6, 8, 7, 6, 6, 9, 6, 3, 9, 5, 8, 4, 4, 8, 3, 7, 3],
)
_COMBIEN = ([0, 1, 2, 3], [4, 56, 28, 12])
_SANS_COMMUNE, _COMMUNE_INCONNUE, _STRUCTURE_ABSENTE = 0.45, 0.03, 0.005
_PLUS_TARD, _RETIRES, _AU_BORD = 0.2, 0.15, 0.08
_CONFIRMATIONS = 8


def proposer(parametres: Parametres, rang: int, lieux: Lieux) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The frames `structure` and `service`: those that a block alone speaks of."""
    tirage = hasard(parametres.graine, rang, "services")
    tous = min(_SOCLE + parametres.personnes // _UN_SERVICE_POUR, _AU_PLUS)
    nombre = -(-tous // parametres.blocs)
    structures = max(1, nombre // _PAR_STRUCTURE)
    ou = lieux.tirer(tirage, structures)
    noms = "base--s" + chiffres(np.full(structures, rang), 4) + "-" + chiffres(np.arange(structures), 6)
    structure = pl.DataFrame({"structure": noms, "commune": lieux.codes(tirage, ou, _COMMUNE_INCONNUE)})
    de = entre(tirage, 0, structures - 1, nombre)
    ailleurs = lieux.codes(tirage, lieux.tirer_dans(tirage, lieux.departement_de[ou[de]]), 0.0)
    mois = pl.Series(parametres.liste_mois)
    debut = np.where(tirage.random(nombre) < _PLUS_TARD, entre(tirage, 0, len(mois) - 1, nombre), 0)
    fin = np.where(tirage.random(nombre) < _RETIRES, entre(tirage, debut, len(mois) - 1, nombre), len(mois) - 1)
    service = pl.DataFrame(
        {
            "service": "base--v" + chiffres(np.full(nombre, rang), 4) + "-" + chiffres(np.arange(nombre), 6),
            "structure": noms.gather(de),
            "commune": ailleurs,
            "thematiques": _themes(tirage, nombre),
            "premier_mois": mois.gather(debut),
            "dernier_mois": mois.gather(fin),
            "mises_a_jour": _confirmations(tirage, parametres, nombre),
        }
    )
    muet, absente = (pl.Series(tirage.random(nombre) < part) for part in (_SANS_COMMUNE, _STRUCTURE_ABSENTE))
    return structure, service.with_columns(
        commune=pl.when(~muet).then("commune"),
        structure=pl.when(absente).then(pl.lit("base--ailleurs")).otherwise("structure"),
    )


def _themes(tirage: Hasard, nombre: int) -> pl.Series:
    """Lists of themes, some empty."""
    tires = [choix(tirage, *_THEMES, nombre) for _ in range(max(_COMBIEN[0]))]
    combien = choix(tirage, *_COMBIEN, nombre)
    return pl.Series(
        [sorted({str(une) for une in theme[:n]}) for theme, n in zip(zip(*tires, strict=True), combien, strict=True)],
        dtype=pl.List(pl.String),
    )


def _confirmations(tirage: Hasard, parametres: Parametres, nombre: int) -> pl.Series:
    """Days when each service was looked at: before the first month, then at times; some on the last day that makes it
    recent at the end of a month, or the day before, and never again."""
    premier, dernier = jour(parametres.premier_mois), jour(parametres.dernier_jour)
    pas = entre(tirage, 20, 260, nombre * _CONFIRMATIONS).reshape(_CONFIRMATIONS, nombre)
    ordinaires: Jours = premier - entre(tirage, 1, 240, nombre) + np.concatenate([np.zeros((1, nombre)), pas]).cumsum(0)
    fins = pl.Series(parametres.liste_mois).dt.month_end().dt.offset_by("-6mo").to_physical().to_numpy()
    bord = fins[entre(tirage, 0, len(fins) - 1, nombre)] - entre(tirage, 0, 1, nombre)
    au_bord = tirage.random(nombre) < _AU_BORD
    ancien = premier - 400
    vues: list[list[date]] = []
    for rang in range(nombre):
        siennes = [ancien, bord[rang]] if au_bord[rang] else [un for un in ordinaires[:, rang] if un <= dernier]
        vues.append(dates(np.array(siennes)).to_list())
    return pl.Series(vues, dtype=pl.List(pl.Date))
