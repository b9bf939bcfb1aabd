"""What the pages say outside cards, tables and charts."""

from collections.abc import Sequence
from html import escape

from dashboards import textes
from dashboards.rendu import arrondis
from dashboards.rendu.cartes import definition
from dashboards.rendu.fragments import fil, tableau
from dashboards.vues.accueil import Accueil
from dashboards.vues.definitions import Definition
from dashboards.vues.fiche import Fiche
from dashboards.vues.fichiers import Fichier
from dashboards.vues.recherche import Resultat
from dashboards.vues.sources import TITRES, QualiteDeSource


def tete_d_accueil() -> str:
    return (
        f'<div class="pil-tete"><h1>{escape(textes.TITRE_SITE)}</h1>'
        f'<p class="pil-chapo">{escape(textes.SOUS_TITRE_SITE)} : national, régional, départemental, local. '
        "Chaque chiffre vient avec sa définition, sa période et sa fiabilité.</p></div>"
        "<h2>Choisissez votre comité</h2>"
    )


def resultats(trouves: Sequence[Resultat], lien, demande: str) -> str:
    """What the search found, announced to readers who do not see it appear."""
    if len(demande.strip()) < 2:
        return ""
    if not trouves:
        return (
            f'<p class="pil-avis" role="status">Aucun territoire ne répond à « {escape(demande[:40])} ». '
            "Essayez le nom d’une commune, d’un département ou son numéro.</p>"
        )
    lignes = "".join(
        f'<li><a href="{escape(lien(r.territoire))}" target="_self">{escape(r.nom)}</a> '
        f'<span class="pil-sous">{escape(r.comite)}{_par(r)}</span></li>'
        for r in trouves
    )
    mot = "territoire trouvé" if len(trouves) == 1 else "territoires trouvés"
    return (
        f'<div role="status"><p class="pil-sous">{len(trouves)} {mot}</p><ul class="pil-resultats">{lignes}</ul></div>'
    )


def _par(r: Resultat) -> str:
    return f", pour la commune {escape(r.par)}" if r.par else ""


def suite_d_accueil(page: Accueil) -> str:
    regions = "".join(
        f'<li><a href="{escape(lien)}" target="_self">{escape(nom)}</a></li>' for nom, lien in page.regions
    )
    phrases = "".join(f"<li>{escape(p)}</li>" for p in page.phrases)
    return (
        f'<details class="pil-regions"><summary>Ou par région</summary><ul>{regions}</ul></details>'
        f'<section class="pil-encart"><h2>La situation nationale</h2><ul class="pil-phrases">{phrases}</ul>'
        '<p><a href="/territoire?t=france" target="_self">Voir tous les chiffres de la France</a></p></section>'
        f"<section><h2>Cette publication</h2><p>Ce qui était connu au <strong>{escape(page.publication)}</strong>, "
        f"pour {escape(page.nombres)}.</p>"
        '<p>Première visite ? <a href="/comprendre" target="_self">Lire en deux minutes</a> · '
        '<a href="/donnees" target="_self">Télécharger les données</a></p></section>'
    )


def tete_de_fiche(page: Fiche) -> str:
    chemin = fil(page.fil, page.titre) if page.fil else ""
    return (
        f'{chemin}<div class="pil-tete"><p class="pil-surtitre">{escape(page.comite)}</p>'
        f'<h1>{escape(page.titre)}</h1><p class="pil-sous">{escape(page.perimetre)}</p></div>'
    )


def phrases_de_fiche(page: Fiche, public_general: bool) -> str:
    lignes = "".join(f"<li>{escape(p)}</li>" for p in page.phrases)
    public = "" if public_general else f'<p class="pil-sous">Public : {escape(page.public)}</p>'
    return f'<section class="pil-encart"><h2>L’essentiel</h2>{public}<ul class="pil-phrases">{lignes}</ul></section>'


def lien_vers_la_fiche(lien: str) -> str:
    return f'<p class="pil-liens"><a href="{escape(lien)}" target="_self">Version à imprimer de cette fiche</a></p>'


def definitions(themes: Sequence[tuple[str, Sequence[Definition]]]) -> str:
    blocs = []
    for titre, entrees in themes:
        corps = "".join(
            f'<article class="pil-entree" id="{escape(d.indicateur)}"><h3>{escape(d.titre)}</h3>'
            f"{definition(d)}</article>"
            for d in entrees
        )
        blocs.append(f"<section><h2>{escape(titre)}</h2>{corps}</section>")
    return "".join(blocs)


