"""RSA: the monthly « bénéficiaires » flow of the CNAF (XML vrsb0801), household by household.

The tree is walked in Python, one household at a time and thrown away; everything after is done in columns.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import polars as pl
from lxml import etree

from pipelines.contracts.modele import Contrat, charger
from pipelines.sources import FichierRecu, FichierRefuse, Lecture, ouverture
from pipelines.sources.lot import Cahier, Nom, nommer
from pipelines.sources.xml import elements

_FOYER = "InfosFoyerRSA"
_ENTETES = ("IdentificationFlux", "TransmissionFlux")
_DU_FLUX = ("DTREF", "ORDRE", "TYPEFLUX")
_DU_FOYER = ("FONORG", "NUMORG", "MATRICULE", "NUMDEMRSA", "DTDEMRSA", "NUMCOM", "ETATDOSRSA")
_DU_FOYER += ("MOTISUSVERSRSA", "DDSUSVERSRSA", "MOTICLORSA", "DTCLORSA")
_BLOCS_DE_LA_PERSONNE = {"Identification", "DossierPoleEmploi", "MontantCalculDroitRSAPersonne"}
_DE_LA_PERSONNE = ("NIR", "NOMNAI", "PRENOM", "DTNAI", "TYPEDTNAI", "SEXE", "IDASSEDIC")
_DE_LA_PERSONNE += ("TOPPERSDRODEVORSA", "TOPPERSENTDRODEVORSA")
_NUMEROS = ("fichier", "unite", "ligne")
_COLONNES = (*_NUMEROS, *_DU_FLUX, *_DU_FOYER, *_DE_LA_PERSONNE, "ROLEPERS", "ACT")
_TENUS = ("DEM", "CJT")
_MATRICULE = 15
_COMMUNE = "DonneesAdministratives/Adresse/AdresseDetailleeFrance/NUMCOM"
_SITUATION = "PrestationRSA/SituationDossierRSA"


class Rsa:
    """Files beneficiaires_: the unit is the household."""

    nom = "rsa"
    taille_lot = 96 * 2**20

    def lire(self, lot: list[FichierRecu]) -> Lecture:
        contrat, cahier = charger(self.nom), Cahier(lot)
        lignes: list[tuple] = []
        for index, fichier in enumerate(lot):
            envoi = _Envoi(index, fichier, cahier)
            try:
                lignes += envoi.lire(contrat)
            except FichierRefuse as refus:
                cahier.refuser_fichier(index, refus)
            cahier.noter(index, unites_recues=envoi.foyers, lignes=envoi.foyers)
        numeros = dict.fromkeys(_NUMEROS, pl.UInt32)
        schema = {nom: numeros.get(nom, pl.String) for nom in _COLONNES}
        droit = pl.DataFrame(lignes, schema=schema, orient="row").with_columns(
            pl.col("MATRICULE").str.strip_chars().str.zfill(_MATRICULE),
            pl.col("TOPPERSDRODEVORSA", "TOPPERSENTDRODEVORSA").fill_null("0"),
            # J, O: the day, or day and month, of birth are not known: such a date is no part of a second key
            NOMNAI=pl.when(pl.col("TYPEDTNAI").fill_null("N") == "N").then("NOMNAI"),
        )
        return Lecture({"droit": droit}, cahier.refus, cahier.fichiers)


@dataclass
class _Envoi:
    """One file being read: its flow header, the département of its households, how many came."""

    index: int
    fichier: FichierRecu
    cahier: Cahier
    foyers: int = 0
    departement: str | None = None
    flux: dict[str, str] = field(default_factory=dict)
    annonce: int | None = None

    def lire(self, contrat: Contrat) -> list[tuple]:
        nom = self._nom(contrat)
        if nom:
            self.cahier.noter(self.index, emetteur=nom.emetteur, mois=nom.mois)
        lignes: list[tuple] = []
        with ouverture.flux(self.fichier.chemin, self.fichier.membre) as flux:
            for element in elements(flux, self.fichier.nom, (_FOYER, *_ENTETES), "Racine"):
                if element.tag == _FOYER:
                    self.foyers += 1
                    lignes += self._personnes(element)
                elif element.tag == "IdentificationFlux":
                    self.flux = {enfant.tag: (enfant.text or "").strip() for enfant in element}
                else:
                    self.annonce = _entier(element.findtext("NBTOTDOSRSATRANSM"))
        self._verifier(nom)
        return lignes

    def _nom(self, contrat: Contrat) -> Nom | None:
        """What the file name says; the content is enough when it says nothing."""
        try:
            return nommer(contrat, self.fichier.nom)
        except FichierRefuse:
            nom = self.fichier.nom
            self.cahier.remarquer(
                self.index,
                "nom_inattendu",
                f"{nom} : nom inattendu ; le département et le mois sont lus dans le fichier.",
            )
            return None

    def _personnes(self, foyer: etree._Element) -> Iterator[tuple]:
        unite = self.foyers
        dossier = _feuilles(foyer.find("IdentificationRSA"))
        departement = _departement(dossier.get("IDEPARTE"))
        self.departement = self.departement or departement
        if departement != self.departement:
            self._refuser(
                foyer, "departement_discordant", "IDEPARTE", "le département n'est pas celui des autres foyers"
            )
        dossier |= _situation(foyer.find(_SITUATION)) | {"NUMCOM": foyer.findtext(_COMMUNE)}
        flux = self.flux
        commun = (flux.get("DTREF"), flux.get("DTCREAFLUX", "") + flux.get("HEUCREAFLUX", ""), flux.get("TYPEFLUX"))
        commun += tuple(map(dossier.get, _DU_FOYER))
        personnes = list(foyer.iterchildren("Personne"))
        if not personnes:
            self._refuser(foyer, "foyer_sans_personne", "Personne", "le foyer n'a aucune personne")
        posees = 0
        for personne in personnes:
            champs = _personne(personne)
            role = champs.get("ROLEPERS")
            if champs.get("NIR") or role in _TENUS:
                posees += 1
                propres = map(champs.get, _DE_LA_PERSONNE)
                yield (self.index, unite, personne.sourceline, *commun, *propres, role, champs.get("ACT"))
        if personnes and not posees:
            self._refuser(foyer, "foyer_sans_identite", "NIR", "aucune personne du foyer n'a de NIR")

    def _refuser(self, foyer: etree._Element, regle: str, champ: str, phrase: str) -> None:
        message = f"foyer {self.foyers} (ligne {foyer.sourceline}), {champ} : {phrase}."
        self.cahier.refuser_unite((self.index, self.foyers, foyer.sourceline), champ, regle, message)

    def _verifier(self, nom: Nom | None) -> None:
        """The header must date the flow, and agree with the file name; its count of households is checked."""
        fichier = self.fichier.nom
        try:
            mois = date.fromisoformat(self.flux.get("DTREF", "")).replace(day=1)
        except ValueError as erreur:
            raise FichierRefuse(
                "flux_sans_date", f"{fichier} : IdentificationFlux/DTREF manque ou n'est pas une date AAAA-MM-JJ."
            ) from erreur
        departement = self.departement or (nom.emetteur if nom else None)
        if departement is None:
            raise FichierRefuse(
                "flux_sans_departement", f"{fichier} : ni le nom ni Partenaire/IDEPARTE ne disent d'où il vient."
            )
        if nom and (nom.mois, nom.emetteur) != (mois, departement):
            raise FichierRefuse(
                "nom_discordant",
                f"{fichier} : le contenu est celui du département {departement} pour {mois:%Y-%m} (IDEPARTE, DTREF). "
                "Corrigez le nom ou le contenu et envoyez-le de nouveau.",
            )
        self.cahier.noter(self.index, emetteur=departement, mois=mois)
        if self.annonce is not None and self.annonce != self.foyers:
            self.cahier.remarquer(
                self.index,
                "compte_annonce",
                f"{fichier} : TransmissionFlux annonce {self.annonce} dossiers, le fichier en contient {self.foyers}.",
            )


def _feuilles(bloc: etree._Element | None) -> dict[str, str | None]:
    """The fields two levels below a block."""
    return {} if bloc is None else {champ.tag: champ.text for sous_bloc in bloc for champ in sous_bloc}


def _situation(bloc: etree._Element | None) -> dict[str, str | None]:
    """State of the right, with the suspension of payment begun last, when there are several, and the closing."""
    champs: dict[str, str | None] = {}
    for sous_bloc in () if bloc is None else bloc:
        dits = {champ.tag: champ.text for champ in sous_bloc}
        if (dits.get("DDSUSVERSRSA") or "") >= (champs.get("DDSUSVERSRSA") or ""):
            champs |= dits
        else:
            champs = dits | champs
    return champs


def _personne(personne: etree._Element) -> dict[str, str | None]:
    """What is used of a person: her role in the RSA (she also has one in family benefits), her activity in force."""
    champs: dict[str, str | None] = {}
    activite = (False, "")
    for bloc in personne:
        tag = bloc.tag
        if tag in _BLOCS_DE_LA_PERSONNE:
            for champ in bloc:
                champs[champ.tag] = champ.text
        elif tag == "Prestations":
            dits = {champ.tag: champ.text for champ in bloc}
            if dits.get("NATPREST") == "RSA":
                champs["ROLEPERS"] = dits.get("ROLEPERS")
        elif tag == "Activite":
            dits = {champ.tag: champ.text for champ in bloc}
            rang = (not dits.get("DFACT"), dits.get("DDACT") or "")
            if rang >= activite:
                activite, champs["ACT"] = rang, dits.get("ACT")
    return champs


def _departement(ideparte: str | None) -> str | None:
    """001 → 01, 02A → 2A, 971 → 971."""
    code = (ideparte or "").strip().upper()
    return code[1:] if len(code) == 3 and code.startswith("0") else code or None


def _entier(texte: str | None) -> int | None:
    texte = (texte or "").strip()
    return int(texte) if texte.isdecimal() else None
