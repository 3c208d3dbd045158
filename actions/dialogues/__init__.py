"""Dialogues that ask one question after another: legal-aid screening, the navigator, deadlines.

One Rasa form (``dialogue_form``) runs them all; a dialogue says what to ask next and what follows.
"""
