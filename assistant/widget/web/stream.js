/* Asking: one question to the server, its verified claims as they come, and what to do when it does not answer.

   `ask` tells in order: any number of `claim`, then one `answer`. Between attempts it tells `waiting`, once a second; the
   next attempt tells the same claims again. Nothing is sent but to the server, without cookies or the page's address. */

const ATTEMPTS = 4;
const LONGEST_WAIT_S = 30;
const WAITS = new Set([429, 503]);

/** No answer, and why: `kind` is `unreachable`, `cut` or `refused`; of the last, `body` is the problem document. */
class NoAnswer extends Error {
  constructor(kind, body = {}, retryAfterS = 0) {
    super(kind);
    this.kind = kind;
    this.body = body;
    this.retryAfterS = retryAfterS;
  }

  /** Seconds until the next attempt, or null where another one would not help. */
  waitS(attempt) {
    if (attempt >= ATTEMPTS) return null;
    if (this.kind !== "refused") return 2 ** (attempt - 1);
    if (!WAITS.has(this.body.status)) return null;
    const wait = this.retryAfterS || 2 ** attempt;
    return wait <= LONGEST_WAIT_S ? wait : null;
  }
}

async function send(address, signal, body) {
  const asked = { signal, mode: "cors", credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" };
  if (body !== undefined) {
    Object.assign(asked, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  }
  let response;
  try {
    response = await fetch(address, asked);
  } catch (error) {
    throw signal.aborted ? error : new NoAnswer("unreachable");
  }
  if (!response.ok) {
    const told = await response.json().catch(() => ({}));
    const seconds = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
    throw new NoAnswer("refused", { ...told, status: response.status }, seconds > 0 ? seconds : 0);
  }
  return response;
}

/** The events of a stream, as `[name, data]`. */
async function* eventsOf(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let name = "";
  let data = [];
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    for (const line of lines) {
      if (line.startsWith("event:")) name = line.slice(6).trim();
      else if (line.startsWith("data:")) data.push(line.slice(5));
      else if (line === "") {
        if (data.length) yield [name, JSON.parse(data.join("\n"))];
        name = "";
        data = [];
      }
    }
  }
}

async function attempt(address, body, signal, tell) {
  const response = await send(address, signal, body);
  try {
    for await (const [name, data] of eventsOf(response)) {
      if (name === "problem") throw new NoAnswer("refused", data);
      tell(name, data);
      if (name === "answer") return;
    }
  } catch (error) {
    throw signal.aborted || error instanceof NoAnswer ? error : new NoAnswer("cut");
  }
  throw new NoAnswer("cut");
}

/** Resolves after a second, or when the device is connected again; rejects when stopped. */
function pause(signal, until) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = until === "online" ? 0 : setTimeout(end, 1000);
    function end() {
      clearTimeout(timer);
      removeEventListener("online", end);
      signal.removeEventListener("abort", end);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    }
    if (until === "online") addEventListener("online", end);
    signal.addEventListener("abort", end);
  });
}

async function ask(address, body, signal, tell) {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt(address, body, signal, tell);
    } catch (error) {
      const wait = error instanceof NoAnswer && !signal.aborted ? error.waitS(count) : null;
      if (wait === null) throw error;
      if (navigator.onLine) {
        for (let left = wait; left > 0; left -= 1) {
          tell("waiting", { error, left, first: left === wait });
          await pause(signal);
        }
      } else {
        tell("waiting", { error, left: 0, first: true });
        await pause(signal, "online");
        count = 0;
      }
    }
  }
}
