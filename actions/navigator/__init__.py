"""The channel navigator: which ways are open for a dispute, in which order, and why.

Danger, crime and expired deadlines come first; nobody is pushed to mediation. The rules are data
(``data/navigator.yml``), each with its source.
"""

from actions.navigator.route import Navigator, NavigatorError, Route, Step

__all__ = ["Navigator", "NavigatorError", "Route", "Step"]
