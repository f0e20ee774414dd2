// The chat page around Chainlit's own: names for its unnamed controls, folding, day and level, copying, history.
// Everything stays on this page and on its own server; text is set as text, never as markup.
(() => {
  "use strict";

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const live = make("div", { id: "tldh-live", className: "sr-only" });
  live.setAttribute("role", "status");
  const say = (words) => {
    live.textContent = words;
  };

  // --- names that Chainlit leaves out

  const NAMES = {
    "new-chat-button": "Cuộc trò chuyện mới",
    "theme-toggle": "Đổi giao diện sáng, tối",
    "readme-button": "Giới thiệu",
    "chat-submit": "Gửi câu hỏi",
    "stop-button": "Dừng",
    "sidebar-trigger-button": "Mở danh sách",
  };
  const COPY = "Chép có căn cứ";
  const name = (element, label) => {
    if (element && !element.hasAttribute("aria-label")) element.setAttribute("aria-label", label);
  };
  const nameControls = () => {
    for (const [id, label] of Object.entries(NAMES)) name(document.getElementById(id), label);
    name(document.getElementById("chat-input"), "Câu hỏi");
    name(find("#side-view-title button"), "Đóng điều khoản");
    for (const button of all(".ai-message button")) {
      if (!button.textContent.trim() && !button.hasAttribute("aria-label")) {
        name(button, COPY);
        button.classList.add("tldh-copy");
      }
    }
    for (const arrow of all("#root button > svg.lucide-arrow-down")) name(arrow.parentElement, "Xuống cuối");
    for (const image of all("#welcome-screen img:not([alt])")) image.alt = "";
    for (const image of all(".ai-message img[alt^='Avatar']")) image.alt = "Trợ lý";
    for (const handle of all('[role="separator"]')) {
      name(handle, "Thay đổi độ rộng");
      for (const attribute of ["aria-valuenow", "aria-valuemin", "aria-valuemax"]) {
        if (handle.getAttribute(attribute) === "") handle.removeAttribute(attribute);
      }
    }
    // Chainlit puts a link inside a button, one control within another; the style sheet hides those
    for (const nested of all("#header button > a")) {
      const button = nested.parentElement;
      if (button.nextElementSibling?.classList.contains("tldh-link")) continue;
      const picture = make("img", { src: find("img", nested)?.src || "", alt: "" });
      const link = make("a", { className: "tldh-link", href: nested.href, target: "_blank", rel: "noopener" });
      link.append(picture, make("span", { textContent: nested.textContent }));
      button.after(link);
    }
    const root = document.getElementById("root");
    if (root && !root.hasAttribute("role")) root.setAttribute("role", "main");
    if (root?.firstElementChild && !document.getElementById("page-title")) {
      root.prepend(make("h1", { id: "page-title", className: "sr-only", textContent: document.title }), live);
    }
  };

  // --- folding: what stands below the last heading of an answer opens by a press

  const FOLD = "Xem thêm:"; // as assistant/output/render.py begins that heading
  const opened = new WeakSet();
  const fold = () => {
    for (const heading of all(".ai-message .prose > h2:not(:first-child)")) {
      if (!heading.textContent.startsWith(FOLD)) continue;
      let button = find("button", heading);
      if (!button) {
        button = make("button", { type: "button", className: "tldh-fold", textContent: heading.textContent });
        heading.replaceChildren(button);
        button.addEventListener("click", () => {
          if (!opened.delete(heading)) opened.add(heading);
          fold();
        });
      }
      const open = opened.has(heading);
      if (button.getAttribute("aria-expanded") !== String(open)) button.setAttribute("aria-expanded", String(open));
      for (let next = heading.nextElementSibling; next; next = next.nextElementSibling) {
        next.classList.toggle("tldh-folded", !open);
      }
    }
  };

  // --- what is kept in this browser: answers of before, and the day and level of the conversation

  const STORE = "tldh.chat.1";
  const LIMITS = { turns: 30, question: 2000, answer: 6000, sent: 6, sentAnswer: 400 };
  const fresh = () => ({ talk: crypto.getRandomValues(new Uint32Array(2)).join("-"), day: "", level: "", turns: [] });
  const text = (value, most) => (typeof value === "string" ? value.slice(0, most) : "");
  const load = () => {
    try {
      const found = JSON.parse(localStorage.getItem(STORE) || "null");
      if (!found || !Array.isArray(found.turns)) return fresh();
      const turns = found.turns.slice(-LIMITS.turns).map((turn) => ({
        id: text(turn.id, 64),
        talk: text(turn.talk, 64),
        question: text(turn.question, LIMITS.question),
        answer: text(turn.answer, LIMITS.answer),
        day: text(turn.day, 10),
        level: text(turn.level, 32),
        at: text(turn.at, 32),
      }));
      return { talk: text(found.talk, 64) || fresh().talk, day: text(found.day, 10), level: text(found.level, 32), turns };
    } catch {
      return fresh(); // what cannot be read is as good as nothing, and storage may be switched off
    }
  };
  const kept = load();
  const here = new Set(); // ids of the turns that this page shows itself
  const save = () => {
    while (kept.turns.length > LIMITS.turns) kept.turns.shift();
    for (;;) {
      try {
        localStorage.setItem(STORE, JSON.stringify(kept));
        return;
      } catch {
        if (!kept.turns.length) return; // storage is switched off
        kept.turns.shift(); // or full: the oldest gives way
      }
    }
  };

  /** The readable text of an answer, what is folded included, without buttons. */
  const words = (prose) => {
    const blocks = [...prose.children].map((block) => {
      if (block.tagName === "UL" || block.tagName === "OL") {
        return [...block.children].map((item) => `- ${item.textContent.trim()}`).join("\n");
      }
      return block.textContent.trim();
    });
    return blocks.filter(Boolean).join("\n\n");
  };
  const questionOf = (step) => {
    for (let before = step.previousElementSibling; before; before = before.previousElementSibling) {
      if (before.dataset.stepType === "user_message") return find(".message-content", before).textContent.trim();
    }
    return "";
  };
  const remember = () => {
    for (const step of all('[data-step-type="assistant_message"]')) {
      const id = find("[id^='step-']", step)?.id || "";
      const prose = find(".ai-message .prose", step);
      // the buttons come with the finished answer; a greeting has none and is not worth keeping
      if (!id || here.has(id) || !prose || !find("button[id^='rate-'], button[id^='provision-']", step)) continue;
      here.add(id);
      const turn = {
        id,
        talk: kept.talk,
        question: text(questionOf(step), LIMITS.question),
        answer: text(words(prose), LIMITS.answer),
        day: kept.day,
        level: kept.level,
        at: new Date().toISOString(),
      };
      kept.turns.push(turn);
      save();
    }
  };

  // --- telling the server what holds for the conversation: over Chainlit's own channel for messages of the page

  const tell = () => {
    const turns = kept.turns
      .filter((turn) => turn.talk === kept.talk && !here.has(turn.id))
      .slice(-LIMITS.sent)
      .map((turn) => ({ question: turn.question, answer: turn.answer.slice(0, LIMITS.sentAnswer) }));
    const data = { tldh: { day: kept.day, level: kept.level, turns } };
    // dispatched, not posted: it is sent before the question that follows in the same moment
    window.dispatchEvent(new MessageEvent("message", { data, origin: location.origin, source: window }));
  };
  const asks = (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.type === "keydown") return event.key === "Enter" && !event.shiftKey && target.id === "chat-input";
    return target.closest("#chat-submit, #starters button, button[id^='ask-']") !== null;
  };
  for (const kind of ["click", "keydown"]) {
    document.addEventListener(kind, (event) => asks(event) && tell(), true);
  }

  // --- day and level

  const LEVELS = [
    ["", "mọi cấp"],
    ["chi_bo", "chi bộ"],
    ["dang_bo_bo_phan", "đảng bộ bộ phận"],
    ["co_so", "tổ chức cơ sở đảng"],
    ["cap_tren_co_so", "cấp trên trực tiếp của cơ sở"],
    ["xa_phuong_dac_khu", "xã, phường, đặc khu"],
    ["tinh", "tỉnh, thành phố"],
    ["truc_thuoc_trung_uong", "đảng bộ trực thuộc Trung ương"],
    ["toan_quoc", "toàn quốc"],
  ];
  const vn = (day) => day.split("-").reverse().join("/");
  const dayInput = make("input", { type: "date", id: "tldh-day", min: "1930-01-01", max: "2099-12-31" });
  const levelInput = make(
    "select",
    { id: "tldh-level" },
    ...LEVELS.map(([value, label]) => make("option", { value, textContent: label })),
  );
  const reset = make("button", { type: "button", textContent: "Về hôm nay, mọi cấp" });
  const done = make("button", { type: "button", textContent: "Xong" });
  const summary = make("summary");
  const panel = make(
    "div",
    { className: "tldh-panel" },
    make("label", { htmlFor: "tldh-day", textContent: "Ngày áp dụng" }),
    dayInput,
    make("label", { htmlFor: "tldh-level", textContent: "Cấp" }),
    levelInput,
    make("p", { textContent: "Giữ cho cả cuộc trò chuyện. Để trống ngày thì theo ngày nêu trong câu hỏi, không có thì hôm nay." }),
    make("div", { className: "tldh-ends" }, done, reset),
  );
  const context = make("details", { id: "tldh-context" }, summary, panel);
  const showContext = () => {
    if (!LEVELS.some(([value]) => value === kept.level)) kept.level = "";
    if (!/^(19|20)\d\d-\d\d-\d\d$/.test(kept.day)) kept.day = "";
    dayInput.value = kept.day;
    levelInput.value = kept.level;
    const level = LEVELS.find(([value]) => value === kept.level)[1];
    const day = kept.day ? vn(kept.day) : "hôm nay";
    summary.replaceChildren(
      make("span", {}, "Ngày áp dụng: ", make("b", { textContent: day }), "; "),
      make("span", {}, "Cấp: ", make("b", { textContent: level })),
    );
    context.classList.toggle("tldh-chosen", Boolean(kept.day || kept.level));
  };
  const choose = (day, level) => {
    kept.day = day;
    kept.level = level;
    showContext();
    save();
    tell();
    say(summary.textContent);
  };
  dayInput.addEventListener("change", () => dayInput.validity.valid && choose(dayInput.value, kept.level));
  levelInput.addEventListener("change", () => choose(kept.day, levelInput.value));
  reset.addEventListener("click", () => choose("", ""));
  const close = () => {
    context.open = false;
    summary.focus();
  };
  done.addEventListener("click", close);
  context.addEventListener("keydown", (event) => event.key === "Escape" && context.open && close());
  document.addEventListener("click", (event) => {
    if (context.open && !context.contains(event.target)) context.open = false;
  });

  // --- the conversation as a Word file: its questions are posted, and asked again by the server

  const EXPORTED = 12; // as assistant/server/conversations.py takes at most
  const exporting = make(
    "form",
    { id: "tldh-export", method: "post", action: "/hoi/word" },
    make("button", { type: "submit", textContent: "Tải cả cuộc trò chuyện (Word)" }),
  );
  const ofTalk = () => kept.turns.filter((turn) => turn.talk === kept.talk && turn.question).slice(-EXPORTED);
  exporting.addEventListener("submit", () => {
    const field = (name, value) => make("input", { type: "hidden", name, value: value || "" });
    for (const old of all("input", exporting)) old.remove();
    for (const turn of ofTalk()) {
      exporting.append(field("cau", turn.question), field("ngay", turn.day), field("cap", turn.level));
    }
    say("Đang hỏi lại các câu và dựng tệp Word.");
  });
  const placeContext = () => {
    const composer = document.getElementById("message-composer");
    if (composer && composer.nextElementSibling !== context) composer.after(context);
    if (!ofTalk().length) exporting.remove();
    else if (context.isConnected && context.nextElementSibling !== exporting) context.after(exporting);
  };

  // --- answers of before

  const erase = make("button", { type: "button", className: "tldh-erase", textContent: "Xóa lịch sử" });
  const list = make("div", { className: "tldh-list" });
  const earlier = make(
    "section",
    { id: "tldh-earlier" },
    make("div", { className: "tldh-bar" }, make("h2", { id: "tldh-earlier-title", textContent: "Câu hỏi trước đây" }), erase),
    make("p", { textContent: "Chỉ lưu trong trình duyệt này, không lưu trên máy chủ. Câu trả lời ghi theo ngày đã hỏi; nên hỏi lại khi áp dụng." }),
    list,
  );
  earlier.setAttribute("aria-labelledby", "tldh-earlier-title");
  erase.addEventListener("click", () => {
    if (!confirm("Xóa mọi câu hỏi và câu trả lời đã lưu trong trình duyệt này?")) return;
    Object.assign(kept, { ...fresh(), day: kept.day, level: kept.level });
    try {
      localStorage.removeItem(STORE);
    } catch {
      // storage is switched off: there is nothing to erase
    }
    tell();
    listed = null;
    placeEarlier();
    say("Đã xóa lịch sử.");
    document.getElementById("chat-input")?.focus();
  });
  let listed = null;
  const placeEarlier = () => {
    const turns = kept.turns.filter((turn) => !here.has(turn.id) || !document.getElementById(turn.id));
    const key = turns.map((turn) => turn.id).join();
    if (key !== listed) {
      listed = key;
      list.replaceChildren(
        ...turns.map((turn) => {
          const when = new Date(turn.at);
          const day = Number.isNaN(when.getTime()) ? "" : when.toLocaleDateString("vi-VN");
          const again = make("button", { type: "button", textContent: "Hỏi lại" });
          again.addEventListener("click", () => put(turn.question));
          return make(
            "details",
            { className: "tldh-turn" },
            make("summary", {}, make("span", { textContent: turn.question }), make("time", { textContent: day })),
            make("div", { className: "tldh-answer", textContent: turn.answer }),
            again,
          );
        }),
      );
    }
    const welcome = document.getElementById("welcome-screen");
    const first = find("[data-step-type]");
    if (!turns.length || (!welcome && !first)) earlier.remove();
    else if (welcome && welcome.nextElementSibling !== earlier) welcome.after(earlier);
    else if (!welcome && first && first.parentElement.firstElementChild !== earlier) first.parentElement.prepend(earlier);
  };
  /** Puts a question into the input, to be read and sent by hand. */
  const put = (question) => {
    const input = document.getElementById("chat-input");
    if (!input) return;
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(input, question);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  };

  // A new conversation begins where the first page comes back after answers; then day and level begin anew, too.
  let talked = false;
  const beginAnew = () => {
    if (find("[data-step-type]")) talked = true;
    else if (talked && document.getElementById("welcome-screen")) {
      talked = false;
      kept.talk = fresh().talk;
      choose("", "");
    }
  };

  // --- copying with the basis

  const write = async (words) => {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(words);
    const area = make("textarea", { value: words, className: "sr-only" }); // plain HTTP inside a network
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };
  document.addEventListener(
    "click",
    (event) => {
      const button = event.target instanceof Element ? event.target.closest(".tldh-copy") : null;
      const step = button?.closest("[data-step-type]");
      if (!step) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const question = questionOf(step);
      const note = find(".watermark")?.textContent.trim();
      const whole = [question && `Hỏi: ${question}`, words(find(".prose", step)), note].filter(Boolean).join("\n\n");
      write(whole).then(
        () => {
          button.dataset.done = "";
          say("Đã chép câu trả lời kèm căn cứ.");
          setTimeout(() => delete button.dataset.done, 2000);
        },
        () => say("Trình duyệt không cho chép."),
      );
    },
    true,
  );

  // A counted rating goes away: thanks take its place, and the keyboard stays where it was
  const RATING = "button[id^='rate-'], button[id^='reason-']";
  let rating = null;
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest(RATING) : null;
    if (button) rating = { button, row: button.parentElement };
  });
  const thank = () => {
    if (!rating || rating.button.isConnected) return;
    const { row } = rating;
    rating = null;
    setTimeout(() => {
      const next = find(RATING, row); // the reasons, after "Chưa đạt"
      const thanks = make("span", { className: "tldh-thanks", textContent: "Đã ghi nhận, xin cảm ơn.", tabIndex: -1 });
      if (!next) row.append(thanks);
      (next || thanks).focus();
    }, 300); // once all buttons that go are gone
  };

  const apply = () => {
    nameControls();
    beginAnew();
    fold();
    thank();
    remember();
    placeContext();
    placeEarlier();
  };
  showContext();
  new MutationObserver(apply).observe(document.documentElement, { childList: true, subtree: true });
  apply();
})();
