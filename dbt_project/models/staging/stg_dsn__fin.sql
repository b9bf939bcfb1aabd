-- The end of each contract, as declared last; 099 cancels an end declared before. Of monthly declarations the latest
-- month holds: one sent again late says what was known of its month. A signal has no month: between it and the monthly,
-- what was built last holds. In one declaration that cancels an end and gives another, the other holds.
with declares as (
    select
        fin.personne_id,
        declaration.siret,
        contrat.numero_contrat,
        contrat.debut,
        fin.fin,
        fin.fin_motif,
        fin.fin_motif <> '099' as est_une_fin,
        declaration.nature,
        declaration.mois,
        declaration.date_constitution,
        declaration.ordre,
        fin.date_reception,
        fin.fichier,
        fin.ligne
    from {{ lac_des_personnes('dsn', 'fin') }} as fin
    inner join {{ ref('stg_dsn__declaration') }} as declaration
        on
            fin.fichier = declaration.fichier
            and fin.declaration = declaration.declaration
            and fin.date_reception = declaration.date_reception
    inner join {{ lac('dsn', 'contrat') }} as contrat
        on
            fin.fichier = contrat.fichier
            and fin.declaration = contrat.declaration
            and fin.contrat = contrat.contrat
            and fin.date_reception = contrat.date_reception
),

dernieres_par_nature as (
    {{ version_courante(
        'declares',
        ['personne_id', 'siret', 'numero_contrat', 'debut', 'nature'],
        ['mois', 'date_constitution', 'ordre', 'est_une_fin']
    ) }}
),

dernieres as (
    {{ version_courante(
        'dernieres_par_nature',
        ['personne_id', 'siret', 'numero_contrat', 'debut'],
        ['date_constitution', 'mois', 'ordre', 'est_une_fin']
    ) }}
)

select * from dernieres
where est_une_fin and fin <= {{ date_observation() }}
