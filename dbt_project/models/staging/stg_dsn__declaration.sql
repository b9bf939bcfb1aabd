-- The declarations that hold (formats.md §1.2). Monthly: for one (SIRET, month, fraction) the greatest (date built,
-- order), the order being reset each civil month. Signals of end of contract: all, but those cancelled or replaced by
-- one that names them (their date built followed by their order).
with connues as (
    select
        *,
        siren || nic as siret,
        coalesce(mois_principal, {{ mois_de('date_constitution') }}) as mois
    from {{ lac('dsn', 'declaration') }}
    where nature in ('01', '07')
),

mensuelles as (
    {{ version_courante(
        "(select * from connues where nature = '01')",
        ['siret', 'mois_principal', 'fraction'],
        ['date_constitution', 'ordre']
    ) }}
),

signaux as (
    select
        *,
        {{ jjmmaaaa('date_constitution') }} || cast(ordre as varchar) as identifiant
    from connues
    where nature = '07'
),

signaux_vises as (
    select distinct
        siret,
        cible as identifiant
    from signaux
    where type in ('03', '04')
),

signaux_en_vigueur as (
    select signaux.* exclude (identifiant)
    from signaux
    left join signaux_vises using (siret, identifiant)
    where signaux_vises.siret is null and signaux.type <> '04'
)

-- types 02 and 05 leave nobody
select * from mensuelles
where type not in ('02', '05')
union all
select * from signaux_en_vigueur
