-- Questions on overall satisfaction sent to persons.
{{ reponses_ponderees('personne_interrogee', 'numero_ft') }}
