"""Entries into the duties of RSA: the contacts of a département, those of a month in one file.

The file bears the last day of its month, its correction too: one received later wins.
"""

from datetime import date, timedelta

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.envois import Defaut, Format, Tournee, depeches, en_csv
from pipelines.simulation.fichiers.texte import JOUR_FRANCAIS, fin_de, jour, mois_de, texte, tirage
from pipelines.simulation.monde.modele import ENTREE_DEVOIRS, PERSONNE, Bloc

_ROLES = {"DEM": "DEMANDEUR", "CJT": "CONJOINT"}
_FAUTIVES, _AVEC_NIR = 111, 112
_SUR_DIX_MILLE, _NIR_SUR_DIX_MILLE = 2_000, 1_500
ENTETE = (
    "MATRICULE;ROLE PERSONNE;TYPE PERSONNE;NIR;NUMERO DEMANDE RSA;DATE DEMANDE RSA;DATE DEBUT DROITS - DEVOIRS;"
    "NOM RESPONSABLE DOSSIER;PRENOM RESPONSABLE DOSSIER;NUMERO TELEPHONE DOSSIER;NUMERO TELEPHONE 2 DOSSIER;"
    "ADRESSE ELECTRONIQUE DOSSIER"
)


class EcrivainRsaContact:
    """Files contacts_."""

    nom = "rsa_contact"

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None:
        identites = bloc.personne.select("personne", "nir", "sexe", "nom", "prenom")
        lignes = bloc.entree_devoirs.join(identites, on="personne", maintain_order="left").with_columns(
            mois=mois_de(pl.col("annonce"), bureau.parametres.premier_mois)
        )
        bureau.brouillon.garder(self.nom, rang, lignes.rename({"departement": "emetteur"}))

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        lignes = bureau.brouillon.lire(self.nom, mois)
        if lignes is None:
            lignes = pl.DataFrame(schema={**ENTREE_DEVOIRS, **PERSONNE, "emetteur": pl.String})
        envois = depeches(bureau.plan.livraisons(self.nom, mois))
        lignes = lignes.sort("emetteur", "annonce", "numdemrsa", "role", "date_debut").join(
            envois, on="emetteur", maintain_order="left"
        )
        # In a first sending that is put right later, some rows are forgotten, others do not know the request
        rectifiee, faute = pl.col("extraction_rectifiee").is_not_null(), tirage(pl.col("personne"), _FAUTIVES)
        premieres = lignes.filter(~rectifiee | (faute >= _SUR_DIX_MILLE // 2)).with_columns(
            date_demande=pl.when(~rectifiee | (faute >= _SUR_DIX_MILLE)).then("date_demande")
        )
        tournee = _tournee(bureau, mois)
        tournee.premiers(_textes(premieres), _defauts(mois))
        tournee.rectificatifs(_textes(lignes.filter(rectifiee & (faute < _SUR_DIX_MILLE))))


def _textes(lignes: pl.DataFrame) -> pl.DataFrame:
    vide = pl.lit("")
    champs = [
        pl.col("matricule"),
        pl.col("role").replace_strict(_ROLES, return_dtype=pl.String),
        pl.when(pl.col("sexe") == "1").then(pl.lit("MR")).otherwise(pl.lit("MME")),
        pl.when(tirage(pl.col("personne"), _AVEC_NIR) < _NIR_SUR_DIX_MILLE).then("nir").otherwise(vide),
        pl.col("numdemrsa"),
        jour(pl.col("date_demande"), JOUR_FRANCAIS),
        jour(pl.col("date_debut"), JOUR_FRANCAIS),
        texte(pl.col("nom")),
        texte(pl.col("prenom")),
        *[vide] * 3,
    ]
    return lignes.select("emetteur", texte=pl.concat_str(champs, separator=";"))


def _tournee(bureau: Bureau, mois: date) -> Tournee:
    def nommer(emetteur: str, mois: date, suffixe: str) -> str:
        return f"contacts_{emetteur}_{fin_de(mois)}{suffixe}.csv"

    return Tournee(bureau, Format(EcrivainRsaContact.nom, nommer, en_csv(ENTETE)), mois)


def _defauts(mois: date) -> tuple[Defaut, ...]:
    """Rows of households that are not; each breaks one rule."""
    avant = f"{mois - timedelta(days=1):{JOUR_FRANCAIS}}"
    demande = f"{mois:{JOUR_FRANCAIS}}"

    def ligne(role: str, debut: str) -> str:
        return f"999999;{role};MME;;F9999999999;{demande};{debut};FAUTIVRAN;Fautivron;;;"

    return (
        Defaut("devoirs_avant_demande", "debut_apres_demande", ligne("DEMANDEUR", avant)),
        Defaut("role_inconnu", "code_inconnu", ligne("ENFANT", demande)),
    )
