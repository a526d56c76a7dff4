// The history of scores: a chart for each metric, and a table of the runs.

import { get } from "./api.js";
import { line } from "./charts.js";
import { el } from "./dom.js";
import { fill, ready } from "./job.js";

const runs = await get("/scores");
const names = [...new Set(runs.flatMap((run) => run.metrics.map((one) => one.name)))];

// Only runs that measured the same make a line: against one reference, or what post-editing took.
const measured = (run) => (run.kind === "post-edit" ? "post-editing" : run.reference ? `reference ${run.reference}` : "no reference");

function chart(name, title, same) {
  const points = same.flatMap((run) => run.metrics.filter((one) => one.name === name).map((one) => ({ label: run.name || String(run.run), value: one.score, low: one.ci_low, high: one.ci_high })));
  return el("figure", { class: "chart" }, el("figcaption", {}, `${title}: ${points.at(-1).value.toFixed(1)}`), line(points, `${title} over ${points.length} runs: ${points.map((point) => point.value.toFixed(1)).join(", ")}`));
}

fill("charts", names.flatMap((name) => {
  const having = runs.filter((run) => run.metrics.some((one) => one.name === name));
  const kinds = [...new Set(having.map(measured))];
  return kinds.map((what) => chart(name, kinds.length > 1 ? `${name}, ${what}` : name, having.filter((run) => measured(run) === what)));
}));
fill("runs", runs.length ? [...runs].reverse().map((run) => el("tr", {},
  el("th", { scope: "row" }, `${run.run} ${run.name}`), el("td", {}, run.measured.slice(0, 16).replace("T", " ")), el("td", {}, run.kind), el("td", {}, run.model), el("td", { class: "number" }, String(run.segments)),
  el("td", {}, run.metrics.map((one) => el("div", { title: one.signature }, `${one.name} ${one.score.toFixed(1)}${one.ci_low === null ? "" : ` (${one.ci_low.toFixed(1)}–${one.ci_high.toFixed(1)})`}`, el("div", { class: "hint" }, one.signature)))),
)) : [el("tr", {}, el("td", { colspan: "6" }, "Nothing was measured yet."))]);
ready();
