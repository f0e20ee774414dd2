// Solves the form's small puzzle while one writes: a number behind the token whose SHA-256 begins with so many zero bits.
// No network, nothing kept. Without this script the form waits instead.
(() => {
  "use strict";
  const form = document.querySelector("form[data-puzzle]");
  if (!form) return;
  const told = document.getElementById("trang-thai");
  const button = form.querySelector("button[type=submit]");
  const solution = form.elements.nghiem;
  const token = form.elements.phieu.value;
  const bits = Number(form.dataset.puzzle);
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  const fraction = (x) => ((x - Math.floor(x)) * 4294967296) | 0;
  const START = primes.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
  const K = primes.map((p) => fraction(Math.cbrt(p)));
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  const W = new Int32Array(64);

  const block = (state, bytes, at) => {
    for (let i = 0; i < 16; i++) {
      const p = at + i * 4;
      W[i] = (bytes[p] << 24) | (bytes[p + 1] << 16) | (bytes[p + 2] << 8) | bytes[p + 3];
    }
    for (let i = 16; i < 64; i++) {
      const a = W[i - 15], b = W[i - 2];
      W[i] = (W[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + W[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
      const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    return [state[0] + a, state[1] + b, state[2] + c, state[3] + d, state[4] + e, state[5] + f, state[6] + g, state[7] + h];
  };
  const zeros = (text) => {
    const size = ((text.length + 8) >> 6) * 64 + 64;
    const bytes = new Uint8Array(size);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    bytes[text.length] = 128;
    new DataView(bytes.buffer).setUint32(size - 4, text.length * 8);
    let state = START;
    for (let at = 0; at < size; at += 64) state = block(state, bytes, at);
    return Math.clz32(state[0]);
  };

  let number = 0, waiting = false;
  const work = () => {
    const until = performance.now() + 12;
    while (performance.now() < until) {
      if (zeros(`${token}:${number}`) >= bits) {
        solution.value = String(number);
        if (waiting) form.requestSubmit();
        return;
      }
      number++;
    }
    setTimeout(work, 0);
  };
  if (!solution.value) setTimeout(work, 0);
  form.addEventListener("submit", (event) => {
    if (!solution.value) {
      event.preventDefault();
      waiting = true;
      told.textContent = "Đang chuẩn bị gửi…";
      return;
    }
    told.textContent = "Đang gửi…";
    button.setAttribute("aria-disabled", "true");
  });
  window.addEventListener("pageshow", () => {
    button.removeAttribute("aria-disabled");
    told.textContent = "";
  });
  form.querySelector(".errors")?.focus();
})();
