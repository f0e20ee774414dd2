"""Several processes that serve together and share the memory of one: what is loaded and imported before they part."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from assistant.server.executor import Desk
from assistant.settings import Settings
from assistant.workers.desks import desk_from, load_at_hand
from assistant.workers.forked import Siblings
from assistant.workers.listening import bound, listen

if TYPE_CHECKING:
    from starlette.types import ASGIApp

USED_BY_ALL = ("alembic.command", "alembic.script", "assistant.export.word", "icalendar")
"""What one process imports when it is first wanted, and several share."""


class MakesServer(Protocol):
    """Puts the whole server of a process together."""

    def __call__(self, settings: Settings, desk: Desk, /, *, chat: bool) -> ASGIApp:
        """The server that asks its questions at this desk, with or without the chat."""


def serve_together(settings: Settings, create: MakesServer) -> int:
    """Serve with several processes: the chat's on the port of the settings, the others on the API's.

    Args:
        settings: of them all.
        create: makes the server of a process.

    Returns:
        An exit code.
    """
    sockets = {port: bound(settings.host, port) for port in (settings.port, settings.api())}
    at_hand = load_at_hand(settings)
    create(settings, desk_from(settings, at_hand), chat=False)  # for what it imports, which is then shared
    for name in USED_BY_ALL:
        import_module(name)

    def process(number: int) -> Callable[[], None]:
        own = settings.of_process(number)
        port = own.port if number == 0 else own.api()

        def live() -> None:
            listen(create(own, desk_from(own, at_hand), chat=number == 0), sockets[port])

        return live

    names = ["chat", *(f"api {number}" for number in range(1, settings.workers + 1))]
    return Siblings({name: process(number) for number, name in enumerate(names)}).run()
