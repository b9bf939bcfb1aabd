"""The catalogue: every entry is usable, drives dbt's grid, and says what it refuses."""

import re
import shutil
from datetime import date

import polars as pl
import pytest

from pipelines import catalogue
from pipelines.catalogue.contexte import tables
from pipelines.catalogue.modele import DIMENSIONS, Dimension, charger
from pipelines.contracts import charger as charger_contrat
from pipelines.disclosure.classes import defauts_de_classe

RACINE = catalogue.DOSSIER.parents[1]


def test_indicators_come_by_theme_the_head_first():
    indicateurs = list(catalogue.charger().indicateurs.values())
    themes = [entree.theme for entree in indicateurs]
    assert themes == sorted(themes, key=["impact", "realisation", "eclairage"].index)
    premiers = {theme: indicateurs[themes.index(theme)].indicateur for theme in set(themes)}
    assert premiers == {
        "impact": "retour_emploi_6m",
        "realisation": "part_orientes_30j",
        "eclairage": "inscrits_stock",
    }


def test_each_family_has_a_model_of_parts_and_each_class_allows_what_is_asked():
    for entree in catalogue.charger().indicateurs.values():
        assert (RACINE / "dbt_project/models/indicateurs/parts" / f"parts_{entree.famille}.sql").exists()
        assert not defauts_de_classe(entree.indicateur, entree.classe_secret, entree.niveaux, entree.dimensions)


def test_the_announced_grid():
    """Modalities × periods of each level.

    Persons have 14 modalities (1 + 2 + 6 + 3 + 2), 18 more in detail (6 + 3 + 9), 30 crossed (2 × 6 + 3 × 6);
    couverture_rsa 9; offers 4, and 15 for the job; posts 4, and 6 for the size of the establishment. France, régions,
    départements: four periods; a committee: « ensemble » in four, the rest in two; a collectivité: one, for
    « ensemble », the 3 modalities of rsa and the 18 crossed with it; three finer levels: one cell each, which a
    sensitive indicator has not;
    communes, one for head indicators.
    """
    annonce = tables(catalogue.charger())["annonce"]
    par_indicateur = dict(annonce.group_by("indicateur").len().rows())

    def sans_croisement(modalites: int) -> int:
        return modalites * 4 * 3 + 4 + (modalites - 1) * 2 + 1

    assert par_indicateur["retour_emploi_6m"] == sans_croisement(32) + 3 + 3 + 30 * 4 * 3 + 18 + 1
    assert par_indicateur["retour_emploi_3m"] == sans_croisement(14) + 3 + 3
    assert par_indicateur["couverture_rsa"] == sans_croisement(9)
    assert par_indicateur["taux_pourvoi_30j"] == sans_croisement(4 + 15) + 3 + 1
    assert par_indicateur["part_action_15j"] == sans_croisement(14) + 3 + 3
    assert par_indicateur["rendez_vous_honores"] == sans_croisement(9) + 3
    assert par_indicateur["acces_emploi_6m_rpe"] == sans_croisement(14) + 3 + 3
    assert par_indicateur["delai_moyen_acces_rpe"] == sans_croisement(9) + 3
    assert par_indicateur["delai_pourvoi_rpe"] == sans_croisement(4) + 3
    assert par_indicateur["offres_diagnostiquees_30j"] == sans_croisement(4 + 6) + 3
    assert par_indicateur["diagnostics_6m_rpe"] == sans_croisement(9)
    assert par_indicateur["densite_solutions"] == sans_croisement(1 + 8)
    assert par_indicateur["activite_15h"] == par_indicateur["reductions"] == sans_croisement(9)
    assert not annonce.is_duplicated().any()


