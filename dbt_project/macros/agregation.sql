{# From parts to atoms and cells: counts, and sums of record keys modulo 2^40 (confidentiality.md §3.1). #}

{# Sums on more than 64 bits, which would overflow at national size. #}
{% macro somme_cle(expression, condition=none) -%}
cast(
    coalesce({{ somme_longue(expression) }}{% if condition %} filter (where {{ condition }}){% endif %}, 0)
    % 1099511627776 as bigint
)
{%- endmacro %}

{% macro somme_longue(expression) -%}
{{ return(adapter.dispatch('somme_longue')(expression)) }}
{%- endmacro %}

{# DuckDB sums whole numbers on 128 bits. #}
{% macro duckdb__somme_longue(expression) -%}
sum({{ expression }})
{%- endmacro %}

{% macro spark__somme_longue(expression) -%}
sum(cast({{ expression }} as decimal(38, 0)))
{%- endmacro %}

{# How many units satisfy a condition: rows, or the `unites` they stand for. #}
{% macro compte(condition, groupees=false) -%}
{% if groupees %}cast(coalesce(sum(unites) filter (where {{ condition }}), 0) as bigint)
{%- else %}count(*) filter (where {{ condition }}){% endif %}
{%- endmacro %}

{# Atoms of a family: one row per indicator, month, place, département, dimension and modality, and day for delays.
   `parts` has one row per unit and indicator: mois, lieu, departement, cle (record key), au_denominateur, au_numerateur,
   exclu (booleans), jour (days to the event, delays only), and the columns of the dimensions.
   A dimension is written `sexe`, a column of that name; `sexe*tranche_age`, a crossing, whose modality is null where
   either is; or ['public', 'public_qpv'], one of the columns that feed a dimension whose modalities are not exclusive,
   null for who is not in that one. Without `ensemble`, the dimensions alone. With `mesure`, the parts also have that
   column: what a mean is the mean of, whole, of who is in the denominator. With `ponderee`, it is a weight, and the parts
   also have `favorable`: the weight again for a favourable answer, its opposite for one to take off, or 0.
   Who is alike in everything is counted first: of a country, few rows are left to be told by each dimension. With
   `delais`, hardly anyone is alike to the day: the dimensions are read from the parts, some months after the others,
   since a country of days does not fit in memory (`par_branche`). With `groupees`, a part
   stands for as many units as its column `unites` says, and its `cle` is the sum of theirs. #}
{% macro atomes(parts, dimensions, ensemble=true, mesure=false, ponderee=false, delais=false, groupees=false) -%}
{%- set base = 'indicateur, mois, lieu, departement, jour' -%}
{%- set simples, croisements = [], [] -%}
{%- for dimension in dimensions -%}
    {%- if dimension is not string -%}
        {%- do simples.append((dimension[0], [dimension[1]])) -%}
    {%- elif '*' in dimension -%}
        {%- do croisements.append((dimension, dimension.split('*'))) -%}
    {%- else -%}
        {%- do simples.append((dimension, [dimension])) -%}
    {%- endif -%}
{%- endfor -%}
{#- crossings first: rows grouped by two columns are also grouped by each -#}
{%- set axes = croisements + simples -%}
{%- set colonnes = axes | sum(attribute='1', start=[]) | unique | list -%}
select
    indicateur,
    mois,
    lieu,
    departement,
    jour,
    case
        {%- for nom, colonnes in axes %}
        when {{ groupe_par(colonnes) }} then '{{ nom }}'
        {%- endfor %}
        when true then 'ensemble'
    end as dimension,
    case
        {%- for nom, colonnes in axes %}
        when {{ groupe_par(colonnes) }} then {{ colonnes | join(" || '*' || ") }}
        {%- endfor %}
        when true then 'ensemble'
    end as modalite,
    {{ comptes(mesure, ponderee, groupees) if delais else sommes() }}
from {{ parts if delais else semblables(parts, base.split(', ') + colonnes, mesure, ponderee, groupees) }}
{% if delais %}where {{ de_ces_mois('mois') }}{% endif %}
group by grouping sets (
    {%- if ensemble %}
    ({{ base }}){% if axes %},{% endif %}
    {%- endif %}
    {%- for nom, colonnes in axes %}
    ({{ base }}, {{ colonnes | join(', ') }}){% if not loop.last %},{% endif %}
    {%- endfor %}
)
{%- endmacro %}

{# Rows of parts that are alike in all of `colonnes`, as one: its counts. #}
{% macro semblables(parts, colonnes, mesure, ponderee, groupees) -%}
(
    select
        {{ colonnes | join(', ') }},
        {{ comptes(mesure, ponderee, groupees) }}
    from {{ parts }}
    group by {{ colonnes | join(', ') }}
) as semblables
{%- endmacro %}

{# The counts and the sums of record keys of a set of parts. #}
{% macro comptes(mesure, ponderee, groupees) -%}
{{ compte('au_numerateur', groupees) }} as numerateur,
    {{ compte('au_denominateur', groupees) }} as denominateur,
    {{ compte('exclu', groupees) }} as exclus,
    {% if mesure or ponderee %}cast(sum(mesure{{ ' * unites' if groupees }}) filter (where au_denominateur) as bigint){% else %}cast(null as bigint){% endif %} as somme,
    {% if ponderee %}cast(sum(favorable) filter (where au_denominateur) as bigint){% else %}cast(null as bigint){% endif %} as somme_favorable,
    {% if ponderee %}cast({{ somme_longue('mesure * mesure') }} filter (where au_denominateur) as decimal(38, 0)){% else %}cast(null as decimal(38, 0)){% endif %} as somme_carres,
    {{ somme_cle('cle', 'au_numerateur') }} as cle_numerateur,
    {{ somme_cle('cle', 'au_denominateur') }} as cle_denominateur,
    {{ somme_cle('cle', 'exclu') }} as cle_exclus
{%- endmacro %}

{# Atoms of répartitions: of each place and month, who is in each modality, over the whole stock. `parts` are of no
   indicator: those of the family `repartition` are each announced by one of `dimensions`, and not by « ensemble ». A
   modality nobody is in still has the stock as its denominator. #}
{% macro atomes_repartis(parts, dimensions) -%}
select *
from (
    with comptes as (
        {{ atomes(parts, dimensions) }}
    ),

    axes as (
        select distinct
            annonces.indicateur,
            annonces.dimension,
            annonces.modalite
        from {{ ref('stg_contexte__annonce') }} as annonces
        inner join {{ ref('stg_contexte__indicateur') }} as indicateurs using (indicateur)
        where indicateurs.famille = 'repartition'
    )

    select
        stocks.* replace (
            axes.indicateur as indicateur,
            axes.dimension as dimension,
            axes.modalite as modalite,
            coalesce(dedans.denominateur, 0) as numerateur,
            coalesce(dedans.cle_denominateur, 0) as cle_numerateur
        )
    from comptes as stocks
    cross join axes
    left join comptes as dedans
        on
            stocks.mois = dedans.mois
            and stocks.lieu = dedans.lieu
            and stocks.departement = dedans.departement
            and axes.dimension = dedans.dimension
            and axes.modalite = dedans.modalite
    where stocks.dimension = 'ensemble'
) as repartis
{%- endmacro %}

{# Atoms of a family of which some parts are of no indicator, and stand for each of them: summed once, not as many times. #}
{% macro atomes_partages(parts, dimensions, famille) -%}
select
    indicateurs.indicateur,
    comptes.* exclude (indicateur)
from (
    {{ atomes(parts, dimensions) }}
) as comptes
inner join {{ ref('stg_contexte__indicateur') }} as indicateurs
    on indicateurs.indicateur = coalesce(comptes.indicateur, indicateurs.indicateur)
where indicateurs.famille = '{{ famille }}'
{%- endmacro %}

{# The parts of the indicators announced by a dimension. #}
{% macro annoncees(parts, dimension) -%}
(
    select *
    from {{ parts }}
    where indicateur in (select indicateur from {{ ref('stg_contexte__annonce') }} where dimension = '{{ dimension }}')
)
{%- endmacro %}

{# The parts of the indicators that are told of each commune, in the place that is their commune and nothing else; a unit
   whose commune is unknown has no such place. #}
{% macro par_commune(parts) -%}
(
    select * replace ({{ lieu_de_la_commune('commune') }} as lieu)
    from {{ parts }}
    where
        commune is not null
        and indicateur in (
            select indicateur from {{ ref('stg_contexte__annonce') }} where territoire_niveau = 'commune'
        )
)
{%- endmacro %}

{% macro lieu_de_la_commune(commune) -%}
'=' || {{ commune }}
{%- endmacro %}

{% macro groupe_par(colonnes) -%}
{%- for colonne in colonnes %}grouping({{ colonne }}) = 0{% if not loop.last %} and {% endif %}{% endfor -%}
{%- endmacro %}

{# The sums of a set of rows that already hold counts and cell keys. #}
{% macro sommes() -%}
cast(sum(numerateur) as bigint) as numerateur,
    cast(sum(denominateur) as bigint) as denominateur,
    cast(sum(exclus) as bigint) as exclus,
    cast(sum(somme) as bigint) as somme,
    cast(sum(somme_favorable) as bigint) as somme_favorable,
    cast(sum(somme_carres) as decimal(38, 0)) as somme_carres,
    {{ somme_cle('cle_numerateur') }} as cle_numerateur,
    {{ somme_cle('cle_denominateur') }} as cle_denominateur,
    {{ somme_cle('cle_exclus') }} as cle_exclus
{%- endmacro %}

{# The values of a group as a list, in ascending order of `ordre`. #}
{% macro liste(valeur, ordre) -%}
{{ return(adapter.dispatch('liste')(valeur, ordre)) }}
{%- endmacro %}

{% macro duckdb__liste(valeur, ordre) -%}
list({{ valeur }} order by {{ ordre }})
{%- endmacro %}

{% macro spark__liste(valeur, ordre) -%}
transform(array_sort(collect_list(struct({{ ordre }} as a, {{ valeur }} as b))), x -> x.b)
{%- endmacro %}

{# A day as the secret room publishes it: to the day up to 30, to the nearest multiple of 5 beyond. Nothing finer may
   decide what is published of a cell. #}
{% macro jour_publie(jours) -%}
case when {{ jours }} <= 30 then {{ jours }} else 5 * {{ quotient('(' ~ jours ~ ' + 2)', 5) }} end
{%- endmacro %}

{# Atoms in each territory they count in, at the levels where their dimension is announced; départements whose files are
   not all there are left out. #}
{% macro situes(atomes) -%}
with niveaux as (
    select distinct indicateur, territoire_niveau, dimension
    from {{ ref('stg_contexte__annonce') }}
)

select
    atomes.* exclude (lieu, departement),
    liens.territoire_niveau,
    liens.territoire_code
from {{ atomes }} as atomes
inner join niveaux using (indicateur, dimension)
inner join {{ ref('lieu_territoire') }} as liens using (lieu, territoire_niveau)
left join {{ ref('departements_non_couverts') }} as absents
    on
        atomes.indicateur = absents.indicateur
        and atomes.mois = absents.mois
        and atomes.departement = absents.departement
        and absents.dimension = 'toutes'
where absents.indicateur is null and atomes.modalite is not null
{%- endmacro %}

{# The enterprise of an establishment; of one that is not known, none. #}
{% macro siren_de(siret) -%}
left({{ siret }}, 9)
{%- endmacro %}

{# Units of a family told by a dimension, of each enterprise: one row per indicator whose outcomes are kept where too few
   enterprises are, month, place, département, modality and SIREN. `unites` are those that are not left out: where the
   count is an outcome, they are who it is drawn from. #}
{% macro atomes_par_entreprise(parts, dimension) -%}
select
    parts.indicateur,
    parts.mois,
    parts.lieu,
    parts.departement,
    '{{ dimension }}' as dimension,
    {{ "'ensemble'" if dimension == 'ensemble' else 'parts.' ~ dimension }} as modalite,
    parts.siren,
    {{ compte('not parts.exclu') }} as unites
from {{ parts }} as parts
inner join {{ ref('stg_contexte__indicateur') }} as indicateurs using (indicateur)
where indicateurs.secret_entreprises <> 'aucun'
group by
    parts.indicateur,
    parts.mois,
    parts.lieu,
    parts.departement,
    modalite,
    parts.siren
{%- endmacro %}
