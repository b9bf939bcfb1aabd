"""The traps that make a wrong number (`pieges.yaml`): hand-made files, received and computed all together, and the
figures worked out by hand."""

from pathlib import Path

import polars as pl
import pytest

from dashboards.graphiques.courbe import joints
from dashboards.millesime import Indicateur, Rupture
from dashboards.rendu.cartes import definition as en_page
from dashboards.vues import comparaisons, definitions
from dashboards.vues.periodes import MOIS, Periode
from pipelines import catalogue
from pipelines.disclosure import publiable
from pipelines.identity import Cles
from pipelines.landing import controler_les_comptes, ingerer, lister_registre
from pipelines.roots import Roots
from tests.conftest import CLE, lancer
from tests.fabriques.recits import SOURCES, Recits, mois
from tests.unit.dashboards.cas import indicateur as indicateur_montre
from tests.unit.dashboards.cas import part

RECITS = Recits.lire(Path(__file__).with_name("pieges.yaml"))
CATALOGUE = catalogue.charger()
MESURES = ("statut", "rupture", "numerateur", "denominateur", "mediane")
VERIFIES = {"chiffres", "ruptures", "courbe", "un_an_plus_tot", "hors_dsn", "publie", "refus", "hors_champ"}
DE_LA_DSN = [entree for entree in CATALOGUE.indicateurs.values() if "dsn" in entree.sources]


def cas(cle: str) -> list:
    """(case, figure) of every case of the file that has such figures."""
    return [
        pytest.param(piege, dit, id=f"{rang}-{dit['indicateur']}")
        for rang, piege in enumerate(RECITS.pieges, 1)
        for dit in piege.get(cle, [])
    ]


@pytest.fixture(scope="session")
def roots(tmp_path_factory: pytest.TempPathFactory) -> Roots:
    """The house once the files of every case have been received, and its cells computed."""
    roots, cles = Roots(tmp_path_factory.mktemp("pieges")).create(), Cles(CLE)
    RECITS.deposer(roots)
    for source in (*SOURCES, "comite_local"):
        ingerer(roots, cles, source)
    recus = lister_registre(roots).filter(pl.col("source").is_in(SOURCES))
    assert recus["statut"].unique().to_list() == ["accepte"]
    assert recus["quarantaine"].sum() == 0
    assert list(controler_les_comptes(roots)) == []
    lancer(roots.home, "build")
    return roots


def cellule(roots: Roots, piege: dict, dit: dict) -> dict | None:
    """The exact cell that a figure of a case is about; None when there is no such cell."""
    ((dimension, modalite),) = dit.get("modalite", {"ensemble": "ensemble"}).items()
    niveau, code = ("local", dit["comite"]) if "comite" in dit else ("departement", departement(piege, dit))
    periode = "trimestre" if "trimestre" in dit else "mois"
    trouvees = pl.scan_parquet(roots.cellules).filter(
        indicateur=dit["indicateur"],
        periode_type=periode,
        periode_debut=mois(dit[periode]),
        territoire_niveau=niveau,
        territoire_code=code,
        dimension=dimension,
        modalite=modalite,
    )
    return next(trouvees.select(MESURES).collect().iter_rows(named=True), None)


def departement(piege: dict, dit: dict) -> str:
    return dit.get("departement", piege["commune"][:2])


def dire(forme: str, cellule: dict | None) -> str | int:
    """A cell as the file writes it: « 1 sur 2 », 3, « 40 jours », « non atteinte », « absent »."""
    if cellule is None or cellule["statut"] == "absent":
        return "absent"
    if forme == "part":
        return f"{cellule['numerateur']} sur {cellule['denominateur']}"
    if forme == "mediane":
        return "non atteinte" if cellule["mediane"] is None else f"{cellule['mediane']} jours"
    return cellule["denominateur"]


def test_chaque_piege_est_verifie_et_vit_dans_son_departement():
    assert all(piege.keys() & VERIFIES for piege in RECITS.pieges)
    departements = [piege["commune"][:2] for piege in RECITS.pieges if "commune" in piege]
    assert len(set(departements)) == len(departements)


