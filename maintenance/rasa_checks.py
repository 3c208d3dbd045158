"""Rasa's own checks: does the data hold together, and do stories and rules contradict one another?"""

import re
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml

from launch.services import rasa_environ
from launch.settings import Settings
from maintenance.changes import Changes
from maintenance.remarks import Remark, Weight, place_of

LIMIT = 170  # seconds; each takes about ten
NOISE = re.compile(r" (?:INFO|DEBUG) |it/s|Base: |MovedIn20Warning|xla_computation|^\s*$|^\s*(?:warnings\.warn|from )")
DRESS = re.compile(r"\x1b\[\d+m|/\S+\.py:\d+: |UserWarning: |\d{4}-\d\d-\d\d [\d:]+ (?:WARNING|ERROR)\s+\S+\s+- ")
CONTRADICTION = re.compile(r"- (the prediction of .*)")
QUOTED = re.compile(r"'([^']+)'")
FOLDERS = ("nlu", "rules", "stories")


def rasa_remarks(settings: Settings, changes: Changes, scratch: Path) -> list[Remark]:
    """What Rasa says now and did not say of the earlier state, and every contradiction between stories and rules.

    ``scratch`` is a folder for what Rasa writes. A check that does not end well for another reason is an error too.
    """
    with ThreadPoolExecutor() as pool:
        now = pool.submit(_validate, settings, settings.root)
        before = pool.submit(_validate, settings, changes.before)
        rules = pool.submit(_rules, settings, scratch)
        code, told = now.result()
        news = [line for line in told if line not in before.result()[1]]
        weight: Weight = "error" if code else "warning"
        remarks = [Remark(weight, _place(settings.root, line, changes), line) for line in news]
        if code and not news:
            remarks.append(Remark("error", "", f"rasa data validate ends with {code}: {' '.join(told[-3:])}"))
        return remarks + [Remark("error", _place(settings.root, line, changes), line) for line in rules.result()]


def _validate(settings: Settings, root: Path) -> tuple[int, list[str]]:
    data = [f"data/{name}" for name in FOLDERS if (root / "data" / name).is_dir()]
    files = ["--domain", "domain.yml", "--config", "config.yml", "--data", *data]
    code, said = _rasa(settings, root, "data", "validate", *files)
    return code, list(_sentences(said))


def _rules(settings: Settings, scratch: Path) -> list[str]:
    """Let the rules alone be learned, which takes no time and is where Rasa looks for contradictions."""
    config = yaml.safe_load((settings.root / "config.yml").read_text(encoding="utf-8"))
    only = [one for one in config["policies"] if one["name"] == "RulePolicy"]
    folder = scratch / "rules"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.yml").write_text(yaml.safe_dump({**config, "pipeline": [], "policies": only}), encoding="utf-8")
    data = [f"data/{name}" for name in FOLDERS[1:] if (settings.root / "data" / name).is_dir()]
    if not data:
        return []
    files = ["--config", str(folder / "config.yml"), "--domain", "domain.yml", "--data", *data, "--out", str(folder)]
    code, said = _rasa(settings, settings.root, "train", *files, "--fixed-model-name", "rules")
    found = CONTRADICTION.findall(said)
    return found or ([f"the rules cannot be learned: {' '.join(list(_sentences(said))[-3:])}"] if code else [])


def _rasa(settings: Settings, folder: Path, *arguments: str) -> tuple[int, str]:
    environ = {**rasa_environ(settings), "PYTHONPATH": str(settings.root)}
    command = [str(settings.rasa_python), "-W", "ignore::DeprecationWarning", "-m", "rasa", *arguments]
    try:
        done = subprocess.run(
            command, cwd=folder, env=environ, timeout=LIMIT, check=False, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return 124, f"rasa {arguments[0]} took longer than {LIMIT} seconds"
    except OSError as error:
        return 127, f"Rasa's Python cannot be started: {error.strerror}"
    return done.returncode, done.stdout


def _sentences(said: str) -> Iterator[str]:
    """Rasa's warnings and errors without dates, colours and progress; what is indented belongs to the line before."""
    whole: list[str] = []
    for line in said.replace("\r", "\n").splitlines():
        if NOISE.search(line):
            continue
        bare = DRESS.sub("", line).rstrip()
        if bare.startswith(("  ", "\t")) and whole:
            whole[-1] += f" {bare.strip()}"
        elif bare:
            whole.append(bare)
    yield from dict.fromkeys(whole)


def _place(root: Path, line: str, changes: Changes) -> str:
    """Where a name that Rasa quotes stands in a changed file, as the name of a story or rule if it can be."""
    files: Sequence[str] = [name for name in changes.of_dialogue if (root / name).is_file()]
    quoted = QUOTED.findall(line)
    for kind in ("story: ", "rule: ", "intent: ", ""):
        for words in (kind + name for name in quoted):
            found = [place for file in files if (place := place_of(root, file, words)) != file]
            if found:
                return found[0]
    return ""
