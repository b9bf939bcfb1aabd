"""The verbs."""

import logging
import os
import sys
from datetime import date
from pathlib import Path

import click

from pipelines.cli import bilan
from pipelines.cli.conducteur import Bloque, executer, ingerer_tout
from pipelines.cli.suivi import installer_journal, mesurer
from pipelines.identity import CleRefusee, Cles
from pipelines.roots import Roots

EXIT_REFUSE, EXIT_BLOQUE = 1, 3
PERSONNES_DEMONSTRATION = 100_000

OPTIONS_SIMULATION = [
    click.option(
        "--personnes", type=click.IntRange(100), default=None, help="Registered persons of the synthetic France."
    ),
    click.option("--mois", type=click.IntRange(3, 120), default=30, show_default=True, help="Length, in months."),
    click.option("--dernier-mois", default="2026-06", show_default=True, help="Last month, AAAA-MM."),
    click.option("--graine", type=click.IntRange(0), default=1, show_default=True, help="Seed: same seed, same files."),
]
observation = click.option(
    "--date-observation", default="", help="Only what was received by this day, AAAA-MM-JJ (default: last reception)."
)


def options_simulation(commande: click.Command) -> click.Command:
    for option in reversed(OPTIONS_SIMULATION):
        commande = option(commande)
    return commande


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def pilotage() -> None:
    """Received files in, shared indicators of the public employment network out."""
    installer_journal()


@pilotage.command()
@options_simulation
@click.option("--estimer", is_flag=True, help="Say size and time, write nothing.")
def simulate(personnes: int | None, mois: int, dernier_mois: str, graine: int, estimer: bool) -> None:
    """Write a synthetic France, as source files in the dépôt."""
    from pipelines import simulation  # noqa: PLC0415

    personnes = personnes or PERSONNES_DEMONSTRATION
    if estimer:
        estimation = simulation.estimer(personnes, mois)
        click.echo(
            f"{personnes:,} persons, {mois} months: "
            f"about {estimation.octets / 1e6:,.0f} MB in {estimation.secondes:,.0f} s."
        )
        return
    _simuler(Roots.from_environment().create(), personnes, mois, dernier_mois, graine)


@pilotage.command()
def ingest() -> None:
    """Read, check and pseudonymise what is in the dépôt."""
    roots = _maison()
    defauts = ingerer_tout(roots)
    bilan.afficher_entrees(roots)
    _dire_les_defauts(defauts)
    _exiger_les_comptes(roots)


@pilotage.command()
@observation
def build(date_observation: str) -> None:
    """Compute journeys and indicators from the lake."""
    executer(_maison(), "build", _jour(date_observation))


@pilotage.command()
def release() -> None:
    """Protect the cells and publish a release."""
    roots = _maison()
    executer(roots, "release")
    bilan.afficher_publication(roots)


@pilotage.command()
@options_simulation
@observation
def run(personnes: int | None, mois: int, dernier_mois: str, graine: int, date_observation: str) -> None:
    """Everything, from the dépôt to the release; with --personnes, simulate first."""
    with mesurer() as mesure:
        roots = _maison(creer_cle=personnes is not None)
        if personnes is not None:
            _simuler(roots, personnes, mois, dernier_mois, graine)
        defauts = ingerer_tout(roots)
        _exiger_les_comptes(roots)
        executer(roots, "publish", _jour(date_observation))
    bilan.afficher_entrees(roots)
    bilan.afficher_publication(roots, date_observation)
    click.echo(f"Done in {mesure.secondes:.0f} s, peak memory {mesure.pic_mo:,.0f} MB.")
    _dire_les_defauts(defauts)
    click.echo("Open the dashboard with `make serve` (or `pilotage serve`), then http://127.0.0.1:8501/")


@pilotage.command()
@click.option("--hote", default="127.0.0.1", show_default=True)
@click.option("--port", default=8501, show_default=True)
@click.option("--public", type=click.Path(path_type=Path), default=None, help="Folder of releases.")
def serve(hote: str, port: int, public: Path | None) -> None:
    """Serve the dashboard and the open data; reads releases only."""
    dossier = public or Path(os.environ.get("PILOTAGE_PUBLIC") or Roots.from_environment().public)
    if not (dossier / "latest").exists():
        raise click.ClickException(f"No release in {dossier}: run `pilotage run` first, or give --public.")
    environnement = {**os.environ, "PILOTAGE_PUBLIC": str(dossier.resolve())}
    environnement.pop("PILOTAGE_CLE", None)
    commande = [sys.executable, "-m", "uvicorn", "dashboards.asgi:app", "--host", hote, "--port", str(port)]
    click.echo(f"http://{hote}:{port}/  (Ctrl-C to stop)")
    os.execve(sys.executable, commande, environnement)


