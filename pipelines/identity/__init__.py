"""Who a person is, without saying who: keys, the shape of a NIR, the second key, keyed pseudonyms.

Belongs here: the secret keys and what is derived from them, the canonical form of an identity (number or civil state),
the pseudonyms computed from it. Does not: which column of which source holds an identity (data_contracts/), what is
done with the pseudonym afterwards (landing/), rounding (disclosure/, which only borrows `Cles.arrondi`).
"""

from pipelines.identity.cles import CleRefusee, Cles
from pipelines.identity.etat_civil import etat_civil_canonique, sexe_du_nir
from pipelines.identity.indices import masquer, montre_une_identite
from pipelines.identity.nir import nir_canonique, nir_defaut, nir_provisoire
from pipelines.identity.ntt import NTT_INVALIDE, ntt_canonique
from pipelines.identity.pseudonymes import cles_enregistrement, liens, personnes

__all__ = [
    "NTT_INVALIDE",
    "CleRefusee",
    "Cles",
    "cles_enregistrement",
    "etat_civil_canonique",
    "liens",
    "masquer",
    "montre_une_identite",
    "nir_canonique",
    "nir_defaut",
    "nir_provisoire",
    "ntt_canonique",
    "personnes",
    "sexe_du_nir",
]
