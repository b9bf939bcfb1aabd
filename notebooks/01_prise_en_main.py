"""Prise en main : ouvrir une publication, refaire un graphique du site, vérifier un taux.

`marimo edit notebooks/01_prise_en_main.py` pour le lire et le modifier ; `python notebooks/01_prise_en_main.py` le déroule.
Le dossier des publications est celui de `PILOTAGE_PUBLIC`, sinon `donnees/public`.
"""

import marimo

app = marimo.App(width="medium", app_title="Prise en main")

with app.setup:
    import json
    import os
    from pathlib import Path

    import altair as alt
    import marimo as mo
    import polars as pl

    PUBLIC = Path(os.environ.get("PILOTAGE_PUBLIC") or "donnees/public")
    PUBLICATION = (PUBLIC / "latest").resolve()


@app.cell(hide_code=True)
def _():
    mo.md("""
    # Prise en main

    **Question.** Comment le retour à l’emploi dans les 6 mois évolue-t-il en France, et dans quelle région est-il le plus haut ?

    Tout ce qui suit part des fichiers d’une publication, les mêmes que ceux du site. Rien n’est recalculé à partir de
    données personnelles : elles ne sortent jamais.
    """)
    return


@app.cell
def _():
    metadonnees = json.loads((PUBLICATION / "indicateurs_metadonnees.json").read_text(encoding="utf-8"))
    definitions = {entree["indicateur"]: entree for entree in metadonnees["indicateurs"]}
    mo.md(f"""
    ## 1. La publication ouverte

    Millésime **{metadonnees["millesime"]}** : ce qui était connu au {metadonnees["date_observation"]}.
    {"**Données de démonstration, entièrement synthétiques.**" if metadonnees["demonstration"] else ""}
    {metadonnees["note_arrondi"]}
    """)
    return definitions, metadonnees


@app.cell
def _(definitions):
    mo.ui.table(
        pl.DataFrame([{"indicateur": nom, "titre": e["titre"], "unité": e["unite"]} for nom, e in definitions.items()]),
        selection=None,
    )
    return


@app.cell
def _():
    mo.md("""
    ## 2. Une seule table

    Une ligne par indicateur, période, territoire et public. `scan_parquet` ne lit que ce que le filtre demande.
    """)
    return


@app.function
def lignes(indicateur: str, niveau: str, periode_type: str, modalite: str = "ensemble") -> pl.DataFrame:
    """Les lignes publiées d'un indicateur pour un niveau de territoires, dans l'ordre du temps."""
    return (
        pl.scan_parquet(PUBLICATION / "indicateurs.parquet")
        .filter(
            pl.col("indicateur") == indicateur,
            pl.col("territoire_niveau") == niveau,
            pl.col("periode_type") == periode_type,
            pl.col("modalite") == modalite,
        )
        .collect()
        .sort("territoire_code", "periode_debut")
    )


@app.cell
def _():
    france = lignes("retour_emploi_6m", "national", "mois")
    france.select("periode_debut", "numerateur", "denominateur", "valeur", "ic_bas", "ic_haut", "statut", "motif").tail(
        10
    )
    return (france,)


@app.cell
def _():
    mo.md("""
    Les derniers mois n’ont pas de valeur : leur `motif` est `fenetre_incomplete`, les 6 mois ne sont pas encore passés.
    **Une case vide n’est jamais un zéro.**

    ## 3. Refaire le graphique du site

    Deux précautions : la ligne est coupée à chaque rupture de série, les points provisoires sont creux.
    """)
    return


@app.function
def troncons(suite: pl.DataFrame, ruptures: list[str]) -> pl.DataFrame:
    """Ajoute `troncon` : il change à chaque rupture, pour que la ligne n'y passe pas."""
    dates = [pl.lit(jour).str.to_date() for jour in ruptures]
    rang = (
        pl.sum_horizontal(*((pl.col("periode_debut") >= jour).cast(pl.Int8) for jour in dates)) if dates else pl.lit(0)
    )
    return suite.filter(pl.col("valeur").is_not_null()).with_columns(troncon=rang)


