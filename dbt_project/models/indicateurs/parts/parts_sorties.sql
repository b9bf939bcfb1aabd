-- Who leaves the registers in the month: spells that end (15 days without coming back), and persons struck off, whether
-- they come back or not (indicators.md §3.17 and §3.19).
with evenements as (
    select
        'sorties' as indicateur,
        spells.personne_id,
        spells.debut as periode_debut,
        spells.fin as quand,
        dernieres.fin_motif as motif
    from {{ ref('inscription_spells') }} as spells
    -- the motive of a spell is that of the period that closes it
    left join {{ ref('inscription_periodes') }} as dernieres
        on
            spells.personne_id = dernieres.personne_id
            and spells.debut = dernieres.spell_debut
            and spells.fin = dernieres.fin
    where spells.fin is not null
    union all
    select
        'radiations' as indicateur,
        personne_id,
        debut as periode_debut,
        fin as quand,
        fin_motif as motif
    from {{ ref('inscription_periodes') }}
    where fin_motif = '10'
    qualify row_number() over (partition by personne_id, {{ mois_de('fin') }} order by fin) = 1
),

situes as (
    select
        evenements.indicateur,
        {{ mois_de('evenements.quand') }} as mois,
        {{ motif_sortie('evenements.motif') }} as motif_sortie,
        periodes.* exclude (debut, fin, fin_motif),
        {{ age('periodes.naissance_mois', 'evenements.quand') }} as age
    from evenements
    inner join {{ ref('periodes_decrites') }} as periodes
        on evenements.personne_id = periodes.personne_id and evenements.periode_debut = periodes.debut
),

connus as (
    {{ avec_rsa('situes') }}
),

decrits as (
    {{ decrites('connus') }}
)

select
    indicateur,
    mois,
    lieu,
    departement,
    cle,
    {{ dites_par('decrits') }},
    motif_sortie,
    true as au_denominateur,
    false as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from decrits
