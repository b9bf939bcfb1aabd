"""From rubriques to the frames of the contract: one row per declaration, place, person, contract, end, pay…

Ranks (`declaration`, `contrat`) count over the file; they tie the frames together. Values stay the texts received, but
for what only the whole block tells: the NIR that counts, the month of birth, the sex as one digit.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from pipelines.identity import nir_canonique
from pipelines.sources.dsn.arbre import Arbre, par_rubrique, poser
from pipelines.sources.dsn.rubriques import (
    CHAMPS_CHANGEMENT,
    CHAMPS_CONTRAT,
    CHAMPS_DECLARATION,
    CHAMPS_FIN,
    CHAMPS_IDENTITE_D_AVANT,
    CHAMPS_INDIVIDU,
    CHAMPS_LIEU,
    CHAMPS_MESURE,
    CHAMPS_REMUNERATION,
    CHAMPS_SUSPENSION,
    CHANGEMENT,
    CONTRAT,
    DECLARATION,
    EMBAUCHE,
    ENTREPRISE,
    ETABLISSEMENT,
    FIN,
    IDENTITE_D_AVANT,
    INDIVIDU,
    LIEU,
    MESURE,
    REMUNERATION,
    SUSPENSION,
    TYPES_DE_REMUNERATION,
)

_NUMEROS = ("fichier", "unite", "ligne")
_PLACE = ("fichier", "declaration", "unite", "contrat", "ligne", "nature", "norme")
_IDENTITE = ("nir", "ntt")
INCONNU = "99"
_D_UNE_EMBAUCHE = ("debut", "heure", "nature_contrat", "dispositif", "numero_contrat", "fin_prevue", "jours_essai")
_DU_CONTRAT = tuple(nom for nom in CHAMPS_CONTRAT.values() if nom not in ("jours_essai", "heure"))
_ANCIENS = tuple(nom for nom in CHAMPS_CHANGEMENT.values() if nom != "date_changement")
_SOMMABLES = ("heures", "montant")
COLONNES = {
    "declaration": ("declaration", *CHAMPS_DECLARATION.values(), "siret", "norme"),
    "lieu": ("declaration", *CHAMPS_LIEU.values()),
    "individu": (
        "declaration", *_IDENTITE, "nom_famille", "prenoms", "naissance", "naissance_mois", "sexe", "niveau", "deces"
    ),
    "equivalence": ("declaration", "date_effet", *_IDENTITE, "ancien_nir", "ancien_ntt", "origine"),
    "contrat": ("declaration", "contrat", *_IDENTITE, *_DU_CONTRAT),
    "embauche": ("declaration", "contrat", *_IDENTITE, *_D_UNE_EMBAUCHE),
    "fin": ("declaration", "contrat", *_IDENTITE, *CHAMPS_FIN.values()),
    "changement": ("declaration", "contrat", *_IDENTITE, *CHAMPS_CHANGEMENT.values()),
    "suspension": ("declaration", "contrat", *_IDENTITE, *CHAMPS_SUSPENSION.values()),
    "activite": ("declaration", *_IDENTITE, *CHAMPS_REMUNERATION.values(), *CHAMPS_MESURE.values()),
}  # fmt: skip
"""Received columns of each entity, in the order of the contract of the source."""


@dataclass(frozen=True)
class Recolte:
    """What waits to be laid out: whole persons of one or several files, and their rubriques by number."""

    arbre: Arbre

    @cached_property
    def valeurs(self) -> dict[str | None, pl.DataFrame]:
        return par_rubrique(self.arbre.valeurs)

    @cached_property
    def entites(self) -> dict[str, pl.DataFrame]:
        """Frames by entity, with the place of each row (nature, norm, ranks, line)."""
        individu = _individu(self._table(INDIVIDU, CHAMPS_INDIVIDU))
        contrat = self._d_une_personne(individu, CONTRAT, CHAMPS_CONTRAT, "contrat")
        embauche = pl.col("nature").eq_missing(pl.lit(EMBAUCHE))
        changement = self._d_une_personne(individu, CHANGEMENT, CHAMPS_CHANGEMENT, "contrat")
        return {
            "declaration": self._declaration(),
            "lieu": self._table(LIEU, CHAMPS_LIEU),
            "individu": individu,
            "equivalence": _equivalence(
                individu, self._d_une_personne(individu, IDENTITE_D_AVANT, CHAMPS_IDENTITE_D_AVANT, "unite")
            ),
            "contrat": contrat.filter(~embauche),
            "embauche": contrat.filter(embauche),
            "fin": self._d_une_personne(individu, FIN, CHAMPS_FIN, "contrat"),
            # Other changes say nothing of what the contract was
            "changement": changement.filter(pl.any_horizontal(pl.col(_ANCIENS).is_not_null())),
            "suspension": self._d_une_personne(individu, SUSPENSION, CHAMPS_SUSPENSION, "contrat"),
            "activite": self._activite(individu),
        }

    @cached_property
    def personnes(self) -> pl.Series:
        """For each instance, the row among persons of the nearest person before it."""
        return self._rang_du_dernier(INDIVIDU)

    def _rang_du_dernier(self, bloc: str) -> pl.Series:
        return (self.arbre.tetes["bloc"] == bloc).cum_sum().cast(pl.Int32) - 1

    def _table(self, bloc: str, champs: dict[str, str], porteur: str | None = None) -> pl.DataFrame:
        """One row per instance of `bloc` (that has a `porteur`), its rubriques as columns."""
        tetes = self.arbre.tetes
        masque = tetes["bloc"] == bloc
        if porteur:
            masque &= tetes[porteur].is_not_null()
        rangs = np.full(tetes.height, -1, dtype=np.int32)
        places = masque.arg_true()
        rangs[places.to_numpy()] = np.arange(len(places))
        lignes = tetes.select(*_PLACE).filter(masque)
        return lignes.hstack(poser(rangs, len(places), champs, self.valeurs))

    def _d_une_personne(self, individu: pl.DataFrame, bloc: str, champs: dict[str, str], porteur: str) -> pl.DataFrame:
        tetes = self.arbre.tetes
        masque = (tetes["bloc"] == bloc) & tetes[porteur].is_not_null()
        identite = individu.select(_IDENTITE)[self.personnes.filter(masque)]
        return self._table(bloc, champs, porteur).hstack(identite)

    def _declaration(self) -> pl.DataFrame:
        """One row per declaration that begins here; its company and establishment come in blocks of their own."""
        tetes = self.arbre.tetes
        bloc = tetes["bloc"].cast(pl.String)
        lignes = tetes.select(*(nom for nom in _PLACE if nom != "nature")).filter(bloc == DECLARATION)
        dites_la = bloc.is_in((DECLARATION, ENTREPRISE, ETABLISSEMENT))
        rangs = self._rang_du_dernier(DECLARATION).set(~dites_la, -1).to_numpy()
        declarations = lignes.hstack(poser(rangs, lignes.height, CHAMPS_DECLARATION, self.valeurs))
        return declarations.with_columns(siret=pl.concat_str("siren", "nic"))

    def _activite(self, individu: pl.DataFrame) -> pl.DataFrame:
        """One row per pay of a kept type, with its first measure of activity; one more per further measure, which bears
        no hours and no amount of pay: every column can be added up."""
        paies = (
            self._d_une_personne(individu, REMUNERATION, CHAMPS_REMUNERATION, "unite")
            .with_row_index("paie")
            .with_columns(pl.col("paie").cast(pl.Int64))
        )
        tetes = self.arbre.tetes
        valables = tetes["unite"].is_not_null()
        rangs = ((tetes["bloc"] == REMUNERATION) & valables).cum_sum().cast(pl.Int64) - 1
        mesures = self._table(MESURE, CHAMPS_MESURE, "unite").select("ligne", *CHAMPS_MESURE.values())
        mesures = mesures.hstack([rangs.filter((tetes["bloc"] == MESURE) & valables).alias("paie")])
        paies = paies.filter(pl.col("type").is_in(TYPES_DE_REMUNERATION))
        premieres = mesures["paie"].is_first_distinct()
        avec = paies.join(mesures.filter(premieres).drop("ligne"), on="paie", how="left", maintain_order="left")
        suivantes = mesures.filter(~premieres)
        if suivantes.is_empty():
            return avec
        autres = paies.drop("ligne").join(suivantes, on="paie", maintain_order="right")
        autres = autres.with_columns(pl.lit(None, pl.String).alias(nom) for nom in _SOMMABLES)
        return pl.concat([avec, autres.select(avec.columns)]).sort("fichier", "ligne")


def _individu(lu: pl.DataFrame) -> pl.DataFrame:
    """Persons; the certified NIR, where there is one, is the person's."""
    naissance, mois = pl.col("naissance"), pl.col("naissance").str.slice(2, 2)
    deces = pl.col("deces").str.to_date("%d%m%Y", strict=False)
    return lu.with_columns(
        nir=pl.coalesce("nir_certifie", "nir_declare"),
        sexe=pl.col("sexe").str.strip_chars_start("0"),
        naissance_mois=pl.when(mois != INCONNU).then(pl.concat_str(pl.lit("01"), naissance.str.slice(2))),
        deces=pl.when(deces.is_not_null()).then("deces"),
    )


