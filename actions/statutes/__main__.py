"""``python -m actions.statutes``: ``import FOLDER`` of official texts in Markdown, or ``index`` what is searched.

``import`` makes them citable articles with their words; ``index`` makes the vectors of all articles in force.
"""

import argparse
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from actions.knowledge import ROOT, Knowledge
from actions.knowledge.models import Instrument
from actions.search.embedder import Embedder, EmbedderError
from actions.search.vectors import VectorsError
from actions.settings import SettingsError, read_settings
from actions.statutes.database import LawsDatabase, StatutesError, laws_file
from actions.statutes.imported import relation
from actions.statutes.importing import DATABASE, ImportFailed, ImportReport, import_folder, law_key
from actions.statutes.indexing import step_back
from actions.statutes.meaning import encode_all
from actions.statutes.model import StatuteModel
from actions.statutes.names import LawNames
from actions.statutes.statutes import Statutes
from actions.statutes.versions import Version

SHANGHAI = ZoneInfo("Asia/Shanghai")


def main(arguments: list[str] | None = None) -> int:
    """Run a command; 0 when all of it was done, 1 when any file or the whole failed."""
    parser = argparse.ArgumentParser(prog="python -m actions.statutes", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    importing = commands.add_parser("import", help="read official texts")
    importing.add_argument("folder", type=Path, help="Markdown files, also in folders below it")
    commands.add_parser("index", help="make the vectors of all articles in force that have none")
    options = parser.parse_args(arguments)
    try:
        return _import(options.folder) if options.command == "import" else _index()
    except (EmbedderError, ImportFailed, SettingsError, StatutesError, VectorsError) as error:
        print(f"statutes: {error}", file=sys.stderr)
        return 1


def _import(folder: Path) -> int:
    """Import the folder and say what was read."""
    database = read_settings().var_folder / DATABASE
    report = import_folder(folder, database)
    notes = _notes(report, database)
    for path, reason in report.failed.items():
        print(f"{path.relative_to(folder)}: {reason}", file=sys.stderr)
    for note in notes:
        print(f"note: {note}")
    print(
        f"{len(report.texts)} texts with {report.articles} articles read: {len(report.new)} new or changed, "
        f"{len(report.unchanged)} as before; {len(report.failed) or 'none'} failed"
    )
    if report.new:
        print("A running assistant uses them after its next start.")
    return 1 if report.failed else 0


def _index() -> int:
    """Make the vectors that are missing, saying how far it is."""
    step_back()
    settings = read_settings()
    knowledge = Knowledge.read(ROOT)[0]
    statutes = Statutes.open(knowledge.instruments, ROOT, imported=settings.var_folder / DATABASE)
    passages = tuple(statutes.in_force(datetime.now(SHANGHAI).date()))
    model = StatuteModel.over(Embedder.load(settings.embedder, ROOT), settings.embedder, ROOT)
    encode_all(passages, model, ROOT, lambda line: print(line, flush=True))
    print(f"{len(passages)} articles can be searched by meaning")
    return 0


def _notes(report: ImportReport, database: Path) -> list[str]:
    """What the operator should know about texts that will not be used, or not as one might expect."""
    if not report.texts:
        return []
    instruments = Knowledge.read(ROOT)[0].instruments
    package = LawsDatabase(laws_file(), {}).versions
    names = LawNames((*package, *instruments), {})
    stored = {version.key: version for all_of in LawsDatabase(database, {}).versions.values() for version in all_of}
    notes = []
    for text in report.texts.values():
        version, name = stored[law_key(text)], names.official(text.name) or text.name
        if name in package:
            if version.adopted <= max(own.adopted for own in package[name]):
                notes.append(f"{name}: the installed statutes have this text or a newer one, which is used")
        elif name in instruments:
            notes += _against_table(version, instruments[name])
        else:
            notes.append(f"{name}: not in data/instruments.yml, so taken to apply since {version.starts}")
    return notes


def _against_table(version: Version, instrument: Instrument) -> list[str]:
    said, name = instrument.published or instrument.effective_from, instrument.name
    found = relation(version, instrument)
    if found == "older":
        return [f"{name}: this text of {version.adopted} was replaced on {said}, so it is not used"]
    if found == "newer":
        return [f"{name}: this text of {version.adopted} is newer than data/instruments.yml says ({said}): correct it"]
    if instrument.effective_to is not None:
        return [f"{name}: applied until {instrument.effective_to}"]
    return []


if __name__ == "__main__":
    sys.exit(main())
