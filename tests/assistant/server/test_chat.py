"""The chat page: closed by default, wholly Vietnamese, no logic in the handlers, nothing unverified on the wire."""

import ast
import json
import re
import time
import tomllib
import uuid
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import ClientConnection, connect

from assistant.chat.starters import WELCOME, shipped_starters
from assistant.output.render import DISCLOSURE, FOLD, LEVELS
from assistant.server.assets import PUBLIC, WEB
from tests.processes import chat_server

ROOT = Path(__file__).parents[3]
CONFIG = tomllib.loads((WEB / ".chainlit" / "config.toml").read_text("utf-8"))


def chainlit_folder() -> Path:
    """Where Chainlit is installed; it is not imported, since importing it warns."""
    spec = find_spec("chainlit")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def leaves(tree: Any, path: str = "") -> dict[str, str]:
    if isinstance(tree, dict):
        return {name: text for key, item in tree.items() for name, text in leaves(item, f"{path}.{key}").items()}
    return {path: tree}


def test_everything_that_reaches_out_or_stores_is_off() -> None:
    features = CONFIG["features"]
    assert CONFIG["project"]["allow_origins"] == []
    assert not features["spontaneous_file_upload"]["enabled"]
    assert not features["unsafe_allow_html"]
    assert not features["mcp"]["enabled"]
    assert not features["audio"]["enabled"]
    assert CONFIG["UI"]["language"] == "vi-VN"
    assert "http" not in json.dumps(CONFIG)


def test_the_translation_covers_every_text_of_the_installed_version() -> None:
    english = chainlit_folder() / "translations" / "en-US.json"
    ours = leaves(json.loads((WEB / ".chainlit" / "translations" / "vi-VN.json").read_text("utf-8")))
    theirs = leaves(json.loads(english.read_text("utf-8")))
    assert set(ours) == set(theirs)
    assert {name for name, text in ours.items() if text == theirs[name]} <= {".navigation.user.menu.settingsKey"}
    assert "máy" in ours[".chat.watermark"]


def test_theme_and_scripts_name_no_other_host() -> None:
    texts = [path for path in sorted(PUBLIC.rglob("*")) if path.suffix in {".css", ".js", ".json"}]
    assert {".css", ".json"} <= {path.suffix for path in texts}
    for path in texts:
        assert "//" not in path.read_text("utf-8").replace("// ", ""), path
    assert json.loads((PUBLIC / "theme.json").read_text("utf-8"))["custom_fonts"] == []


def test_the_chat_module_stays_thin() -> None:
    assert len((ROOT / "assistant" / "server" / "chat.py").read_text("utf-8").splitlines()) < 200


def test_people_are_told_that_they_talk_to_a_machine() -> None:
    """On the page of the chat, in its welcome, and on every page of a document (``test_api``)."""
    assert "markdown_description=WELCOME" in (ROOT / "assistant" / "server" / "chat.py").read_text("utf-8")
    assert f"Bạn đang trao đổi với máy. {DISCLOSURE}" in WELCOME
    assert "trí tuệ nhân tạo" in (WEB / "chainlit_vi-VN.md").read_text("utf-8")


TEXTS = {
    node.targets[0].id: ast.literal_eval(node.value)
    for node in ast.parse((ROOT / "assistant" / "server" / "chat.py").read_text("utf-8")).body
    if isinstance(node, ast.Assign)
    and isinstance(node.targets[0], ast.Name)
    and node.targets[0].id in ("SEARCHING", "CHECKING", "STOPPED")
}
"""What the chat says while it works; read from its text, since importing it imports Chainlit."""
LIES = ("một phần mười", "vi-du.example", "câu nói suông")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The real server with the real assistant and a model that lies."""
    with chat_server("lying") as found:
        yield found


class Chat:
    """A browser's end of the chat's socket, frame by frame (Engine.IO 4, Socket.IO 5).

    Attributes:
        frames: every text frame that came, raw.
        session: id of the session.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.frames: list[str] = []
        self.until(lambda frame: frame.startswith("0"))
        self.session = str(uuid.uuid4())
        self._send("40", {"clientType": "webapp", "sessionId": self.session, "chatProfile": "tro-ly"})
        self.until(lambda frame: frame.startswith("40"))
        self.emit("connection_successful")

    def _send(self, kind: str, data: object) -> None:
        self._socket.send(kind + json.dumps(data))

    def emit(self, *event: object) -> None:
        """Send an event."""
        self._send("42", event)

    def ask(self, question: str) -> None:
        """Send a question."""
        step = {"id": str(uuid.uuid4()), "name": "user", "type": "user_message", "output": question, "createdAt": ""}
        self.emit("client_message", {"message": step, "fileReferences": []})

    def until(self, wanted: Callable[[str], bool]) -> None:
        """Read frames up to the wanted one."""
        self._read()
        while not wanted(self.frames[-1]):
            self._read()

    def until_all(self, come: Callable[[], bool]) -> None:
        """Read frames until all that is awaited has come, be it before this was asked."""
        while not come():
            self._read()

    def _read(self) -> None:
        """The next frame that says something; pings are answered, and do not prolong the minute that it may take."""
        end = time.monotonic() + 60
        while (frame := str(self._socket.recv(timeout=max(0, end - time.monotonic())))) == "2":
            self._socket.send("3")
        self.frames.append(frame)

    def shown(self) -> list[str]:
        """What the assistant's messages said, in the order of the frames."""
        events = [json.loads(frame[2:]) for frame in self.frames if frame.startswith("42")]
        return [
            data[0]["output"]
            for name, *data in events
            if name in ("new_message", "update_message") and data[0]["type"] == "assistant_message"
        ]


