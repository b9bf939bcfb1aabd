"""The entries as objects, checked against their JSON Schema and against each other."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl
import yaml

from pipelines.catalogue import annonces
from pipelines.catalogue.annonces import CROIX
from pipelines.catalogue.ruptures import Rupture, lieux

CONTRATS = Path(__file__).parents[2] / "data_contracts"
DOSSIER = CONTRATS / "indicateurs"
DIMENSIONS = CONTRATS / "dimensions.yaml"
THEMES = ("impact", "realisation", "eclairage")
"""In the order of presentation; within one, entries are in that of their `rang`."""
UNITES_D_UNE_MOYENNE = ("jours", "mois", "quotite")
UNITES_D_UNE_PONDEREE = ("fraction", "solde")


class CatalogueRefuse(Exception):
    """An entry cannot be used: one sentence per fault, naming its file."""


@dataclass(frozen=True)
class Horizon:
    """What must be observed after the end of the month before a value exists.

    `mois` and `jours`: the window. `qualification_mois`: what it takes to count once begun. `suivi_jours`: the longest
    follow-up of a delay, which needs no complete window. `attente_jours`: a wait that needs no later file.
    """

    mois: int = 0
    qualification_mois: int = 0
    jours: int = 0
    suivi_jours: int = 0
    attente_jours: int = 0


@dataclass(frozen=True)
class Dimension:
    """`modalites`: code → words, in the order of presentation. `exclusives`: a unit is in one of them at most."""

    titre: str
    modalites: dict[str, str]
    exclusives: bool = True

    def croisee(self, autre: "Dimension") -> "Dimension":
        """Both at once: « F*50-54 », « Femmes, 50 à 54 ans »."""
        return Dimension(
            f"{self.titre} × {autre.titre}",
            {
                f"{code}{CROIX}{autre_code}": f"{mots}, {_dans_une_suite(autres_mots)}"
                for code, mots in self.modalites.items()
                for autre_code, autres_mots in autre.modalites.items()
            },
        )


@dataclass(frozen=True)
class Indicateur:
    """One entry; the meaning of each field is in data_contracts/indicateurs/schema.json."""

    indicateur: str
    methode_version: int
    rang: int
    theme: str
    titre: str
    titre_court: str
    phrase: str
    ce_que_c_est: str
    ce_que_ce_n_est_pas: str
    comment_le_lire: str
    numerateur: str | None
    denominateur: str
    exclusions: str | None
    champ: str
    forme: str
    unite: str
    compte: str
    sens: str
    famille: str
    horizon: Horizon
    glissant: str
    sources: tuple[str, ...]
    niveaux: tuple[str, ...]
    periodes: tuple[str, ...]
    dimensions: tuple[str, ...]
    classe_secret: str
    ruptures: tuple[Rupture, ...]
    limites: tuple[str, ...]
    equivalent_officiel: str | None
    tete: bool = False
    borne_mesure: int | None = None
    secret_entreprises: str | None = None
    notion: dict[str, str] | None = None

    @property
    def recalculable(self) -> bool:
        """Whether the published counts of a row give its value back: only a share's do."""
        return self.forme == "part"

    def en_clair(self) -> dict[str, Any]:
        """The entry as plain lists and texts, for the metadata of a release."""
        return json.loads(json.dumps(asdict(self) | {"recalculable": self.recalculable}))


@dataclass(frozen=True)
class Catalogue:
    """Every indicator by name, in order of presentation; the dimensions they may be published by, crossings last."""

    indicateurs: dict[str, Indicateur]
    dimensions: dict[str, Dimension]
    empreinte: str = field(repr=False)

    def annoncees(self, indicateur: Indicateur) -> pl.DataFrame:
        """The cells that an entry announces (see `annonces.annoncees`)."""
        dimensions = {nom: self.dimensions[nom].modalites for nom in indicateur.dimensions}
        return annonces.annoncees(indicateur.niveaux, indicateur.periodes, dimensions)

    def en_clair(self) -> dict[str, Any]:
        """`dimensions` and `indicateurs` as plain objects, for the metadata of a release."""
        return {
            "dimensions": {nom: asdict(dimension) for nom, dimension in self.dimensions.items()},
            "indicateurs": [indicateur.en_clair() for indicateur in self.indicateurs.values()],
        }


