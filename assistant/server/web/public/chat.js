// Names for controls that Chainlit leaves without one, and a heading for screen readers. Text only; no network.
(() => {
  "use strict";
  const NAMES = {
    "new-chat-button": "Cuộc trò chuyện mới",
    "theme-toggle": "Đổi giao diện sáng, tối",
    "readme-button": "Giới thiệu",
    "chat-submit": "Gửi câu hỏi",
    "stop-button": "Dừng",
    "sidebar-trigger-button": "Mở danh sách",
  };
  const name = (element, label) => {
    if (element && !element.hasAttribute("aria-label")) element.setAttribute("aria-label", label);
  };
  const apply = () => {
    for (const [id, label] of Object.entries(NAMES)) name(document.getElementById(id), label);
    const input = document.getElementById("chat-input");
    name(input, "Câu hỏi");
    name(document.querySelector("#side-view-title button"), "Đóng điều khoản");
    for (const button of document.querySelectorAll(".ai-message button")) {
      if (!button.textContent.trim()) name(button, "Sao chép câu trả lời");
    }
    for (const handle of document.querySelectorAll('[role="separator"]')) {
      name(handle, "Thay đổi độ rộng");
      for (const attribute of ["aria-valuenow", "aria-valuemin", "aria-valuemax"]) {
        if (handle.getAttribute(attribute) === "") handle.removeAttribute(attribute);
      }
    }
    const root = document.getElementById("root");
    if (root && !root.hasAttribute("role")) root.setAttribute("role", "main");
    if (root && !document.getElementById("page-title")) {
      const title = document.createElement("h1");
      title.id = "page-title";
      title.textContent = document.title;
      title.className = "sr-only";
      document.body.prepend(title);
    }
  };
  new MutationObserver(apply).observe(document.documentElement, { childList: true, subtree: true });
  apply();
})();