@pytest.fixture
def chat(address: str) -> Iterator[Chat]:
    url = f"ws://{address}/chat/ws/socket.io/?EIO=4&transport=websocket"
    with connect(url, origin=f"http://{address}") as socket:  # type: ignore[arg-type]
        yield Chat(socket)


def no_lie(frames: list[str]) -> bool:
    raw = "\n".join(frames)
    return not any(lie in raw or json.dumps(lie)[1:-1] in raw for lie in LIES)


ASKED = "Đại hội chi bộ hợp lệ khi có mặt bao nhiêu đảng viên?"


def test_r11_claims_come_one_by_one_and_no_frame_holds_a_rejected_word(chat: Chat, address: str) -> None:
    told = httpx.post(f"http://{address}/api/v1/answers", json={"question": ASKED}, timeout=60).json()["generation"]
    assert (told["status"], told["rejected"] >= 3) == ("spoke", True), "the model lies and says one true thing"
    chat.ask(ASKED)
    chat.until(lambda frame: '"action"' in frame)
    first, *between, last = chat.shown()
    assert first == TEXTS["SEARCHING"]
    assert between
    assert all(text.endswith(TEXTS["CHECKING"]) for text in between)
    assert all("\n- **\\[1\\]** " in text for text in between), "no sentence without its citation"
    assert "## Xem thêm: " in last
    for text in between:
        first_claim = text.partition("\n\n")[0]
        assert first_claim in last
    assert no_lie(chat.frames)


def test_stopping_leaves_what_was_proven_and_says_that_it_is_not_all(chat: Chat) -> None:
    chat.ask("Phiếu bầu như thế nào là hợp lệ?")
    chat.until(lambda frame: json.dumps(TEXTS["CHECKING"])[1:-1] in frame)
    proven = chat.shown()[-1].removesuffix(TEXTS["CHECKING"])
    chat.emit("stop")
    said, removed = json.dumps(TEXTS["STOPPED"])[1:-1], '42["delete_message"'
    chat.until_all(lambda: all(any(told in frame for frame in chat.frames) for told in (said, removed)))
    assert proven + TEXTS["STOPPED"] in chat.shown()
    assert no_lie(chat.frames)


def buttons(frames: list[str], name: str) -> list[dict[str, Any]]:
    """The buttons of one kind that came, as the page gets them."""
    events = [json.loads(frame[2:]) for frame in frames if frame.startswith('42["action"')]
    return [data[0] for _, *data in events if data[0]["name"] == name]


def press(address: str, chat: Chat, button: dict[str, Any], **changed: Any) -> httpx.Response:
    """Press a button as the page does."""
    action = {**button, **changed}
    return httpx.post(
        f"http://{address}/chat/project/action", json={"sessionId": chat.session, "action": action}, timeout=60
    )


SETTLED = '"name": "rate"', '"name":"rate"'
"""Marks of the frames that come with a finished answer."""


def finished(chat: Chat) -> None:
    seen = len(chat.frames)
    chat.until_all(lambda: sum(any(mark in frame for mark in SETTLED) for frame in chat.frames[seen:]) == 2)


@pytest.fixture(scope="module")
def honest() -> Iterator[str]:
    """The real server with the real assistant, its data folder fresh."""
    with chat_server("honest") as found:
        yield found


@pytest.fixture
def talk(honest: str) -> Iterator[Chat]:
    url = f"ws://{honest}/chat/ws/socket.io/?EIO=4&transport=websocket"
    with connect(url, origin=f"http://{honest}") as socket:  # type: ignore[arg-type]
        yield Chat(socket)


def test_day_and_level_stay_for_the_conversation_and_are_told_with_every_answer(talk: Chat) -> None:
    talk.emit("window_message", {"tldh": {"day": "2025-08-15", "level": "chi_bo", "turns": []}})
    for question in ("Ban kiểm phiếu do ai bầu?", "Phiếu bầu như thế nào là hợp lệ?"):
        talk.ask(question)
        finished(talk)
        assert "Ngày áp dụng: 15/08/2025; cấp: chi bộ." in talk.shown()[-1]
    talk.emit("window_message", {"tldh": {"day": "", "level": "", "turns": []}})
    talk.ask("Ban kiểm phiếu do ai bầu?")
    finished(talk)
    assert "15/08/2025" not in talk.shown()[-1]
    assert "cấp: " not in talk.shown()[-1]


