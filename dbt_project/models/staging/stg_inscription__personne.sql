-- The record key of each registered person, the same from every file (confidentiality.md §3.1).
select distinct
    personne_id,
    cle_enregistrement
from {{ lac('inscription', 'personne') }}
