"""The rubriques the house uses: the column each one becomes, what must be there, what may be shown to the sender."""

DECLARATION, ENTREPRISE, ETABLISSEMENT = "S20.G00.05", "S21.G00.06", "S21.G00.11"
INDIVIDU, CONTRAT, CHANGEMENT, FIN = "S21.G00.30", "S21.G00.40", "S21.G00.41", "S21.G00.62"

ESSAI, NORME = "S10.G00.00.005", "S10.G00.00.006"
COMPTE_RUBRIQUES, COMPTE_DSN = "S90.G00.90.001", "S90.G00.90.002"
NATURE, NAISSANCE, NIR, NTT = "S20.G00.05.001", "S21.G00.30.006", "S21.G00.30.001", "S21.G00.30.020"
TYPE, CIBLE, MOIS_PRINCIPAL = "S20.G00.05.002", "S20.G00.05.006", "S20.G00.05.005"
DEBUT, NUMERO, FIN_PREVUE = "S21.G00.40.001", "S21.G00.40.009", "S21.G00.40.010"
DATE_FIN, MOTIF_FIN = "S21.G00.62.001", "S21.G00.62.002"

MENSUELLE, FIN_DE_CONTRAT = "01", "07"
HORS_CHAMP = ("04", "05", "08", "09", "10")
ANNULATION = "099"
# Motives a signal of end of contract may not carry (cahier technique, S21.G00.62.002 CCH-12 and CCH-13)
MOTIFS_INTERDITS_EN_SIGNALEMENT = (ANNULATION, "100", "116", "998", "999")
# Types of declaration a nature may not carry (S20.G00.05.002 CCH-13 and CCH-14)
TYPES_INTERDITS = {MENSUELLE: ("04",), FIN_DE_CONTRAT: ("02", "05")}
TYPES_AVEC_CIBLE = ("03", "04")

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
}
CHAMPS_INDIVIDU = {NIR: "nir", NTT: "ntt"}
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
}
CHAMPS_FIN = {DATE_FIN: "fin", MOTIF_FIN: "fin_motif"}
CHAMPS_CHANGEMENT = {
    "S21.G00.41.001": "date_changement",
    "S21.G00.41.012": "ancien_siret",
    "S21.G00.41.014": "ancien_numero",
    "S21.G00.41.021": "ancien_debut",
}
# Checked because a fault there discredits the person's record, and never kept
VERIFIEES = (NAISSANCE, "S21.G00.51.013")

OBLIGATOIRES = {
    "declaration": ("nature", "type", "fraction", "ordre", "date_constitution", "siren", "nic"),
    "contrat": ("debut", "nature_contrat", "dispositif", "numero_contrat"),
    "fin": ("fin", "fin_motif"),
    "changement": ("date_changement",),
}

UTILISEES = (
    *CHAMPS_DECLARATION,
    *CHAMPS_INDIVIDU,
    *CHAMPS_CONTRAT,
    *CHAMPS_FIN,
    *CHAMPS_CHANGEMENT,
    *VERIFIEES,
)
# Shapes stricter than nature and length, with the words that tell them
FORMES = {
    "S20.G00.05.003": ("[1-9]{2}", "deux chiffres sont attendus : numéro et nombre de fractions"),
    "S20.G00.05.004": ("[0-9]+", "un nombre entier est attendu"),
    MOIS_PRINCIPAL: ("01.*", "le mois principal s'écrit par son premier jour (01MMAAAA)"),
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
    MOTIF_FIN,
)
