"""Sentences that appear on the pages and belong to no indicator."""

TITRE_SITE = "Pilotage de l’emploi"
SOUS_TITRE_SITE = "Les mêmes indicateurs pour tous les comités pour l’emploi"

NOTE_ARRONDI = (
    "Effectifs arrondis aléatoirement à un multiple de 5 ; un total peut différer de la somme de ses parties."
)
NOTE_DEMONSTRATION = (
    "Données de démonstration, entièrement synthétiques : aucun chiffre de ces pages ne décrit la France réelle."
)

COMITES = {
    "national": "Comité national pour l’emploi",
    "region": "Comité régional pour l’emploi",
    "departement": "Comité départemental pour l’emploi",
    "local": "Comité local pour l’emploi",
}
NIVEAU_DEFINI = {
    "national": "la France",
    "region": "la région",
    "departement": "le département",
    "local": "le comité local",
}
DU_NIVEAU = {
    "national": "de la France",
    "region": "de la région",
    "departement": "du département",
    "local": "du comité local",
}
SOUS_NIVEAUX = {
    "region": ("Les régions", "Entre régions", "Région"),
    "departement": ("Les départements de la région", "Entre ses départements", "Département"),
    "local": ("Les comités locaux du département", "Entre ses comités locaux", "Comité local"),
}

THEMES = {
    "impact": ("Les résultats", "Ce que le réseau change pour les personnes et les entreprises."),
    "realisation": ("La mise en œuvre", "Ce que le réseau fait, et en combien de temps."),
    "eclairage": ("Le contexte", "Combien de personnes sont concernées ; ni bon ni mauvais en soi."),
}

STATUTS = {"definitif": "Définitif", "provisoire": "Provisoire", "absent": "Non disponible"}
PROVISOIRE = "Provisoire : sera révisé"
EFFECTIF_FAIBLE = "Effectif faible : à lire avec prudence"
A_CHEVAL = "Période à cheval sur une rupture de série"

MOTIFS = {
    "non_applicable": "Cet indicateur ne s’applique pas à ce territoire ou à ce public.",
    "fenetre_incomplete": "Pas encore connu : la période d’observation n’est pas terminée.",
    "couverture_partielle": "Non publié : une partie des fichiers attendus pour ce territoire n’a pas été reçue.",
    "effectif_insuffisant": "Non publié : trop peu de {unites} pour un chiffre fiable et protégé (moins de {seuil}).",
    "part_extreme": "Non publié exactement (secret statistique) : presque tous les cas, ou presque aucun.",
    "secret_etablissement": "Secret statistique : trop peu d’entreprises ou de {unites}, ou une seule pèse trop.",
    "mediane_non_atteinte": (
        "Médiane non atteinte : à la fin de l’observation, moins de la moitié des cas avaient abouti."
    ),
}
MOTIFS_COURTS = {
    "non_applicable": "sans objet",
    "fenetre_incomplete": "pas encore connu",
    "couverture_partielle": "fichiers incomplets",
    "effectif_insuffisant": "effectif insuffisant",
    "part_extreme": "secret statistique",
    "secret_etablissement": "secret statistique",
    "mediane_non_atteinte": "médiane non atteinte",
}

ETATS = {
    "atteint": "Objectif atteint",
    "en_bonne_voie": "En bonne voie",
    "a_surveiller": "À surveiller",
    "non_mesurable": "Non mesurable",
}
ETATS_COMPTES = {
    "atteint": ("atteint", "atteints"),
    "en_bonne_voie": ("en bonne voie", "en bonne voie"),
    "a_surveiller": ("à surveiller", "à surveiller"),
    "non_mesurable": ("non mesurable", "non mesurables"),
}
"""The states as they are counted: one, several."""
OBJECTIF_SANS_MESURE = {
    "indicateur_inconnu": "Cet indicateur n’est pas de ceux qui sont publiés ici.",
    "territoire_inconnu": "Aucun chiffre n’est publié pour ce territoire.",
    "non_publie": "Cet indicateur n’est pas publié pour ce public à ce niveau.",
    "periode_absente": "Aucune période publiée ne finit assez tôt pour mesurer cet objectif.",
    "rupture": "Une rupture de série sépare le départ de la valeur actuelle : on ne les compare pas.",
}
"""Why an objective is not measured, besides MOTIFS."""

PREMIERE_VISITE = (
    "Chaque carte donne un chiffre, sa période, sa comparaison avec le territoire qui l’englobe et avec la France. "
    "« Définition » dit exactement ce qui est compté ; « Données » donne les mêmes chiffres dans un fichier.",
    "Par défaut, les chiffres portent sur 12 mois : c’est plus stable pour un petit territoire. "
    "« Mois par mois » montre le détail.",
    "« Provisoire » : le chiffre sera révisé quand tous les fichiers seront arrivés (points creux sur les graphiques). "
    "Les autres ne le sont qu’une fois par an, en début d’année.",
    "« Rupture de série » : la règle a changé ; on ne compare pas avant et après (trait vertical, courbe coupée).",
    "« Écart non significatif » : la différence peut tenir au hasard des petits nombres ; n’en concluez rien.",
    "« Moins de 5 » et les effectifs arrondis protègent les personnes : " + NOTE_ARRONDI[0].lower() + NOTE_ARRONDI[1:],
)

RYTHMES = {"glissant_12m": "12 derniers mois", "mois": "Mois par mois"}
