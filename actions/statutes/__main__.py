"""``python -m actions.statutes import FOLDER``: official texts in Markdown become citable articles with their words."""

import argparse
import sys
from pathlib import Path

from actions.knowledge import ROOT, Knowledge
from actions.knowledge.models import Instrument
from actions.settings import SettingsError, read_settings
from actions.statutes.database import LawsDatabase, StatutesError, laws_file
from actions.statutes.imported import relation
from actions.statutes.importing import DATABASE, ImportFailed, ImportReport, import_folder, law_key
from actions.statutes.names import LawNames
from actions.statutes.versions import Version


def main(arguments: list[str] | None = None) -> int:
    """Import the folder and say what was read; 0 when every file was, 1 when any file or the whole failed."""
    parser = argparse.ArgumentParser(prog="python -m actions.statutes", description=main.__doc__)
    parser.add_argument("command", choices=["import"])
    parser.add_argument("folder", type=Path, help="Markdown files, also in folders below it")
    options = parser.parse_args(arguments)
    try:
        database = read_settings().var_folder / DATABASE
        report = import_folder(options.folder, database)
        notes = _notes(report, database)
    except (ImportFailed, SettingsError, StatutesError) as error:
        print(f"statutes: {error}", file=sys.stderr)
        return 1
    for path, reason in report.failed.items():
        print(f"{path.relative_to(options.folder)}: {reason}", file=sys.stderr)
    for note in notes:
        print(f"note: {note}")
    print(
        f"{len(report.texts)} texts with {report.articles} articles read: {len(report.new)} new or changed, "
        f"{len(report.unchanged)} as before; {len(report.failed) or 'none'} failed"
    )
    if report.new:
        print("A running assistant uses them after its next start.")
    return 1 if report.failed else 0


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
