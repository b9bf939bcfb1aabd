"""The rubriques the house uses: the column each one becomes, what must be there, what may be shown to the sender.

Besides the norms, rubriques come from two carriers: the envelope of a lot (V01R02), and what GIP-MDS adds to the XML it
delivers (INSEE commune, certified NIR, date of death…).
"""

from functools import lru_cache

import numpy as np
import polars as pl

from pipelines.sources.dsn import normes

DECLARATION, ENTREPRISE, ETABLISSEMENT, LIEU = "S20.G00.05", "S21.G00.06", "S21.G00.11", "S21.G00.85"
INDIVIDU, IDENTITE_D_AVANT, CONTRAT, CHANGEMENT = "S21.G00.30", "S21.G00.31", "S21.G00.40", "S21.G00.41"
REMUNERATION, MESURE, FIN, SUSPENSION = "S21.G00.51", "S21.G00.53", "S21.G00.62", "S21.G00.65"
MESSAGE, CLOTURE = "S10.G00.00", "S90.G00.90"
LOT, GROUPE, FIN_DE_GROUPE, RAPPEL = "S05.G51.00", "S06.G51.00", "S96.G51.00", "S95.G51.00"

ESSAI, NORME = "S10.G00.00.005", "S10.G00.00.006"
COMPTE_RUBRIQUES, COMPTE_DSN = "S90.G00.90.001", "S90.G00.90.002"
COMPTE_DU_LOT, NOM_DU_GROUPE = "S05.G51.00.006", "S06.G51.00.001"
COMPTE_DU_GROUPE, COMPTE_RAPPELE = "S96.G51.00.002", "S95.G51.00.002"
NATURE, NAISSANCE, NIR, NTT = "S20.G00.05.001", "S21.G00.30.006", "S21.G00.30.001", "S21.G00.30.020"
NIR_CERTIFIE = "S21.G00.30.300"
TYPE, CIBLE, MOIS_PRINCIPAL = "S20.G00.05.002", "S20.G00.05.006", "S20.G00.05.005"
DEBUT, NUMERO, FIN_PREVUE = "S21.G00.40.001", "S21.G00.40.009", "S21.G00.40.010"
DATE_FIN, MOTIF_FIN = "S21.G00.62.001", "S21.G00.62.002"
DEBUT_PAIE, FIN_PAIE = "S21.G00.51.001", "S21.G00.51.002"
DEBUT_SUSPENSION, FIN_SUSPENSION = "S21.G00.65.002", "S21.G00.65.003"
TYPE_REMUNERATION = "S21.G00.51.011"

MENSUELLE, FIN_DE_CONTRAT, EMBAUCHE = "01", "07", "10"
HORS_CHAMP = ("04", "05", "08", "09")
ANNULATION = "099"
# Motives a signal of end of contract may not carry (cahier technique, S21.G00.62.002 CCH-12 and CCH-13)
MOTIFS_INTERDITS_EN_SIGNALEMENT = (ANNULATION, "100", "116", "998", "999")
# Types of declaration a nature may not carry (S20.G00.05.002 CCH-13 and CCH-14)
TYPES_INTERDITS = {MENSUELLE: ("04",), FIN_DE_CONTRAT: ("02", "05"), EMBAUCHE: ("02", "05")}
TYPES_AVEC_CIBLE = ("03", "04")
# Gross uncapped, gross for unemployment insurance, restored, base (S21.G00.51.011); the others are parts of these
TYPES_DE_REMUNERATION = ("001", "002", "003", "010")

CHAMPS_ENVELOPPE = {
    ESSAI: "essai",
    NORME: "norme",
    COMPTE_RUBRIQUES: "compte_rubriques",
    COMPTE_DSN: "compte_dsn",
    COMPTE_DU_LOT: "compte_du_lot",
    NOM_DU_GROUPE: "groupe",
    COMPTE_DU_GROUPE: "compte_du_groupe",
    COMPTE_RAPPELE: "compte_rappele",
}
CHAMPS_DECLARATION = {
    NATURE: "nature",
    TYPE: "type",
    "S20.G00.05.003": "fraction",
    "S20.G00.05.004": "ordre",
    MOIS_PRINCIPAL: "mois_principal",
    CIBLE: "cible",
    "S20.G00.05.007": "date_constitution",
    "S21.G00.06.001": "siren",
    "S21.G00.11.001": "nic",
    "S21.G00.11.110": "commune",
}
CHAMPS_LIEU = {"S21.G00.85.001": "identifiant", "S21.G00.85.011": "commune"}
CHAMPS_INDIVIDU = {
    NIR: "nir_declare",
    NTT: "ntt",
    NIR_CERTIFIE: "nir_certifie",
    "S21.G00.30.002": "nom_famille",
    "S21.G00.30.004": "prenoms",
    "S21.G00.30.005": "sexe",
    NAISSANCE: "naissance",
    "S21.G00.30.024": "niveau",
    "S21.G00.30.312": "deces",
}
CHAMPS_IDENTITE_D_AVANT = {"S21.G00.31.001": "date_effet", "S21.G00.31.008": "ancien_nir"}
CHAMPS_CONTRAT = {
    DEBUT: "debut",
    "S21.G00.40.002": "statut_conventionnel",
    "S21.G00.40.004": "pcs",
    "S21.G00.40.007": "nature_contrat",
    "S21.G00.40.008": "dispositif",
    NUMERO: "numero_contrat",
    FIN_PREVUE: "fin_prevue",
    "S21.G00.40.012": "quotite_reference",
    "S21.G00.40.013": "quotite_contrat",
    "S21.G00.40.014": "modalite",
    "S21.G00.40.019": "lieu_travail",
    "S21.G00.40.021": "motif_recours",
    "S21.G00.40.046": "etablissement_utilisateur",
    "S21.G00.40.082": "jours_essai",
    "S21.G00.40.083": "heure",
}
CHAMPS_CHANGEMENT = {
    "S21.G00.41.001": "date_changement",
    "S21.G00.41.004": "ancienne_nature",
    "S21.G00.41.007": "ancienne_quotite",
    "S21.G00.41.008": "ancienne_modalite",
    "S21.G00.41.012": "ancien_siret",
    "S21.G00.41.014": "ancien_numero",
    "S21.G00.41.021": "ancien_debut",
}
CHAMPS_REMUNERATION = {
    DEBUT_PAIE: "debut",
    FIN_PAIE: "fin",
    "S21.G00.51.010": "numero_contrat",
    TYPE_REMUNERATION: "type",
    "S21.G00.51.012": "heures",
    "S21.G00.51.013": "montant",
}
CHAMPS_MESURE = {"S21.G00.53.001": "activite", "S21.G00.53.002": "mesure", "S21.G00.53.003": "unite_mesure"}
CHAMPS_FIN = {DATE_FIN: "fin", MOTIF_FIN: "fin_motif"}
CHAMPS_SUSPENSION = {"S21.G00.65.001": "motif", DEBUT_SUSPENSION: "debut", FIN_SUSPENSION: "fin"}

