"""Cases leave for other systems and come from them as packets: one standard for all partners, ``docs/exchange.md``."""
