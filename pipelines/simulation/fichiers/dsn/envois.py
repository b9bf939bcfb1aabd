"""The DSN files of a month: declarations on time, late, wrong then replaced; signals; faulty and repeated files.

About 1 % of the declarations of an establishment are wrong at first: half say nobody worked there (type 02), half give
wrong planned ends and measures of activity; all name the place of another. Type 03 replaces them, the same month with a
greater order, or the next month built later (the order starts again each civil month).
"""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.dsn import blocs
from pipelines.simulation.fichiers.envois import DEJA_RECU, DOUBLON
from pipelines.simulation.fichiers.facteur import Faute
from pipelines.simulation.fichiers.texte import bout_a_bout, fin_de, tirage
from pipelines.simulation.monde.modele import Parametres, conforme, decale
from pipelines.simulation.plan import DERNIER_JOUR_DE_RECEPTION, JOURS

SOURCE = "dsn"
# Rough drafts: contracts declared in a month, measures of activity and places told with them
CONTRATS, ACTIVITES, LIEUX = "dsn", "activite", "etablissement"
PERSONNES_PAR_FICHIER = 60_000
_SORT, _JOUR, _FAUTE = 71, 72, 73
_REMPLACEES, _TARDIVES = 100, 250
# What a wrong declaration adds to each measure, in hundredths, and to each pay, in cents
_DE_TROP = 5_000
_ETABLISSEMENT = ["siren", "nic"]
_PERSONNE = [*_ETABLISSEMENT, "personne"]
# Days of the month when signals are received: those built by the day before, the others on the next month's first date
_RECEPTIONS_DE_SIGNAUX = (11, 18, 25)
_RECEPTION_SUIVANTE = 4


