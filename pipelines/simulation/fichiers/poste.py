"""Posts: a CSV row per post of the network that changed in the month, at its state at the month's end."""

from datetime import date, timedelta

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.envois import Defaut, Format, Tournee, avec_fautes
from pipelines.simulation.fichiers.etats import par_changement
from pipelines.simulation.fichiers.texte import JOUR_ISO, fin_de, jour, texte, tirage
from pipelines.simulation.monde.modele import VIE_POSTE, Bloc
from pipelines.simulation.plan import NATIONAL

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
        bureau.brouillon.garder(self.nom, rang, par_changement(bloc.vie_poste, _EVENEMENTS, bureau.parametres))

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        lignes = bureau.brouillon.lire_ou_rien(self.nom, mois, {"ligne": pl.UInt32, **VIE_POSTE})
        lignes = avec_fautes(
            lignes.with_columns(emetteur=pl.lit(NATIONAL)).sort("offre", "rang"),
            bureau.plan.livraisons(self.nom, mois),
            tirage(pl.col("ligne"), _FAUTIVES) < _SUR_DIX_MILLE,
        )
        tournee = Tournee(bureau, Format.csv(self.nom, "postes", ENTETE), mois)
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


def _defauts(mois: date) -> tuple[Defaut, ...]:
    """Posts that are not; each breaks one rule."""
    fin, veille = fin_de(mois), mois - timedelta(days=1)
    suite = ";Emploi durable;;;;;;N;"
    return (
        Defaut("poste_sorti_avant_depot", "cloture_apres_depot", f"FAUTIF1;1;{mois};;{veille};ANNULE;N{suite};{fin}"),
        Defaut("poste_sorti_sans_date", "sortie_datee", f"FAUTIF2;1;{mois};;;SANS_SUITE;N{suite};{fin}"),
    )
