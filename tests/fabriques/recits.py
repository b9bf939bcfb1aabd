"""Lives told by hand (`tests/end_to_end/pieges.yaml`), written as source files with the pens of the synthetic France.

Every département sends its files each month, those where nothing happens too. The keys of a case are explained at the
head of the file.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
import yaml

from pipelines.roots import Roots
from pipelines.simulation.fichiers import Bureau, tous
from pipelines.simulation.fichiers.brouillon import Brouillon
from pipelines.simulation.fichiers.dsn import blocs
from pipelines.simulation.fichiers.facteur import Facteur
from pipelines.simulation.monde import Bloc, Parametres
from pipelines.simulation.monde.lieux import Employeurs
from pipelines.simulation.plan import Livraison, Plan

SOURCES = ("inscription", "orientation", "rsa", "rsa_contact", "offre", "dsn")
_NAISSANCE = date(1985, 6, 15)
_DEBUT_DES_DROITS = date(2025, 3, 1)
_RECEPTION_DES_SIGNAUX = 11
_SANS_TERME = "01"
# Why a contract of that nature ends: broken by agreement, end of mission; the others at their term
_FINS = {_SANS_TERME: "043", "03": "032"}
_TERME = "031"


@dataclass(frozen=True)
class Recits:
    """The cases of a file, as written, and the months in which their files are sent."""

    pieges: list[dict]
    parametres: Parametres

    @classmethod
    def lire(cls, chemin: Path) -> "Recits":
        dit = yaml.safe_load(chemin.read_text(encoding="utf-8"))
        premier, dernier = (mois(dit["calendrier"][nom]) for nom in ("premier_mois", "dernier_mois"))
        duree = 12 * (dernier.year - premier.year) + dernier.month - premier.month + 1
        return cls(dit["pieges"], Parametres(personnes=1, mois=duree, dernier_mois=dernier))

    def deposer(self, roots: Roots) -> None:
        """Write every file of the cases in the dépôt, each at its date of reception."""
        monde = _Monde(self.parametres, self.pieges)
        with TemporaryDirectory() as atelier:
            dossier = Path(atelier)
            facteur = Facteur(roots.depot, dossier / "fichiers.jsonl")
            bureau = Bureau(self.parametres, _PosteSansFaute(self.parametres), Brouillon(dossier), facteur)
            ecrivains = [ecrivain for ecrivain in tous() if ecrivain.nom in SOURCES]
            for ecrivain in ecrivains:
                ecrivain.poser(bureau, 0, monde.bloc)
            for envoi in self.parametres.liste_mois:
                for ecrivain in ecrivains:
                    ecrivain.envoyer(bureau, envoi)
            for jour, octets in monde.reprises():
                facteur.deposer("dsn", jour.replace(day=_RECEPTION_DES_SIGNAUX), f"reprise_{jour}.dsn", octets)
            for piege in self.pieges:
                if table := piege.get("table_de_comites"):
                    nom = f"comites_{self.parametres.dernier_mois:%Y-%m}.csv"
                    facteur.deposer("comite_local", self.parametres.dernier_jour, nom, table.encode())


def mois(dit: str) -> date:
    """« 2024-12 » as the first day of that month."""
    return date.fromisoformat(f"{dit}-01")


class _PosteSansFaute(Plan):
    """The calendar of the post, nothing being corrected, repeated or planted wrong."""

    def livraisons(self, source: str, mois: date) -> list[Livraison]:
        return [replace(livraison, rectificatif=None) for livraison in super().livraisons(source, mois)]

    def doublon(self, source: str, mois: date) -> bool:
        return False

    def defaut(self, nom: str, mois: date) -> bool:
        return False


class _Monde:
    """The rows of the world, entity by entity, as the cases are read."""

    def __init__(self, parametres: Parametres, pieges: list[dict]) -> None:
        self._parametres = parametres
        self._lignes: dict[str, list[dict]] = defaultdict(list)
        self._employeurs: dict[tuple, int] = {}
        self._dossiers: dict[tuple, int] = {}
        self._reprises: list[dict] = []
        for piege in pieges:
            for prenom, vie in piege.get("personnes", {}).items():
                self._personne(piege, prenom, vie)
            for offre in piege.get("offres", []):
                self._offre(piege["commune"], offre)

    @property
    def bloc(self) -> Bloc:
        return Bloc.de(**{nom: pl.DataFrame(lignes, infer_schema_length=None) for nom, lignes in self._lignes.items()})

    def reprises(self) -> Iterator[tuple[date, bytes]]:
        """(day, message) of each signal of a return from sick leave, its contract opened again on that day."""
        for ligne in self._reprises:
            frame = Bloc.de(contrat=pl.DataFrame([ligne])).contrat.with_columns(
                *(pl.lit(ligne[nom]).alias(nom) for nom in ("nir", "naissance", "sexe", "nom", "prenom", "adresse")),
                type=pl.lit("01"),
                ordre=pl.lit("101"),
                construit="debut",
                fin_dite=pl.lit(None, pl.Date),
                motif_dit=pl.lit(None, pl.String),
            )
            texte = pl.concat_str(blocs.declaration("05", None), blocs.individu(), blocs.contrat(mensuelle=False))
            corps = frame.select(texte=texte)["texte"][0]
            yield ligne["debut"], blocs.message(corps, blocs.norme_de(ligne["debut"]))

    def _personne(self, piege: dict, prenom: str, vie: dict) -> None:
        rang = len(self._lignes["personne"]) + 1
        naissance, sexe = vie.get("naissance", _NAISSANCE), "1" if vie.get("sexe") == "H" else "2"
        personne = {
            "personne": rang,
            "nir": f"{sexe}{naissance:%y%m}99{rang:06}",
            "naissance": naissance,
            "sexe": sexe,
            "nom": "RECIT",
            "prenom": prenom,
            "adresse": "1 rue de l'Exemple",
            "identifiantpe": f"{9_000_000 + rang}A001" if "inscriptions" in vie else None,
            "rome": "K2204",
        }
        self._lignes["personne"].append(personne)
        self._inscriptions(rang, piege["commune"], vie.get("inscriptions", []))
        for contrat in vie.get("contrats", []):
            self._contrat(personne, piege, contrat)
        for jour in vie.get("orientations", []):
            self._orientation(rang, piege["commune"], jour)
        if "rsa" in vie:
            self._rsa(rang, piege, vie)
        if jour := vie.get("reprise_apres_arret"):
            dernier = self._lignes["contrat"][-1]
            self._reprises.append({**dernier, **personne, "numero": "00099", "debut": jour})

    def _inscriptions(self, personne: int, commune: str, inscriptions: list[dict]) -> None:
        for demande, dite in enumerate(inscriptions, 1):
            ici = dite.get("commune", commune)
            self._lignes["inscription"].append(
                {
                    "personne": personne,
                    "date": dite["date"],
                    "code": str(dite.get("code", 1)),
                    "ndem": demande,
                    "motif": "6" if demande == 1 else "8",
                    "categorie": "A",
                    "commune": ici,
                    "departement": ici[:2],
                    "niveau_formation": "NV4",
                    "diplome": "D",
                    "boeth": "N",
                    "qpv": "N",
                    "toprsa": "N",
                    "ancienne": False,
                    "date_cessation": dite.get("cessation"),
                    "motif_cessation": dite.get("motif"),
                }
            )

    def _contrat(self, personne: dict, piege: dict, dit: dict) -> None:
        periodes = [(debut, debut + timedelta(days=dit["jours"] - 1)) for debut in dit.get("debuts", [])]
        siren, nic = self._employeur(piege["piege"], dit.get("employeur", personne["personne"]))
        for debut, fin in periodes or [(dit["debut"], dit.get("fin"))]:
            self._lignes["contrat"].append(
                {
                    "personne": personne["personne"],
                    "siren": siren,
                    "nic": nic,
                    "numero": f"{len(self._lignes['contrat']) + 1:05}",
                    "debut": debut,
                    "fin_prevue": None if dit["nature"] == _SANS_TERME else fin,
                    "fin": fin,
                    "motif_fin": _FINS.get(dit["nature"], _TERME) if fin else None,
                    "nature": dit["nature"],
                    "dispositif": dit.get("dispositif", "99"),
                }
            )

    def _employeur(self, *qui: object) -> tuple[str, str]:
        rang = np.array([self._employeurs.setdefault(qui, len(self._employeurs) + 1)])
        siret = Employeurs(1).siret(rang, np.array([0]))[0]
        return siret[:9], siret[9:]

    def _orientation(self, personne: int, commune: str, decision: date) -> None:
        self._lignes["orientation"].append(
            {
                "personne": personne,
                "departement": commune[:2],
                "date_creation": datetime.combine(decision, time(9)),
                "statut": "DECIDE",
                "etat": "OUVERT",
                "parcours": "PED",
                "organisme": "FT",
                "origine": "INSCRIPTION_VOLONTAIRE",
                "date_entree": decision,
                "etat_decision": "ACCEPTEE",
                "date_decision": decision,
                "organisme_decision": "FT",
            }
        )

    def _rsa(self, personne: int, piege: dict, vie: dict) -> None:
        dit, commune = vie["rsa"], piege["commune"]
        dossier = self._dossiers.setdefault((piege["piege"], dit["dossier"]), len(self._dossiers) + 1)
        foyer = {
            "personne": personne,
            "departement": commune[:2],
            "numdemrsa": f"9{dossier:010}",
            "matricule": f"{dossier:015}",
            "role": dit["role"],
            "date_demande": _DEBUT_DES_DROITS,
        }
        entree = vie.get("entree_devoirs")
        for envoi in self._parametres.liste_mois:
            if envoi >= _DEBUT_DES_DROITS:
                mensuel = {
                    "mois": envoi,
                    "soumis": dit["soumis"] == "oui",
                    "entrant": entree is not None and entree.replace(day=1) == envoi,
                    "etat_dossier": str(dit["etat"]),
                    "commune": commune,
                }
                self._lignes["droit"].append(foyer | mensuel)
        if entree:
            self._lignes["entree_devoirs"].append(foyer | {"date_debut": entree, "annonce": entree})

    def _offre(self, commune: str, dite: dict) -> None:
        offre = f"{len(self._lignes['offre']) + 1:03}RECIT"
        siren, nic = self._employeur(offre)
        self._lignes["offre"].append(
            {
                "offre": offre,
                "depot": _midi(dite["depot"]),
                "validation": _midi(dite["depot"]),
                "cloture": _midi(dite["cloture"]) if "cloture" in dite else None,
                "motif_cloture": dite.get("motif"),
                "type_contrat": dite["contrat"],
                "duree_jours": dite.get("duree"),
                "cadre": False,
                "rome": "K2204",
                "commune": commune,
                "siret": siren + nic,
                "origine": str(dite.get("origine", 1)),
            }
        )
        for rang, sort in enumerate(dite["postes"], 1):
            pourvu = isinstance(sort, date)
            self._lignes["poste"].append(
                {
                    "offre": offre,
                    "rang": rang,
                    "statut": "POURVU" if pourvu else {"ouvert": "OUVERT", "annulé": "ANNULE"}[sort],
                    "pourvoi": _midi(sort) if pourvu else None,
                    "mode": "RESEAU" if pourvu else None,
                }
            )


def _midi(jour: date) -> datetime:
    return datetime.combine(jour, time(11), UTC)
