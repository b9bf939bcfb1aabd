"""What is final stays as it was published until the yearly revision, whatever is learnt meanwhile."""

import json
import shutil
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.disclosure import COLONNES, SERIE, Parametres
from pipelines.release import PublicationRefusee, donnees, empreintes, verifier
from pipelines.release.colonnes import CLE
from pipelines.release.retraits import Lecture
from pipelines.release.revisions import Precedent, Suite
from pipelines.territories import contenances
from tests.unit.release.petite_maison import (
    avec,
    cellules_exactes,
    lire,
    maison,
    octets,
    petit_catalogue,
    petits_territoires,
    poser,
    publier_ici,
    toutes,
)

JANVIER, FEVRIER, L_AN_SUIVANT = date(2026, 1, 31), date(2026, 2, 28), date(2027, 1, 31)
NOVEMBRE = date(2025, 11, 1)
_MILLE = {"01": 1_000, "84": 1_000, "FR": 1_000}
_PLUS = _MILLE | {"01": 2_000}


def exactes(final: dict[str, int], provisoire: dict[str, int]) -> pl.DataFrame:
    """Entries of January 2025, which are final, and of November, which are provisional; multiples of 5, so told as
    they are."""
    return avec(avec(cellules_exactes(), final), provisoire, mois=NOVEMBRE)


def entrees(table: pl.DataFrame, code: str, mois: date = date(2025, 1, 1)) -> tuple[float, str, bool]:
    """(valeur, statut, revise) of the entries of everybody in a month."""
    ligne = table.filter(
        pl.col("indicateur") == "entrees",
        pl.col("periode_type") == "mois",
        pl.col("periode_debut") == mois,
        pl.col("territoire_code") == code,
        pl.col("dimension") == "ensemble",
    )
    return ligne.select("valeur", "statut", "revise").row(0)


def publication(roots) -> dict:
    return json.loads((roots.public / "latest" / "publication.json").read_text())


@pytest.fixture(scope="module")
def premiere(tmp_path_factory):
    """A house that published once, in January 2026."""
    roots = maison(tmp_path_factory.mktemp("maison"), exactes(_MILLE, _MILLE))
    publier_ici(roots, jour=JANVIER)
    return roots


@pytest.fixture
def roots(premiere, tmp_path):
    """The same, of one's own."""
    shutil.copytree(premiere.home, tmp_path / "maison", symlinks=True)
    return replace(premiere, home=tmp_path / "maison")


def test_a_final_row_keeps_its_figure_and_a_provisional_one_does_not(roots):
    poser(roots, exactes(_PLUS, _PLUS))
    publier_ici(roots, jour=FEVRIER)
    avant, apres = lire(roots, "2026-01-31"), lire(roots, "2026-02-28")
    assert entrees(apres, "01") == (1_000, "definitif", False)
    assert entrees(apres, "01", NOVEMBRE) == (2_000, "provisoire", True)
    finales = avant.filter(pl.col("statut") == "definitif")
    assert finales.join(apres, on=apres.columns, how="anti", nulls_equal=True).is_empty()
    dit = publication(roots)
    assert (dit["precedent"], dit["revision_annuelle"], dit["lignes_reportees"]) == (
        "2026-01-31",
        False,
        finales.height,
    )
    assert dit["precedent_sha256"] == empreintes.sha256(roots.public / "millesimes/2026-01-31/SHA256SUMS")
    assert verifier(roots.public / "latest") == []


