"""Measures how fast the assistant answers, beside bare Rasa bots in the same run; `make bench` prints and keeps it."""
