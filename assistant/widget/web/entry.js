/* One question and what was told of it: claims with their citations in place, a refusal, a question back, an error. */

const ORDER = ["place", "head", "status", "computed", "answer", "last_known", "comparison", "basis", "context"];
const LONGEST_SUMMARY = 400;
/** The server's note on the day, which the line of the day says already. */
const dayNote = (iso) => `Trả lời theo quy định tính đến ngày ${day(iso)}.`;

class Entry {
  #say;
  #server;
  #again;
  #levels;
  #on;
  #asking = null;
  #claims = new Map();
  #texts = new Map();
  #list = make("ul", { class: "claims" });
  #state = make("p", { class: "state" });
  #rest = make("div", { class: "rest" });
  #next = make("div", { class: "next" });

  /**
   * @param say words of the page
   * @param server address of the server
   * @param body what is asked, as the API takes it
   * @param again asks anew, with what is to be changed of the body
   */
  constructor(say, server, body, again) {
    this.#say = say;
    this.#server = server;
    this.#again = again;
    this.#levels = Object.keys(WORDS).filter((name) => name.startsWith("level."));
    this.#on = body.as_of;
    this.body = body;
    this.turn = null;
    const heading = make("h3", { dir: "auto" }, make("span", { class: "unseen" }, `${say("asked")}: `), clean(body.question));
    this.element = make("article", {}, heading, this.#list, this.#state, this.#rest, this.#next);
  }

  /** Forget what was told: another attempt begins. */
  reset() {
    this.#claims.clear();
    this.#list.replaceChildren();
    this.#rest.replaceChildren();
    this.withdraw();
    this.say(this.#say("searching"));
  }

  /** A line below what is known so far. */
  say(text, ...more) {
    this.#state.replaceChildren(...(text ? [text, ...more] : []));
    this.#state.hidden = !text;
  }

  /** A verified claim of the answer to come. */
  claim(claim) {
    this.#place(claim);
    this.#sort();
    this.say(this.#say("checking"));
  }

  #place(claim) {
    const key = JSON.stringify(claim);
    if (!this.#claims.has(key)) this.#claims.set(key, { claim, element: this.#shown(claim) });
    return key;
  }

  #sort() {
    const claims = [...this.#claims.values()];
    const parts = claims.map(({ claim }) => claim.part);
    const rank = ({ claim }) => parts.indexOf(claim.part) * ORDER.length + ORDER.indexOf(claim.role);
    const wanted = claims.sort((a, b) => rank(a) - rank(b));
    wanted.forEach(({ claim, element }, at) => {
      const part = element.querySelector(".part");
      if (part) part.hidden = at > 0 && wanted[at - 1].claim.part === claim.part;
      if (this.#list.children[at] !== element) this.#list.insertBefore(element, this.#list.children[at] ?? null);
    });
  }

  /** The whole answer; returns what is read out. */
  answer(answer) {
    const say = this.#say;
    this.#on = answer.as_of;
    const keys = new Set(answer.claims.map((claim) => this.#place(claim)));
    for (const [key, { element }] of this.#claims) {
      if (!keys.has(key)) {
        element.remove();
        this.#claims.delete(key);
      }
    }
    this.#sort();
    this.say("");
    const texts = answer.claims.map((claim) => claim.text).join(" ");
    const summary = texts || answer.refusal?.message || answer.message;
    this.turn = { question: this.body.question, answer: [...summary].slice(0, LONGEST_SUMMARY).join("") };
    const rules = rulesOf(answer);
    this.#rest.replaceChildren(...this.#around(answer), ...(answer.message ? [] : ratings(say, this.#server(), rules)));
    if (rules.length && answer.status === "answered") this.#suggest(rules);
    const direct = this.#list.querySelector(".said")?.textContent ?? "";
    return answer.refusal
      ? `${this.#title(answer)}. ${answer.refusal.message}`
      : answer.message || `${say("done", { n: answer.claims.length })} ${direct}`;
  }

  /** Questions to ask next; they are gone once another question is put. */
  async #suggest(rules) {
    const wanted = (this.#asking = {});
    const found = await nextQuestions(this.#server(), this.body, rules);
    if (wanted !== this.#asking || !found.length) return;
    const label = this.#say("next_questions");
    const press = (question) => () => this.#again({ question, history: [] });
    const buttons = found.map((question) => make("button", { type: "button", click: press(question) }, question));
    const group = make("div", { class: "choices", role: "group", "aria-label": label }, ...buttons);
    this.#next.replaceChildren(make("h4", {}, label), group);
  }

  /** Take the questions to ask next away. */
  withdraw() {
    this.#asking = null;
    this.#next.replaceChildren();
  }

  #title(answer) {
    const name = `refusal.${answer.refusal.reason}`;
    return this.#say(Object.hasOwn(WORDS, name) ? name : "refusal.no_provision");
  }

  *#around(answer) {
    const say = this.#say;
    if (answer.message) yield make("p", { class: "said" }, answer.message);
    if (answer.refusal) {
      yield make("p", { class: "title" }, this.#title(answer));
      yield make("p", { class: "said" }, answer.refusal.message);
      if (answer.status === "clarify") yield this.#choices(answer);
      if (answer.refusal.nearest.length) {
        yield make("h4", {}, say("nearest"));
        yield make("ul", { class: "near" }, ...answer.refusal.nearest.map((near) => this.#near(near, answer.as_of)));
      }
    }
    if (answer.paragraph) {
      yield make("h4", {}, say("paragraph"));
      yield make("p", { class: "said" }, answer.paragraph);
    }
    const notes = answer.warnings.filter((note) => note !== dayNote(answer.as_of));
    if (answer.degraded) notes.push(say("degraded"));
    if (notes.length) {
      yield make("h4", {}, say("notes"));
      yield make("ul", { class: "notes" }, ...notes.map((note) => make("li", {}, note)));
    }
    if (answer.standalone && answer.standalone !== answer.question) {
      yield make("p", { class: "small" }, make("bdi", {}, clean(say("understood", { question: answer.standalone }))));
    }
    if (answer.claims.length || this.body.level) yield make("p", { class: "small" }, this.#day(answer));
  }

  #day(answer) {
    const { level } = this.body;
    const values = { day: day(answer.as_of) };
    return level ? this.#say("at_level", { ...values, level: this.#say(`level.${level}`) }) : this.#say("as_of", values);
  }

  #choices(answer) {
    const say = this.#say;
    if (answer.refusal.reason !== "needs_level") return make("p", { class: "small" }, say("which_document"));
    const buttons = this.#levels.map((name) =>
      make("button", { type: "button", click: () => this.#again({ level: name.slice(6) }) }, say(name)),
    );
    return make("div", { class: "choices", role: "group", "aria-label": say("which_level") }, ...buttons);
  }

  #shown(claim) {
    const say = this.#say;
    const item = make("li", { class: `claim ${claim.role}` });
    if (claim.part) item.append(make("h4", { class: "part" }, `${claim.part}?`));
    if (claim.role === "context") item.append(make("p", { class: "small" }, say("context")));
    item.append(make("p", { class: "said" }, claim.text));
    if (claim.calculation) item.append(this.#working(claim.calculation));
    item.append(...claim.citations.map((citation) => this.#citation(citation)));
    return item;
  }

  #working({ inputs, formula, result }) {
    const whole = formula.includes("=") ? formula : `${formula} = ${result}`;
    const given = Object.entries(inputs).map(([name, value]) => make("li", {}, `${name}: ${value}`));
    return make("details", {}, make("summary", {}, this.#say("working")), make("ul", {}, ...given, make("li", {}, whole)));
  }

  #citation(item) {
    const say = this.#say;
    const opened = make("div", { class: "opened" });
    const head = make("summary", {}, make("b", {}, caption(say, item)), `; ${sourceOf(say, item)}`);
    const details = make("details", { class: "cited", toggle: () => details.open && this.#open(opened, item) }, head, opened);
    if (!caption(say, item).includes(item.document_title)) opened.append(make("p", { class: "small" }, item.document_title));
    opened.append(make("p", { class: "label" }, say("quote")), make("blockquote", {}, item.quote), this.#link(item));
    return details;
  }

  #link(item) {
    const say = this.#say;
    const target = { href: readingPage(this.#server(), item), target: "_blank", rel: "noopener noreferrer" };
    return make("a", target, say("read"), make("span", { class: "unseen" }, ` (${say("new_tab")})`));
  }

  /** What more there is to a citation: its state on the day and the text around the quote, fetched once. */
  async #open(opened, item) {
    const say = this.#say;
    if (this.#texts.has(opened)) return;
    const told = make("div", { class: "text" }, make("p", { class: "small" }, say("loading")));
    this.#texts.set(opened, told);
    opened.append(told);
    const path = item.provision_id.split("/").map(encodeURIComponent).join("/");
    const on = this.#on ? `?as_of=${this.#on}` : "";
    try {
      const signal = AbortSignal.timeout(15_000);
      const response = await send(`${this.#server()}/api/v1/provisions/${path}${on}`, signal);
      const { standing, text } = await response.json();
      told.replaceChildren(make("p", { class: `standing ${standing.force}` }, standing.words));
      if (text !== item.quote) {
        const whole = make("div", { class: "whole", tabindex: "0", role: "group", "aria-label": say("text") });
        whole.append(...marked(text, item));
        told.append(make("p", { class: "label" }, say("text")), whole);
      }
    } catch {
      told.replaceChildren(make("p", { class: "small", role: "status" }, say("text_failed")));
      this.#texts.delete(opened);
      opened.closest("details").addEventListener("toggle", () => told.remove(), { once: true });
    }
  }

  #near(item, on) {
    const say = this.#say;
    const ended = item.valid_until && item.valid_until <= on;
    const head = make("p", {}, make("b", {}, caption(say, item)), `; ${validity(say, item)}`);
    const quote = item.quote ? make("blockquote", {}, item.quote) : null;
    const heading = item.heading ? make("p", { class: "small" }, item.heading) : null;
    return make("li", { class: ended ? "ended" : "" }, head, heading, quote, this.#link(item));
  }

  /** What went wrong, in words, with a way to try again; returns what is read out. */
  failed(error) {
    const say = this.#say;
    const { detail = "", hint = "" } = error.body ?? {};
    const kinds = { unreachable: say("unreachable"), cut: say("cut") };
    const wait = error.retryAfterS ? say("again_later", { n: error.retryAfterS }) : "";
    const text = [kinds[error.kind] ?? (detail || say("failed")), hint, wait].filter(Boolean).join(" ");
    this.say(text);
    const again = make("button", { type: "button", click: () => this.#again({}, this) }, say("retry"));
    this.#rest.replaceChildren(make("div", { class: "choices" }, again));
    return text;
  }

  /** It was stopped by the person who asked; returns what is read out. */
  stopped() {
    this.say(this.#say("stopped"));
    const again = make("button", { type: "button", click: () => this.#again({}, this) }, this.#say("retry"));
    this.#rest.replaceChildren(make("div", { class: "choices" }, again));
    return this.#say("stopped");
  }
}
