"""A whole small simulation: what was received in the end says exactly what happened; what is not ours is refused."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.identity import Cles, liens, personnes
from pipelines.landing import ingerer, lister_registre
from pipelines.roots import Roots
from pipelines.simulation import SimulationRefusee, conduite, estimer, monde, simuler
from pipelines.simulation.monde import Parametres
from pipelines.simulation.monde.silences import silences

DERNIER = date(2026, 6, 1)
PARAMETRES = Parametres(500, 8, DERNIER, 5)
SOURCES = (
    *("inscription", "orientation", "rsa", "formation", "offre", "dsn"),
    *("accompagnement", "contrat_engagement", "diagnostic", "rendez_vous", "sanction", "rsa_contact", "enquete"),
    *("poste", "agora", "embauche_declaree", "service_insertion"),
)
CONTRAT = ["personne_id", "siret", "numero_contrat", "debut"]


@pytest.fixture(scope="module")
def cles() -> Cles:
    return Cles("une clé d'essai, plus longue que trente-deux caractères")


@pytest.fixture(scope="module")
def roots(tmp_path_factory, cles) -> Roots:
    roots = Roots(tmp_path_factory.mktemp("maison")).create()
    simuler(roots, 500, 8, DERNIER, 5)
    for source in SOURCES:
        ingerer(roots, cles, source, progres=lambda _: None)
    return roots


@pytest.fixture(scope="module")
def vrai(cles) -> dict[str, pl.DataFrame]:
    """The frames of the world, persons and numbers under their pseudonyms."""
    bloc = monde.bloc(PARAMETRES, 0)
    ids = personnes("nir:" + bloc.personne["nir"], cles)
    qui = bloc.personne.select("personne", "sexe", canonique="nir:" + pl.col("nir")).with_columns(
        numero_ft=liens(bloc.personne["identifiantpe"], "numero_ft", cles)
    )
    qui = qui.join(ids.select("canonique", "personne_id"), on="canonique")
    frames = {nom: getattr(bloc, nom) for nom in monde.SCHEMAS}
    return {nom: f.join(qui, on="personne") if "personne" in f.columns else f for nom, f in frames.items()}


def lac(roots: Roots, source: str, entite: str) -> pl.DataFrame:
    return pl.concat(map(pl.read_parquet, sorted((roots.lac / source).glob(f"*/{entite}*.parquet"))))


def courante(frame: pl.DataFrame, cle: list[str], *ordre: str) -> pl.DataFrame:
    """The version of each key that holds: the sender's order, then the date of reception."""
    return frame.sort(*ordre, "date_reception", "fichier", "ligne").unique(cle, keep="last")


def ecarts(recu: pl.DataFrame, vrai: pl.DataFrame) -> pl.DataFrame:
    """Rows that are not as often on both sides, with how often on each. Raises ValueError with nothing to compare."""
    comptes = [
        cote.cast(dict(recu.schema)).group_by(recu.columns).len(nom) for nom, cote in (("recu", recu), ("vrai", vrai))
    ]
    tous = comptes[0].join(comptes[1], on=recu.columns, how="full", coalesce=True, nulls_equal=True)
    if tous.is_empty():
        raise ValueError("nothing was received and nothing happened: there is nothing to compare")
    return tous.filter(pl.col("recu").fill_null(0) != pl.col("vrai").fill_null(0))


def test_registrations_and_their_ends(roots, vrai):
    lignes = vrai["inscription"]
    recues = courante(lac(roots, "inscription", "inscription"), ["personne_id", "date_inscription"], "date_extraction")
    noms = {"date": "date_inscription", "code": "code_inscription", "motif": "motif_inscription"}
    colonnes = ["personne_id", "numero_ft", *noms.values(), "ndem", "commune", "emetteur", "sexe", "qpv"]
    assert ecarts(
        recues.select(colonnes), lignes.rename({**noms, "departement": "emetteur"}).select(colonnes)
    ).is_empty()
    fins = courante(lac(roots, "inscription", "cessation"), ["personne_id", "date_cessation"], "date_extraction")
    colonnes = ["personne_id", "date_cessation", "motif_cessation"]
    assert ecarts(fins.select(colonnes), lignes.drop_nulls("date_cessation").select(colonnes)).is_empty()