def tete_de_comprendre(ruptures: Sequence[str], note: str) -> str:
    visite = "".join(f"<li>{escape(p)}</li>" for p in textes.PREMIERE_VISITE)
    coupures = "".join(f"<li>{escape(p)}</li>" for p in ruptures)
    motifs = "".join(
        f"<dt>{escape(textes.MOTIFS_COURTS[m])}</dt><dd>{escape(p.format(unites='cas', seuil=50))}</dd>"
        for m, p in textes.MOTIFS.items()
    )
    return (
        '<div class="pil-tete"><h1>Comprendre les chiffres</h1></div>'
        f'<section class="pil-encart"><h2>Première visite</h2><ul class="pil-phrases">{visite}</ul></section>'
        f"<section><h2>Ruptures de série</h2><ul>{coupures}</ul></section>"
        f"<section><h2>Pourquoi des effectifs arrondis</h2><p>{escape(note)}</p>"
        "<p>Ces chiffres viennent de personnes. Arrondir chaque effectif au multiple de 5 inférieur ou supérieur "
        "empêche d’en reconnaître une, même en rapprochant tous les tableaux : c’est ce qui permet de publier jusqu’"
        "aux comités locaux et aux intercommunalités. Les parts sont calculées sur ces effectifs ; leur intervalle "
        "à 95 % en tient compte. Les variations d’un mois à l’autre de petits effectifs sont surtout du bruit.</p>"
        f'<div class="pil-figures">{arrondis.figures()}</div>'
        "<p>Chaque publication est attaquée avant d’être mise en ligne, comme le ferait quelqu’un qui en aurait tous "
        "les fichiers. Ce qui a été essayé, et ce qui a été trouvé, est publié avec elle : audit.json, parmi les "
        '<a href="/donnees" target="_self">données ouvertes</a>.</p></section>'
        f'<section><h2>Quand il n’y a pas de chiffre</h2><dl class="pil-rubriques">{motifs}</dl></section>'
    )


def page_de_donnees(
    fichiers: Sequence[Fichier],
    sources: Sequence[QualiteDeSource],
    codes: Sequence[tuple[str, str]],
    autres: Sequence[str],
    nom: str,
) -> str:
    lignes = [
        [
            f'<a href="{escape(f.lien)}" download>{escape(f.nom)}</a>',
            escape(f.role),
            escape(f.taille),
            f'<a href="{escape(f.lien_fige)}">lien figé<span class="pil-cache"> vers {escape(f.nom)}</span></a>',
        ]
        for f in fichiers
    ]
    table = tableau(
        f"Fichiers du millésime {nom}", ["Fichier", "Contenu", "Taille", "Pour citer"], lignes, frozenset({2})
    )
    extraits = "".join(
        f'<h3>{escape(titre)}</h3><pre class="pil-code" tabindex="0" role="region" '
        f'aria-label="Exemple : {escape(titre)}"><code>{escape(c)}</code></pre>'
        for titre, c in codes
    )
    anciens = "".join(
        f'<li><a href="/donnees-ouvertes/millesimes/{escape(m)}/indicateurs.parquet">{escape(m)}</a> · '
        f'<a href="/territoire?t=france&amp;millesime={escape(m)}" target="_self">pages de ce millésime</a></li>'
        for m in autres
    )
    return (
        '<div class="pil-tete"><h1>Données ouvertes</h1><p class="pil-chapo">Les fichiers d’où viennent tous les '
        "chiffres de ce site. Une publication datée ne change jamais ; « latest » désigne la plus récente.</p></div>"
        "<section><h2>Les fichiers</h2>"
        f"{table}<p>Commencer par le <a href='/donnees-ouvertes/latest/dictionnaire.md'>dictionnaire</a>. Licence : "
        "Licence Ouverte 2.0 (etalab-2.0) ; citer la source et la date de la publication.</p></section>"
        f"{_qualite(sources)}"
        "<section><h2>Lire les fichiers</h2><p>Les parts sont des fractions de 0 à 1. Une case sans valeur est vide, "
        f"et la colonne <code>motif</code> dit pourquoi ; ce n’est jamais 0.</p>{extraits}</section>"
        f"<section><h2>Millésimes</h2><ul>{anciens}</ul></section>"
    )


def _qualite(sources: Sequence[QualiteDeSource]) -> str:
    if not sources:
        return ""
    lignes = [[escape(s.nom), *(escape(mesure) for mesure in s.mesures)] for s in sources]
    table = tableau("Ce que valent les sources", ["Source", *TITRES], lignes, frozenset(range(1, len(TITRES) + 1)))
    return (
        "<section><h2>Ce que valent les sources</h2><p>Les fichiers attendus de leurs émetteurs et arrivés ; l’âge du "
        "dernier jour qu’ils décrivent ; ce que la porte a refusé ; les lignes qui mènent à une personne, un dossier "
        f"ou un numéro déjà connus.</p>{table}</section>"
    )
