"""The flat extract of DSN contracts: CSV and Parquet say the same, and its persons are not ours."""

import io

import polars as pl
import pytest

from pipelines.contracts import charger, verifier
from pipelines.contracts.passage import schema_du_lac

ENTETE = (
    "id_midas;id_force;IdSISMMO;L_Contrat_SQN;H_Salarie_SQN;H_Individu_SQN;H_Etab_SQN;DebutCTT;FinCTT;PreDSN;DerDSN;Nature;"
    "ModeExercice;PcsEse;MotifRecours;MotifRupture;DispPolitiquePublique;CodeApet;siret_AF;siret_ut;CP;Localite;"
    "Salaire_Base;Salaire_Base_Mois_Complet;Quali_Salaire_Base"
)
CDI = (
    "m1;f1;s1;901;11;21;31;2023-03-01;;2023-03-01;2025-06-01;01;10;543a;;;99;8121Z;00000001800010;;01000;BOURG;"
    "2150.00;2150.00;7"
)
CDD = (
    "m2;f2;s2;902;12;22;31;2025-06-02;2025-06-13;2025-06-01;2025-06-01;02;20;684a;02;031;99;8121Z;00000001800010;;01000;"
    "BOURG;720.00;;3"
)


def csv(*lignes: str) -> bytes:
    return "\n".join((ENTETE, *lignes, "")).encode()


def parquet(*lignes: str) -> bytes:
    """The same rows with the types a statistical tool writes."""
    table = pl.read_csv(csv(*lignes), separator=";", infer_schema=False).with_columns(
        pl.col("DebutCTT", "FinCTT", "PreDSN", "DerDSN").str.to_date(),
        pl.col("Salaire_Base", "Salaire_Base_Mois_Complet").cast(pl.Float64),
    )
    table.write_parquet(octets := io.BytesIO())
    return octets.getvalue()


def verifiee(lecture) -> tuple[pl.DataFrame, pl.DataFrame]:
    contrat = charger("dsn_plat")
    return verifier(lecture.entites["contrat"], contrat.entites["contrat"], contrat)


def test_csv_and_parquet_give_the_same_contracts(lire):
    en_csv, refus = verifiee(lire("dsn_plat", {"mmo_2025-06.csv": csv(CDI, CDD)}))
    en_parquet, autres = verifiee(lire("dsn_plat", {"mmo_2025-06.parquet": parquet(CDI, CDD)}))
    assert refus.is_empty()
    assert autres.is_empty()
    assert en_csv.drop("unite", "ligne").equals(en_parquet.drop("unite", "ligne"))
    assert en_csv.select("L_Contrat_SQN", "Nature", "Salaire_Base", "siret_AF", "CP").rows() == [
        ("901", "01", 2150.0, "00000001800010", "01000"),
        ("902", "02", 720.0, "00000001800010", "01000"),
    ]


@pytest.mark.parametrize(
    ("avant", "apres", "regle"),
    [
        ("2025-06-13", "2025-06-01", "fin_apres_debut"),
        (";02;20;", ";2;20;", "forme_inattendue"),
        ("720.00", "720,00", "nombre_illisible"),
        (";902;", ";;", "valeur_absente"),
    ],
)
def test_a_contract_that_does_not_hold_is_refused(lire, avant, apres, regle):
    _, refus = verifiee(lire("dsn_plat", {"mmo_2025-06.csv": csv(CDI, CDD.replace(avant, apres))}))
    assert refus.select("ligne", "regle").rows() == [(3, regle)]


def test_its_persons_become_none_of_ours():
    schemas = schema_du_lac(charger("dsn_plat"))
    assert "personne" not in schemas
    assert "personne_id" not in schemas["contrat"]
    assert {"id_midas", "id_force", "contrat_sismmo", "cle_enregistrement"} <= set(schemas["contrat"])
    assert not {"IdSISMMO", "H_Salarie_SQN", "H_Individu_SQN", "Localite"} & set(schemas["contrat"])
