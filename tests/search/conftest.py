"""The real model, built once for the project, and a search over the project's own cards."""

import warnings

import pytest

from actions.knowledge import ROOT, Knowledge
from actions.search.embedder import Embedder
from actions.search.embedder_build import build_embedder
from actions.search.service import Engine, GuidanceSearch
from actions.settings import BUILT_EMBEDDER
from tests.databases import pgvector, postgresql

__all__ = ["pgvector", "postgresql"]


@pytest.fixture(scope="session")
def embedder():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch and transformers deprecate their own insides
        build_embedder(ROOT / BUILT_EMBEDDER, print)
        yield Embedder.load(BUILT_EMBEDDER, ROOT)


@pytest.fixture(scope="session")
def cards():
    return tuple(Knowledge.load().cards.values())


@pytest.fixture(scope="session")
def search(embedder, cards):
    ready = GuidanceSearch(lambda: Engine.load(cards, BUILT_EMBEDDER))
    ready.warm_up()
    assert ready.unavailable is None
    return ready
