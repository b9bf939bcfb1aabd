-- Of the contracts open at the end of a month, the share declared again, or ended, in the next, by département of
-- residence of the registered person. Under 50 contracts the share says nothing.
with declares as (
    select distinct
        contrats.personne_id,
        declarations.siret,
        contrats.numero_contrat,
        contrats.debut,
        declarations.mois_principal as mois
    from {{ lac('dsn', 'contrat') }} as contrats
    inner join {{ ref('stg_dsn__declaration') }} as declarations
        on
            contrats.fichier = declarations.fichier
            and contrats.declaration = declarations.declaration
            and contrats.date_reception = declarations.date_reception
    where declarations.nature = '01'
),

residences as (
    select personne_id, departement
    from {{ ref('inscription_spells') }}
    qualify row_number() over (partition by personne_id order by debut desc) = 1
),

-- contracts that continue under another name
suites as (
    select distinct personne_id, ancien_siret, ancien_numero, ancien_debut
    from {{ ref('stg_dsn__changement') }}
),

ouverts as (
    select
        declares.*,
        residences.departement,
        fins.fin,
        {{ ajoute_mois('declares.mois', 1) }} as mois_suivant
    from declares
    inner join residences using (personne_id)
    left join {{ ref('stg_dsn__fin') }} as fins using (personne_id, siret, numero_contrat, debut)
    inner join
        {{ ref('mois_observes') }} as observes
        on observes.source = 'dsn' and declares.mois < observes.dernier_mois
    where fins.fin is null or fins.fin > {{ dernier_jour('declares.mois') }}
)

select
    ouverts.departement,
    ouverts.mois_suivant as mois,
    count(*) as contrats,
    count(*) filter (
        where retrouves.personne_id is not null
        or ouverts.fin <= {{ dernier_jour('ouverts.mois_suivant') }}
        or suites.personne_id is not null
    ) / count(*) as part_retrouvee
from ouverts
left join declares as retrouves
    on
        ouverts.personne_id = retrouves.personne_id
        and ouverts.siret = retrouves.siret
        and ouverts.numero_contrat = retrouves.numero_contrat
        and ouverts.debut = retrouves.debut
        and ouverts.mois_suivant = retrouves.mois
left join suites
    on
        ouverts.personne_id = suites.personne_id
        and ouverts.siret = suites.ancien_siret
        and ouverts.numero_contrat = suites.ancien_numero
        and ouverts.debut = suites.ancien_debut
group by ouverts.departement, ouverts.mois_suivant
having count(*) >= 50
