"""Measures how well the assistant understands and finds; ``make eval`` prints and keeps what it says."""