def test_orientations_but_those_of_the_silent_sender(roots, vrai):
    recues = courante(lac(roots, "orientation", "orientation"), ["numero_ft", "date_creation"], "date_extraction")
    noms = {"departement": "emetteur", "date_entree": "date_entree_parcours", "date_sortie": "date_sortie_parcours"}
    colonnes = ["numero_ft", "emetteur", "date_creation", "statut", "etat", "parcours", "etat_decision"]
    colonnes += ["date_decision", "date_entree_parcours", "date_sortie_parcours"]
    parlants = pl.col("emetteur") != "58"
    assert ecarts(
        recues.filter(parlants).select(colonnes), vrai["orientation"].rename(noms).filter(parlants).select(colonnes)
    ).is_empty()


def test_rights_but_those_of_the_silent_months(roots, vrai, cles):
    recus = courante(lac(roots, "rsa", "droit"), ["personne_id", "mois", "dossier"], "ordre_emission")
    tus = pl.DataFrame(
        sorted(silences(PARAMETRES)), schema={"source": pl.String, "emetteur": pl.String, "mois": pl.Date}, orient="row"
    ).filter(pl.col("source") == "rsa")
    droits = vrai["droit"].rename({"departement": "emetteur"}).join(tus, on=["emetteur", "mois"], how="anti")
    droits = droits.with_columns(dossier=liens(droits["numdemrsa"], "dossier_rsa", cles))
    colonnes = ["personne_id", "mois", "dossier", "soumis", "entrant", "etat_dossier", "role", "commune", "emetteur"]
    assert ecarts(recus.select(colonnes), droits.select(colonnes)).is_empty()


def test_entries_into_duties_but_those_of_the_silent_months(roots, vrai, cles):
    """A month's entries come in one file: a silent one is never made up for."""
    recues = courante(
        lac(roots, "rsa_contact", "entree_devoirs"), ["dossier", "role", "date_debut_devoirs"], "date_extraction"
    )
    tus = [(emetteur, mois) for source, emetteur, mois in sorted(silences(PARAMETRES)) if source == "rsa_contact"]
    tus = pl.DataFrame(tus, schema={"emetteur": pl.String, "envoi": pl.Date}, orient="row")
    dites = vrai["entree_devoirs"].with_columns(
        envoi=pl.col("annonce").dt.month_start(),
        dossier=liens(vrai["entree_devoirs"]["numdemrsa"], "dossier_rsa", cles),
        role=pl.col("role").replace_strict({"DEM": "DEMANDEUR", "CJT": "CONJOINT"}),
    )
    noms = {"departement": "emetteur", "date_debut": "date_debut_devoirs"}
    colonnes = ["emetteur", "dossier", "role", "date_demande", "date_debut_devoirs"]
    assert ecarts(
        recues.select(colonnes), dites.rename(noms).join(tus, on=["emetteur", "envoi"], how="anti").select(colonnes)
    ).is_empty()


def test_trainings(roots, vrai):
    recues = courante(lac(roots, "formation", "formation"), ["numero_ft", "session"], "date_extraction")
    noms = {"entree": "date_entree", "abandon": "date_abandon", "sortie": "date_sortie"}
    colonnes = ["numero_ft", "session", "dispositif", "commune_lieu", *noms.values()]
    # A session that begins after the last day is not announced yet
    annoncees = vrai["formation"].filter(pl.col("debut_prevu") <= PARAMETRES.dernier_jour)
    assert ecarts(recues.select(colonnes), annoncees.rename(noms).select(colonnes)).is_empty()


def test_offers_and_their_posts(roots, vrai, cles):
    paris: Callable[[str], pl.Expr] = lambda nom: pl.col(nom).dt.convert_time_zone("Europe/Paris").dt.date()  # noqa: E731
    offres = vrai["offre"].with_columns(
        date_depot=paris("depot"), date_cloture=paris("cloture"), offre=liens(vrai["offre"]["offre"], "offre", cles)
    )
    colonnes = [
        "offre",
        "date_depot",
        "date_cloture",
        "motif_cloture",
        "duree_jours",
        "commune",
        "siret",
        "origine",
        "rome",
    ]
    recues = courante(lac(roots, "offre", "offre"), ["offre"], "date_extraction")
    assert ecarts(recues.select(colonnes), offres.select(colonnes)).is_empty()
    postes = vrai["poste"].with_columns(
        date_pourvoi=paris("pourvoi"), offre=liens(vrai["poste"]["offre"], "offre", cles)
    )
    recus = courante(lac(roots, "offre", "poste"), ["offre", "rang"], "date_extraction")
    colonnes = ["offre", "rang", "statut", "date_pourvoi", "mode"]
    assert ecarts(recus.select(colonnes), postes.select(colonnes)).is_empty()


