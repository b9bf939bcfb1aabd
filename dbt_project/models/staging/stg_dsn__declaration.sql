-- The declarations that hold (formats.md §1.2). Monthly: for one (SIRET, month, fraction) the greatest (date built,
-- order), the order being reset each civil month. Signals of end of contract: all, but those cancelled or replaced by
-- one that names them (their date built followed by their order); one that replaces a signal not received waits for it.
with connues as (
    select
        * exclude (cible),
        -- date built and order of the target, the order as a number: 007 is 7
        substr(cible, 1, 8) || cast(try_cast(substr(cible, 9) as bigint) as varchar) as cible,
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

signaux_connus as (
    select distinct
        siret,
        identifiant as cible
    from signaux
),

signaux_en_vigueur as (
    select signaux.* exclude (identifiant)
    from signaux
    left join signaux_vises using (siret, identifiant)
    left join signaux_connus on signaux.siret = signaux_connus.siret and signaux.cible = signaux_connus.cible
    where
        signaux_vises.siret is null
        and signaux.type <> '04'
        and (signaux.type <> '03' or signaux_connus.siret is not null)
)

-- types 02 and 05 leave nobody
select * from mensuelles
where type not in ('02', '05')
union all
select * from signaux_en_vigueur
