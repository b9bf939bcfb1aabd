"""`dictionnaire.md`: what a reader needs to use the files, in French, written from the columns and the catalogue."""

from collections.abc import Collection, Sequence

import polars as pl

from pipelines.catalogue import Catalogue, Indicateur
from pipelines.catalogue.annonces import NIVEAUX_DES_CROISEMENTS, NIVEAUX_FINS
from pipelines.catalogue.ruptures import Rupture, lieux
from pipelines.disclosure import Parametres
from pipelines.release.colonnes import (
    ACTIONS_DE_PLAN,
    COMMUNE_TERRITOIRE,
    COMMUNES,
    INDICATEURS,
    LIENS,
    NIVEAUX,
    OBJECTIFS,
    QUALITE,
    TERRITOIRES,
    Colonne,
)
from pipelines.release.contenu import Contenu
from pipelines.release.metadonnees import NOTE_ARRONDI
from pipelines.release.millesimes import Millesime

_TYPES = {
    pl.String: "texte",
    pl.Date: "date",
    pl.Int32: "entier",
    pl.Int64: "entier",
    pl.Float64: "nombre",
    pl.Boolean: "vrai ou faux",
}
_FORMES = {
    "part": "part",
    "effectif": "effectif",
    "mediane": "médiane",
    "moyenne": "moyenne",
    "part_ponderee": "part pondérée",
}
_UNITES = {"pour_1000": "fraction, à lire pour 1 000", "solde": "solde de -1 à 1", "smic": "Smic mensuels bruts"}
_FICHIERS = """\
- `indicateurs.parquet` : une ligne par indicateur, période, territoire et public ; triée dans l'ordre de sa clé.
- `indicateurs.csv.gz` : les mêmes lignes. Virgule, point décimal, UTF-8, dates AAAA-MM-JJ, vide = pas de valeur.
- `indicateurs_communes.parquet`, `indicateurs_communes.csv.gz` : les indicateurs de tête par commune, mêmes colonnes ;
  le nom d'une commune est dans `communes.parquet`.
- `schema.json` : le schéma de ces CSV (Table Schema).
- `indicateurs_metadonnees.json` : les mots des indicateurs et des publics.
- `territoires.parquet`, `territoires_liens.parquet`, `commune_territoire.parquet` : les territoires, qui contient quoi.
- `communes.parquet` : les communes, et celles dont des indicateurs sont publiés.
- `objectifs.parquet` : les objectifs que les comités et l'État se sont donnés, et où ils en sont d'après ces chiffres.
- `actions_de_plan.parquet` : les actions des plans, par territoire et par thème : ouvertes, faites, en retard.
- `qualite_sources.parquet` : ce qui est arrivé de chaque source, refusé, apparié, et de quand cela date.
- `publication.json` : d'où viennent les chiffres (empreintes des fichiers reçus, millésime suivi), versions, paramètres
  du secret, tables retirées après audit.
- `audit.json` : les attaques jouées sur ces fichiers avant de les publier, et ce qu'elles ont trouvé.
- `SHA256SUMS` : les empreintes des fichiers (`sha256sum --check SHA256SUMS`)."""
_LECTURE = """\
- {note}
- Un effectif publié 0 veut dire « moins de 5 », jamais « personne ». Les écarts d'un mois à l'autre de petits effectifs
  sont surtout du bruit d'arrondi.
- Une part est numérateur ÷ dénominateur, tous deux publiés ; son intervalle à 95 % se recalcule depuis eux. D'un
  indicateur « pour 1 000 », le numérateur n'est pas pris dans le dénominateur : 0,0012 se lit 1,2 pour 1 000.
- Une répartition (`repartition_…`) n'a de lignes que par sa dimension, sans l'ensemble : les parts de ses modalités
  font le tout.
- Un chiffre définitif est reporté tel quel d'un millésime au suivant, quoi qu'on apprenne entre-temps. Le premier
  millésime d'une année civile révise tout ensemble (`revision_annuelle` dans `publication.json`). Un chiffre provisoire
  est calculé à neuf chaque fois. `revise` marque ce qui a changé.
- Ne jamais additionner ni moyenner les lignes d'un niveau pour en faire un autre : prendre la ligne de ce niveau.
- Un croisement (`sexe*tranche_age`) n'a de lignes qu'aux niveaux {croisements}.
- Un comité local n'a de lignes par public que sur l'année et sur douze mois ; une collectivité, que sur douze mois,
  et que pour l'ensemble et les publics du RSA.
- Sur douze mois, les publics n'ont de lignes qu'à la fin de chaque trimestre civil ; l'ensemble en a chaque mois.
- Aux niveaux {fins}, seul l'ensemble a des lignes, sur douze mois ; d'une commune, douze mois qui finissent un
  trimestre civil.
- Une ligne sans valeur dit pourquoi dans `motif`. Une absence n'est jamais un zéro.
- Les délais médians, et les salaires médians en Smic du mois payé, sont d'autant moins fins que l'effectif est petit :
{grilles}
- Les moyennes sont au dixième de mois, au jour ou au centième de temps plein près, sans intervalle ; elles ne se
  recalculent pas depuis les effectifs publiés, et ne se moyennent pas entre elles.
- Les parts pondérées d'une enquête sont au centième près, 0 et 1 compris. Leur dénominateur compte les réponses, sans
  les poids : il ne les redonne pas. Leur intervalle tient compte de l'inégalité des poids."""


