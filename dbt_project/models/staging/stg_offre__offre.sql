-- Offers, at their last known state; deposited in the network (origine 1) or aggregated from partners (2).
with connues as (
    select
        offre,
        cle_enregistrement,
        date_depot,
        date_validation,
        date_cloture,
        motif_cloture,
        nature_contrat,
        duree_jours,
        cadre,
        rome,
        commune,
        siret,
        origine,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('offre', 'offre') }}
),

courantes as (
    {{ version_courante('connues', ['offre'], ['date_extraction']) }}
)

select * from courantes
where date_depot <= {{ date_observation() }}
