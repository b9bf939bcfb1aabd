"""Surveys: what was asked in a quarter, and the answers known at its end; two CSV files, of persons and of enterprises.

An answer that comes after the quarter is told with the next one, the question being told again.
"""

from datetime import date

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.envois import Defaut, Format, Tournee, avec_fautes
from pipelines.simulation.fichiers.texte import JOUR_ISO, fin_de, jour, texte, tirage
from pipelines.simulation.monde.modele import SCHEMAS, Bloc
from pipelines.simulation.plan import NATIONAL

_SOURCE = "enquete"
_INTITULES = {
    "satisfaction_globale": "Dans l'ensemble, quel est votre niveau de satisfaction ?",
    "recommandation": "Recommanderiez-vous ce service à votre entourage ?",
}
_FAUTIVES, _SUR_DIX_MILLE = 121, 500
_REPONSE = "question;intitule;echelle;reponse;poids;commune;date_envoi;date_reponse;date_extraction"
# Entity of the world: prefix of its files, column that says who is asked, heading
_SORTES = {
    "personne_interrogee": ("enquete_personnes", "identifiantpe", f"numero_france_travail;{_REPONSE}"),
    "entreprise_interrogee": ("enquete_entreprises", "siret", f"siret;{_REPONSE}"),
}


class EcrivainEnquete:
    """Files enquete_personnes_ and enquete_entreprises_, one of each for a quarter."""

    nom = _SOURCE

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None:
        numeros = bloc.personne.select("personne", "identifiantpe").drop_nulls()
        personnes = bloc.personne_interrogee.join(numeros, on="personne", maintain_order="left")
        lignes = {"personne_interrogee": personnes, "entreprise_interrogee": bloc.entreprise_interrogee}
        for entite, posees in lignes.items():
            dites = posees.with_row_index("ligne").with_columns(
                mois=pl.concat_list(_trimestre("date_envoi"), _trimestre("date_reponse")).list.unique()
            )
            bureau.brouillon.garder(entite, rang, dites.explode("mois").sort("ligne", "mois"))

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        envois = bureau.plan.livraisons(_SOURCE, mois)
        if not envois:
            return
        for entite, (prefixe, qui, entete) in _SORTES.items():
            colonnes = {**SCHEMAS[entite], "identifiantpe": pl.String, "ligne": pl.UInt32}
            lignes = avec_fautes(
                bureau.brouillon.lire_ou_rien(entite, mois, colonnes)
                .with_columns(emetteur=pl.lit(NATIONAL))
                .sort(qui, "date_envoi", "question"),
                envois,
                tirage(pl.col("ligne"), _FAUTIVES) < _SUR_DIX_MILLE,
            )
            # In a first sending, a faulty row has lost the answer
            muettes = lignes.with_columns(
                pl.when(~pl.col("fautive")).then(nom).alias(nom) for nom in ("reponse", "date_reponse")
            )
            tournee = Tournee(bureau, Format.csv(_SOURCE, prefixe, entete), mois)
            tournee.premiers(_textes(muettes, qui, mois, "extraction"), _defauts(mois)[prefixe])
            tournee.rectificatifs(_textes(lignes.filter("fautive"), qui, mois, "extraction_rectifiee"))


def _trimestre(quand: str) -> pl.Expr:
    """First day of the last month of the quarter."""
    return pl.col(quand).dt.truncate("1q").dt.offset_by("2mo")


def _textes(lignes: pl.DataFrame, qui: str, mois: date, extraction: str) -> pl.DataFrame:
    connue = pl.col("date_reponse") <= fin_de(mois)
    champs = [
        pl.col(qui),
        pl.col("question"),
        pl.col("question").replace_strict(_INTITULES, return_dtype=pl.String),
        pl.col("echelle"),
        texte(pl.when(connue).then("reponse")),
        texte(pl.col("poids")),
        texte(pl.col("commune")),
        jour(pl.col("date_envoi"), JOUR_ISO),
        jour(pl.when(connue).then("date_reponse"), JOUR_ISO),
        jour(pl.col(extraction), JOUR_ISO),
    ]
    return lignes.select("emetteur", texte=pl.concat_str(champs, separator=";"))


def _defauts(mois: date) -> dict[str, tuple[Defaut, ...]]:
    """Rows of nobody; each breaks one rule."""
    fin = fin_de(mois)
    intitule = _INTITULES["satisfaction_globale"]
    return {
        "enquete_personnes": (
            Defaut(
                "reponse_hors_echelle",
                "reponse_dans_l_echelle",
                f"0000001Z001;satisfaction_globale;{intitule};4;7;1.0;;{mois};{fin};{fin}",
            ),
        ),
        "enquete_entreprises": (
            Defaut(
                "reponse_sans_date",
                "reponse_datee",
                f"00000000000000;satisfaction_globale;{intitule};4;3;1.0;;{mois};;{fin}",
            ),
        ),
    }
