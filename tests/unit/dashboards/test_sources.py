"""What the open-data page says of the sources."""

from dashboards.rendu import pages
from dashboards.vues import sources


def test_each_source_says_what_came_what_was_refused_and_how_old_it_is(version):
    dsn, rsa = sources.qualite(version)
    assert dsn.nom == "Déclarations sociales nominatives (DSN)"
    assert dsn.mesures == ("96,7\u00a0%", "31\u00a0jours avant la publication", "2,5\u00a0%", "presque toutes")
    assert rsa.mesures == ("—", "—", "presque aucune", "—")


def test_the_page_shows_them_in_a_table(version):
    html = pages.page_de_donnees((), sources.qualite(version), (), (), "2026-06-30")
    assert "Lignes appariées" in html
    assert "96,7\u00a0%" in html
    assert "Ce que valent les sources" not in pages.page_de_donnees((), (), (), (), "2026-06-30")
