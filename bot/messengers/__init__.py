"""One module for each messenger; they know how to receive and send, and nothing of the dialogue."""
