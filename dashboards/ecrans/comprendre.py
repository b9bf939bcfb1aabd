"""`/comprendre`: first visit, breaks, rounding, definitions."""

from dashboards import formats
from dashboards.ecrans import cadre
from dashboards.rendu import pages
from dashboards.vues.definitions import par_theme


def afficher() -> None:
    demande = cadre.demander()
    cadre.ouvrir(demande, "Comprendre les chiffres")
    version = demande.millesime
    phrases = {formats.apostrophe(r.phrase): None for i in version.indicateurs.values() for r in i.ruptures}
    cadre.html(pages.tete_de_comprendre(list(phrases), formats.apostrophe(version.note_arrondi)))
    cadre.html(pages.definitions(par_theme(version)))
    cadre.fermer(demande)
