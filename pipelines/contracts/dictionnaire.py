"""The dictionary page of a source, in French, written from its contract and from what the house asks of all of them.

`python -m pipelines.contracts.dictionnaire` writes docs/sources/ from data_contracts/.
"""

from pathlib import Path

from pipelines.contracts.lots import ERREUR, maison
from pipelines.contracts.modele import Colonne, Contrat, Entite
from pipelines.contracts.versions import tous

DOSSIER = Path(__file__).parents[2] / "docs" / "sources"
ENTETE = "<!-- Written by `python -m pipelines.contracts.dictionnaire` from data_contracts/: change the contract. -->"

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
_UNITES = {"d": "jours", "m": "mois", "y": "ans"}
_ORIGINES = {
    "officiel": "format officiel",
    "observe": "format observé dans des sources publiques",
    "construit": "format construit pour cette plateforme",
}


def dictionnaire(contrat: Contrat) -> str:
    """Markdown: what the source is, then one table per entity with its rules, then how its deliveries are checked."""
    description = contrat.odcs.description
    lignes = [f"# Source « {contrat.source} »", ""]
    if description:
        textes = (description.purpose, description.usage, description.limitations)
        lignes += [f"{' '.join(texte.split())}\n" for texte in textes if texte]
    lignes += _fiche(contrat)
    for entite in contrat.entites.values():
        lignes += ["", *_entite(entite)]
    lignes += ["", *_controles_de_lot(contrat)]
    return "\n".join(lignes) + "\n"


def sommaire(contrats: dict[str, Contrat]) -> str:
    """Markdown: every source and what it is for."""
    lignes = ["# Les sources", "", "| Source | Objet | Cadence | Contrat |", "|---|---|---|---|"]
    for source, contrat in contrats.items():
        objet = " ".join(contrat.odcs.description.purpose.split())
        lignes.append(f"| [{source}]({source}.md) | {objet} | {contrat.proprietes['cadence']} | {contrat.version} |")
    return "\n".join(lignes) + "\n"


def pages(contrats: dict[str, Contrat]) -> dict[str, str]:
    """The text of each file of docs/sources/, by its name."""
    textes = {f"{source}.md": dictionnaire(contrat) for source, contrat in contrats.items()}
    return {nom: f"{ENTETE}\n\n{texte}" for nom, texte in {"README.md": sommaire(contrats), **textes}.items()}


def _fiche(contrat: Contrat) -> list[str]:
    proprietes = contrat.proprietes
    origine = str(proprietes.get("origine", ""))
    equipe = contrat.odcs.team
    fiche = {
        "Version du contrat": contrat.version,
        "Tenue par": equipe and f"{equipe.name} ({(equipe.description or '').rstrip('.')})",
        "Envoyée par": " ".join(role.description or "" for role in contrat.odcs.roles or ()),
        "Origine du format": _ORIGINES.get(origine, origine),
        "Base légale": proprietes.get("base_legale"),
        "Cadence": proprietes.get("cadence"),
        "Délai de déclaration": f"{proprietes.get('delai_declaration_mois')} mois",
        "Délai d'envoi": _duree(contrat, "latency"),
        "Conservation": _duree(contrat, "retention"),
        "Ordre des versions": proprietes.get("ordre_emission"),
    }
    return [f"- {nom} : {valeur}" for nom, valeur in fiche.items() if valeur]


def _duree(contrat: Contrat, promesse: str) -> str | None:
    tenues = [sla for sla in contrat.odcs.slaProperties or () if sla.property == promesse]
    return f"{tenues[0].value} {_UNITES[tenues[0].unit]}" if tenues else None


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
    if entite.references:
        lignes += ["", "Références :", ""]
        for reference in entite.references:
            ou = "les communes de France" if reference.de_la_maison else f"`{reference.cible}` de la même livraison"
            lignes.append(f"- {' + '.join(f'`{nom}`' for nom in reference.colonnes)} se trouve dans {ou}.")
    if entite.regles:
        effets = {"rejet": "la ligne est refusée", "avertissement": "la ligne est acceptée et signalée"}
        effets["fichier"] = "le fichier entier est refusé"
        lignes += ["", "Règles :", ""]
        lignes += [f"- `{regle.nom}` : {regle.phrase} Sinon {effets[regle.gravite]}." for regle in entite.regles]
    return lignes


def _controles_de_lot(contrat: Contrat) -> list[str]:
    lignes = ["## Contrôles de chaque livraison", ""]
    lignes += [
        "Chaque livraison est comparée à ce contrat et aux livraisons comparables d'avant ; un écart avertit.",
        "",
    ]
    lignes += [f"- {controle.titre} : {controle.phrase}" for controle in maison().controles.values()]
    if contrat.age_maximal is not None:
        lignes.append(f"- L'événement le plus récent d'une livraison a au plus {contrat.age_maximal} jours.")
    for entite in contrat.entites.values():
        for ecart in entite.ecarts:
            controle = entite.controle(ecart.nom, ecart.colonne)
            lieu = f"`{entite.nom}`" + (f", `{ecart.colonne}`" if ecart.colonne else "")
            if ecart.seuil is None and ecart.gravite != ERREUR:
                lignes.append(f"- {lieu} : les valeurs reçues sont suivies comme des codes.")
                continue
            effet = "c'est une erreur" if controle.gravite == ERREUR else "un avertissement le dit"
            lignes.append(f"- {lieu}, {controle.titre.lower()} : {controle.phrase} Sinon {effet}.")
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


if __name__ == "__main__":
    DOSSIER.mkdir(exist_ok=True)
    ecrites = pages(tous())
    for perdue in {chemin.name for chemin in DOSSIER.glob("*.md")} - ecrites.keys():
        (DOSSIER / perdue).unlink()
    for nom_de_page, texte_de_page in ecrites.items():
        (DOSSIER / nom_de_page).write_text(texte_de_page, encoding="utf-8")
    print(f"{len(ecrites)} pages of {DOSSIER.name}/ are written.")