def test_a_row_that_would_be_absent_or_provisional_today_stays_as_it_was(roots):
    """The breaks of the series alone are those of today."""
    perdues = pl.col("indicateur") == "entrees"
    rouvertes = (pl.col("indicateur") == "taux_pourvoi_30j") & (pl.col("statut") == "definitif")
    aujourd_hui = exactes(_MILLE, _MILLE).with_columns(
        statut=pl.when(perdues).then(pl.lit("absent")).when(rouvertes).then(pl.lit("provisoire")).otherwise("statut"),
        motif=pl.when(perdues).then(pl.lit("couverture_partielle")).when(~rouvertes).then("motif"),
        rupture=~pl.col("rupture"),
    )
    poser(roots, aujourd_hui)
    publier_ici(roots, jour=FEVRIER)
    avant, apres = (lire(roots, nom).drop("rupture") for nom in ("2026-01-31", "2026-02-28"))
    finales = avant.filter(pl.col("statut") == "definitif")
    assert finales.join(apres, on=apres.columns, how="anti", nulls_equal=True).is_empty()
    assert entrees(apres, "01", NOVEMBRE) == (None, "absent", False)
    assert (lire(roots, "2026-01-31")["rupture"] != lire(roots, "2026-02-28")["rupture"]).all()


def test_a_new_version_of_the_method_draws_its_indicator_again_and_no_other(roots):
    poser(roots, avec(exactes(_PLUS, _MILLE), _PLUS, indicateur="retour_emploi_6m"))
    mots = petit_catalogue()
    mots = replace(
        mots, indicateurs=mots.indicateurs | {"entrees": replace(mots.indicateurs["entrees"], methode_version=2)}
    )
    publier_ici(roots, jour=FEVRIER, mots=mots)
    avant, apres = lire(roots, "2026-01-31"), lire(roots, "2026-02-28")
    # another version is another figure, not a revised one
    assert entrees(apres, "01") == (2_000, "definitif", False)
    finales = avant.filter(pl.col("statut") == "definitif", pl.col("indicateur") != "entrees")
    assert finales.join(apres, on=apres.columns, how="anti", nulls_equal=True).is_empty()
    assert publication(roots)["lignes_reportees"] == finales.height


def test_a_territory_that_changed_communes_is_drawn_again_and_the_others_are_not(roots):
    poser(roots, exactes({"01": 2_000, "84": 2_000, "FR": 2_000}, _MILLE))
    lieux = petits_territoires()
    partie = (pl.col("commune") == "01001") & (pl.col("territoire_code") == "01")
    assert lieux.commune_territoire.filter(partie).height == 1
    redecoupes = replace(lieux, commune_territoire=lieux.commune_territoire.filter(~partie))
    publier_ici(roots, jour=FEVRIER, territoires=redecoupes)
    apres = lire(roots, "2026-02-28")
    assert entrees(apres, "01") == (2_000, "definitif", True)
    assert entrees(apres, "84") == entrees(apres, "FR") == (1_000, "definitif", False)
    finales = lire(roots, "2026-01-31").filter(pl.col("statut") == "definitif", pl.col("territoire_code") != "01")
    assert publication(roots)["lignes_reportees"] == finales.height
    assert verifier(roots.public / "latest") == []


def _series_muettes(table: pl.DataFrame) -> pl.DataFrame:
    """The series of a release that show no figure at all."""
    dite = pl.any_horizontal(pl.col("denominateur", "valeur").is_not_null())
    series = table.filter(pl.col("statut") != "absent").group_by("indicateur", *SERIE).agg(dite=dite.any())
    return series.filter(~pl.col("dite")).drop("dite")


def test_the_first_release_of_a_civil_year_draws_everything_again_and_says_so(roots):
    """One count goes from 1,000 to 2,000; what was absent appears and what was published is lost, which is told."""
    apres = exactes(_PLUS, _MILLE)
    absents = (pl.col("statut") == "absent") & (pl.col("indicateur") == "entrees")
    perdues = (pl.col("indicateur") == "taux_pourvoi_30j") & (pl.col("periode_debut") == date(2025, 5, 1))
    apres = apres.with_columns(
        statut=pl.when(absents).then(pl.lit("provisoire")).when(perdues).then(pl.lit("absent")).otherwise("statut"),
        motif=pl.when(perdues).then(pl.lit("couverture_partielle")).when(~absents).then("motif"),
    )
    poser(roots, apres)
    publier_ici(roots, jour=L_AN_SUIVANT)
    avant, table = lire(roots, "2026-01-31"), lire(roots, "2027-01-31")
    # these invented cells agree in no sum: whole series that one change has withdrawn, or told again, are marked too
    dites_une_fois = pl.concat(map(_series_muettes, (avant, table)))
    changees = table.filter("revise").join(dites_une_fois, on=dites_une_fois.columns, how="anti")
    assert changees.select(CLE[4:]).rows() == [("departement", "01", "ensemble", "ensemble")]
    assert entrees(table, "01") == (2_000, "definitif", True)
    dit = publication(roots)
    assert (dit["precedent"], dit["revision_annuelle"], dit["lignes_reportees"]) == ("2026-01-31", True, 0)
    assert verifier(roots.public / "latest") == []


