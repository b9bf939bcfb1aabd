-- Registered persons sanctioned in the month: did a job that counts begin within the window?
with issues as (
    {{ retours_apres(ref('sanctionnes'), 'quand', 'retour_sanction') }}
)

select
    indicateur,
    mois,
    lieu,
    departement,
    cle,
    sexe,
    {{ tranche_age('age') }} as tranche_age,
    au_denominateur,
    au_numerateur,
    exclu,
    cast(null as integer) as jour
from issues
