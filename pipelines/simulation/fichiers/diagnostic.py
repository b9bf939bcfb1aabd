"""Diagnoses: one JSON line per diagnosis that changed in the month, with the constraints known at the month's end."""

from datetime import date, timedelta

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.envois import Defaut, Format, Tournee
from pipelines.simulation.fichiers.etats import Etats
from pipelines.simulation.fichiers.texte import JOUR_ISO, bout_a_bout, fin_de, json, objet
from pipelines.simulation.monde.modele import CONTRAINTE, Bloc

_CLE = ("personne", "date_diagnostic")
# What is said of a constraint, one list each
_CONTRAINTES = {nom: CONTRAINTE[nom] for nom in ("nature", "impact", "date_detection", "date_levee")}
_ETATS = Etats("diagnostic", "diagnostic", ("date_diagnostic", "date_detection", "date_levee"), 81)


class EcrivainDiagnostic:
    """Files diagnostics_."""

    nom = "diagnostic"

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None:
        contraintes = bloc.contrainte.group_by(_CLE, maintain_order=True).agg(*_CONTRAINTES)
        lignes = bloc.diagnostic.join(contraintes, on=_CLE, how="left", maintain_order="left")
        _ETATS.poser(bureau, rang, lignes, bloc.personne)

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        lignes = _ETATS.lire(bureau, mois, {nom: pl.List(type_) for nom, type_ in _CONTRAINTES.items()})
        tournee = Tournee(bureau, Format.jsonl(self.nom, "diagnostics"), mois)
        # In a first sending, a faulty line has no constraint
        oubli = lignes.with_columns(pl.when(~pl.col("fautive")).then(nom).alias(nom) for nom in _CONTRAINTES)
        tournee.premiers(_diagnostics(oubli, mois, "extraction"), _defauts(mois))
        tournee.rectificatifs(_diagnostics(lignes.filter("fautive"), mois, "extraction_rectifiee"))


def _diagnostics(lignes: pl.DataFrame, mois: date, extraction: str) -> pl.DataFrame:
    lignes = lignes.with_row_index("rang")
    lignes = lignes.join(_contraintes(lignes, fin_de(mois)), on="rang", how="left", maintain_order="left")
    mise_a_jour = pl.when(pl.col("dernier_jour") > pl.col("date_diagnostic")).then("dernier_jour")
    champs = {
        "numeroFranceTravail": json(pl.col("identifiantpe")),
        "dateExtraction": _jour(extraction),
        "dateDiagnostic": _jour("date_diagnostic"),
        "dateMiseAJour": json(mise_a_jour.dt.strftime(JOUR_ISO)),
        "operateur": json(pl.col("operateur")),
        "contraintes": bout_a_bout("[", pl.col("textes"), "]"),
    }
    return lignes.select("emetteur", texte=objet(champs))


def _contraintes(lignes: pl.DataFrame, fin: date) -> pl.DataFrame:
    """By row (`rang`), the text of the constraints detected by `fin` and the last day that changed one of them."""
    connues = (
        lignes.select("rang", *_CONTRAINTES)
        .explode(*_CONTRAINTES)
        .filter(pl.col("date_detection") <= fin)
        .with_columns(date_levee=pl.when(pl.col("date_levee") <= fin).then("date_levee"))
    )
    champs = {
        "nature": json(pl.col("nature")),
        "impact": json(pl.col("impact")),
        "dateDetection": _jour("date_detection"),
        "dateLevee": _jour("date_levee"),
    }
    return connues.group_by("rang").agg(
        textes=objet(champs).str.join(","),
        dernier_jour=pl.max_horizontal("date_detection", "date_levee").max(),
    )


def _jour(nom: str) -> pl.Expr:
    return json(pl.col(nom).dt.strftime(JOUR_ISO))


def _defauts(mois: date) -> tuple[Defaut, ...]:
    fin = fin_de(mois)
    debut = f'{{"numeroFranceTravail":"0000001Z001","dateExtraction":"{fin}","dateDiagnostic":'
    contrainte = f'{{"nature":"MOBILITE","impact":"FORT","dateDetection":"{fin}","dateLevee":"{mois}"}}'
    return (
        Defaut(
            "levee_avant_detection",
            "levee_apres_detection",
            f'{debut}"{mois}","operateur":"FT","contraintes":[{contrainte}]}}',
        ),
        Defaut(
            "diagnostic_a_venir",
            "diagnostic_avant_extraction",
            f'{debut}"{fin + timedelta(days=1)}","operateur":"FT","contraintes":[]}}',
        ),
    )
