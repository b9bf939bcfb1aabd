{# Dimensions of a person at a reference date (indicators.md §2). `inscription` is a row of inscription_periodes. #}

{% macro sexe(code) -%}
case {{ code }} when '1' then 'H' when '2' then 'F' end
{%- endmacro %}

{# The unions of these bands give both official sets. #}
{% macro tranche_age(age) -%}
case
    when {{ age }} < 26 then '-26'
    when {{ age }} < 35 then '26-34'
    when {{ age }} < 40 then '35-39'
    when {{ age }} < 50 then '40-49'
    when {{ age }} < 55 then '50-54'
    when {{ age }} >= 55 then '55+'
end
{%- endmacro %}

{# Does a dimension say who is under RSA, alone or first in a crossing? And does one of its modalities? #}
{% macro porte_le_rsa(dimension) -%}
({{ dimension }} = 'rsa' or {{ dimension }} like 'rsa*%')
{%- endmacro %}

{% macro dit_le_rsa(dimension, modalite) -%}
(
    ({{ porte_le_rsa(dimension) }} and {{ modalite }} <> 'inconnu' and {{ modalite }} not like 'inconnu*%')
    or ({{ dimension }} = 'public' and {{ modalite }} in ('rsa', 'prioritaire_rpe'))
)
{%- endmacro %}

{# First request ever: NDEM 1 or MOTINS 6. #}
{% macro type_inscription(ndem, motif) -%}
case when {{ ndem }} = 1 or {{ motif }} = '6' then 'premiere' else 'reinscription' end
{%- endmacro %}

{# In category A, B or C: 1, 2 or 3 of the older grouping. #}
{% macro en_abc(categorie) -%}
{{ categorie }} in ('A', 'B', 'C', '1', '2', '3')
{%- endmacro %}

{# The category of the month end, as received: a letter. The older grouping is none. #}
{% macro categorie(code) -%}
case when {{ code }} in ('A', 'B', 'C', 'D', 'E', 'F', 'G') then {{ code }} else 'inconnu' end
{%- endmacro %}

{# The grand domaine of a job, the letter its ROME code begins with. #}
{% macro famille_metier(rome) -%}
{%- set domaine = 'left(' ~ rome ~ ', 1)' -%}
case
    when {{ domaine }} in ('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N') then {{ domaine }}
    else 'inconnu'
end
{%- endmacro %}

{# How long a person has been registered without interruption, at a day; months as in part_deld. #}
{% macro anciennete(debut, jour) -%}
case
    when {{ ajoute_mois(debut, 24) }} <= {{ jour }} then '24_mois_plus'
    when {{ ajoute_mois(debut, 12) }} <= {{ jour }} then '12_23_mois'
    when {{ ajoute_mois(debut, 6) }} <= {{ jour }} then '6_11_mois'
    else 'moins_6_mois'
end
{%- endmacro %}

{# MOTANN of the cessation that ends a spell. #}
{% macro motif_sortie(code) -%}
case {{ code }}
    when '01' then 'reprise_emploi'
    when '02' then 'formation'
    when '05' then 'retraite'
    when '10' then 'radiation'
    when '13' then 'non_actualisation'
    else 'autre'
end
{%- endmacro %}

{# The way a training is bought or helped. #}
{% macro type_formation(dispositif) -%}
case {{ dispositif }}
    when 'POEC' then 'poec'
    when 'POEI' then 'poei'
    when 'AFC' then 'afc'
    when 'AIF' then 'aif'
    when 'AFPR' then 'afpr'
    when 'CPF' then 'cpf'
    else 'autre'
end
{%- endmacro %}

{# Who pays for a training: the first of the codes of the LHEO dictionary. #}
{% macro financeur(codes) -%}
case
    when {{ codes }} is null then 'inconnu'
    when split_part({{ codes }}, ';', 1) = '2' then 'region'
    when split_part({{ codes }}, ';', 1) = '4' then 'france_travail'
    when split_part({{ codes }}, ';', 1) in ('16', '17', '18', '19', '20') then 'opco'
    when split_part({{ codes }}, ';', 1) in ('11', '12', '13') then 'etat'
    when split_part({{ codes }}, ';', 1) = '7' then 'agefiph'
    when split_part({{ codes }}, ';', 1) = '10' then 'personne'
    else 'autre'
end
{%- endmacro %}

{# Qualification 9, said or not. #}
{% macro cadre(drapeau) -%}
case when {{ drapeau }} then 'cadre' else 'non_cadre' end
{%- endmacro %}

{# NIVFOR, from the lowest: below CAP, CAP or BEP, Bac, Bac+2, Bac+3 and above. #}
{% macro niveau_formation(code) -%}
case
    when {{ code }} in ('AFS', 'CP4', 'CFG', 'C12', 'C3A') then 'infra_cap'
    when {{ code }} = 'NV5' then 'cap'
    when {{ code }} = 'NV4' then 'bac'
    when {{ code }} = 'NV3' then 'bac2'
    when {{ code }} in ('NV2', 'NV1') then 'bac3_plus'
    else 'inconnu'
end
{%- endmacro %}

{% macro qpv(drapeau) -%}
case {{ drapeau }} when 'O' then 'en_qpv' when 'N' then 'hors_qpv' else 'inconnu' end
{%- endmacro %}

{# The columns of the dimensions of a person, of a table that has them; `public` is one column for each of its
   modalities, since they overlap. #}
{% macro dites_par(table) -%}
{%- set colonnes = [
    'sexe', 'tranche_age', 'rsa', 'type_inscription', 'niveau_formation', 'qpv',
    'public_rsa', 'public_boeth', 'public_qpv', 'public_moins_26', 'public_moins_26_bac2', 'public_infra_bac',
    'public_50_plus', 'public_55_plus', 'public_prioritaire_rpe'
] -%}
{% for colonne in colonnes %}{{ table }}.{{ colonne }}{% if not loop.last %},
    {% endif %}{% endfor %}
{%- endmacro %}

{# Those columns, from what is known of a person at a date. `personnes` has age, sexe (code H or F), type_inscription,
   niveau_formation and qpv (as received), diplome_obtenu, boeth, and rsa (statut_rsa); its other columns stay. #}
{% macro decrites(personnes) -%}
select
    * exclude (niveau_formation, qpv, diplome_obtenu, boeth),
    {{ tranche_age('age') }} as tranche_age,
    {{ niveau_formation('niveau_formation') }} as niveau_formation,
    {{ qpv('qpv') }} as qpv,
    case when rsa = 'soumis' then 'rsa' end as public_rsa,
    case when boeth then 'boeth' end as public_boeth,
    case when qpv = 'O' then 'qpv' end as public_qpv,
    case when age < 26 then 'moins_26' end as public_moins_26,
    -- at most Bac+2, not obtained
    case
        when
            age < 26
            and (
                {{ niveau_formation('niveau_formation') }} in ('infra_cap', 'cap', 'bac')
                or (niveau_formation = 'NV3' and not diplome_obtenu)
            )
            then 'moins_26_bac2'
    end as public_moins_26_bac2,
    case
        when
            {{ niveau_formation('niveau_formation') }} in ('infra_cap', 'cap')
            or (niveau_formation = 'NV4' and not diplome_obtenu)
            then 'infra_bac'
    end as public_infra_bac,
    case when age >= 50 then '50_plus' end as public_50_plus,
    case when age >= 55 then '55_plus' end as public_55_plus,
    -- whom the official network serves first (indicators.md §2)
    case
        when coalesce(public_moins_26_bac2, public_infra_bac, public_55_plus, public_boeth, public_rsa) is not null
            then 'prioritaire_rpe'
    end as public_prioritaire_rpe
from {{ personnes }}
{%- endmacro %}

{# An offer whose contract has no end. #}
{% macro sans_terme(nature, duree_jours) -%}
({{ nature }} in ('CDI', 'DIN') or {{ duree_jours }} is null)
{%- endmacro %}

{# The modality of support in force; without one, nobody is in charge yet. #}
{% macro modalite(code) -%}
case {{ code }}
    when 'AUTONOME' then 'autonome'
    when 'GUIDE' then 'guide'
    when 'RENFORCE' then 'renforce'
    when 'INTENSIF' then 'intensif'
    when 'SOCIAL' then 'social'
    when 'GLOBAL' then 'global'
    when 'HANDICAP' then 'handicap'
    else 'sans'
end
{%- endmacro %}

{# The parcours in force; an orientation that names none (IND) is none. #}
{% macro parcours(code) -%}
case {{ code }} when 'PED' then 'professionnel' when 'PSP' then 'socio_professionnel' when 'PSO' then 'social' else 'sans' end
{%- endmacro %}

{# A contract without term or of more than 6 months (182 days) is durable; under 30 days, occasional. #}
{% macro type_contrat(nature, duree_jours) -%}
case
    when {{ sans_terme(nature, duree_jours) }} or {{ duree_jours }} > 182 then 'durable'
    when {{ duree_jours }} >= 30 then 'temporaire'
    else 'occasionnel'
end
{%- endmacro %}

{# The same, as the national file of posts says it; a post that is not a salaried one has none. #}
{% macro type_offre(libelle) -%}
case {{ libelle }}
    when 'Emploi durable' then 'durable'
    when 'Emploi temporaire' then 'temporaire'
    when 'Emploi occasionnel' then 'occasionnel'
end
{%- endmacro %}

{# The size of an establishment, as the file of posts tells it. #}
{% macro taille_etablissement(libelle) -%}
case {{ libelle }}
    when 'Moins de 10 salariés' then 'moins_10'
    when '10 à 49 salariés' then '10_49'
    when '50 à 99 salariés' then '50_99'
    when '100 à 199 salariés' then '100_199'
    when 'Plus de 200 salariés' then '200_plus'
    else 'inconnu'
end
{%- endmacro %}

{# Whether a service is of one of `themes`: its own are a list written in JSON of « theme » or « theme--sub-theme ». #}
{% macro est_du_theme(thematiques, themes) -%}
({% for theme in themes -%}
{{ thematiques }} like '%"{{ theme }}"%' or {{ thematiques }} like '%"{{ theme }}--%'{% if not loop.last %} or {% endif %}
{%- endfor %})
{%- endmacro %}
