"""Registrations and their ends, as France Travail sends them to the départements: ISO-8859-1, semicolons, header."""

from datetime import date, timedelta

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.envois import Defaut, Format, Tournee, avec_fautes
from pipelines.simulation.fichiers.texte import JOUR_FRANCAIS, jour, mois_de, texte, tirage
from pipelines.simulation.monde.modele import INSCRIPTION, PERSONNE, Bloc
from pipelines.simulation.plan import Livraison

ENTETE_INSCRIPTION = (
    "nir;identifiantpe;nom;prenom;dtnai;date;code;nir2;codeinsee;localite;adresse;ale;"
    "NDEM;MOTINS;CATREGR;SEXE;NIVFOR;DIPLOME;ROME;OBLEMP;TOPRSA;TOPQPV;DATEXT"
)
ENTETE_CESSATION = "nir;identifiantpe;nom;prenom;dtnai;date;code;motif;nir2;DATEXT"
_MOTIFS = {
    "01": "REPRISE EMPLOI DECLAREE",
    "02": "ENTREE EN FORMATION",
    "05": "RETRAITE",
    "06": "CHANGEMENT AGENCE",
    "10": "RADIATION",
    "13": "ABSENCE ACTUALISATION",
}
_IDENTITE = ("nir", "identifiantpe", "nom", "prenom", "naissance")
# Draws: which rows are wrong or missing in a first sending, among those of a sender that corrects
_FAUTIVES, _NATURE_DE_LA_FAUTE = 11, 12
_SUR_DIX_MILLE = 800


class EcrivainInscription:
    """Files stock_, inscriptions_ and cessations_."""

    nom = "inscription"

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None:
        premier, fin = bureau.parametres.premier_mois, bureau.parametres.dernier_jour
        lignes = bloc.inscription.join(bloc.personne, on="personne", maintain_order="left")
        lignes = lignes.with_columns(emetteur="departement")
        inscriptions = lignes.filter(pl.col("date") <= fin).with_columns(mois=mois_de(pl.col("date"), premier))
        cessations = lignes.filter(pl.col("date_cessation") <= fin)
        cessations = cessations.with_columns(mois=mois_de(pl.col("date_cessation"), premier))
        colonnes = [c for c in inscriptions.columns if c not in ("departement", "date_cessation", "motif_cessation")]
        bureau.brouillon.garder("stock", rang, inscriptions.filter("ancienne").select(colonnes))
        bureau.brouillon.garder("inscription", rang, inscriptions.filter(~pl.col("ancienne")).select(colonnes))
        colonnes = ["mois", "emetteur", "personne", *_IDENTITE, "date_cessation", "motif_cessation"]
        bureau.brouillon.garder("cessation", rang, cessations.select(colonnes))

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        livraisons = bureau.plan.livraisons(self.nom, mois)
        if mois == bureau.parametres.premier_mois:
            stock = _lignes(bureau, "stock", mois, livraisons)
            _tournee(bureau, mois, "stock", ENTETE_INSCRIPTION).premiers(_inscriptions(stock, "extraction"))
        lignes = _lignes(bureau, "inscription", mois, livraisons)
        tournee = _tournee(bureau, mois, "inscriptions", ENTETE_INSCRIPTION)
        tournee.premiers(_inscriptions(_fautees(lignes), "extraction"), _defauts(mois))
        tournee.rectificatifs(_inscriptions(lignes.filter("fautive"), "extraction_rectifiee"))
        cessations = _lignes(bureau, "cessation", mois, livraisons)
        tournee = _tournee(bureau, mois, "cessations", ENTETE_CESSATION)
        tournee.premiers(_cessations(cessations.filter(~pl.col("fautive")), "extraction"))
        tournee.rectificatifs(_cessations(cessations.filter("fautive"), "extraction_rectifiee"))


def _lignes(bureau: Bureau, tas: str, mois: date, livraisons: list[Livraison]) -> pl.DataFrame:
    """Rows of the month in order, with the dates of their sendings and whether the first one is `fautive`."""
    colonnes = {**INSCRIPTION, **PERSONNE, "emetteur": pl.String, "mois": pl.Date}
    quand = "date_cessation" if tas == "cessation" else "date"
    cle = pl.col("personne").cast(pl.Int64) * 29 + pl.col(quand).to_physical()
    lignes = bureau.brouillon.lire_ou_rien(tas, mois, colonnes).sort("emetteur", quand, "personne")
    return avec_fautes(lignes, livraisons, tirage(cle, _FAUTIVES) < _SUR_DIX_MILLE).with_columns(
        faute=tirage(cle, _NATURE_DE_LA_FAUTE) % 3
    )