@lru_cache(maxsize=4)
def charger(dossier: Path = DOSSIER, dimensions: Path = DIMENSIONS) -> Catalogue:
    """The catalogue of `dossier`; raise `CatalogueRefuse` with every fault found."""
    textes = {chemin.name: chemin.read_text(encoding="utf-8") for chemin in sorted(dossier.glob("*.yaml"))}
    schema = json.loads((dossier / "schema.json").read_text(encoding="utf-8"))
    axes = {nom: Dimension(**valeur) for nom, valeur in yaml.safe_load(dimensions.read_text(encoding="utf-8")).items()}
    entrees, defauts = [], []
    for nom, texte in textes.items():
        try:
            brut = yaml.safe_load(texte)
        except yaml.YAMLError as erreur:
            defauts.append(f"{nom} is not YAML that can be read: {erreur}")
            continue
        fautes = list(_defauts(nom, brut, schema, axes))
        defauts += fautes
        if not fautes:
            entrees.append(_indicateur(brut))
    entrees.sort(key=lambda entree: (THEMES.index(entree.theme), entree.rang))
    if len({entree.rang for entree in entrees}) < len(entrees):
        defauts.append("two entries have the same rang: give each its own, the order of presentation.")
    if defauts:
        raise CatalogueRefuse("\n".join(defauts))
    croisements = sorted({nom for entree in entrees for nom in entree.dimensions if CROIX in nom})
    axes |= {nom: axes[un].croisee(axes[autre]) for nom in croisements for un, autre in [nom.split(CROIX)]}
    empreinte = hashlib.sha256(json.dumps(textes).encode()).hexdigest()
    return Catalogue({entree.indicateur: entree for entree in entrees}, axes, empreinte)


def _defauts(nom: str, brut: Any, schema: dict, axes: dict[str, Dimension]) -> Iterator[str]:
    erreurs = list(jsonschema.Draft202012Validator(schema).iter_errors(brut))
    for erreur in erreurs:
        place = "/".join(map(str, erreur.absolute_path)) or "the entry"
        yield f"{nom}, {place}: {erreur.message}."
    if not isinstance(brut, dict):
        return
    if f"{brut.get('indicateur')}.yaml" != nom:
        yield f"{nom}: the entry is named « {brut.get('indicateur')} »; the file must bear its name."
    moyenne = brut.get("forme") == "moyenne"
    if moyenne and brut.get("unite") not in UNITES_D_UNE_MOYENNE:
        yield f"{nom}, unite: a mean is told in {' or '.join(UNITES_D_UNE_MOYENNE)}."
    ponderee = brut.get("forme") == "part_ponderee"
    if ponderee and brut.get("unite") not in UNITES_D_UNE_PONDEREE:
        yield f"{nom}, unite: a weighted share is told in {' or '.join(UNITES_D_UNE_PONDEREE)}."
    if ("borne_mesure" in brut) != (moyenne and brut.get("unite") == "jours"):
        yield f"{nom}, borne_mesure: a mean of days needs one, nothing else has one."
    yield from _defauts_des_dimensions(nom, brut, axes)
    for source in brut.get("sources") or ():
        if not (CONTRATS / f"{source}.odcs.yaml").exists():
            yield f"{nom}, sources: « {source} » has no contract in {CONTRATS.name}/."
    if not erreurs:
        yield from _defauts_des_ruptures(nom, brut)


def _defauts_des_dimensions(nom: str, brut: dict[str, Any], axes: dict[str, Dimension]) -> Iterator[str]:
    for dimension in brut.get("dimensions") or ():
        parties = str(dimension).split(CROIX)
        for partie in parties:
            if partie not in axes:
                yield f"{nom}, dimensions: « {partie} » is not described in {DIMENSIONS.name}."
        if len(parties) > 2 or len(set(parties)) < len(parties) or (len(parties) == 2 and "ensemble" in parties):
            yield f"{nom}, dimensions: « {dimension} » must cross two different dimensions."


def _defauts_des_ruptures(nom: str, brut: dict[str, Any]) -> Iterator[str]:
    nommes = {niveau for rupture in brut["ruptures"] for niveau, _ in lieux(rupture) if niveau}
    for niveau in sorted(nommes - set(brut["niveaux"])):
        yield f"{nom}, ruptures: a break names a territory of level « {niveau} », at which the entry is not told."


def _dans_une_suite(mots: str) -> str:
    """Words after a comma: the capital goes, unless the others show that it is a name's (« France Travail »)."""
    return mots if mots[1:] != mots[1:].lower() else mots[:1].lower() + mots[1:]


def _indicateur(brut: dict[str, Any]) -> Indicateur:
    listes = {cle: tuple(valeur) for cle, valeur in brut.items() if isinstance(valeur, list)}
    return Indicateur(**{**brut, **listes, "horizon": Horizon(**brut["horizon"])})