def dictionnaire(contenu: Contenu, millesime: Millesime) -> str:
    """The whole page, in Markdown."""
    avertissement = (
        ["**Démonstration : ces chiffres viennent de données simulées et ne décrivent personne.**", ""]
        if contenu.demonstration
        else []
    )
    morceaux = [
        f"# Dictionnaire du millésime {millesime.nom}",
        "",
        *avertissement,
        f"Ce qui était connu le {contenu.date_observation:%d/%m/%Y}. Licence Ouverte 2.0 : citer la source et la date.",
        "",
        "## Les fichiers",
        "",
        _FICHIERS,
        "",
        "## Comment lire les chiffres",
        "",
        _LECTURE.format(
            note=NOTE_ARRONDI,
            croisements=_niveaux(NIVEAUX_DES_CROISEMENTS),
            fins=_niveaux(NIVEAUX_FINS),
            grilles=_grilles(contenu.parametres),
        ),
        "",
        *_table("indicateurs", INDICATEURS),
        *_valeurs(INDICATEURS),
        *_publics(contenu.catalogue),
        "## Les indicateurs",
        "",
    ]
    for indicateur in contenu.catalogue.indicateurs.values():
        morceaux += _indicateur(indicateur, contenu.catalogue)
    morceaux += [*_table("objectifs", OBJECTIFS), *_valeurs(OBJECTIFS)]
    morceaux += [*_table("actions_de_plan", ACTIONS_DE_PLAN), *_valeurs(ACTIONS_DE_PLAN)]
    morceaux += [*_table("qualite_sources", QUALITE), *_valeurs(QUALITE)]
    morceaux += [*_table("territoires", TERRITOIRES), *_table("territoires_liens", LIENS)]
    morceaux += [*_table("communes", COMMUNES), *_table("commune_territoire", COMMUNE_TERRITOIRE)]
    return "\n".join(morceaux).rstrip() + "\n"


def _ou(rupture: Rupture) -> str:
    """Where it holds, when it is not everywhere: « (departement 69 seulement) »."""
    nommes = ", ".join(f"{niveau} {code}" for niveau, code in lieux(rupture) if niveau)
    return f" ({nommes} seulement)" if nommes else ""


def _grilles(p: Parametres) -> str:
    """By how much medians are told, from which published denominator."""
    return "\n".join(
        f"  - dénominateur d'au moins {seuil} : délais à {court} jour{'s' if court > 1 else ''} près jusqu'à "
        f"{p.delai_court} jours, à {long} jours près au-delà ; salaires à {_decimal(de_smic / p.pas_par_smic)} Smic "
        "près."
        for seuil, court, long, de_smic in p.grilles_des_medianes
    )


def _decimal(nombre: float) -> str:
    return f"{nombre:g}".replace(".", ",")


def _niveaux(choisis: Collection[str]) -> str:
    return ", ".join(f"`{niveau}`" for niveau in NIVEAUX if niveau in choisis)


def _table(nom: str, colonnes: Sequence[Colonne]) -> list[str]:
    lignes = [
        f"| `{c.nom}` | {_TYPES[c.genre]} | {c.unite or ''} | {'oui' if c.vide else 'non'} | {c.description} |"
        for c in colonnes
    ]
    entete = ["| Colonne | Type | Unité | Peut être vide | Ce que c'est |", "|---|---|---|---|---|"]
    return [f"## Colonnes de `{nom}`", "", *entete, *lignes, ""]


def _valeurs(colonnes: Sequence[Colonne]) -> list[str]:
    lignes = []
    for colonne in colonnes:
        if colonne.valeurs:
            lignes += [f"### Valeurs de `{colonne.nom}`", ""]
            lignes += [f"- `{code}` : {mots}." for code, mots in colonne.valeurs.items()]
            lignes.append("")
    return lignes


def _publics(catalogue: Catalogue) -> list[str]:
    lignes = ["### Valeurs de `dimension` et de `modalite`", "", "| Dimension | Modalité | En mots |", "|---|---|---|"]
    for nom, dimension in catalogue.dimensions.items():
        lignes += [f"| `{nom}` ({dimension.titre}) | `{code}` | {m} |" for code, m in dimension.modalites.items()]
    return [*lignes, ""]


def _indicateur(i: Indicateur, catalogue: Catalogue) -> list[str]:
    publics = ", ".join(catalogue.dimensions[dimension].titre.lower() for dimension in i.dimensions)
    fiche = {
        "Phrase": i.phrase,
        "Ce que ce n'est pas": i.ce_que_ce_n_est_pas,
        "Comment le lire": i.comment_le_lire,
        "Forme": f"{_FORMES[i.forme]}, en {_UNITES.get(i.unite, i.unite)} ; les effectifs comptent des {i.compte}",
        "Numérateur": i.numerateur,
        "Dénominateur": i.denominateur,
        "Exclusions": i.exclusions,
        "Champ": i.champ,
        "Publics": publics,
        "Niveaux": _niveaux(i.niveaux),
        "Périodes": ", ".join(f"`{periode}`" for periode in i.periodes),
        "Équivalent officiel": i.equivalent_officiel or "aucun",
        "Écart avec la référence": i.notion["ecart"] if i.notion else None,
        "Méthode": f"version {i.methode_version}",
    }
    lignes = [f"### {i.titre} (`{i.indicateur}`)", "", i.ce_que_c_est, ""]
    lignes += [f"- **{titre}** : {texte}" for titre, texte in fiche.items() if texte]
    lignes += [f"- **Rupture** : {rupture['date']}{_ou(rupture)}. {rupture['phrase']}" for rupture in i.ruptures]
    lignes += [f"- **Limite** : {limite}" for limite in i.limites]
    return [*lignes, ""]
