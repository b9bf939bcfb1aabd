"""Wrong versions of the SQL of the indicator layer: what a slip would write, and what a unit test must notice.

One line each: the model, what is right, what is wrong, what the slip is. `juste` is in the model once at least; every
place where it is becomes wrong.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """`modele` is a path under dbt_project/models, without suffix."""

    modele: str
    juste: str
    faux: str
    faute: str

    @property
    def nom(self) -> str:
        """The model's name, which its unit tests bear."""
        return self.modele.split("/")[-1]


def _mutants(dossier: str, *lignes: tuple[str, str, str, str]) -> list[Mutant]:
    return [Mutant(f"{dossier}/{modele}", *reste) for modele, *reste in lignes]


STAGING = _mutants(
    "staging",
    ("stg_identite__personne_courante", "having count(*) = 1", "having count(*) >= 1", "a homonym is somebody"),
    (
        "stg_identite__personne_courante",
        "coalesce(cercle.derniere, ici.arrivee)",
        "ici.arrivee",
        "a circle never stops",
    ),
    ("stg_identite__personne_courante", "['date_effet']", "['fichier']", "any equivalence, not the latest"),
    ("stg_rsa__fichier", "rang >= coalesce", "rang > coalesce", "the whole flow itself is dropped"),
    ("stg_rsa__fichier", "order by ordre_emission asc", "order by ordre_emission desc", "the oldest flow holds"),
    ("stg_rsa__droit", "where flux.en_vigueur", "where true", "a replaced household stays"),
    ("stg_dsn__declaration", "signaux.type <> '03' or", "true or", "a replacement whose target is unknown counts"),
    ("stg_dsn__declaration", "['siret', 'mois_principal', 'fraction']", "['siret', 'fraction']", "one month a house"),
    ("stg_dsn__declaration", "['date_constitution', 'ordre']", "['ordre']", "the order alone, reset each month"),
    ("stg_dsn__declaration", "type in ('03', '04')", "type in ('04')", "a replaced notice stays"),
    (
        "stg_dsn__declaration",
        "where type not in ('02', '05')",
        "where type not in ('02')",
        "nobody, said 05, is somebody",
    ),
    ("stg_dsn__fin", "fin.fin_motif <> '099'", "true", "a cancelled end ends"),
    (
        "stg_dsn__fin",
        "['date_constitution', 'mois', 'ordre', 'est_une_fin']",
        "['mois', 'ordre', 'est_une_fin']",
        "a monthly holds against a later notice by its month",
    ),
    (
        "stg_dsn__fin",
        "['mois', 'date_constitution', 'ordre', 'est_une_fin']",
        "['date_constitution', 'ordre', 'est_une_fin']",
        "a month sent again late takes back what a later one said",
    ),
    ("stg_dsn__equivalence", "and equivalences.declaration = declarations.declaration", "", "another declaration's"),
    ("stg_inscription__inscription", "['personne_id', 'date_inscription']", "['personne_id']", "one registration each"),
    ("stg_inscription__inscription", "['date_extraction']", "['date_inscription']", "first received, not last sent"),
    (
        "stg_contexte__livraison",
        "livraisons.date_reception >",
        "livraisons.date_reception >=",
        "sent before it was over",
    ),
    ("stg_contexte__livraison", "coalesce(des_caf.de_la_caf, true)", "true", "the MSA delivers a département"),
    (
        "stg_dsn__contrat",
        "['mois', 'date_constitution', 'ordre']",
        "['date_constitution', 'ordre']",
        "an old month, sent late",
    ),
    ("stg_dsn__contrat", "where debut <= {{ date_observation() }}", "where true", "a contract to come has begun"),
    ("stg_inscription__cessation", "'date_cessation', 'emetteur'", "'emetteur'", "one end each"),
    ("stg_offre__poste", "['offre', 'rang']", "['offre']", "one post an offer"),
    ("stg_offre__offre", "['date_extraction']", "['date_depot']", "first state of an offer, not last"),
    ("stg_orientation__orientation", "['numero_ft', 'date_creation']", "['numero_ft']", "one orientation each"),
    ("stg_formation__formation", "['numero_ft', 'session']", "['numero_ft']", "one training each"),
    (
        "stg_dsn__changement",
        "coalesce(changement.ancien_debut, contrat.debut)",
        "coalesce(changement.ancien_debut, null)",
        "no old start",
    ),
)

