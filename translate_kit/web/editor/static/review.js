// The review view: draft → translation → review, each step with its author, time and what it changed.

import { get } from "./api.js";
import { button, el } from "./dom.js";
import { session } from "./session.js";
import { differences } from "./text.js";

const MOST = 500;
const versions = new Map();

// Steps of a segment, the first version first; versions that changed the state only are one with the one before.
export async function steps(row) {
  const key = `${row.id}:${row.revision}`;
  if (!versions.has(key)) {
    versions.set(key, get(`/segments/${row.id}/revisions`).catch(() => []));
    if (versions.size > MOST) versions.delete(versions.keys().next().value);
  }
  const found = [];
  for (const version of await versions.get(key)) {
    const last = found.at(-1);
    if (last && last.target === version.target) Object.assign(last, { state: version.state, person: version.person, changed: version.changed });
    else found.push({ ...version, before: last || null });
  }
  return found;
}

export const when = (time) => el("time", { datetime: time }, new Date(time).toLocaleString());

const who = (step) => (step.origin === "machine" ? "machine" : step.origin === "memory" ? "memory" : step.person);

function drawStep(step, back) {
  return el(
    "div",
    { class: "step" },
    el("div", { class: "who" }, `${who(step)} · ${step.state} · `, when(step.changed)),
    el("div", {}, step.diff.length ? differences(step.diff) : step.target),
    back && step.before && button("Back to before this", () => back(step.before), { class: "small" }),
  );
}

export async function fillWithChanges(place, row, back = null) {
  const found = await steps(row);
  if (!session.review || found.length < 2) return;
  place.replaceChildren(...found.slice(1).map((step) => drawStep(step, back)));
}
