"""What the network does with persons: registrations, orientations, support, RSA, offers, as selections of landed rows.

Each selection has `mois`, the month of the file that tells the row, and `ligne`. Shares and delays are those of a
plausible country, not of the real one.
"""

_SORTI = "coalesce(periodes.fin, getvariable('fin'))"


def _des_periodes(quand: str, colonnes: str, condition: str = "true") -> str:
    """Rows of registrations to which something happens on a day, before they end and before the last day told."""
    return f"""
        select
            mois_du(evenements.quand) as mois,
            evenements.*,
            last_day(mois_du(evenements.quand)) as date_extraction
        from (
            select
                periodes.n as ligne,
                personnes.departement as emetteur,
                personnes.numero_ft,
                periodes.debut + cast({quand} as integer) as quand,
                {colonnes}
            from periodes
            inner join personnes using (p)
            where {condition} and periodes.debut + cast({quand} as integer) <= {_SORTI}
        ) as evenements"""


_INSCRITS = """
    select
        mois_du(periodes.debut) as mois,
        periodes.n as ligne,
        personnes.departement as emetteur,
        personnes.* exclude (p, departement),
        last_day(mois_du(periodes.debut)) as date_extraction,
        periodes.debut as date_inscription,
        '1' as code_inscription,
        periodes.k + 1 + personnes.p % 3 as ndem,
        case when periodes.k + personnes.p % 3 = 0 then '6' else parmi(['1', '1', '2', '4'], periodes.n, 'motif') end
            as motif_inscription,
        parmi(['A', 'A', 'A', 'A', 'A', 'B', 'C', 'C', 'D', 'E', 'F', 'G'], periodes.n, 'categorie') as categorie,
        'K2204' as rome,
        personnes.rsa_de is not null as rsa_declare
    from periodes
    inner join personnes using (p)"""

_PERSONNES = "select *, 'nir' as identite_type, identifiant(ligne, 'suite') as suite from ({}) as recus"

_CESSATIONS = """
    select
        mois_du(periodes.fin) as mois,
        periodes.n as ligne,
        personnes.departement as emetteur,
        personnes.personne_id,
        personnes.numero_ft,
        periodes.fin as date_cessation,
        case when tirage(periodes.n, 'retraite') < 0.006 then '05'
            else parmi(['01', '01', '01', '01', '10', '90', '02', '13', '13', '13'], periodes.n, 'cessation') end
            as motif_cessation,
        last_day(mois_du(periodes.fin)) as date_extraction
    from periodes
    inner join personnes using (p)
    where periodes.fin is not null"""

_DECISION = "attente(periodes.n, 'decision', 22)"
_DECIDEE = """
    'DECIDE' as statut,
    parmi(['PED', 'PED', 'PED', 'PSP', 'PSO', 'IND'], periodes.n, 'parcours') as parcours,
    case when tirage(periodes.n, 'refus') < 0.08 then 'REFUSEE' else 'ACCEPTEE' end as etat_decision,
    'FT' as organisme,
    parmi(['FT', 'FT', 'FT', 'CD', 'ML'], periodes.n, 'organisme') as organisme_decision"""

# proposed, decided, closed: three versions of one orientation; one in eight is followed by another. Two of a month are
# in one file, each at its own line
_ORIENTATIONS = " union all by name ".join(
    f"select * replace (4 * ligne + {rang} as ligne) from ({version}) as version_{rang}"
    for rang, version in enumerate(
        [
            _des_periodes(
                "entier(periodes.n, 'creation', 4)",
                "cast(periodes.debut as timestamp) as date_creation, 'PRECONISE' as statut, 'EN_ATTENTE' as etat",
            ),
            _des_periodes(
                f"4 + {_DECISION}",
                f"""cast(periodes.debut as timestamp) as date_creation, 'OUVERT' as etat,
                periodes.debut + 4 + {_DECISION} as date_decision, {_DECIDEE}""",
                "tirage(periodes.n, 'oriente') < 0.92",
            ),
            _des_periodes(
                "periodes.fin - periodes.debut",
                f"""cast(periodes.debut as timestamp) as date_creation, 'CLOTURE' as etat,
                periodes.debut + 4 + {_DECISION} as date_decision, periodes.fin as date_sortie_parcours, {_DECIDEE}""",
                f"""periodes.fin > periodes.debut + 4 + {_DECISION} and tirage(periodes.n, 'oriente') < 0.92
                and tirage(periodes.n, 'cloture') < 0.8""",
            ),
            _des_periodes(
                "120 + attente(periodes.n, 'suite', 60)",
                f"""cast(periodes.debut + 110 as timestamp) as date_creation, 'OUVERT' as etat,
                periodes.debut + 120 + attente(periodes.n, 'suite', 60) as date_decision,
                {_DECIDEE.replace("'parcours'", "'parcours suivant'")}""",
                "tirage(periodes.n, 'reorientation') < 0.12",
            ),
        ]
    )
)

