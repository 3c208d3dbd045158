"""The case: what it is, what may happen to it, who may see it. Knows neither pages nor messengers."""
