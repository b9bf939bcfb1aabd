-- Each contract as its latest declaration says it: one row per (person, establishment, number, start).
with declares as (
    select
        contrat.personne_id,
        declaration.siret,
        declaration.siren,
        contrat.numero_contrat,
        contrat.debut,
        contrat.fin_prevue,
        contrat.nature_contrat,
        contrat.dispositif,
        contrat.quotite_contrat,
        contrat.quotite_reference,
        declaration.mois,
        declaration.date_constitution,
        declaration.ordre,
        contrat.date_reception,
        contrat.fichier,
        contrat.ligne
    from {{ lac_des_personnes('dsn', 'contrat') }} as contrat
    inner join {{ ref('stg_dsn__declaration') }} as declaration
        on
            contrat.fichier = declaration.fichier
            and contrat.declaration = declaration.declaration
            and contrat.date_reception = declaration.date_reception
),

courants as (
    {{ version_courante(
    'declares', ['personne_id', 'siret', 'numero_contrat', 'debut'], ['mois', 'date_constitution', 'ordre']
) }}
)

select * from courants
where debut <= {{ date_observation() }}
