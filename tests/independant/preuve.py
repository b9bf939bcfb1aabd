"""Set the two computations side by side: `python -m tests.independant.preuve [house]`, or `make preuve`.

Exact cells of a built house, beside those computed here from its lake; the command says what differs, and fails if
anything does.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from tests.independant import (
    acces,
    accompagnements,
    agora,
    cellules,
    devoirs,
    dimensions,
    emplois,
    enquetes,
    entreprises,
    etablissements,
    formations,
    mesures,
    mmo,
    offres,
    postes,
    reprises,
    sanctions,
    services,
    sorties,
    stocks,
    taux,
)
from tests.independant.calendrier import fin_de_mois
from tests.independant.cellules import CLE, PARTS
from tests.independant.dimensions import DIMENSIONS, SANS_PERSONNE
from tests.independant.entreprises import MESURES, SECRETS
from tests.independant.mesures import Maison
from tests.independant.territoires import Territoires

FAMILLES = [
    *(mesures, mmo, accompagnements, formations, acces, stocks),
    *(devoirs, enquetes, reprises, agora, sanctions, sorties),
]


@dataclass(frozen=True)
class Comparaison:
    """What became of one indicator: `cote_a_cote` (CLE, parts and mediane, or MESURES, and those computed here under
    …_ici) for every cell that is not absent; `ecarts`, the rows of it that differ; `sans_ligne`, cells found here that
    have no row."""

    indicateur: str
    cote_a_cote: pl.DataFrame
    ecarts: pl.DataFrame
    sans_ligne: pl.DataFrame


def comparer(interne: Path) -> Iterator[Comparaison]:
    """Each indicator of a house built under `interne`."""
    dites = pl.scan_parquet(interne / "indicateurs" / "cellules.parquet")
    dites = dites.select(*CLE, "statut", "motif", *PARTS, "mediane")
    maison = lire_maison(interne)
    lieux = Territoires()
    absents = _departements_absents(dites)
    annonces = _annonces(interne / "lac", maison, lieux, absents)
    su_jusqu_au = _su_jusqu_au(interne / "registre", maison.connu_le)
    assert set(dites.select("indicateur").unique().collect()["indicateur"]) == set(DIMENSIONS), (
        "an indicator is computed on one side only"
    )
    with tempfile.TemporaryDirectory() as dossier:
        personnes = _faits_de_personnes(maison, Path(dossier))
        for indicateur, siennes in DIMENSIONS.items():
            if siennes in SANS_PERSONNE:
                faits = annonces
            else:
                faits = lieux.placer(taux.faits(indicateur, personnes).collect())
                faits = dimensions.qualifier(faits, maison.soumis, maison.fichiers_rsa)
                faits = cellules.sans_les_departements_absents(faits, absents)
            de_l_indicateur = dites.filter(pl.col("indicateur") == indicateur).collect()
            par_jour = cellules.cellules(faits, indicateur, lieux, de_l_indicateur)
            ici = cellules.parts(par_jour)
            if si_mediane := indicateur in cellules.SUIVI:
                ici = ici.join(cellules.medianes(par_jour, su_jusqu_au), on=CLE, how="left")
            else:
                ici = ici.with_columns(mediane=pl.lit(None, pl.Int64))
            yield _comparer(indicateur, de_l_indicateur, ici, PARTS, si_mediane=si_mediane)


def comparer_les_entreprises(interne: Path) -> Iterator[Comparaison]:
    """The enterprises of each indicator that tells what became of posts or establishments; no other has any."""
    dites = pl.scan_parquet(interne / "indicateurs" / "cellules.parquet").select(*CLE, "statut", "motif", *MESURES)
    avec = dites.filter(pl.any_horizontal(pl.col(MESURES) > 0)).select("indicateur").unique().collect()
    assert set(avec["indicateur"]) == set(SECRETS), "the enterprises of an indicator are told on one side only"
    maison = lire_maison(interne)
    lieux = Territoires()
    unites = entreprises.unites(_annonces(interne / "lac", maison, lieux, _departements_absents(dites)))
    for indicateur in SECRETS:
        de_l_indicateur = dites.filter(pl.col("indicateur") == indicateur).collect()
        par_siren = cellules.cellules(unites, indicateur, lieux, de_l_indicateur, par="siren", sommes=["unites"])
        yield _comparer(indicateur, de_l_indicateur, entreprises.mesures(par_siren), MESURES)


def _faits_de_personnes(maison: Maison, dossier: Path) -> pl.LazyFrame:
    """Every fact of a person, one family after the other written in `dossier`: together they do not fit in memory."""
    familles = []
    for famille in FAMILLES:
        chemin = dossier / f"{famille.__name__}.parquet"
        famille.toutes(maison).sort("indicateur").write_parquet(chemin)
        familles.append(pl.scan_parquet(chemin))
    return pl.concat(familles, how="vertical_relaxed")


def _annonces(lac: Path, maison: Maison, lieux: Territoires, absents: pl.DataFrame) -> pl.DataFrame:
    """Facts told by nothing of a person, placed."""
    annonces = pl.concat(
        [
            offres.toutes(maison.offres, maison.connu_le),
            enquetes.des_entreprises(maison),
            postes.toutes(postes.du_fichier(lac, maison.connu_le), maison.connu_le),
            etablissements.toutes(etablissements.declarations(lac, maison.connu_le), maison),
            etablissements.recruteurs(emplois.declarations(lac, maison.connu_le), maison),
            services.toutes(services.listes(lac, maison.connu_le), maison, lieux),
        ],
        how="diagonal_relaxed",
    )
    annonces = lieux.placer(annonces).with_columns(ensemble=pl.lit("ensemble"))
    return cellules.sans_les_departements_absents(annonces, absents)


def lire_maison(interne: Path) -> Maison:
    """The house, as known on its day of observation."""
    connu_le = pl.read_parquet(interne / "contexte" / "observation.parquet")["date_observation"][0]
    # months whose registrations are told: the first quarter of a survey may begin before
    cles = pl.scan_parquet(interne / "indicateurs" / "cellules.parquet").filter(
        pl.col("periode_type") == "mois", pl.col("indicateur") == "inscrits_stock"
    )
    mois = cles.select("periode_debut").unique().sort("periode_debut").collect()["periode_debut"].to_list()
    return Maison.lire(interne, connu_le, mois)


def _comparer(
    indicateur: str, dites: pl.DataFrame, ici: pl.DataFrame, nombres: list[str], *, si_mediane: bool = False
) -> Comparaison:
    """`nombres`: the columns to set side by side, 0 where there is none; and the median, if there is one to tell."""
    cote_a_cote = (
        dites.filter(pl.col("statut") != "absent")
        .join(ici, on=CLE, how="left", suffix="_ici")
        .with_columns(pl.col(nombre, f"{nombre}_ici").fill_null(0) for nombre in nombres)
    )
    differe = pl.any_horizontal(pl.col(nombre) != pl.col(f"{nombre}_ici") for nombre in nombres)
    if si_mediane:
        differe |= (pl.col("denominateur") > 0) & ~pl.col("mediane").eq_missing(pl.col("mediane_ici"))
    periodes = dites.select("periode_type", "periode_debut").unique()
    annoncees = ici.join(periodes, on=["periode_type", "periode_debut"], how="semi")
    return Comparaison(indicateur, cote_a_cote, cote_a_cote.filter(differe), annoncees.join(dites, on=CLE, how="anti"))


def _departements_absents(dites: pl.LazyFrame) -> pl.DataFrame:
    """indicateur, mois, departement: files are missing, and the cell of the département says so."""
    premieres = pl.DataFrame(
        [(nom, siennes[0]) for nom, siennes in DIMENSIONS.items()], ["indicateur", "dimension"], orient="row"
    )
    return (
        dites.join(premieres.lazy(), on=["indicateur", "dimension"], how="semi")
        .filter(
            pl.col("territoire_niveau") == "departement",
            pl.col("periode_type") == "mois",
            pl.col("statut") == "absent",
            pl.col("motif") == "couverture_partielle",
        )
        .select("indicateur", mois="periode_debut", departement="territoire_code")
        .unique()
        .collect()
    )


def _su_jusqu_au(registre: Path, connu_le: date) -> date:
    """The end of the last month that the files of every source that is awaited monthly tell of."""
    derniers = []
    for source in ("inscription", "orientation", "offre"):
        lignes = [
            json.loads(ligne)
            for jour in sorted((registre / source).glob("*.jsonl"))
            if jour.stem <= str(connu_le)
            for ligne in jour.read_text(encoding="utf-8").splitlines()
        ]
        derniers.append(max(ligne["mois"] for ligne in lignes if ligne["statut"] == "accepte" and ligne["mois"]))
    return fin_de_mois(date.fromisoformat(min(derniers)))


def main(home: Path) -> int:
    """Print a line per indicator, of its parts, then of its enterprises; 1 if anything differs."""
    print("The parts:")
    faux = sum(_dire(comparaison, "denominateur") for comparaison in comparer(home / "interne"))
    print("The enterprises:")
    faux += sum(_dire(comparaison, "unites") for comparaison in comparer_les_entreprises(home / "interne"))
    return int(faux > 0)


def _dire(comparaison: Comparaison, compte: str) -> int:
    """Print the line of one indicator; how many of its cells differ. `compte`: the column of who is in a cell."""
    pleines = (comparaison.cote_a_cote[compte] > 0).sum()
    fautes = comparaison.ecarts.height + comparaison.sans_ligne.height
    cotes = f"{comparaison.cote_a_cote.height:>10,} cells, {pleines:>9,} not empty, {fautes} differ"
    print(f"{comparaison.indicateur:34}{cotes}")
    if fautes:
        print(comparaison.ecarts.head(5), comparaison.sans_ligne.head(5))
    return fautes


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
