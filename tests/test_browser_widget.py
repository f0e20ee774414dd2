"""The widget on a page of another site, under a strict content policy, over the real server and the real assistant."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest

pytestmark = pytest.mark.browser
pytest.register_assert_rewrite("tests.widget_pages")  # before it is imported below
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from axe_playwright_python.sync_playwright import Axe  # noqa: E402
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect  # noqa: E402

from assistant.model import Answer, Citation, Claim, Status  # noqa: E402
from assistant.output.paragraph import caption  # noqa: E402
from assistant.output.render import layout  # noqa: E402
from assistant.widget.bundle import WEB, widget  # noqa: E402
from corpus.core.model import Certainty, TextKind  # noqa: E402
from corpus.shipped.catalogue import load_shipped  # noqa: E402
from tests.fakes import QUORUM, cite, small_registry  # noqa: E402
from tests.widget_pages import IN_WIDGET, OUTSIDE, SMALL, ask, opened  # noqa: E402

pytest_plugins = ["tests.widget_pages"]

QUORUM_QUESTION = "dai hoi chi bo can bao nhieu dang vien co mat thi hop le"
QUOTE = "Đại hội chỉ hợp lệ khi có ít nhất hai phần ba (2/3) số đại biểu hoặc đảng viên được triệu tập đến dự."
STREAM = "**/api/v1/answers/stream"


def test_a_page_of_another_site_gets_a_cited_answer_and_speaks_with_the_server_alone(
    context: BrowserContext, site: str, server: str
) -> None:
    requested: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: requested.append(request.url))
    context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page = opened(context, site)
    expect(page.get_by_text("Bạn đang trao đổi với máy")).to_be_visible()
    told = ask(page, QUORUM_QUESTION)
    claim = told.locator(".claim").first
    expect(claim.locator(".said")).to_have_text(QUOTE)
    head = claim.locator("summary")
    expect(head).to_have_text("Điều 11 khoản 6 – Điều lệ Đảng; hiệu lực từ 19/01/2011; bản tóm lược")
    expect(claim.locator("blockquote")).to_be_hidden()
    head.click()
    expect(claim.locator("blockquote")).to_have_text(QUOTE)
    expect(claim.locator(".standing")).to_have_text("Còn hiệu lực – có hiệu lực từ 19/01/2011.")
    link = claim.get_by_role("link", name="Đọc trong văn bản (mở trang mới)")
    assert link.get_attribute("rel") == "noopener noreferrer"
    address = f"{server}/documents/td-dieu-le-2011?at=d11.k6&q_start=0&q_end={len(QUOTE)}#d11.k6"
    assert link.get_attribute("href") == address
    expect(told).to_contain_text("Nội dung trích từ bản tóm lược")
    expect(told.get_by_text("Trả lời theo quy định tính đến ngày")).to_have_count(0)
    expect(told.get_by_text("Ngày áp dụng: ")).to_have_count(1)
    expect(page.get_by_role("status")).to_contain_text(f"Đã trả lời, 2 ý. {QUOTE}")
    expect(page.get_by_text("văn bản gốc của Đảng có giá trị quyết định")).to_be_visible()
    assert {url for url in requested if not url.startswith(server)} == {f"{site}/trang"}
    paths = [url.removeprefix(server).split("?")[0] for url in requested if url.startswith(server)]
    wanted = ["/api/v1/answers/stream", "/api/v1/suggestions", "/api/v1/provisions/td-dieu-le-2011/d11.k6"]
    assert paths == [widget().path, *wanted]
    assert complaints == []


def asks(request: Request) -> bool:
    return request.method == "POST" and request.url.endswith("/answers/stream")


def test_a_policy_that_allows_this_version_alone_is_enough(context: BrowserContext, site: str) -> None:
    page = opened(context, site, "/ghim")
    expect(page.get_by_label("Câu hỏi", exact=True)).to_be_visible()


def test_a_refusal_quotes_the_nearest_rules_and_a_level_is_chosen_by_a_press(
    context: BrowserContext, site: str
) -> None:
    bodies: list[dict[str, Any]] = []
    context.on("request", lambda request: bodies.append(request.post_data_json) if asks(request) else None)
    page = opened(context, site)
    told = ask(page, "Đại hội có được phát trực tiếp lên Facebook không?")
    expect(told.locator(".title")).to_have_text("Chưa có câu trả lời đủ chắc chắn")
    assert told.locator(".near > li").count() >= 2
    expect(told.locator(".near > li").nth(1)).to_have_text(re.compile(r"^\s*\S.+ – .+; hiệu lực từ \d\d/\d\d/\d{4}"))
    quoted = told.locator(".near blockquote").nth(1).inner_text()
    assert any(quoted in rule.text for document in load_shipped() for rule in document.provisions), "word for word"
    page.locator(".scope summary").click()
    page.get_by_label("Ngày áp dụng", exact=True).fill("2025-06-01")
    expect(page.locator(".scope summary")).to_have_text("Ngày: 01/06/2025; cấp: mọi cấp")
    asked_back = ask(page, "Được mời tối đa bao nhiêu đại biểu?")
    expect(asked_back.locator(".title")).to_have_text("Cần biết câu hỏi nói về cấp nào")
    asked_back.get_by_role("group", name="Chọn cấp để trả lời").get_by_role("button", name="tỉnh, thành phố").click()
    expect(page.locator("article")).to_have_count(3)
    answer = page.get_by_role("article").last
    expect(answer.get_by_text("Ngày áp dụng: 01/06/2025; cấp: tỉnh, thành phố.")).to_be_visible()
    assert [(body["question"], body.get("level")) for body in bodies[1:]] == [
        ("Được mời tối đa bao nhiêu đại biểu?", None),
        ("Được mời tối đa bao nhiêu đại biểu?", "tinh"),
    ]
    expect(page.get_by_label("Cấp", exact=True)).to_have_value("tinh")


def test_a_question_goes_on_from_the_one_before_and_a_new_talk_forgets_it(context: BrowserContext, site: str) -> None:
    bodies: list[dict[str, object]] = []
    context.on("request", lambda request: bodies.append(request.post_data_json) if asks(request) else None)
    page = opened(context, site)
    ask(page, QUORUM_QUESTION)
    follow_up = ask(page, "cho xin căn cứ")
    expect(follow_up).to_contain_text("Điều 11 khoản 6")
    page.get_by_role("button", name="Hỏi chuyện mới").click()
    expect(page.get_by_role("article")).to_have_count(0)
    expect(page.get_by_label("Câu hỏi", exact=True)).to_be_focused()
    ask(page, "Xin chào")
    histories = [body["history"] for body in bodies]
    assert [len(history) for history in histories if isinstance(history, list)] == [0, 1, 0]
    assert histories[1][0]["question"] == QUORUM_QUESTION  # type: ignore[index]


HOSTILE = (
    "<img src=x onerror=\"document.title='x'\"><script>document.title='x'</script> \u202e\u2066đảo ngược\u0000 {day} "
    "${x} " + "dài" * 300
)


def test_markup_and_turned_writing_in_a_question_stay_text_and_stay_inside(context: BrowserContext, site: str) -> None:
    page = opened(context, site)
    title = page.title()
    told = ask(page, HOSTILE)
    shown = told.get_by_role("heading", level=3).text_content()
    assert shown == "Bạn hỏi: " + "".join(sign for sign in HOSTILE if sign not in "\u202e\u2066\u0000")
    assert page.evaluate(f"() => {{ {IN_WIDGET} return root.querySelectorAll('img, script, [style]').length; }}") == 0
    assert page.title() == title
    assert page.evaluate(f"() => {{ {IN_WIDGET} return ({OUTSIDE})(root); }}") == []


def test_the_widget_is_accessible_and_fits_from_phone_to_desk_in_light_and_dark(
    context: BrowserContext, site: str
) -> None:
    page = opened(context, site)
    ask(page, "Chi bộ có 47 đảng viên, vắng 12, đại hội có hợp lệ không?").locator("summary").first.click()
    ask(page, "Chuyển đại biểu dự khuyết thành chính thức do ai quyết định?").locator(".cited summary").first.click()
    ask(page, "Đại hội có được phát trực tiếp lên Facebook không?")
    page.locator(".scope summary").click()
    page.get_by_role("button", name="Hỏi", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Xin nhập câu hỏi.")
    for width, scheme in ((320, "light"), (768, "dark"), (1280, "light")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        assert page.evaluate(f"() => {{ {IN_WIDGET} return ({OUTSIDE})(root); }}") == [], width
        assert page.evaluate(f"() => {{ {IN_WIDGET} return ({SMALL})(root); }}") == [], width
        if width != 1280:
            found = Axe().run(page)
            assert found.violations_count == 0, f"{width} {scheme}: {found.generate_report()}"
    page.emulate_media(forced_colors="active")
    edge = f"() => {{ {IN_WIDGET} return getComputedStyle(root.querySelector('.main')).borderTopStyle; }}"
    assert page.evaluate(edge) == "solid"


def test_the_keyboard_alone_asks_opens_and_stops(context: BrowserContext, site: str) -> None:
    page = opened(context, site)
    active = f"() => {{ {IN_WIDGET} const e = root.activeElement; return e && (e.id || e.textContent); }}"
    page.keyboard.press("Tab")
    assert page.evaluate(active) == "question"
    page.keyboard.insert_text("hai phần ba")
    page.keyboard.press("Shift+Enter")
    expect(page.get_by_label("Câu hỏi", exact=True)).to_have_value("hai phần ba\n")
    page.keyboard.press("Tab")
    assert page.evaluate(active) == "Hỏi"
    outline = f"() => {{ {IN_WIDGET} return getComputedStyle(root.activeElement).outlineStyle; }}"
    assert page.evaluate(outline) == "solid"
    page.route(STREAM, lambda route: None)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Dừng")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_contain_text("Đã dừng theo yêu cầu")
    expect(page.get_by_role("status")).to_contain_text("Đã dừng theo yêu cầu")
    expect(page.get_by_label("Câu hỏi", exact=True)).to_be_focused()
    page.unroute(STREAM)
    page.get_by_label("Câu hỏi", exact=True).fill("")
    page.get_by_role("button", name="Thử lại").press("Enter")
    expect(page.get_by_text("Ngày áp dụng: ").or_(page.locator(".title"))).to_be_visible(timeout=20_000)
    expect(page.get_by_role("article")).to_have_count(1)


def test_an_answer_is_rated_with_its_rules_alone_and_by_the_keyboard(context: BrowserContext, site: str) -> None:
    bodies: list[dict[str, Any]] = []
    context.on("request", lambda one: bodies.append(one.post_data_json) if one.url.endswith("/ratings") else None)
    page = opened(context, site)
    told = ask(page, QUORUM_QUESTION)
    page.route("**/api/v1/ratings", busy, times=1)
    told.get_by_role("group", name="Đánh giá câu trả lời").get_by_role("button", name="Chưa đạt").press("Enter")
    why = told.get_by_role("group", name="Vì sao chưa đạt")
    expect(why.get_by_role("button", name="Sai")).to_be_focused()
    why.get_by_role("button", name="Thiếu").press("Enter")
    expect(told.get_by_role("status")).to_have_text("Trợ lý đang phục vụ nhiều người.")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    with page.expect_response("**/api/v1/ratings") as counted:
        why.get_by_role("button", name="Thiếu").press("Enter")
    assert counted.value.status == 204
    expect(told.get_by_role("status")).to_have_text("Đã ghi nhận đánh giá, xin cảm ơn.")
    expect(told.get_by_role("status")).to_be_focused()
    expect(why).to_have_count(0)
    assert [(body["reason"], body["provisions"][0]) for body in bodies] == [("thieu", "td-dieu-le-2011/d11.k6")] * 2
    assert {name for body in bodies for name in body} == {"reason", "provisions"}
    expect(ask(page, "Xin chào").get_by_role("group", name="Đánh giá câu trả lời")).to_have_count(0)


def test_a_question_to_ask_next_is_answered_from_a_rule_and_goes_with_the_next_one(
    context: BrowserContext, site: str
) -> None:
    page = opened(context, site)
    told = ask(page, QUORUM_QUESTION)
    group = told.get_by_role("group", name="Có thể hỏi tiếp")
    expect(group.get_by_role("button").first).to_be_visible(timeout=20_000)
    assert page.evaluate(f"() => {{ {IN_WIDGET} return ({SMALL})(root); }}") == []
    question = group.get_by_role("button").first.inner_text()
    group.get_by_role("button").first.press("Enter")
    expect(page.get_by_role("article")).to_have_count(2)
    expect(page.get_by_role("button", name="Hỏi", exact=True)).to_be_visible(timeout=20_000)
    answer = page.get_by_role("article").last
    expect(answer.get_by_role("heading", level=3)).to_have_text(f"Bạn hỏi: {question}")
    expect(answer.locator(".claim").first).to_be_visible()
    first = page.get_by_role("article").first  # ``told`` is whichever is the last
    expect(first.get_by_role("group", name="Có thể hỏi tiếp")).to_have_count(0)
    active = f"() => {{ {IN_WIDGET} return root.activeElement !== null; }}"
    assert page.evaluate(active)


def busy(route: Route) -> None:
    """One refusal with a time to wait, then the server itself."""
    body = {"status": 503, "code": "server.busy", "detail": "Trợ lý đang phục vụ nhiều người.", "hint": ""}
    headers = {"access-control-allow-origin": "*", "access-control-expose-headers": "retry-after", "retry-after": "1"}
    route.fulfill(status=503, headers=headers, body=json.dumps(body))


def cut(route: Route) -> None:
    """The first claim, and then the connection ends."""
    citation = asdict(cite(small_registry(), "td-dieu-le/d11.k6", QUORUM)) | {"valid_from": "2011-01-19"}
    claim = {"text": QUORUM, "role": "answer", "citations": [citation], "calculation": None}
    told = f"event: claim\ndata: {json.dumps({'place': 0, 'claim': claim})}\n\n"
    route.fulfill(headers={"access-control-allow-origin": "*"}, content_type="text/event-stream", body=told)


def test_a_busy_server_is_asked_again_when_it_says_so(context: BrowserContext, site: str) -> None:
    page = opened(context, site)
    page.route(STREAM, busy, times=1)
    page.get_by_label("Câu hỏi", exact=True).fill(QUORUM_QUESTION)
    page.get_by_label("Câu hỏi", exact=True).press("Enter")
    expect(page.get_by_role("article")).to_contain_text("Trợ lý đang phục vụ nhiều người. Thử lại sau 1 giây…")
    expect(page.locator(".said").first).to_have_text(QUOTE, timeout=20_000)


def test_a_cut_answer_keeps_its_claims_and_is_asked_for_again(context: BrowserContext, site: str) -> None:
    page = opened(context, site)
    page.route(STREAM, cut, times=1)
    page.get_by_label("Câu hỏi", exact=True).fill(QUORUM_QUESTION)
    page.get_by_label("Câu hỏi", exact=True).press("Enter")
    expect(page.get_by_role("article")).to_contain_text("Kết nối bị ngắt giữa chừng")
    expect(page.locator(".said")).to_have_text(QUORUM)
    expect(page.get_by_text("Ngày áp dụng: ")).to_be_visible(timeout=20_000)
    expect(page.locator(".said")).to_have_count(2)
    expect(page.locator(".said").first).to_have_text(QUOTE)


def test_without_a_network_it_says_so_and_asks_once_there_is_one(context: BrowserContext, site: str) -> None:
    page = opened(context, site)
    context.set_offline(True)
    page.get_by_label("Câu hỏi", exact=True).fill(QUORUM_QUESTION)
    page.get_by_label("Câu hỏi", exact=True).press("Enter")
    expect(page.get_by_role("article")).to_contain_text("Thiết bị đang ngoại tuyến")
    expect(page.get_by_role("status")).to_contain_text("Thiết bị đang ngoại tuyến")
    context.set_offline(False)
    expect(page.locator(".said").first).to_have_text(QUOTE, timeout=20_000)


def test_errors_of_the_server_are_told_in_its_words_with_a_way_to_try_again(context: BrowserContext, site: str) -> None:
    page = opened(context, site)
    body = {"status": 422, "detail": "Câu hỏi <b>không</b> dùng được.", "hint": "Xin hỏi lại."}
    headers = {"access-control-allow-origin": "*"}
    page.route(STREAM, lambda route: route.fulfill(status=422, headers=headers, body=json.dumps(body)), times=1)
    told = ask(page, "….")
    expect(told).to_contain_text("Câu hỏi <b>không</b> dùng được. Xin hỏi lại.")
    expect(told.get_by_role("button", name="Thử lại")).to_be_visible()
    page.get_by_label("Câu hỏi", exact=True).fill("dài " * 501)
    page.get_by_role("button", name="Hỏi", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Câu hỏi dài 2003 ký tự, vượt quá 2000 ký tự. Xin rút gọn.")
    expect(page.get_by_role("article")).to_have_count(1)


def test_words_theme_and_level_are_the_host_pages_to_choose(context: BrowserContext, site: str) -> None:
    page = opened(context, site)
    words = {"title": "Hỏi <b>đáp</b>", "ask": "Gửi", "disclosure": " ", "khong_co": "x", "stop": 1}
    page.evaluate(
        """(words) => {
          const widget = document.querySelector("tro-ly-dai-hoi");
          widget.setAttribute("texts", JSON.stringify(words));
          widget.setAttribute("theme", "dark");
          widget.setAttribute("level", "tinh");
        }""",
        words,
    )
    expect(page.get_by_role("heading", level=2)).to_have_text("Hỏi <b>đáp</b>")
    expect(page.get_by_role("button", name="Gửi", exact=True)).to_be_visible()
    expect(page.locator("footer")).to_contain_text("văn bản gốc của Đảng có giá trị quyết định")
    expect(page.locator(".scope summary")).to_have_text("Ngày: theo câu hỏi; cấp: tỉnh, thành phố")
    paper = f"() => {{ {IN_WIDGET} return getComputedStyle(root.querySelector('.panel')).backgroundColor; }}"
    assert page.evaluate(paper) == "rgb(27, 26, 24)"
    page.evaluate("document.querySelector('tro-ly-dai-hoi').setAttribute('texts', '{')")
    expect(page.get_by_role("heading", level=2)).to_have_text("Trợ lý Đại hội")


def scripted(browser: Browser, *names: str) -> Page:
    """An empty page with some of the widget's sources as plain script."""
    page = browser.new_page()
    words = (WEB / "words.json").read_text("utf-8")
    page.add_script_tag(content=f"var WORDS = {words};" + "".join((WEB / name).read_text("utf-8") for name in names))
    return page


