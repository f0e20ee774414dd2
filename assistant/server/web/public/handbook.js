// Results while one types, and a button that copies a lasting address. The page does the same without this file.
(() => {
  "use strict";
  const WAIT_MS = 250;

  const form = document.getElementById("tim");
  const results = document.getElementById("ket-qua");
  const live = document.getElementById("trang-thai");
  let timer = 0;
  let running = null;

  const address = () => {
    const fields = new URLSearchParams(new FormData(form));
    for (const name of [...fields.keys()]) if (!fields.get(name).trim()) fields.delete(name);
    if (fields.get("ngay") === form.elements.ngay.max) fields.delete("ngay"); // today needs no day
    return fields;
  };

  const show = async () => {
    const fields = address();
    const shown = fields.toString() ? `?${fields}` : "";
    if (running) running.abort();
    running = new AbortController();
    const mine = running;
    results.setAttribute("aria-busy", "true");
    fields.set("manh", "1");
    try {
      const response = await fetch(`${form.action}?${fields}`, { signal: mine.signal });
      const kind = response.headers.get("content-type") || "";
      if (!kind.startsWith("text/html") || response.status >= 500) throw new Error(String(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (mine.signal.aborted) return;
      results.replaceChildren(...page.body.childNodes);
      history.replaceState(null, "", form.getAttribute("action") + shown);
      const told = results.querySelector("[data-status], [role=alert]");
      live.textContent = told && told.matches("[data-status]") ? told.textContent.trim() : "";
      live.classList.toggle("hide", true); // the words stand on the page already; this is for screen readers
    } catch (error) {
      if (mine.signal.aborted) return;
      live.classList.toggle("hide", false);
      live.textContent = "Chưa tìm được lúc này; xin bấm nút Tìm hoặc thử lại sau ít giây.";
    } finally {
      if (running === mine) results.removeAttribute("aria-busy");
    }
  };

  const soon = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(show, wait);
  };

  if (form && results) {
    form.addEventListener("input", (event) => {
      const letters = event.target.value.trim().length;
      if (event.target.type === "search" && letters !== 1) soon(WAIT_MS);
    });
    form.addEventListener("change", (event) => {
      if (event.target.type !== "search" && event.target.checkValidity()) soon(0);
    });
    form.addEventListener("submit", (event) => {
      if (!form.checkValidity()) return;
      event.preventDefault();
      soon(0);
    });
  }

  for (const link of document.querySelectorAll("a[data-copy]")) {
    if (!navigator.clipboard) break;
    const button = document.createElement("button");
    const told = document.createElement("span");
    button.type = "button";
    button.className = "quiet";
    button.textContent = "Chép liên kết";
    told.className = "copied";
    told.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(link.href);
      told.textContent = " Đã chép.";
    });
    link.after(" ", button, told);
  }
})();
