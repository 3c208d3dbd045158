"""Semantic search over the guidance cards; ``actions.search.service`` is its door."""
