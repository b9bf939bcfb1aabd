"""Every published column, once: the Parquet metadata, the Table Schema and the dictionary are written from here."""

from dataclasses import dataclass

import polars as pl

from pipelines.disclosure import COLONNES, COLONNES_QUALITE, MOTIFS
from pipelines.territories import HABITANTS_MINIMUM

VERSION_SCHEMA = "1.4.0"
"""A column removed, renamed or retyped is a major change; a file, a column, a level or a period added, a minor one."""

CLE = tuple(COLONNES)[:8]


@dataclass(frozen=True)
class Colonne:
    """One published column. `valeurs`: the closed list of what it may hold, with words."""

    nom: str
    genre: pl.DataType | type[pl.DataType]
    description: str
    unite: str | None = None
    vide: bool = False
    valeurs: dict[str, str] | None = None


NIVEAUX = {
    "national": "la France : ses 101 départements",
    "region": "région",
    "departement": "département",
    "local": "comité local",
    "epci": "intercommunalité à fiscalité propre ; seulement l'ensemble, sur douze mois",
    "collectivite_rsa": "collectivité qui a la charge du RSA : le plus souvent un département",
    "bassin": "bassin d'emploi, si sa table a été reçue ; seulement l'ensemble, sur douze mois",
    "zone_emploi": "zone d'emploi, si sa table a été reçue ; seulement l'ensemble, sur douze mois",
    "commune": "commune, dans `indicateurs_communes` ; seulement l'ensemble, sur douze mois qui finissent un trimestre",
}
PERIODES = {
    "mois": "un mois civil",
    "trimestre": "un trimestre civil entier ; pour un stock, son dernier mois",
    "annee": "une année civile entière ; pour un stock, son dernier mois",
    "glissant_12m": "douze mois ; pour un stock, le dernier mois des douze",
}
STATUTS = {
    "definitif": "les délais de déclaration sont passés ; le chiffre ne change plus avant la révision annuelle",
    "provisoire": "des déclarations tardives peuvent encore changer le chiffre",
    "absent": "rien n'est publié pour cette ligne ; `motif` dit pourquoi",
}
SENS_DES_MOTIFS = dict(
    zip(
        MOTIFS,
        (
            "l'indicateur n'a pas de sens pour ce territoire ou ce public",
            "la période d'observation n'est pas encore finie",
            "des fichiers attendus ne sont pas arrivés pour plus de 2 % de la population du territoire",
            "postes ou établissements de moins de 3 entreprises, ou dont une a plus de 85 %, ou trop peu nombreux",
            "dénominateur publié inférieur à 50",
            "numérateur publié nul, ou au moins égal au dénominateur : seule une borne est donnée",
            "moins de la moitié a connu l'événement pendant le suivi",
        ),
        strict=True,
    )
)

