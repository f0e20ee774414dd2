"""The chat page: closed by default, wholly Vietnamese, no logic in the handlers, nothing unverified on the wire."""

import ast
import json
import tomllib
import uuid
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import ClientConnection, connect

from assistant.server.assets import PUBLIC, WEB
from tests.processes import browser_server

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
    chat = (ROOT / "assistant" / "server" / "chat.py").read_text("utf-8")
    assert "Bạn đang trao đổi với máy. {DISCLOSURE}" in chat
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
    with browser_server("lying") as found:
        yield found


class Chat:
    """A browser's end of the chat's socket, frame by frame (Engine.IO 4, Socket.IO 5).

    Attributes:
        frames: every text frame that came, raw.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.frames: list[str] = []
        self.until(lambda frame: frame.startswith("0"))
        self._send("40", {"clientType": "webapp", "sessionId": str(uuid.uuid4()), "chatProfile": "tro-ly"})
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
        while True:
            frame = str(self._socket.recv(timeout=60))
            if frame == "2":  # ping
                self._socket.send("3")
                continue
            self.frames.append(frame)
            if wanted(frame):
                return

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
    assert all("#### Trích dẫn" in text for text in between), "no sentence without its citation"
    assert "#### Lưu ý" in last
    for text in between:
        claims = text.partition("#### ")[0].strip()
        assert claims in last
    assert no_lie(chat.frames)


def test_stopping_leaves_what_was_proven_and_says_that_it_is_not_all(chat: Chat) -> None:
    chat.ask("Phiếu bầu như thế nào là hợp lệ?")
    chat.until(lambda frame: json.dumps(TEXTS["CHECKING"])[1:-1] in frame)
    proven = chat.shown()[-1].removesuffix(TEXTS["CHECKING"])
    chat.emit("stop")
    said, removed = json.dumps(TEXTS["STOPPED"])[1:-1], '42["delete_message"'
    chat.until(lambda _: any(said in frame for frame in chat.frames) and any(removed in frame for frame in chat.frames))
    assert proven + TEXTS["STOPPED"] in chat.shown()
    assert no_lie(chat.frames)
