"""The quality pages of a whole synthetic France: what stands out in its last deliveries, and nothing else."""

import json
import re

DE_LA_FIN = re.compile(r"Livraison du \d\d/07/2026 : ")


def test_the_last_deliveries_are_as_usual_but_where_the_simulation_ends(france):
    """The world ends on 30 June: in July there are fewer rows, or more that were late. Nothing else is said."""
    dossier = france.roots.qualite / "bilans"
    bilans = {chemin.stem: json.loads(chemin.read_text(encoding="utf-8")) for chemin in dossier.glob("*.json")}
    assert {"dsn", "formation", "inscription", "offre", "orientation", "rsa"} <= bilans.keys()
    dits = {source: bilan["phrases"] for source, bilan in bilans.items() if bilan["phrases"]}
    # the events of July are never written
    assert "dsn" in dits
    assert [phrase for phrases in dits.values() for phrase in phrases if not DE_LA_FIN.match(phrase)] == []
    assert len(dits) <= len(bilans) / 2
    # one entity told one day at a time, plans and objectives once a year: less is judged of them
    peu_jugees = {"rsa_contact", "objectif", "plan_action"}
    assert all(bilans[source]["verdicts"]["conforme"] > 10 for source in bilans.keys() - peu_jugees)
    page = (france.roots.qualite / "index.html").read_text(encoding="utf-8")
    assert f"À regarder dans {len(dits)} source" in page
