"""How the tables came to be what they are, step by step, so that a database of any earlier version is taken along."""
