/* "Gửi kiến nghị": a form for a proposal or a difficulty; sent once, with a number and a code to follow it by.

   The server gives a challenge first: sent again under the same challenge, a proposal is not written twice. Its puzzle is
   solved while one writes; where the browser offers no hashes (a page without TLS), the form waits instead. */

const BATCH = 512;
const SPENT = new Set(["proposal.challenge", "proposal.repeated"]);

/** A number that solves the puzzle of a challenge; empty where it cannot be looked for. */
async function solve(token, bits, signal) {
  const encoder = new TextEncoder();
  for (let start = 0; globalThis.crypto?.subtle && !signal.aborted; start += BATCH) {
    const tried = Array.from({ length: BATCH }, (_, at) => encoder.encode(`${token}:${start + at}`));
    const hashes = await Promise.all(tried.map((bytes) => crypto.subtle.digest("SHA-256", bytes)));
    const at = hashes.findIndex((hash) => Math.clz32(new DataView(hash).getUint32(0)) >= bits);
    if (at >= 0) return String(start + at);
  }
  return "";
}

class ProposalSheet {
  #say;
  #address;
  #stopped = new AbortController();
  #fields = {};
  #told = make("p", { class: "state", role: "status", hidden: true });
  #wrong = make("div", { class: "wrong", role: "alert", hidden: true });
  #challenge;
  #solution;
  #since;

  /**
   * @param say words of the page
   * @param server address of the server
   * @param done is told when the sheet was sent, or just before it is put away
   */
  constructor(say, server, done) {
    this.#say = say;
    this.#address = `${server}/api/v1/proposals`;
    this.server = server;
    this.done = done;
    this.element = make("article", { class: "sheet", "aria-label": say("propose") });
  }

  /** Ask for a challenge and show the form; fails as `send` does, with 404 where the server takes no proposals. */
  async open(level) {
    await this.#challenged();
    const say = this.#say;
    const { categories, most_chars: most } = this.#challenge;
    const levels = Object.keys(WORDS).filter((name) => name.startsWith("level."));
    const option = (value, text) => make("option", { value }, text);
    const fields = {
      category: make("select", { id: "p-category" }, ...categories.map(({ id, name }) => option(id, name))),
      level: make("select", { id: "p-level" }, option("", say("any_level")), ...levels.map((one) => option(one.slice(6), say(one)))),
      text: make("textarea", { id: "p-text", rows: "5", "aria-describedby": "p-hint", maxlength: most }),
      name: make("input", { id: "p-name", autocomplete: "name" }),
      reach: make("input", { id: "p-reach", autocomplete: "email" }),
      consent: make("input", { id: "p-consent", type: "checkbox" }),
    };
    fields.level.value = level;
    this.#fields = fields;
    const labelled = (name, words) => make("div", {}, make("label", { for: `p-${name}` }, words), fields[name]);
    const contact = make(
      "details",
      {},
      make("summary", {}, say("contact")),
      make("div", { class: "row" }, labelled("name", say("contact_name")), labelled("reach", say("contact_reach"))),
      make("label", { class: "tick", for: "p-consent" }, fields.consent, say("consent")),
    );
    const form = make(
      "form",
      { novalidate: true, submit: (event) => this.#submit(event) },
      make("h3", {}, say("propose")),
      make("div", { class: "row" }, labelled("category", say("category")), labelled("level", say("level"))),
      labelled("text", say("proposal_text")),
      make("p", { class: "small", id: "p-hint" }, say("proposal_hint")),
      contact,
      this.#wrong,
      this.#told,
      make(
        "div",
        { class: "choices" },
        make("button", { class: "main" }, say("send")),
        make("button", { type: "button", click: () => this.close() }, say("cancel")),
      ),
    );
    this.element.replaceChildren(form);
    return fields.category;
  }

  /** Put the sheet away; what was typed is gone. */
  close() {
    this.#stopped.abort();
    this.done();
    this.element.remove();
  }

  async #challenged() {
    this.#challenge = await (await send(`${this.#address}/challenge`, this.#stopped.signal)).json();
    this.#since = performance.now();
    this.#solution = solve(this.#challenge.challenge, this.#challenge.bits, this.#stopped.signal);
  }

  async #submit(event) {
    event.preventDefault();
    const button = event.currentTarget.querySelector(".main");
    if (button.disabled) return;
    button.disabled = true;
    this.#wrong.hidden = true;
    try {
      await this.#sent(await this.#body());
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      await this.#refused(error);
    }
    button.disabled = false;
    this.#tell("");
  }

  /** What is sent, once the puzzle is solved or the time to wait is over. */
  async #body() {
    const { category, level, text, name, reach, consent } = this.#fields;
    this.#tell(this.#say("sending"));
    const solution = await this.#solution;
    const until = this.#since + this.#challenge.least_wait_s * 1000;
    while (!solution && performance.now() < until) {
      this.#tell(this.#say("sending_in", { n: Math.ceil((until - performance.now()) / 1000) }));
      await pause(this.#stopped.signal);
    }
    const body = { challenge: this.#challenge.challenge, solution, category: category.value, text: text.value };
    if (level.value) body.level = level.value;
    if (name.value || reach.value) body.contact = { name: name.value, reach: reach.value, consent: consent.checked };
    return body;
  }

  async #sent(body) {
    const say = this.#say;
    const receipt = await (await send(this.#address, this.#stopped.signal, body)).json();
    const target = { href: this.server + receipt.page, target: "_blank", rel: "noopener noreferrer" };
    const done = make("p", { class: "said", tabindex: "-1" }, say("sent", { number: receipt.number, code: receipt.code }));
    const link = make("a", target, say("follow"), make("span", { class: "unseen" }, ` (${say("new_tab")})`));
    this.done();
    this.element.replaceChildren(make("h3", {}, say("propose")), done, link);
    done.focus();
  }

  async #refused(error) {
    const { detail = "", hint = "", errors = [], code = "" } = error.body ?? {};
    const text = error.kind === "refused" && detail ? detail : this.#say("not_sent");
    const wait = error.retryAfterS ? this.#say("again_later", { n: error.retryAfterS }) : "";
    const faults = errors.map(({ message }) => make("li", {}, message));
    this.#wrong.replaceChildren(make("p", {}, [text, hint, wait].filter(Boolean).join(" ")), make("ul", {}, ...faults));
    this.#wrong.hidden = false;
    // A challenge that was used or has run out is no good any more; after any other failure it names the same sending.
    if (SPENT.has(code)) await this.#challenged().catch(() => null);
  }

  #tell(text) {
    this.#told.textContent = text;
    this.#told.hidden = !text;
  }
}
