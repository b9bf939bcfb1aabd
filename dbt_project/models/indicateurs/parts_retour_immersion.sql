-- Immersions that ended in the month: did a job that counts begin within the window?
with fenetres as (
    select
        fins.*,
        indicateurs.indicateur,
        premiers.emploi_debut,
        premiers.date_sortie,
        {{ ajoute_mois('fins.fin_immersion', 'indicateurs.horizon_mois') }} as fenetre_fin
    from {{ ref('fins_immersion') }} as fins
    left join {{ ref('premier_emploi_apres') }} as premiers
        on fins.personne_id = premiers.personne_id and fins.fin_immersion = premiers.jour
    cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
    where indicateurs.famille = 'retour_immersion' and fins.age between 16 and 64
),

issues as (
    select
        *,
        {{ sorti_avant_retour('date_sortie', 'emploi_debut', 'fenetre_fin') }} as exclu
    from fenetres
)

select
    indicateur,
    mois,
    lieu,
    departement,
    cle,
    sexe,
    {{ tranche_age('age') }} as tranche_age,
    not exclu as au_denominateur,
    not exclu and coalesce(emploi_debut <= fenetre_fin, false) as au_numerateur,
    exclu,
    cast(null as integer) as jour
from issues
