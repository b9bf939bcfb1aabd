"""Which folders are releases, and in which order they came."""

from dashboards import millesime


def test_releases_are_ordered_by_date_then_number_and_unfinished_ones_are_not_seen(tmp_path, monkeypatch):
    monkeypatch.setenv("PILOTAGE_PUBLIC", str(tmp_path))
    for nom in ("2026-06-30", "2026-06-30.2", "2026-06-30.10", "2026-05-31", ".encours-2026-07-31", "brouillon"):
        dossier = tmp_path / "millesimes" / nom
        dossier.mkdir(parents=True)
        (dossier / "indicateurs.parquet").touch()
    (tmp_path / "millesimes" / "2026-07-31").mkdir()
    assert millesime.disponibles() == ("2026-06-30.10", "2026-06-30.2", "2026-06-30", "2026-05-31")
