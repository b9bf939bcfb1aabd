"""Services of insertion and their structures: the whole list as JSON, collected on the last day of each month.

A list is never corrected: the next one replaces it.
"""

from datetime import date

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.envois import Defaut, Format, Tournee
from pipelines.simulation.fichiers.texte import JOUR_ISO, bout_a_bout, fin_de, json, objet
from pipelines.simulation.monde.modele import SERVICE, STRUCTURE, Bloc
from pipelines.simulation.plan import NATIONAL, Depeche, Livraison

_SEPARATEUR = ",\n"


class EcrivainServiceInsertion:
    """Files structures_ and services_."""

    nom = "service_insertion"

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None:
        listes = pl.date_ranges("premier_mois", "dernier_mois", "1mo")
        bureau.brouillon.garder("service", rang, bloc.service.with_columns(mois=listes).explode("mois"))
        mois = pl.DataFrame({"mois": bureau.parametres.liste_mois})
        bureau.brouillon.garder("structure", rang, bloc.structure.join(mois, how="cross", maintain_order="left_right"))

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        structures = bureau.brouillon.lire_ou_rien("structure", mois, STRUCTURE)
        services = bureau.brouillon.lire_ou_rien("service", mois, SERVICE)
        _tournee(bureau, mois, "structures").premiers(_structures(structures, mois))
        _tournee(bureau, mois, "services").premiers(_services(services, mois), _defauts(mois))


def _structures(lignes: pl.DataFrame, mois: date) -> pl.DataFrame:
    champs = {
        "source": pl.lit('"base"'),
        "id": json(pl.col("structure")),
        "nom": pl.lit('"Structure fictive"'),
        "code_insee": json(pl.col("commune")),
        "date_maj": json(pl.lit(f"{mois:{JOUR_ISO}}")),
    }
    return lignes.select(emetteur=pl.lit(NATIONAL), texte=objet(champs))


def _services(lignes: pl.DataFrame, mois: date) -> pl.DataFrame:
    vues = pl.col("mises_a_jour").list.filter(pl.element() <= fin_de(mois))
    champs = {
        "source": pl.lit('"base"'),
        "id": json(pl.col("service")),
        "structure_id": json(pl.col("structure")),
        "nom": pl.lit('"Service fictif"'),
        "thematiques": bout_a_bout("[", pl.col("thematiques").list.eval(json(pl.element())).list.join(", "), "]"),
        "code_insee": json(pl.col("commune")),
        "date_maj": json(vues.list.max().dt.strftime(JOUR_ISO)),
    }
    return lignes.select(emetteur=pl.lit(NATIONAL), texte=objet(champs))


def _tournee(bureau: Bureau, mois: date, prefixe: str) -> Tournee:
    def nommer(_emetteur: str, mois: date, suffixe: str) -> str:
        return f"{prefixe}_{fin_de(mois)}{suffixe}.json"

    def en_octets(tout: str, nombre: int, _livraison: Livraison, _depeche: Depeche) -> bytes:
        return f'{{"items": [\n{tout}\n], "total": {nombre}, "page": 1}}\n'.encode()

    return Tournee(bureau, Format(EcrivainServiceInsertion.nom, nommer, en_octets, _SEPARATEUR), mois)


def _defauts(mois: date) -> tuple[Defaut, ...]:
    ligne = f'{{"source":"base","id":"base--fautif","nom":"Service fautif","date_maj":"{mois}","code_insee":"01004"}}'
    return (Defaut("service_sans_structure", "valeur_absente", ligne),)
