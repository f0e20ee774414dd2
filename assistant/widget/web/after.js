/* After an answer: what the reader thinks of it, and what may be asked next.

   With a rating goes its reason and the rules that the answer rests on, never what was asked or answered. Suggestions were
   answered by the server before it names them; where there are none, or it is busy, nothing is shown. */

const MOST_RULES = 8;
const PATIENCE_MS = 20_000;
const WHY = ["sai", "thieu", "khong_dung_cau_hoi"];

/** Ids of the rules that an answer rests on, the first ones. */
function rulesOf(answer) {
  const cited = answer.claims.filter(({ role }) => role !== "context").flatMap(({ citations }) => citations);
  const rules = cited.filter((item) => item.text_kind !== "catalogue").map((item) => item.provision_id);
  return [...new Set(rules)].slice(0, MOST_RULES);
}

/** Buttons that rate an answer, and the line that says what became of it. */
function ratings(say, server, rules) {
  const told = make("p", { class: "small", role: "status", tabindex: "-1", hidden: true });
  const group = make("div", { class: "choices rate", role: "group", "aria-label": say("rate") });
  const button = (name, click) => make("button", { type: "button", click }, say(`rating.${name}`));
  let sending = false;
  const rate = async (reason) => {
    if (sending) return;
    sending = true;
    try {
      await send(`${server}/api/v1/ratings`, AbortSignal.timeout(PATIENCE_MS), { reason, provisions: rules });
      told.textContent = say("rated");
    } catch (error) {
      told.textContent = error.body?.detail || say("not_rated");
      sending = false;
    }
    told.hidden = false;
    if (!sending) return;
    const held = group.contains(group.getRootNode().activeElement);
    group.remove();
    if (held) told.focus();
  };
  const ask = () => {
    group.setAttribute("aria-label", say("why"));
    group.replaceChildren(...WHY.map((reason) => button(reason, () => rate(reason))));
    group.firstChild.focus();
  };
  group.append(button("co_ich", () => rate("co_ich")), button("chua_dat", ask));
  return [group, told];
}

/** Questions to ask next, each answered by the server on the same day and level; none where it does not say. */
async function nextQuestions(server, body, rules) {
  try {
    const asked = { ...body, provisions: rules };
    const response = await send(`${server}/api/v1/suggestions`, AbortSignal.timeout(PATIENCE_MS), asked);
    return (await response.json()).questions;
  } catch (error) {
    console.debug("tro-ly-dai-hoi: suggestions", error.message); // an answer stands without them
    return [];
  }
}
