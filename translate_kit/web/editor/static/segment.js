// The segment that is open: its row, what is typed in it, the checks of that, and what stands beside it.

import { post, put, remove } from "./api.js";
import { announce, byId, button, el, toast } from "./dom.js";
import { drafts, mustWait } from "./drafts.js";
import { shownEffort, Visit } from "./effort.js";
import { keepInAddress } from "./filters.js";
import { help, run } from "./commands.js";
import { grid, marks, nextId, number } from "./list.js";
import { fillWithChanges } from "./review.js";
import { confirm, isWaiting, save } from "./saving.js";
import { begin, CONFIRMED, fetchHelp, forgetHelp, hasHelp, isReviewer, mayWrite, open, page, segments, session } from "./session.js";
import { tagProblems } from "./tags.js";
import { termMarks, termCards } from "./terms.js";
import { fromCharacters, marked } from "./text.js";

const AUTOSAVE_MS = 700;
const CHECK_MS = 350;

const said = (text) => (byId("saved").textContent = text);
const rowClass = (row) => `row open ${row.state}${row.locked ? " locked" : ""}`;

export function drawOpen(row) {
  open.source = el("div", { class: "source", lang: session.settings.source_language, role: "gridcell", id: "open-source" });
  open.backdrop = el("div", { class: "backdrop", "aria-hidden": "true" });
  open.tags = el("div", { class: "tagbar", role: "group", "aria-label": "Tags", hidden: true });
  open.changes = el("div", { class: "changes" });
  open.painted = null;
  if (!open.text) {
    open.text = el("textarea", {
      id: "target-text",
      lang: session.settings.target_language,
      spellcheck: "true",
      rows: "1",
      "aria-label": `Target of segment ${row.number}`,
      "aria-describedby": "open-source",
      "aria-keyshortcuts": "Control+Enter Control+S F1",
      oninput: typed,
      onkeydown: (event) => {
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        if (event.key.length === 1 || ["Backspace", "Delete", "Enter"].includes(event.key)) open.visit?.key();
      },
    });
    open.text.value = row.target;
  }
  open.text.readOnly = row.locked || !mayWrite();
  const node = el(
    "div",
    { class: rowClass(row), role: "row", "aria-selected": "true" },
    number(row),
    open.source,
    el("div", { class: "target", role: "gridcell" }, el("div", { class: "field" }, open.backdrop, open.text), open.tags, buttons(row), open.changes),
    marks(row),
  );
  paint();
  drawChanges();
  return node;
}

// A text that somebody types in must stay where it is: moving it would lose the caret and what can be undone.
export function updateOpen(id, node) {
  if (id !== open.id || !node.classList.contains("open")) return false;
  const { row, text } = open;
  node.className = rowClass(row);
  text.readOnly = row.locked || !mayWrite();
  node.querySelector(".number").replaceWith(number(row));
  node.querySelector(".marks").replaceWith(marks(row));
  const actions = node.querySelector(".actions");
  if (!actions.contains(document.activeElement)) actions.replaceWith(buttons(row));
  drawChanges();
  return true;
}

function drawChanges() {
  open.changes.replaceChildren();
  if (session.review && open.row.revision > 1) fillWithChanges(open.changes, open.row, mayWrite() && !open.row.locked ? (version) => help.actions.restore(version) : null);
}

function buttons(row) {
  const can = mayWrite() && !row.locked;
  const reviewer = isReviewer();
  const act = (label, work, keys, more = {}) => button(label, work, { disabled: !can, title: keys, "aria-keyshortcuts": keys.replace("Ctrl", "Control"), ...more });
  const menu = el(
    "details",
    { class: "menu drop" },
    el("summary", { "aria-label": "More for this segment" }, "⋯"),
    el(
      "div",
      { class: "choices" },
      act("Copy source", run("copySource"), "Ctrl+Insert"),
      act("Translate by machine", run("machine"), "Ctrl+M"),
      act("Split…", run("split"), "Ctrl+Alt+S"),
      act("Join with the next", run("join"), "Ctrl+Alt+J"),
      reviewer && button(row.locked ? "Unlock" : "Lock", run("lock")),
      el(
        "label",
        {},
        "Repetitions: ",
        el(
          "select",
          { onchange: (event) => setPropagation(event.target.value), disabled: !mayWrite() },
          ...[
            ["", `as set for all (${session.settings.propagation})`],
            ["always", "follow always"],
            ["ask", "ask me"],
            ["never", "never"],
          ].map(([value, label]) => el("option", { value, selected: row.propagation === value }, label)),
        ),
      ),
    ),
  );
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && (menu.open = false));
  return el(
    "div",
    { class: "actions" },
    act("Confirm", () => confirm(), "Ctrl+Enter", { class: "primary" }),
    act("Save draft", () => save("draft"), "Ctrl+S"),
    reviewer && act("Reviewed", () => confirm("reviewed"), "Ctrl+Shift+Enter"),
    reviewer && row.target && row.state !== "rejected" && act("Reject…", run("reject"), "Ctrl+Alt+Enter"),
    menu,
  );
}