# Département 36 falls silent in each of the sources of support
PARLANTS = pl.col("emetteur") != "36"


@pytest.mark.parametrize(
    ("source", "entite", "cle", "noms"),
    [
        (
            *("accompagnement", "action", ["numero_ft", "type_action", "date_debut", "operateur"]),
            {"statut": "statut", "date_fin": "date_fin", "heures": "heures_prevues", "siret": "siret"},
        ),
        ("accompagnement", "modalite", ["numero_ft", "date_debut", "modalite"], {"operateur": "operateur"}),
        (
            *("accompagnement", "corde_rappel", ["numero_ft", "date_echeance", "cause"]),
            {"date_realisation": "date_realisation", "issue": "issue"},
        ),
        (
            *("diagnostic", "contrainte", ["numero_ft", "date_diagnostic", "contrainte"]),
            {"impact": "impact", "date_detection": "date_detection", "date_levee": "date_levee"},
        ),
        ("diagnostic", "diagnostic", ["numero_ft", "date_diagnostic"], {"operateur": "operateur"}),
    ],
)
def test_support_and_diagnoses(roots, vrai, source, entite, cle, noms):  # noqa: PLR0917 - a case by entity
    recus = courante(lac(roots, source, entite), cle, "date_extraction").filter(PARLANTS)
    contraintes = {"nature": "contrainte"} if entite == "contrainte" else {}
    attendus = vrai[entite].rename({**noms, **contraintes, "departement": "emetteur"})
    colonnes = ["emetteur", *cle, *noms.values()]
    assert ecarts(recus.select(colonnes), attendus.filter(PARLANTS).select(colonnes)).is_empty()


def test_modality_spells_still_open_have_no_end(roots, vrai):
    cle = ["numero_ft", "date_debut", "modalite"]
    recues = courante(lac(roots, "accompagnement", "modalite"), cle, "date_extraction")
    fins = vrai["modalite"].rename({"departement": "emetteur"})
    colonnes = [*cle, "date_fin"]
    assert ecarts(recues.filter(PARLANTS).select(colonnes), fins.filter(PARLANTS).select(colonnes)).is_empty()
    assert recues["date_fin"].null_count() > 0


@pytest.mark.parametrize(
    ("source", "entite", "nom", "jours", "autres"),
    [
        (
            *("contrat_engagement", "contrat", "contrat"),
            {
                "creation": "date_creation_contrat",
                "signature": "date_signature",
                "refus": "date_refus",
                "suspension": "date_suspension",
                "cloture": "date_cloture",
            },
            {"rang": "rang", "motif_cloture": "motif_cloture", "heures": "heures_prevues"},
        ),
        (
            *("rendez_vous", "rendez_vous", "rendez_vous", {"quand": "date_rendez_vous"}),
            {"statut": "statut", "issue": "issue", "organisme": "organisme", "motif": "motif_rendez_vous"},
        ),
        (
            *("sanction", "controle", "controle"),
            {"ouverture": "date_ouverture", "cloture": "date_cloture"},
            {"origine": "origine", "suite": "suite_donnee"},
        ),
        (
            *("sanction", "acte", "acte"),
            {"date_effet": "date_effet", "notification": "date_notification", "constat": "date_constat"},
            {"nature": "nature_acte", "regime": "regime", "taux": "taux", "manquement": "nature_manquement"},
        ),
    ],
)
def test_contracts_of_engagement_appointments_and_acts(  # noqa: PLR0917 - a case by entity
    roots, vrai, cles, source, entite, nom, jours, autres
):
    """Days are those of Paris, however the instants are written."""
    frame = vrai["contrat_engagement" if source == "contrat_engagement" else entite]
    cle = "contrat_engagement" if source == "contrat_engagement" else nom
    vus = frame.select(
        "numero_ft",
        liens(frame[nom], cle, cles).alias(cle),
        *(pl.col(ici).cast(pl.Date).alias(la) for ici, la in jours.items()),
        *(pl.col(ici).alias(la) for ici, la in autres.items()),
        emetteur="departement",
    )
    recus = courante(lac(roots, source, entite), [cle], "date_extraction").filter(PARLANTS)
    assert ecarts(recus.select(vus.columns), vus.filter(PARLANTS)).is_empty()


