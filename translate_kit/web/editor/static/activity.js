// What was done, the newest first.

import { get } from "./api.js";
import { byId, el } from "./dom.js";
import { ready } from "./job.js";

let oldest;

async function load() {
  const entries = await get(`/activity?limit=100${oldest ? `&before=${oldest}` : ""}`);
  oldest = entries.at(-1)?.id ?? oldest;
  byId("older").hidden = entries.length < 100;
  byId("activity").append(...entries.map((one) => el("tr", {},
    el("td", {}, new Date(one.at).toLocaleString()), el("td", {}, one.person), el("td", {}, one.kind),
    el("td", {}, one.segment && el("a", { href: `/#${one.segment}` }, one.segment)),
    el("td", { class: "hint" }, Object.entries(one.detail).map(([name, value]) => `${name}: ${value}`).join(", ")))));
  if (!byId("activity").children.length) byId("activity").append(el("tr", {}, el("td", { colspan: "5" }, "Nothing yet.")));
}

byId("older").addEventListener("click", load);
await load();
ready();
