"""The desk at which a process of the server asks: of an assistant that it loads, or that was loaded for all.

What loading takes is imported when it is loaded.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from assistant.server.executor import Answerer, Desk
from assistant.settings import Settings
from corpus.core.errors import AssistantError
from indexing.manifest import current

WARM_UP = "Đại hội chi bộ hợp lệ khi nào?"
LOG = logging.getLogger("assistant")


@dataclass(frozen=True, slots=True)
class AtHand:
    """An assistant that is loaded already, and the name of the index that it was loaded from."""

    version: str
    assistant: Answerer


def desk_from(settings: Settings, at_hand: AtHand | None = None) -> Desk:
    """A desk whose assistant is loaded when the server starts, unless the one at hand is still of the served index."""
    from assistant.wiring import assistant_from

    def load() -> Answerer:
        if at_hand is not None and at_hand.version == version():
            return at_hand.assistant
        return assistant_from(settings, snapshot_id=version())

    version = version_of(settings)

    return Desk(
        load, workers=settings.max_concurrent, timeout_s=settings.answer_timeout_s, warm_up=WARM_UP, version=version
    )


def version_of(settings: Settings) -> Callable[[], str]:
    """Tells which index is served: the one that the database points at where this machine has it, else its own."""
    from assistant.wiring import index_config, pointer_from

    config, pointer = index_config(settings), pointer_from(settings)

    def version() -> str:
        manifest = current(config, pointer.name() if pointer else "")
        return manifest.id if manifest else ""

    return version


def load_at_hand(settings: Settings) -> AtHand | None:
    """The assistant of the served index, loaded and warm; ``None`` where it cannot be loaded, which the log tells."""
    from assistant.chat.starters import shipped_starters
    from assistant.model import Question
    from assistant.wiring import assistant_from

    try:
        version = version_of(settings)()
        assistant = assistant_from(settings, snapshot_id=version)
        for topic in shipped_starters():
            for starter in topic.questions:  # what answers make on the way is shared as well
                assistant.answer(Question(starter.ask))
    except AssistantError as error:
        LOG.error("nothing is loaded for all processes: %s", error)
        return None
    return AtHand(version, assistant)
