"""What has become of each correction: in use, expired, without effect, or of no use since the source sent again.

Landing leaves beside the ledger what the corrections of a reception date did (no value in it); the rest is told from
the register, the reception dates of the dépôt and the lake, without a key.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from pipelines.contracts import charger, schema_du_lac
from pipelines.landing.corrections import CLE, SOURCE, lire_corrections
from pipelines.landing.depot import dates_de_reception
from pipelines.landing.rectification import APPLIQUEE, EFFETS, SUIVI, colonnes_de_la_cle
from pipelines.roots import Roots

ACTIVE, EXPIREE, SANS_OBJET, SANS_EFFET, EN_ATTENTE = "active", "expiree", "sans_objet", "sans_effet", "en_attente"
_CLE = ["fichier", "ligne", "colonne"]
_DETAILS = {
    "ligne_inconnue": "le fichier visé n'a pas d'unité à cette ligne ; reprenez le numéro que donne la quarantaine",
    "colonne_inconnue": "cette colonne n'est pas au contrat de la source",
    "lecture_propre": "cette source a son propre lecteur : seule l'action ecarter y est possible",
    "sans_changement": "le fichier porte déjà cette valeur",
}


def chemin_du_suivi(roots: Roots, source: str, jour: date) -> Path:
    return roots.registre / source / f"{jour}.corrections.parquet"


def ecrire(roots: Roots, source: str, jour: date, suivis: list[pl.DataFrame]) -> None:
    """Keep what the corrections of a reception date did; nothing when there are none. A file read in parts is one."""
    chemin = chemin_du_suivi(roots, source, jour)
    tous = pl.concat([pl.DataFrame(schema=SUIVI), *suivis])
    if tous.is_empty():
        chemin.unlink(missing_ok=True)
        return
    rang = pl.col("effet").replace_strict({effet: i for i, effet in enumerate(EFFETS)}, return_dtype=pl.Int32)
    le_plus = tous.sort(rang, pl.col("cle").is_not_null(), *SUIVI).unique(_CLE, keep="last", maintain_order=True)
    provisoire = chemin.with_suffix(".tmp")
    le_plus.sort(_CLE).write_parquet(provisoire, compression="zstd")
    provisoire.replace(chemin)


def lister_corrections(roots: Roots, source: str | None = None) -> pl.DataFrame:
    """The corrections of the register (of one source, or of all), without their values, each with `etat`, `detail`."""
    corrections = lire_corrections(roots)
    return avec_etat(roots, corrections if source is None else corrections.filter(pl.col("source") == source))


def avec_etat(roots: Roots, corrections: pl.DataFrame) -> pl.DataFrame:
    corrections = corrections.drop("valeur")
    etats = [_etats(les_siennes, roots, str(source)) for (source,), les_siennes in corrections.group_by("source")]
    vide = corrections.clear().with_columns(etat=pl.lit(None, pl.String), detail=pl.lit(None, pl.String))
    return pl.concat([vide, *etats]).sort(CLE, nulls_last=True)


def phrases(roots: Roots, corrections: pl.DataFrame) -> list[str]:
    """A sentence for each correction that is of no use, or no longer."""
    inutiles = avec_etat(roots, corrections).filter(pl.col("etat") != ACTIVE)
    return (
        inutiles.select(
            pl.format("correction de {}, fichier {}, ligne {} : {}.", "source", "fichier_vise", "ligne_visee", "detail")
        )
        .to_series()
        .to_list()
    )


def _etats(corrections: pl.DataFrame, roots: Roots, source: str) -> pl.DataFrame:
    receptions = dates_de_reception(roots, source)
    suivi = _lire_suivi(roots, source)
    renvoyees = _renvoyees(suivi, roots, source)
    vues = (
        corrections.with_columns(fichier="fichier_vise", ligne=pl.col("ligne_visee").cast(pl.UInt32))
        .join(suivi.select(*_CLE, "effet"), on=_CLE, how="left", nulls_equal=True, maintain_order="left")
        .join(renvoyees, on=_CLE, how="left", nulls_equal=True, maintain_order="left")
    )
    derniere = pl.lit(max(receptions, default=None), pl.Date)
    expiree = (pl.col("date_expiration") < derniere).fill_null(False)
    etat = (
        pl.when(expiree).then(pl.lit(EXPIREE))
        .when(pl.col("effet").is_null()).then(pl.lit(EN_ATTENTE))
        .when(pl.col("effet") != APPLIQUEE).then(pl.lit(SANS_EFFET))
        .when(pl.col("renvoyee_le").is_not_null()).then(pl.lit(SANS_OBJET))
        .otherwise(pl.lit(ACTIVE))
    )  # fmt: skip
    detail = (
        pl.when(expiree).then(pl.format("elle a expiré le {} : le fichier est lu tel que reçu", "date_expiration"))
        .when(pl.col("effet").is_null()).then(pl.lit("aucun fichier atterri n'a ce contenu, ou il reste à relire"))
        .when(pl.col("effet") != APPLIQUEE)
        .then(pl.col("effet").replace_strict(_DETAILS, default=None, return_dtype=pl.String))
        .when(pl.col("renvoyee_le").is_not_null())
        .then(pl.format("la source a renvoyé cet enregistrement le {} : elle n'est plus utile", "renvoyee_le"))
    )  # fmt: skip
    return vues.with_columns(etat=etat, detail=detail).select(*corrections.columns, "etat", "detail")


def _lire_suivi(roots: Roots, source: str) -> pl.DataFrame:
    """What the corrections of a source did, wherever its contents were received; `recu_le`: the first time."""
    frames = [pl.DataFrame(schema=SUIVI | {"recu_le": pl.Date})]
    for chemin in sorted((roots.registre / source).glob("????-??-??.corrections.parquet")):
        jour = date.fromisoformat(chemin.name[:10])
        frames.append(pl.read_parquet(chemin).with_columns(recu_le=pl.lit(jour)))
    return pl.concat(frames).unique(_CLE, keep="first", maintain_order=True)


def _renvoyees(suivi: pl.DataFrame, roots: Roots, source: str) -> pl.DataFrame:
    """The corrected rows that came again later under the same business key, and when last."""
    trouvees = [pl.DataFrame(schema={nom: SUIVI[nom] for nom in _CLE} | {"renvoyee_le": pl.Date})]
    if source != SOURCE:
        trouvees += list(_par_entite(suivi.drop_nulls("cle"), roots, source))
    return pl.concat(trouvees).group_by(_CLE, maintain_order=True).agg(pl.col("renvoyee_le").max())


def _par_entite(suivi: pl.DataFrame, roots: Roots, source: str) -> Iterator[pl.DataFrame]:
    for (nom,), suivies in suivi.group_by("entite", maintain_order=True):
        contrat = charger(source)
        noms, schema = colonnes_de_la_cle(contrat.entites[str(nom)]), schema_du_lac(contrat)[str(nom)]
        type_de_la_cle = pl.Struct({colonne: schema[colonne] for colonne in noms})
        cles = suivies.with_columns(pl.col("cle").str.json_decode(type_de_la_cle)).unnest("cle").drop_nulls(noms)
        apres = [
            chemin
            for chemin in sorted((roots.lac / source).glob(f"*/{nom}.parquet"))
            + sorted((roots.lac / source).glob(f"*/{nom}-[0-9]*.parquet"))
            if chemin.parent.name > str(suivies["recu_le"].min())
        ]
        if apres and cles.height:
            lac = pl.scan_parquet(apres).select(*noms, "date_reception")
            meme = cles.lazy().join(lac, on=noms, how="inner").filter(pl.col("date_reception") > pl.col("recu_le"))
            yield meme.select(*_CLE, renvoyee_le="date_reception").collect()
