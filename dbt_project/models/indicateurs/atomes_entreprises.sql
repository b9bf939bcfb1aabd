{{ config(materialized='par_branche') }}
-- Of the families about posts and establishments, how many units each enterprise has: place × month × modality × SIREN.
-- An enterprise that is in several places is one: no sum of the atoms tells how many they are.
{% set familles = {
    'pourvoi': ['ensemble', 'type_contrat', 'famille_metier'],
    'cloture': ['ensemble', 'type_contrat', 'famille_metier'],
    'depots': ['ensemble', 'type_contrat', 'cadre', 'famille_metier'],
    'postes': ['ensemble', 'type_contrat', 'taille_etablissement'],
    'recours': ['ensemble'],
    'satisfaction': ['ensemble'],
} %}
{% for famille, dimensions in familles.items() %}
    {% for dimension in dimensions %}
        {{ atomes_par_entreprise(ref('parts_' ~ famille), dimension) }}
        {{ union_par_morceaux() }}
    {% endfor %}
{% endfor %}
{{ atomes_par_entreprise(par_commune(ref('parts_pourvoi')), 'ensemble') }}