def test_a_second_release_of_the_same_day_keeps_what_the_first_said(roots):
    poser(roots, exactes(_PLUS, _PLUS))
    assert publier_ici(roots, jour=JANVIER).millesime == "2026-01-31.2"
    apres = lire(roots, "2026-01-31.2")
    assert (entrees(apres, "01")[0], entrees(apres, "01", NOVEMBRE)[0]) == (1_000, 2_000)
    # published again with nothing new, it is the same one
    assert publier_ici(roots, jour=JANVIER).millesime == "2026-01-31.2"


def test_other_parameters_of_the_secret_draw_everything_again(roots):
    """A row made with other thresholds would not pass the check of the release that repeats it."""
    place = roots.public / "millesimes" / "2026-01-31"
    dit = json.loads((place / "publication.json").read_text())
    dit["secret"]["seuil_denominateur"] = 100
    (place / "publication.json").write_text(json.dumps(dit))
    (place / empreintes.SOMMES).write_text(empreintes.sommes(place))
    poser(roots, exactes(_PLUS, _MILLE))
    publier_ici(roots, jour=FEVRIER)
    assert entrees(lire(roots, "2026-02-28"), "01") == (2_000, "definitif", True)
    assert (publication(roots)["revision_annuelle"], publication(roots)["lignes_reportees"]) == (False, 0)


def test_the_same_inputs_give_the_same_bytes(roots, tmp_path):
    poser(roots, exactes(_PLUS, _PLUS))
    publier_ici(roots, jour=FEVRIER)
    autre = maison(tmp_path / "autre", exactes(_MILLE, _MILLE).reverse())
    publier_ici(autre, jour=JANVIER)
    poser(autre, exactes(_PLUS, _PLUS).sample(fraction=1.0, shuffle=True, seed=3))
    publier_ici(autre, jour=FEVRIER)
    assert octets(autre.public / "latest") == octets(roots.public / "latest")


def test_objectives_and_counts_of_rows_follow_the_figures_carried_forward(tmp_path):
    """All is final; 200 posts filled of 1,000 become 600: from 10 % to 90 %, 20 % stays an eighth of the way."""
    visee = (
        (pl.col("indicateur") == "taux_pourvoi_30j")
        & (pl.col("dimension") == "ensemble")
        & (pl.col("periode_type") == "glissant_12m")
        & (pl.col("territoire_code") == "84")
    )

    def avec_pourvus(nombre: int) -> pl.DataFrame:
        comptes = {"numerateur": nombre, "denominateur": 1_000, "cle_numerateur": 1 + nombre, "cle_denominateur": 7}
        comptes |= {"unites": 1_000, "entreprises": 5, "premiere_entreprise": 200}
        return cellules_exactes().with_columns(
            statut=pl.col("statut").replace("provisoire", "definitif"),
            **{nom: pl.when(visee).then(valeur).otherwise(nom) for nom, valeur in comptes.items()},
        )

    roots = maison(tmp_path, avec_pourvus(200))
    publier_ici(roots, jour=JANVIER)
    suivi = pl.col("indicateur") == "taux_pourvoi_30j"
    avant = pl.read_parquet(roots.public / "latest" / "objectifs.parquet").filter(suivi).row(0, named=True)
    assert (avant["valeur_actuelle"], avant["avancement"]) == (0.2, 0.125)
    perdues = pl.col("indicateur") == "entrees"
    poser(
        roots,
        avec_pourvus(600).with_columns(
            statut=pl.when(perdues).then(pl.lit("absent")).otherwise("statut"),
            motif=pl.when(perdues).then(pl.lit("couverture_partielle")).otherwise("motif"),
        ),
    )
    publier_ici(roots, jour=FEVRIER)
    assert pl.read_parquet(roots.public / "latest" / "objectifs.parquet").filter(suivi).row(0, named=True) == avant
    table = lire(roots, "2026-02-28").filter(pl.col("indicateur") == "entrees")
    dit = publication(roots)["couverture"]["indicateurs"]["entrees"]
    assert dit["avec_valeur"] == table["valeur"].is_not_null().sum() > 0


