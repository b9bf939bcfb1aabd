"""Who a person is, without saying who: keys, the shape of a NIR, keyed pseudonyms.

Belongs here: the secret keys and what is derived from them, the canonical form of an identity number, the pseudonyms
computed from it. Does not: which column of which source holds an identity (data_contracts/), what is done with the
pseudonym afterwards (landing/), rounding (disclosure/, which only borrows `Cles.arrondi`).
"""

from pipelines.identity.cles import CleRefusee, Cles
from pipelines.identity.nir import nir_canonique, nir_defaut, nir_provisoire
from pipelines.identity.pseudonymes import cles_enregistrement, liens, personnes

__all__ = [
    "CleRefusee",
    "Cles",
    "cles_enregistrement",
    "liens",
    "nir_canonique",
    "nir_defaut",
    "nir_provisoire",
    "personnes",
]
