// How far the project is, by document and person; exports and the delivery report.

import { get, patch } from "./api.js";
import { stacked } from "./charts.js";
import { byId, el, toast } from "./dom.js";
import { fill, ready, runJob } from "./job.js";

const STATES = ["final", "reviewed", "translated", "draft", "rejected", "new"];
const FORMATS = [["document", "translated"], ["po", "PO"], ["tmx", "TMX"], ["xliff", "XLIFF"], ["xliff2", "XLIFF 2"], ["csv", "CSV"], ["html", "HTML"]];
const number = (value) => el("td", { class: "number" }, value.toLocaleString());
const confirmed = (one) => ["final", "reviewed", "translated"].reduce((sum, state) => sum + (one.state_words[state] || 0), 0);
const share = (one) => (one.words ? `${Math.floor((100 * confirmed(one)) / one.words)} %` : "–");
const parts = (one) => STATES.map((state) => ({ label: state, value: one.states[state] || 0, class: state }));
const minutes = (ms) => (ms < 60_000 ? `${Math.round(ms / 1000)} s` : `${(ms / 60_000).toFixed(1)} min`);

function exports(name) {
  return FORMATS.filter(([format]) => name || format !== "document").map(([format, label]) =>
    el("a", { href: `/api/export?format=${format}${name ? `&document=${encodeURIComponent(name)}` : ""}`, download: "" }, label),
  );
}

async function show() {
  const [progress, effort, settings] = await Promise.all([get("/progress"), get("/effort/people"), get("/settings")]);
  const { total } = progress;
  fill("overall", [
    el("p", {}, el("strong", {}, share(total)), ` of ${total.words.toLocaleString()} words confirmed, ${total.segments.toLocaleString()} segments`),
    stacked(parts(total), `States: ${parts(total).map((part) => `${part.label} ${part.value}`).join(", ")}`),
    el("ul", { class: "legend" }, parts(total).filter((part) => part.value).map((part) => el("li", {}, el("span", { class: `swatch ${part.class}` }), `${part.label} ${part.value.toLocaleString()}`))),
  ]);
  fill("documents", progress.documents.map((one) =>
    el("tr", {}, el("th", { scope: "row" }, one.name), number(one.segments), number(one.words), el("td", { class: "wide-cell" }, stacked(parts(one), `States of ${one.name}`)), el("td", { class: "number" }, share(one)), number(one.errors), number(one.warnings), number(one.comments), el("td", { class: "links" }, exports(one.name))),
  ));
  fill("people", progress.people.length ? progress.people.map((one) => el("tr", {}, el("th", { scope: "row" }, one.name), number(one.segments), number(one.words), number(one.assigned))) : [el("tr", {}, el("td", { colspan: "4" }, "Nobody has confirmed a segment yet."))]);
  fill("effort", effort.length ? effort.map((one) =>
    el("tr", {}, el("th", { scope: "row" }, one.person), number(one.visits), number(one.segments), number(one.words), number(one.keystrokes), el("td", { class: "number" }, minutes(one.active_ms)), el("td", { class: "number" }, minutes(one.idle_ms)), el("td", { class: "number" }, `${one.relevant_segments} of ${one.segments}, ${minutes(one.relevant_ms)}`), el("td", { class: "number" }, one.words_an_hour === null ? "–" : Math.round(one.words_an_hour).toLocaleString()), el("td", {}, Object.entries(one.suggestions).map(([what, count]) => `${what} ${count}`).join(", "))),
  ) : [el("tr", {}, el("td", { colspan: "10" }, "No visit was kept yet."))]);
  fill("exports", exports(""));
  byId("propagation").value = settings.propagation;
  byId("propagation").disabled = settings.role !== "coordinator";
}

byId("propagation").addEventListener("change", async (event) => {
  try {
    await patch("/settings", { propagation: event.target.value });
    toast("Set for all who work on the project.");
  } catch (error) {
    toast(error.message, [], { kind: "error" });
  }
});

byId("make-report").addEventListener("click", async (event) => {
  if (await runJob("/report/run", byId("report-said"), event.target)) byId("report-said").replaceChildren(el("a", { href: "/report" }, "Open the report"));
});

await show();
ready();
