"""The space in which cards differ from each other, computed from their own texts whenever search starts.

A sentence model puts all questions about, say, mediation close together, which hides what tells two such cards
apart. Here the spread of texts *within* cards is taken as noise and divided out (as linear discriminant analysis
does), after the mean of each language is removed. A card is then the mean of its texts. On questions held out of
their cards this finds the right card first far more often than the nearest text does (docs/search.md has numbers).
"""

from collections.abc import Sequence

import numpy as np

from actions.knowledge.models import Language


class CardSpace:
    """A linear map for vectors of texts, and where each card lies after it."""

    def __init__(
        self,
        rows: np.ndarray,
        owners: np.ndarray,
        languages: Sequence[Language],
        weights: np.ndarray,
        shrinkage: float,
    ) -> None:
        """Fit to texts ``rows``; ``owners`` numbers their cards from 0 without gaps, ``weights`` are > 0.

        ``shrinkage`` in (0, 1] mixes the measured spread with an even one, so that few cards are enough.
        """
        tags = np.array(languages)
        everywhere = rows.mean(axis=0)
        self._means = {tag: _mean(rows, tags == tag, everywhere) for tag in ("zh", "en")}
        centred = rows - np.stack([self._means[tag] for tag in languages])
        middles = _weighted_means(centred, owners, weights)
        spread = (centred - middles[owners]) * np.sqrt(weights)[:, None]
        noise = spread.T @ spread / weights.sum()
        width = noise.shape[0]
        even = max(np.trace(noise) / width, 1e-6) * np.eye(width)
        self._map = np.linalg.cholesky(np.linalg.inv((1 - shrinkage) * noise + shrinkage * even))
        self._cards = _unit(middles @ self._map)

    def similarities(self, row: np.ndarray, language: Language) -> np.ndarray:
        """The cosine, in this space, of a question's vector to each card."""
        return self._cards @ _unit((row - self._means[language]) @ self._map)


def _mean(rows: np.ndarray, chosen: np.ndarray, otherwise: np.ndarray) -> np.ndarray:
    return rows[chosen].mean(axis=0) if chosen.any() else otherwise


def _weighted_means(rows: np.ndarray, owners: np.ndarray, weights: np.ndarray) -> np.ndarray:
    count = owners.max() + 1
    sums = np.zeros((count, rows.shape[1]))
    np.add.at(sums, owners, rows * weights[:, None])
    return sums / np.bincount(owners, weights, minlength=count)[:, None]


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
