-- Of the returns to work of a month: who is still in a job 6 months later, with any employer, gaps of 31 days at most?
-- Whose begins with a contract without term? At what share of a full time, and what pay? (indicators.md §3.5)
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

-- the best contract among those that begin on the day of the return
contrats as (
    select
        maillons.personne_id,
        maillons.debut as emploi_debut,
        maillons.siret,
        maillons.numero_contrat,
        maillons.fin_effective,
        maillons.classe = 'CDI' as sans_terme,
        -- the first month that may be whole
        case
            when maillons.debut = {{ mois_de('maillons.debut') }} then maillons.debut
            else {{ ajoute_mois(mois_de('maillons.debut'), 1) }}
        end as mois_plein,
        case
            when maillons.quotite_contrat > 0 and maillons.quotite_reference > 0
                then least(greatest(maillons.quotite_contrat / maillons.quotite_reference, 0.05), 1.5)
        end as quotite
    from {{ ref('emploi_maillons') }} as maillons
    inner join {{ ref('emploi_spells') }} as spells
        on
            maillons.personne_id = spells.personne_id
            and maillons.employeur = spells.employeur
            and maillons.spell_debut = spells.debut
    where maillons.debut = spells.debut and spells.compte
    qualify row_number() over (
        partition by maillons.personne_id, maillons.debut
        order by
            case when maillons.classe = 'CDI' then 0 when maillons.durable then 1 else 2 end,
            maillons.siret asc,
            maillons.quotite_contrat desc nulls last,
            maillons.fin_effective desc,
            maillons.numero_contrat asc
    ) = 1
),

-- of a whole month, the base pay or, where none is told, the gross one; in twentieths of the minimum wage of that month
paies as (
    select
        contrats.personne_id,
        contrats.emploi_debut,
        contrats.mois_plein,
        contrats.quotite,
        coalesce(
            sum(remunerations.centimes) filter (where remunerations.type = '010'),
            sum(remunerations.centimes) filter (where remunerations.type = '001')
        ) as centimes
    from contrats
    inner join {{ ref('stg_dsn__remuneration') }} as remunerations
        on
            contrats.personne_id = remunerations.personne_id
            and contrats.siret = remunerations.siret
            and contrats.numero_contrat = remunerations.numero_contrat
            and contrats.mois_plein = {{ mois_de('remunerations.debut') }}
    where contrats.fin_effective >= {{ dernier_jour('contrats.mois_plein') }}
    group by contrats.personne_id, contrats.emploi_debut, contrats.mois_plein, contrats.quotite
),

salaires as (
    select
        paies.personne_id,
        paies.emploi_debut,
        cast(floor(20 * paies.centimes / paies.quotite / smic.centimes + 0.5) as bigint) as vingtiemes
    from paies
    inner join {{ ref('smic') }} as smic on paies.mois_plein >= smic.debut
    where paies.centimes > 0 and paies.quotite is not null
    qualify row_number() over (partition by paies.personne_id, paies.emploi_debut order by smic.debut desc) = 1
),

issues as (
    select
        retours.*,
        indicateurs.indicateur,
        contrats.quotite,
        case
            when indicateurs.indicateur = 'salaire_median_reprise' and salaires.vingtiemes is not null
                then least(salaires.vingtiemes, indicateurs.horizon_suivi_jours)
        end as jour,
        case indicateurs.indicateur
            when 'maintien_emploi_6m' then sorties.personne_id is not null
            when 'quotite_moyenne_reprise' then contrats.quotite is null
            when 'salaire_median_reprise' then salaires.vingtiemes is null
            else false
        end as exclu,
        case indicateurs.indicateur
            when 'maintien_emploi_6m' then maintiens.maintenu
            when 'part_cdi_reprise' then coalesce(contrats.sans_terme, false)
            else false
        end as reussite
    from retours
    inner join maintiens using (personne_id, mois_retour)
    left join sorties using (personne_id, mois_retour)
    left join contrats using (personne_id, emploi_debut)
    left join salaires using (personne_id, emploi_debut)
    cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
    where indicateurs.famille = 'reprise'
)

select
    indicateur,
    mois_retour as mois,
    lieu,
    commune,
    departement,
    cle,
    {{ dites_par('issues') }},
    not exclu as au_denominateur,
    not exclu and reussite as au_numerateur,
    exclu,
    jour,
    -- in whole ten-thousandths of a full time
    case when indicateur = 'quotite_moyenne_reprise' then cast(floor(10000 * quotite + 0.5) as bigint) end as mesure
from issues
