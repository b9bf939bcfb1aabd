"""The file of training events: each told once, in the month it is known."""

from datetime import date

import polars as pl

from pipelines.simulation.fichiers.agora import EcrivainAgora
from tests.unit.simulation.test_fichiers import Maison


def test_an_event_is_told_in_the_month_it_is_known(tmp_path, monkeypatch):
    """Entered on 28 March, told in April; came out on 5 May with a diploma."""
    maison = Maison(tmp_path, monkeypatch)
    session = {"personne": 1, "session": "SE_1", "type_formation": "POEI", "financeur": "4", "cpf_autonome": False}
    entree = {"evenement": "ENTREE", "date": date(2025, 3, 28), "annonce": date(2025, 4, 12), "diplome": None}
    sortie = {"evenement": "SORTIE", "date": date(2025, 5, 5), "annonce": date(2025, 5, 5), "diplome": True}
    maison.ecrire(EcrivainAgora(), evenement_formation=pl.DataFrame([session | entree, session | sortie]))
    dites = {}
    for mois in ("2025-03", "2025-04", "2025-05"):
        entete, *lignes = maison.lignes(f"agora_{mois}.csv")
        dites[mois] = [dict(zip(entete.split(";"), ligne.split(";"), strict=True)) for ligne in lignes]
    assert dites["2025-03"] == []
    ((avril,), (mai,)) = dites["2025-04"], dites["2025-05"]
    vus = [(ligne["evenement"], ligne["date_evenement"], ligne["diplome_obtenu"]) for ligne in (avril, mai)]
    assert vus == [("ENTREE", "2025-03-28", ""), ("SORTIE", "2025-05-05", "O")]
    assert (avril["nir"], avril["cpf_autonome"], avril["date_extraction"]) == ("2880499001001", "N", "2025-04-30")
    assert maison.relire("agora")["evenement"].height == 2
