-- The record key of each person of an RSA household.
{{ cles_des_personnes('rsa') }}
