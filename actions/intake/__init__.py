"""Opening a case by talking: what a citizen's words already tell, and what is still to be asked."""