_DESCRIPTIONS: dict[str, tuple[str, str | None, dict[str, str] | None]] = {
    "indicateur": ("Nom de l'indicateur ; ses mots sont dans indicateurs_metadonnees.json.", None, None),
    "methode_version": ("Version de la méthode de calcul : deux versions ne se comparent pas.", None, None),
    "periode_type": ("Longueur de la période.", None, PERIODES),
    "periode_debut": ("Premier jour de la période (de plusieurs mois : premier jour du premier).", None, None),
    "territoire_niveau": ("Niveau du territoire.", None, NIVEAUX),
    "territoire_code": ("Code du territoire, toujours un texte : FR, 84, 01, 2A, CLPE01001, 69M, 01004.", None, None),
    "dimension": (
        "Ce qui distingue les publics ; « ensemble » quand rien ne les distingue ; a*b croise deux dimensions.",
        None,
        None,
    ),
    "modalite": ("Le public, parmi ceux de la dimension ; d'un croisement, les deux : F*50-54.", None, None),
    "numerateur": (
        "Numérateur d'une part, arrondi aléatoirement à un multiple de 5. 0 veut dire « moins de 5 ».",
        "personnes, postes, points d'étape, rendez-vous ou établissements",
        None,
    ),
    "denominateur": (
        "Dénominateur d'une part, entrants d'un délai, unités dont on donne la moyenne, ou réponses (non pondérées) "
        "d'une part pondérée ; arrondi de même. 0 veut dire « moins de 5 ».",
        "personnes, postes, points d'étape, rendez-vous ou établissements",
        None,
    ),
    "exclus": (
        "Unités sorties du champ, ni au numérateur ni au dénominateur ; d'une enquête, interrogées sans réponse. "
        "Arrondies de même. 0 veut dire « moins de 5 ».",
        "personnes, postes, points d'étape, rendez-vous ou établissements",
        None,
    ),
    "valeur": (
        "Le chiffre : une fraction entre 0 et 1 (numérateur ÷ dénominateur, à multiplier par 100 ou, de pour_1000, par "
        "1 000), un effectif arrondi, des jours, des mois, un solde entre -1 et 1 (une part moins une autre), ou "
        "une quotité (1 pour un temps plein), ou des Smic mensuels bruts.",
        "fraction, pour_1000, solde, personnes, postes, points d'étape, jours, mois, quotite ou smic, par indicateur",
        None,
    ),
    "ic_bas": (
        "Borne basse de l'intervalle à 95 %, tirée des effectifs arrondis ; d'une part extrême, la borne donnée ; vide "
        "pour un effectif, une moyenne ou un solde.",
        "celle de valeur",
        None,
    ),
    "ic_haut": (
        "Borne haute de l'intervalle à 95 % ; vide pour un délai dont la borne n'est pas atteinte pendant le suivi.",
        "celle de valeur",
        None,
    ),
    "statut": ("État du chiffre.", None, STATUTS),
    "motif": ("Pourquoi `valeur` est vide ; vide quand elle ne l'est pas.", None, SENS_DES_MOTIFS),
    "effectif_faible": (
        "Vrai quand la valeur repose sur un dénominateur inférieur à 200 : lire l'intervalle.",
        None,
        None,
    ),
    "rupture": ("Vrai quand la période touche une rupture de série : ne pas comparer avec ce qui précède.", None, None),
    "revise": (
        "Vrai quand un chiffre publié dans le millésime précédent a changé. Un chiffre définitif ne change qu'à la "
        "révision annuelle, ou quand le territoire n'a plus les mêmes communes.",
        None,
        None,
    ),
}
_PEUT_ETRE_VIDE = {"numerateur", "denominateur", "exclus", "valeur", "ic_bas", "ic_haut", "motif"}

