"""Composition root of the server: settings → assistant → API, reading pages and the chat in one ASGI application.

``python app.py`` (installed: ``tro-ly-dai-hoi-serve``) serves it; any ASGI server may take ``app:create`` as a factory
instead. The chat is mounted at ``/chat`` and ``/`` leads there. The server's libraries are an optional part of the
package and imported when asked for; what only the chat, accounts or files need, when somebody asks for those; Chainlit
only after ``quieten`` has set the environment that it reads while being imported.

With ``TLDH_WORKERS`` above 1, that many further processes serve all but the chat and the operator's pages on a port of
their own (``workers.together``): a chat lives in the memory of one process, everything else in none.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from assistant.chat.tools import served, shipped_tools
from assistant.server.assets import PUBLIC, lay_out
from assistant.server.executor import Desk
from assistant.settings import Settings
from assistant.workers.desks import desk_from
from corpus.core.errors import AssistantError
from corpus.core.installation import needs
from corpus.ingest.library import Library
from corpus.shipped.catalogue import load_sources
from indexing.config import IndexConfig

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import ASGIApp

    from assistant.accounts.opening import Accounts
    from assistant.feedback.unanswered import UnansweredBook
    from assistant.proposals.service import Intake
    from assistant.server.guard import GuardPolicy
    from assistant.store.database import Store

COMPRESSED_FROM = 1024
"""Smallest response that is compressed, bytes; a stream of events never is."""
FORM_ROOM = 64 * 1024
"""Bytes of a form beside the file that it holds."""
THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
"""Variables that bound the threads of numeric libraries; they are read when numpy is imported."""


def create(
    settings: Settings | None = None, desk: Desk | None = None, store: Store | None = None, *, chat: bool = True
) -> ASGIApp:
    """The whole server.

    Args:
        settings: read from the environment when absent.
        desk: where questions are asked; made from the settings when absent.
        store: what the service keeps; opened from the settings when absent.
        chat: whether the chat and the operator's pages are served, too: both live in the memory of one process.

    Raises:
        SetupError: ``setup.extra`` when the server's libraries are not installed.
        StoreSetupError: ``store.url`` when the settings give no usable address of a store.
    """
    settings = settings or Settings()
    with needs("serve"):
        from starlette.middleware.gzip import GZipMiddleware

        from assistant.server.guard import Guard
        from assistant.server.logs import RequestIds, configure
        from assistant.server.taking_over import Holding
        from assistant.site.errors import ErrorPages

    configure(settings.log_format, settings.log_level)
    quieten(settings.home / "chat")
    if desk is None:
        from indexing.lexical import bm25_library

        bm25_library()  # before there is a second thread
        desk = desk_from(settings)
        desk.open()  # the index is read while the server is put together
    parts = parts_from(settings, desk, store)
    api = api_of(parts)
    add_pages(api, parts)
    if parts.accounts is not None and chat:
        add_operator(api, parts, parts.accounts)
    api.add_middleware(GZipMiddleware, minimum_size=COMPRESSED_FROM, compresslevel=6)
    if chat:
        add_chat(api, parts)
    door = None
    if parts.accounts is not None:
        from assistant.site.sign_in import Doorkeeping

        door = Doorkeeping(parts.accounts.door)
    server = RequestIds(Holding(ErrorPages(Guard(api, parts.policy, door)), parts.desk))
    return watched(server, settings, parts.desk, parts.store, parts.policy.chat_path)


@dataclass(frozen=True, slots=True)
class Parts:
    """What the server is made of.

    Attributes:
        policy: what the guard allows.
        sources: addresses of the source marks that provisions carry.
    """

    settings: Settings
    config: IndexConfig
    desk: Desk
    store: Store
    unanswered: UnansweredBook
    accounts: Accounts | None
    intake: Intake
    policy: GuardPolicy
    sources: Mapping[str, str]


def parts_from(settings: Settings, desk: Desk, store: Store | None) -> Parts:
    """The parts, put together; the desk tells what it could not answer from here on."""
    with needs("serve"):
        from assistant.feedback.unanswered import UnansweredBook
        from assistant.proposals.service import Intake
        from assistant.server.guard import policy_from
        from assistant.site.layout import style_hashes
        from assistant.store.database import Store

    store = store or Store(settings.store_address())
    unanswered = UnansweredBook(store, keep_words=settings.keep_questions, topic_of=partial(topic_of, desk))
    desk.told = unanswered.answered
    policy = policy_from(settings.allowed_origins, settings.allowed_hosts, style_hashes())
    accounts = None
    if settings.oidc_issuer or not settings.public:  # else nothing of accounts is imported
        with needs("serve"):
            from assistant.accounts.opening import accounts_from
            from assistant.operator.adding import ADD as UPLOAD

        accounts = accounts_from(settings, store)
        policy = replace(policy, uploads=frozenset({UPLOAD}), max_upload=settings.upload_mb * 2**20 + FORM_ROOM)
    return Parts(
        settings=settings,
        config=config_of(settings),
        desk=desk,
        store=store,
        unanswered=unanswered,
        accounts=accounts,
        intake=Intake(store, today=settings.today),
        policy=policy,
        sources=load_sources(),
    )


def api_of(parts: Parts) -> FastAPI:
    """The application with the API alone."""
    from assistant.api.application import create_api
    from assistant.feedback.opinions import Opinions
    from assistant.server.upkeep import keep_up

    settings, store, unanswered = parts.settings, parts.store, parts.unanswered
    jobs = upkeep_of(settings, store, unanswered, parts.accounts)
    return create_api(
        parts.desk,
        sources=parts.sources,
        origins=tuple(sorted(parts.policy.origins)),
        today=settings.today,
        intake=parts.intake,
        accounts=parts.accounts is not None,
        ratings=Opinions(store, unanswered, today=settings.today),
        upkeep=partial(keep_up, jobs, partial(_close, unanswered, store), after=parts.desk.opened),
    )


def add_pages(api: FastAPI, parts: Parts) -> None:
    """Add the pages for everybody, signing in among them, and the file that portals embed."""
    from assistant.site import answer, calculators, documents, forms, handbook, planner, proposals
    from assistant.widget.bundle import Shelf
    from assistant.widget.route import widget_files

    desk, sources, today = parts.desk, parts.sources, parts.settings.today
    originals = Library(parts.config.library_folder).original
    documents.install(api, desk, public=PUBLIC, sources=sources, originals=originals, today=today)
    for page in (answer, forms, calculators, planner):
        page.install(api, desk, today=today)
    handbook.install(api, desk, sources=sources, today=today)
    proposals.install(api, parts.intake, zone=parts.settings.timezone)
    if parts.accounts is not None:
        from assistant.site import sign_in

        sign_in.install(api, parts.accounts)
    api.include_router(widget_files(Shelf(parts.settings.home / "widget")))


def add_operator(api: FastAPI, parts: Parts, accounts: Accounts) -> None:
    """Add the pages of who runs the service."""
    from assistant.operator import pages
    from assistant.operator.desk import OperatorDesk

    settings = parts.settings
    office = OperatorDesk(
        parts.config,
        parts.desk,
        accounts,
        parts.store,
        unanswered=parts.unanswered,
        question_days=settings.question_days,
        upload_mb=settings.upload_mb,
        zone=ZoneInfo(settings.timezone),
    )
    pages.install(api, office)


def add_chat(api: FastAPI, parts: Parts) -> None:
    """Give the chat its place, to which ``/`` leads; it is made when somebody first comes there."""
    from starlette.responses import RedirectResponse

    from assistant.chat.later import Later

    path = parts.policy.chat_path
    chat = Later(partial(chat_of, api, parts))
    api.add_api_route("/", lambda: RedirectResponse(f"{path}/"), include_in_schema=False)
    api.add_route(f"{path}/project/action", chat.part("actions"), methods=["POST"], include_in_schema=False)
    api.mount(path, chat.part("page"))


def chat_of(api: FastAPI, parts: Parts) -> dict[str, ASGIApp]:
    """The chat: its page with all that belongs to it, and before that its actions, by the names of their places.

    Args:
        api: whose pages its answers may lead to.
        parts: what the server is made of.
    """
    with needs("serve"):
        from chainlit.utils import mount_chainlit
        from fastapi import FastAPI
        from starlette.routing import Mount

        from assistant.feedback.ratings import FeedbackBook
        from assistant.server import chat, chat_sessions

    path = parts.policy.chat_path
    tools = served(shipped_tools(), lambda address: is_page(api, address))
    target = chat.install(parts.desk, FeedbackBook(parts.store), tools, parts.unanswered)
    frame = FastAPI(openapi_url=None)  # Chainlit mounts itself, and gives nothing back
    mount_chainlit(app=frame, target=str(target), path=path)
    (page,) = (route.app for route in frame.routes if isinstance(route, Mount))
    return {"actions": chat_sessions.actions(path), "page": page}


def watched(server: ASGIApp, settings: Settings, desk: Desk, store: Store, chat_path: str) -> ASGIApp:
    """The server with its meters where the settings name a place for them, else the server as it is."""
    if (address := settings.metrics_address()) is None:
        return server
    with needs("serve"):
        from assistant.metrics.meters import Meters
        from assistant.metrics.watching import Watched, readings

    return Watched(server, Meters(readings(desk, config_of(settings), store)), address, chat_path)


def config_of(settings: Settings) -> IndexConfig:
    """Where documents and index are."""
    return IndexConfig(home=settings.home, corpus=settings.corpus, encoder=settings.encoder)


def topic_of(desk: Desk, provision_id: str) -> str:
    """Id of the first topic that the handbook gives a rule; empty for none."""
    from assistant.handbook.rules import handbook_of

    rule = handbook_of(desk.assistant().registry).rule(provision_id)
    return rule.topics[0] if rule is not None and rule.topics else ""


def _close(unanswered: UnansweredBook, store: Store) -> None:
    unanswered.close()
    store.close()


def upkeep_of(
    settings: Settings, store: Store, unanswered: UnansweredBook, accounts: Accounts | None = None
) -> dict[str, Callable[[], object]]:
    """What the server does by itself, in this order: at its start, and from time to time."""
    from assistant.feedback.ratings import take_over
    from assistant.proposals.retention import ProposalKeeping, purge
    from assistant.store.limits import RateLimits

    keeping = ProposalKeeping(settings.proposal_days, settings.contact_days)
    jobs: dict[str, Callable[[], object]] = {
        "tables": store.upgrade,
        "ratings of earlier versions": partial(take_over, store, settings.home / "feedback" / "counts.sqlite"),
        "unanswered": unanswered.flush,
        "retention of questions": partial(unanswered.purge, settings.question_days),
        "limits": RateLimits(store).forget,
        "retention of proposals": partial(purge, store, keeping),
    }
    return jobs | {"sessions": accounts.forget} if accounts else jobs


def is_page(api: FastAPI, path: str) -> bool:
    """Whether the application has a page at this path."""
    from starlette.routing import Match

    scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
    return any(route.matches(scope)[0] is Match.FULL for route in api.routes)


def quieten(folder: Path) -> None:
    """Keep Chainlit's files in ``folder``, and let no library export traces, conversations or files by itself.

    Chainlit and its dependencies switch such exports on when they find these variables, which another program on the
    machine may have set.
    """
    os.environ["CHAINLIT_APP_ROOT"] = str(lay_out(folder))
    os.environ["CHAINLIT_ENV_FILE"] = os.devnull
    os.environ["OTEL_SDK_DISABLED"] = "true"
    os.environ["LANGSMITH_TRACING"] = os.environ["LANGCHAIN_TRACING_V2"] = "false"
    for name in ("LITERAL_API_KEY", "DATABASE_URL", "SLACK_BOT_TOKEN", "DISCORD_BOT_TOKEN", "TEAMS_APP_ID"):
        os.environ.pop(name, None)


def main() -> None:
    """Serve on the host and port of the settings; what is missing is said in one line."""
    try:
        settings = Settings()
        if settings.workers > 1:
            for name in THREADS:  # processes share the cores, and a parent with one thread may fork
                os.environ.setdefault(name, "1")
            from assistant.server.logs import configure
            from assistant.workers.together import serve_together

            configure(settings.log_format, settings.log_level)
            quieten(settings.home / "chat")
            sys.exit(serve_together(settings, create))
        gc.disable()  # what is imported and loaded stays, and looking for garbage in it again and again takes time
        application = create(settings)
        gc.enable()
    except AssistantError as error:
        sys.exit(str(error))
    from assistant.workers.listening import serve

    serve(application, settings.host, settings.port)


if __name__ == "__main__":
    main()
