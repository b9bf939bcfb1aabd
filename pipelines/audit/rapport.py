"""What was tried, on how many cells, what was found: for whoever answers for the protection of data."""

import json
from dataclasses import asdict, dataclass, field

import polars as pl


@dataclass(frozen=True)
class Constat:
    """One attack. `essais`: cells or pairs tried. `reussites`: those that gave something away. `mesures`: figures that
    are told beside. `exemples`: at most a few places, named by public keys only. `joue`: false when there was nothing
    to attack, and `trouve` says why."""

    attaque: str
    titre: str
    essai: str
    trouve: str
    essais: int = 0
    reussites: int = 0
    joue: bool = True
    mesures: dict[str, float] = field(default_factory=dict)
    exemples: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        if not self.joue:
            return "sans objet"
        return "l'attaque a réussi" if self.reussites else "l'attaque a échoué"


@dataclass(frozen=True)
class Rapport:
    """The audit of a release: the attacks in their order.

    `faibles`: the small counts left with too few values, and the withheld ones left with too little unknown: the key of
    their cells, and `grandeur`.
    """

    millesime: str
    graine: int
    echantillon: int
    constats: list[Constat]
    faibles: pl.DataFrame = field(repr=False)

    @property
    def tient(self) -> bool:
        """Whether no attack succeeded."""
        return not any(constat.reussites for constat in self.constats)

    def en_json(self) -> str:
        objet = {
            "millesime": self.millesime,
            "graine": self.graine,
            "echantillon": self.echantillon,
            "constats": [asdict(constat) | {"verdict": constat.verdict} for constat in self.constats],
            "tient": self.tient,
        }
        return json.dumps(objet, ensure_ascii=False, indent=1) + "\n"

    def en_texte(self) -> str:
        lignes = [
            f"Audit du millésime {self.millesime} : des attaques jouées avec les seuls fichiers publiés.",
            f"Tirage de {self.echantillon} petits effectifs au plus, graine {self.graine}.",
            "",
        ]
        for numero, constat in enumerate(self.constats, 1):
            lignes += [f"{numero}. {constat.titre} : {constat.verdict}.", f"   {constat.essai}", f"   {constat.trouve}"]
            lignes += [f"   {nom} : {_nombre(valeur)}" for nom, valeur in constat.mesures.items()]
            lignes += [f"   Par exemple : {exemple}." for exemple in constat.exemples]
            lignes.append("")
        reussies = sum(constat.reussites > 0 for constat in self.constats)
        lignes.append(
            "Verdict : aucune attaque n'a réussi."
            if self.tient
            else f"Verdict : {reussies} attaque{'s ont' if reussies > 1 else ' a'} réussi. Ce millésime ne devrait pas "
            "être publié ainsi ; ce qu'il faut retirer se choisit sur les chiffres publiés (docs/audit.md)."
        )
        return "\n".join(lignes) + "\n"


def entier(nombre: int) -> str:
    """12 345, with the thin space of French figures replaced by a plain one."""
    return f"{nombre:,}".replace(",", " ")


def _nombre(valeur: float) -> str:
    return entier(int(valeur)) if float(valeur).is_integer() else f"{valeur:.3f}".replace(".", ",")
