"""How territories are spoken of in a sentence."""

import polars as pl
import pytest

from pipelines import territories
from pipelines.territories import tables
from pipelines.territories.noms import de


def _nomme(niveau: str, code: str) -> tuple[str, str]:
    frame = territories.charger().territoires.filter(territoire_niveau=niveau, territoire_code=code)
    [ligne] = frame.select("nom_article", "nom_locatif").rows()
    return ligne


@pytest.mark.parametrize(
    ("niveau", "code", "article", "locatif"),
    [
        ("national", "FR", "la France", "en France"),
        ("departement", "59", "le Nord", "dans le Nord"),
        ("departement", "21", "la Côte-d'Or", "en Côte-d'Or"),
        ("departement", "01", "l'Ain", "dans l'Ain"),
        ("departement", "95", "le Val-d'Oise", "dans le Val-d'Oise"),
        ("departement", "78", "les Yvelines", "dans les Yvelines"),
        ("departement", "49", "le Maine-et-Loire", "en Maine-et-Loire"),
        ("departement", "2A", "la Corse-du-Sud", "en Corse-du-Sud"),
        ("departement", "75", "Paris", "à Paris"),
        ("departement", "974", "La Réunion", "à La Réunion"),
        ("departement", "976", "Mayotte", "à Mayotte"),
        ("region", "11", "l'Île-de-France", "en Île-de-France"),
        ("region", "32", "les Hauts-de-France", "dans les Hauts-de-France"),
        ("region", "44", "le Grand Est", "dans le Grand Est"),
        ("region", "53", "la Bretagne", "en Bretagne"),
        ("collectivite_rsa", "59", "le Nord", "dans le Nord"),
        ("collectivite_rsa", "69M", "la Métropole de Lyon", "dans la Métropole de Lyon"),
        ("collectivite_rsa", "6AE", "l'Alsace", "en Alsace"),
        ("collectivite_rsa", "20R", "la Corse", "en Corse"),
        ("epci", "200033579", "la communauté urbaine d'Arras", "dans la communauté urbaine d'Arras"),
        ("epci", "200046977", "la Métropole de Lyon", "dans la Métropole de Lyon"),
        ("epci", "246700488", "l'Eurométropole de Strasbourg", "dans l'Eurométropole de Strasbourg"),
        ("epci", "244400404", "Nantes Métropole", "à Nantes Métropole"),
        (
            *("epci", "200000172", "la communauté de communes Faucigny - Glières"),
            "dans la communauté de communes Faucigny - Glières",
        ),
        ("local", "CLPE62005", "le territoire de Lens", "dans le territoire de Lens"),
        ("local", "CLPE76002", "le territoire du Havre", "dans le territoire du Havre"),
        ("local", "CLPE23001", "le territoire de la Creuse", "dans le territoire de la Creuse"),
        ("local", "CLPE38004", "le territoire de Vienne", "dans le territoire de Vienne"),  # the town, in Isère
        ("local", "CLPE30002", "le territoire du Gard Nord-Est", "dans le territoire du Gard Nord-Est"),
    ],
)
def test_names_in_a_sentence(niveau, code, article, locatif):
    assert _nomme(niveau, code) == (article, locatif)


@pytest.mark.parametrize(
    ("nom", "lie"),
    [
        ("Annecy", "d'Annecy"),
        ("Évreux", "d'Évreux"),
        ("Yssingeaux", "d'Yssingeaux"),
        ("Haguenau - Wissembourg", "de Haguenau - Wissembourg"),
        ("Le Puy-en-Velay", "du Puy-en-Velay"),
        ("Les Andelys", "des Andelys"),
        ("La Rochelle", "de La Rochelle"),
        ("les Portes du Sud", "des Portes du Sud"),
        ("la Creuse", "de la Creuse"),
        ("Sud Gironde", "du Sud Gironde"),
        ("Ouest Guyanais", "de l'Ouest Guyanais"),
        ("Est Ensemble", "d'Est Ensemble"),
        ("Vallée de la Drôme", "de la Vallée de la Drôme"),
        ("Valenciennes", "de Valenciennes"),
        ("Grande-Terre", "de Grande-Terre"),
    ],
)
def test_de_is_contracted_and_elided(nom, lie):
    assert pl.select(de(pl.lit(nom))).item() == lie


def test_every_territory_of_the_law_is_named_once_and_only_they():
    articles = tables.lire("articles").group_by("territoire_niveau").agg(pl.col("territoire_code").sort())
    assert dict(articles.rows()) == {
        "national": ["FR"],
        "region": tables.lire("regions")["code"].to_list(),
        "departement": tables.lire("departements")["code"].to_list(),
        "collectivite_rsa": tables.lire("collectivites_rsa")["code"].unique().sort().to_list(),
    }


def test_a_name_with_its_article_holds_the_name():
    territoires = territories.charger().territoires
    assert territoires.null_count().select("nom", "nom_article", "nom_locatif").row(0) == (0, 0, 0)
    nommes = territoires.filter(~pl.col("territoire_niveau").is_in(["local", "epci"]))
    assert nommes.select(pl.col("nom_article").str.ends_with(pl.col("nom")).all()).item()
    assert nommes.select(pl.col("nom_locatif").str.contains("^(?:en |à |dans (?:le |la |les |l'))[A-ZÎ]").all()).item()
