"""Ask a process whether it is well."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request

# A proxy of the environment has no business between us and loopback.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
LIMIT = 3.0  # seconds to wait for an answer


def trouble(url: str, limit: float = LIMIT) -> str:
    """What keeps the process from being well, in a few words; "" when it is.

    Well is: status 200, and a JSON answer that has a "status" says "ok".
    """
    try:
        with _OPENER.open(url, timeout=limit) as answer:
            body = answer.read(65536)
    except urllib.error.HTTPError as error:
        return f"answers {error.code}"
    except (OSError, http.client.HTTPException):
        return "does not answer"
    try:
        told = json.loads(body)
    except ValueError:
        return ""
    status = told.get("status", "ok") if isinstance(told, dict) else "ok"
    return "" if status == "ok" else f"says {status}"
