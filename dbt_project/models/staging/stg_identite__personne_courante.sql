-- The ids that lead to another, and where: a number that became another, a civil state that one NIR alone bears.
-- Whoever keeps her id is not here, so that replacing costs little (confidentiality.md §1).
with liens as (
    {{ version_courante(ref('stg_dsn__equivalence'), ['ancienne_personne_id'], ['date_effet']) }}
),

-- one step, with the rank of its equivalence among all: the later declared, the greater
pas_1 as (
    select
        ancienne_personne_id as personne_id,
        personne_id as arrivee,
        personne_id as derniere,
        row_number() over (order by date_effet asc, date_reception asc, fichier asc, ligne asc) as rang
    from liens
),

-- each time twice as far: 32 steps, where a life takes two or three
pas_2 as (
    {{ deux_fois_plus_loin('pas_1') }}
),

pas_4 as (
    {{ deux_fois_plus_loin('pas_2') }}
),

pas_8 as (
    {{ deux_fois_plus_loin('pas_4') }}
),

pas_16 as (
    {{ deux_fois_plus_loin('pas_8') }}
),

pas_32 as (
    {{ deux_fois_plus_loin('pas_16') }}
),

-- a way that still goes on turns in a circle: of a circle, the latest equivalence says who the person is
successeurs as (
    select
        ici.personne_id,
        coalesce(cercle.derniere, ici.arrivee) as personne_courante
    from pas_32 as ici
    left join pas_32 as cercle on ici.arrivee = cercle.personne_id
),

sans_numero as (
    select distinct personne_id
    from {{ personnes_recues() }} as personnes
    where identite_type = 'etat_civil'
),

-- whoever bears the civil state and has a NIR, under her current id
porteurs as (
    select distinct
        sans_numero.personne_id,
        coalesce(successeurs.personne_courante, personnes.personne_id) as personne_courante
    from {{ personnes_recues() }} as personnes
    inner join sans_numero on personnes.etat_civil_id = sans_numero.personne_id
    left join successeurs on personnes.personne_id = successeurs.personne_id
    where personnes.identite_type = 'nir' or successeurs.personne_id is not null
),

-- two bearers are homonyms born the same day: nothing says which one it is
remplacements as (
    select personne_id, personne_courante
    from successeurs
    where personne_courante <> personne_id
    union all
    select personne_id, max(personne_courante) as personne_courante
    from porteurs
    group by personne_id
    having count(*) = 1
),

cles as (
    select distinct
        personne_id as personne_courante,
        cle_enregistrement
    from {{ personnes_recues() }} as personnes
    where personne_id in (select personne_courante from remplacements)
)

select
    remplacements.personne_id,
    remplacements.personne_courante,
    cles.cle_enregistrement
from remplacements
inner join cles using (personne_courante)
