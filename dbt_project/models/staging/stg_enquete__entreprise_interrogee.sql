-- Questions on overall satisfaction sent to establishments, with the record key of each.
{{ reponses_ponderees('entreprise_interrogee', 'siret', ['cle_enregistrement']) }}
