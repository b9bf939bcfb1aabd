{{ config(materialized='par_branche', selon='parcours.inscrits_fin_de_mois') }}
-- The atoms of all families in one long table: place × month × modality, with counts and sums of record keys. What
-- only some indicators are told by is counted for them alone.
{% set personnes = ['sexe', 'tranche_age', 'rsa', 'type_inscription'] %}
{% set detail = [
    'niveau_formation', 'qpv',
    ['public', 'public_rsa'], ['public', 'public_boeth'], ['public', 'public_qpv'], ['public', 'public_moins_26'],
    ['public', 'public_moins_26_bac2'], ['public', 'public_infra_bac'], ['public', 'public_50_plus'],
    ['public', 'public_55_plus'], ['public', 'public_prioritaire_rpe']
] %}
{% set croisements = ['sexe*tranche_age', 'rsa*tranche_age'] %}
{% set contraintes = [
    ['contrainte', 'contrainte_numerique'], ['contrainte', 'contrainte_mobilite'], ['contrainte', 'contrainte_familiale'],
    ['contrainte', 'contrainte_sante'], ['contrainte', 'contrainte_savoirs'], ['contrainte', 'contrainte_logement'],
    ['contrainte', 'contrainte_financiere'], ['contrainte', 'contrainte_administrative']
] %}
{% set familles = {
    'retour_emploi': personnes,
    'retour_formation': personnes,
    'sorties_formation': ['sexe', 'tranche_age'],
    'acces_emploi': personnes,
    'reprise': personnes,
    'orientation': personnes,
    'attente_orientation': personnes,
    'accompagnement': personnes,
    'engagement': personnes,
    'diagnostics': ['sexe', 'tranche_age'],
    'orientation_rsa': ['sexe', 'tranche_age'],
    'modalite': ['sexe', 'tranche_age'],
    'anciennete': ['sexe', 'tranche_age'],
    'reinscription': ['sexe', 'tranche_age'],
    'retour_immersion': ['sexe', 'tranche_age'],
    'suivi': ['sexe', 'tranche_age'],
    'evenements': ['sexe', 'tranche_age'],
    'entrees': personnes,
    'sorties': personnes,
    'stock': personnes,
    'formation': personnes,
    'couverture_rsa': ['sexe', 'tranche_age'],
    'pourvoi': ['type_contrat'],
    'cloture': ['type_contrat'],
    'depots': ['type_contrat', 'cadre'],
    'satisfaction': ['sexe', 'tranche_age'],
    'postes': ['type_contrat', 'taille_etablissement'],
    'recours': [],
    'parcours_formation': ['sexe', 'tranche_age'],
    'sortie_positive': ['sexe', 'tranche_age'],
    'retour_sanction': ['sexe', 'tranche_age'],
    'densite_solutions': contraintes,
} %}
{% set mesurees = ['acces_emploi', 'cloture', 'reprise'] %}
{% set ponderees = ['satisfaction'] %}
{% set groupees = ['acces_emploi'] %}
{% set delais = ['accompagnement', 'anciennete', 'orientation', 'orientation_rsa', 'parcours_formation', 'pourvoi'] %}
{% set propres = {
    'stock': ['categorie', 'anciennete', 'rsa*operateur'],
    'sorties': ['motif_sortie'],
    'retour_formation': ['type_formation', 'financeur'],
    'pourvoi': ['famille_metier'],
    'cloture': ['famille_metier'],
    'depots': ['famille_metier'],
} %}
{% set communales = ['retour_emploi', 'reprise', 'orientation', 'entrees', 'stock', 'formation', 'pourvoi'] %}
{% set detaillees = ['retour_emploi', 'orientation', 'entrees', 'stock'] %}
{% set croisees = ['retour_emploi', 'entrees', 'stock'] %}
{% for famille, dimensions in familles.items() %}
    {{ atomes(
        ref('parts_' ~ famille),
        dimensions,
        mesure=famille in mesurees,
        ponderee=famille in ponderees,
        delais=famille in delais,
        groupees=famille in groupees
    ) }}
    {% if not loop.last %}{{ union_par_morceaux() }}{% endif %}
{% endfor %}
{% for famille, dimensions in propres.items() %}
    {{ union_par_morceaux() }}
    {{ atomes(annoncees(ref('parts_' ~ famille), dimensions[0]), dimensions, ensemble=false) }}
{% endfor %}
{% for famille in detaillees %}
    {{ union_par_morceaux() }}
    {{ atomes(annoncees(ref('parts_' ~ famille), 'niveau_formation'), detail, ensemble=false) }}
{% endfor %}
{% for famille in croisees %}
    {{ union_par_morceaux() }}
    {{ atomes(annoncees(ref('parts_' ~ famille), 'sexe*tranche_age'), croisements, ensemble=false) }}
{% endfor %}
{% for famille in communales %}
    {{ union_par_morceaux() }}
    {{ atomes(par_commune(ref('parts_' ~ famille)), [], delais=famille in delais) }}
{% endfor %}
{{ union_par_morceaux() }}
{{ atomes_repartis(
    ref('parts_repartition'),
    [['modalite', 'modalite_suivie'], ['operateur', 'operateur_referent'], ['parcours', 'parcours_suivi']]
) }}
{{ union_par_morceaux() }}
{{ atomes_partages(ref('parts_pour_1000'), ['sexe', 'tranche_age'], 'pour_1000') }}
