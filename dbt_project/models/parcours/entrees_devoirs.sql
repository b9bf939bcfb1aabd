-- Who enters rights and duties of the RSA, to the day: her first of each month. The Caf's notice names a household and
-- a role; the RSA files say who that is, and where she lives in the one closing the month or, without her, the last
-- before.
with titulaires as (
    select
        dossier,
        role,
        personne_id
    from {{ ref('stg_rsa__droit') }}
    where role in ('DEM', 'CJT')
    qualify row_number() over (
        partition by dossier, role order by mois desc, emetteur asc, fichier asc, ligne asc
    ) = 1
),

entrees as (
    select
        titulaires.personne_id,
        {{ mois_de('contacts.date_debut_devoirs') }} as mois,
        min(contacts.date_debut_devoirs) as debut
    from {{ ref('stg_rsa_contact__entree_devoirs') }} as contacts
    inner join titulaires
        on
            contacts.dossier = titulaires.dossier
            and titulaires.role = case contacts.role when 'DEMANDEUR' then 'DEM' when 'CONJOINT' then 'CJT' end
    group by titulaires.personne_id, {{ mois_de('contacts.date_debut_devoirs') }}
),

situees as (
    select
        entrees.personne_id,
        entrees.mois,
        entrees.debut,
        droits.naissance_mois,
        droits.sexe,
        droits.commune,
        droits.emetteur
    from entrees
    inner join {{ ref('stg_rsa__droit') }} as droits
        on entrees.personne_id = droits.personne_id and droits.mois <= entrees.mois
    qualify row_number() over (
        partition by entrees.personne_id, entrees.mois
        order by droits.mois desc, droits.emetteur asc, droits.fichier asc, droits.ligne asc
    ) = 1
)

select
    situees.personne_id,
    situees.mois,
    situees.debut,
    coalesce(lieux.lieu, '?' || situees.emetteur) as lieu,
    situees.emetteur as departement,
    personnes.cle_enregistrement as cle,
    {{ sexe('situees.sexe') }} as sexe,
    {{ age('situees.naissance_mois', 'situees.debut') }} as age
from situees
inner join {{ ref('stg_rsa__personne') }} as personnes using (personne_id)
left join {{ ref('lieux') }} as lieux on situees.commune = lieux.code
