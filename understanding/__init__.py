"""What Rasa and the rest share about a citizen's words: one spelling, the language, the safety rules."""
