"""Orientations: one JSON line per person of a département for whom one was created or changed in the month.

A line holds all her orientations in that département, at their state on the last day of the month: a decision taken
later is not there yet, and the orientation is then only proposed.
"""

from datetime import date

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.envois import Defaut, Format, Tournee, avec_fautes
from pipelines.simulation.fichiers.texte import JOUR_ISO, bout_a_bout, fin_de, json, mois_de, objet, tirage
from pipelines.simulation.monde.modele import ORIENTATION, Bloc

_EVENEMENTS = ("date_creation", "date_decision", "date_entree", "date_sortie")
_HORODATAGE = "%Y-%m-%dT%H:%M:%S.000"
_FAUTIVES = 21
_SUR_DIX_MILLE = 1_000


class EcrivainOrientation:
    """Files orientations_."""

    nom = "orientation"

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None:
        dits = bloc.inscription.group_by("personne").agg(pl.col("boeth").sort_by("date").last())
        identites = bloc.personne.select("personne", "identifiantpe").join(dits, on="personne", how="left")
        lignes = bloc.orientation.join(identites, on="personne", maintain_order="left").drop_nulls("identifiantpe")
        premier, dernier = bureau.parametres.premier_mois, bureau.parametres.dernier_mois
        mois = [lignes.select("personne", "departement", mois=mois_de(pl.col(nom), premier)) for nom in _EVENEMENTS]
        changements = pl.concat(mois).drop_nulls("mois").filter(pl.col("mois") <= dernier).unique()
        vues = changements.join(lignes, on=["personne", "departement"]).filter(
            pl.col("date_creation").cast(pl.Date) <= pl.col("mois").dt.month_end()
        )
        bureau.brouillon.garder(self.nom, rang, vues.sort("personne", "departement", "mois", "date_creation"))

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        colonnes = {**ORIENTATION, "identifiantpe": pl.String, "boeth": pl.String}
        lignes = avec_fautes(
            bureau.brouillon.lire_ou_rien(self.nom, mois, colonnes)
            .rename({"departement": "emetteur"})
            .sort("emetteur", "personne", "date_creation"),
            bureau.plan.livraisons(self.nom, mois),
            tirage(pl.col("personne"), _FAUTIVES) < _SUR_DIX_MILLE,
        )
        tournee = Tournee(bureau, Format.jsonl(self.nom, "orientations"), mois)
        # In a first sending, a faulty line forgets the decisions of the month
        oubli = lignes.with_columns(
            date_decision=pl.when(~pl.col("fautive") | (pl.col("date_decision") < mois)).then("date_decision")
        )
        tournee.premiers(_personnes(oubli, mois, "extraction"), _defauts(mois))
        tournee.rectificatifs(_personnes(lignes.filter("fautive"), mois, "extraction_rectifiee"))


def etat_au(lignes: pl.DataFrame, jour_: date) -> pl.DataFrame:
    """The orientations as they were known on the evening of `jour_`."""
    decidee = pl.col("date_decision").is_not_null() & (pl.col("date_decision") <= jour_)
    sortie = pl.col("date_sortie") <= jour_
    connue = decidee | (pl.col("etat_decision").is_null() & pl.col("date_decision").is_null())
    proposee = (pl.col("statut") == "DECIDE") & ~decidee
    return lignes.with_columns(
        statut=pl.when(proposee).then(pl.lit("PRECONISE")).otherwise("statut"),
        etat=pl.when(~connue | proposee)
        .then(pl.lit("EN_ATTENTE"))
        .when((pl.col("etat") == "CLOTURE") & pl.col("date_sortie").is_not_null() & ~sortie)
        .then(pl.lit("OUVERT"))
        .otherwise("etat"),
        etat_decision=pl.when(decidee).then("etat_decision"),
        date_decision=pl.when(decidee).then("date_decision"),
        organisme_decision=pl.when(decidee).then("organisme_decision"),
        date_entree=pl.when(pl.col("date_entree") <= jour_).then("date_entree"),
        date_sortie=pl.when(sortie).then("date_sortie"),
    )


def _personnes(lignes: pl.DataFrame, mois: date, extraction: str) -> pl.DataFrame:
    """One line of JSON per person and sender."""
    etats = etat_au(lignes, fin_de(mois)).with_columns(orientation=_orientation())
    cle = ["emetteur", "personne"]
    personnes = etats.group_by(cle, maintain_order=True).agg(
        pl.col("identifiantpe", extraction).first(), pl.col("orientation").str.join(",")
    )
    debut = bout_a_bout(
        '{"numeroFranceTravail":',
        json(pl.col("identifiantpe")),
        ',"dateExtraction":',
        json(pl.col(extraction).dt.strftime(JOUR_ISO)),
        ',"orientations":[',
    )
    return personnes.select("emetteur", texte=bout_a_bout(debut, pl.col("orientation"), "]}"))


def _orientation() -> pl.Expr:
    derniere = pl.max_horizontal(pl.col(nom).cast(pl.Datetime("us")) for nom in _EVENEMENTS)
    decision = bout_a_bout(
        '{"etat_decision":',
        json(pl.col("etat_decision")),
        ',"date_decision":',
        _jour_json("date_decision"),
        ',"organisme_decision":',
        json(pl.col("organisme_decision")),
        "}",
    )
    champs = {
        "parcours": json(pl.col("parcours")),
        "organisme": json(pl.col("organisme")),
        "structure": pl.lit("null"),
        "statut": json(pl.col("statut")),
        "etat": json(pl.col("etat")),
        "origine": json(pl.col("origine")),
        "date_creation": json(pl.col("date_creation").dt.strftime(_HORODATAGE)),
        "date_modification": json(derniere.dt.strftime(_HORODATAGE)),
        "date_entree_parcours": _jour_json("date_entree"),
        "date_sortie_parcours": _jour_json("date_sortie"),
        "criteres_orientation": bout_a_bout(
            '{"boe":', pl.when(pl.col("boeth") == "O").then(pl.lit("true")).otherwise(pl.lit("false")), "}"
        ),
        "decision": pl.when(pl.col("date_decision").is_null()).then(pl.lit("null")).otherwise(decision),
    }
    return objet(champs)


def _jour_json(nom: str) -> pl.Expr:
    return json(pl.col(nom).dt.strftime(JOUR_ISO))


def _defauts(mois: date) -> tuple[Defaut, ...]:
    sans_date = (
        f'{{"numeroFranceTravail":"0000001Z001","dateExtraction":"{fin_de(mois)}","orientations":[{{"parcours":"PED",'
        f'"organisme":"FT","statut":"DECIDE","etat":"OUVERT","origine":"INSCRIPTION_VOLONTAIRE",'
        f'"date_creation":"{mois}T09:00:00.000","decision":{{"etat_decision":"ACCEPTEE","date_decision":null}}}}]}}'
    )
    return (
        Defaut("decision_sans_date", "decision_datee", sans_date),
        Defaut("json_rompu", "json_illisible", '{"numeroFranceTravail":"0000001Z001","dateExtraction":"20'),
    )
