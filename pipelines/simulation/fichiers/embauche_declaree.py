"""Hirings declared: one CSV row per establishment, nature and length of contract, in the file of their month."""

from datetime import date

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.envois import Defaut, Format, Tournee, avec_fautes
from pipelines.simulation.fichiers.texte import JOUR_ISO, fin_de, jour, texte, tirage
from pipelines.simulation.monde.modele import EMBAUCHE, Bloc, decale
from pipelines.simulation.plan import NATIONAL

ENTETE = "siret;mois;type_contrat;duree;commune;activite;declarations;date_extraction"
_CLE = ["siret", "mois", "type_contrat", "duree"]
_FAUTIVES, _SUR_DIX_MILLE = 151, 500


class EcrivainEmbaucheDeclaree:
    """Files dpae_."""

    nom = "embauche_declaree"

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None:
        bureau.brouillon.garder(self.nom, rang, bloc.embauche)

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        lignes = avec_fautes(
            bureau.brouillon.lire_ou_rien(self.nom, mois, EMBAUCHE)
            .group_by(_CLE)
            .agg(pl.col("commune", "activite").first(), pl.col("declarations").sum())
            .sort(_CLE)
            .with_columns(emetteur=pl.lit(NATIONAL)),
            bureau.plan.livraisons(self.nom, mois),
            tirage(pl.col("siret").cast(pl.Int64) // 10, _FAUTIVES) < _SUR_DIX_MILLE,
        )
        tournee = Tournee(bureau, Format.csv(self.nom, "dpae", ENTETE), mois)
        # In a first sending, a faulty row says one declaration too many, and not where
        trop = lignes.with_columns(
            declarations=pl.col("declarations") + pl.col("fautive").cast(pl.Int32),
            commune=pl.when(~pl.col("fautive")).then("commune"),
        )
        tournee.premiers(_embauches(trop, "extraction"), _defauts(mois))
        tournee.rectificatifs(_embauches(lignes.filter("fautive"), "extraction_rectifiee"))


def _embauches(lignes: pl.DataFrame, extraction: str) -> pl.DataFrame:
    champs = [
        pl.col("siret"),
        jour(pl.col("mois"), JOUR_ISO),
        pl.col("type_contrat"),
        pl.col("duree"),
        texte(pl.col("commune")),
        texte(pl.col("activite")),
        texte(pl.col("declarations")),
        jour(pl.col(extraction), JOUR_ISO),
    ]
    return lignes.select("emetteur", texte=pl.concat_str(champs, separator=";"))


def _defauts(mois: date) -> tuple[Defaut, ...]:
    """Rows of establishments that are not; each breaks one rule."""
    fin, suivant = fin_de(mois), decale(mois, 1)
    return (
        Defaut("embauche_a_venir", "mois_connu", f"00000000000000;{suivant};CDD;MOINS_1_MOIS;;8299Z;1;{fin}"),
        Defaut("cdi_court", "duree_d_un_cdi", f"00000000000000;{mois};CDI;MOINS_1_MOIS;;8299Z;1;{fin}"),
    )
