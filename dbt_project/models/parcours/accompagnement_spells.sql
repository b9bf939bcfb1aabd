-- For each registration spell, the first of each thing that starts the support, if there is one before its end: an
-- action held (putting in touch with an employer is not one), a diagnosis, a contrat d'engagement signed.
with evenements as (
    select
        numero_ft,
        'action' as genre,
        date_debut as quand
    from {{ ref('stg_accompagnement__action') }}
    where statut = 'REALISEE' and type_action <> 'MISE_EN_RELATION'
    union all
    select
        numero_ft,
        'diagnostic' as genre,
        date_diagnostic as quand
    from {{ ref('stg_diagnostic__diagnostic') }}
),

par_personne as (
    select
        numeros.personne_id,
        evenements.genre,
        evenements.quand
    from evenements
    inner join {{ ref('numeros_ft') }} as numeros using (numero_ft)
    union all
    select
        personne_id,
        'signature' as genre,
        date_signature as quand
    from {{ ref('contrats_signes') }}
)

select
    spells.personne_id,
    spells.debut,
    min(case when par_personne.genre = 'action' then par_personne.quand end) as premiere_action,
    min(case when par_personne.genre = 'diagnostic' then par_personne.quand end) as premier_diagnostic,
    min(case when par_personne.genre = 'signature' then par_personne.quand end) as premiere_signature
from {{ ref('inscription_spells') }} as spells
inner join par_personne using (personne_id)
where
    par_personne.quand >= spells.debut
    and (spells.fin is null or par_personne.quand <= spells.fin)
group by spells.personne_id, spells.debut