def _fautees(lignes: pl.DataFrame) -> pl.DataFrame:
    """What a first sending says: of its faulty rows, some live in the next row's commune, some are said to come back
    when they come for the first time (and the reverse), some are missing."""
    commune, rang = pl.col("fautive") & (pl.col("faute") == 0), pl.col("fautive") & (pl.col("faute") == 1)
    return lignes.with_columns(
        commune=pl.when(commune).then(pl.col("commune").shift(-1).over("emetteur")).otherwise("commune"),
        motif=pl.when(rang)
        .then(pl.when(pl.col("motif") == "6").then(pl.lit("1")).otherwise(pl.lit("6")))
        .otherwise("motif"),
        ndem=pl.when(rang).then(pl.when(pl.col("ndem") == 1).then(2).otherwise(1)).otherwise("ndem"),
    ).filter(~pl.col("fautive") | (pl.col("faute") < 2))


def _inscriptions(lignes: pl.DataFrame, extraction: str) -> pl.DataFrame:
    champs = [
        pl.col("nir"),
        pl.col("identifiantpe"),
        pl.col("nom"),
        pl.col("prenom"),
        jour(pl.col("naissance"), JOUR_FRANCAIS),
        jour(pl.col("date"), JOUR_FRANCAIS),
        pl.col("code"),
        pl.col("nir"),
        texte(pl.col("commune")),
        pl.format("{} VILLE FICTIVE", "commune").fill_null(""),
        pl.col("adresse"),
        pl.format("{}001", "emetteur"),
        *(texte(pl.col(nom)) for nom in ("ndem", "motif", "categorie", "sexe", "niveau_formation", "diplome", "rome")),
        *(texte(pl.col(nom)) for nom in ("boeth", "toprsa", "qpv")),
        jour(pl.col(extraction), JOUR_FRANCAIS),
    ]
    return lignes.select("emetteur", texte=pl.concat_str(champs, separator=";"))


def _cessations(lignes: pl.DataFrame, extraction: str) -> pl.DataFrame:
    champs = [
        pl.col("nir"),
        pl.col("identifiantpe"),
        pl.col("nom"),
        pl.col("prenom"),
        jour(pl.col("naissance"), JOUR_FRANCAIS),
        jour(pl.col("date_cessation"), JOUR_FRANCAIS),
        pl.col("motif_cessation"),
        pl.col("motif_cessation").replace_strict(_MOTIFS, default="AUTRE MOTIF"),
        pl.col("nir"),
        jour(pl.col(extraction), JOUR_FRANCAIS),
    ]
    return lignes.select("emetteur", texte=pl.concat_str(champs, separator=";"))


def _tournee(bureau: Bureau, mois: date, prefixe: str, entete: str) -> Tournee:
    return Tournee(bureau, Format.csv(EcrivainInscription.nom, prefixe, entete, "latin-1"), mois)


def _defauts(mois: date) -> tuple[Defaut, ...]:
    """Rows that no person of the simulation is in; each breaks one rule."""
    jour_ = f"{mois + timedelta(days=9):{JOUR_FRANCAIS}}"
    extraction = f"{mois + timedelta(days=33):{JOUR_FRANCAIS}}"
    apres = f"{mois + timedelta(days=63):{JOUR_FRANCAIS}}"

    def ligne(
        nir: str, nir2: str | None = None, naissance: str = "02/01/1990", code: str = "1", le: str = jour_
    ) -> str:
        return (
            f"{nir};0000001Z001;FAUTIVRAN;FAUTIVRON;{naissance};{le};{code};{nir2 or nir};;;;;"
            f"1;6;1;1;NV4;D;;N;N;;{extraction}"
        )

    return (
        Defaut("nir_discordants", "nir_concordants", ligne("1900199099901", nir2="1900199099902")),
        Defaut("cle_fausse", "nir_invalide", ligne("190019909990399", nir2="190019909990399")),
        Defaut("naissance_impossible", "date_illisible", ligne("1900199099904", naissance="31/02/1990")),
        Defaut("inscription_apres_extraction", "inscription_apres_extraction", ligne("1900199099905", le=apres)),
        Defaut("code_inconnu", "code_inconnu", ligne("1900199099906", code="7")),
        Defaut("ligne_tronquee", "nombre_de_colonnes", "1900199099907;0000001Z001;FAUTIVRAN;FAUTI"),
    )