PARCOURS = _mutants(
    "parcours",
    ("inscription_periodes", "<= 15", "<= 14", "fifteen days break a spell"),
    (
        "inscription_periodes",
        "date_cessation > inscriptions",
        "date_cessation >= inscriptions",
        "ended the day it begins",
    ),
    ("inscription_periodes", "cessations.motif_cessation <> '06' or", "true or", "a move told late ends the next"),
    ("inscription_periodes", "coalesce(fins.fin, inscriptions.suivante)", "fins.fin", "two registrations at once"),
    (
        "inscription_periodes",
        "order by cessations.date_cessation asc",
        "order by cessations.date_cessation desc",
        "last end",
    ),
    ("inscrits_fin_de_mois", "periodes.fin > {{", "periodes.fin >= {{", "registered the day it ends"),
    ("inscrits_fin_de_mois", "periodes.debut <= {{", "periodes.debut < {{", "not registered the day it begins"),
    ("entrees", "where not reprise_stock", "where true", "the stock taken over enters"),
    ("entrees", "order by debut)", "order by debut desc)", "the last entry of the month"),
    ("rsa_mois", "in ('2', '3', '4')", "in ('2', '3')", "suspended payment, no duty"),
    ("rsa_mois", "where soumis and", "where", "a household's right is a person's duty"),
    ("orientations_decidees", "and orientations.etat_decision = 'ACCEPTEE'", "", "refused is decided"),
    ("orientation_spells", "spells.type_inscription = 'reinscription'", "true", "a first request resumes"),
    (
        "orientation_spells",
        "orientations.date_sortie_parcours > spells",
        "orientations.date_sortie_parcours >= spells",
        "left",
    ),
    ("orientation_spells", "or orientations.date_decision <= spells.fin", "or true", "decided once gone"),
    (
        "orientation_spells",
        "orientations.date_decision >= spells.debut",
        "orientations.date_decision > spells.debut",
        "day 0",
    ),
    ("emplois", "<= 7", "< 7", "seven days separate"),
    ("emplois", "'92', '93'", "'92'", "an immersion is a job"),
    (
        "emplois",
        "coalesce(fins.fin, contrats.fin_prevue,",
        "coalesce(contrats.fin_prevue, fins.fin,",
        "planned before actual",
    ),
    ("emplois", "where natures.emploi and", "where", "an internship is a job"),
    (
        "emplois",
        "partition by personne_id, siren order",
        "partition by personne_id, siret order",
        "an agency, each branch",
    ),
    ("emploi_transferts", "('998', '100')", "('998')", "a mutation ends"),
    ("emploi_transferts", "ajoute_jours('tus.fin', 7)", "ajoute_jours('tus.fin', 6)", "followed within 6 days"),
    ("emploi_transferts", "and changements.siret = suites.siret", "", "anybody's contract continues it"),
    (
        "emploi_maillons",
        "greatest(coalesce(emplois.fin_prevue, emplois.fin)",
        "least(coalesce(emplois.fin_prevue, emplois.fin)",
        "least",
    ),
    (
        "emploi_maillons",
        "ajoute_mois('emplois.debut', 6), -1",
        "ajoute_mois('emplois.debut', 6), 0",
        "six months and a day",
    ),
    ("emploi_maillons", "'71', '94'", "'71'", "one subsidised job is not"),
    ("emploi_spells", "ajoute_mois('debut', 1), -1", "ajoute_mois('debut', 1), 0", "a month and a day"),
    ("emploi_spells", "sans_terme or fin", "fin", "a CDI must have lasted"),
    (
        "premier_emploi_apres_entree",
        "emplois.debut >= entrees.debut",
        "emplois.debut > entrees.debut",
        "not the day itself",
    ),
    ("premier_emploi_apres_entree", "and emplois.compte", "", "two days are a job"),
    ("premier_emploi_apres_entree", "min(retours.emploi_debut)", "max(retours.emploi_debut)", "the last job"),
    ("premier_emploi_apres_entree", "sorties.date_sortie >= entrees.debut", "true", "retired before"),
    ("retours_emploi", "order by entrees.debut desc", "order by entrees.debut asc", "the first entry's"),
    ("retours_emploi", "between 16 and 64", "between 16 and 65", "aged 65"),
    ("sorties_du_champ", "'066', '038', '039'", "'066', '038'", "one retirement is none"),
    ("offre_postes", "offres.origine = '1'", "true", "an aggregated offer is deposited"),
    ("offre_postes", "'ANNULEE_ERREUR'", "'ANNULEE'", "cancelled is by error"),
    ("offre_postes", "statut = 'POURVU' and", "", "any dated post is filled"),
    ("numeros_ft", "order by date_extraction desc", "order by date_extraction asc", "whose number it was"),
)