_MODALITES = ["AUTONOME", "GUIDE", "GUIDE", "RENFORCE", "INTENSIF", "SOCIAL", "GLOBAL", "HANDICAP"]

# several of a kind in one registration: every so many days, each with its own draw
_REPETEES = """
    select ligne * 16 + fois as ligne, * exclude (ligne, fois)
    from ({}) as repetees"""


def _repetees(combien: int, tous_les: int, colonnes: str, part: float) -> str:
    """`combien` events at most in a registration, one every `tous_les` days or so, each with the probability `part`."""
    lignes = (
        _des_periodes(
            f"{tous_les} * {fois} + entier(16 * periodes.n + {fois}, 'jour', {tous_les})",
            colonnes.replace("{i}", f"(16 * periodes.n + {fois})") + f", {fois} as fois",
            f"tirage(16 * periodes.n + {fois}, 'a lieu') < {part}",
        )
        for fois in range(combien)
    )
    return _REPETEES.format(" union all by name ".join(lignes))


_ACTIONS = f"""
    select *, quand as date_debut, quand + duree as date_fin from ({
    _repetees(
        2,
        45,
        '''
        parmi(
            ['ENTRETIEN', 'ENTRETIEN_DIAGNOSTIC', 'ATELIER', 'PRESTATION', 'IMMERSION', 'MISE_EN_RELATION'], {i}, 'type'
        ) as type_action,
        parmi(['FT', 'FT', 'CD', 'ML'], {i}, 'operateur') as operateur,
        case when tirage({i}, 'annulee') < 0.1 then 'ANNULEE' else 'REALISEE' end as statut,
        entier({i}, 'duree', 12) as duree,
        1.0 as heures_prevues''',
        0.7,
    )
}) as actions"""

_MODALITE = " union all by name ".join(
    _des_periodes(
        quand,
        f"""parmi({_MODALITES}, periodes.n, '{mot}') as modalite,
        parmi(['FT', 'FT', 'FT', 'CD', 'ML'], periodes.n, 'operateur') as operateur,
        periodes.debut + {quand} as date_debut,
        case when {suite} < {_SORTI} - periodes.debut then periodes.debut + {suite} else periodes.fin end
            as date_fin""",
        condition,
    )
    for quand, suite, mot, condition in (
        ("7", "100", "modalite", "tirage(periodes.n, 'suivi') < 0.9"),
        ("100", "9999", "modalite suivante", "tirage(periodes.n, 'suivi') < 0.6"),
    )
)

_CORDES = f"""
    select *, quand as date_echeance,
        case when fait then least(quand + retard, getvariable('fin')) end as date_realisation
    from ({
    _repetees(
        3,
        80,
        '''
        parmi(['FIN_DISPOSITIF', 'CHANGEMENT_ALLOCATION'], {i}, 'cause') as cause,
        tirage({i}, 'fait') < 0.7 as fait,
        entier({i}, 'retard', 30) as retard,
        'ENTRETIEN' as issue,
        'FT' as operateur''',
        0.5,
    )
}) as cordes"""

_RENDEZ_VOUS = f"""
    select *, quand as date_rendez_vous from ({
    _repetees(
        3,
        60,
        '''
        identifiant({i}, 'rendez-vous') as rendez_vous,
        'FT' as organisme,
        'DIA' as motif_rendez_vous,
        'PHYSIQUE' as modalite_contact,
        'IND' as type_reception,
        'PRIS' as statut,
        parmi(['HONORE', 'HONORE', 'HONORE', 'HONORE', 'ABSENCE', 'MOTIF_LEGITIME'], {i}, 'issue') as issue''',
        0.6,
    )
})
    as rendez_vous"""

