"""Serves the desk's page. It holds no data: everything it shows comes from the API, for who is signed in."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

PAGE = Path(__file__).resolve().parent / "page"


def desk_page_mount(app: FastAPI) -> None:
    """Serve the page at ``/desk`` and its parts under ``/desk/static/``."""
    app.mount("/desk/static", StaticFiles(directory=PAGE), name="desk-static")

    @app.get("/desk", include_in_schema=False)
    async def desk_page() -> FileResponse:
        return FileResponse(PAGE / "index.html", headers={"cache-control": "no-cache"})
