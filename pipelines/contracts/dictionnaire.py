"""The dictionary page of a source, in French, written from its contract alone."""

from pipelines.contracts.modele import Colonne, Contrat, Entite

_CLASSES = {
    "identite": "identité",
    "quasi_identifiant": "quasi-identifiant",
    "sensible": "sensible",
    "ordinaire": "ordinaire",
}
_TYPES = {
    "string": "texte",
    "date": "date",
    "timestamp": "horodatage",
    "integer": "entier",
    "number": "nombre",
    "boolean": "oui ou non",
}
_PASSAGES = {
    "personne": "pseudonyme de personne",
    "personne_ntt": "pseudonyme de personne (à défaut de NIR)",
    "ancienne_personne": "pseudonyme d'avant",
    "ancienne_personne_ntt": "pseudonyme d'avant (à défaut de NIR)",
    "mois": "premier jour du mois",
    "garde": "gardée",
    "jour_paris": "jour à Paris",
}
_PERSONNES = {
    "personne": "personne_id",
    "personne_ntt": "personne_id",
    "ancienne_personne": "ancienne_personne_id",
    "ancienne_personne_ntt": "ancienne_personne_id",
}
_ORIGINES = {
    "officiel": "format officiel",
    "observe": "format observé dans des sources publiques",
    "construit": "format construit pour cette plateforme",
}


def dictionnaire(contrat: Contrat) -> str:
    """Markdown: what the source is, then one table per entity, then its rules."""
    description = contrat.odcs.description
    lignes = [f"# Source « {contrat.source} »", ""]
    if description:
        lignes += [texte for texte in (description.purpose, description.usage, description.limitations) if texte]
    lignes += ["", *_fiche(contrat)]
    for entite in contrat.entites.values():
        lignes += ["", *_entite(entite)]
    return "\n".join(lignes) + "\n"


def _fiche(contrat: Contrat) -> list[str]:
    proprietes = contrat.proprietes
    origine = str(proprietes.get("origine", ""))
    fiche = {
        "Version du contrat": contrat.version,
        "Origine du format": _ORIGINES.get(origine, origine),
        "Base légale": proprietes.get("base_legale"),
        "Cadence": proprietes.get("cadence"),
        "Délai de déclaration": f"{proprietes.get('delai_declaration_mois')} mois",
        "Ordre des versions": proprietes.get("ordre_emission"),
    }
    return [f"- {nom} : {valeur}" for nom, valeur in fiche.items() if valeur]


def _entite(entite: Entite) -> list[str]:
    lignes = [
        f"## {entite.nom}",
        "",
        entite.description,
        "",
        "| Colonne reçue | Sens | Type | Obligatoire | Classe | Devient | Sous le nom |",
        "|---|---|---|---|---|---|---|",
        *(_ligne(colonne) for colonne in entite.colonnes),
    ]
    if entite.cle_metier:
        lignes += ["", f"Clé métier : {', '.join(entite.cle_metier)}."]
    if entite.regles:
        effets = {"rejet": "la ligne est refusée", "avertissement": "la ligne est acceptée et signalée"}
        effets["fichier"] = "le fichier entier est refusé"
        lignes += ["", "Règles :", ""]
        lignes += [f"- `{regle.nom}` : {regle.phrase} Sinon {effets[regle.gravite]}." for regle in entite.regles]
    return lignes


def _ligne(colonne: Colonne) -> str:
    if colonne.passage is None:
        devient, nom = "écartée", ""
    elif colonne.espace:
        devient, nom = f"pseudonyme ({colonne.espace})", colonne.atterrit
    else:
        devient = _PASSAGES[colonne.passage]
        nom = _PERSONNES.get(colonne.passage, colonne.atterrit)
    cellules = (
        f"`{colonne.recu}`",
        _sens(colonne),
        _TYPES[colonne.logique],
        "oui" if colonne.requis else "non",
        _CLASSES[colonne.classe],
        devient,
        f"`{nom}`" if nom else "",
    )
    return "| " + " | ".join(cellules) + " |"


def _sens(colonne: Colonne) -> str:
    sens = colonne.description.replace("|", "\\|").replace("\n", " ")
    return f"{sens} Codes : {', '.join(colonne.valeurs)}." if colonne.valeurs else sens
