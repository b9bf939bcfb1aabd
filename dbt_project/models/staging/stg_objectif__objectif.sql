-- A target, at its last decision. One that is still to be decided does not hold, and replaces nothing.
with connus as (
    select
        indicateur,
        territoire_niveau,
        territoire_code,
        coalesce(dimension, 'ensemble') as dimension,
        coalesce(modalite, 'ensemble') as modalite,
        periode_debut,
        periode_fin,
        valeur_initiale,
        valeur_cible,
        auteur,
        instrument,
        date_decision,
        date_reception,
        fichier,
        ligne
    from {{ lac('objectif', 'objectif') }}
    where date_decision <= {{ date_observation() }}
)

{{ version_courante(
    'connus',
    ['indicateur', 'territoire_niveau', 'territoire_code', 'dimension', 'modalite', 'periode_debut', 'periode_fin'],
    ['date_decision']
) }}
