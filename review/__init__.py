"""Legality review: of everything in data/, and of a draft that a maintainer hands in."""