def test_a_stream_is_read_the_same_wherever_it_is_broken_apart(browser: Browser) -> None:
    page = scripted(browser, "stream.js")
    whole = ': ping\r\n\r\nevent: claim\r\ndata: {"a":\r\ndata: "ữ"}\r\n\r\nevent: answer\ndata: 1\n\nid: 3\n\n'
    found = page.evaluate(
        """async (bytes) => {
          const told = new Set();
          for (let at = 0; at <= bytes.length; at += 1) {
            const body = new ReadableStream({ start(controller) {
              for (const part of [bytes.slice(0, at), bytes.slice(at)]) controller.enqueue(new Uint8Array(part));
              controller.close();
            } });
            const events = [];
            for await (const event of eventsOf(new Response(body))) events.push(event);
            told.add(JSON.stringify(events));
          }
          return [...told];
        }""",
        list(whole.encode()),
    )
    page.close()
    assert [json.loads(events) for events in found] == [[["claim", {"a": "ữ"}], ["answer", 1]]]


def citations() -> list[Citation]:
    first = cite(small_registry(), "td-dieu-le/d11.k6", QUORUM)
    second = cite(small_registry(), "td-qd-1/11.4.2", "cử người thay thế")
    return [
        first,
        second,
        replace(first, basis=""),
        replace(first, text_kind=TextKind.OFFICIAL.value, certainty=Certainty.LOW.value),
        replace(second, certainty=Certainty.MEDIUM.value, basis="Hướng dẫn 2, mục 3"),
        replace(second, document_number=None, valid_from=None, valid_until=None),
        replace(second, label="Danh mục, 1-QĐ/TW", valid_until=date(2026, 4, 8)),
    ]


