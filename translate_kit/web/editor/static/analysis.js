// Match bands of the job, with weighted words and price.

import { get } from "./api.js";
import { stacked } from "./charts.js";
import { byId, el } from "./dom.js";
import { fill, ready, runJob } from "./job.js";

const number = (value) => el("td", { class: "number" }, value === null || value === undefined ? "" : Number(value).toLocaleString());

function show(result) {
  if (!result) {
    fill("result", [el("p", { class: "hint" }, "No analysis was made since the server was started.")]);
    return;
  }
  const money = (value) => el("td", { class: "number" }, value === null || value === undefined ? "–" : `${value} ${result.rate_card.currency}`);
  const bands = result.total.bands;
  fill("chart", [stacked(bands.map((band, at) => ({ label: band.name || band.band, value: band.words, class: `band-${at % 6}` })), "Words by match band")]);
  const table = (title, part) => [
    el("h2", {}, title),
    el("div", { class: "scrolls", tabindex: "0", role: "region", "aria-label": title }, el("table", {},
      el("thead", {}, el("tr", {}, ["Band", "Segments", "Words", "Characters", "Weight", "Weighted words"].map((name, at) => el("th", { scope: "col", class: at ? "number" : "" }, name)))),
      el("tbody", {},
        part.bands.map((band, at) => el("tr", {}, el("th", { scope: "row" }, el("span", { class: `swatch band-${at % 6}` }), band.name || band.band), number(band.segments), number(band.words), number(band.characters), el("td", { class: "number" }, `${Math.round(band.weight)} %`), number(band.weighted_words))),
        el("tr", {}, el("th", { scope: "row" }, "Total"), number(part.segments), number(part.words), number(part.characters), el("td", {}), number(part.weighted_words))))),
    el("dl", { class: "facts" }, el("dt", {}, "Hours"), el("dd", {}, String(part.hours)), el("dt", {}, "Price"), el("dd", {}, money(part.price).textContent),
      ...(part.price_with_minimum && part.price_with_minimum !== part.price ? [el("dt", {}, "With the minimum"), el("dd", {}, money(part.price_with_minimum).textContent)] : [])),
  ];
  fill("result", [...table("All documents", result.total), ...(result.files.length > 1 ? result.files.flatMap((one) => table(one.name || one.file, one)) : [])]);
}

byId("run").addEventListener("click", async (event) => {
  const done = await runJob("/analysis/run", byId("said"), event.target);
  if (done) show(done.result);
});

show((await get("/analysis")).result);
ready();