@pytest.mark.parametrize(
    ("source", "entite", "cle", "dites"),
    [
        (
            "enquete",
            "personne_interrogee",
            ["numero_ft", "question", "date_envoi"],
            ["reponse", "date_reponse", "poids"],
        ),
        ("enquete", "entreprise_interrogee", ["siret", "question", "date_envoi"], ["reponse", "date_reponse", "poids"]),
        (
            "embauche_declaree",
            "embauche",
            ["siret", "mois", "type_contrat", "classe_duree"],
            ["commune", "declarations"],
        ),
    ],
)
def test_national_files_say_in_the_end_what_happened(roots, vrai, source, entite, cle, dites):  # noqa: PLR0917 - a case
    recues = courante(lac(roots, source, entite), cle, "date_extraction")
    assert ecarts(
        recues.select(*cle, *dites), vrai[entite].rename({"duree": "classe_duree"}, strict=False).select(*cle, *dites)
    ).is_empty()


def test_lists_of_services_and_structures(roots, vrai):
    """Each month the whole list, with what was known of it that day."""
    listes = vrai["service"].with_columns(mois=pl.date_ranges("premier_mois", "dernier_mois", "1mo")).explode("mois")
    listes = listes.with_columns(date_extraction=pl.col("mois").dt.month_end()).explode("mises_a_jour")
    derniers = (
        listes.filter(pl.col("mises_a_jour") <= pl.col("date_extraction"))
        .group_by("service", "date_extraction", "structure", "commune", "thematiques")
        .agg(date_mise_a_jour=pl.col("mises_a_jour").max())
    )
    recus = lac(roots, "service_insertion", "service").with_columns(
        pl.col("thematiques").str.json_decode(pl.List(pl.String))
    )
    assert ecarts(recus.select(derniers.columns), derniers).is_empty()
    structures = lac(roots, "service_insertion", "structure")
    assert structures.height == vrai["structure"].height * PARAMETRES.mois
    assert ecarts(structures.select("structure", "commune").unique(), vrai["structure"]).is_empty()


def test_events_of_trainings(roots, vrai):
    cle = ["personne_id", "session", "evenement", "date_evenement"]
    recus = courante(lac(roots, "agora", "evenement"), cle, "date_extraction")
    noms = {"date": "date_evenement", "diplome": "diplome_obtenu", "niveau": "niveau_certification"}
    colonnes = [*cle, "type_formation", "cpf_autonome", "diplome_obtenu", "niveau_certification", "financeur"]
    assert ecarts(recus.select(colonnes), vrai["evenement_formation"].rename(noms).select(colonnes)).is_empty()


def test_lives_of_posts(roots, vrai, cles):
    recus = courante(lac(roots, "poste", "poste"), ["offre", "rang"], "date_extraction")
    noms = {"depot": "date_depot", "validation": "date_validation", "diagnostic": "date_diagnostic"}
    vies = vrai["vie_poste"].with_columns(
        pl.col("faute_de_candidats", "cadre") == "O", offre=liens(vrai["vie_poste"]["offre"], "offre", cles)
    )
    colonnes = ["offre", "rang", *noms.values(), "date_cloture", "issue", "faute_de_candidats", "cadre", "type_offre"]
    colonnes += ["commune", "siret", "duree_jours"]
    assert ecarts(recus.select(colonnes), vies.rename({**noms, "sortie": "date_cloture"}).select(colonnes)).is_empty()


def declarations(roots: Roots) -> pl.DataFrame:
    """The declarations that hold."""
    declaration = lac(roots, "dsn", "declaration").with_columns(
        siret=pl.col("siren") + pl.col("nic"),
        mois=pl.coalesce("mois_principal", pl.col("date_constitution").dt.month_start()),
    )
    mensuelles = courante(
        declaration.filter(pl.col("nature") == "01"), ["siret", "mois", "fraction"], "date_constitution", "ordre"
    ).filter(~pl.col("type").is_in(["02", "05"]))
    return pl.concat([mensuelles, declaration.filter(pl.col("nature") == "07")])


