-- The record key of each person of an RSA household.
select distinct
    personne_id,
    cle_enregistrement
from {{ lac('rsa', 'personne') }}
