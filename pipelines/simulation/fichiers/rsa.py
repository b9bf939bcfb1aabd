"""RSA: the monthly « bénéficiaires » flow of the CNAF (vrsb0801, windows-1252), household by household.

Elements follow the order of the schema. Children have no NIR. A first sending that is corrected later gives some
households a wrong state and forgets others; the correction is the whole file once more, with a later date of creation.
"""

from datetime import date

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.envois import DEPARTEMENT, Defaut, Format, Tournee, depeches
from pipelines.simulation.fichiers.facteur import Faute
from pipelines.simulation.fichiers.texte import JOUR_ISO, bout_a_bout, fin_de, jour, tirage
from pipelines.simulation.monde.modele import DROIT, PERSONNE, Bloc
from pipelines.simulation.plan import Depeche, Livraison

_FOYER = ["emetteur", "numdemrsa", "matricule", "etat_dossier", "commune", "date_demande"]
_FAUTIVES, _ENFANTS = 51, 52
_SUR_DIX_MILLE = 800
_SANS_ENFANT, _UN_ENFANT = 6_000, 8_500
_ENFANT = (
    "<Personne><Identification><QUAL>MR</QUAL><NOM>{nom}</NOM><PRENOM>ENFANT</PRENOM><DTNAI>2015-06-01</DTNAI>"
    "<SEXE>1</SEXE></Identification><Prestations><NATPREST>RSA</NATPREST><ROLEPERS>ENF</ROLEPERS></Prestations>"
    "</Personne>\n"
)


