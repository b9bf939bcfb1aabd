"""Between two releases: a final figure that moves tells the movement of those who made it move, or is a second draw."""

from dataclasses import dataclass

import polars as pl

from pipelines.audit.fichiers import CLE, COMPTES, LIEU, Millesime, en_chiffres

PART_REDESSINEE = 0.05
"""Above this share of final figures that changed, a release was drawn again: late data move far fewer."""
_COMPAREES = (*COMPTES, "valeur")


@dataclass(frozen=True)
class Comparaison:
    """Rows final in both releases; those that changed, those of them that do not say so, and where some are."""

    definitives: int
    changees: int
    sans_le_dire: int
    annuelle: bool
    exemples: list[str]

    @property
    def redessinee(self) -> bool:
        return not self.annuelle and self.changees > PART_REDESSINEE * self.definitives


def comparer(apres: Millesime, avant: Millesime) -> Comparaison:
    """The rows final in both, of a same method, in territories that kept their communes."""
    memes = _territoires_inchanges(apres.communes, avant.communes)
    definitives = changees = sans_le_dire = 0
    exemples: list[str] = []
    for indicateur in sorted(set(apres.indicateurs) & set(avant.indicateurs)):
        communes = _finales(apres, indicateur).join(
            _finales(avant, indicateur), on=[*CLE, "methode_version"], suffix="_avant"
        )
        communes = communes.join(memes, on=LIEU, how="semi")
        differe = pl.any_horizontal(pl.col(nom).ne_missing(pl.col(f"{nom}_avant")) for nom in _COMPAREES)
        mues = communes.filter(differe)
        muettes = mues.filter(~pl.col("revise"))
        definitives, changees = definitives + communes.height, changees + mues.height
        sans_le_dire += muettes.height
        exemples += [", ".join(map(str, ligne)) for ligne in muettes.select(CLE).head(3).iter_rows()]
    annuelle = bool(apres.publication.get("revision_annuelle"))
    return Comparaison(definitives, changees, sans_le_dire, annuelle, exemples[:3])


def direction_devinee(avant: pl.DataFrame, apres: pl.DataFrame) -> tuple[int, float]:
    """(counts that one person more or less changed, how often the published change says which way; a guess when none).

    Both frames: CLE, grandeur, publie, exact. Needs the truth: a measure of a rehearsal, never a gate.
    """
    unis = apres.join(avant, on=[*CLE, "grandeur"], suffix="_avant")
    mouvements = unis.with_columns(
        vrai=pl.col("exact") - pl.col("exact_avant"), vu=(pl.col("publie") - pl.col("publie_avant")).sign()
    ).filter(pl.col("vrai").abs() == 1)
    if mouvements.is_empty():
        return 0, 0.5
    juste = pl.when(pl.col("vu") == 0).then(0.5).otherwise((pl.col("vu") == pl.col("vrai")).cast(pl.Float64))
    return mouvements.height, float(mouvements.select(juste.mean()).item())


def provisoires(millesime: Millesime, verite: pl.DataFrame) -> pl.DataFrame:
    """CLE, grandeur, publie, exact of the provisional rows."""
    parties = [
        en_chiffres(millesime.lignes(nom).filter(pl.col("statut") == "provisoire"), millesime.entrees[nom]["forme"])
        for nom in millesime.indicateurs
    ]
    return pl.concat(parties).join(exacts(verite), on=[*CLE, "grandeur"])


def exacts(verite: pl.DataFrame) -> pl.DataFrame:
    """CLE, grandeur, exact, of exact cells (CLE and COMPTES)."""
    comptes = verite.select(*CLE, *COMPTES)
    return comptes.unpivot(COMPTES, index=list(CLE), variable_name="grandeur", value_name="exact").drop_nulls("exact")


def _finales(millesime: Millesime, indicateur: str) -> pl.DataFrame:
    lignes = millesime.lignes(indicateur).filter(pl.col("statut") == "definitif")
    return lignes.select(*CLE, "methode_version", *_COMPAREES, "revise")


def _territoires_inchanges(apres: pl.DataFrame, avant: pl.DataFrame) -> pl.DataFrame:
    def faits(communes: pl.DataFrame) -> pl.DataFrame:
        return communes.group_by(LIEU).agg(pl.col("commune").sort().str.join(" "))

    return faits(apres).join(faits(avant), on=[*LIEU, "commune"], how="semi").select(LIEU)
