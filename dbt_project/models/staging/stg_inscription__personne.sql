-- The record key of each registered person, the same from every file (confidentiality.md §3.1).
{{ cles_des_personnes('inscription') }}