def test_over_twelve_months_publics_are_told_at_the_end_of_each_quarter():
    """Twelve months that begin in January, April, July or October end with a quarter; the whole is told each month."""
    annonce = tables(catalogue.charger())["annonce"]
    ensemble = pl.col("dimension") == "ensemble"
    pas = (
        annonce.filter(pl.col("territoire_niveau") != "commune")
        .select("periode_type", "pas_mois", ensemble=ensemble)
        .unique()
    )
    assert sorted(pas.rows()) == [
        *(("annee", 12, False), ("annee", 12, True), ("glissant_12m", 1, True), ("glissant_12m", 3, False)),
        *(("mois", 1, False), ("mois", 1, True), ("trimestre", 3, False), ("trimestre", 3, True)),
    ]


def test_finer_levels_are_announced_as_a_whole_over_twelve_months_only():
    annonce = tables(catalogue.charger())["annonce"]
    fines = annonce.filter(pl.col("territoire_niveau").is_in(["epci", "bassin", "zone_emploi"]))
    assert set(fines.select("periode_type", "dimension", "modalite").rows()) == {
        ("glissant_12m", "ensemble", "ensemble")
    }
    assert set(fines["territoire_niveau"]) == {"epci", "bassin", "zone_emploi"}


def test_communes_are_announced_for_ordinary_head_indicators_at_the_end_of_each_quarter():
    registre = catalogue.charger()
    annonce = tables(registre)["annonce"].filter(territoire_niveau="commune")
    assert set(annonce.select("periode_type", "dimension", "pas_mois").rows()) == {("glissant_12m", "ensemble", 3)}
    tetes = [e for e in registre.indicateurs.values() if e.tete]
    assert set(annonce["indicateur"]) == {e.indicateur for e in tetes if e.classe_secret == "ordinaire"}
    assert {e.indicateur for e in tetes} - set(annonce["indicateur"]) == {"couverture_rsa"}


def test_crossings_are_announced_from_the_departement_up():
    annonce = tables(catalogue.charger())["annonce"]
    croisees = annonce.filter(pl.col("dimension").str.contains("*", literal=True))
    assert set(croisees["indicateur"]) == {"retour_emploi_6m", "entrees", "inscrits_stock"}
    assert set(croisees["territoire_niveau"]) == {"national", "region", "departement", "collectivite_rsa"}
    assert set(croisees["periode_type"]) == {"mois", "trimestre", "annee", "glissant_12m"}


def test_a_crossing_with_the_rsa_is_written_rsa_first():
    """So the SQL knows the cells that a missing RSA file leaves unknown (macro `porte_le_rsa`)."""
    croisements = [nom for nom in catalogue.charger().dimensions if "*" in nom]
    assert all(nom.startswith("rsa*") for nom in croisements if "rsa" in nom.split("*"))


def test_a_crossing_has_the_modalities_and_the_words_of_both():
    croisement = catalogue.charger().dimensions["sexe*tranche_age"]
    assert croisement.titre == "Sexe × Âge"
    assert len(croisement.modalites) == 12
    assert croisement.modalites["F*50-54"] == "Femmes, 50 à 54 ans"
    assert croisement.modalites["H*-26"] == "Hommes, moins de 26 ans"


def test_a_name_keeps_its_capitals_in_a_crossing():
    publics = Dimension("Public", {"rsa": "Au RSA"})
    operateurs = Dimension("Opérateur", {"ft": "France Travail", "ml": "Mission locale"})
    assert list(publics.croisee(operateurs).modalites.values()) == ["Au RSA, France Travail", "Au RSA, mission locale"]


def test_the_population_is_needed_for_the_month_and_the_events_to_the_horizon():
    besoins = tables(catalogue.charger())["indicateur_source"]
    retour = besoins.filter(pl.col("indicateur") == "retour_emploi_6m").select("source", "jusqu_a_l_horizon").rows()
    assert retour == [("inscription", False), ("dsn", True)]
    activite = besoins.filter(pl.col("indicateur") == "activite_15h").drop("indicateur").rows()
    assert activite == [("inscription", True, False), ("rsa", False, True), ("contrat_engagement", False, True)]
    pourvoi = besoins.filter(pl.col("indicateur") == "taux_pourvoi_30j").select("source", "jusqu_a_l_horizon").rows()
    assert pourvoi == [("offre", True)]


