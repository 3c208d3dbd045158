"""The page at /docs, made from the OpenAPI description; it needs no script, unlike the usual one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any


def api_page(openapi: Mapping[str, Any]) -> str:
    """An HTML page that lists every operation and shape of an OpenAPI description."""
    operations = [
        _operation(method, path, operation)
        for path, methods in openapi["paths"].items()
        for method, operation in methods.items()
    ]
    shapes = [_shape(name, shape) for name, shape in sorted(openapi["components"]["schemas"].items())]
    title = escape(openapi["info"]["title"])
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main><h1>{title}</h1>'
        f'<p>{escape(openapi["info"]["description"])}</p><p><a href="/openapi.json">openapi.json</a></p>'
        f"<h2>Operations</h2>{''.join(operations)}<h2>Shapes</h2>{''.join(shapes)}</main></body></html>"
    )


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> str:
    parameters = "".join(
        f"<li><code>{escape(given['name'])}</code> ({escape(given['in'])}"
        f"{', required' if given.get('required') else ''}) {escape(given.get('description', ''))}</li>"
        for given in operation.get("parameters", ())
    )
    body = operation.get("requestBody", {}).get("content", {})
    answers = "".join(
        f"<li><code>{escape(status)}</code> {escape(answer['description'])} {_links(answer.get('content', {}))}</li>"
        for status, answer in sorted(operation["responses"].items())
    )
    sent = f"<p>Body: {_links(body)}</p>" if body else ""
    return (
        f"<section><h3><code>{method.upper()} {escape(path)}</code></h3>"
        f"<p>{escape(operation.get('description', ''))}</p>{sent}<ul>{parameters}</ul>"
        f"<p>Answers:</p><ul>{answers}</ul></section>"
    )


def _links(content: Mapping[str, Any]) -> str:
    names = [(kind, part.get("schema", {}).get("$ref", "").rpartition("/")[2]) for kind, part in content.items()]
    return ", ".join(
        f'<a href="#{escape(name)}">{escape(name)}</a>' if name else f"<code>{escape(kind)}</code>"
        for kind, name in names
    )


def _shape(name: str, shape: Mapping[str, Any]) -> str:
    written = escape(json.dumps(shape, indent=2, ensure_ascii=False))
    return f'<section id="{escape(name)}"><h3>{escape(name)}</h3><pre>{written}</pre></section>'