@pilotage.command()
@click.option("--fichier", default=None, help="The life of one file: part of its name or of its hash.")
def status(fichier: str | None) -> None:
    """What has been received, accepted, refused, published."""
    roots = Roots.from_environment()
    if fichier:
        bilan.afficher_vie(roots, fichier)
        return
    bilan.afficher_entrees(roots)
    bilan.afficher_publication(roots)


@pilotage.command()
@click.option("--source", default=None, help="Only this source.")
@click.option("--regle", default=None, help="Only this rule.")
@click.option("--fichier", default=None, help="Only files whose name or hash contains this.")
@click.option("--date", default=None, help="Only this reception date, AAAA-MM-JJ.")
@click.option("--ligne", type=click.IntRange(1), default=None, help="Only this line.")
@click.option("--expliquer", "geste", flag_value="expliquer", help="Place, meaning, row without identity, what to do.")
@click.option("--rejouer", "geste", flag_value="rejouer", help="Read the dépôt again, say what changed.")
@click.option("--corrections", "geste", flag_value="corrections", help="The corrections register and its state.")
def quarantine(geste: str | None, **filtre: str | int | None) -> None:
    """List refused rows by rule, explain them, read them again after a correction or a change of contract."""
    from pipelines.cli import quarantaine as page  # noqa: PLC0415

    lesquels = page.Filtre(**filtre)  # type: ignore[arg-type]
    _exiger_une_source(lesquels.source)
    _jour(lesquels.date or "")
    if geste == "rejouer":
        _rejouer(lesquels.source)
    elif geste == "corrections":
        page.afficher_corrections(Roots.from_environment(), lesquels.source)
    elif geste == "expliquer":
        page.expliquer_quarantaine(Roots.from_environment(), lesquels)
    else:
        page.afficher_quarantaine(Roots.from_environment(), lesquels)


def _rejouer(source: str | None) -> None:
    from pipelines.cli import quarantaine as page  # noqa: PLC0415
    from pipelines.landing import CORRECTION, comparer, photographier  # noqa: PLC0415

    roots = _maison()
    avant = photographier(roots)
    defauts = ingerer_tout(roots, (CORRECTION, source) if source else ())
    page.afficher_rejeu(comparer(avant, photographier(roots)))
    _dire_les_defauts(defauts)
    _exiger_les_comptes(roots)


