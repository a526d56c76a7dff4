// The editor: begins with what came with the page, and keeps it up to date with what others do.

import { get } from "./api.js";
import { byId } from "./dom.js";
import { filters, fromAddress, keepInAddress } from "./filters.js";
import { help, run } from "./commands.js";
import { goTo, grid, nextId, number, reloadIds } from "./list.js";
import { listen } from "./live.js";
import { counts, outbox } from "./saving.js";
import { changedElsewhere, openSegment } from "./segment.js";
import { begin, CONFIRMED, forgetHelp, open, page, segments, session } from "./session.js";
import { termCards } from "./terms.js";

const scroller = byId("grid");

segments.onNew = (ids) => {
  for (const id of ids) {
    // One that was joined with another is in no list any more.
    if (segments.get(id)?.number === 0 && grid.place.has(id)) shapeChanged();
    else if (id === open.id) changedElsewhere(id);
    else grid.refresh(id);
  }
  grid.later();
};

let reshaping;
function shapeChanged() {
  clearTimeout(reshaping);
  reshaping = setTimeout(() => reloadIds(), 300);
}

scroller.addEventListener("keydown", (event) => {
  if (event.target.closest("textarea, input, select, button, summary, details")) return;
  const row = event.target.closest(".row");
  const at = row ? grid.place.get(row.dataset.id) : grid.rowAt(scroller.scrollTop) - 1;
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }[event.key];
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Enter" || event.key === "F2") {
    event.preventDefault();
    if (grid.ids[Math.max(0, at)]) openSegment(grid.ids[Math.max(0, at)]);
  } else if (step) {
    event.preventDefault();
    const next = grid.ids[Math.min(grid.ids.length - 1, Math.max(0, at + step))];
    grid.scrollTo(next);
    const focus = () => grid.shown.get(next)?.focus({ preventScroll: true });
    if (grid.shown.has(next)) focus();
    else segments.load([next]).then(() => requestAnimationFrame(focus), () => {});
  }
});

termCards.attach(scroller, { terms: () => open.terms, insert: (text) => help.actions.insertTerm(text), back: () => open.text?.focus({ preventScroll: true }) });
filters.changed = () => reloadIds();

listen(page, {
  segments: ({ ids }) => {
    forgetHelp(ids);
    const known = ids.filter((id) => segments.get(id));
    if (known.length) segments.reload(known).catch(() => {});
    // A part that was split off is new here.
    const filtered = location.search !== "";
    if (!filtered && ids.some((id) => !grid.place.has(id))) shapeChanged();
    counts();
  },
  presence: ({ people }) => {
    const before = new Set(segments.people.keys());
    segments.presence(people, session.settings.person);
    for (const id of new Set([...before, ...segments.people.keys()])) {
      if (id === open.id) grid.shown.get(id)?.querySelector(".number").replaceWith(number(open.row));
      else grid.refresh(id);
    }
  },
  again: async () => {
    // The connection was lost for a while: what was changed meanwhile is read anew.
    await segments.reload([...grid.shown.keys()]).catch(() => {});
    for (const id of segments.rows.keys()) if (!grid.shown.has(id)) segments.rows.delete(id);
    outbox.flush();
  },
});

for (const [id, command] of [["review", "reviewView"], ["replace", "replace"], ["keys", "sheet"], ["go-to", "goTo"], ["next-finding", "nextFinding"], ["bulk", "bulk"]]) byId(id).addEventListener("click", run(command));

// Who has changed something, to choose from; asked for when somebody looks.
byId("filters-more").addEventListener("toggle", async () => {
  if (!byId("filters-more").open || byId("known-people").children.length) return;
  const { people } = await get("/progress").catch(() => ({ people: [] }));
  byId("known-people").replaceChildren(...people.map(({ name }) => new Option(name, name)));
});

if (matchMedia("(max-width: 640px), (max-height: 480px)").matches) help.toggle(false);
fromAddress();
grid.setIds(begin.rows.map((row) => row.id));
try {
  session.settings = await get("/settings");
} catch {
  // Those that came with the page will do.
}
const wanted = location.hash.slice(1);
await reloadIds();
keepInAddress(wanted);
outbox.flush();
counts();
// A link to a list keeps that list, though the segment that it names is not in it any more.
if (/^\d+$/.test(wanted) && (grid.place.has(wanted) || !location.search)) await goTo(wanted);
else {
  const first = nextId(null, (one) => !CONFIRMED.has(one.state)) || grid.ids[0];
  if (first) await openSegment(first);
}
document.body.dataset.ready = "true";
