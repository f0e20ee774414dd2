"""The real server with accounts, for tests from outside: ``python tests/accounts_server.py <home> <issuer>``.

Closed to the public, over the corpus of loaded documents alone, which is empty at first. Prints one line of JSON with
its port and all of its routes once it accepts connections.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import app
from assistant.settings import Settings


async def main(home: str, issuer: str) -> None:
    """Serve on a free port until terminated."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    settings = Settings(
        _env_file=None,
        home=Path(home),
        corpus="official",
        public=False,
        public_url=f"http://127.0.0.1:{port}",
        oidc_issuer=issuer,
        oidc_client_id="tro-ly",
        oidc_client_secret="chi-de-thu",
        oidc_roles="to-chuc=organiser,dieu-phoi=moderator,van-hanh=operator",
        upload_mb=1,
        keep_questions=True,
    )
    application = app.create(settings)
    server = uvicorn.Server(uvicorn.Config(application, log_level="warning"))
    serving = asyncio.create_task(server.serve([listener]))
    while not server.started:
        await asyncio.sleep(0.01)
    api = application
    while not isinstance(api, FastAPI):
        api = api.app
    routes = [
        [method, route.path]
        for route in iter_route_contexts(api.routes)
        for method in sorted(getattr(route, "methods", None) or ["GET"])
    ]
    print(json.dumps({"port": port, "routes": routes}), flush=True)  # noqa: T201
    await serving


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
