// The findings of the whole project, with the way to each.

import { get, post } from "./api.js";
import { byId, button, el, toast } from "./dom.js";
import { fill, ready, runJob } from "./job.js";
import { fromCharacters, marked } from "./text.js";

const PAGE = 200;
const form = byId("choose");
let all = [];
let shown = PAGE;

async function load() {
  all = [];
  let answer;
  do {
    answer = await get(`/qa?limit=5000&offset=${all.length}`);
    all.push(...answer.findings);
  } while (answer.findings.length === 5000);
  const known = form.elements.check.value;
  form.elements.check.replaceChildren(el("option", { value: "" }, "any"), ...answer.counts.map((one) => el("option", { value: one.check, selected: one.check === known }, `${one.check} (${one.count})`)));
  if (answer.unchecked) byId("said").textContent = `${answer.unchecked} segments were not checked since they were changed.`;
  show();
}

function chosen() {
  const wanted = Object.fromEntries(new FormData(form));
  const text = (wanted.text || "").toLowerCase();
  return all.filter(
    (one) =>
      (!wanted.severity || one.severity === wanted.severity) &&
      (!wanted.check || one.check === wanted.check) &&
      (wanted.waived || !one.waived) &&
      (!text || `${one.message} ${one.source} ${one.target}`.toLowerCase().includes(text)),
  );
}

function show() {
  const found = chosen();
  byId("shown").textContent = `${found.length} of ${all.length} findings`;
  byId("more").hidden = found.length <= shown;
  const rows = found.slice(0, shown).map(row);
  fill("findings", rows.length ? rows : [el("tr", {}, el("td", { colspan: "4" }, all.length ? "None of these." : "Nothing found, or nothing checked yet."))]);
}

function row(one) {
  const place = (text, start, end) => marked(text, start === null ? [] : [{ start: fromCharacters(text, start), end: fromCharacters(text, end), class: `finding ${one.severity}` }]);
  return el(
    "tr",
    { class: one.waived ? "resolved" : "" },
    el("td", {}, el("a", { href: `/#${one.segment}` }, one.segment), el("div", { class: "hint" }, one.document)),
    el("td", {}, el("strong", { class: one.severity }, { error: "✖ error", warning: "▲ warning", info: "ℹ note" }[one.severity]), ` ${one.check}`, el("div", {}, one.message)),
    el("td", {}, el("div", { lang: "nl" }, place(one.source, one.source_start, one.source_end)), el("div", {}, place(one.target, one.start, one.end))),
    el("td", {}, one.waived ? `Waived: ${one.waived}` : button("It is fine…", (event) => askReason(event.target, one))),
  );
}

function askReason(at, one) {
  const field = el("input", { required: true, maxlength: "500", "aria-label": "Why is it fine?", placeholder: "Why is it fine?" });
  at.replaceWith(el("form", {
    onsubmit: async (event) => {
      event.preventDefault();
      const found = one.start === null ? "" : [...one.target].slice(one.start, one.end).join("");
      try {
        await post(`/segments/${one.segment}/waive`, { check: one.check, reason: field.value, concept: one.concept, found });
        await load();
      } catch (error) {
        toast(error.message, [], { kind: "error" });
      }
    },
  }, field, el("button", {}, "Waive")));
  field.focus();
}

form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
byId("more").addEventListener("click", () => {
  shown += PAGE;
  show();
});
byId("run").addEventListener("click", async (event) => {
  if (await runJob("/qa/run", byId("said"), event.target)) await load();
});

await load();
ready();
