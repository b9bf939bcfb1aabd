-- The atoms of all families in one long table: commune × month × modality, with counts and sums of record keys.
{% set personnes = ['sexe', 'tranche_age', 'rsa', 'type_inscription'] %}
{% set familles = {
    'retour_emploi': personnes,
    'orientation': personnes,
    'entrees': personnes,
    'stock': personnes,
    'formation': personnes,
    'couverture_rsa': ['sexe', 'tranche_age'],
    'pourvoi': ['type_contrat'],
} %}
{% for famille, dimensions in familles.items() %}
    {{ atomes(ref('parts_' ~ famille), dimensions) }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
