// The page of a job while it runs: its state is fetched again until it has ended. Without a script there is a link.
"use strict";
const AGAIN_MS = 1500;
async function look() {
  const here = document.getElementById("viec");
  if (here.dataset.state !== "running") return;
  try {
    const answer = await fetch(location.pathname, { headers: { accept: "text/html" }, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById("viec");
    if (answer.ok && now && now.innerHTML !== here.innerHTML) here.replaceWith(document.adoptNode(now));
  } catch (error) {
    // The server may be away for a moment; the next look finds it.
    console.debug(error);
  }
  setTimeout(look, AGAIN_MS);
}
setTimeout(look, AGAIN_MS);
