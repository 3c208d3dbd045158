"""Telegram: citizens and mediators write there, and nothing else of the project knows that it exists."""
