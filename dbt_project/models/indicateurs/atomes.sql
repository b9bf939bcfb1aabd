-- The atoms of all families in one long table: commune × month × modality, with counts and sums of record keys. What
-- only some indicators are told by is counted for them alone.
{% set personnes = ['sexe', 'tranche_age', 'rsa', 'type_inscription'] %}
{% set detail = [
    'niveau_formation', 'qpv',
    ['public', 'public_rsa'], ['public', 'public_boeth'], ['public', 'public_qpv'], ['public', 'public_moins_26'],
    ['public', 'public_moins_26_bac2'], ['public', 'public_infra_bac'], ['public', 'public_50_plus'],
    ['public', 'public_55_plus']
] %}
{% set croisements = ['sexe*tranche_age', 'rsa*tranche_age'] %}
{% set familles = {
    'retour_emploi': personnes,
    'retour_formation': personnes,
    'reprise': personnes,
    'orientation': personnes,
    'attente_orientation': personnes,
    'accompagnement': personnes,
    'engagement': personnes,
    'suivi': ['sexe', 'tranche_age'],
    'evenements': ['sexe', 'tranche_age'],
    'entrees': personnes,
    'sorties': personnes,
    'stock': personnes,
    'formation': personnes,
    'couverture_rsa': ['sexe', 'tranche_age'],
    'pourvoi': ['type_contrat'],
    'cloture': ['type_contrat'],
    'depots': ['type_contrat'],
} %}
{% set detaillees = ['retour_emploi', 'orientation', 'entrees', 'stock'] %}
{% set croisees = ['retour_emploi', 'entrees', 'stock'] %}
{% for famille, dimensions in familles.items() %}
    {{ atomes(ref('parts_' ~ famille), dimensions) }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
{% for famille in detaillees %}
    union all
    {{ atomes(annoncees(ref('parts_' ~ famille), 'niveau_formation'), detail, ensemble=false) }}
{% endfor %}
{% for famille in croisees %}
    union all
    {{ atomes(annoncees(ref('parts_' ~ famille), 'sexe*tranche_age'), croisements, ensemble=false) }}
{% endfor %}
