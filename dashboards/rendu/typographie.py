"""The spaces at which a French line never breaks."""

import re

_FINES = re.compile(r" (?=[;?!](?:\s|<|$))")
_MOTS = re.compile(r"(?<=«) | (?=»)| (?=:(?:\s|<|$))| (?=%)")
_CODE = re.compile(r"(<pre.*?</pre>|<[^>]*>)", re.DOTALL)


def insecables(html: str) -> str:
    """No-break spaces inside « » and before ; ? ! : %, in the text of a fragment; tags and code are left alone."""
    morceaux = _CODE.split(html)
    morceaux[::2] = [_MOTS.sub("\u00a0", _FINES.sub("\u202f", texte)) for texte in morceaux[::2]]
    return "".join(morceaux)
