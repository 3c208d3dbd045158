"""``python -m actions.search build``: make the embedder and the index, as far as they are not made yet."""

import argparse
import sys
from pathlib import Path

from actions.knowledge import ROOT
from actions.search.embedder import EmbedderError
from actions.search.embedder_build import EmbedderBuildError, build_embedder
from actions.search.packed_model import PackedModelError
from actions.services import Services
from actions.settings import BUILT_EMBEDDER, SettingsError, read_settings


def build(root: Path, embedder: str) -> None:
    """Build what is missing, saying what is done; raises the errors that ``main`` turns into one line."""
    if embedder == BUILT_EMBEDDER and not build_embedder(root / embedder, print):
        print("embedder: is up to date")
    kit = Services(root, embedder, say=print)
    kit.search.warm_up()
    if kit.search.unavailable:
        raise EmbedderError(kit.search.unavailable)
    print(f"index: {len(kit.knowledge.cards)} cards")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 when all is built, 1 with one line of why when it cannot be."""
    parser = argparse.ArgumentParser(prog="python -m actions.search", description=main.__doc__)
    parser.add_argument("command", choices=["build"])
    parser.parse_args(arguments)
    try:
        build(ROOT, read_settings().embedder)
    except (EmbedderBuildError, EmbedderError, PackedModelError, SettingsError) as error:
        print(f"search: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
