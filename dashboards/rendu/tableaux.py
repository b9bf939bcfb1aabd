"""The tables that follow the charts: the same numbers, as text."""

from collections.abc import Sequence
from html import escape

from dashboards import formats
from dashboards.rendu.fragments import liens_fichier, tableau
from dashboards.vues.chiffres import Chiffre
from dashboards.vues.series import Serie
from dashboards.vues.sous_territoires import SousTerritoires

TITRE_DES_SERIES = (
    '<h2>L’évolution</h2><p class="pil-sous">Points creux et tirets : provisoire. Trait vertical : rupture de série, '
    "la ligne est coupée. Fond gris : périodes à cheval sur une rupture. Bande claire : intervalle à 95 %.</p>"
)


def tete_de_serie(serie: Serie) -> str:
    """The finding, then what is measured; the anchor of the card's link."""
    reference = ""
    if serie.reference:
        reference = f' <span class="pil-legende-gris">— en gris : {escape(serie.reference)}</span>'
    return (
        f'<div class="pil-serie" id="serie-{escape(serie.indicateur.indicateur)}">'
        f"<h3>{escape(formats.apostrophe(serie.indicateur.titre))}</h3>"
        f'<p class="pil-constat">{escape(serie.titre)}</p>'
        f'<p class="pil-sous">{escape(formats.majuscule(serie.sous_titre))}{reference}</p></div>'
    )


def autres_series(series: Sequence[Serie]) -> str:
    """The series shown without a curve: what is measured, the finding, the table."""
    interieur = "".join(
        f'<div class="pil-serie-sans-courbe">{tete_de_serie(serie)}{table_de_serie(serie)}</div>' for serie in series
    )
    titre = '<h2 class="pil-autres">L’évolution des autres indicateurs</h2>'
    return f'{titre}<div class="pil-grille-series">{interieur}</div>'


def table_de_serie(serie: Serie, ouvert: bool = False) -> str:
    """Every period shown, the latest first, with the breaks named."""
    nom = formats.apostrophe(serie.indicateur.titre)
    entetes = ["Période", "Valeur", "Intervalle à 95 %", "Effectif", "Statut"]
    if serie.indicateur.forme == "effectif":
        entetes = ["Période", "Valeur", "Statut"]
    if serie.reference:
        entetes.append(serie.reference)
    lignes = [_ligne(serie, p.chiffre, p.reference) for p in reversed(serie.points)]
    ruptures = "".join(f'<p class="pil-rupture">{escape(phrase)}</p>' for _, phrase in serie.ruptures_vues)
    resume = "Les chiffres du graphique" if serie.indicateur.tete else "Les chiffres, période par période"
    nombres = frozenset({1, 2, 3, 5}) if len(entetes) > 3 else frozenset({1})
    interieur = tableau(f"{nom}, {serie.territoire}", entetes, lignes, nombres)
    return (
        f"{ruptures}<details class='pil-donnees'{' open' if ouvert else ''}><summary>{resume}"
        f'<span class="pil-cache"> : {escape(nom)}</span></summary>{interieur}</details>'
        + liens_fichier(serie.lien, serie.lien_tableur, nom)
    )


def _ligne(serie: Serie, chiffre: Chiffre, reference: Chiffre | None) -> list[str]:
    cellules = [escape(formats.majuscule(chiffre.periode.court)), escape(_valeur(chiffre))]
    if serie.indicateur.forme != "effectif":
        cellules += [escape(chiffre.intervalle or "—"), escape(_effectif(chiffre))]
    cellules.append(escape(formats.majuscule(chiffre.etat)))
    if serie.reference:
        cellules.append(escape(_valeur(reference) if reference else "—"))
    return cellules


def _valeur(chiffre: Chiffre) -> str:
    return chiffre.texte if chiffre.connu or chiffre.motif == "part_extreme" else "—"


def _effectif(chiffre: Chiffre) -> str:
    return formats.effectif(chiffre.denominateur) if chiffre.denominateur is not None else "—"


def titre_de_territoires(table: SousTerritoires) -> str:
    return f'<h2 id="territoires">{escape(table.titre)}</h2>'


def tete_de_territoires(table: SousTerritoires, dessine: bool) -> str:
    """The spread in a sentence, then how to read the chart when there is one."""
    phrase = f'<p class="pil-constat">{escape(table.phrase)}</p>'
    if not dessine:
        return phrase
    legende = "Point : valeur (creux si provisoire). Barre : intervalle à 95 %."
    if table.ensemble is not None and table.ensemble.connu and table.indicateur.forme != "effectif":
        legende += f" Trait gris : {table.ensemble_nom}, {table.ensemble.texte}."
    return f'{phrase}<p class="pil-sous">{escape(legende)}</p>'


def table_de_territoires(table: SousTerritoires) -> str:
    """One line per territory, in the order of names."""
    nom = formats.apostrophe(table.indicateur.titre)
    periode = f", {table.periode.long}" if table.periode else ""
    effectif = table.indicateur.forme == "effectif"
    entetes = [table.colonne, "Valeur", "Intervalle à 95 %", f"Écart avec : {table.ensemble_nom}", "Effectif", "Statut"]
    if effectif:
        entetes = [table.colonne, "Valeur", f"Part dans : {table.ensemble_nom}", "Statut"]
    lignes = []
    for ligne in table.lignes:
        c = ligne.chiffre
        cellules = [f'<a href="{escape(ligne.lien)}" target="_self">{escape(ligne.nom)}</a>', escape(_valeur(c))]
        if effectif:
            cellules += [escape(ligne.ecart or "—")]
        else:
            cellules += [escape(c.intervalle or "—"), escape(ligne.ecart or "—"), escape(_effectif(c))]
        lignes.append([*cellules, escape(formats.majuscule(c.etat))])
    nombres = frozenset({1}) if effectif else frozenset({1, 2, 4})
    fichier = liens_fichier(table.lien, f"{table.lien}&format=tableur", nom) if table.lien else ""
    return tableau(f"{nom}{periode}", entetes, lignes, nombres) + fichier
