"""Fine-tunes the embedder for the statute search, and packs the result as the adapter in ``models/statutes-adapter``.

Run by hand when the questions or the embedder change: ``python -m adaptation``. Nothing else imports it.
"""