async function setPropagation(mode) {
  const { id } = open;
  try {
    const answer = await post(`/segments/${id}/propagation`, { mode });
    segments.set(answer.segment);
    if (open.id === id) open.row = answer.segment;
  } catch (error) {
    toast(error.message, [], { kind: "error" });
  }
}

// Mark-up, terms and findings, drawn under the text that is typed and in the source. The height of the field is that
// of what is drawn under it, so that no keystroke has to measure the page.
export function paint() {
  const { text, backdrop, source, row } = open;
  if (!row || !source) return;
  const findings = open.findings.filter((one) => !one.waived);
  const places = (side, where) =>
    findings.map((one) => ({
      start: fromCharacters(where, one[`${side}start`]),
      end: fromCharacters(where, one[`${side}end`]),
      class: `finding ${one.severity}`,
      title: one.message,
    }));
  const inSource = [...termMarks(row.source, open.terms), ...places("source_", row.source)];
  const painted = JSON.stringify([row.source, inSource]);
  if (painted !== open.painted) termCards.keeping(source, () => source.replaceChildren(...marked(row.source, inSource)));
  open.painted = painted;
  backdrop.replaceChildren(...marked(text.value, places("", text.value)), document.createTextNode("\u200b\n"));
  paintTags();
}

function paintTags() {
  const { tags: bar, text, row } = open;
  const { missing, extra, crossed } = tagProblems(row.source, text.value);
  const drawn = JSON.stringify([missing, extra, crossed].map((list) => list.map((tag) => tag.text)));
  if (drawn === bar.dataset.drawn) return;
  bar.dataset.drawn = drawn;
  bar.hidden = !(text.value && (missing.length || extra.length || crossed.length)) || text.readOnly;
  bar.replaceChildren(
    ...(missing.length ? [el("span", { class: "hint" }, "Not here yet:")] : []),
    ...missing.slice(0, 12).map((tag) => button(tag.text, () => help.actions.insertText(tag.text), { class: "chip", title: "Insert at the caret", "aria-label": `Insert the tag ${tag.text}` })),
    ...[[extra, "not in the source:"], [crossed, "closed without being open:"]].flatMap(([list, says]) =>
      list.length ? [el("span", { class: "warning" }, `▲ ${says} `, list.slice(0, 6).flatMap((tag) => [el("span", { class: "chip" }, tag.text), " "]))] : [],
    ),
  );
}

function typed() {
  open.dirty = true;
  if (!drafts.keep(open.id, open.text.value, open.row.revision)) open.unkept = true;
  // Places of findings are those of an older text now; they come back with the next check.
  open.findings = open.findings.map((one) => ({ ...one, start: null, end: null }));
  paint();
  clearTimeout(open.autosave);
  clearTimeout(open.checking);
  // Where the browser keeps nothing, the server is told at once.
  open.autosave = setTimeout(autosave, open.unkept ? 100 : AUTOSAVE_MS);
  open.checking = setTimeout(check, CHECK_MS);
}

async function autosave() {
  const { id, text, row } = open;
  if (!open.dirty || !id || !mayWrite()) return;
  try {
    await put(`/segments/${id}/typing`, { target: text.value, revision: row.revision });
    if (id === open.id) said("Typed text is kept");
  } catch (error) {
    if (!mustWait(error)) said(error.message);
    else if (open.unkept) toast("Neither the server nor this browser can keep what you type at the moment: copy it before you close this page.", [], { kind: "error", seconds: 0, once: "unkept" });
    else said(`${error.message} Kept in this browser.`);
  }
}

export async function check() {
  const { id, text } = open;
  if (!id) return;
  open.checker?.abort();
  open.checker = new AbortController();
  const target = text.value;
  try {
    const answer = await post(`/segments/${id}/check`, { target }, { signal: open.checker.signal });
    if (id !== open.id || target !== text.value) return;
    open.findings = answer.findings;
    const kinds = new Map(answer.terms.map((term) => [`${term.start}:${term.end}`, term.kind]));
    open.terms = open.terms.map((term) => ({ ...term, kind: kinds.get(`${term.start}:${term.end}`) }));
    paint();
    help.findings(open.findings);
    help.terms(open.terms);
  } catch (error) {
    if (error.name !== "AbortError" && !mustWait(error)) said(error.message);
  }
}

let lastOpened = 0;

