"""What the published definitions say of who is counted with whom: the attacker has read them all.

Each line was drawn from the words of the catalogue. A line that is not true would only mislead the attacker: it would
make his system impossible, which the report says.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

N, D, X = "numerateur", "denominateur", "exclus"
Grandeur = tuple[str, str]
"""An indicator and one of its counts; of a plain count, `denominateur` is the count itself."""


def _du_meme(compte: str, *indicateurs: str) -> tuple[Grandeur, ...]:
    return tuple((indicateur, compte) for indicateur in indicateurs)


_RETOURS = ("retour_emploi_6m", "emploi_durable_6m", "emploi_durable_realise_6m", "retour_emploi_6m_hors_passerelle")
_ACCES = ("acces_emploi_1m_rpe", "acces_emploi_3m_rpe", "acces_emploi_6m_rpe", "acces_emploi_12m_rpe")
_ACCES_SIX_MOIS = ("acces_emploi_durable_6m_rpe", "presence_emploi_6m_rpe", "presence_emploi_durable_6m_rpe")
_POURVOIS = ("taux_pourvoi_30j", "taux_pourvoi_60j", "taux_pourvoi_90j")
_POUR_1000 = ("radiations", "reductions", "suspensions", "suppressions", "manquements")

MEMES_UNITES: tuple[tuple[Grandeur, ...], ...] = (
    _du_meme(D, *_RETOURS),
    _du_meme(X, *_RETOURS),
    _du_meme(D, "retour_emploi_mmo", "retour_emploi_durable_mmo"),
    _du_meme(X, "retour_emploi_mmo", "retour_emploi_durable_mmo"),
    _du_meme(D, *_ACCES, *_ACCES_SIX_MOIS),
    (("acces_emploi_6m_rpe", N), ("delai_moyen_acces_rpe", D)),
    _du_meme(D, *_POURVOIS, "delai_pourvoi_median", "postes_deposes"),
    _du_meme(X, *_POURVOIS, "delai_pourvoi_median"),
    (("taux_pourvoi_rpe", N), ("delai_pourvoi_rpe", D)),
    *(((f"{nom}_pour_1000", N), (nom, D)) for nom in _POUR_1000),
    _du_meme(D, *(f"{nom}_pour_1000" for nom in _POUR_1000)),
    _du_meme(D, "controles", "part_controles_sanction"),
    (("diagnostics_couverture_rpe", N), ("contraintes_rpe", D)),
    _du_meme(D, "diagnostics_couverture_rpe", "diagnostics_6m_rpe"),
    _du_meme(D, "abandon_formation", "acces_emploi_6m_sortants_rpe"),
    _du_meme(D, "entrees_formation", "part_public_prioritaire_formation"),
    (("taux_reponse_personnes", N), ("satisfaction_personnes", D), ("satisfaction_delta_rpe", D)),
    _du_meme(X, "satisfaction_personnes", "satisfaction_delta_rpe"),
    (("taux_reponse_entreprises", N), ("satisfaction_entreprises", D)),
    _du_meme(D, "couverture_rsa", "taux_orientation_rsa"),
    _du_meme(D, "inscrits_stock", "anciennete_mediane"),
)
"""Counts of the same units, in every territory, month and public: their published figures must be the same."""

EMBOITEMENTS: tuple[tuple[Grandeur, Grandeur], ...] = (
    *pairwise(_du_meme(N, "retour_emploi_3m", "retour_emploi_6m", "retour_emploi_12m")),
    *pairwise(_du_meme(X, "retour_emploi_3m", "retour_emploi_6m", "retour_emploi_12m")),
    *pairwise(_du_meme(D, "retour_emploi_12m", "retour_emploi_6m", "retour_emploi_3m")),
    *pairwise(_du_meme(N, "emploi_durable_6m", "emploi_durable_realise_6m", "retour_emploi_6m")),
    *pairwise(_du_meme(N, "retour_emploi_6m_hors_passerelle", "retour_emploi_6m")),
    *pairwise(_du_meme(N, "retour_emploi_durable_mmo", "retour_emploi_mmo")),
    *pairwise(_du_meme(N, *_ACCES)),
    *pairwise(_du_meme(N, "acces_emploi_durable_6m_rpe", "acces_emploi_6m_rpe")),
    *pairwise(_du_meme(N, "presence_emploi_durable_6m_rpe", "presence_emploi_6m_rpe", "acces_emploi_6m_rpe")),
    *pairwise(_du_meme(N, *_POURVOIS)),
    *pairwise(_du_meme(D, "postes_non_pourvus_30j", "postes_deposes")),
    *pairwise(_du_meme(D, "attente_orientation_30j", "attente_orientation", "inscrits_stock")),
)
"""(smaller, larger): whoever is counted in the first is counted in the second."""

STOCK, ENTREES, SORTIES = (("inscrits_stock", D), ("entrees", D), ("sorties", D))
"""Of a month, the first is that of the month before, more the second, less the third: so it would be, had nobody moved,
been taken over in number or been away for a few days. Most often somebody has: it is supposed, not known."""
PUBLICS_CONSTANTS = frozenset({"ensemble", "sexe"})
"""Dimensions in which nobody changes from one month to the next."""

NON_EXCLUSIVE = "public"
"""The one dimension in which a person may be in several modalities."""
PUBLICS: dict[str, tuple[tuple[str, str], ...]] = {
    "moins_26": (("tranche_age", "-26"),),
    "50_plus": (("tranche_age", "50-54"), ("tranche_age", "55+")),
    "55_plus": (("tranche_age", "55+"),),
    "qpv": (("qpv", "en_qpv"),),
    "rsa": (("rsa", "soumis"),),
}
"""Modality of `public` → the modalities of a dimension that, together, are the same persons."""
PUBLICS_DU_RSA = ("rsa", "prioritaire_rpe")
"""Modalities of `public` that depend on who is under RSA."""
PUBLICS_EMBOITES: dict[str, tuple[str, ...]] = {
    "prioritaire_rpe": ("rsa", "boeth", "moins_26_bac2", "infra_bac", "55_plus"),
    "moins_26": ("moins_26_bac2",),
    "50_plus": ("55_plus",),
}
"""Modality of `public` → those whose persons are all in it."""
AVEC_INCONNUS = frozenset({"national", "departement"})
"""Levels where a person of unknown commune is counted: only the commune is unknown, not the département or France."""


@dataclass(frozen=True)
class Contexte:
    """What the attacker knows besides figures, for any system of a release.

    `contredites`: (indicateur, dimension) whose publics do not make up the whole, as far as published figures tell.
    `troues`: indicateur, mois: months where some territory is not there, so that counts of one indicator may leave out
    persons that another counts.
    `immobile`: whether he supposes that the registered of a month are those of the month before, who entered and who
    did not leave, as if nobody ever moved.
    """

    entrees: dict[str, dict]
    modalites: dict[str, list[str]]
    contredites: frozenset[tuple[str, str]]
    troues: frozenset[tuple[str, date]]
    erreur: int
    immobile: bool = False


def emboitements(dites: Collection[Grandeur], entrees: dict[str, dict]) -> Iterator[tuple[Grandeur, Grandeur]]:
    """(smaller, larger), of `dites`: numerators within their denominators, but of a rate for a thousand, and
    EMBOITEMENTS."""
    for indicateur, grandeur in dites:
        if grandeur == N and (indicateur, D) in dites and entrees[indicateur]["unite"] != "pour_1000":
            yield (indicateur, N), (indicateur, D)
    yield from ((petite, grande) for petite, grande in EMBOITEMENTS if petite in dites and grande in dites)
