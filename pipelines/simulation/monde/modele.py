"""The two things the rooms of the simulation hand to each other: the parameters and a block of the world."""

from dataclasses import dataclass, fields
from datetime import date, timedelta

import polars as pl

PERSONNES_PAR_BLOC = 10_000
PERSONNES_AU_PLUS = 9_000_000

_INSTANT, _INSTANT_UTC = pl.Datetime("us"), pl.Datetime("us", "UTC")

PERSONNE = {
    "personne": pl.Int32,
    "nir": pl.String,
    "naissance": pl.Date,
    "sexe": pl.String,
    "nom": pl.String,
    "prenom": pl.String,
    "adresse": pl.String,
    "identifiantpe": pl.String,
    "rome": pl.String,
}
INSCRIPTION = {
    "personne": pl.Int32,
    "date": pl.Date,
    "code": pl.String,
    "ndem": pl.Int16,
    "motif": pl.String,
    "categorie": pl.String,
    "commune": pl.String,
    "departement": pl.String,
    "niveau_formation": pl.String,
    "diplome": pl.String,
    "boeth": pl.String,
    "qpv": pl.String,
    "toprsa": pl.String,
    "ancienne": pl.Boolean,
    "date_cessation": pl.Date,
    "motif_cessation": pl.String,
}
ORIENTATION = {
    "personne": pl.Int32,
    "departement": pl.String,
    "date_creation": _INSTANT,
    "statut": pl.String,
    "etat": pl.String,
    "parcours": pl.String,
    "organisme": pl.String,
    "origine": pl.String,
    "date_entree": pl.Date,
    "date_sortie": pl.Date,
    "etat_decision": pl.String,
    "date_decision": pl.Date,
    "organisme_decision": pl.String,
}
DROIT = {
    "mois": pl.Date,
    "departement": pl.String,
    "numdemrsa": pl.String,
    "matricule": pl.String,
    "personne": pl.Int32,
    "role": pl.String,
    "soumis": pl.Boolean,
    "entrant": pl.Boolean,
    "etat_dossier": pl.String,
    "commune": pl.String,
    "date_demande": pl.Date,
}
ENTREE_DEVOIRS = {
    "personne": pl.Int32,
    "departement": pl.String,
    "numdemrsa": pl.String,
    "matricule": pl.String,
    "role": pl.String,
    "date_demande": pl.Date,
    "date_debut": pl.Date,
    "annonce": pl.Date,
}
CONTRAT = {
    "personne": pl.Int32,
    "siren": pl.String,
    "nic": pl.String,
    "numero": pl.String,
    "debut": pl.Date,
    "fin_prevue": pl.Date,
    "fin": pl.Date,
    "motif_fin": pl.String,
    "nature": pl.String,
    "dispositif": pl.String,
    "modalite": pl.String,
    "quotite": pl.Float64,
    "pcs": pl.String,
    "motif_recours": pl.String,
    "utilisateur": pl.String,
    "etablissement_departement": pl.String,
    "ancien_siret": pl.String,
    "ancien_numero": pl.String,
    "ancien_debut": pl.Date,
    "date_changement": pl.Date,
    "annulee": pl.Date,
}
# A pay told by the declaration of `mois`, `montant` in cents, and its measure in hundredths of a unit, if it has one;
# `suite`: a further measure of the pay before it
ACTIVITE = {
    "personne": pl.Int32,
    "siren": pl.String,
    "nic": pl.String,
    "numero": pl.String,
    "mois": pl.Date,
    "debut": pl.Date,
    "fin": pl.Date,
    "type": pl.String,
    "activite": pl.String,
    "centiemes": pl.Int32,
    "unite": pl.String,
    "suite": pl.Boolean,
    "montant": pl.Int64,
}
FORMATION = {
    "personne": pl.Int32,
    "session": pl.String,
    "dispositif": pl.String,
    "formacode": pl.String,
    "financeurs": pl.String,
    "commune_lieu": pl.String,
    "debut_prevu": pl.Date,
    "fin_prevue": pl.Date,
    "entree": pl.Date,
    "abandon": pl.Date,
    "sortie": pl.Date,
}
OFFRE = {
    "offre": pl.String,
    "depot": _INSTANT_UTC,
    "validation": _INSTANT_UTC,
    "cloture": _INSTANT_UTC,
    "motif_cloture": pl.String,
    "type_contrat": pl.String,
    "duree_jours": pl.Int32,
    "cadre": pl.Boolean,
    "rome": pl.String,
    "commune": pl.String,
    "siret": pl.String,
    "origine": pl.String,
}
POSTE = {
    "offre": pl.String,
    "rang": pl.Int16,
    "statut": pl.String,
    "pourvoi": _INSTANT_UTC,
    "mode": pl.String,
}
ACTION = {
    "personne": pl.Int32,
    "departement": pl.String,
    "type_action": pl.String,
    "operateur": pl.String,
    "statut": pl.String,
    "prescription": pl.Date,
    "date_debut": pl.Date,
    "date_fin": pl.Date,
    "heures": pl.Int16,
    "siret": pl.String,
}
MODALITE = {
    "personne": pl.Int32,
    "departement": pl.String,
    "modalite": pl.String,
    "operateur": pl.String,
    "date_debut": pl.Date,
    "date_fin": pl.Date,
}
CORDE_RAPPEL = {
    "personne": pl.Int32,
    "departement": pl.String,
    "cause": pl.String,
    "operateur": pl.String,
    "creation": pl.Date,
    "date_echeance": pl.Date,
    "date_realisation": pl.Date,
    "issue": pl.String,
}
CONTRAT_ENGAGEMENT = {
    "personne": pl.Int32,
    "departement": pl.String,
    "contrat": pl.String,
    "rang": pl.Int16,
    "organisme": pl.String,
    "creation": _INSTANT,
    "signature": _INSTANT,
    "refus": _INSTANT,
    "suspension": _INSTANT,
    "cloture": _INSTANT,
    "motif_cloture": pl.String,
    "heures": pl.Float64,
}
DIAGNOSTIC = {
    "personne": pl.Int32,
    "departement": pl.String,
    "date_diagnostic": pl.Date,
    "operateur": pl.String,
}
CONTRAINTE = {
    "personne": pl.Int32,
    "departement": pl.String,
    "date_diagnostic": pl.Date,
    "nature": pl.String,
    "impact": pl.String,
    "date_detection": pl.Date,
    "date_levee": pl.Date,
}
RENDEZ_VOUS = {
    "personne": pl.Int32,
    "departement": pl.String,
    "rendez_vous": pl.String,
    "organisme": pl.String,
    "motif": pl.String,
    "contact": pl.String,
    "prise": pl.Date,
    "quand": _INSTANT,
    "statut": pl.String,
    "issue": pl.String,
}
ACTE = {
    "personne": pl.Int32,
    "departement": pl.String,
    "acte": pl.String,
    "regime": pl.String,
    "nature": pl.String,
    "manquement": pl.String,
    "constat": pl.Date,
    "notification": pl.Date,
    "date_effet": pl.Date,
    "date_fin": pl.Date,
    "taux": pl.Int16,
    "duree_mois": pl.Int16,
}
VIE_POSTE = {
    "offre": pl.String,
    "rang": pl.Int16,
    "depot": pl.Date,
    "validation": pl.Date,
    "diagnostic": pl.Date,
    "sortie": pl.Date,
    "issue": pl.String,
    "faute_de_candidats": pl.String,
    "type_offre": pl.String,
    "duree_jours": pl.Int32,
    "rome": pl.String,
    "commune": pl.String,
    "siret": pl.String,
    "taille": pl.String,
    "cadre": pl.String,
}
CONTROLE = {
    "personne": pl.Int32,
    "departement": pl.String,
    "controle": pl.String,
    "origine": pl.String,
    "ouverture": _INSTANT,
    "cloture": _INSTANT,
    "suite": pl.String,
}
# Counts by establishment: several blocks may each count some of the same
EMBAUCHE = {
    "siret": pl.String,
    "mois": pl.Date,
    "type_contrat": pl.String,
    "duree": pl.String,
    "commune": pl.String,
    "activite": pl.String,
    "declarations": pl.Int32,
}
# Where the declaration of work of an establishment says it is; several blocks may each tell the same
ETABLISSEMENT = {
    "siret": pl.String,
    "mois": pl.Date,
    "commune": pl.String,
}
STRUCTURE = {
    "structure": pl.String,
    "commune": pl.String,
}
# Listed from the first of these months to the last; its date of update is the latest of its `mises_a_jour` so far
SERVICE = {
    "service": pl.String,
    "structure": pl.String,
    "commune": pl.String,
    "thematiques": pl.List(pl.String),
    "premier_mois": pl.Date,
    "dernier_mois": pl.Date,
    "mises_a_jour": pl.List(pl.Date),
}
# An event is told in the month of its `annonce`
EVENEMENT_FORMATION = {
    "personne": pl.Int32,
    "session": pl.String,
    "evenement": pl.String,
    "date": pl.Date,
    "annonce": pl.Date,
    "type_formation": pl.String,
    "niveau": pl.Int16,
    "financeur": pl.String,
    "cpf_autonome": pl.Boolean,
    "diplome": pl.Boolean,
    "formacode": pl.String,
    "debut_prevu": pl.Date,
    "fin_prevue": pl.Date,
    "heures": pl.Int16,
    "commune_lieu": pl.String,
}
_QUESTION_POSEE = {
    "question": pl.String,
    "echelle": pl.String,
    "reponse": pl.Int16,
    "poids": pl.Float64,
    "commune": pl.String,
    "date_envoi": pl.Date,
    "date_reponse": pl.Date,
}
PERSONNE_INTERROGEE = {"personne": pl.Int32, **_QUESTION_POSEE}
ENTREPRISE_INTERROGEE = {"siret": pl.String, **_QUESTION_POSEE}
SCHEMAS = {
    "personne": PERSONNE,
    "inscription": INSCRIPTION,
    "orientation": ORIENTATION,
    "droit": DROIT,
    "entree_devoirs": ENTREE_DEVOIRS,
    "contrat": CONTRAT,
    "activite": ACTIVITE,
    "formation": FORMATION,
    "offre": OFFRE,
    "poste": POSTE,
    "action": ACTION,
    "modalite": MODALITE,
    "corde_rappel": CORDE_RAPPEL,
    "contrat_engagement": CONTRAT_ENGAGEMENT,
    "diagnostic": DIAGNOSTIC,
    "contrainte": CONTRAINTE,
    "rendez_vous": RENDEZ_VOUS,
    "acte": ACTE,
    "personne_interrogee": PERSONNE_INTERROGEE,
    "entreprise_interrogee": ENTREPRISE_INTERROGEE,
    "controle": CONTROLE,
    "embauche": EMBAUCHE,
    "etablissement": ETABLISSEMENT,
    "structure": STRUCTURE,
    "service": SERVICE,
    "vie_poste": VIE_POSTE,
    "evenement_formation": EVENEMENT_FORMATION,
}