export async function openSegment(id, { focus = true, centre = false } = {}) {
  if (id === open.id) {
    grid.scrollTo(id);
    if (focus) open.text.focus({ preventScroll: true });
    return;
  }
  const row = segments.get(id) || (await segments.load([id]))[0];
  if (!row || !grid.place.has(id)) return;
  leave();
  Object.assign(open, { id, row, text: null, visit: new Visit(), findings: [], terms: [], made: "", dirty: false });
  grid.refresh(id);
  grid.scrollTo(id, { centre });
  if (focus) open.text?.focus({ preventScroll: true });
  said("");
  keepInAddress(id);
  help.waiting(row);
  shownEffort();
  // Whoever runs through the list with a key held down is asked for nothing until they stop.
  const rushed = performance.now() - lastOpened < 150 && !hasHelp(id);
  lastOpened = performance.now();
  const kept = drafts.get(id);
  if (kept && kept.target !== row.target) restoreTyping(kept, "in this browser");
  const others = segments.people.get(id);
  announce(`Segment ${row.number} of ${begin.total}, ${row.state}${others ? `. ${others.join(", ")} here too` : ""}`);
  if (rushed) {
    await new Promise((done) => setTimeout(done, 160));
    if (id !== open.id) return;
  }
  present();
  try {
    const answer = await fetchHelp(id);
    if (id !== open.id) return;
    open.terms = answer.terms;
    open.findings = open.dirty ? open.findings : answer.findings;
    help.show(answer);
    if (!open.dirty && answer.typing && answer.typing.target !== row.target) restoreTyping(answer.typing, "on the server");
    paint();
    check();
  } catch (error) {
    if (id === open.id) help.failed(error.message);
  }
  const next = nextId(id, (one) => !CONFIRMED.has(one.state));
  if (next) fetchHelp(next).catch(() => {});
}

function restoreTyping(kept, where) {
  const { row, id } = open;
  open.text.value = kept.target;
  open.dirty = true;
  paint();
  const stale = kept.revision !== row.revision ? " Somebody has saved another version since." : "";
  toast(`What you typed in segment ${row.number} was kept ${where} (${new Date(kept.saved).toLocaleString()}).${stale}`, [
    [
      "Throw it away",
      async () => {
        drafts.drop(id);
        forgetHelp([id]);
        await remove(`/segments/${id}/typing`).catch(() => {});
        if (open.id === id) showSaved(open.row);
      },
    ],
  ]);
}

// The open segment is left: a visit that saved nothing is kept too.
export function leave() {
  if (!open.id) return;
  const { id, visit } = open;
  clearTimeout(open.autosave);
  clearTimeout(open.checking);
  termCards.hide();
  if (open.dirty) {
    autosave();
    forgetHelp([id]);
  }
  if (visit?.worthKeeping && mayWrite()) post(`/segments/${id}/effort`, visit.taken()).catch(() => {});
  Object.assign(open, { id: null, text: null, row: null });
  grid.refresh(id);
}

// The open segment as the server has it now.
export function showSaved(row) {
  open.row = row;
  if (open.text.value !== row.target) open.text.value = row.target;
  open.dirty = false;
  grid.refresh(row.id);
  paint();
  check();
}

export function changedElsewhere(id) {
  const fresh = segments.get(id);
  const known = open.row;
  // What this page is saving itself comes back with its own answer.
  if (isWaiting(id)) return;
  if (!known || fresh.revision === known.revision) {
    open.row = fresh;
    grid.refresh(id);
  } else if (!open.dirty || open.text.value === fresh.target) {
    if (open.text.value !== fresh.target) announce(`Segment ${fresh.number} was changed by somebody else.`);
    showSaved(fresh);
  } else {
    // The version that the person began from stays the one that saving is compared with.
    toast(`Somebody else has changed segment ${fresh.number} while you are typing. Yours is kept; saving it shows both.`, [], { kind: "warn", once: `changed ${id}` });
  }
}

// The same person types in the same segment in another window.
drafts.watch((id, kept) => {
  if (id !== open.id || !kept) return;
  if (open.dirty && open.text.value !== kept.target) {
    toast(`You are typing in segment ${open.row.number} in another window too. The window that saves last is shown both texts.`, [], { kind: "warn", once: `windows ${id}` });
  } else if (kept.target !== open.text.value) {
    open.text.value = kept.target;
    open.dirty = true;
    paint();
  }
});

export function present() {
  if (mayWrite()) post(`/presence?page=${page}`, { segment: open.id }).catch(() => {});
}
setInterval(present, 25_000);

for (const kind of ["pointermove", "pointerdown", "scroll", "keydown"]) {
  document.addEventListener(kind, () => open.visit?.moved(), { passive: true, capture: true });
}

// A page that goes away says so: what is typed and the visit are sent on the way out.
addEventListener("pagehide", () => {
  if (!open.id || !mayWrite()) return;
  if (open.dirty) put(`/segments/${open.id}/typing`, { target: open.text.value, revision: open.row.revision }, { keepalive: true }).catch(() => {});
  if (open.visit?.worthKeeping) post(`/segments/${open.id}/effort`, open.visit.taken(), { keepalive: true }).catch(() => {});
});
