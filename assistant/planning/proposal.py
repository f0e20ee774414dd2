"""What a composer and the whole plan say to an inquiry, and the measures that several composers share. Pure."""

from __future__ import annotations

from collections.abc import Callable

from assistant.answering.draft import Draft
from assistant.model import Refusal
from assistant.retrieval.search import Inquiry

LIKELY = 0.5
"""From this confidence on a rule rather answers than not: enough to ask which level is meant, not to answer."""

NEAR = 5
"""The first candidates: among them a list may go on beside the best one, and what rules the same matter must stand."""

Proposal = Draft | Refusal
"""What is said to an inquiry."""

Composer = Callable[[Inquiry], Proposal | None]
"""One step of the plan; ``None`` where it has nothing to say."""

Propose = Callable[[Inquiry], Proposal]
"""The whole plan (``plan.propose``), handed to a composer that must know what is said to an earlier turn."""
