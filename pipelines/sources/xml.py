"""XML trees of any size: the wanted elements one after the other, each thrown away once used.

A DOCTYPE is refused before anything is expanded: no entity, no outside file, no huge tree. What the elements mean is
each format's own.
"""

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from pipelines.sources import FichierRefuse


def elements(flux: BinaryIO, nom: str, balises: tuple[str, ...] | None, racine: str | None) -> Iterator[etree._Element]:
    """Elements named `balises` whatever their namespace (all of them when None), at their end.

    `nom` is what sentences call the file; `racine` the local name its root must have, when it must have one.
    """
    lecture = etree.iterparse(
        flux,
        events=("end",),
        tag=[f"{{*}}{balise}" for balise in balises] if balises else None,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in lecture:
            _refuser_doctype(element, nom)
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as erreur:
        raise FichierRefuse(
            "xml_illisible",
            f"{nom}, ligne {erreur.lineno or 1} : le XML est rompu à cet endroit ; rien n'en est retenu. "
            "Envoyez de nouveau le fichier entier.",
        ) from erreur
    if lecture.root is None or (racine and local(lecture.root) != racine):
        raise FichierRefuse("racine_inattendue", f"{nom} : l'élément racine doit être « {racine} ».")
    _refuser_doctype(lecture.root, nom)


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname


def _refuser_doctype(element: etree._Element, nom: str) -> None:
    if element.getroottree().docinfo.doctype:
        raise FichierRefuse("doctype_interdit", f"{nom} : une déclaration DOCTYPE est interdite. Retirez-la.")
