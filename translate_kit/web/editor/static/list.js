// The list of segments: what a row shows, which rows there are, and how to get to the next one that is wanted.

import { get } from "./api.js";
import { announce, byId, el, toast } from "./dom.js";
import { clearFilters, filterQuery, keepInAddress } from "./filters.js";
import { Grid } from "./grid.js";
import { seen } from "./drafts.js";
import { fillWithChanges } from "./review.js";
import { drawOpen, leave, openSegment, updateOpen } from "./segment.js";
import { begin, open, segments, session, STATES } from "./session.js";
import { marked } from "./text.js";

export const grid = new Grid(byId("grid"), {
  draw: (id, at) => {
    const row = segments.get(id);
    return row ? (id === open.id ? drawOpen(row, at) : drawClosed(row)) : null;
  },
  need: (ids) => segments.want(ids),
  update: updateOpen,
});
segments.isNeeded = (id) => id === open.id || grid.shown.has(id);

function drawClosed(row) {
  const target = el("div", { class: "target", lang: session.settings.target_language, role: "gridcell" }, marked(row.target, []));
  // Whoever has one version only has changed nothing.
  if (session.review && row.revision > 1) fillWithChanges(target, row);
  return el(
    "div",
    { class: `row ${row.state}${row.locked ? " locked" : ""}${segments.people.has(row.id) ? " taken" : ""}`, role: "row", tabindex: "-1", onclick: () => openSegment(row.id) },
    number(row),
    el("div", { class: "source", lang: session.settings.source_language, role: "gridcell" }, marked(row.source, [])),
    target,
    marks(row),
  );
}

// A sign with its meaning in words, for eyes and for screen readers.
const sign = (text, says, kind = "") => el("span", { class: kind, role: "img", "aria-label": says, title: says }, text);

export function number(row) {
  const others = segments.people.get(row.id);
  return el(
    "div",
    { class: "number", role: "rowheader" },
    String(row.number),
    others && sign(others.map((name) => [...name][0].toUpperCase()).join(""), `${others.join(", ")} ${others.length === 1 ? "is" : "are"} in this segment`, "present"),
  );
}

const many = (count, one) => `${count} ${one}${count === 1 ? "" : "s"}`;

export function marks(row) {
  const says = `${row.state}${row.assigned_to ? `, for ${row.assigned_to}` : ""}`;
  const unread = row.last_comment > (seen.read()[row.id] || 0);
  return el(
    "div",
    { class: "marks", role: "gridcell" },
    sign(STATES[row.state], says, `state ${row.state}`),
    row.match_score ? sign(`${row.match_score}`, `match of ${row.match_score} %: ${row.origin_detail}`, "score") : row.origin === "machine" && sign("MT", `by machine: ${row.origin_detail}`, "score"),
    row.errors > 0 && sign(`✖${row.errors}`, many(row.errors, "error"), "error"),
    row.warnings > 0 && sign(`▲${row.warnings}`, many(row.warnings, "warning"), "warning"),
    (row.comments > 0 || unread) && sign(`✎${row.comments || ""}`, `${many(row.comments, "open comment")}${unread ? ", new to you" : ""}`, unread ? "comments unread" : "comments"),
    row.locked && sign("⊘", "Locked"),
    row.repetitions > 0 && sign(`×${row.repetitions + 1}`, `The same source stands in ${many(row.repetitions, "other segment")}`, "repeated"),
  );
}

// ---- which segments there are

export async function reloadIds(query = filterQuery()) {
  try {
    const { ids, total } = await get(`/segments/ids?${query}`);
    const keep = open.id && ids.includes(open.id) ? open.id : null;
    if (open.id && !keep) {
      leave();
      keepInAddress("");
    }
    grid.setIds(ids);
    const filtered = [...query.keys()].some((name) => name !== "where");
    if (!filtered) begin.total = total;
    byId("shown").textContent = filtered ? `${total} of ${begin.total} segments` : `${total} segments`;
    if (keep) grid.scrollTo(keep, { centre: true });
    byId("empty").hidden = total > 0;
    announce(byId("shown").textContent);
  } catch (error) {
    toast(error.message, [], { kind: "warn" });
  }
}

export async function goTo(id) {
  if (!grid.place.has(id)) {
    clearFilters();
    keepInAddress();
    await reloadIds();
  }
  await openSegment(id, { centre: true });
}

export function move(step) {
  const at = (grid.place.get(open.id) ?? -1) + step;
  if (at >= 0 && at < grid.ids.length) openSegment(grid.ids[at]);
}

// The next segment, or with step -1 the one before, that passes a test; null when the page does not know it.
export function nextId(from, wanted, step = 1) {
  const start = grid.place.get(from) ?? (step > 0 ? -1 : grid.ids.length);
  for (let at = start + step; at >= 0 && at < grid.ids.length; at += step) {
    const row = segments.get(grid.ids[at]);
    if (!row) return null;
    if (wanted(row)) return grid.ids[at];
  }
  return null;
}

// Open the next one that passes a test; further than what the page knows, the server says which: `query` is the same
// test as a filter. After the last one it goes on from the first.
export async function openNext(from, wanted, query, { step = 1, none }) {
  const near = nextId(from, wanted, step);
  if (near) return openSegment(near);
  const asked = filterQuery();
  for (const name of Object.keys(query)) asked.delete(name);
  for (const [name, values] of Object.entries(query)) for (const value of [values].flat()) asked.append(name, value);
  const { ids } = await get(`/segments/ids?${asked}`);
  const start = grid.place.get(from) ?? -1;
  const found = ids.filter((id) => grid.place.has(id) && id !== from);
  if (step < 0) found.reverse();
  // What waits to be saved is not what the server thinks it is.
  const fits = (id) => !segments.get(id) || wanted(segments.get(id));
  const next = found.find((id) => step * (grid.place.get(id) - start) > 0 && fits(id)) || found.find(fits);
  if (next) return openSegment(next, { centre: true });
  toast(none);
  if (from) grid.refresh(from);
  return null;
}
