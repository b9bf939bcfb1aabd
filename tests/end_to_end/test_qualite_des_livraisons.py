"""The quality pages of a whole synthetic France: what stands out in its last deliveries, and nothing else."""

import json


def test_the_last_deliveries_are_as_usual_but_where_the_simulation_ends(france):
    """At its very end, the DSN events of July are not written any more and trainings come in numbers: it is said."""
    dossier = france.roots.qualite / "bilans"
    bilans = {chemin.stem: json.loads(chemin.read_text(encoding="utf-8")) for chemin in dossier.glob("*.json")}
    assert {"dsn", "formation", "inscription", "offre", "orientation", "rsa"} <= bilans.keys()
    dits = {source: [phrase.partition(" ; ")[0] for phrase in bilan["phrases"]] for source, bilan in bilans.items()}
    assert {source: phrases for source, phrases in dits.items() if phrases} == {
        "dsn": [
            "Livraison du 25/07/2026 : declaration, nombre de lignes : 20",
            "Livraison du 25/07/2026 : fin, nombre de lignes : 12",
        ],
        "formation": ["Livraison du 10/07/2026 : formation, nombre de lignes : 226"],
    }
    assert all(bilan["verdicts"]["conforme"] > 10 for bilan in bilans.values())
    page = (france.roots.qualite / "index.html").read_text(encoding="utf-8")
    assert "À regarder dans 2 sources." in page