def test_the_dimensions_of_dbt_are_those_of_the_catalogue():
    """The codes are written once in the SQL that makes them and once in the words: they must be the same."""
    macros = (RACINE / "dbt_project/macros" / f"{nom}.sql" for nom in ("dimensions", "rsa"))
    sql = "".join(macro.read_text(encoding="utf-8") for macro in macros)
    poses = set(re.findall(r"(?:then|else) '([^']+)'", sql))
    # a code told as it is received: `in ('A', …) then {{ code }}`
    for gardes in re.findall(r"in \(([^)]+)\) then \{\{", sql):
        poses |= set(re.findall(r"'([^']+)'", gardes))
    axes = {nom: axe for nom, axe in catalogue.charger().dimensions.items() if nom != "ensemble" and "*" not in nom}
    operateurs, contraintes = (set(axes.pop(nom).modalites) for nom in ("operateur", "contrainte"))
    dits = {code for axe in axes.values() for code in axe.modalites}
    assert poses == dits
    # an organisation keeps the code it is received under
    recus = charger_contrat("accompagnement").entites["modalite"].par_nom["operateur"].valeurs
    assert operateurs == {"sans", *recus}
    # a constraint too, in small letters
    recues = charger_contrat("diagnostic").entites["contrainte"].par_nom["nature"].valeurs
    assert contraintes == {code.lower() for code in recues}
    colonnes = (RACINE / "dbt_project/models/indicateurs/atomes.sql").read_text(encoding="utf-8")
    assert set(re.findall(r"'contrainte_([a-z]+)'", colonnes)) == contraintes


def test_a_break_holds_everywhere_or_in_the_territories_it_names(tmp_path):
    copie = shutil.copytree(catalogue.DOSSIER, tmp_path / "indicateurs")
    locale = "  - {date: '2023-04-01', phrase: Dans le Rhône., territoires: ['departement:69', 'local:CLPE69001']}\n"
    entree = copie / "entrees.yaml"
    entree.write_text(entree.read_text(encoding="utf-8").replace("ruptures:\n", "ruptures:\n" + locale))
    ruptures = tables(charger(copie, DIMENSIONS))["rupture"].filter(indicateur="entrees").drop("indicateur")
    assert ruptures.rows() == [
        (date(2023, 4, 1), "departement", "69"),
        (date(2023, 4, 1), "local", "CLPE69001"),
        (date(2024, 1, 1), None, None),
        (date(2025, 1, 1), None, None),
    ]


def test_a_repartition_is_told_by_its_own_dimension_and_nothing_else():
    """Its modalities share the whole: 4 of the parcours, by four periods of three levels, two of a committee."""
    annonce = tables(catalogue.charger())["annonce"]
    parcours = annonce.filter(pl.col("indicateur") == "repartition_parcours")
    assert set(parcours["dimension"]) == {"parcours"}
    assert parcours.height == 4 * (4 * 3 + 2)