class EcrivainRsa:
    """Files beneficiaires_."""

    nom = "rsa"

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None:
        identites = bloc.personne.select("personne", "nir", "naissance", "sexe", "nom", "prenom", "identifiantpe")
        lignes = bloc.droit.join(identites, on="personne", maintain_order="left").rename({"departement": "emetteur"})
        bureau.brouillon.garder(self.nom, rang, lignes)

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        lignes = bureau.brouillon.lire(self.nom, mois)
        if lignes is None:
            lignes = pl.DataFrame(schema={**DROIT, **PERSONNE, "emetteur": pl.String})
        dates = depeches(bureau.plan.livraisons(self.nom, mois))
        foyers = _foyers(lignes).join(dates, on="emetteur", maintain_order="left")
        # The household's first member draws for it
        faute = tirage(pl.col("tenant"), _FAUTIVES)
        rectifie = pl.col("extraction_rectifiee").is_not_null()
        premiers = foyers.with_columns(
            etat_dossier=pl.when(rectifie & (faute < _SUR_DIX_MILLE // 2)).then(pl.lit("1")).otherwise("etat_dossier")
        ).filter(~rectifie | ~faute.is_between(_SUR_DIX_MILLE // 2, _SUR_DIX_MILLE))
        tournee = _tournee(bureau, mois)
        tournee.premiers(_textes(premiers), _defauts())
        tournee.rectificatifs(_textes(foyers.filter(rectifie)), vides=True)
        if bureau.plan.defaut("xml_rompu", mois):
            _rompre(bureau, mois, premiers)


def _foyers(lignes: pl.DataFrame) -> pl.DataFrame:
    """One row per household: its columns, the text of its members (claimant first), who draws for it."""
    membres = lignes.sort("emetteur", "numdemrsa", pl.col("role") != "DEM", "personne").with_columns(membre=_membre())
    return membres.group_by(_FOYER, maintain_order=True).agg(
        pl.col("membre").str.join(""),
        pl.col("personne").first().alias("tenant"),
        pl.col("nom").first(),
        pl.col("soumis").any(),
    )


def _membre() -> pl.Expr:
    homme = pl.col("sexe") == "1"
    soumis, entrant = (pl.when(nom).then(pl.lit("1")).otherwise(pl.lit("0")) for nom in ("soumis", "entrant"))
    numero = bout_a_bout(
        "<DossierPoleEmploi><IDASSEDIC>", pl.col("identifiantpe").str.slice(0, 8), "</IDASSEDIC></DossierPoleEmploi>"
    )
    return bout_a_bout(
        "<Personne><Identification><QUAL>",
        pl.when(homme).then(pl.lit("MR")).otherwise(pl.lit("MME")),
        "</QUAL><NOM>",
        pl.col("nom"),
        "</NOM><PRENOM>",
        pl.col("prenom"),
        "</PRENOM><DTNAI>",
        jour(pl.col("naissance"), JOUR_ISO),
        "</DTNAI><NIR>",
        pl.col("nir"),
        "</NIR><TOPVALIEC>1</TOPVALIEC><SEXE>",
        pl.col("sexe"),
        "</SEXE></Identification><Prestations><NATPREST>RSA</NATPREST><ROLEPERS>",
        pl.col("role"),
        "</ROLEPERS></Prestations>",
        pl.when(pl.col("identifiantpe").is_not_null()).then(numero).otherwise(pl.lit("")),
        "<MontantCalculDroitRSAPersonne><TOPPERSDRODEVORSA>",
        soumis,
        "</TOPPERSDRODEVORSA><TOPPERSENTDRODEVORSA>",
        entrant,
        "</TOPPERSENTDRODEVORSA></MontantCalculDroitRSAPersonne></Personne>\n",
    )


def _textes(foyers: pl.DataFrame) -> pl.DataFrame:
    organisme = pl.col("emetteur").str.pad_end(3, "1")
    adresse = bout_a_bout("<AdresseDetailleeFrance><NUMCOM>", pl.col("commune"), "</NUMCOM></AdresseDetailleeFrance>")
    texte = bout_a_bout(
        "<InfosFoyerRSA><IdentificationRSA><Organisme><FONORG>CAF</FONORG><NUMORG>",
        organisme,
        "</NUMORG><MATRICULE>",
        pl.col("matricule"),
        "</MATRICULE></Organisme><Partenaire><TYPEPARTE>CG </TYPEPARTE><IDEPARTE>",
        pl.col("emetteur").str.pad_start(3, "0"),
        "</IDEPARTE></Partenaire><DemandeRSA><DTDEMRSA>",
        jour(pl.col("date_demande"), JOUR_ISO),
        "</DTDEMRSA><NUMDEMRSA>",
        pl.col("numdemrsa"),
        "</NUMDEMRSA></DemandeRSA></IdentificationRSA>\n",
        pl.col("membre"),
        _enfants(),
        "<DonneesAdministratives><Adresse>",
        pl.when(pl.col("commune").is_not_null()).then(adresse).otherwise(pl.lit("")),
        "</Adresse></DonneesAdministratives>\n<PrestationRSA><SituationDossierRSA><EtatDossierRSA><ETATDOSRSA>",
        pl.col("etat_dossier"),
        "</ETATDOSRSA></EtatDossierRSA></SituationDossierRSA><DetailDroitRSA><TroncCommunDroitRSA><TOPFOYDRODEVORSA>",
        pl.when("soumis").then(pl.lit("1")).otherwise(pl.lit("0")),
        "</TOPFOYDRODEVORSA></TroncCommunDroitRSA></DetailDroitRSA></PrestationRSA></InfosFoyerRSA>",
    )
    return foyers.select("emetteur", texte=texte)


def _enfants() -> pl.Expr:
    tire = tirage(pl.col("tenant"), _ENFANTS)
    debut, suite = _ENFANT.split("{nom}")
    un = bout_a_bout(debut, pl.col("nom"), suite)
    return (
        pl.when(tire < _SANS_ENFANT).then(pl.lit("")).when(tire < _UN_ENFANT).then(un).otherwise(pl.concat_str(un, un))
    )


def _tournee(bureau: Bureau, mois: date) -> Tournee:
    return Tournee(bureau, Format(EcrivainRsa.nom, _nommer, _en_octets), mois)


def _nommer(emetteur: str, mois: date, suffixe: str) -> str:
    return f"beneficiaires_{emetteur}_{mois:%Y-%m}{suffixe}.xml"


def _en_octets(tout: str, nombre: int, livraison: Livraison, depeche: Depeche) -> bytes:
    foyers = f"{tout}\n" if tout else ""
    return (
        "<?xml version='1.0' encoding='WINDOWS-1252'?>\n<Racine>\n"
        "<IdentificationFlux><APPLIEME>CRI</APPLIEME><NUMVERSIONAPPLIEME>6200</NUMVERSIONAPPLIEME>"
        f"<TYPEFLUX>M</TYPEFLUX><NATFLUX>D</NATFLUX><DTCREAFLUX>{depeche.extraction}</DTCREAFLUX>"
        f"<HEUCREAFLUX>01:00:00.0000</HEUCREAFLUX><DTREF>{fin_de(livraison.mois)}</DTREF></IdentificationFlux>\n"
        f"{foyers}<TransmissionFlux><NBTOTDOSRSATRANSM>{nombre:08}</NBTOTDOSRSATRANSM>"
        "<NBTOTDOSRSATRANSMANO>00000000</NBTOTDOSRSATRANSMANO></TransmissionFlux>\n</Racine>\n"
    ).encode("windows-1252")


def _rompre(bureau: Bureau, mois: date, foyers: pl.DataFrame) -> None:
    """The largest file of the month came broken first, on the same day as the whole one: nothing of it is kept."""
    tournee = _tournee(bureau, mois)
    comptes = dict(foyers.group_by("emetteur").len().iter_rows())
    livraison = max(tournee.livraisons, key=lambda une: comptes.get(une.emetteur, 0))
    texte = "\n".join(_textes(foyers.filter(pl.col("emetteur") == livraison.emetteur))["texte"])
    octets = _en_octets(texte, comptes.get(livraison.emetteur, 0), livraison, livraison.envoi)
    rompu = octets[: len(octets) * 2 // 3]
    nom = bureau.facteur.deposer(
        EcrivainRsa.nom, livraison.envoi.reception, _nommer(livraison.emetteur, mois, "_rompu"), rompu
    )
    unites = rompu.count(b"</InfosFoyerRSA>")
    bureau.facteur.avouer(EcrivainRsa.nom, livraison.envoi.reception, nom, Faute("xml_illisible", unites))


def _defauts() -> tuple[Defaut, ...]:
    """A household of which nobody is named: it is added as text, under the département of the file it goes to."""
    foyer = (
        "<InfosFoyerRSA><IdentificationRSA><Organisme><FONORG>CAF</FONORG><NUMORG>001</NUMORG>"
        "<MATRICULE>900000000000999</MATRICULE></Organisme><Partenaire><TYPEPARTE>CG </TYPEPARTE>"
        f"<IDEPARTE>{DEPARTEMENT}</IDEPARTE></Partenaire><DemandeRSA><DTDEMRSA>2023-01-01</DTDEMRSA>"
        "<NUMDEMRSA>99999999999</NUMDEMRSA></DemandeRSA></IdentificationRSA>\n"
        + _ENFANT.format(nom="FAUTIVRAN")
        + "<PrestationRSA><SituationDossierRSA><EtatDossierRSA><ETATDOSRSA>2</ETATDOSRSA></EtatDossierRSA>"
        "</SituationDossierRSA></PrestationRSA></InfosFoyerRSA>"
    )
    return (Defaut("foyer_sans_identite", "foyer_sans_identite", foyer),)