@pytest.mark.parametrize(("piege", "dit"), cas("chiffres"))
def test_le_chiffre_est_celui_compte_a_la_main(roots, piege, dit):
    lu = dire(CATALOGUE.indicateurs[dit["indicateur"]].forme, cellule(roots, piege, dit))
    assert lu == dit["juste"], f"{piege['piege']} : {dit['faux'].get(lu, 'erreur inconnue')}\n{piege['phrase']}"
    assert dit["juste"] not in dit["faux"]


@pytest.mark.parametrize("nom", [nom for piege in RECITS.pieges for nom in piege.get("hors_champ", [])])
def test_le_signalement_est_hors_du_champ(roots, nom):
    (ligne,) = lister_registre(roots, "dsn").filter(nom=nom).to_dicts()
    assert (ligne["unites_recues"], ligne["hors_champ"], ligne["acceptees"]) == (1, 1, 0)


@pytest.mark.parametrize(("piege", "dit"), cas("ruptures"))
def test_la_rupture_est_signalee(roots, piege, dit):
    lue = cellule(roots, piege, dit)
    assert lue is not None
    assert lue["rupture"] == (dit["signalee"] == "oui")


def _montre(nom: str) -> Indicateur:
    """An indicator of the catalogue as the pages know it."""
    entree = CATALOGUE.indicateurs[nom]
    return indicateur_montre(
        indicateur=nom,
        titre=entree.titre,
        ruptures=tuple(Rupture(mois(rupture["date"][:7]), rupture["phrase"]) for rupture in entree.ruptures),
        champs=entree.en_clair(),
    )


@pytest.mark.parametrize(("piege", "dit"), cas("courbe"))
def test_la_courbe_est_coupee(piege, dit):
    avant, apres = (part(0.5, periode=Periode(mois(dit[bout]), MOIS)) for bout in ("de", "a"))
    dates = comparaisons.dates_de_rupture(_montre(dit["indicateur"]))
    assert joints(avant, apres, dates) == (dit["reliee"] == "oui")


@pytest.mark.parametrize(("piege", "dit"), cas("un_an_plus_tot"))
def test_la_comparaison_se_tait_de_part_et_d_autre(piege, dit):
    chiffre = part(0.5, periode=Periode(mois(dit["mois"]), MOIS))
    avant = part(0.4, periode=chiffre.periode.un_an_avant())
    comparee = comparaisons.sur_un_an(_montre(dit["indicateur"]), chiffre, avant)
    assert comparee.ecart.replace("\u00a0", " ") == dit["dit"]


@pytest.mark.parametrize("entree", DE_LA_DSN, ids=lambda entree: entree.indicateur)
def test_ce_que_la_dsn_ne_voit_pas_est_ecrit_a_cote_du_chiffre(entree):
    (mots,) = (piege["hors_dsn"] for piege in RECITS.pieges if "hors_dsn" in piege)
    page = en_page(definitions.definition(_montre(entree.indicateur))).replace("’", "'")
    assert [mot for mot in mots if mot not in page] == []


@pytest.mark.parametrize(("piege", "dit"), cas("publie"))
def test_personne_ne_fait_pas_zero_pour_cent(roots, piege, dit):
    cellules = pl.scan_parquet(roots.cellules).filter(indicateur=dit["indicateur"])
    (publiees,) = publiable(cellules, CATALOGUE, Cles(CLE).arrondi)
    (ligne,) = publiees.filter(
        periode_type="mois",
        periode_debut=mois(dit["mois"]),
        territoire_niveau="departement",
        territoire_code=departement(piege, dit),
        dimension="ensemble",
    ).to_dicts()
    assert (ligne["valeur"], ligne["motif"]) == (None, dit["motif"])


@pytest.mark.parametrize("piege", [piege for piege in RECITS.pieges if "refus" in piege])
def test_l_autre_numerotation_est_refusee(roots, piege):
    (ligne,) = lister_registre(roots, "comite_local").to_dicts()
    assert (ligne["statut"], ligne["acceptees"]) == ("refuse", 0)
    assert piege["refus"] in ligne["motif"]
