// Only what a form can do without: a print button, fields that a choice makes needless, a copy button. No network.
(() => {
  "use strict";
  const form = document.querySelector("form.entry");
  const field = (name) => document.getElementById(`o-${name}`);
  const flags = () => {
    const found = new Set();
    for (const item of form.elements) {
      if (item.type === "checkbox" && item.checked && !item.closest("[hidden]")) found.add(item.name);
      if (item.tagName === "SELECT") found.add(`${item.name}.${item.value}`);
    }
    return found;
  };
  const show = () => {
    const kind = field("loai");
    const committee = form.querySelector('[data-field="co_chi_uy"]');
    if (kind && committee) committee.hidden = kind.value !== "chi_bo";
    const known = flags();
    for (const part of form.querySelectorAll("[data-when]")) {
      const when = part.dataset.when.split(" ").filter(Boolean);
      part.hidden = !when.every((name) => (name[0] === "!" ? !known.has(name.slice(1)) : known.has(name)));
      const only = part.querySelector(".only");
      if (only) only.hidden = true;
    }
  };
  if (form) {
    form.addEventListener("change", show);
    show();
    const errors = form.querySelector(".errors");
    if (errors) {
      errors.tabIndex = -1;
      errors.focus();
    }
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    const text = document.getElementById(button.dataset.copy);
    const name = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.value);
      } catch {
        text.closest("details")?.setAttribute("open", "");
        text.select();
        document.execCommand("copy");
      }
      button.textContent = "Đã chép";
      setTimeout(() => { button.textContent = name; }, 2000);
    });
  }
})();
