"""Measures how fast the assistant answers, beside a bare Rasa bot in the same run; `make bench` prints and keeps it."""
