"""Jobs: the contracts of the DSN as last declared, and the job spells of each person."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import polars as pl

from tests.independant.calendrier import ajouter_mois, premier_du_mois
from tests.independant.lac import derniere, lire

MENSUELLE, SIGNALEMENT_DE_FIN = "01", "07"
PAS_DES_EMPLOIS = {
    "29": "convention de stage",
    "32": "appui au projet d'entreprise",
    "53": "emploi pénitentiaire",
    "54": "emploi pénitentiaire",
    "60": "engagement éducatif",
    "70": "soutien et aide par le travail",
    "80": "mandat social",
    "81": "mandat d'élu",
    "89": "service civique",
    "90": "autre",
}
SANS_TERME = {"01", "07", "08", "09", "50", "82", "91"}
MISES_EN_SITUATION = {"92", "93"}
PASSERELLE = {"21", "41", "42", "71", "94"}
ANNULE_LA_FIN = "099"
DECES, RETRAITES = "066", {"038", "039"}
ENTRE_DEUX_CONTRATS = timedelta(days=7)
SANS_FIN = date(9999, 12, 31)
DECLARATION = ["date_reception", "fichier", "declaration"]
ORDRE = ["date_constitution", "ordre"]
CONTRAT = ["personne_id", "siren", "nic", "numero_contrat", "debut"]
QUOTITES = ["quotite_contrat", "quotite_reference"]


def declarations(lac: Path, connu_le: date) -> pl.DataFrame:
    """The declarations in force: of the monthly ones of an establishment and a month, the last; every notice.

    Fails on what no simulated house holds and this reading does not know: a notice that cancels another, fractions.
    """
    toutes = lire(lac, "dsn", "declaration", connu_le)
    assert toutes["cible"].null_count() == toutes.height, "a notice cancels another: read it here too"
    assert set(toutes["fraction"]) <= {"11"}, "a declaration in fractions: read it here too"
    mensuelles = derniere(
        toutes.filter(pl.col("nature") == MENSUELLE), ["siren", "nic", "mois_principal"], ORDRE
    ).filter(~pl.col("type").is_in(["04"]))
    signalements = toutes.filter(pl.col("nature") == SIGNALEMENT_DE_FIN)
    mois_dit = pl.coalesce("mois_principal", premier_du_mois(pl.col("date_constitution")))
    return pl.concat([mensuelles, signalements]).select(
        *DECLARATION, *ORDRE, "siren", "nic", "nature", "commune", mois_dit=mois_dit
    )


def contrats(lac: Path, connu_le: date) -> pl.DataFrame:
    """One row per contract, as last told: CONTRAT, nature_contrat, dispositif, fin_prevue, QUOTITES, fin, fin_motif,
    avant.

    `fin`: the end last declared and not cancelled. `avant`: (siret, number, start) it had before a transfer.
    """
    en_vigueur = declarations(lac, connu_le)
    dits = lire(lac, "dsn", "contrat", connu_le).join(en_vigueur, on=DECLARATION)
    # a month sent again late says what the contract was, not what it has become
    connus = derniere(dits, CONTRAT, ["mois_dit", *ORDRE])
    lien = dits.select(*DECLARATION, "contrat", *CONTRAT, *ORDRE, "nature", "mois_dit")
    fins = lire(lac, "dsn", "fin", connu_le).drop("personne_id").join(lien, on=[*DECLARATION, "contrat"])
    # one declaration that cancels an end and gives another: the other holds
    fins = fins.with_columns(est_une_fin=pl.col("fin_motif") != ANNULE_LA_FIN)
    # nor does it take back what a later month said of the end; a notice of end has no month to be compared by
    fins = derniere(fins, [*CONTRAT, "nature"], ["mois_dit", *ORDRE, "est_une_fin"])
    dernieres_fins = derniere(fins, CONTRAT, [*ORDRE, "est_une_fin"]).filter("est_une_fin")
    changements = lire(lac, "dsn", "changement", connu_le).drop("personne_id")
    changements = changements.join(lien, on=[*DECLARATION, "contrat"]).filter(
        pl.any_horizontal(pl.col("ancien_siret", "ancien_numero", "ancien_debut").is_not_null())
    )
    avant = derniere(changements, CONTRAT, ORDRE).select(
        *CONTRAT,
        avant=pl.struct(
            siret=pl.coalesce("ancien_siret", pl.col("siren") + pl.col("nic")),
            numero=pl.coalesce("ancien_numero", "numero_contrat"),
            debut=pl.coalesce("ancien_debut", "debut"),
        ),
    )
    return (
        connus.select(*CONTRAT, "nature_contrat", "dispositif", "fin_prevue", *QUOTITES)
        .join(dernieres_fins.select(*CONTRAT, "fin", "fin_motif"), on=CONTRAT, how="left")
        .join(avant, on=CONTRAT, how="left")
        .filter(pl.col("debut") <= connu_le)
    )


def emplois(tous: pl.DataFrame) -> pl.DataFrame:
    """The contracts that are jobs, with `sans_terme`, `passerelle`, `fin_connue` (actual, else planned, else none)
    and `spell`, the number of their job spell."""
    retenus = tous.filter(
        ~pl.col("nature_contrat").is_in(PAS_DES_EMPLOIS.keys()), ~pl.col("dispositif").is_in(MISES_EN_SITUATION)
    ).with_columns(
        sans_terme=pl.col("nature_contrat").is_in(SANS_TERME),
        passerelle=pl.col("dispositif").is_in(PASSERELLE),
        fin_connue=pl.coalesce("fin", "fin_prevue"),
        siret=pl.col("siren") + pl.col("nic"),
    )
    retenus = retenus.sort("personne_id", "siren", "debut", "nic", "numero_contrat").with_row_index("rang")
    return retenus.with_columns(spell=pl.Series(_spells(retenus.to_dicts()), dtype=pl.Int64))


def _spells(contrats: list[dict]) -> list[int]:
    """The number of the job spell of each contract, in order of person, employer and start.

    Two contracts are of one spell if one employer has both, 7 days apart at most, or if one is what a transfer made
    of the other.
    """
    chef = list(range(len(contrats)))

    def tete(rang: int) -> int:
        while chef[rang] != rang:
            rang = chef[rang]
        return rang

    jusqu_a = None
    for avant, apres in pairwise(contrats):
        if avant["siren"] != apres["siren"] or avant["personne_id"] != apres["personne_id"]:
            jusqu_a = None
            continue
        jusqu_a = max(jusqu_a or date.min, avant["fin_connue"] or date.max)
        if jusqu_a == date.max or apres["debut"] <= jusqu_a + ENTRE_DEUX_CONTRATS:
            chef[tete(apres["rang"])] = tete(avant["rang"])
    places = {(c["personne_id"], c["siret"], c["numero_contrat"], c["debut"]): c["rang"] for c in contrats}
    for contrat in contrats:
        if vieux := contrat["avant"]:
            place = places.get((contrat["personne_id"], vieux["siret"], vieux["numero"], vieux["debut"]))
            if place is not None:
                chef[tete(contrat["rang"])] = tete(place)
    return [tete(rang) for rang in range(len(contrats))]


def spells(retenus: pl.DataFrame) -> pl.DataFrame:
    """personne_id, spell, debut, fin_longue (the longest of planned and actual ends), of the spells that count.

    One that counts has a contract without term, or reaches a calendar month. A contract with no end at all has none.
    """
    tous = retenus.group_by("personne_id", "spell").agg(
        pl.col("debut").min(),
        fin_longue=pl.max_horizontal("fin", "fin_prevue").fill_null(SANS_FIN).max(),
        sans_terme=pl.col("sans_terme").any(),
    )
    atteinte = pl.col("debut").map_elements(
        lambda debut: ajouter_mois(debut, 1) - timedelta(days=1), return_dtype=pl.Date
    )
    return tous.filter(pl.col("sans_terme") | (pl.col("fin_longue") >= atteinte))


def sorties_du_champ(tous: pl.DataFrame, cessations: pl.DataFrame) -> pl.DataFrame:
    """personne_id, jour: deaths and retirements that are dated to the day."""
    de_la_dsn = tous.filter(pl.col("fin_motif").is_in([DECES, *RETRAITES])).select("personne_id", jour="fin")
    de_l_inscription = cessations.filter(pl.col("motif_cessation") == "05").select("personne_id", jour="date_cessation")
    return pl.concat([de_la_dsn, de_l_inscription]).unique()


def paies(lac: Path, connu_le: date) -> pl.DataFrame:
    """personne_id, siren, nic, numero_contrat, debut (of a pay period), type, montant, of the monthly declarations."""
    mensuelles = declarations(lac, connu_le).filter(pl.col("nature") == MENSUELLE)
    return (
        lire(lac, "dsn", "activite", connu_le)
        .join(mensuelles.select(*DECLARATION, "siren", "nic"), on=DECLARATION)
        .drop_nulls("montant")
        .select("personne_id", "siren", "nic", "numero_contrat", "debut", "type", "montant")
    )
