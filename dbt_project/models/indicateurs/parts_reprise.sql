-- Of the returns to work of a month: who is still in a job 6 months later, with any employer, gaps of 31 days at most?
-- And whose begins with a contract without term? (indicators.md §3.5)
with retours as (
    select
        *,
        {{ ajoute_mois('emploi_debut', 6) }} as six_mois_apres
    from {{ ref('retours_emploi') }}
),

-- jobs from the return on, with the latest end of those before
suites as (
    select
        retours.personne_id,
        retours.mois_retour,
        retours.six_mois_apres,
        emplois.debut,
        emplois.fin_effective,
        max(emplois.fin_effective) over (
            partition by retours.personne_id, retours.mois_retour order by emplois.debut, emplois.fin_effective
            rows between unbounded preceding and 1 preceding
        ) as fin_avant
    from retours
    inner join {{ ref('emplois') }} as emplois
        on retours.personne_id = emplois.personne_id and emplois.debut >= retours.emploi_debut
),

ruptures as (
    select
        *,
        min(case when {{ jours_entre('fin_avant', 'debut') }} > 31 then debut end) over (
            partition by personne_id, mois_retour
        ) as premiere_rupture
    from suites
),

maintiens as (
    select
        personne_id,
        mois_retour,
        max(fin_effective) >= max(six_mois_apres) as maintenu
    from ruptures
    where premiere_rupture is null or debut < premiere_rupture
    group by personne_id, mois_retour
),

sorties as (
    select distinct
        retours.personne_id,
        retours.mois_retour
    from retours
    inner join {{ ref('sorties_du_champ') }} as sorties
        on
            retours.personne_id = sorties.personne_id
            and sorties.date_sortie between retours.emploi_debut and retours.six_mois_apres
),

sans_terme as (
    select distinct
        maillons.personne_id,
        maillons.debut as emploi_debut
    from {{ ref('emploi_maillons') }} as maillons
    inner join {{ ref('emploi_spells') }} as spells
        on
            maillons.personne_id = spells.personne_id
            and maillons.employeur = spells.employeur
            and maillons.spell_debut = spells.debut
    where maillons.debut = spells.debut and spells.compte and maillons.classe = 'CDI'
),

issues as (
    select
        retours.*,
        indicateurs.indicateur,
        indicateurs.indicateur = 'maintien_emploi_6m' and sorties.personne_id is not null as exclu,
        case indicateurs.indicateur
            when 'maintien_emploi_6m' then maintiens.maintenu
            else sans_terme.personne_id is not null
        end as reussite
    from retours
    inner join maintiens using (personne_id, mois_retour)
    left join sorties using (personne_id, mois_retour)
    left join sans_terme using (personne_id, emploi_debut)
    cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
    where indicateurs.famille = 'reprise'
)

select
    indicateur,
    mois_retour as mois,
    lieu,
    departement,
    cle,
    {{ dites_par('issues') }},
    not exclu as au_denominateur,
    not exclu and reussite as au_numerateur,
    exclu,
    cast(null as integer) as jour
from issues