@pilotage.command()
@click.argument("fichiers", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", default=None, help="Source of the files (default: what their names say).")
@click.option("--exemples", type=click.IntRange(1), default=5, show_default=True, help="Places shown for each fault.")
def validate(fichiers: tuple[Path, ...], source: str | None, exemples: int) -> None:
    """Say what the door would say of files not sent yet; needs no key and keeps nothing."""
    from pipelines.cli import avis as page  # noqa: PLC0415
    from pipelines.landing import SourceInconnue, valider  # noqa: PLC0415

    try:
        tous = [avis for fichier in fichiers for avis in valider(fichier, source, exemples)]
    except SourceInconnue as erreur:
        raise click.UsageError(str(erreur)) from erreur
    for avis in tous:
        page.afficher(avis)
    if not all(avis.accepte for avis in tous):
        sys.exit(EXIT_REFUSE)


@pilotage.command()
def indicators() -> None:
    """List the indicators of the catalogue: what the newest release has of each, what is missing and why.

    A value may be missing because its window is not over, because a file has not come, or because it is withheld (too
    few persons, an extreme share, one employer); an indicator, because a source has never been delivered.
    """
    from pipelines import catalogue  # noqa: PLC0415
    from pipelines.cli import indicateurs as page  # noqa: PLC0415

    page.afficher_indicateurs(Roots.from_environment(), catalogue.charger())


@pilotage.command()
@click.argument("millesime", default="latest")
def verify(millesime: str) -> None:
    """Check a release: checksums, multiples of 5, values recomputed from their parts."""
    from pipelines.release import verifier  # noqa: PLC0415

    dossier = _millesime(millesime)
    defauts = verifier(dossier)
    for phrase in defauts:
        click.echo(phrase, err=True)
    if defauts:
        sys.exit(EXIT_BLOQUE)
    click.echo(f"{dossier.resolve().name}: every file and every value is as published.")


@pilotage.command()
@click.argument("millesime", default="latest")
@click.option("--echantillon", type=click.IntRange(1), default=200, show_default=True, help="Small counts attacked.")
@click.option("--graine", type=click.IntRange(0), default=1, show_default=True, help="Seed of their draw.")
@click.option("--sortie", type=click.Path(dir_okay=False, path_type=Path), default=None, help="The report, as JSON.")
def audit(millesime: str, echantillon: int, graine: int, sortie: Path | None) -> None:
    """Attack a release with its public files alone; the report is in French. Exit code 1 when an attack succeeds."""
    from pipelines import audit as attaquant  # noqa: PLC0415

    dossier = _millesime(millesime).resolve()
    rapport = attaquant.auditer(attaquant.lire(dossier), echantillon=echantillon, graine=graine)
    click.echo(rapport.en_texte(), nl=False)
    if sortie:
        sortie.write_text(rapport.en_json(), encoding="utf-8")
    if not rapport.tient:
        sys.exit(EXIT_REFUSE)


def _millesime(nom: str) -> Path:
    racine = Roots.from_environment().public
    dossier = racine / "latest" if nom == "latest" else racine / "millesimes" / nom
    if not dossier.exists():
        raise click.ClickException(f"There is no release {nom} in {racine}.")
    return dossier


def _maison(creer_cle: bool = False) -> Roots:
    """The house, with a key; the demonstration makes its own key and says where."""
    roots = Roots.from_environment().create()
    Cles.depuis_environnement(creer=creer_cle)
    return roots


def _simuler(roots: Roots, personnes: int, mois: int, dernier_mois: str, graine: int) -> None:
    from pipelines import simulation  # noqa: PLC0415

    try:
        dernier = date.fromisoformat(f"{dernier_mois}-01")
    except ValueError:
        raise click.BadParameter(f"« {dernier_mois} » is not a month: write AAAA-MM, for example 2026-06.") from None
    journal = logging.getLogger("pilotage.simulation")
    try:
        simulation.simuler(roots, personnes, mois, dernier, graine, progres=journal.info)
    except simulation.SimulationRefusee as erreur:
        raise click.ClickException(str(erreur)) from erreur


def _dire_les_defauts(defauts: list[str]) -> None:
    """A source that could not be ingested delays its own indicators: say so, go on."""
    for phrase in defauts:
        click.echo(f"Not ingested: {phrase}", err=True)


def _exiger_une_source(source: str | None) -> None:
    from pipelines.sources import toutes  # noqa: PLC0415

    if source and source not in toutes():
        raise click.BadParameter(f"« {source} » is not a source: {', '.join(toutes())}.")


def _exiger_les_comptes(roots: Roots) -> None:
    """Received = accepted + quarantined + duplicates + out of scope, for every file of the house; else all stops."""
    from pipelines.landing import controler_les_comptes  # noqa: PLC0415

    if faux := controler_les_comptes(roots):
        raise Bloque("\n".join(["The counts of the door do not add up:", *faux]))


def _jour(texte: str) -> str:
    if texte:
        try:
            date.fromisoformat(texte)
        except ValueError:
            raise click.BadParameter(f"« {texte} » is not a day: write AAAA-MM-JJ, for example 2026-06-30.") from None
    return texte


def main() -> None:
    """Entry point: a refusal is a sentence and an exit code, never a traceback."""
    try:
        pilotage(standalone_mode=False)
    except click.UsageError as erreur:
        erreur.show()
        sys.exit(2)
    except click.ClickException as erreur:
        erreur.show()
        sys.exit(EXIT_REFUSE)
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("Interrupted: run the same command again, finished steps are not done twice.", err=True)
        sys.exit(130)
    except CleRefusee as erreur:
        click.echo(str(erreur), err=True)
        sys.exit(EXIT_REFUSE)
    except Bloque as erreur:
        click.echo(f"Blocked.\n{erreur}", err=True)
        sys.exit(EXIT_BLOQUE)