OBLIGATOIRES = {
    "declaration": ("nature", "type", "fraction", "ordre", "date_constitution", "siren", "nic"),
    "lieu": ("identifiant",),
    "contrat": ("debut", "nature_contrat", "dispositif", "numero_contrat"),
    "embauche": ("debut",),
    "fin": ("fin", "fin_motif"),
    "changement": ("date_changement",),
    "suspension": ("motif", "debut"),
    "activite": ("debut", "fin", "numero_contrat"),
}

UTILISEES = (
    *CHAMPS_ENVELOPPE,
    *CHAMPS_DECLARATION,
    *CHAMPS_LIEU,
    *CHAMPS_INDIVIDU,
    *CHAMPS_IDENTITE_D_AVANT,
    *CHAMPS_CONTRAT,
    *CHAMPS_CHANGEMENT,
    *CHAMPS_REMUNERATION,
    *CHAMPS_MESURE,
    *CHAMPS_FIN,
    *CHAMPS_SUSPENSION,
)
# Shapes stricter than nature and length, with the words that tell them
FORMES = {
    "S20.G00.05.003": ("[1-9]{2}", "deux chiffres sont attendus : numéro et nombre de fractions"),
    "S20.G00.05.004": ("[0-9]+", "un nombre entier est attendu"),
    MOIS_PRINCIPAL: ("01.*", "le mois principal s'écrit par son premier jour (01MMAAAA)"),
    CIBLE: ("[0-9]{9,23}", "la date de constitution (JJMMAAAA) et l'ordre de la déclaration visée sont attendus"),
    "S21.G00.06.001": ("[0-9]{9}", "un SIREN de 9 chiffres est attendu"),
    "S21.G00.11.001": ("[0-9]{5}", "un NIC de 5 chiffres est attendu"),
    NTT: (r"[12]\S+", "un NTT commence par 1 ou 2 et ne contient pas d'espace"),
    "S21.G00.41.012": ("[0-9]{14}", "un SIRET de 14 chiffres est attendu"),
}
# Codes of class `ordinaire`: the wrong value may be shown to the sender. Nothing else ever is.
MONTRABLES = (
    NATURE,
    TYPE,
    "S21.G00.40.002",
    "S21.G00.40.007",
    "S21.G00.40.008",
    "S21.G00.40.014",
    "S21.G00.40.021",
    "S21.G00.41.004",
    "S21.G00.41.008",
    TYPE_REMUNERATION,
    MOTIF_FIN,
)

_DU_LOT = (
    *(f"{LOT}.{numero:03}" for numero in range(1, 7)),
    NOM_DU_GROUPE,
    *(f"{bloc}.{numero:03}" for bloc in (FIN_DE_GROUPE, RAPPEL) for numero in (1, 2)),
)
# Added by GIP-MDS and the CNAV to what employers send
_ENRICHIES = (
    *(f"S21.G00.11.{numero}" for numero in (110, 111, 112)),
    *(f"S21.G00.30.{numero}" for numero in (*range(300, 307), *range(310, 314))),
    *(f"S10.G00.95.{numero:03}" for numero in (*range(1, 100), *range(900, 910))),
    "S20.G00.96.902",
    "S21.G00.85.850",
)
_HORS_NORME = frozenset((*_DU_LOT, *_ENRICHIES))

TOUTES = sorted(_HORS_NORME.union(*(normes.charger(nom).rubriques["rubrique"] for nom in normes.connues())))
RUBRIQUE = pl.Enum(TOUTES)
"""Every rubrique of every norm and carrier, in their order: a rubrique is a small number, but in sentences."""
BLOC = pl.Enum(sorted({rubrique[:10] for rubrique in TOUTES}))


@lru_cache
def connues(norme: str) -> np.ndarray:
    """For each rubrique of TOUTES, whether a message in that norm may hold it."""
    de_la_norme = {*normes.charger(norme).rubriques["rubrique"], *_HORS_NORME}
    return np.array([rubrique in de_la_norme for rubrique in TOUTES])
