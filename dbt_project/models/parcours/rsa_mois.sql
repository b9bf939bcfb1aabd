-- Who was under rights and duties in the file closing a month: duties of the person, in a household whose right is open
-- (states 2, 3, 4). One row per person and month, from the département of the smallest code when two files name her.
with soumis as (
    select
        *,
        row_number() over (partition by personne_id, mois order by emetteur asc, fichier asc, ligne asc) as rang
    from {{ ref('stg_rsa__droit') }}
    where soumis and etat_dossier in ('2', '3', '4')
)

select
    soumis.personne_id,
    soumis.mois,
    soumis.naissance_mois,
    {{ sexe('soumis.sexe') }} as sexe,
    soumis.emetteur as departement,
    coalesce(lieux.lieu, '?' || soumis.emetteur) as lieu,
    personnes.cle_enregistrement as cle
from soumis
inner join {{ ref('stg_rsa__personne') }} as personnes using (personne_id)
left join {{ ref('lieux') }} as lieux on soumis.commune = lieux.code
where soumis.rang = 1
