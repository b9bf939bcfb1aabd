"""The file of posts: a row when something of the post changes, at its state at the month's end."""

from datetime import date

import polars as pl

from pipelines.simulation.fichiers.poste import EcrivainPoste
from tests.unit.simulation.test_fichiers import Maison


def test_a_post_is_open_until_it_goes_out(tmp_path, monkeypatch):
    """Deposited on 20 February, diagnosed on 3 March, given up on 30 April."""
    maison = Maison(tmp_path, monkeypatch)
    poste = {"offre": "O00001", "rang": 2, "type_offre": "Emploi temporaire", "duree_jours": 90, "cadre": "N"}
    jours = {"depot": date(2025, 2, 20), "diagnostic": date(2025, 3, 3), "sortie": date(2025, 4, 30)}
    issue = {"issue": "SANS_SUITE", "faute_de_candidats": "O", "siret": "00000001800010", "commune": "01053"}
    maison.ecrire(EcrivainPoste(), vie_poste=pl.DataFrame([poste | jours | issue]))

    def dit(mois: str, *colonnes: str) -> tuple[str, ...]:
        entete, ligne = maison.lignes(f"postes_{mois}.csv")
        champs = dict(zip(entete.split(";"), ligne.split(";"), strict=True))
        return tuple(champs[nom] for nom in colonnes)

    etat = ("issue", "D_DATETPODPO", "faute_de_candidats", "diagnostic_offre", "DATMAJ")
    assert dit("2025-02", *etat) == ("EN_COURS", "", "", "", "2025-02-28")
    assert dit("2025-03", *etat) == ("EN_COURS", "", "", "2025-03-03", "2025-03-31")
    assert dit("2025-04", *etat) == ("SANS_SUITE", "2025-04-30", "O", "2025-03-03", "2025-04-30")
    assert len(maison.lignes("postes_2025-05.csv")) == 1, "only the header: nothing changed"
    lu = maison.relire("poste")["poste"]
    assert lu.height == 3