# -- the check ------------------------------------------------------------------------------------------------------


@pytest.fixture
def suivante(roots) -> Path:
    """The release of February, with its own beside."""
    publier_ici(roots, jour=FEVRIER)
    return roots.public / "millesimes" / "2026-02-28"


def _refaire(dossier: Path, *, table: pl.DataFrame | None = None, **publication) -> list[str]:
    """What the check says of a release whose rows or publication.json were changed, and its checksums written again."""
    if table is not None:
        donnees.ecrire([table], dossier, {})
    dit = json.loads((dossier / "publication.json").read_text())
    (dossier / "publication.json").write_text(json.dumps(dit | publication))
    (dossier / empreintes.SOMMES).write_text(empreintes.sommes(dossier))
    return verifier(dossier)


_JANVIER_2025 = (
    (pl.col("indicateur") == "entrees")
    & (pl.col("periode_type") == "mois")
    & (pl.col("periode_debut") == date(2025, 1, 1))
    & (pl.col("territoire_code") == "01")
    & (pl.col("dimension") == "ensemble")
)
_OU = "mois, 2025-01-01, departement, 01, ensemble, ensemble"


def test_a_row_carried_forward_and_tampered_with_is_seen(suivante):
    table = toutes(suivante)
    autre = pl.when(_JANVIER_2025).then(1_005.0).otherwise("valeur").alias("valeur")
    assert _refaire(suivante, table=table.with_columns(autre)) == [
        f"entrees: 1 rows final in 2026-01-31 are not carried forward, for example {_OU}.",
        f"entrees: 1 rows have a wrong revise, for example {_OU}.",
    ]
    # marked or not: what is final does not change
    revisee = table.with_columns(autre, revise=_JANVIER_2025)
    assert _refaire(suivante, table=revisee) == [
        f"entrees: 1 rows final in 2026-01-31 are not carried forward, for example {_OU}."
    ]


def test_a_final_row_made_provisional_is_seen(suivante):
    table = toutes(suivante)
    statut = pl.when(_JANVIER_2025).then(pl.lit("provisoire")).otherwise("statut")
    assert _refaire(suivante, table=table.with_columns(statut=statut)) == [
        f"entrees: 1 rows final in 2026-01-31 are not carried forward, for example {_OU}."
    ]


def test_what_publication_json_says_of_the_release_before_is_checked(suivante):
    reportees = json.loads((suivante / "publication.json").read_text())["lignes_reportees"]
    assert _refaire(suivante, lignes_reportees=3) == [
        f"publication.json does not count the rows carried forward, which are {reportees:,}."
    ]
    assert _refaire(suivante, lignes_reportees=reportees, revision_annuelle=True) == [
        "publication.json is wrong about being the yearly revision: its date and that of its precedent tell it."
    ]
    assert _refaire(suivante, revision_annuelle=False, precedent_sha256="0" * 64) == [
        "The release 2026-01-31 beside this one is not the one it follows: its files have changed."
    ]