def test_turns_of_before_a_reload_are_context_of_the_next_question(talk: Chat) -> None:
    turns = [{"question": "Thời hạn lưu giữ phiếu bầu là bao lâu?", "answer": "Sáu tháng."}]
    talk.emit("window_message", {"tldh": {"day": "", "level": "", "turns": turns}})
    talk.ask("Ai có thẩm quyền cho hủy?")
    finished(talk)
    assert "phiếu bầu" in talk.shown()[-1]
    assert "Sáu tháng." not in "".join(talk.shown()), "what a browser kept is never shown as an answer"


def test_messages_of_another_form_change_nothing(talk: Chat) -> None:
    talk.emit("window_message", {"tldh": {"day": "2025-08-15", "level": "", "turns": []}})
    for junk in ("x", {"tldh": {"day": "hôm qua"}}, {"tldh": {"level": ["chi_bo"]}}, {"type": "webpackOk"}, None):
        talk.emit("window_message", junk)
    talk.ask("Ban kiểm phiếu do ai bầu?")
    finished(talk)
    assert "Ngày áp dụng: 15/08/2025." in talk.shown()[-1]


def offers_after(talk: Chat, question: str, tries: int = 3) -> list[dict[str, Any]]:
    """What is offered to be asked next; asked again where the server had no spare time to check it, as it may."""
    for last in range(1, tries + 1):
        before = len(talk.frames)
        talk.ask(question)
        finished(talk)
        try:
            talk.until_all(lambda start=before: len(buttons(talk.frames[start:], "ask")) >= 2)
        except TimeoutError:
            if last == tries:
                raise
            continue
        return buttons(talk.frames[before:], "ask")
    raise AssertionError("nothing was tried")


def test_suggestions_are_answered_when_pressed_and_go_when_another_question_is_put(talk: Chat, honest: str) -> None:
    offered = offers_after(talk, "Trường hợp nào phải bầu bằng bỏ phiếu kín?")
    assert "Trường hợp nào phải bầu bằng bỏ phiếu kín?" not in [one["label"] for one in offered]
    seen = len(talk.frames)
    assert press(honest, talk, offered[0]).status_code == 200
    finished(talk)
    assert any(
        offered[0]["label"] in json.loads(frame[2:])[1].get("output", "")
        for frame in talk.frames[seen:]
        if '"user_message"' in frame
    )
    assert "## Chưa" not in talk.shown()[-1]
    assert any(offered[0]["id"] in frame for frame in talk.frames[seen:] if frame.startswith('42["remove_action"'))


def test_a_rating_counts_once_and_only_for_an_answer_of_this_session(talk: Chat, honest: str) -> None:
    talk.ask("Ban kiểm phiếu do ai bầu?")
    finished(talk)
    good, bad = buttons(talk.frames, "rate")
    seen = len(talk.frames)
    press(honest, talk, bad)
    talk.until_all(lambda: len(buttons(talk.frames, "reason")) == 3)
    why = {one["label"]: one for one in buttons(talk.frames, "reason")}
    assert list(why) == ["Sai", "Thiếu", "Không đúng câu hỏi"]
    assert press(honest, talk, why["Thiếu"]).status_code == 200
    for again in (why["Sai"], good, {**good, "payload": {"of": str(uuid.uuid4()), "good": True}}):
        assert press(honest, talk, again).status_code == 200
    refused = [frame for frame in talk.frames[seen:] if "toast" in frame]
    talk.until_all(lambda: len([frame for frame in talk.frames[seen:] if frame.startswith('42["toast"')]) == 3)
    assert refused == [], "the first press was counted"


@pytest.mark.parametrize(
    "action",
    [
        {"name": "ask", "payload": {"question": 5}},
        {"name": "ask", "payload": {"question": ""}},
        {"name": "ask", "payload": {"question": "x" * 2001}},
        {"name": "rate", "payload": {"of": ["a"], "good": "yes"}},
        {"name": "reason", "payload": {"of": "a", "why": "other"}},
        {"name": "reason", "payload": {"why": {"a": 1}}},
    ],
)
def test_pressed_payloads_are_data(talk: Chat, honest: str, action: dict[str, Any]) -> None:
    assert press(honest, talk, action).status_code == 200
    talk.ask("Xin chào")
    talk.until(lambda frame: "update_message" in frame)
    assert len([frame for frame in talk.frames if '"user_message"' in frame]) == 0


def test_levels_of_the_page_are_those_of_the_assistant() -> None:
    script = (PUBLIC / "chat.js").read_text("utf-8")
    assert dict(re.findall(r'^    \["(\w+)", "([^"]+)"\],$', script, re.MULTILINE)) == {
        level.value: name for level, name in LEVELS.items()
    }


def test_the_page_folds_below_the_heading_that_answers_have() -> None:
    assert f'const FOLD = "{FOLD}";' in (PUBLIC / "chat.js").read_text("utf-8")


def test_the_first_page_offers_questions_by_topic(honest: str) -> None:
    settings = httpx.get(f"http://{honest}/chat/project/settings?language=vi-VN", timeout=30).json()
    assert [topic["label"] for topic in settings["starterCategories"]] == [topic.name for topic in shipped_starters()]
