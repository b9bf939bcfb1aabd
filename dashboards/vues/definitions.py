"""What each indicator means, in the words of the release."""

from dataclasses import dataclass

from dashboards import formats, textes
from dashboards.millesime import Indicateur, Millesime

RUBRIQUES = (
    ("ce_que_c_est", "Ce que c’est"),
    ("ce_que_ce_n_est_pas", "Ce que ce n’est pas"),
    ("comment_le_lire", "Comment le lire"),
    ("numerateur", "Numérateur"),
    ("denominateur", "Dénominateur"),
    ("exclusions", "Exclusions"),
    ("champ", "Champ"),
)
PERIMETRES = {
    "inscription": "inscriptions",
    "orientation": "orientations",
    "rsa": "fichiers RSA (Caf, MSA)",
    "rsa_contact": "entrées dans les droits et devoirs (Caf)",
    "dsn": "déclarations sociales nominatives (DSN)",
    "offre": "offres déposées",
    "formation": "entrées en formation",
    "accompagnement": "actions d’accompagnement et points d’étape",
    "contrat_engagement": "contrats d’engagement",
    "diagnostic": "diagnostics et contraintes",
    "rendez_vous": "rendez-vous",
    "sanction": "sanctions",
    "objectif": "objectifs des comités",
    "plan_action": "actions des plans",
}


@dataclass(frozen=True)
class Definition:
    """`rubriques`: pairs of a title and its text, those that the entry fills."""

    indicateur: str
    titre: str
    resume: str
    rubriques: tuple[tuple[str, str], ...]
    ruptures: tuple[str, ...]
    limites: tuple[str, ...]
    sources: str
    equivalent: str
    version: int


def definition(indicateur: Indicateur) -> Definition:
    champs = indicateur.champs
    return Definition(
        indicateur=indicateur.indicateur,
        titre=formats.apostrophe(indicateur.titre),
        resume=formats.apostrophe(champs["ce_que_c_est"]),
        rubriques=tuple((titre, formats.apostrophe(champs[nom])) for nom, titre in RUBRIQUES if champs.get(nom)),
        ruptures=tuple(formats.apostrophe(rupture.phrase) for rupture in indicateur.ruptures),
        limites=tuple(formats.apostrophe(limite) for limite in champs.get("limites") or ()),
        sources=sources(indicateur),
        equivalent=formats.apostrophe(
            champs.get("equivalent_officiel") or "aucun : la définition est propre à ce site"
        ),
        version=champs["methode_version"],
    )


def sources(indicateur: Indicateur) -> str:
    """What it is computed from, in words."""
    return ", ".join(PERIMETRES.get(source, source) for source in indicateur.champs.get("sources") or ())


def par_theme(version: Millesime) -> tuple[tuple[str, tuple[Definition, ...]], ...]:
    """Every definition, by theme and in the order of the release."""
    return tuple(
        (titre, tuple(definition(i) for i in version.indicateurs.values() if i.theme == theme))
        for theme, (titre, _) in textes.THEMES.items()
    )
