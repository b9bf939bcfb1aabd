"""The method of rounding in four pictures: what is added, what it hides, why totals differ, what adding up costs.

Each picture is for the eyes alone: its caption says the same in words. An image of its own, because Streamlit takes
drawings out of the HTML of a page.
"""

from base64 import b64encode
from html import escape

from dashboards.graphiques.theme import ALERTE, BORDURE, ENCRE, POLICE, PRINCIPALE

BASE = 5
ERREUR = BASE - 1
_PAS, _MARGE, _HAUTEUR = 34, 40, 26
_STYLE = (
    f"text {{ font: 15px {POLICE}; fill: {ENCRE}; }} .trait {{ stroke: {BORDURE}; }} .vrai {{ fill: {ALERTE}; }}"
    f" .fleche {{ stroke: {PRINCIPALE}; stroke-width: 2; fill: none; }} .publie {{ fill: {PRINCIPALE}; }}"
    f" .bande {{ fill: {PRINCIPALE}; fill-opacity: 0.22; }}"
)
_VRAI = 7
_PUBLIES = (0, 5, 10)
_COMITES = ((12, 10), (7, 5), (18, 20))
_TOTAL = (37, 40)
"""A true count and what is published of it: of three committees, and of their département."""
_NOMBRES = (1, 4, 25, 100)


def figures() -> str:
    """The four pictures, in the order they are read."""
    return "".join(
        f'<figure class="pil-figure"><h3>{escape(titre)}</h3>{dessin}'
        f"<figcaption>{escape(legende)}</figcaption></figure>"
        for titre, dessin, legende in (_ajoute(), _cache(), _totaux(), _additions())
    )


def _ajoute() -> tuple[str, str, str]:
    bas = _VRAI // BASE * BASE
    haut, reste = bas + BASE, _VRAI - bas
    traits = _axe(15, 92) + _fleche(_VRAI, bas, 70) + _fleche(_VRAI, haut, 70)
    mots = (
        _texte(_x(_VRAI), 22, f"vrai nombre : {_VRAI}")
        + _texte(_x((_VRAI + bas) / 2) - 12, 62, f"{BASE - reste} fois sur {BASE}", "fin")
        + _texte(_x((_VRAI + haut) / 2) + 12, 62, f"{reste} fois sur {BASE}", "debut")
    )
    rond = f'<circle class="vrai" cx="{_x(_VRAI)}" cy="38" r="6"/>'
    return (
        "Ce qui est ajouté",
        _dessin(15, 125, traits + rond + mots),
        f"Un effectif de {_VRAI} est publié {bas}, {BASE - reste} fois sur {BASE}, ou {haut}, {reste} fois sur "
        f"{BASE} : en moyenne {_VRAI}. Le tirage est toujours le même pour le même groupe de personnes, dans tous les "
        "tableaux et tous les fichiers : le demander dix fois n’apprend rien de plus.",
    )


def _cache() -> tuple[str, str, str]:
    lignes = []
    for rang, publie in enumerate(_PUBLIES):
        y = 12 + rang * _HAUTEUR
        debut, fin = max(publie - ERREUR, 0), publie + ERREUR
        dit = "moins de 5" if publie == 0 else str(publie)
        lignes.append(
            _bande(_x(debut) - 7, y, _x(fin) - _x(debut) + 14)
            + f'<circle class="publie" cx="{_x(publie)}" cy="{y + 9}" r="6"/>'
            + _texte(_x(fin) + 18, y + 14, dit, "debut")
        )
    bandes = "".join(lignes) + _axe(15, 12 + len(_PUBLIES) * _HAUTEUR + 8)
    return (
        "Ce qui est protégé",
        _dessin(15, 135, bandes, droite=70),
        f"D’un chiffre publié, on sait le vrai à {ERREUR} près : 10 veut dire de 6 à 14, 5 de 1 à 9, "
        "« moins de 5 » de 0 à 4 : il ne dit pas s’il y a quelqu’un. Là où plusieurs chiffres ensemble en diraient "
        "plus, ils sont retirés, par tableaux entiers.",
    )