def parts(parametres: Parametres) -> int:
    """How many files the declarations of a month make, establishments being shared out among them."""
    return -(-parametres.personnes // PERSONNES_PAR_FICHIER)


@dataclass(frozen=True)
class _Mois:
    """The dates of the declarations of a month."""

    bureau: Bureau
    mois: date

    @property
    def dernier(self) -> bool:
        return self.mois == self.bureau.parametres.dernier_mois

    @property
    def a_temps(self) -> date:
        return self.jour(JOURS[SOURCE][0])

    @property
    def rectifiees(self) -> date:
        return self.jour(DERNIER_JOUR_DE_RECEPTION)

    @property
    def tardives(self) -> date:
        return self.bureau.plan.renvoi(SOURCE, "FR", self.mois)

    def jour(self, jour: int, apres: int = 1) -> date:
        return decale(self.mois, apres).replace(day=jour)


def envoyer_mensuelles(bureau: Bureau, mois: date) -> None:
    """Files dsn_<month>_<nn>, and those of late and replacing declarations."""
    calendrier = _Mois(bureau, mois)
    for numero in range(parts(bureau.parametres)):
        lignes = bureau.brouillon.lire(f"{CONTRATS}-{numero}", mois)
        if lignes is not None:
            activites, lieux = (bureau.brouillon.lire(f"{tas}-{numero}", mois) for tas in (ACTIVITES, LIEUX))
            _envoyer_part(calendrier, f"{numero + 1:02}", _situer(lignes, lieux), activites)
    _fichiers_faux(calendrier)


def _situer(lignes: pl.DataFrame, lieux: pl.DataFrame | None) -> pl.DataFrame:
    """Contracts with the `commune` of their establishment, null when its declaration names none."""
    communes = conforme("etablissement", lieux).select("siret", "commune").unique()
    siret = pl.col("siren") + pl.col("nic")
    return lignes.with_columns(siret=siret).join(communes, on="siret", how="left", maintain_order="left").drop("siret")


def _envoyer_part(calendrier: _Mois, numero: str, lignes: pl.DataFrame, activites: pl.DataFrame | None) -> None:
    lignes = lignes.sort(*_PERSONNE, "debut", "numero")
    activites = conforme("activite", activites)
    etablissements = _etablissements(lignes, calendrier)
    premieres = _declarer(lignes, activites, etablissements.filter(~pl.col("tardive")), calendrier)
    fautes = _fautes(calendrier) if numero == "01" else ""
    unites = lignes.join(
        etablissements.filter(~pl.col("tardive") & (pl.col("type") == "01")), on=_ETABLISSEMENT, how="semi"
    ).select(_PERSONNE)
    nom = _deposer(calendrier.bureau, calendrier.mois, calendrier.a_temps, f"_{numero}", premieres + fautes)
    _avouer_fautes(calendrier, numero, nom)
    if numero == "01" and calendrier.bureau.plan.doublon(SOURCE, calendrier.mois):
        renvoye = calendrier.bureau.facteur.renvoyer(SOURCE, nom, calendrier.tardives)
        calendrier.bureau.facteur.avouer(
            SOURCE, calendrier.tardives, renvoye, Faute(DEJA_RECU, unites.unique().height, DOUBLON)
        )
    justes = etablissements.with_columns(fausse=pl.lit(False), commune_dite="commune")
    suites = {"_rectifiees": ("remplacee", calendrier.rectifiees), "_tardives": ("plus_tard", calendrier.tardives)}
    for suffixe, (choix, reception) in suites.items():
        choisies = justes.filter(choix).with_columns(
            type="type_suite", ordre="ordre_suite", construit="construit_suite"
        )
        if choisies.height:
            texte = _declarer(lignes, activites, choisies, calendrier)
            _deposer(calendrier.bureau, calendrier.mois, reception, f"{suffixe}_{numero}", texte)


def _etablissements(lignes: pl.DataFrame, calendrier: _Mois) -> pl.DataFrame:
    """One row per establishment: how it declares the month first, and then, if it does so again or late.

    `fausse`: its first declaration is wrong; `remplacee`: it is replaced the same month; `plus_tard`: it is replaced,
    or comes for the first time (`tardive`), the next month.
    """
    mois, dernier = calendrier.mois, calendrier.dernier
    cle = pl.col("siren").cast(pl.Int64) * 7 + pl.col("nic").cast(pl.Int64) + mois.toordinal()
    sort, faute = tirage(cle, _SORT), tirage(cle, _FAUTE)
    fausse = sort < _REMPLACEES
    tardive = pl.lit(not dernier) & sort.is_between(_REMPLACEES, _TARDIVES, closed="left")
    suivant = fausse & (faute % 2 == 0) & pl.lit(not dernier)
    construit = pl.lit(calendrier.jour(5)) + pl.duration(days=tirage(cle, _JOUR) % 9)
    etablissements = lignes.group_by(_ETABLISSEMENT, maintain_order=True).agg(
        pl.col("etablissement_departement", "commune").first(),
        pl.col("utilisateur").drop_nulls().unique(maintain_order=True).alias("utilisateurs"),
    )
    return etablissements.with_columns(
        fausse=fausse,
        commune_dite=pl.when(fausse).then(pl.col("commune").shift(1)).otherwise("commune"),
        tardive=tardive,
        remplacee=fausse & ~suivant,
        plus_tard=suivant | tardive,
        type=pl.when(fausse & (faute % 4 < 2)).then(pl.lit("02")).otherwise(pl.lit("01")),
        ordre=pl.lit("101"),
        construit=construit,
        type_suite=pl.when(tardive).then(pl.lit("01")).otherwise(pl.lit("03")),
        ordre_suite=pl.when(suivant | tardive).then(pl.lit("7")).otherwise(pl.lit("102")),
        # The same day with a greater order, or some days later
        construit_suite=pl.when(suivant | tardive)
        .then(pl.lit(calendrier.jour(12, apres=2)))
        .when(faute % 8 < 4)
        .then(construit)
        .otherwise(pl.lit(calendrier.jour(21))),
    )


def _declarer(lignes: pl.DataFrame, activites: pl.DataFrame, etablissements: pl.DataFrame, calendrier: _Mois) -> str:
    """The declarations of `etablissements`, end to end."""
    mois, dernier = calendrier.mois, fin_de(calendrier.mois)
    propres = etablissements.select(*_ETABLISSEMENT, "fausse", "type")
    declares = lignes.join(propres, on=_ETABLISSEMENT, maintain_order="left")
    # Nobody in a declaration of type 02; planned ends that are not the true ones in the other wrong ones
    declares = declares.filter(pl.col("type") != "02").with_columns(
        fin_prevue=pl.when(pl.col("fausse") & pl.col("fin_prevue").is_not_null()).then("debut").otherwise("fin_prevue")
    )
    personnes = declares.select(
        *_PERSONNE,
        individu=blocs.individu(),
        contrat=blocs.contrat(mensuelle=True),
        versement=blocs.versement(mois, dernier),
    )
    par_personne = (
        personnes.group_by(_PERSONNE, maintain_order=True)
        .agg(pl.col("individu", "versement").first(), pl.col("contrat").str.join(""))
        .join(_remunerations(activites, propres), on=_PERSONNE, how="left", maintain_order="left")
    )
    texte = bout_a_bout(*(pl.col(nom) for nom in ("individu", "contrat", "versement", "remuneration")))
    par_etablissement = par_personne.group_by(_ETABLISSEMENT, maintain_order=True).agg(
        texte.str.join("").alias("corps")
    )
    lieux = pl.col("utilisateurs").list.eval(blocs.lieu(pl.element())).list.join("")
    declarations = etablissements.join(par_etablissement, on=_ETABLISSEMENT, how="left", maintain_order="left").select(
        texte=bout_a_bout(blocs.declaration("01", mois), pl.col("corps"), pl.when(pl.col("type") != "02").then(lieux))
    )
    return "".join(declarations["texte"])


def _remunerations(activites: pl.DataFrame, etablissements: pl.DataFrame) -> pl.DataFrame:
    """`remuneration` of each person of these establishments: her measures of the month, in their order."""
    dites = activites.join(
        etablissements.select(*_ETABLISSEMENT, "fausse"), on=_ETABLISSEMENT, maintain_order="left"
    ).with_columns(pl.col("centiemes", "montant") + pl.when("fausse").then(_DE_TROP).otherwise(0))
    textes = dites.select(*_PERSONNE, remuneration=blocs.remuneration())
    return textes.group_by(_PERSONNE, maintain_order=True).agg(pl.col("remuneration").str.join(""))


def _deposer(bureau: Bureau, mois: date, reception: date, suffixe: str, corps: str) -> str:
    octets = blocs.message(corps, blocs.norme_de(mois))
    return bureau.facteur.deposer_zst(SOURCE, reception, f"dsn_{mois:%Y-%m}{suffixe}.dsn", octets)


def envoyer_signaux(bureau: Bureau, mois: date) -> None:
    """Files fctu_<reception>: one declaration per person whose contract ended, received within days."""
    lignes = bureau.brouillon.lire("fctu", mois)
    if lignes is None:
        return
    suivante = decale(mois, 1).replace(day=_RECEPTION_SUIVANTE)
    jour = pl.col("construit").dt.day()
    reception = pl.lit(suivante)
    for limite in reversed(_RECEPTIONS_DE_SIGNAUX):
        reception = pl.when(jour < limite).then(pl.lit(mois.replace(day=limite))).otherwise(reception)
    lignes = lignes.sort("construit", *_PERSONNE, "debut", "numero").with_columns(
        reception=reception,
        type=pl.lit("01"),
        # Signals are never numbered again from one
        ordre=(pl.int_range(pl.len()) + 1 + mois.toordinal() * 100).cast(pl.String),
    )
    for (recu,), signalees in sorted(lignes.partition_by("reception", as_dict=True, maintain_order=True).items()):
        octets = blocs.message("".join(signalees.select(texte=_signal())["texte"]), blocs.norme_de(mois))
        bureau.facteur.deposer_zst(SOURCE, recu, f"fctu_{recu}.dsn", octets)


def _signal() -> pl.Expr:
    debut = pl.max_horizontal(pl.col("debut"), pl.col("fin_dite").dt.month_start())
    return bout_a_bout(
        blocs.declaration("07", None),
        blocs.individu(),
        blocs.contrat(mensuelle=False),
        blocs.versement(None, None),
        blocs.remuneration_de_fin(debut),
    )


def _fautive(mois: date, nir: str, nature: str) -> str:
    """The declaration of an establishment that does not exist, of one person who does not either."""
    ligne = pl.DataFrame(
        {
            "type": ["01"],
            "ordre": ["101"],
            "construit": [decale(mois, 1) + timedelta(days=6)],
            "siren": ["000000000"],
            "nic": [nir[-5:]],
            "etablissement_departement": ["01"],
            "personne": [0],
            "nir": [nir],
            "nom": ["FAUTIVRAN"],
            "prenom": ["FAUTIVRON"],
            "sexe": ["1"],
            "naissance": [date(1990, 1, 2)],
            "adresse": ["1 rue de l'Invention 1"],
            "debut": [mois],
            "nature": [nature],
            "numero": ["00001"],
        }
    )
    absentes = {
        nom: pl.lit(None, pl.String) for nom in ("pcs", "dispositif", "modalite", "motif_recours", "utilisateur")
    }
    absentes |= {nom: pl.lit(None, pl.String) for nom in ("ancien_siret", "ancien_numero", "motif_dit", "commune_dite")}
    dates = {nom: pl.lit(None, pl.Date) for nom in ("fin_prevue", "fin_dite", "ancien_debut", "date_changement")}
    ligne = ligne.with_columns(**absentes, **dates, quotite=pl.lit(None, pl.Float64), change=pl.lit(False))
    texte = bout_a_bout(blocs.declaration("01", mois), blocs.individu(), blocs.contrat(mensuelle=True))
    return ligne.select(texte=texte)["texte"][0]


# Names in the plan, which are those of the rules that refuse the file
_ENVOIS_REFUSES = ("envoi_de_test", "norme_inconnue", "fichier_tronque")
# Name in the plan, rule that must catch it, NIR, nature of contract
_FAUTES = (
    ("nature_inconnue", "code_inconnu", "1900199099908", "97"),
    ("nir_impossible", "nir_invalide", "1901399099909", "01"),
)


def _fautes(calendrier: _Mois) -> str:
    plan, mois = calendrier.bureau.plan, calendrier.mois
    return "".join(_fautive(mois, nir, nature) for nom, _, nir, nature in _FAUTES if plan.defaut(nom, mois))


def _avouer_fautes(calendrier: _Mois, numero: str, nom_du_fichier: str) -> None:
    bureau = calendrier.bureau
    for nom, regle, *_ in _FAUTES:
        if numero == "01" and bureau.plan.defaut(nom, calendrier.mois):
            bureau.facteur.avouer(SOURCE, calendrier.a_temps, nom_du_fichier, Faute(regle))


def _fichiers_faux(calendrier: _Mois) -> None:
    """Files refused whole, each with one person in it: a test, a norm that is not known, an end that is missing."""
    bureau, mois = calendrier.bureau, calendrier.mois
    corps, norme = _fautive(mois, "1900199099910", "01"), blocs.norme_de(mois)
    for regle in filter(lambda regle: bureau.plan.defaut(regle, mois), _ENVOIS_REFUSES):
        octets = blocs.message(
            corps,
            norme="P19V01" if regle == "norme_inconnue" else norme,
            essai="01" if regle == "envoi_de_test" else "02",
            entier=regle != "fichier_tronque",
        )
        nom = f"dsn_{mois:%Y-%m}_{regle.rpartition('_')[2]}.dsn"
        nom = bureau.facteur.deposer_zst(SOURCE, calendrier.a_temps, nom, octets)
        bureau.facteur.avouer(SOURCE, calendrier.a_temps, nom, Faute(regle))
