"""The file of hirings declared: blocks that tell of one establishment are added up in one row."""

from datetime import date

import polars as pl

from pipelines.simulation.fichiers.embauche_declaree import EcrivainEmbaucheDeclaree
from pipelines.simulation.monde.modele import Bloc
from tests.unit.simulation.test_fichiers import Maison


def test_declarations_of_two_blocks_make_one_row(tmp_path, monkeypatch):
    maison = Maison(tmp_path, monkeypatch)
    ligne = {"siret": "00000001800010", "mois": date(2025, 3, 1), "type_contrat": "CDD", "duree": "1_A_6_MOIS"}
    ligne |= {"commune": "01053", "activite": "8299Z", "declarations": 2}
    court = ligne | {"duree": "MOINS_1_MOIS", "commune": None}
    EcrivainEmbaucheDeclaree().poser(maison.bureau, 1, Bloc.de(embauche=pl.DataFrame([ligne])))
    maison.ecrire(EcrivainEmbaucheDeclaree(), embauche=pl.DataFrame([ligne, court]))
    assert maison.lignes("dpae_2025-03.csv")[1:] == [
        "00000001800010;2025-03-01;CDD;1_A_6_MOIS;01053;8299Z;4;2025-03-31",
        "00000001800010;2025-03-01;CDD;MOINS_1_MOIS;;8299Z;2;2025-03-31",
    ]
    assert len(maison.lignes("dpae_2025-04.csv")) == 1
    assert maison.relire("embauche_declaree")["embauche"].height == 2