def declares(roots: Roots, entite: str) -> pl.DataFrame:
    """Rows of the declarations that hold, with their contract."""
    tenues = declarations(roots)
    place = ["fichier", "declaration", "date_reception"]
    lignes = lac(roots, "dsn", entite).join(
        tenues.select(*place, "siret", "mois", "date_constitution", "ordre", nature_dsn="nature"), on=place
    )
    if entite in ("contrat", "activite"):
        return lignes
    contrats = lac(roots, "dsn", "contrat").select(*place, "contrat", "numero_contrat", "debut")
    return lignes.join(contrats, on=[*place, "contrat"])


@pytest.fixture(scope="module")
def contrats(vrai, cles) -> pl.DataFrame:
    frame = vrai["contrat"].with_columns(siret=pl.col("siren") + pl.col("nic"))
    return frame.with_columns(
        numero_contrat=liens(frame["numero"], "numero_contrat", cles),
        ancien_numero=liens(frame["ancien_numero"], "numero_contrat", cles),
    )


def test_places_of_establishments_in_the_declarations_that_hold(roots, vrai):
    """Once each, whatever the block that knows it; the signals of an end name no place."""
    colonnes = ["siret", "mois", "commune"]
    recues = declarations(roots).drop_nulls("commune")
    assert set(recues["nature"]) == {"01"}
    assert ecarts(
        recues.select(colonnes), vrai["etablissement"].drop_nulls("commune").select(colonnes).unique()
    ).is_empty()


def test_contracts_as_last_declared(roots, contrats):
    recus = courante(declares(roots, "contrat"), CONTRAT, "mois", "date_constitution", "ordre")
    colonnes = [*CONTRAT, "fin_prevue", "nature", "dispositif"]
    assert ecarts(recus.rename({"nature_contrat": "nature"}).select(colonnes), contrats.select(colonnes)).is_empty()


def test_ends_of_contracts_but_those_taken_back(roots, contrats):
    fins = declares(roots, "fin").with_columns(vraie=pl.col("fin_motif") != "099")
    fins = courante(fins, CONTRAT, "mois", "date_constitution", "ordre", "vraie").filter("vraie")
    colonnes = [*CONTRAT, "fin", "fin_motif"]
    assert ecarts(
        fins.select(colonnes), contrats.rename({"motif_fin": "fin_motif"}).drop_nulls("fin").select(colonnes)
    ).is_empty()


def test_measures_of_activity_in_the_declarations_that_hold(roots, vrai, cles):
    """Wrong ones replaced, late ones received; what the signal of an end (07) tells is never counted."""
    recues = declares(roots, "activite").filter(pl.col("nature_dsn") == "01")
    recues = recues.with_columns(centiemes=(pl.col("mesure") * 100).round().cast(pl.Int64))
    vraies = vrai["activite"].rename({"unite": "unite_mesure"})
    vraies = vraies.with_columns(
        siret=pl.col("siren") + pl.col("nic"), numero_contrat=liens(vraies["numero"], "numero_contrat", cles)
    )
    colonnes = ["personne_id", "siret", "numero_contrat", "mois", "debut", "fin", "type", "activite"]
    colonnes += ["unite_mesure", "centiemes"]
    assert ecarts(recues.select(colonnes), vraies.select(colonnes)).is_empty()


def test_quotas_of_contracts_with_those_not_said(roots, contrats):
    recus = courante(declares(roots, "contrat"), CONTRAT, "mois", "date_constitution", "ordre")
    assert ecarts(recus.select(*CONTRAT, quotite="quotite_contrat"), contrats.select(*CONTRAT, "quotite")).is_empty()
    assert recus["quotite_contrat"].null_count() > 0


def test_transfers(roots, contrats):
    colonnes = [*CONTRAT, "date_changement", "ancien_siret", "ancien_numero", "ancien_debut"]
    assert ecarts(
        declares(roots, "changement").select(colonnes).unique(), contrats.drop_nulls("ancien_siret").select(colonnes)
    ).is_empty()