_ACTES = f"""
    select *, quand as date_constat, quand as date_effet from ({
    _repetees(
        2,
        120,
        '''
        identifiant({i}, 'acte') as acte,
        'DE' as regime,
        parmi(['MANQUEMENT', 'RADIATION', 'SUSPENSION', 'REDUCTION', 'SUPPRESSION', 'REPRISE'], {i}, 'acte pris')
            as nature_acte,
        'ABSENCE_RENDEZ_VOUS' as nature_manquement''',
        0.15,
    )
}) as actes"""

_JOUR_DIAGNOSTIC = "5 + attente(periodes.n, 'diagnostic', 30)"

_DROITS = """
    select
        mois.mois,
        mois.rang * getvariable('personnes') + personnes.p as ligne,
        personnes.departement as emetteur,
        personnes.personne_id,
        personnes.cle_enregistrement,
        'nir' as methode_appariement,
        'nir' as identite_type,
        identifiant(personnes.p, 'suite') as suite,
        'CAF' as organisme,
        personnes.departement || '1' as numero_organisme,
        personnes.dossier,
        entier(personnes.p, 'devoirs', 8) > 0 as soumis,
        mois.rang = personnes.rsa_de as entrant,
        '2' as etat_dossier,
        case when personnes.p % 4 = 0 then 'CJT' else 'DEM' end as role,
        personnes.numero_ft as numero_ft8,
        personnes.naissance_mois,
        personnes.sexe,
        personnes.commune,
        'M' as type_flux,
        strftime(mois.dernier_jour + 11, '%Y-%m-%d') || '01:00:00.0000' as ordre_emission
    from mois
    inner join personnes on mois.rang between personnes.rsa_de and personnes.rsa_a"""

_DEVOIRS = """
    select
        mois.mois,
        personnes.p as ligne,
        personnes.departement as emetteur,
        case when personnes.p % 4 = 0 then 'CONJOINT' else 'DEMANDEUR' end as role,
        personnes.dossier,
        mois.mois as date_demande,
        mois.mois + entier(personnes.p, 'jour des devoirs', 28) as date_debut_devoirs,
        mois.dernier_jour as date_extraction
    from mois
    inner join personnes on mois.rang = personnes.rsa_de"""

# 280,000 offers a month for 7 million persons, of 1 to 3 posts; known again when they close
_OFFRES = """
    with offres as (
        select
            o,
            mois.mois as mois_depot,
            mois.mois + entier(o, 'jour', 28) as date_depot,
            mois.mois + entier(o, 'jour', 28) + 5 + attente(o, 'cloture', 40) as date_cloture,
            emplacements.commune
        from range(cast(getvariable('personnes') // 25 * getvariable('nombre_mois') as bigint)) as t (o)
        inner join mois on o % getvariable('nombre_mois') = mois.rang
        inner join emplacements on entier(o, 'commune', getvariable('emplacements')) = emplacements.emplacement
    ),

    versions as (
        select *, mois_depot as mois, null as cloture from offres
        union all
        select *, mois_du(date_cloture) as mois, date_cloture as cloture from offres
        where date_cloture <= getvariable('fin')
    )

    select
        mois,
        2 * o + cast(cloture is not null as integer) as ligne,
        o,
        identifiant(o, 'offre') as offre,
        cle(o, 'cle offre') as cle_enregistrement,
        date_depot,
        date_depot + 1 as date_validation,
        cloture as date_cloture,
        case when cloture is not null then parmi(
            ['POURVUE_RESEAU', 'POURVUE_RESEAU', 'POURVUE_RESEAU', 'ANNULEE', 'ANNULEE_ERREUR'], o, 'motif offre'
        ) end as motif_cloture,
        1 + entier(o, 'postes', 3) as nombre_postes,
        parmi(['CDI', 'CDI', 'CDD', 'CDD', 'MIS'], o, 'nature offre') as nature_contrat,
        case when parmi(['CDI', 'CDI', 'CDD', 'CDD', 'MIS'], o, 'nature offre') <> 'CDI'
            then parmi([15, 25, 60, 90, 200, 365], o, 'duree offre') end as duree_jours,
        false as cadre,
        'K2204' as rome,
        commune,
        case when entier(o, 'origine', 9) = 0 then '2' else '1' end as origine,
        last_day(mois) as date_extraction
    from versions"""