INDICATEURS = _mutants(
    "indicateurs",
    ("parts_engagement", "contrats.date_cloture > ", "contrats.date_cloture >= ", "in force on the day it closes"),
    ("parts_engagement", ">= 15", "> 15", "15 hours are not enough"),
    (
        "parts_suivi",
        "coalesce(inscrits.issue = 'MOTIF_LEGITIME', false)",
        "false",
        "a legitimate reason is an absence",
    ),
    ("parts_evenements", "statut = 'REALISEE' and ", "", "planned, not begun"),
    ("parts_evenements", "regime = 'DE' and", "", "any regime"),
    ("parts_accompagnement", "jours <= horizon_jours", "jours < horizon_jours", "not the last day"),
    ("parts_retour_emploi", "evenement <= fenetre_fin", "evenement < fenetre_fin", "not the last day"),
    ("parts_retour_emploi", "date_sortie <= fenetre_fin and", "", "out at any time"),
    ("parts_retour_emploi", "date_sortie < emploi_debut", "true", "out after the return"),
    ("parts_retour_emploi", "left join {{ ref('premier", "inner join {{ ref('premier", "who never works is not there"),
    ("parts_retour_emploi", "entrees.premiere_du_mois and", "", "twice in a month"),
    ("parts_reprise", "> 31", "> 30", "thirty-one days break"),
    ("parts_reprise", "emplois.debut >= retours.emploi_debut", "true", "jobs of before"),
    ("parts_reprise", "maillons.debut = spells.debut and", "", "any CDI of the spell"),
    ("parts_reprise", ">= max(six_mois_apres)", "> max(six_mois_apres)", "a day more"),
    ("parts_retour_formation", "max(fin) as", "min(fin) as", "the first training ended"),
    (
        "parts_retour_formation",
        "coalesce(formations.date_abandon, formations.date_sortie)",
        "formations.date_sortie",
        "no abandon",
    ),
    ("parts_retour_formation", "order by periodes.debut desc", "order by periodes.debut asc", "the first registration"),
    (
        "parts_retour_formation",
        "emplois.debut >= situees.fin_formation",
        "emplois.debut > situees.fin_formation",
        "not day 0",
    ),
    ("parts_orientation", "jours <= horizon_jours", "jours < horizon_jours", "not the thirtieth day"),
    (
        "parts_orientation",
        "when orientations.reconduite then 0",
        "when orientations.reconduite then 1",
        "resumed is oriented the next day",
    ),
    (
        "parts_orientation",
        "left join {{ ref('orientation_spells')",
        "inner join {{ ref('orientation_spells')",
        "only the oriented",
    ),
    ("parts_attente_orientation", "> 30", ">= 30", "thirty days are more than thirty"),
    ("parts_attente_orientation", "orientations.reconduite or", "", "resumed still waits"),
    ("parts_attente_orientation", "premiere_decision <= {{", "premiere_decision < {{", "decided that day, still waits"),
    ("parts_stock", ", 12) }} <= {{", ", 12) }} < {{", "a year and a day"),
    ("parts_stock", "or {{ en_abc('inscrits.categorie') }}", "or true", "any category"),
    ("parts_sorties", "where fin_motif = '10'", "where fin_motif is not null", "any end strikes off"),
    ("parts_sorties", "order by fin) = 1", "order by fin desc) = 1", "the last striking-off"),
    (
        "parts_formation",
        "order by quand) = 1",
        "order by quand desc) = 1",
        "the last entry",
    ),
    ("parts_pourvoi", "<= indicateurs.horizon_jours", "< indicateurs.horizon_jours", "not the thirtieth day"),
    ("parts_pourvoi", "not postes.retiree_pour_erreur as au_denominateur", "true as au_denominateur", "an error stays"),
    ("parts_cloture", "pourvu_le <= date_cloture", "pourvu_le < date_cloture", "not filled the day it closes"),
    ("parts_cloture", "{{ mois_de('date_cloture') }}", "mois", "by month of deposit"),
    ("parts_depots", "and postes.premier", "", "posts are offers"),
    ("parts_depots", "and not postes.retiree_pour_erreur", "", "an error is an offer"),
    ("parts_couverture_rsa", "periodes.fin > {{", "periodes.fin >= {{", "registered the day it ends"),
    ("parts_couverture_rsa", "left join inscrits", "inner join inscrits", "only the registered"),
    (
        "parts_entrees",
        "from {{ ref('entrees') }} as entrees",
        "from {{ ref('entrees') }} as entrees where premiere_du_mois",
        "one",
    ),
    ("medianes", "2 * cumul >= entres", "2 * cumul > entres", "more than half"),
    ("medianes", "where jour <= suivi", "where jour < suivi", "one day less of follow-up"),
    ("medianes", "order by jour nulls last", "order by jour nulls first", "who never had it, first"),
    ("periodes", "membres.glissant = 'somme' or", "true or", "a stock is summed"),
    ("periodes", "types.duree - 1", "types.duree", "one month too many"),
    ("periodes", "% types.pas = 0", "% types.pas >= 0", "a year begins any month"),
    ("cellules_mois", "and absents.dimension = 'toutes'", "", "the RSA missing, all missing"),
    ("cellules_mois", "where absents.indicateur is null and", "where", "a silent département counts low"),
    ("calendrier", "fenetre_fin <= connu_jusqua and", "", "observed before it is told"),
    ("calendrier", "attente_fin <= {{ date_observation() }}", "true", "told before it is waited for"),
    ("mois_observes", ">= 0.98", "> 0.98", "98 % do not deliver"),
    ("mois_observes", "when delivre or echu then", "when delivre then", "time never passes"),
    ("livraisons_attendues", "recues.source is not null", "true", "everything came"),
    ("livraisons_manquantes", "< 0.97", "<= 0.97", "97 % is missing"),
    ("couverture_dsn", "or ouverts.fin <=", "or ouverts.fin <", "ended the last day is lost"),
    ("couverture_dsn", ">= 50", "> 50", "fifty contracts say nothing"),
    ("territoires_incomplets", "> 0.02 *", ">= 0.02 *", "2 % is more than 2 %"),
    (
        "departements_non_couverts",
        "between besoins.depuis and besoins.jusqu_a",
        ">= besoins.depuis",
        "missing for ever",
    ),
    ("cellules", "when incomplet then 'provisoire'", "", "final while something is missing"),
    ("cellules", "where territoires.publie", "where true", "a committee of nowhere is published"),
    ("atomes", "'couverture_rsa': ['sexe', 'tranche_age']", "'couverture_rsa': ['sexe']", "a dimension is forgotten"),
)

MUTANTS = STAGING + PARCOURS + INDICATEURS
