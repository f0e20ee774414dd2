/* The element: a form for the question, its day and level, and the questions and answers of this visit. */

const MAX_CHARS = 2000;
const MAX_TURNS = 6;

class TroLyDaiHoi extends HTMLElement {
  static observedAttributes = ["level", "texts", "server"];
  #root = this.attachShadow({ mode: "open" });
  #entries = [];
  #running = null;
  #sheet = null;
  #parts = {};
  #say = wordsWith();

  connectedCallback() {
    if (!this.#root.adoptedStyleSheets.length) this.#root.adoptedStyleSheets = [SHEET];
    this.#build();
  }

  disconnectedCallback() {
    this.#running?.abort();
    this.#sheet?.close();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.#parts.form || before === after) return;
    if (name === "level") this.#pick(after);
    else this.#build();
  }

  /** Address of the server without a slash at its end: the attribute, else where this file came from. */
  #server = () => {
    const given = this.getAttribute("server");
    const url = given ? new URL(given, document.baseURI) : new URL(new URL(import.meta.url).origin);
    if (!/^https?:$/.test(url.protocol)) throw new TypeError("server");
    return url.origin + url.pathname.replace(/\/+$/, "");
  };

  #pick(level) {
    this.#parts.level.value = this.#chosen(level);
    this.#scoped();
  }

  #chosen(level) {
    return level && Object.hasOwn(WORDS, `level.${level}`) ? level : "";
  }

  /** Words replaced by the host page: JSON in the attribute `texts`, or in a `<script type="application/json">` inside. */
  #replaced() {
    const inside = this.querySelector('script[type="application/json"]');
    try {
      return { ...JSON.parse(inside?.textContent || "{}"), ...JSON.parse(this.getAttribute("texts") || "{}") };
    } catch (error) {
      console.warn("tro-ly-dai-hoi: texts", error.message); // for whoever embeds it; the shipped words stay
      return {};
    }
  }

  #build() {
    this.#running?.abort();
    this.#sheet?.close();
    this.#entries = [];
    this.#say = wordsWith(this.#replaced());
    const say = this.#say;
    const option = (value, text) => make("option", { value }, text);
    const levels = Object.keys(WORDS).filter((name) => name.startsWith("level."));
    const hidden = this.getAttribute("proposals") === "off";
    const parts = {
      log: make("div", { class: "log", role: "region", "aria-label": say("log"), tabindex: "0", hidden: true }),
      live: make("p", { class: "unseen", role: "status" }),
      wrong: make("p", { class: "wrong", id: "wrong", role: "alert", hidden: true }),
      question: make("textarea", {
        id: "question",
        rows: "2",
        placeholder: say("placeholder"),
        "aria-describedby": "hint wrong",
        keydown: (event) => this.#key(event),
      }),
      day: make("input", { id: "day", type: "date", "aria-describedby": "day-hint wrong", change: this.#scoped }),
      level: make(
        "select",
        { id: "level", change: this.#scoped },
        option("", say("any_level")),
        ...levels.map((name) => option(name.slice(6), say(name))),
      ),
      chosen: make("summary", {}),
      submit: make("button", { class: "main" }, say("ask")),
      stop: make("button", { type: "button", hidden: true, click: () => this.#running?.abort() }, say("stop")),
      fresh: make("button", { type: "button", class: "quiet", hidden: true, click: () => this.#fresh() }, say("fresh")),
      propose: make("button", { type: "button", hidden, click: () => this.#propose() }, say("propose")),
    };
    parts.level.value = this.#chosen(this.getAttribute("level"));
    const fields = make(
      "div",
      { class: "row" },
      make("div", {}, make("label", { for: "day" }, say("day")), parts.day),
      make("div", {}, make("label", { for: "level" }, say("level")), parts.level),
      make("p", { class: "small", id: "day-hint" }, say("day_hint")),
    );
    parts.scope = make("details", { class: "scope" }, parts.chosen, fields);
    parts.form = make(
      "form",
      { novalidate: true, submit: (event) => this.#submit(event) },
      make("label", { for: "question" }, say("question")),
      make("div", { class: "ask" }, parts.question, parts.submit, parts.stop),
      parts.wrong,
      make("p", { class: "small", id: "hint" }, say("hint")),
      parts.scope,
    );
    this.#parts = parts;
    const head = make("header", {}, make("h2", { id: "title" }, say("title")), parts.fresh);
    head.append(make("p", { class: "small intro" }, say("intro")));
    const foot = make("footer", {}, make("p", { class: "small" }, say("disclosure")), parts.propose);
    parts.panel = make("section", { class: "panel", part: "panel", lang: "vi", "aria-labelledby": "title" });
    parts.panel.append(head, parts.log, parts.live, parts.form, foot);
    this.#scoped();
    this.#root.replaceChildren(parts.panel);
  }

  /** Says above the folded fields which day and level hold. */
  #scoped = () => {
    const { chosen, day: on, level } = this.#parts;
    const values = { day: on.value ? day(on.value) : this.#say("own_day"), level: level.selectedOptions[0].text };
    chosen.textContent = this.#say("scope", values);
  };

  #key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#parts.form.requestSubmit();
    }
  }

  /** What is wrong with what was typed: the field and the words, or null. */
  #wrong(text) {
    const { question, day: on } = this.#parts;
    const length = [...text].length;
    if (!text) return [question, this.#say("empty")];
    if (length > MAX_CHARS) return [question, this.#say("too_long", { n: length, max: MAX_CHARS })];
    if (on.validity.badInput || (on.value && !/^\d{4}-\d\d-\d\d$/.test(on.value))) return [on, this.#say("bad_day")];
    return null;
  }

  #submit(event) {
    event.preventDefault();
    if (this.#running) return;
    const { question, day: on, level, scope, wrong } = this.#parts;
    const text = question.value.trim();
    const found = this.#wrong(text);
    for (const field of [question, on]) field.toggleAttribute("aria-invalid", field === found?.[0]);
    wrong.hidden = !found;
    wrong.textContent = found?.[1] ?? "";
    if (found) {
      if (found[0] === on) scope.open = true;
      found[0].focus();
      return;
    }
    const body = { question: text, history: this.#history() };
    if (on.value) body.as_of = on.value;
    if (level.value) body.level = level.value;
    question.value = "";
    this.#run(this.#add(body));
  }

  #history() {
    return this.#entries.flatMap((entry) => (entry.turn ? [entry.turn] : [])).slice(-MAX_TURNS);
  }

  #add(body) {
    const entry = new Entry(this.#say, this.#server, body, (change, same) => {
      if (this.#running) return;
      if (change.level) this.#pick(change.level);
      this.#run(same ?? this.#add({ ...body, ...change }));
      if (!this.#root.activeElement) this.#parts.log.focus({ preventScroll: true }); // what was pressed is gone
    });
    this.#entries.at(-1)?.withdraw();
    this.#entries.push(entry);
    this.#parts.log.append(entry.element);
    this.#parts.log.hidden = false;
    this.#parts.panel.classList.add("talking");
    this.#parts.question.placeholder = this.#say("next");
    this.#parts.fresh.hidden = false;
    return entry;
  }

  async #run(entry) {
    const { log, live, submit, stop, question } = this.#parts;
    const running = new AbortController();
    const shownHere = () => running === this.#running;
    const tellAloud = (text) => shownHere() && (live.textContent = text);
    this.#running = running;
    const focused = this.#root.activeElement;
    submit.hidden = true;
    stop.hidden = false;
    entry.reset();
    if (focused === submit) stop.focus();
    else if (focused && !focused.isConnected) question.focus();
    tellAloud(this.#say("searching"));
    const follow = this.#follower(log, entry.element);
    follow();
    try {
      await ask(`${this.#server()}/api/v1/answers/stream`, entry.body, running.signal, (name, data) => {
        if (name === "waiting") {
          const text = this.#wait(entry, data);
          if (data.first) tellAloud(text);
        }
        if (name === "claim") entry.claim(data.claim);
        else if (name === "answer") tellAloud(entry.answer(data));
        follow();
      });
    } catch (error) {
      tellAloud(running.signal.aborted ? entry.stopped() : entry.failed(error));
    }
    if (!shownHere()) return; // built anew in the meantime
    const onStop = this.#root.activeElement === stop;
    submit.hidden = false;
    stop.hidden = true;
    this.#running = null;
    if (onStop) question.focus();
  }

  /** Keeps an entry at the top of what is seen, until the reader scrolls. */
  #follower(log, element) {
    let kept = null;
    return () => {
      if (kept !== null && Math.abs(log.scrollTop - kept) > 1) return;
      log.scrollTop = element.offsetTop;
      kept = log.scrollTop;
    };
  }

  /** The line below what is known so far, while the next attempt is awaited; returns it. */
  #wait(entry, { error, left }) {
    const say = this.#say;
    const whys = { unreachable: say("unreachable"), cut: say("cut") };
    const why = whys[error.kind] ?? (error.body.detail || say("busy"));
    const text = navigator.onLine ? say("waiting", { why, n: left }) : say("offline");
    entry.say(text);
    return text;
  }

  /** A sheet for a proposal, one at a time; where the server takes none, the button goes. */
  async #propose() {
    const { propose, question, level, wrong } = this.#parts;
    propose.disabled = true;
    wrong.hidden = true;
    try {
      this.#sheet = new ProposalSheet(this.#say, this.#server(), () => this.#sheetDone());
      const first = await this.#sheet.open(level.value);
      this.#lay(this.#sheet);
      first.focus();
    } catch (error) {
      this.#sheetDone();
      propose.hidden = error.body?.status === 404;
      wrong.textContent = propose.hidden ? this.#say("no_proposals") : error.body?.detail || this.#say("unreachable");
      wrong.hidden = false;
      if (propose.hidden) question.focus();
    }
  }

  #lay(sheet) {
    const { log, panel, propose } = this.#parts;
    propose.disabled = true;
    panel.classList.add("talking");
    log.hidden = false;
    log.append(sheet.element);
    log.scrollTop = sheet.element.offsetTop;
  }

  /** The sheet was sent or put away: another one may be opened. */
  #sheetDone() {
    const held = this.#sheet?.element.contains(this.#root.activeElement);
    this.#sheet = null;
    this.#parts.propose.disabled = false;
    if (held) this.#parts.question.focus();
  }

  /** Forget the questions and answers; a proposal that is being written stays. */
  #fresh() {
    const { day: on, level } = this.#parts;
    const [kept, sheet] = [[on.value, level.value], this.#sheet];
    this.#sheet = null;
    this.#build();
    this.#sheet = sheet;
    [this.#parts.day.value, this.#parts.level.value] = kept;
    this.#scoped();
    if (sheet) this.#lay(sheet);
    this.#parts.question.focus();
  }
}

if (!customElements.get("tro-ly-dai-hoi")) customElements.define("tro-ly-dai-hoi", TroLyDaiHoi);
