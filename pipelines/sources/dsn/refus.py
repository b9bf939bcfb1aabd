"""What a file says of itself once read whole: why it is refused, which of its messages are, what is to be remarked."""

from collections.abc import Iterator

import polars as pl

from pipelines.contracts.refus import AVERTISSEMENT, REFUS, REJET
from pipelines.sources import FichierRefuse
from pipelines.sources.dsn import normes, texte
from pipelines.sources.dsn.enveloppe import RETENU, Enveloppe
from pipelines.sources.dsn.envoi import INCONNUE, Envoi
from pipelines.sources.dsn.rubriques import CLOTURE, COMPTE_RUBRIQUES, LOT, MESSAGE, NOM_DU_GROUPE, RAPPEL
from pipelines.sources.dsn.tri import Tri

INCONNUES_NOMMEES = 100
_ROMPUE = (
    ", ligne {} : avant la première déclaration (S20.G00.05.001) et après la dernière, seule l'enveloppe (S10, S90) "
    "est attendue, une rubrique par ligne. Exportez de nouveau le message depuis le logiciel de paie."
)
_TRONQUE = (
    " s'arrête à la ligne {} sans {} : il est tronqué, rien n'en est retenu. Envoyez de nouveau le fichier entier."
)
NOMS = {"fichier": pl.UInt32, "nom": pl.String, "enrichi": pl.Boolean, "messages": pl.UInt32}


def noms(envois: list[Envoi]) -> pl.DataFrame:
    """Of each file, what sentences call it, whether it is enriched, how many messages it holds."""
    lus = [(envoi.index, envoi.nom, envoi.enrichi, envoi.repere.message) for envoi in envois]
    return pl.DataFrame(lus, schema=NOMS, orient="row")


def des_fichiers(envois: list[Envoi], tri: Tri) -> Iterator[tuple[int, FichierRefuse]]:
    """The files that are refused, each for the first reason found."""
    messages, blocs = tri.enveloppe.messages, tri.enveloppe.blocs
    refuses = messages.drop_nulls("regle").rows_by_key("fichier", named=True)
    rompues = dict(tri.rompues.group_by("fichier").agg(pl.col("ligne").min()).rows())
    fins, lots = _fins_absentes(messages, blocs), set(blocs.filter(bloc=LOT)["fichier"])
    for envoi in envois:
        index, phrase = envoi.index, None
        if envoi.repere.message == 0 and index not in lots:
            regle, phrase = "enveloppe_absente", f" : l'enveloppe {MESSAGE} manque. {texte.RENVOI}"
        elif envoi.repere.message == 1 and index in refuses:
            regle, phrase = refuses[index][0]["regle"], refuses[index][0]["phrase"]
        elif index in rompues:
            regle, phrase = "enveloppe_rompue", _ROMPUE.format(rompues[index])
        elif index in fins and not envoi.enrichi:
            regle, phrase = "fichier_tronque", _TRONQUE.format(envoi.lignes, fins[index])
        if phrase:
            yield index, FichierRefuse(regle, f"{envoi.nom}{phrase}")


def _fins_absentes(messages: pl.DataFrame, blocs: pl.DataFrame) -> dict[int, str]:
    """By file cut short, the end that is missing: of its lot, of one of its messages."""
    fermes = blocs.filter(bloc=CLOTURE).drop_nulls("compte_rubriques")
    lots = blocs.filter(bloc=LOT).join(blocs.filter(bloc=RAPPEL), on="fichier", how="anti")
    absentes = dict.fromkeys(lots["fichier"], f"la fin du lot ({RAPPEL})")
    ouverts = messages.join(fermes, on=["fichier", "message"], how="anti", maintain_order="left")
    seuls = set(messages.group_by("fichier").len().filter(len=1)["fichier"])
    for fichier, debut in ouverts.unique("fichier", keep="first")["fichier", "debut"].rows():
        du_message = "" if fichier in seuls else f" du message de la ligne {debut}"
        absentes[fichier] = f"{'sa' if fichier in seuls else 'la'} fin ({COMPTE_RUBRIQUES}){du_message}"
    return absentes


def des_personnes(refusees: pl.DataFrame, enveloppe: Enveloppe, fichiers: pl.DataFrame) -> pl.DataFrame:
    """One refusal for each of `refusees`, persons of refused messages, in files of several messages."""
    lignes = refusees.join(fichiers.filter(pl.col("messages") > 1), on="fichier", maintain_order="left").join(
        enveloppe.messages, on=["fichier", "message"], maintain_order="left"
    )
    phrase = pl.format("{}, message de la ligne {}{}", "nom", "debut", "phrase")
    dites = lignes.with_columns(message=phrase, champ=pl.lit(None), gravite=pl.lit(REJET))
    return dites.select(REFUS.keys()).cast(REFUS)


def remarque(lignes: pl.DataFrame, regle: str, phrase: pl.Expr) -> pl.DataFrame:
    """A remark for each of `lignes`: `fichier`, `ligne`, `champ`."""
    dite = lignes.with_columns(unite=pl.lit(None), regle=pl.lit(regle), message=phrase, gravite=pl.lit(AVERTISSEMENT))
    return dite.select(REFUS.keys()).cast(REFUS)


def groupes_hors_champ(enveloppe: Enveloppe, fichiers: pl.DataFrame) -> pl.DataFrame:
    """A remark for each group of a lot whose messages are out of scope."""
    hors_champ = enveloppe.messages.filter(pl.col("groupe").fill_null(RETENU) != RETENU)
    par_groupe = (
        hors_champ.group_by("fichier", "groupe", maintain_order=True)
        .agg(pl.len(), ligne=pl.col("debut").first())
        .join(fichiers, on="fichier", maintain_order="left")
        .with_columns(champ=pl.lit(NOM_DU_GROUPE))
    )
    phrase = pl.format(
        f"{{}} : {{}} message(s) du groupe {{}}, le premier à la ligne {{}} ; seuls ceux du groupe {RETENU} sont "
        "retenus.",
        "nom", "len", pl.col("groupe").str.slice(0, 10).str.replace_all("[^A-Z-]", "?"), "ligne",
    )  # fmt: skip
    return remarque(par_groupe, "groupe_hors_champ", phrase)


def rubriques_inconnues(envois: list[Envoi], fichiers: pl.DataFrame) -> pl.DataFrame:
    """A remark for each unknown rubrique of each file, and one for those that are too many to name."""
    vues = pl.concat([pl.DataFrame(schema=INCONNUE), *(e.inconnues.select(INCONNUE.keys()) for e in envois)])
    dites = vues.filter(pl.col("norme").is_in(normes.connues())).with_columns(
        champ="rubrique", rang=pl.int_range(pl.len()).over("fichier")
    )
    phrase = pl.format(
        "ligne {}, {} : la norme {} ne connaît pas cette rubrique, qui est écartée ({} fois dans le fichier).",
        "ligne", "champ", "norme", "fois",
    )  # fmt: skip
    autres = (
        dites.filter(pl.col("rang") >= INCONNUES_NOMMEES)
        .group_by("fichier", maintain_order=True)
        .agg(pl.len(), ligne=pl.lit(None, pl.UInt32), champ=pl.lit(None, pl.String))
        .join(fichiers, on="fichier", maintain_order="left")
    )
    reste = pl.format("{} : {} autres rubriques inconnues, écartées.", "nom", "len")
    return pl.concat(
        [
            remarque(dites.filter(pl.col("rang") < INCONNUES_NOMMEES), "rubrique_inconnue", phrase),
            remarque(autres, "rubrique_inconnue", reste),
        ]
    )
