"""The gateway: the one process that faces the network, keeps every message, and decides who answers."""