def _totaux() -> tuple[str, str, str]:
    vrais, publies = (" + ".join(str(comite[cote]) for comite in _COMITES) for cote in (0, 1))
    sommes = [sum(comite[cote] for comite in _COMITES) for cote in (0, 1)]
    lignes = [
        ("Vrais nombres des comités", f"{vrais} = {sommes[0]}"),
        ("Publiés", f"{publies} = {sommes[1]}"),
        ("Vrai nombre du département", str(_TOTAL[0])),
        ("Publié", str(_TOTAL[1])),
    ]
    mots = "".join(
        _texte(10, 24 + rang * _HAUTEUR, nom, "debut") + _texte(250, 24 + rang * _HAUTEUR, dit, "debut", rang % 2)
        for rang, (nom, dit) in enumerate(lignes)
    )
    return (
        "Pourquoi un total diffère de la somme de ses parties",
        _dessin(15, 115, mots),
        f"Chaque chiffre est arrondi pour lui-même, le total aussi : {publies} font {sommes[1]}, et le département est "
        f"publié {_TOTAL[1]}, pour {_TOTAL[0]} en vérité. Aucun des deux n’est faux : chacun est à {ERREUR} près.",
    )


def _additions() -> tuple[str, str, str]:
    large = 3.2
    barres = "".join(
        _texte(10, 26 + rang * _HAUTEUR, f"{nombre} territoire{'s' if nombre > 1 else ''}", "debut")
        + _bande(140, 12 + rang * _HAUTEUR, ecart(nombre) * 2 * large)
        + _texte(140 + ecart(nombre) * 2 * large + 10, 26 + rang * _HAUTEUR, f"± {ecart(nombre)}", "debut")
        for rang, nombre in enumerate(_NOMBRES)
    )
    return (
        "Comment additionner des territoires",
        _dessin(15, 125, barres),
        f"Prenez le chiffre publié du territoire entier quand il existe : il est à {ERREUR} près. Sinon, additionnez : "
        "les arrondis se compensent en partie. 95 fois sur 100, l’écart d’une somme ne dépasse pas 4 × √n pour n "
        f"territoires : {ecart(4)} pour 4, {ecart(25)} pour 25, {ecart(100)} pour 100. Pour une part, additionnez les "
        "numérateurs, puis les dénominateurs, et divisez ; ne faites pas la moyenne des parts.",
    )


def ecart(nombre: int) -> int:
    """How far a sum of `nombre` published counts may be from the true one, 95 times in 100: the error of one has a
    standard deviation of 2, that of a sum of independent ones 2√n."""
    return round(2 * 2 * nombre**0.5)


def _dessin(maximum: int, hauteur: int, contenu: str, droite: int = 0) -> str:
    largeur = _x(maximum) + _MARGE + droite
    dessin = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {largeur} {hauteur}" width="{largeur}" '
        f'height="{hauteur}"><style>{_STYLE}</style>{contenu}</svg>'
    )
    return f'<img alt="" src="data:image/svg+xml;base64,{b64encode(dessin.encode()).decode()}">'


def _bande(x: float, y: float, largeur: float) -> str:
    return f'<rect class="bande" x="{x:g}" y="{y:g}" width="{largeur:g}" height="18" rx="9"/>'


def _x(nombre: float) -> float:
    return _MARGE + _PAS * nombre


def _axe(maximum: int, y: int) -> str:
    reperes = "".join(
        f'<line class="trait" x1="{_x(n)}" x2="{_x(n)}" y1="{y - 4}" y2="{y + 4}"/>'
        + (_texte(_x(n), y + 22, str(n)) if n % BASE == 0 else "")
        for n in range(maximum + 1)
    )
    return f'<line class="trait" x1="{_x(0)}" x2="{_x(maximum)}" y1="{y}" y2="{y}"/>{reperes}'


def _fleche(de: int, a: int, y: int) -> str:
    bout = _x(a)
    return (
        f'<path class="fleche" d="M {_x(de)} 46 L {_x(de)} {y} L {bout} {y} L {bout} {y + 12}"/>'
        f'<path class="publie" d="M {bout - 5} {y + 10} L {bout + 5} {y + 10} L {bout} {y + 18} Z"/>'
    )


def _texte(x: float, y: float, mots: str, ancre: str = "milieu", gras: bool = False) -> str:
    place = {"milieu": "middle", "debut": "start", "fin": "end"}[ancre]
    poids = ' font-weight="700"' if gras else ""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{place}"{poids}>{escape(mots)}</text>'
