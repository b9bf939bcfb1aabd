"""A world of a few persons written by hand, for tests whose answers are worked out from the definitions."""

from datetime import date, datetime

import polars as pl

from pipelines.simulation.monde import Bloc, Parametres

PARAMETRES = Parametres(personnes=10, mois=30, dernier_mois=date(2026, 6, 1))  # January 2024 to June 2026
ABSENT = None


def jour(texte: str | None) -> date | None:
    return date.fromisoformat(texte) if texte else None


def _instant(texte: str | None) -> datetime | None:
    """A day (at noon) or an instant, at the hour of Paris."""
    return datetime.fromisoformat(texte if "T" in texte else f"{texte}T12:00") if texte else None


def _question(envoi: str, reponse: int | None, le: str | None) -> dict:
    dates = {"date_envoi": jour(envoi), "date_reponse": None if reponse is None else jour(le or envoi)}
    return {"question": "satisfaction_globale", "echelle": "4", "reponse": reponse, "poids": 1.0} | dates


class Monde:
    """A world written by hand: persons are numbered, everything else is said with dates."""

    def __init__(self) -> None:
        self.lignes: dict[str, list[dict]] = {nom: [] for nom in Bloc.__dataclass_fields__}

    def personne(self, numero: int = 1, naissance: str = "1985-05-10", sexe: str = "2") -> "Monde":
        self.lignes["personne"].append({"personne": numero, "naissance": jour(naissance), "sexe": sexe})
        return self

    def inscrite(self, debut: str, fin: str | None = None, numero: int = 1, **autres) -> "Monde":
        connus = {ligne["personne"] for ligne in self.lignes["personne"]}
        if numero not in connus:
            self.personne(numero)
        ligne = {"code": "1", "ndem": 2, "motif": "1", "commune": "01001", "departement": "01", "motif_cessation": "13"}
        ligne |= {"personne": numero, "date": jour(debut), "date_cessation": jour(fin)} | autres
        self.lignes["inscription"].append(ligne)
        return self

    def contrat(self, debut: str, prevue: str | None = None, fin: str | None = None, **autres) -> "Monde":
        rang = len(self.lignes["contrat"]) + 1
        ligne = {"personne": 1, "siren": "000000018", "nic": "00018", "numero": f"{rang:05d}", "nature": "02"}
        ligne |= {"dispositif": "99", "debut": jour(debut), "fin_prevue": jour(prevue), "fin": jour(fin)} | autres
        self.lignes["contrat"].append(ligne)
        return self

    def travail(
        self, mesure: float, debut: str, fin: str, contrat: int = 1, dit_en: str | None = None, **autres
    ) -> "Monde":
        """Hours of the contract of that rank, told by the declaration of the month of `fin` unless said (`dit_en`)."""
        connu = self.lignes["contrat"][contrat - 1]
        ligne = {nom: connu[nom] for nom in ("personne", "siren", "nic", "numero")}
        ligne |= {"mois": (jour(dit_en) or jour(fin)).replace(day=1), "debut": jour(debut), "fin": jour(fin)}
        ligne |= {"type": "002", "activite": "01", "unite": "10", "centiemes": round(mesure * 100), "suite": False}
        self.lignes["activite"].append(ligne | autres)
        return self

    def orientation(self, decision: str | None, numero: int = 1, sortie: str | None = None, **autres) -> "Monde":
        ligne = {"statut": "DECIDE", "etat_decision": "ACCEPTEE", "departement": "01"} | {
            "personne": numero,
            "date_decision": jour(decision),
            "date_sortie": jour(sortie),
        }
        self.lignes["orientation"].append(ligne | autres)
        return self

    def droit(self, mois: str, numero: int = 1, **autres) -> "Monde":
        ligne = {"departement": "01", "soumis": True, "etat_dossier": "2", "commune": "01001"}
        ligne |= {"numdemrsa": f"D{numero}", "role": "DEM"}
        self.lignes["droit"].append(ligne | {"mois": jour(mois), "personne": numero} | autres)
        return self

    def devoirs(self, debut: str, numero: int = 1, annonce: str | None = None, **autres) -> "Monde":
        """An entry into the duties of RSA, told that day unless said."""
        ligne = {"departement": "01", "personne": numero, "numdemrsa": f"D{numero}", "role": "DEM"}
        dates = {"date_debut": jour(debut), "annonce": jour(annonce or debut)}
        self.lignes["entree_devoirs"].append(ligne | dates | autres)
        return self

    def formation(
        self, entree: str | None, numero: int = 1, abandon: str | None = None, sortie: str | None = None, **autres
    ) -> "Monde":
        dates = {"entree": jour(entree), "abandon": jour(abandon), "sortie": jour(sortie)}
        self.lignes["formation"].append({"personne": numero} | dates | autres)
        return self

    def evenement_formation(self, evenement: str, quand: str, **autres) -> "Monde":
        ligne = {"personne": 1, "session": "SE_1", "type_formation": "AFC", "cpf_autonome": False}
        self.lignes["evenement_formation"].append(ligne | {"evenement": evenement, "date": jour(quand)} | autres)
        return self

    def action(self, debut: str, numero: int = 1, **autres) -> "Monde":
        ligne = {"type_action": "ENTRETIEN", "statut": "REALISEE", "departement": "01"}
        self.lignes["action"].append(ligne | {"personne": numero, "date_debut": jour(debut)} | autres)
        return self

    def modalite(self, debut: str, fin: str | None = None, numero: int = 1, **autres) -> "Monde":
        ligne = {"departement": "01", "personne": numero, "modalite": "GUIDE", "operateur": "FT"}
        self.lignes["modalite"].append(ligne | {"date_debut": jour(debut), "date_fin": jour(fin)} | autres)
        return self

    def corde(self, echeance: str, realisation: str | None = None, numero: int = 1, **autres) -> "Monde":
        """A review, announced at the beginning of the simulated months unless said (`creation`)."""
        dates = {"date_echeance": jour(echeance), "date_realisation": jour(realisation)}
        ligne = {"departement": "01", "creation": PARAMETRES.premier_mois, "personne": numero}
        self.lignes["corde_rappel"].append(ligne | dates | autres)
        return self

    def engagement(self, signature: str | None, cloture: str | None = None, numero: int = 1, **autres) -> "Monde":
        """A contract of engagement; instants are told to the minute, or as a day (then at noon)."""
        dates = {nom: _instant(quand) for nom, quand in (("signature", signature), ("cloture", cloture))}
        ligne = {"departement": "01", "personne": numero, "heures": 15.0}
        self.lignes["contrat_engagement"].append(ligne | dates | autres)
        return self

    def diagnostic(self, jour_: str, numero: int = 1, **autres) -> "Monde":
        ligne = {"departement": "01", "personne": numero, "date_diagnostic": jour(jour_)}
        self.lignes["diagnostic"].append(ligne | autres)
        return self

    def contrainte(self, detection: str, levee: str | None = None, numero: int = 1, **autres) -> "Monde":
        dates = {"date_detection": jour(detection), "date_levee": jour(levee), "date_diagnostic": jour(detection)}
        ligne = {"departement": "01", "personne": numero, "nature": "MOBILITE"}
        self.lignes["contrainte"].append(ligne | dates | autres)
        return self

    def rendez_vous(self, quand: str, issue: str | None = "HONORE", numero: int = 1, **autres) -> "Monde":
        """An appointment told from the start of the simulated months unless said (`prise`)."""
        ligne = {"departement": "01", "personne": numero, "statut": "PRIS", "issue": issue}
        ligne |= {"prise": PARAMETRES.premier_mois, "quand": _instant(quand)}
        self.lignes["rendez_vous"].append(ligne | autres)
        return self

    def acte(self, nature: str, effet: str, numero: int = 1, **autres) -> "Monde":
        ligne = {"departement": "01", "personne": numero, "regime": "DE", "nature": nature}
        self.lignes["acte"].append(ligne | {"date_effet": jour(effet)} | autres)
        return self

    def interrogee(self, envoi: str, reponse: int | None = None, le: str | None = None, **autres) -> "Monde":
        """A person asked on a scale of four, answering that day unless said (`le`)."""
        self.lignes["personne_interrogee"].append({"personne": 1} | _question(envoi, reponse, le) | autres)
        return self

    def entreprise_interrogee(self, envoi: str, reponse: int | None = None, le: str | None = None, **autres) -> "Monde":
        ligne = {"siret": "00000001800010", "commune": "01001"} | _question(envoi, reponse, le)
        self.lignes["entreprise_interrogee"].append(ligne | autres)
        return self

    def vie_poste(self, depot: str, issue: str = "EN_COURS", sortie: str | None = None, **autres) -> "Monde":
        """A post of the network; it was diagnosed if said (`diagnostic`)."""
        dates = {"depot": jour(depot), "sortie": jour(sortie), "diagnostic": jour(autres.pop("diagnostic", None))}
        ligne = {"offre": "O00001", "rang": 1, "issue": issue, "type_offre": "Emploi durable", "commune": "01001"}
        self.lignes["vie_poste"].append(ligne | {"cadre": "N"} | dates | autres)
        return self

    def controle(self, cloture: str | None, suite: str | None = "SANS_SUITE", numero: int = 1, **autres) -> "Monde":
        """A control closed at noon, or at the minute said."""
        ligne = {"departement": "01", "personne": numero, "cloture": _instant(cloture), "suite": suite}
        self.lignes["controle"].append(ligne | autres)
        return self

    def embauche(self, mois: str, duree: str = "1_A_6_MOIS", **autres) -> "Monde":
        ligne = {"siret": "00000001800010", "type_contrat": "CDD", "commune": "01001", "declarations": 1}
        self.lignes["embauche"].append(ligne | {"mois": jour(mois), "duree": duree} | autres)
        return self

    def etablissement(self, mois: str, commune: str | None = "01001", **autres) -> "Monde":
        """Where the declaration of work of that month says the establishment is."""
        ligne = {"siret": "00000001800018", "mois": jour(mois), "commune": commune}
        self.lignes["etablissement"].append(ligne | autres)
        return self

    def service(self, *mises_a_jour: str, **autres) -> "Monde":
        """A service listed every month, looked at on these days, of a structure in no known place."""
        ligne = {"structure": "base--s1", "commune": "01001", "thematiques": ["mobilite--financer-ma-mobilite"]}
        ligne |= {"premier_mois": PARAMETRES.premier_mois, "dernier_mois": PARAMETRES.dernier_mois}
        ligne |= {"service": f"base--v{len(self.lignes['service'])}", "mises_a_jour": [jour(un) for un in mises_a_jour]}
        self.lignes["service"].append(ligne | autres)
        return self

    def offre(self, depot: datetime, pourvois: list[datetime | None], **autres) -> "Monde":
        nom = f"O{len(self.lignes['offre']):05d}"
        ligne = {"offre": nom, "depot": depot, "type_contrat": "CDI", "commune": "01001", "origine": "1"}
        self.lignes["offre"].append(ligne | autres)
        self.lignes["poste"] += [
            {"offre": nom, "rang": rang, "statut": "POURVU" if instant else "OUVERT", "pourvoi": instant}
            for rang, instant in enumerate(pourvois, start=1)
        ]
        return self

    def bloc(self) -> Bloc:
        return Bloc.de(
            **{nom: pl.DataFrame(lignes, infer_schema_length=None) for nom, lignes in self.lignes.items() if lignes}
        )
