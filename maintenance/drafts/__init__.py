"""Changes that a maintainer is shown before they are saved: an example, a question, a wanted card, a story."""