def test_a_citation_is_worded_as_the_chat_words_it(browser: Browser) -> None:
    page = scripted(browser, "parts.js")
    for citation in citations():
        answer = Answer("Hỏi?", Status.ANSWERED, date(2026, 11, 22), claims=(Claim("Lời.", (citation,)),))
        chat = next(block.text for block in layout(answer) if block.kind == "source")
        plain = json.loads(json.dumps(asdict(citation), default=str))
        found = page.evaluate("(item) => [caption(wordsWith(), item), sourceOf(wordsWith(), item)]", plain)
        title = f"{citation.document_title}; "
        assert found == [caption(citation), chat.removeprefix(f"{caption(citation)}; ").removeprefix(title)]
    page.close()


def test_quoted_words_are_marked_where_they_stand_and_nowhere_else(browser: Browser) -> None:
    page = scripted(browser, "parts.js")
    text = "😀 một hai 𝒳 ba hai"
    parts = "(item) => marked(item.text, item).map((part) => part.outerHTML ?? part)"
    item = {"text": text, "quote": "hai", "start": 13, "end": 16}
    start = text.rindex("hai")
    item |= {"start": start, "end": start + 3}
    assert page.evaluate(parts, item) == [text[:start], "<mark>hai</mark>", ""]
    assert page.evaluate(parts, item | {"start": 0}) == [text]
    page.close()
