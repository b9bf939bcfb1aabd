"""Between two releases: a final figure that moves tells the movement of those who made it move, or is a second draw."""

from dataclasses import dataclass

import polars as pl

from pipelines.audit.fichiers import CLE, COMPTES, LIEU, MEME_METHODE, Millesime, en_chiffres

PART_REDESSINEE = 0.05
"""Of the counts that nobody changed, the share whose figure may: above it, they were drawn under another secret."""
_MARQUEES = (*COMPTES, "valeur")
_DITES = ("numerateur", "denominateur", "valeur", "ic_bas", "ic_haut", "motif", "effectif_faible")
_SERIE = (*LIEU, "periode_type", "dimension")
_publiee = pl.col("statut") != "absent"


@dataclass(frozen=True)
class Comparaison:
    """Rows that were final in the release before, those that changed, those whose figures changed without saying so;
    and where some of the faulty ones are: any that changed, in the yearly revision those that do not say so."""

    definitives: int
    changees: int
    sans_le_dire: int
    annuelle: bool
    exemples: list[str]

    @property
    def fautes(self) -> int:
        return self.sans_le_dire if self.annuelle else self.changees


def comparer(millesime: Millesime) -> Comparaison:
    """The rows that were final in the release it follows, of a same method, in territories that kept their communes.

    A series withdrawn whole, for what its published counts say together, tells nothing of whoever came late.
    """
    definitives = changees = sans_le_dire = 0
    exemples: list[str] = []
    for indicateur in sorted(set(millesime.indicateurs) & set(millesime.avant.indicateurs)):
        avant = millesime.finales_avant(indicateur)
        lignes = _avec_les_retraits(millesime.lignes(indicateur), millesime.entrees[indicateur]["forme"])
        communes = lignes.join(avant, on=MEME_METHODE, suffix="_avant")
        mues = communes.filter(
            _differe(("statut",))
            | (_differe(_DITES) & ~pl.col("retiree"))
            | (_differe(("exclus",)) & ~pl.col("exclus_tus"))
        )
        muettes = mues.filter(_publiee & ~pl.col("revise") & _differe(_MARQUEES))
        definitives, changees = definitives + communes.height, changees + mues.height
        sans_le_dire += muettes.height
        fautives = muettes if millesime.annuelle else mues
        exemples += [", ".join(map(str, ligne)) for ligne in fautives.select(CLE).head(3).iter_rows()]
    return Comparaison(definitives, changees, sans_le_dire, millesime.annuelle, exemples[:3])


def _avec_les_retraits(lignes: pl.DataFrame, forme: str) -> pl.DataFrame:
    """`lignes`, and whether their series is withdrawn, or its count of who is left out: no row of it tells any."""
    compte = "valeur" if forme == "effectif" else "denominateur"
    return lignes.with_columns(
        retiree=pl.col(compte).is_null().all().over(_SERIE), exclus_tus=pl.col("exclus").is_null().all().over(_SERIE)
    )


def _differe(colonnes: tuple[str, ...]) -> pl.Expr:
    return pl.any_horizontal(pl.col(nom).ne_missing(pl.col(f"{nom}_avant")) for nom in colonnes)


def tires_deux_fois(millesime: Millesime, verite: pl.DataFrame, verite_avant: pl.DataFrame) -> pl.DataFrame:
    """CLE, grandeur, `publie`, `exact`, and both `_avant`: counts that were provisional in the release before, so drawn
    for each. Needs the truth of each: for what is measured in a rehearsal."""
    avant = millesime.avant
    deux = []
    for nom in sorted(set(millesime.indicateurs) & set(avant.indicateurs)):
        provisoires = avant.lignes(nom).filter(pl.col("statut") == "provisoire")
        deux.append(
            millesime.chiffres(nom).join(
                en_chiffres(provisoires, avant.entrees[nom]["forme"]), on=[*CLE, "grandeur"], suffix="_avant"
            )
        )
    return (
        pl.concat(deux)
        .join(exacts(verite), on=[*CLE, "grandeur"])
        .join(exacts(verite_avant), on=[*CLE, "grandeur"], suffix="_avant")
    )


def direction_devinee(deux: pl.DataFrame) -> tuple[int, float]:
    """(counts that one person more or less changed, how often the published change says which way; a guess when none),
    of `tires_deux_fois`."""
    mouvements = deux.with_columns(
        vrai=pl.col("exact") - pl.col("exact_avant"), vu=(pl.col("publie") - pl.col("publie_avant")).sign()
    ).filter(pl.col("vrai").abs() == 1)
    if mouvements.is_empty():
        return 0, 0.5
    juste = pl.when(pl.col("vu") == 0).then(0.5).otherwise((pl.col("vu") == pl.col("vrai")).cast(pl.Float64))
    return mouvements.height, float(mouvements.select(juste.mean()).item())


def redessines(deux: pl.DataFrame) -> tuple[int, int]:
    """(counts whose number did not change, those of them whose figure did), of `tires_deux_fois`."""
    memes = deux.filter(pl.col("exact") == pl.col("exact_avant"))
    return memes.height, memes.filter(pl.col("publie") != pl.col("publie_avant")).height


def exacts(verite: pl.DataFrame) -> pl.DataFrame:
    """CLE, grandeur, exact, of exact cells (CLE and COMPTES)."""
    comptes = verite.select(*CLE, *COMPTES)
    return comptes.unpivot(COMPTES, index=list(CLE), variable_name="grandeur", value_name="exact").drop_nulls("exact")
