"""Names of received files: which ones the house writes nowhere, and what it calls those files instead."""

from pipelines.identity import masquer

_IDENTITE = (
    "identite_dans_le_nom",
    "porte dans son nom un numéro de sécurité sociale ou une adresse électronique (*** ici) ; rien n'en est lu. "
    "Renommez le fichier et envoyez-le de nouveau.",
)
_ILLISIBLE = (
    "nom_illisible",
    "porte dans son nom des caractères qui ne s'impriment pas ou ne sont pas de l'UTF-8 (\\x… ici) ; rien n'en est lu. "
    "Renommez le fichier et envoyez-le de nouveau.",
)


def defaut(nom: str) -> tuple[str, str] | None:
    """(rule, end of the sentence) when `nom` cannot be written: it tells an identity, or is not made of characters."""
    if masquer(nom) != nom:
        return _IDENTITE
    return None if nom.isprintable() else _ILLISIBLE


def montrer(nom: str) -> str:
    """`nom` without identity, and with what does not print written out; the same when nothing is wrong with it."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in masquer(nom))