INDICATEURS = tuple(
    Colonne(nom, genre, description, unite, nom in _PEUT_ETRE_VIDE, valeurs)
    for nom, genre in COLONNES.items()
    for description, unite, valeurs in [_DESCRIPTIONS[nom]]
)
TERRITOIRES = (
    Colonne("territoire_niveau", pl.String, "Niveau du territoire.", valeurs=NIVEAUX),
    Colonne("territoire_code", pl.String, "Code du territoire, toujours un texte."),
    Colonne("nom", pl.String, "Nom."),
    Colonne("nom_article", pl.String, "Nom avec son article : « le Nord », « l'Ain »."),
    Colonne("nom_locatif", pl.String, "Nom précédé de sa préposition : « dans le Nord », « à Paris »."),
    Colonne("parent_niveau", pl.String, "Niveau du territoire englobant.", vide=True, valeurs=NIVEAUX),
    Colonne(
        "parent_code",
        pl.String,
        "Code du territoire englobant (d'une zone à cheval : le département où vivent le plus de ses habitants).",
        vide=True,
    ),
    Colonne("population", pl.Int64, "Population municipale.", "habitants", vide=True),
    Colonne("publie", pl.Boolean, "Vrai si des indicateurs sont publiés pour ce territoire."),
)
COMMUNE_TERRITOIRE = (
    Colonne("commune_code", pl.String, "Code de la commune au code officiel géographique courant."),
    Colonne("commune_nom", pl.String, "Nom de la commune."),
    Colonne("territoire_niveau", pl.String, "Niveau du territoire.", valeurs=NIVEAUX),
    Colonne("territoire_code", pl.String, "Code du territoire où se trouve la commune."),
)
COMMUNES = (
    Colonne("commune_code", pl.String, "Code de la commune au code officiel géographique courant."),
    Colonne("commune_nom", pl.String, "Nom de la commune."),
    Colonne("population", pl.Int64, "Population municipale.", "habitants"),
    Colonne(
        "publie",
        pl.Boolean,
        f"Vrai si des indicateurs sont publiés pour cette commune : {HABITANTS_MINIMUM} habitants au moins.",
    ),
)
LIENS = (
    Colonne("enfant_niveau", pl.String, "Niveau du territoire contenu.", valeurs=NIVEAUX),
    Colonne("enfant_code", pl.String, "Code du territoire contenu."),
    Colonne("parent_niveau", pl.String, "Niveau du territoire qui le contient, en tout ou partie.", valeurs=NIVEAUX),
    Colonne("parent_code", pl.String, "Code du territoire qui le contient, en tout ou partie."),
    Colonne("population", pl.Int64, "Population de ce que les deux ont en commun.", "habitants"),
)
MESURES_DES_SOURCES = {
    "couverture_source": "livraisons arrivées, parmi celles attendues des émetteurs, depuis la première",
    "fraicheur_source": "jours écoulés depuis le dernier jour que la source décrit",
    "taux_appariement": "lignes qui mènent à une personne, un dossier ou un numéro connus, parmi les lignes reçues",
    "taux_quarantaine": "unités refusées à la porte, parmi les unités reçues",
}
_MOTIFS_DE_LA_QUALITE = ("effectif_insuffisant", "part_extreme")
METHODES = {
    "ensemble": "toutes",
    "nir": "par le numéro de sécurité sociale (toujours appariées)",
    "ntt": "par un numéro technique temporaire",
    "etat_civil": "par l'état civil, quand le numéro manque",
    "numero_ft": "par le numéro France Travail",
    "dossier": "par le dossier de RSA",
}
_QUALITE: dict[str, tuple[str, str | None, dict[str, str] | None]] = {
    "source": ("La source, par le nom de son contrat.", None, None),
    "mesure": ("Ce qui est mesuré.", None, MESURES_DES_SOURCES),
    "territoire_niveau": ("National, ou le département qui envoie.", None, NIVEAUX),
    "territoire_code": ("Code du territoire, toujours un texte.", None, None),
    "modalite": ("Ce qui dit de qui parle une ligne ; « ensemble » hors de l'appariement.", None, METHODES),
    "unite": (
        "Ce qui est compté.",
        None,
        {"jours": "jours", "lignes": "lignes", "livraisons": "fichiers attendus", "unites": "unités reçues"},
    ),
    "numerateur": ("Numérateur ; de lignes ou d'unités, arrondi comme un effectif de personnes.", "unite", None),
    "denominateur": ("Dénominateur ; arrondi de même.", "unite", None),
    "valeur": ("Numérateur ÷ dénominateur, ou des jours.", "fraction ou jours", None),
    "motif": ("Pourquoi `valeur` est vide.", None, {m: SENS_DES_MOTIFS[m] for m in _MOTIFS_DE_LA_QUALITE}),
}
QUALITE = tuple(
    Colonne(nom, genre, description, unite, nom in _PEUT_ETRE_VIDE, valeurs)
    for nom, genre in COLONNES_QUALITE.items()
    for description, unite, valeurs in [_QUALITE[nom]]
)
ETATS = {
    "atteint": "la valeur actuelle est à la cible, ou au-delà",
    "en_bonne_voie": "l'avancement est au moins la part écoulée de la période, moins un dixième",
    "a_surveiller": "l'avancement est en dessous",
    "non_mesurable": "aucune valeur publiée ne dit où il en est ; `motif` dit pourquoi",
}
INCONNUS = {
    "indicateur_inconnu": "le catalogue n'a pas cet indicateur",
    "territoire_inconnu": "rien n'est publié pour ce territoire",
    "non_publie": "l'indicateur n'est pas publié pour ce public à ce niveau",
    "periode_absente": "aucune période publiée ne finit assez tôt",
    "rupture": "une rupture de série sépare le départ de l'objectif de la valeur actuelle",
}
"""Why an objective cannot be measured, besides the reasons of the published cell."""
OBJECTIFS = (
    Colonne("indicateur", pl.String, "Nom de l'indicateur, tel que l'objectif le donne."),
    Colonne("territoire_niveau", pl.String, "Niveau du territoire.", valeurs=NIVEAUX),
    Colonne("territoire_code", pl.String, "Code du territoire, toujours un texte."),
    Colonne("dimension", pl.String, "Ce qui distingue le public visé ; « ensemble » quand rien ne le distingue."),
    Colonne("modalite", pl.String, "Le public visé, parmi ceux de la dimension."),
    Colonne("periode_debut", pl.Date, "Premier jour de la période de l'objectif."),
    Colonne("periode_fin", pl.Date, "Dernier jour de la période de l'objectif."),
    Colonne("valeur_initiale", pl.Float64, "Valeur de départ, dite par l'auteur.", "celle de l'indicateur"),
    Colonne("valeur_cible", pl.Float64, "Valeur visée, dite par l'auteur.", "celle de l'indicateur"),
    Colonne("auteur", pl.String, "Instance qui fixe l'objectif."),
    Colonne("instrument", pl.String, "Texte qui le porte : convention, plan, lettre.", vide=True),
    Colonne("date_decision", pl.Date, "Jour de la décision : la dernière connue l'emporte."),
    Colonne(
        "valeur_actuelle",
        pl.Float64,
        "Valeur publiée dans `indicateurs` pour la dernière période observée.",
        "celle de l'indicateur",
        vide=True,
    ),
    Colonne("valeur_periode_type", pl.String, "Longueur de la période de cette valeur.", vide=True, valeurs=PERIODES),
    Colonne("valeur_periode_debut", pl.Date, "Premier jour de la période de cette valeur.", vide=True),
    Colonne(
        "avancement",
        pl.Float64,
        "(valeur actuelle − départ) ÷ (cible − départ) : 0 au départ, 1 à la cible, négatif quand on s'en éloigne.",
        "fraction du chemin",
        vide=True,
    ),
    Colonne(
        "part_ecoulee",
        pl.Float64,
        "Part de la période de l'objectif écoulée au dernier jour de la période de la valeur.",
        "fraction de la période",
        vide=True,
    ),
    Colonne("etat", pl.String, "Où en est l'objectif.", valeurs=ETATS),
    Colonne(
        "motif",
        pl.String,
        "Pourquoi l'objectif n'est pas mesurable ; vide quand il l'est.",
        vide=True,
        valeurs=INCONNUS | SENS_DES_MOTIFS,
    ),
)
ACTIONS_DE_PLAN = (
    Colonne("territoire_niveau", pl.String, "Niveau du territoire du plan.", valeurs=NIVEAUX),
    Colonne("territoire_code", pl.String, "Code du territoire, toujours un texte."),
    Colonne("theme", pl.String, "Thème des actions, tel que le plan le donne."),
    Colonne("ouvertes", pl.Int64, "Actions à faire ou en cours.", "actions"),
    Colonne("faites", pl.Int64, "Actions faites.", "actions"),
    Colonne("abandonnees", pl.Int64, "Actions abandonnées.", "actions"),
    Colonne("en_retard", pl.Int64, "Actions ouvertes dont l'échéance est passée.", "actions"),
    Colonne("sans_nouvelles", pl.Int64, "Actions ouvertes sans mise à jour depuis plus de 30 jours.", "actions"),
    Colonne("etapes", pl.Int64, "Étapes des actions ouvertes ou faites.", "étapes"),
    Colonne("etapes_faites", pl.Int64, "Étapes faites de ces actions.", "étapes"),
    Colonne(
        "etapes_faites_par_action",
        pl.Float64,
        "Étapes faites ÷ actions ouvertes ou faites.",
        "étapes",
        vide=True,
    ),
)