def test_without_the_release_before_a_release_passes_on_its_own_files(suivante):
    shutil.rmtree(suivante.with_name("2026-01-31"))
    assert verifier(suivante) == []


def test_nothing_is_carried_forward_from_a_release_that_was_changed(roots):
    (roots.public / "millesimes" / "2026-01-31" / "dictionnaire.md").write_text("autre chose")
    with pytest.raises(PublicationRefusee, match=r"2026-01-31, whose final figures.*\n.*dictionnaire.md is not"):
        publier_ici(roots, jour=FEVRIER)
    assert [place.name for place in (roots.public / "millesimes").iterdir()] == ["2026-01-31"]


# -- any history ----------------------------------------------------------------------------------------------------

CODES = ("01", "38", "69")


@cache
def _lecture() -> Lecture:
    """Départements of one commune each, in nothing published."""
    departements = pl.DataFrame(
        [(code, "departement", code) for code in CODES],
        schema=["commune", "territoire_niveau", "territoire_code"],
        orient="row",
    )
    return Lecture.de(petit_catalogue().en_clair(), contenances(departements), Parametres())


_ETATS = st.tuples(st.sampled_from(["definitif", "provisoire", "absent"]), st.integers(0, 5))
_ETAPES = st.fixed_dictionaries(
    {
        "cellules": st.lists(_ETATS, min_size=len(CODES), max_size=len(CODES)),
        "version": st.sampled_from([1, 1, 1, 2]),
        "annuelle": st.sampled_from([False, False, False, True]),
        "redecoupes": st.sets(st.sampled_from(CODES), max_size=1),
    }
)


@dataclass
class _Memoire:
    """The rule told once more, cell by cell: what was last said of each, and by which version."""

    dites: dict[str, tuple] = field(default_factory=dict)
    version: int | None = None

    def suivre(self, etape: dict) -> dict[str, tuple]:
        for code, (statut, nombre) in zip(CODES, etape["cellules"], strict=True):
            ancien = self.dites.get(code)
            garde = ancien is not None and ancien[0] == "definitif" and self.version == etape["version"]
            if not garde or etape["annuelle"] or code in etape["redecoupes"]:
                self.dites[code] = (statut, None if statut == "absent" else 5.0 * nombre)
        self.version = etape["version"]
        return self.dites


def _ligne(**propres) -> dict:
    """The entries of everybody in January 2025 in a département."""
    commun = dict.fromkeys(COLONNES) | {"effectif_faible": False, "rupture": False, "revise": False}
    commun |= {"indicateur": "entrees", "methode_version": 1, "periode_type": "mois"}
    commun |= {"periode_debut": date(2025, 1, 1), "territoire_niveau": "departement", "territoire_code": "01"}
    return commun | {"dimension": "ensemble", "modalite": "ensemble"} | propres


def _table(etape: dict) -> pl.DataFrame:
    lignes = [
        _ligne(methode_version=etape["version"], territoire_code=code, statut=statut)
        | ({"motif": "couverture_partielle"} if statut == "absent" else {"valeur": 5.0 * nombre})
        for code, (statut, nombre) in zip(CODES, etape["cellules"], strict=True)
    ]
    return pl.DataFrame(lignes, schema=COLONNES)


@settings(deadline=None)
@given(st.lists(_ETAPES, min_size=2, max_size=8))
def test_in_any_history_what_is_final_moves_at_the_yearly_revision_only(etapes):
    memoire, avant = _Memoire(), None
    for rang, etape in enumerate(etapes):
        redecoupes = pl.DataFrame(
            [("departement", code) for code in etape["redecoupes"]],
            schema={"territoire_niveau": pl.String, "territoire_code": pl.String},
            orient="row",
        )
        precedent = None if avant is None else Precedent(str(rang), "", avant.lazy(), redecoupes, not etape["annuelle"])
        avant = pl.concat(Suite(_table(etape).lazy(), precedent, _lecture()))
        dites = {
            code: (statut, valeur)
            for code, statut, valeur in avant.select("territoire_code", "statut", "valeur").iter_rows()
        }
        assert dites == memoire.suivre(etape)


