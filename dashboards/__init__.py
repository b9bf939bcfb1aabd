"""What committees see: pages, charts and open-data files, served from releases.

Belongs here: how a published number is shown, compared, worded, drawn, downloaded. Does not: how it is computed or
protected (dbt_project/, pipelines/), what it means (the release carries its own metadata). Reads the folder of releases
(`PILOTAGE_PUBLIC`) and nothing else; imports nothing of `pipelines`.

`asgi` is the server; `main` the Streamlit script; `ecrans` one thin module per page; `millesime` opens a release;
`vues` what a page says, as plain objects; `graphiques` Vega-Lite specifications; `rendu` HTML; `routes` plain HTTP
beside the pages; `statique` style, French words of the tools, links; `etat_url`, `formats`, `textes` addresses,
numbers, sentences.
"""
