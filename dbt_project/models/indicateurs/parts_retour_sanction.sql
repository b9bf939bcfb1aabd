-- Registered persons sanctioned in the month: did a job that counts begin within the window?
with fenetres as (
    select
        sanctionnes.*,
        indicateurs.indicateur,
        premiers.emploi_debut,
        premiers.date_sortie,
        {{ ajoute_mois('sanctionnes.quand', 'indicateurs.horizon_mois') }} as fenetre_fin
    from {{ ref('sanctionnes') }} as sanctionnes
    left join {{ ref('premier_emploi_apres') }} as premiers
        on sanctionnes.personne_id = premiers.personne_id and sanctionnes.quand = premiers.jour
    cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
    where indicateurs.famille = 'retour_sanction' and sanctionnes.age between 16 and 64
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