_POSTES = f"""
    select
        * replace (8 * ligne + rang as ligne),
        case when pourvu then 'POURVU' else 'OUVERT' end as statut,
        case when pourvu
            then date_depot + cast(tirage(8 * ligne + rang, 'pourvoi') * (date_cloture - date_depot) as integer)
        end as date_pourvoi,
        case when pourvu then 'RESEAU' end as mode
    from (
        select *, coalesce(date_cloture is not null and tirage(8 * ligne + rang, 'pourvu') < 0.75, false) as pourvu
        from (select *, unnest(range(1, nombre_postes + 1)) as rang from ({_OFFRES}) as offres) as postes
    ) as postes"""

_FORMATIONS = f"""
    select *, quand as date_entree, quand + duree as fin_prevue,
        case when abandonnee and quand + duree // 2 <= getvariable('fin') then quand + duree // 2 end as date_abandon,
        case when not abandonnee and quand + duree <= getvariable('fin') then quand + duree end as date_sortie
    from ({
    _des_periodes(
        "30 + attente(periodes.n, 'formation', 60)",
        '''
        printf('SE_%08d', periodes.n) as session,
        tirage(periodes.n, 'abandon') < 0.12 as abandonnee,
        20 + entier(periodes.n, 'duree de formation', 90) as duree,
        periodes.debut as date_debut_prevue,
        '31001' as formacode,
        '4' as financeurs,
        'AFC' as dispositif''',
        "tirage(periodes.n, 'forme') < 0.14",
    )
}) as formations"""

_JOUR_CONTRAT = "10 + attente(periodes.n, 'engagement', 35)"

SELECTIONS = {
    ("inscription", "inscription"): _INSCRITS,
    ("inscription", "personne"): _PERSONNES.format(_INSCRITS),
    ("inscription", "cessation"): _CESSATIONS,
    ("orientation", "orientation"): _ORIENTATIONS,
    ("accompagnement", "action"): _ACTIONS,
    ("accompagnement", "modalite"): _MODALITE,
    ("accompagnement", "corde_rappel"): _CORDES,
    ("diagnostic", "diagnostic"): _des_periodes(
        _JOUR_DIAGNOSTIC,
        f"periodes.debut + {_JOUR_DIAGNOSTIC} as date_diagnostic, 'FT' as operateur",
        "tirage(periodes.n, 'diagnostique') < 0.8",
    ),
    ("diagnostic", "contrainte"): _des_periodes(
        _JOUR_DIAGNOSTIC,
        f"""periodes.debut + {_JOUR_DIAGNOSTIC} as date_diagnostic,
        periodes.debut + {_JOUR_DIAGNOSTIC} as date_detection,
        parmi(['MOBILITE', 'FINANCIERE', 'SANTE', 'LOGEMENT'], periodes.n, 'contrainte') as contrainte,
        'MOYEN' as impact,
        case when tirage(periodes.n, 'levee') < 0.5
            then least(periodes.debut + {_JOUR_DIAGNOSTIC} + 60, getvariable('fin')) end as date_levee""",
        "tirage(periodes.n, 'diagnostique') < 0.8 and tirage(periodes.n, 'contraint') < 0.6",
    ),
    ("contrat_engagement", "contrat"): _des_periodes(
        _JOUR_CONTRAT,
        f"""identifiant(periodes.n, 'engagement') as contrat_engagement,
        case when periodes.fin is null then 'SIGNE' else 'CLOTURE' end as statut,
        1 as rang,
        'FT' as organisme,
        periodes.debut + {_JOUR_CONTRAT} as date_creation_contrat,
        periodes.debut + {_JOUR_CONTRAT} as date_signature,
        periodes.fin as date_cloture,
        parmi([5.0, 10.0, 15.0, 20.0], periodes.n, 'heures prevues') as heures_prevues""",
        "tirage(periodes.n, 'signe') < 0.9",
    ),
    ("rendez_vous", "rendez_vous"): _RENDEZ_VOUS,
    ("sanction", "acte"): _ACTES,
    ("formation", "formation"): _FORMATIONS,
    ("rsa", "droit"): _DROITS,
    ("rsa", "personne"): _DROITS,
    ("rsa_contact", "entree_devoirs"): _DEVOIRS,
    ("offre", "offre"): _OFFRES,
    ("offre", "poste"): _POSTES,
}
"""By source and entity: who and what lands there."""