@pytest.mark.parametrize(
    ("avant", "apres", "phrase"),
    [
        ("sens: neutre", "sens: mieux", "'mieux' is not one of"),
        ("dimensions: [ensemble,", "dimensions: [ensemble, planete,", "« planete » is not described"),
        ("rsa*tranche_age", "rsa*planete", "« planete » is not described"),
        ("rsa*tranche_age", "rsa*rsa", "« rsa*rsa » must cross two different dimensions"),
        ("rsa*tranche_age", "ensemble*rsa", "« ensemble*rsa » must cross two different dimensions"),
        ("rsa*tranche_age", "rsa*sexe*tranche_age", "« rsa*sexe*tranche_age » must cross two different dimensions"),
        ("sources: [inscription]", "sources: [astrologie]", "« astrologie » has no contract"),
        ("indicateur: entrees", "indicateur: entree", "must bear its name"),
        ("rang: 101", "rang: 1", "the same rang"),
        ("forme: effectif", "forme: part_ponderee", "a weighted share is told in fraction or solde"),
        ("champ:", "champs:", "'champ' is a required property"),
        ("forme: effectif", "forme: moyenne", "a mean is told in jours or mois or quotite"),
        ("forme: effectif", "borne_mesure: 9\nforme: effectif", "a mean of days needs one, nothing else has one"),
        ("dimensions: [ensemble,", "dimensions: [", "does not contain items matching the given schema"),
        ("famille: entrees", "famille: repartition", "should not be valid under"),
        ("compte: personnes", "compte: postes", "'secret_entreprises' is a required property"),
        ("compte: personnes", "compte: personnes\nsecret_entreprises: aucun", "should not be valid under"),
        (
            "ruptures:\n",
            "ruptures:\n  - {date: '2023-04-01', phrase: Une rupture., territoires: [69]}\n",
            "69 is not of",
        ),
        (
            "ruptures:\n",
            "ruptures:\n  - {date: '2023-04-01', phrase: Une rupture., territoires: ['quartier:69123']}\n",
            "a break names a territory of level « quartier »",
        ),
    ],
)
def test_an_entry_that_cannot_be_used_is_refused_by_a_sentence(tmp_path, avant, apres, phrase):
    copie = shutil.copytree(catalogue.DOSSIER, tmp_path / "indicateurs")
    fichier = copie / "entrees.yaml"
    texte = fichier.read_text(encoding="utf-8")
    assert avant in texte
    fichier.write_text(texte.replace(avant, apres, 1), encoding="utf-8")
    with pytest.raises(catalogue.CatalogueRefuse, match=re.escape(phrase)):
        charger(copie, DIMENSIONS)


def test_only_a_share_can_be_made_again_from_its_published_counts():
    en_clair = {entree["indicateur"]: entree for entree in catalogue.charger().en_clair()["indicateurs"]}
    assert en_clair["acces_emploi_6m_rpe"]["recalculable"] is True
    assert en_clair["delai_moyen_acces_rpe"]["recalculable"] is False
    assert en_clair["delai_pourvoi_median"]["recalculable"] is False
    assert en_clair["satisfaction_personnes"]["recalculable"] is False


def test_a_quarterly_source_tells_three_months_a_delivery():
    cadences = dict(tables(catalogue.charger())["source"].select("source", "cadence_mois").rows())
    assert {source for source, mois in cadences.items() if mois != 1} == {"enquete"}
    assert cadences["enquete"] == 3


def test_a_bound_is_told_to_dbt():
    bornes = dict(tables(catalogue.charger())["indicateur"].select("indicateur", "borne_mesure").rows())
    assert {nom: borne for nom, borne in bornes.items() if borne is not None} == {"delai_pourvoi_rpe": 180}


def test_an_entry_about_posts_or_establishments_says_what_is_kept_of_few_enterprises():
    dits = dict(tables(catalogue.charger())["indicateur"].select("indicateur", "secret_entreprises").rows())
    comptes = {entree.indicateur: entree.compte for entree in catalogue.charger().indicateurs.values()}
    assert {nom for nom, dit in dits.items() if dit} == {
        nom for nom, compte in comptes.items() if compte in ("postes", "établissements")
    }
    # what is deposited is no outcome; what is filled, unfilled or answered is one, even as a denominator
    assert {nom for nom, dit in dits.items() if dit == "aucun"} == {"offres_deposees", "postes_deposes"}
    assert dits["postes_non_pourvus_30j"] == dits["delai_pourvoi_rpe"] == dits["satisfaction_entreprises"] == "tout"
    assert dits["taux_pourvoi_30j"] == dits["delai_pourvoi_median"] == dits["taux_reponse_entreprises"] == "resultat"