def test_only_planted_faults_are_refused_and_every_one_is(roots):
    defauts = pl.DataFrame(json.loads((roots.verites / "defauts.json").read_text()))
    assert defauts["regle"].n_unique() >= 8
    cle = ["source", "date_reception", "nom"]
    registre = lister_registre(roots).with_columns(pl.col("date_reception").cast(pl.String))
    plantes = (
        defauts.rename({"fichier": "nom"})
        .group_by(cle)
        .agg(
            pl.col("unites").filter(pl.col("attendu") == "quarantaine").sum().alias("a_refuser"),
            pl.col("unites").filter(pl.col("attendu") == "doublon").sum().alias("deja_vues"),
        )
    )
    lignes = registre.join(plantes, on=cle, how="full", coalesce=True).with_columns(
        pl.col("a_refuser", "deja_vues").fill_null(0)
    )
    faux = lignes.filter((pl.col("quarantaine") != pl.col("a_refuser")) | (pl.col("doublons") != pl.col("deja_vues")))
    assert faux.is_empty(), faux.select(*cle, "quarantaine", "a_refuser", "doublons", "deja_vues")


def test_no_file_is_about_a_month_after_the_last(roots):
    """What is known of a source stops with its last month: a signal built in July would say July is known."""
    mois = lister_registre(roots).group_by("source").agg(pl.col("mois").cast(pl.String).max())
    assert set(mois["mois"]) == {"2026-06-01"}
    assert set(mois["source"]) == set(SOURCES)


def test_the_memory_names_every_file_and_its_hash(roots):
    memoire = json.loads(roots.simulation.read_text())
    assert (memoire["personnes"], memoire["mois"], memoire["dernier_mois"], memoire["graine"]) == (
        *(500, 8),
        *("2026-06-01", 5),
    )
    presents = {f.relative_to(roots.depot).as_posix() for f in roots.depot.glob("*/*/*")}
    assert presents == {f"{f['source']}/{f['date_reception']}/{f['nom']}" for f in memoire["fichiers"]}
    fiche = memoire["fichiers"][0]
    octets = (roots.depot / fiche["source"] / fiche["date_reception"] / fiche["nom"]).read_bytes()
    assert fiche["sha256"] == hashlib.sha256(octets).hexdigest()
    assert max(f["date_reception"] for f in memoire["fichiers"]) == "2026-07-25"


def empreintes(roots: Roots) -> dict[str, str]:
    fichiers = [f for f in roots.depot.rglob("*") if f.is_file()]
    return {f.relative_to(roots.depot).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in fichiers}


@pytest.fixture
def petite(tmp_path) -> Roots:
    roots = Roots(tmp_path).create()
    simuler(roots, 100, 3, DERNIER, 1)
    return roots


def test_the_same_parameters_again_write_nothing(petite):
    temoin = petite.simulation
    avant, phrases = temoin.stat().st_mtime_ns, []
    simuler(petite, 100, 3, DERNIER, 1, progres=phrases.append)
    assert temoin.stat().st_mtime_ns == avant
    assert phrases == ["This simulation is already in the dépôt: nothing to do."]


def test_other_parameters_replace_a_simulation_and_the_same_give_the_same_bytes(petite):
    avant = empreintes(petite)
    simuler(petite, 100, 3, DERNIER, 2)
    assert empreintes(petite) != avant
    simuler(petite, 100, 3, DERNIER, 1)
    assert empreintes(petite) == avant


def test_an_interrupted_simulation_starts_again(tmp_path, monkeypatch, petite):
    complete = empreintes(petite)
    coupee = Roots(tmp_path / "coupee").create()
    with monkeypatch.context() as contexte:
        contexte.setattr(conduite, "_ecrire", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            simuler(coupee, 100, 3, DERNIER, 1)
    assert (coupee.depot / ".simulation").is_dir()
    simuler(coupee, 100, 3, DERNIER, 1)
    assert not (coupee.depot / ".simulation").exists()
    assert empreintes(coupee) == complete


@pytest.mark.parametrize("etranger", ["inscription/2026-01-05/x.csv", "notes.txt", "rsa/2026-04-09/sous/y.xml"])
def test_a_file_that_is_not_ours_refuses_the_simulation_and_stays(petite, etranger):
    chemin: Path = petite.depot / etranger
    chemin.parent.mkdir(parents=True, exist_ok=True)
    chemin.write_text("reçu")
    avant = empreintes(petite)
    for graine in (1, 2):
        with pytest.raises(SimulationRefusee, match=r"1 file\(s\) that the simulator did not write"):
            simuler(petite, 100, 3, DERNIER, graine)
    assert empreintes(petite) == avant


def test_an_estimate_grows_with_persons_and_months():
    petite, grande = estimer(1_000, 12), estimer(60_000, 30)
    assert petite.octets * 100 < grande.octets
    assert petite.secondes < grande.secondes
