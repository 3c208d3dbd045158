"""What a maintainer asks after an edit: is it valid, does it fit, and what did it move? Nothing imports this."""
