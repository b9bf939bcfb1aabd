"""Each indicator as facts: one row per person or offer and date, with what it adds to the parts."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from tests.independant import droits, emplois, inscriptions, offres, orientations, reponses, travail
from tests.independant.calendrier import age, fin_de_mois, plus_mois, premier_du_mois
from tests.independant.faits import de_personnes as _faits
from tests.independant.lac import derniere, lire
from tests.independant.suivi import Suivi

MOIS_DE_CHOMAGE_LONG, AGES = 12, (16, 64)
INTERRUPTION = 31


@dataclass(frozen=True)
class Maison:
    """What was known on a day, read once."""

    connu_le: date
    mois: list[date]
    periodes: pl.DataFrame
    spells: pl.DataFrame
    cessations: pl.DataFrame
    contrats: pl.DataFrame
    emplois: pl.DataFrame
    spells_emploi: pl.DataFrame
    travail: pl.DataFrame
    orientations: pl.DataFrame
    formations: pl.DataFrame
    agora: pl.DataFrame
    soumis: pl.DataFrame
    fichiers_rsa: pl.DataFrame
    devoirs: pl.DataFrame
    offres: pl.DataFrame
    suivi: Suivi
    personnes_interrogees: pl.DataFrame
    entreprises_interrogees: pl.DataFrame
    paies: pl.DataFrame

    @classmethod
    def lire(cls, interne: Path, connu_le: date, mois: list[date]) -> "Maison":
        """Read the lake and the ledger under `interne`; `mois`: first days of the months to compute."""
        lac = interne / "lac"
        venues, cessations = inscriptions.evenements(lac, connu_le)
        periodes = inscriptions.periodes(venues, cessations)
        spells = inscriptions.spells(periodes)
        contrats = emplois.contrats(lac, connu_le)
        jobs = emplois.emplois(contrats)
        qui = orientations.numeros(venues, cessations)
        decidees = orientations.decidees(lac, connu_le, qui)
        formations = derniere(
            lire(lac, "formation", "formation", connu_le), ["numero_ft", "session"], ["date_extraction"]
        )
        lignes_rsa = droits.lignes_en_vigueur(lac, connu_le)
        return cls(
            connu_le,
            mois,
            inscriptions.avec_ouverture(periodes, spells),
            spells.join(orientations.par_spell(spells, decidees), on=["personne_id", "spell"]),
            cessations,
            contrats,
            jobs,
            emplois.spells(jobs),
            travail.mois_travailles(travail.heures_par_mois(lac, connu_le, jobs)),
            decidees,
            formations.join(qui, on="numero_ft"),
            derniere(
                lire(lac, "agora", "evenement", connu_le),
                ["personne_id", "session", "evenement", "date_evenement"],
                ["date_extraction"],
            ),
            droits.soumis(lignes_rsa),
            droits.fichiers_recus(interne / "registre", connu_le),
            droits.entrees_devoirs(lac, connu_le, lignes_rsa),
            offres.postes(lac, connu_le),
            Suivi.lire(lac, connu_le, qui),
            reponses.personnes(lac, connu_le, qui),
            reponses.entreprises(lac, connu_le),
            emplois.paies(lac, connu_le),
        )

    @property
    def entrees(self) -> pl.DataFrame:
        """Spells that are entries: not the stock taken over in number, which the law foresaw."""
        return self.spells.filter(pl.col("code_inscription") != inscriptions.REPRISE_DE_STOCK)

    @property
    def cohorte(self) -> pl.DataFrame:
        """The first entry of each person and month."""
        return self.entrees.sort("personne_id", "debut").unique(
            ["personne_id", premier_du_mois(pl.col("debut"))], keep="first", maintain_order=True
        )

    @property
    def cohorte_en_age(self) -> pl.DataFrame:
        """The cohort aged 16 to 64 on the day of entry."""
        return self.cohorte.filter(age(pl.col("naissance_mois"), pl.col("debut")).is_between(*AGES))

    @property
    def fins_de_mois(self) -> pl.DataFrame:
        return pl.DataFrame({"jour": [fin_de_mois(m) for m in self.mois if fin_de_mois(m) <= self.connu_le]})

    @property
    def sorties_du_champ(self) -> pl.DataFrame:
        return emplois.sorties_du_champ(self.contrats, self.cessations)


def toutes(maison: Maison) -> pl.DataFrame:
    """FAIT of the indicators of registrations, jobs, orientations and rights."""
    familles = [
        _retours(maison),
        _reprises(maison),
        _orientations(maison),
        _entrees(maison),
        _stocks(maison),
        _sorties(maison),
        _couverture(maison),
    ]
    return pl.concat(familles, how="vertical_relaxed")


def avec_retour(
    maison: Maison, lignes: pl.DataFrame, depuis: str, emplois_commences: pl.DataFrame | None = None
) -> pl.DataFrame:
    """`lignes` with `retour`, the first job spell that counts (or the first `debut` of `emplois_commences`) on or after
    `depuis`, and `sortie`, the first death or retirement on or after it."""
    commences = maison.spells_emploi if emplois_commences is None else emplois_commences
    debuts = commences.select("personne_id", retour="debut").sort("retour")
    sorties = maison.sorties_du_champ.rename({"jour": "sortie"}).sort("sortie")
    return (
        lignes.sort(depuis)
        .join_asof(
            debuts, left_on=depuis, right_on="retour", by="personne_id", strategy="forward", check_sortedness=False
        )
        .join_asof(
            sorties, left_on=depuis, right_on="sortie", by="personne_id", strategy="forward", check_sortedness=False
        )
    )


def sorti_avant_retour(limite: pl.Expr) -> pl.Expr:
    """Out of the field in the window and before any return."""
    return (pl.col("sortie") <= limite) & (pl.col("retour").is_null() | (pl.col("sortie") < pl.col("retour")))


def _retours(maison: Maison) -> pl.DataFrame:
    cohorte = avec_retour(maison, maison.cohorte_en_age, "debut")
    simples = []
    for mois in (3, 6, 12):
        limite = plus_mois(pl.col("debut"), mois)
        simples.append(
            _faits(
                cohorte,
                f"retour_emploi_{mois}m",
                "debut",
                pl.col("retour") <= limite,
                exclus=sorti_avant_retour(limite),
            )
        )
    limite = plus_mois(pl.col("debut"), 6)
    cle = ["personne_id", "debut"]
    # every job spell that counts and begins in the window, with each of its contracts that does too
    contrats = maison.emplois.select(
        "personne_id", "spell", "sans_terme", "passerelle", "fin_prevue", contrat_debut="debut"
    )
    dans = (
        cohorte.select(*cle)
        .join(maison.spells_emploi.rename({"debut": "emploi_debut"}).drop("sans_terme"), on="personne_id")
        .join(contrats, on=["personne_id", "spell"])
        .filter(
            pl.col("emploi_debut").is_between(pl.col("debut"), limite),
            pl.col("contrat_debut").is_between(pl.col("debut"), limite),
        )
    )
    six_mois_de = plus_mois(pl.col("contrat_debut"), 6).dt.offset_by("-1d")
    six_mois_du_spell = plus_mois(pl.col("emploi_debut"), 6).dt.offset_by("-1d")
    durable = pl.col("sans_terme") | (pl.col("fin_prevue") >= six_mois_de)
    bilan = dans.group_by(cle).agg(
        durable=durable.any(),
        realise=(durable | (pl.col("fin_longue") >= six_mois_du_spell)).any(),
        ordinaire=(~pl.col("passerelle")).any(),
    )
    cohorte = cohorte.join(bilan, on=cle, how="left")
    qualifies = {
        "emploi_durable_6m": "durable",
        "emploi_durable_realise_6m": "realise",
        "retour_emploi_6m_hors_passerelle": "ordinaire",
    }
    exclus = sorti_avant_retour(limite)
    return pl.concat(
        simples + [_faits(cohorte, nom, "debut", pl.col(c), exclus=exclus) for nom, c in qualifies.items()]
    )


def revenus_du_mois(maison: Maison) -> pl.DataFrame:
    """Returns of the month: one per person and month (`retour`), told by her latest entry before."""
    return (
        avec_retour(maison, maison.cohorte_en_age, "debut")
        .drop("sortie")
        .filter(pl.col("retour").is_not_null())
        .with_columns(mois=premier_du_mois(pl.col("retour")))
        .sort("personne_id", "debut")
        .unique(["personne_id", "mois"], keep="last", maintain_order=True)
        # told by the entry: her age is that of the day she entered
        .with_columns(naissance_mois=_naissance_vue_du(pl.col("debut"), pl.col("retour")))
    )


def _reprises(maison: Maison) -> pl.DataFrame:
    revenus = revenus_du_mois(maison)
    cle = ["personne_id", "retour"]
    jusqu = revenus.select(cle).unique().join(_suites(maison, revenus), on=cle)
    sorties = maison.sorties_du_champ.rename({"jour": "sortie"}).sort("sortie")
    revenus = revenus.join(jusqu, on=cle).sort("retour")
    revenus = revenus.join_asof(
        sorties, left_on="retour", right_on="sortie", by="personne_id", strategy="forward", check_sortedness=False
    )
    sans_terme = (
        maison.emplois.filter("sans_terme")
        .join(maison.spells_emploi.select("personne_id", "spell", spell_debut="debut"), on=["personne_id", "spell"])
        .filter(pl.col("debut") == pl.col("spell_debut"))
        .select("personne_id", retour="debut", cdi=True)
        .unique()
    )
    revenus = revenus.join(sans_terme, on=cle, how="left")
    limite = plus_mois(pl.col("retour"), 6)
    tient = pl.col("jusqu_au") >= limite
    return pl.concat(
        [
            _faits(revenus, "maintien_emploi_6m", "retour", tient, exclus=pl.col("sortie") <= limite),
            _faits(revenus, "part_cdi_reprise", "retour", pl.col("cdi")),
        ]
    )


def _naissance_vue_du(avant: pl.Expr, apres: pl.Expr) -> pl.Expr:
    """A birth month that gives at `apres` the age there was at `avant`."""
    mois = (apres.dt.year() - avant.dt.year()) * 12 + apres.dt.month().cast(pl.Int32) - avant.dt.month().cast(pl.Int32)
    return pl.col("naissance_mois").dt.offset_by(pl.format("{}mo", mois))


def _suites(maison: Maison, revenus: pl.DataFrame) -> pl.DataFrame:
    """personne_id, retour, jusqu_au: how far jobs begun since the return follow each other, 31 days apart at most."""
    siens: dict[int, list[tuple[date, date]]] = {}
    for personne, debut, fin in maison.emplois.select("personne_id", "debut", "fin_connue").sort("debut").iter_rows():
        siens.setdefault(personne, []).append((debut, fin or date.max))
    lignes = []
    for personne, retour in revenus.select("personne_id", "retour").unique().iter_rows():
        jusqu_au = retour
        for debut, fin in siens[personne]:
            if debut < retour:
                continue
            if (debut - jusqu_au).days > INTERRUPTION:
                break
            jusqu_au = max(jusqu_au, fin)
        lignes.append((personne, retour, jusqu_au))
    return pl.DataFrame(lignes, schema={"personne_id": pl.Int64, "retour": pl.Date, "jusqu_au": pl.Date}, orient="row")


def _orientations(maison: Maison) -> pl.DataFrame:
    delai = (pl.col("orientee_le") - pl.col("debut")).dt.total_days()
    fins = maison.fins_de_mois
    presents = inscriptions.presents(maison.periodes, fins).join(
        maison.spells.select("personne_id", "spell", "reconduite", "orientee_le"), on=["personne_id", "spell"]
    )
    attendent = presents.filter(
        ~pl.col("reconduite"), pl.col("orientee_le").is_null() | (pl.col("orientee_le") > pl.col("jour"))
    ).rename({"jour": "fin_du_mois"})
    attendent_depuis = attendent.filter((pl.col("fin_du_mois") - pl.col("spell_debut")).dt.total_days() > 30)
    return pl.concat(
        [
            _faits(maison.cohorte, "part_orientes_30j", "debut", delai <= 30),
            _faits(
                maison.cohorte, "part_orientes_30j_hors_reconduite", "debut", delai <= 30, exclus=pl.col("reconduite")
            ),
            _faits(maison.cohorte, "delai_orientation_median", "debut", jour=delai),
            _faits(attendent, "attente_orientation", "fin_du_mois"),
            _faits(attendent_depuis, "attente_orientation_30j", "fin_du_mois"),
        ]
    )


def _entrees(maison: Maison) -> pl.DataFrame:
    return _faits(maison.entrees, "entrees", "debut")


def _stocks(maison: Maison) -> pl.DataFrame:
    presents = inscriptions.presents(maison.periodes, maison.fins_de_mois).rename({"jour": "fin_du_mois"})
    en_recherche = presents.filter(pl.col("categorie").is_in(["A", "B", "C", "1", "2", "3"]))
    ancien = plus_mois(pl.col("spell_debut"), MOIS_DE_CHOMAGE_LONG) <= pl.col("fin_du_mois")
    return _faits(en_recherche, "part_deld", "fin_du_mois", ancien)


def _sorties(maison: Maison) -> pl.DataFrame:
    sortis = maison.spells.filter(pl.col("fin").is_not_null())
    radies = (
        maison.periodes.filter(pl.col("motif_fin") == inscriptions.RADIATION)
        .sort("personne_id", "fin")
        .unique(["personne_id", premier_du_mois(pl.col("fin"))], keep="first", maintain_order=True)
    )
    return pl.concat(
        [_faits(sortis, "sorties", "fin"), _faits(radies, "radiations", "fin"), _reinscriptions(maison, sortis)]
    )


def _reinscriptions(maison: Maison, sortis: pl.DataFrame) -> pl.DataFrame:
    """Spells ended for work, and whether another begins after that day and in the 6 months."""
    cle = ["personne_id", "fin"]
    pour_un_emploi = maison.periodes.filter(pl.col("motif_fin") == inscriptions.REPRISE_D_EMPLOI).select(
        "personne_id", "spell", "fin"
    )
    finis = sortis.join(pour_un_emploi, on=["personne_id", "spell", "fin"], how="semi")
    retours = (
        finis.select(cle)
        .join(maison.spells.select("personne_id", revient="debut"), on="personne_id")
        .filter(pl.col("revient") > pl.col("fin"), pl.col("revient") <= plus_mois(pl.col("fin"), 6))
        .select(*cle, revenu=True)
        .unique()
    )
    return _faits(finis.join(retours, on=cle, how="left"), "reinscription_6m", "fin", pl.col("revenu"))


def _couverture(maison: Maison) -> pl.DataFrame:
    soumis = maison.soumis.with_columns(jour=pl.col("mois").dt.month_end()).filter(pl.col("jour") <= maison.connu_le)
    inscrits = inscriptions.presents(maison.periodes, soumis.select("personne_id", "jour").unique())
    inscrits = inscrits.select("personne_id", "jour", inscrit=True).unique()
    return _faits(
        soumis.join(inscrits, on=["personne_id", "jour"], how="left").rename({"jour": "fin_du_mois"}),
        "couverture_rsa",
        "fin_du_mois",
        pl.col("inscrit"),
    )
