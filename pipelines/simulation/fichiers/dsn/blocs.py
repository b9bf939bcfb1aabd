"""The text of NEODeS blocks, as expressions over rows of `dits`: one `Sxx.Gyy.zz.aaa,'valeur'` per line, CRLF.

Only mandatory rubriques (cahier technique 2025.1) and those the house reads. Rubriques of a block ascend.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from pipelines.simulation.fichiers.texte import JOUR_DSN, bout_a_bout

FIN_DE_LIGNE = "\r\n"
_HEURES_DU_MOIS, _JOURS_DE_L_AN, _TAUX_HORAIRE = 151.67, 218, 12.5
_NORMES = {2024: "P24V01", 2025: "P25V01", 2026: "P26V01"}


@dataclass(frozen=True)
class Facultative:
    """A rubrique that is not written when its value is missing."""

    valeur: pl.Expr


def bloc(nom: str, champs: dict[str, str | pl.Expr | Facultative]) -> pl.Expr:
    """The lines of a block, from its rubriques in ascending order; constant lines are written once."""
    parties: list[str | pl.Expr] = [""]
    for numero, valeur in champs.items():
        debut, fin = f"{nom}.{numero},'", f"'{FIN_DE_LIGNE}"
        if isinstance(valeur, Facultative):
            parties += [pl.concat_str(pl.lit(debut), valeur.valeur, pl.lit(fin)), ""]
        elif isinstance(valeur, str):
            parties[-1] += f"{debut}{valeur}{fin}"
        else:
            parties[-1] += debut
            parties += [valeur, fin]
    return bout_a_bout(*(partie for partie in parties if not isinstance(partie, str) or partie))


def norme_de(mois: date) -> str:
    """The norm in force that year (the oldest or newest one known beyond them)."""
    return _NORMES[min(max(mois.year, min(_NORMES)), max(_NORMES))]


def message(corps: str, norme: str, essai: str = "02", entier: bool = True) -> bytes:
    """A file: blocks S10 (sender, software, norm; `essai` 02 for a real sending, 01 for a test), the declarations of
    `corps`, block S90 (how many rubriques, its own two included, and declarations) unless the end is missing."""
    tete = _enveloppe(norme, essai).encode("latin-1")
    octets = corps.encode("latin-1")
    if not entier:
        return tete + octets
    comptes = {
        "001": str(tete.count(b"\n") + octets.count(b"\n") + 2),
        "002": str(octets.count(b"S20.G00.05.001,")),
    }
    return b"".join((tete, octets, _fixe("S90.G00.90", comptes).encode("latin-1")))


def _enveloppe(norme: str, essai: str) -> str:
    logiciel = {"001": "PILOTAGE SIMULATION", "002": "Logiciel maison", "003": "1.0"}
    contact = {"001": "02", "002": "Exemple Camille", "004": "paie@exemple.invalid", "005": "0100000000"}
    return (
        _fixe("S10.G00.00", {**logiciel, "005": essai, "006": norme, "007": "01", "008": "01"})
        + _fixe("S10.G00.01", {"001": "000000000", "002": "00018", "003": "CABINET FICTIF"})
        + _fixe("S10.G00.02", contact)
    )


def declaration(nature: str, mois: date | None) -> pl.Expr:
    """Blocks S20 to S21.G00.11 from columns type, ordre, construit, siren, nic, etablissement_departement; of a month,
    from commune_dite too, which the carrier adds when it knows."""
    postal = pl.col("etablissement_departement").fill_null("01").str.replace("2[AB]", "20").str.pad_end(5, "0")
    s20: dict[str, str | pl.Expr] = {"001": nature, "002": pl.col("type"), "003": "11", "004": pl.col("ordre")}
    if mois:
        s20["005"] = f"{mois:{JOUR_DSN}}"
    etablissement: dict[str, str | pl.Expr | Facultative]
    etablissement = {"001": pl.col("nic"), "002": "8299Z", "004": postal, "022": "9999"}
    s20["007"] = pl.col("construit").dt.strftime(JOUR_DSN)
    if mois:
        s20["008"] = "01"
        etablissement["110"] = Facultative(pl.col("commune_dite"))
    return bout_a_bout(
        bloc("S20.G00.05", {**s20, "010": "01"}),
        bloc("S20.G00.07", {"001": "Exemple Camille", "002": "0100000000", "003": "paie@exemple.invalid", "004": "02"}),
        bloc("S21.G00.06", {"001": pl.col("siren"), "002": pl.col("nic"), "003": "8299Z"}),
        bloc("S21.G00.11", etablissement),
    )


def individu() -> pl.Expr:
    """Block 30, from the columns of the person."""
    return bloc(
        "S21.G00.30",
        {
            "001": pl.col("nir"),
            "002": pl.col("nom"),
            "004": pl.col("prenom"),
            "005": bout_a_bout("0", pl.col("sexe")),
            "006": pl.col("naissance").dt.strftime(JOUR_DSN),
            "008": pl.col("adresse"),
            "013": "04",
            "014": "99",
            "015": "BE",
            "019": pl.col("personne").cast(pl.String),
        },
    )


def contrat(mensuelle: bool) -> pl.Expr:
    """Block 40 and its children: 41 in the month of a change, 62 when an end is told, 71."""
    change = pl.col("change")
    fin_dite = pl.col("fin_dite").dt.strftime(JOUR_DSN)
    risque: dict[str, str] = {"039": "200", "040": "745BD"} if mensuelle else {}
    parties = [
        bloc("S21.G00.40", {**_contrat(), **risque, "046": Facultative(pl.col("utilisateur"))}),
        pl.when(pl.col("fin_dite").is_not_null()).then(_fin(fin_dite, mensuelle)),
        bloc("S21.G00.71", {"002": "RUAA"}),
    ]
    if mensuelle:
        parties.insert(1, pl.when(change).then(_changement()))
    return bout_a_bout(*parties)


def _contrat() -> dict[str, str | pl.Expr | Facultative]:
    en_jours = (pl.col("quotite") == _JOURS_DE_L_AN).fill_null(False)
    return {
        "001": pl.col("debut").dt.strftime(JOUR_DSN),
        "002": "06",
        "003": "04",
        "004": pl.col("pcs").fill_null("673c"),
        "006": "Emploi fictif",
        "007": pl.col("nature"),
        "008": pl.col("dispositif").fill_null("99"),
        "009": pl.col("numero"),
        "010": Facultative(pl.col("fin_prevue").dt.strftime(JOUR_DSN)),
        "011": pl.when(en_jours).then(pl.lit("20")).otherwise(pl.lit("10")),
        "012": pl.when(en_jours).then(pl.lit(f"{_JOURS_DE_L_AN}.00")).otherwise(pl.lit(str(_HEURES_DU_MOIS))),
        "013": Facultative(decimal(_centiemes(pl.col("quotite")))),
        "014": pl.col("modalite").fill_null("10"),
        "016": "99",
        "017": "9999",
        "018": "200",
        "019": pl.coalesce("utilisateur", pl.concat_str("siren", "nic")),
        "020": "200",
        "021": Facultative(pl.col("motif_recours")),
        "024": "99",
        "026": "99",
        "036": "01",
        "037": "03",
    }


def _fin(fin_dite: pl.Expr, mensuelle: bool) -> pl.Expr:
    if mensuelle:
        return bloc("S21.G00.62", {"001": fin_dite, "002": pl.col("motif_dit")})
    mois_de_paie = pl.col("fin_dite").dt.month_start().dt.strftime(JOUR_DSN)
    signal = {"001": fin_dite, "002": pl.col("motif_dit"), "006": fin_dite, "008": "02", "020": mois_de_paie}
    return bout_a_bout(bloc("S21.G00.62", signal), bloc("S21.G00.63", {"001": "90"}))


def _changement() -> pl.Expr:
    return bloc(
        "S21.G00.41",
        {
            "001": pl.coalesce("date_changement", "debut").dt.strftime(JOUR_DSN),
            "012": Facultative(pl.col("ancien_siret")),
            "014": Facultative(pl.col("ancien_numero")),
            "021": Facultative(pl.col("ancien_debut").dt.strftime(JOUR_DSN)),
        },
    )


def versement(mois: date | None, dernier: date | None) -> pl.Expr:
    """Block 50 of a person: the pay of the month (of the end, for a signal)."""
    if mois is None or dernier is None:
        return bloc("S21.G00.50", {"001": pl.col("fin_dite").dt.strftime(JOUR_DSN), "020": "01"})
    return bloc(
        "S21.G00.50",
        {
            "001": f"{dernier:{JOUR_DSN}}",
            "002": "1000.00",
            "004": "980.00",
            "006": "2.00",
            "007": "13",
            "009": "20.00",
            "013": "1000.00",
        },
    )


def remuneration() -> pl.Expr:
    """A pay of a contract (51) and its measure (53) if it has one; or a measure under the pay before it (`suite`)."""
    paie = {
        **_periode(pl.col("debut"), pl.col("fin")),
        "011": pl.col("type"),
        "013": decimal(pl.col("montant")),
    }
    mesure = {"001": pl.col("activite"), "002": decimal(pl.col("centiemes")), "003": pl.col("unite")}
    return bout_a_bout(
        pl.when(~pl.col("suite")).then(bloc("S21.G00.51", paie)),
        pl.when(pl.col("activite").is_not_null()).then(bloc("S21.G00.53", mesure)),
    )


def remuneration_de_fin(debut: pl.Expr) -> pl.Expr:
    """The pay that the signal of an end tells, from `debut` to the end: never counted as work of a month."""
    jours = (pl.col("fin_dite") - debut).dt.total_days() + 1
    heures = _centiemes(pl.col("quotite").fill_null(_HEURES_DU_MOIS)) * jours / 30
    paie = {**_periode(debut, pl.col("fin_dite")), "011": "002", "013": decimal(heures * _TAUX_HORAIRE)}
    return bout_a_bout(bloc("S21.G00.51", paie), bloc("S21.G00.53", {"001": "01", "002": decimal(heures), "003": "10"}))


def _periode(debut: pl.Expr, fin_: pl.Expr) -> dict[str, str | pl.Expr | Facultative]:
    return {"001": debut.dt.strftime(JOUR_DSN), "002": fin_.dt.strftime(JOUR_DSN), "010": pl.col("numero")}


def lieu(siret: pl.Expr) -> pl.Expr:
    """Block 85 of a user establishment."""
    return bloc("S21.G00.85", {"001": siret, "010": "01"})


def decimal(centiemes: pl.Expr) -> pl.Expr:
    """A number of hundredths as units with two decimals and a dot."""
    entiers = centiemes.round().cast(pl.Int64)
    signe, absolus = pl.when(entiers < 0).then(pl.lit("-")), entiers.abs()
    return pl.concat_str(
        signe.fill_null(""), absolus // 100, pl.lit("."), (absolus % 100).cast(pl.String).str.pad_start(2, "0")
    )


def _centiemes(nombre: pl.Expr) -> pl.Expr:
    return (nombre * 100).round()


def _fixe(nom: str, champs: dict[str, str]) -> str:
    return "".join(f"{nom}.{numero},'{valeur}'{FIN_DE_LIGNE}" for numero, valeur in champs.items())
