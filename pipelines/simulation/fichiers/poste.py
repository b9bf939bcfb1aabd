"""Posts: a CSV row per post of the network that changed in the month, at its state at the month's end."""

from datetime import date, timedelta

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.envois import Defaut, Format, Tournee, depeches
from pipelines.simulation.fichiers.texte import JOUR_ISO, fin_de, jour, mois_de, texte, tirage
from pipelines.simulation.monde.modele import VIE_POSTE, Bloc
from pipelines.simulation.plan import NATIONAL, Depeche, Livraison

ENTETE = (
    "numero_offre;rang_poste;date_depot;date_validation;D_DATETPODPO;issue;faute_de_candidats;C_LBLTYPEOFFRENIV2;"
    "duree_contrat_jours;ROME;C_COMMUNE_ID;SIRET;C_TAILLE;cadre;diagnostic_offre;DATMAJ"
)
_EVENEMENTS = ("depot", "validation", "diagnostic", "sortie")
_FAUTIVES, _SUR_DIX_MILLE = 131, 500


class EcrivainPoste:
    """Files postes_."""

    nom = "poste"

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None:
        premier, dernier = bureau.parametres.premier_mois, bureau.parametres.dernier_mois
        lignes = bloc.vie_poste.with_row_index("ligne")
        mois = [lignes.select("ligne", mois=mois_de(pl.col(nom), premier)) for nom in _EVENEMENTS]
        changements = pl.concat(mois).drop_nulls("mois").filter(pl.col("mois") <= dernier).unique()
        vues = changements.sort("ligne", "mois").join(lignes, on="ligne", maintain_order="left")
        bureau.brouillon.garder(self.nom, rang, vues)

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        lignes = bureau.brouillon.lire(self.nom, mois)
        if lignes is None:
            lignes = pl.DataFrame(schema={"ligne": pl.UInt32, **VIE_POSTE})
        lignes = (
            lignes.with_columns(emetteur=pl.lit(NATIONAL))
            .sort("offre", "rang")
            .join(depeches(bureau.plan.livraisons(self.nom, mois)), on="emetteur", maintain_order="left")
            .with_columns(
                fautive=pl.col("extraction_rectifiee").is_not_null()
                & (tirage(pl.col("ligne"), _FAUTIVES) < _SUR_DIX_MILLE)
            )
        )
        tournee = _tournee(bureau, mois)
        # A faulty row of a first sending says that the post was withdrawn by mistake the day it came
        annules = lignes.with_columns(
            sortie=pl.when("fautive").then("depot").otherwise("sortie"),
            issue=pl.when("fautive").then(pl.lit("ANNULE_ERREUR")).otherwise("issue"),
        )
        tournee.premiers(_postes(annules, mois, "extraction"), _defauts(mois))
        tournee.rectificatifs(_postes(lignes.filter("fautive"), mois, "extraction_rectifiee"))


def _postes(lignes: pl.DataFrame, mois: date, extraction: str) -> pl.DataFrame:
    fin = fin_de(mois)
    sorti = pl.col("sortie") <= fin
    champs = [
        pl.col("offre"),
        texte(pl.col("rang")),
        jour(pl.col("depot"), JOUR_ISO),
        jour(_connu("validation", fin), JOUR_ISO),
        jour(_connu("sortie", fin), JOUR_ISO),
        pl.when(sorti).then("issue").otherwise(pl.lit("EN_COURS")),
        texte(pl.when(sorti).then("faute_de_candidats")),
        *(texte(pl.col(nom)) for nom in ("type_offre", "duree_jours", "rome", "commune", "siret", "taille", "cadre")),
        jour(_connu("diagnostic", fin), JOUR_ISO),
        jour(pl.col(extraction), JOUR_ISO),
    ]
    return lignes.select("emetteur", texte=pl.concat_str(champs, separator=";"))


def _connu(nom: str, fin: date) -> pl.Expr:
    return pl.when(pl.col(nom) <= fin).then(nom)


def _tournee(bureau: Bureau, mois: date) -> Tournee:
    def nommer(_emetteur: str, mois: date, suffixe: str) -> str:
        return f"postes_{mois:%Y-%m}{suffixe}.csv"

    def en_octets(tout: str, _nombre: int, _livraison: Livraison, _depeche: Depeche) -> bytes:
        return f"{ENTETE}\n{tout}\n".encode() if tout else f"{ENTETE}\n".encode()

    return Tournee(bureau, Format(EcrivainPoste.nom, nommer, en_octets), mois)


def _defauts(mois: date) -> tuple[Defaut, ...]:
    """Posts that are not; each breaks one rule."""
    fin, veille = fin_de(mois), mois - timedelta(days=1)
    suite = ";Emploi durable;;;;;;N;"
    return (
        Defaut("poste_sorti_avant_depot", "cloture_apres_depot", f"FAUTIF1;1;{mois};;{veille};ANNULE;N{suite};{fin}"),
        Defaut("poste_sorti_sans_date", "sortie_datee", f"FAUTIF2;1;{mois};;;SANS_SUITE;N{suite};{fin}"),
    )