@app.cell
def _(definitions, france):
    ruptures = [r["date"] for r in definitions["retour_emploi_6m"]["ruptures"] if not r.get("territoires")]
    connues = troncons(france, ruptures).with_columns(
        etat=pl.col("statut").replace({"definitif": "Définitif", "provisoire": "Provisoire"})
    )
    base = alt.Chart(connues).encode(
        x=alt.X("periode_debut:T", title=None),
        y=alt.Y("valeur:Q", title=None, axis=alt.Axis(format=".0%"), scale=alt.Scale(zero=False)),
    )
    trait = base.mark_line(color="#0B4F6C").encode(detail="troncon:N")
    points = base.mark_point(filled=True, color="#0B4F6C", opacity=1, size=45).encode(
        fill=alt.condition("datum.etat == 'Provisoire'", alt.value("white"), alt.value("#0B4F6C")),
        tooltip=["periode_debut:T", alt.Tooltip("valeur:Q", format=".1%"), "etat:N"],
    )
    regles = (
        alt.Chart(pl.DataFrame({"jour": ruptures})).mark_rule(strokeDash=[5, 4], color="#A8480A").encode(x="jour:T")
    )
    graphique = (trait + points + regles).properties(
        width="container", height=260, title="Retour à l’emploi dans les 6 mois, France, par mois d’inscription"
    )
    graphique
    return connues, graphique


@app.cell
def _():
    mo.md("""
    ## 4. Vérifier un taux à partir de ses parties

    Une part publiée est exactement son numérateur arrondi divisé par son dénominateur arrondi : un lecteur retrouve la valeur.
    """)
    return


@app.function
def ecart_maximal(parts: pl.DataFrame) -> float:
    """Le plus grand écart entre la valeur publiée et le quotient des effectifs publiés."""
    connues = parts.filter(pl.col("valeur").is_not_null())
    return connues.select((pl.col("valeur") - pl.col("numerateur") / pl.col("denominateur")).abs().max()).item()


@app.cell
def _(connues):
    ecart = ecart_maximal(connues)
    assert ecart < 0.0001, "une part publiée n'est pas le quotient de ses effectifs"
    mo.md(
        f"Sur {connues.height} mois, le plus grand écart est de **{ecart:.5f}** : c’est l’arrondi à quatre décimales."
    )
    return


@app.cell
def _():
    mo.md("""
    ## 5. Les régions, avec leur intervalle

    Deux régions dont les intervalles se recouvrent largement ne sont pas séparées par ces chiffres.
    """)
    return


@app.cell
def _():
    noms = pl.read_parquet(PUBLICATION / "territoires.parquet").select("territoire_niveau", "territoire_code", "nom")
    annuelles = lignes("retour_emploi_6m", "region", "glissant_12m").filter(pl.col("valeur").is_not_null())
    regions = (
        annuelles.filter(pl.col("periode_debut") == pl.col("periode_debut").max())
        .join(noms, on=["territoire_niveau", "territoire_code"])
        .sort("nom")
        .select("nom", "valeur", "ic_bas", "ic_haut", "denominateur", "statut")
    )
    regions
    return (regions,)


@app.cell
def _():
    mo.md("""
    ## Ce que l’on ne peut pas conclure

    - **Que le réseau fait mieux ici que là.** Les personnes inscrites diffèrent d’un territoire à l’autre (âge, métier,
      ancienneté) : un écart de taux ne mesure pas à lui seul l’action du réseau.
    - **Qu’il y a eu hausse ou baisse à une rupture.** De part et d’autre, on ne compte pas les mêmes personnes.
    - **Qu’un petit écart existe.** Dans l’intervalle, il peut tenir au hasard ou à l’arrondi des effectifs.
    - **Que la somme des comités fait le département.** Chaque effectif est arrondi pour lui-même, et certains comités sont
      à cheval sur plusieurs départements.
    - **Que les derniers mois sont bons ou mauvais.** Ils sont provisoires, et seront révisés ; les autres
      ne le sont qu’une fois par an.
    """)
    return


if __name__ == "__main__":
    app.run()