# -- series withdrawn -----------------------------------------------------------------------------------------------


def test_a_series_withdrawn_is_told_again_in_the_yearly_revision_only():
    """Three final months of 5 in a quarter of 15, which falls to 0 while it is provisional: each month would be 1 or 2.
    They are withdrawn, and stay so when the quarter is 15 again; a month that is new is withdrawn with them."""

    def table(trimestre: float, avril: float) -> pl.DataFrame:
        mois = [_ligne(periode_debut=date(2025, m, 1), statut="definitif", valeur=5.0) for m in (1, 2, 3)]
        mois.append(_ligne(periode_debut=date(2025, 4, 1), statut="provisoire", valeur=avril))
        return pl.DataFrame(
            [*mois, _ligne(periode_type="trimestre", statut="provisoire", valeur=trimestre)], schema=COLONNES
        )

    vide = pl.DataFrame(schema={"territoire_niveau": pl.String, "territoire_code": pl.String})
    suite, dites = None, []
    for rang, (trimestre, reporte) in enumerate([(15.0, True), (0.0, True), (15.0, True), (15.0, False)]):
        precedent = None if suite is None else Precedent(str(rang), "", suite.lazy(), vide, reporte)
        suite = pl.concat(Suite(table(trimestre, 20.0).lazy(), precedent, _lecture()))
        dites.append(suite["valeur"].to_list())
    toutes = [5.0, 5.0, 5.0, 20.0, 15.0]
    assert dites == [toutes, [None] * 4 + [0.0], [None] * 4 + [15.0], toutes]


def test_a_series_withdrawn_is_told_by_no_other_name_of_its_territory():
    """Three months of a département are withdrawn, the quarter being 0. It is 15 since, and a table of bassins came:
    one of them is that département."""
    noms = [("01", "departement", "01"), ("01", "bassin", "0001")]
    places = pl.DataFrame(noms, schema=["commune", "territoire_niveau", "territoire_code"], orient="row")
    lecture = Lecture.de(petit_catalogue().en_clair(), contenances(places), Parametres())

    def table(trimestre: float, *lieux: tuple[str, str]) -> pl.DataFrame:
        lignes = []
        for niveau, code in lieux:
            lieu = {"territoire_niveau": niveau, "territoire_code": code}
            lignes += [
                _ligne(periode_debut=date(2025, m, 1), statut="definitif", valeur=5.0, **lieu) for m in (1, 2, 3)
            ]
            lignes.append(_ligne(periode_type="trimestre", statut="provisoire", valeur=trimestre, **lieu))
        return pl.DataFrame(lignes, schema=COLONNES)

    departement, bassin = ("departement", "01"), ("bassin", "0001")
    vide = pl.DataFrame(schema={"territoire_niveau": pl.String, "territoire_code": pl.String})
    premier = pl.concat(Suite(table(0.0, departement).lazy(), None, lecture))
    assert premier["valeur"].to_list() == [None] * 3 + [0.0]
    second = Suite(table(15.0, departement, bassin).lazy(), Precedent("1", "", premier.lazy(), vide, True), lecture)
    dites = pl.concat(second).group_by("territoire_niveau", maintain_order=True).agg("valeur")
    assert dict(dites.iter_rows()) == {"departement": [None] * 3 + [15.0], "bassin": [None] * 3 + [15.0]}


def test_a_final_row_withdrawn_alone_is_seen(suivante):
    table = toutes(suivante)
    tue = table.with_columns(
        valeur=pl.when(~_JANVIER_2025).then("valeur"),
        motif=pl.when(_JANVIER_2025).then(pl.lit("effectif_insuffisant")).otherwise("motif"),
    )
    dites = _refaire(suivante, table=tue)
    assert f"entrees: 1 rows final in 2026-01-31 are not carried forward, for example {_OU}." in dites