def _equivalence(individu: pl.DataFrame, avant: pl.DataFrame) -> pl.DataFrame:
    """What says that two numbers are one person: an old NIR (block 31), a certified NIR, an NTT beside a NIR.

    An old number that cannot be a NIR never made anybody known: it is left out.
    """
    ntt = individu.filter(pl.col("nir").is_not_null() & pl.col("ntt").is_not_null())
    dites = {
        "changement": avant.with_columns(nir_canonique(pl.col("ancien_nir"))),
        "certification": individu.drop_nulls("nir_certifie").with_columns(
            ancien_nir=nir_canonique(pl.col("nir_declare"))
        ),
        "ntt": ntt.with_columns(ancien_ntt=pl.col("ntt"), ntt=pl.lit(None, pl.String)),
    }
    toutes = pl.concat([lignes.with_columns(origine=pl.lit(nom)) for nom, lignes in dites.items()], how="diagonal")
    toutes = toutes.with_columns(
        pl.col(nom) if nom in toutes.columns else pl.lit(None, pl.String).alias(nom) for nom in COLONNES["equivalence"]
    )
    autre = pl.col("ancien_nir").is_not_null() & pl.col("ancien_nir").ne_missing(pl.col("nir"))
    return toutes.filter(autre | pl.col("ancien_ntt").is_not_null()).sort("fichier", "ligne", maintain_order=True)


def recues(nom: str, frame: pl.DataFrame, ecartees: pl.DataFrame) -> pl.DataFrame:
    """The rows of `frame` whose person is not left out, as the contract receives them: numbers of place, then texts."""
    restantes = frame.join(ecartees, on=["fichier", "unite"], how="anti", maintain_order="left")
    return restantes.select(*_NUMEROS, *COLONNES[nom]).cast(SCHEMAS[nom])


def _schema(colonnes: tuple[str, ...]) -> dict[str, pl.DataType]:
    return dict.fromkeys(_NUMEROS, pl.UInt32) | dict.fromkeys(colonnes, pl.String)


SCHEMAS = {nom: _schema(colonnes) for nom, colonnes in COLONNES.items()}