@dataclass(frozen=True)
class Parametres:
    """What decides a simulated France: how many registered persons, which months, which seed."""

    personnes: int
    mois: int
    dernier_mois: date
    graine: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.personnes <= PERSONNES_AU_PLUS:
            raise ValueError(f"A simulation holds 1 to {PERSONNES_AU_PLUS} persons, not {self.personnes}.")
        if self.mois < 1:
            raise ValueError(f"A simulation lasts at least one month, not {self.mois}.")
        if self.graine < 0:
            raise ValueError(f"A seed is zero or more, not {self.graine}.")
        object.__setattr__(self, "dernier_mois", self.dernier_mois.replace(day=1))

    @property
    def blocs(self) -> int:
        """How many blocks make the whole simulation."""
        return -(-self.personnes // PERSONNES_PAR_BLOC)

    @property
    def premier_mois(self) -> date:
        """First day of the first month."""
        return decale(self.dernier_mois, 1 - self.mois)

    @property
    def dernier_jour(self) -> date:
        """Where the world ends: no event is dated after it (planned ends may be)."""
        return decale(self.dernier_mois, 1) - timedelta(days=1)

    @property
    def liste_mois(self) -> list[date]:
        """First days of the simulated months, in order."""
        return [decale(self.premier_mois, rang) for rang in range(self.mois)]


@dataclass
class Bloc:
    """A part of the world, independent of the others: one frame per entity, with the columns of SCHEMAS.

    `personne` is unique over the whole simulation, and so are `offre`, `contrat` (of engagement), `rendez_vous`,
    `acte`, `controle`, `structure` and `service`. Instants without a zone are told at the hour of Paris.
    """

    personne: pl.DataFrame
    inscription: pl.DataFrame
    orientation: pl.DataFrame
    droit: pl.DataFrame
    entree_devoirs: pl.DataFrame
    contrat: pl.DataFrame
    activite: pl.DataFrame
    formation: pl.DataFrame
    offre: pl.DataFrame
    poste: pl.DataFrame
    action: pl.DataFrame
    modalite: pl.DataFrame
    corde_rappel: pl.DataFrame
    contrat_engagement: pl.DataFrame
    diagnostic: pl.DataFrame
    contrainte: pl.DataFrame
    rendez_vous: pl.DataFrame
    acte: pl.DataFrame
    personne_interrogee: pl.DataFrame
    entreprise_interrogee: pl.DataFrame
    controle: pl.DataFrame
    embauche: pl.DataFrame
    etablissement: pl.DataFrame
    structure: pl.DataFrame
    service: pl.DataFrame
    vie_poste: pl.DataFrame
    evenement_formation: pl.DataFrame

    @classmethod
    def de(cls, **frames: pl.DataFrame) -> "Bloc":
        """A block from some of its frames: those not given are empty, columns are put in order and cast."""
        return cls(**{champ.name: conforme(champ.name, frames.get(champ.name)) for champ in fields(cls)})


def conforme(entite: str, frame: pl.DataFrame | None) -> pl.DataFrame:
    """A frame with exactly the columns of its entity; a column that is missing is null everywhere."""
    schema = SCHEMAS[entite]
    if frame is None:
        return pl.DataFrame(schema=schema)
    absentes = [pl.lit(None, dtype=type_).alias(nom) for nom, type_ in schema.items() if nom not in frame.columns]
    return frame.with_columns(absentes).select(pl.col(nom).cast(type_) for nom, type_ in schema.items())


def decale(mois: date, nombre: int) -> date:
    """The first day of the month that comes `nombre` months after."""
    rang = mois.year * 12 + mois.month - 1 + nombre
    return date(rang // 12, rang % 12 + 1, 1)
