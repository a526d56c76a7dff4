// The editor: the list of segments, the one that is open, and what is done with it.

import { get, patch, post, put, remove, Refused, Unreachable } from "./api.js";
import { announce, byId, button, el, toast } from "./dom.js";
import { drafts, Outbox } from "./drafts.js";
import { Visit } from "./effort.js";
import { filterQuery, openFilters, setFilterText } from "./filters.js";
import { Grid } from "./grid.js";
import { Help } from "./help.js";
import { openConflict, openGoTo, openReplace, openSheet, openSplit } from "./dialogs.js";
import { keyOf, KEYS } from "./keys.js";
import { listen } from "./live.js";
import { Segments } from "./store.js";
import {
  changeCase,
  differences,
  fromCharacters,
  marked,
  missingTags,
  toCharacters,
  wordAt,
} from "./text.js";

const begin = JSON.parse(byId("begin").textContent);
const STATES = { new: "○", draft: "◐", translated: "✓", reviewed: "✓✓", final: "★", rejected: "↩" };
const CONFIRMED = new Set(["translated", "reviewed", "final"]);
const AUTOSAVE_MS = 700;
const CHECK_MS = 350;

const scroller = byId("grid");
const open = { id: null, row: null, text: null, visit: null, findings: [], terms: [], made: "", dirty: false };
let settings = begin.settings;
let review = false;
let done = []; // what Ctrl+Z outside a text takes back, the last first

const segments = new Segments(begin.rows, (ids) => {
  for (const id of ids) {
    if (id === open.id) changedElsewhere(id);
    else grid.refresh(id);
  }
  grid.later();
});
const grid = new Grid(scroller, { draw: drawRow, need: (ids) => segments.want(ids), update: updateOpen });
const help = new Help(byId("help"), { insert, applyFix, waive, comment, resolve, showTerm: insertText, restore, goTo });
const outbox = new Outbox({ send: sendEdit, onChange: showOutbox });

// ---- the list

function drawRow(id, at) {
  const row = segments.get(id);
  if (!row) return null;
  return id === open.id ? drawOpen(row, at) : drawClosed(row, at);
}

function drawClosed(row, at) {
  const target = el("div", { class: "target", lang: settings.target_language, role: "gridcell" });
  fillTarget(target, row);
  const node = el(
    "div",
    {
      class: `row ${row.state}${row.locked ? " locked" : ""}`,
      role: "row",
      tabindex: "-1",
      onclick: () => openSegment(row.id),
    },
    number(row),
    el("div", { class: "source", lang: settings.source_language, role: "gridcell" }, marked(row.source, [])),
    target,
    state(row),
  );
  return node;
}

function fillTarget(place, row) {
  if (!review) {
    place.replaceChildren(...marked(row.target, []));
    return;
  }
  place.replaceChildren(...marked(row.target, []));
  trackedChanges(row.id, row.revision).then((parts) => {
    if (parts && review) place.replaceChildren(...parts);
  });
}

const versions = new Map();

// draft → translation → review, each step with its author and what it changed.
async function trackedChanges(id, revision) {
  const key = `${id}:${revision}`;
  if (!versions.has(key)) versions.set(key, get(`/segments/${id}/revisions`).catch(() => []));
  const all = await versions.get(key);
  const steps = [];
  for (const version of all) {
    const last = steps.at(-1);
    if (last && last.target === version.target) last.state = version.state;
    else steps.push({ ...version });
  }
  if (steps.length < 2) return null;
  return steps
    .slice(1)
    .map((step) =>
      el(
        "div",
        { class: "step" },
        el("span", { class: "who" }, `${step.person} · ${step.state}`),
        el("div", {}, differences(step.diff)),
      ),
    );
}

function number(row) {
  const others = segments.people.get(row.id);
  return el(
    "div",
    { class: "number", role: "rowheader" },
    String(row.number),
    others && el("span", { class: "present", title: `${others.join(", ")} is here` }, others.map((n) => n[0]).join("")),
  );
}

function state(row) {
  const marks = [el("span", { class: `state ${row.state}`, title: stateTitle(row) }, STATES[row.state])];
  if (row.match_score) marks.push(el("span", { class: "score", title: row.origin_detail }, `${row.match_score}`));
  else if (row.origin === "machine") marks.push(el("span", { class: "score", title: row.origin_detail }, "MT"));
  if (row.errors) marks.push(el("span", { class: "error", title: `${row.errors} errors` }, `✖${row.errors}`));
  if (row.warnings) marks.push(el("span", { class: "warning", title: `${row.warnings} warnings` }, `▲${row.warnings}`));
  if (row.comments) marks.push(el("span", { class: "comments", title: `${row.comments} open comments` }, "💬"));
  if (row.locked) marks.push(el("span", { title: "Locked" }, "🔒"));
  if (row.repetitions) marks.push(el("span", { class: "repeated", title: `The same source stands in ${row.repetitions} other segments` }, `×${row.repetitions + 1}`));
  return el("div", { class: "marks", role: "gridcell" }, marks);
}

const stateTitle = (row) => `${row.state}${row.origin ? `, from ${row.origin}` : ""}${row.assigned_to ? `, for ${row.assigned_to}` : ""}`;

// ---- the open segment

function drawOpen(row) {
  const source = el("div", { class: "source", lang: settings.source_language, role: "gridcell", id: "open-source" });
  const backdrop = el("div", { class: "backdrop", "aria-hidden": "true" });
  const kept = open.text;
  const text =
    kept ||
    el("textarea", {
      id: "target-text",
      lang: settings.target_language,
      spellcheck: "true",
      rows: "1",
      "aria-label": `Target of segment ${row.number}`,
      "aria-describedby": "open-source",
      oninput: typed,
      onkeydown: (event) => {
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        if (event.key.length === 1 || event.key === "Backspace" || event.key === "Delete" || event.key === "Enter") open.visit?.key();
      },
      onscroll: () => (backdrop.scrollTop = text.scrollTop),
    });
  if (!kept) text.value = row.target;
  text.readOnly = row.locked || settings.role === "read-only";
  open.text = text;
  open.backdrop = backdrop;
  open.source = source;
  const node = el(
    "div",
    { class: `row open ${row.state}${row.locked ? " locked" : ""}`, role: "row", "aria-selected": "true" },
    number(row),
    source,
    el("div", { class: "target", role: "gridcell" }, el("div", { class: "field" }, backdrop, text), buttons(row)),
    state(row),
  );
  paint();
  return node;
}

// A text that somebody types in must stay where it is: moving it would lose the caret and what can be undone.
function updateOpen(id, node) {
  if (id !== open.id || !node.classList.contains("open")) return false;
  const { row, text } = open;
  node.className = `row open ${row.state}${row.locked ? " locked" : ""}`;
  text.readOnly = row.locked || settings.role === "read-only";
  node.querySelector(".number").replaceWith(number(row));
  node.querySelector(".marks").replaceWith(state(row));
  const actions = node.querySelector(".actions");
  if (!actions.contains(document.activeElement)) actions.replaceWith(buttons(row));
  return true;
}

function buttons(row) {
  const can = settings.role !== "read-only" && !row.locked;
  const reviewer = ["reviewer", "coordinator"].includes(settings.role);
  return el(
    "div",
    { class: "actions" },
    button("Confirm", () => confirm(), { class: "primary", disabled: !can, title: "Ctrl+Enter" }),
    button("Save draft", () => save("draft"), { disabled: !can, title: "Ctrl+S" }),
    reviewer && button("Reviewed", () => confirm("reviewed"), { disabled: !can, title: "Ctrl+Shift+Enter" }),
    reviewer && CONFIRMED.has(row.state) && button("Reject", () => save("rejected"), { disabled: !can }),
    el(
      "details",
      { class: "menu" },
      el("summary", { "aria-label": "More for this segment" }, "⋯"),
      el(
        "div",
        { class: "choices" },
        button("Copy source", run("copySource")),
        button("Translate by machine", run("machine")),
        button("Split…", run("split")),
        button("Join with the next", run("join")),
        reviewer && button(row.locked ? "Unlock" : "Lock", () => lock(!row.locked)),
        el(
          "label",
          {},
          "Repetitions: ",
          el(
            "select",
            { onchange: (event) => setPropagation(event.target.value) },
            ...[
              ["", `as set for all (${settings.propagation})`],
              ["always", "follow always"],
              ["ask", "ask me"],
              ["never", "never"],
            ].map(([value, label]) => el("option", { value, selected: row.propagation === value }, label)),
          ),
        ),
      ),
    ),
  );
}

// Mark-up, terms and findings, drawn under the text that is typed and in the source.
function paint() {
  const { text, backdrop, source, row } = open;
  if (!row || !source) return;
  const findings = open.findings.filter((one) => !one.waived);
  source.replaceChildren(
    ...marked(row.source, [
      ...open.terms.map((term) => ({
        start: fromCharacters(row.source, term.start),
        end: fromCharacters(row.source, term.end),
        class: `term ${term.kind || ""}`,
        title: termTitle(term),
      })),
      ...findings.map((one) => ({
        start: fromCharacters(row.source, one.source_start),
        end: fromCharacters(row.source, one.source_end),
        class: `finding ${one.severity}`,
        title: one.message,
      })),
    ]),
  );
  backdrop.replaceChildren(
    ...marked(text.value, findings.map((one) => ({
      start: fromCharacters(text.value, one.start),
      end: fromCharacters(text.value, one.end),
      class: `finding ${one.severity}`,
      title: one.message,
    }))),
    document.createTextNode("\n"),
  );
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}

function termTitle(term) {
  const write = term.targets.filter((one) => one.status !== "forbidden").map((one) => one.text).join(", ");
  const avoid = term.avoid?.length ? `\nnot: ${term.avoid.map((one) => one.text).join(", ")}` : "";
  return `${term.term} → ${write}${avoid}${term.definition ? `\n${term.definition}` : ""}`;
}

function typed() {
  open.dirty = true;
  drafts.keep(open.id, open.text.value, open.row.revision);
  // Places of findings are those of an older text now; they come back with the next check.
  open.findings = open.findings.map((one) => ({ ...one, start: null, end: null }));
  paint();
  clearTimeout(open.autosave);
  clearTimeout(open.checking);
  open.autosave = setTimeout(autosave, AUTOSAVE_MS);
  open.checking = setTimeout(check, CHECK_MS);
}

async function autosave() {
  const { id, text, row } = open;
  if (!open.dirty || !id) return;
  try {
    await put(`/segments/${id}/typing`, { target: text.value, revision: row.revision });
    if (id === open.id) byId("saved").textContent = "Typed text is kept";
  } catch (error) {
    if (!(error instanceof Unreachable)) byId("saved").textContent = error.message;
    else byId("saved").textContent = "No server: kept in this browser";
  }
}

async function check() {
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
    if (error.name !== "AbortError" && !(error instanceof Unreachable)) byId("saved").textContent = error.message;
  }
}

const prefetched = new Map();

function fetchHelp(id) {
  const ready = prefetched.get(id);
  if (ready && Date.now() - ready.at < 10_000) return ready.answer;
  const answer = get(`/segments/${id}/help`);
  prefetched.set(id, { at: Date.now(), answer });
  answer.catch(() => prefetched.delete(id));
  if (prefetched.size > 20) prefetched.delete(prefetched.keys().next().value);
  return answer;
}

async function openSegment(id, { focus = true, centre = false } = {}) {
  if (id === open.id) {
    if (focus) open.text.focus();
    return;
  }
  const row = segments.get(id) || (await segments.load([id]))[0];
  if (!row || !grid.place.has(id)) return;
  leave();
  Object.assign(open, { id, row, text: null, visit: new Visit(), findings: [], terms: [], made: "", dirty: false });
  grid.scrollTo(id, { centre });
  grid.refresh(id);
  grid.render();
  if (focus) open.text?.focus();
  byId("saved").textContent = "";
  history.replaceState(null, "", `#${id}`);
  help.waiting(row);
  const kept = drafts.get(id);
  if (kept && kept.target !== row.target) restoreTyping(kept, "in this browser");
  announce(`Segment ${row.number} of ${begin.total}, ${row.state}`);
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
        await remove(`/segments/${id}/typing`).catch(() => {});
        if (open.id === id) {
          open.text.value = open.row.target;
          open.dirty = false;
          paint();
          check();
        }
      },
    ],
  ]);
}

// The open segment is left: a visit that saved nothing is kept too.
function leave() {
  if (!open.id) return;
  const { id, visit } = open;
  clearTimeout(open.autosave);
  clearTimeout(open.checking);
  if (open.dirty) autosave();
  if (visit?.worthKeeping && settings.role !== "read-only") post(`/segments/${id}/effort`, visit.taken()).catch(() => {});
  open.id = null;
  open.text = null;
  open.row = null;
  grid.refresh(id);
}

function changedElsewhere(id) {
  const fresh = segments.get(id);
  const known = open.row;
  if (!known || fresh.revision === known.revision) {
    open.row = fresh;
    const marks = grid.shown.get(id)?.querySelector(".marks");
    if (marks) marks.replaceWith(state(fresh));
    return;
  }
  if (!open.dirty || open.text.value === fresh.target) {
    open.row = fresh;
    open.text.value = fresh.target;
    open.dirty = false;
    paint();
    check();
    announce(`Segment ${fresh.number} was changed by somebody else.`);
  } else {
    toast(`Somebody else has changed segment ${fresh.number} while you are typing. Yours is kept; saving it shows both.`, [], { kind: "warn" });
  }
}

// ---- saving

async function save(stateName = "draft", { next = null, propagate = null } = {}) {
  const { id, text, row, visit } = open;
  if (!id || text.readOnly) return;
  if (CONFIRMED.has(stateName) && !text.value.trim()) {
    toast("An empty target cannot be confirmed.", [], { kind: "warn" });
    return;
  }
  clearTimeout(open.autosave);
  const change = {
    id,
    target: text.value,
    state: stateName,
    revision: row.revision,
    suggestion: open.made,
    propagate,
    effort: visit.taken(row.revision + 1),
  };
  open.dirty = false;
  drafts.keep(id, text.value, row.revision); // until the server has it
  // The page goes on at once; what the server makes of it comes when it comes.
  segments.set({ ...row, target: text.value, state: stateName, touched: row.touched });
  open.row = segments.get(id);
  const sent = outbox.add(change);
  if (next) next();
  else {
    grid.refresh(id);
    open.text?.focus();
  }
  await sent;
}

async function sendEdit({ id, ...body }) {
  try {
    const answer = await put(`/segments/${id}`, body);
    outbox.rebase(id, answer.segment.revision);
    segments.set(answer.segment);
    prefetched.delete(id);
    if (!(open.id === id && open.dirty)) drafts.drop(id);
    done.push({ kind: "segment", id, number: answer.segment.number });
    if (open.id === id) {
      open.row = answer.segment;
      open.findings = answer.findings;
      grid.refresh(id);
      paint();
      help.findings(answer.findings);
    } else grid.refresh(id);
    const { batch, ids } = answer.propagated;
    if (ids.length) {
      done.push({ kind: "batch", batch });
      segments.reload(ids);
      toast(`${ids.length} ${ids.length === 1 ? "repetition follows" : "repetitions follow"}.`, [["Undo", () => undoBatch(batch)]]);
    }
    if (answer.ask) {
      toast(`${answer.ask} other segments have the same source.`, [
        ["Fill them too", async () => {
          const filled = await post(`/segments/${id}/propagate`);
          done.push({ kind: "batch", batch: filled.batch });
          await segments.reload(filled.ids);
        }],
      ], { seconds: 0 });
    }
    if (answer.warning) toast(answer.warning, [], { kind: "warn", seconds: 0 });
    byId("saved").textContent = "Saved";
    counts();
    return "done";
  } catch (error) {
    if (error instanceof Unreachable) return "later";
    if (error instanceof Refused && error.status === 409 && error.body.segment) {
      const theirs = error.body.segment;
      segments.set({ ...theirs });
      if (open.id === id) open.row = theirs;
      openConflict(error.body, {
        mine: () => outbox.add({ ...body, id, revision: error.body.revision, effort: null }),
        theirs: () => {
          drafts.drop(id);
          remove(`/segments/${id}/typing`).catch(() => {});
          if (open.id === id) {
            open.text.value = theirs.target;
            open.dirty = false;
          }
          grid.refresh(id);
          paint();
        },
      });
      return "done";
    }
    if (error instanceof Refused && error.status >= 500) return "later";
    toast(`Segment not saved: ${error.message}`, [["Open it", () => goTo(id)]], { kind: "error", seconds: 0 });
    segments.reload([id]);
    return "done";
  }
}

function confirm(stateName = "translated") {
  const from = open.id;
  return save(stateName, {
    next: () => {
      const wanted = stateName === "reviewed" ? (one) => one.state === "translated" || one.state === "draft" : (one) => !CONFIRMED.has(one.state);
      const next = nextId(from, wanted);
      if (next) openSegment(next);
      else lookFurther(from, wanted);
    },
  });
}

function nextId(from, wanted) {
  const start = grid.place.get(from) ?? -1;
  for (let at = start + 1; at < grid.ids.length; at++) {
    const row = segments.get(grid.ids[at]);
    if (!row) return at - start < 3 ? grid.ids[at] : null;
    if (wanted(row)) return grid.ids[at];
  }
  return null;
}

// The next one is further than what the page knows: the server says which.
async function lookFurther(from, wanted) {
  const states = wanted({ state: "draft" }) && wanted({ state: "translated" }) ? ["draft", "translated"] : ["new", "draft", "rejected"];
  const query = new URLSearchParams(filterQuery());
  query.delete("state");
  for (const one of states) query.append("state", one);
  const { ids } = await get(`/segments/ids?${query}`);
  const start = grid.place.get(from) ?? -1;
  const open = ids.filter((id) => grid.place.has(id));
  const next = open.find((id) => grid.place.get(id) > start) || open.find((id) => id !== from);
  if (next) await openSegment(next, { centre: true });
  else {
    toast("That was the last one: nothing here is left to confirm.");
    grid.refresh(from);
  }
}

async function undoBatch(batch) {
  const answer = await post(`/batches/${batch}/undo`);
  await segments.reload(answer.ids);
  const kept = Object.keys(answer.refused).length;
  toast(`${answer.ids.length} taken back${kept ? `; ${kept} stay, as somebody changed them since` : ""}.`);
  counts();
}

async function undoLast() {
  const last = done.pop();
  if (!last) return toast("There is nothing to undo.");
  if (last.kind === "batch") return undoBatch(last.batch);
  const answer = await post(`/segments/${last.id}/undo`);
  segments.set(answer.segment);
  if (open.id === last.id) {
    open.row = answer.segment;
    open.text.value = answer.segment.target;
    open.dirty = false;
    paint();
    check();
  }
  grid.refresh(last.id);
  toast(`Segment ${last.number} is as it was before.`, [["Redo", async () => {
    const again = await post(`/segments/${last.id}/undo`);
    segments.set(again.segment);
    if (open.id === last.id) {
      open.row = again.segment;
      open.text.value = again.segment.target;
      paint();
    }
    grid.refresh(last.id);
  }]]);
  counts();
}

function showOutbox(waiting, offline) {
  const place = byId("outbox");
  place.hidden = !waiting || !offline;
  place.textContent = offline ? `The server does not answer. ${waiting} ${waiting === 1 ? "change waits" : "changes wait"} in this browser and will be sent.` : "";
}

// ---- what is done with the text

// Replaces the selection so that the browser's own undo takes it back.
function insertText(text) {
  if (!open.text || open.text.readOnly) return;
  open.text.focus();
  document.execCommand("insertText", false, text);
}

function insert(target, what) {
  if (!open.text || open.text.readOnly) return;
  open.text.focus();
  open.text.select();
  if (target) document.execCommand("insertText", false, target);
  else document.execCommand("delete");
  open.made = what;
  open.visit.inserted(what.split(",")[0]);
  announce(`Inserted: ${target}`);
}

function applyFix(finding) {
  const { text } = open;
  if (finding.start === null || !finding.suggestion) return;
  text.focus();
  text.setSelectionRange(fromCharacters(text.value, finding.start), fromCharacters(text.value, finding.end));
  document.execCommand("insertText", false, finding.suggestion);
  open.visit.inserted("fix");
}

async function waive(finding, reason) {
  const { id, text, row } = open;
  if (text.value !== row.target) return toast("Save the segment first: a waiver is for the text that is saved.", [], { kind: "warn" });
  const found = finding.start === null ? "" : [...row.target].slice(finding.start, finding.end).join("");
  const answer = await post(`/segments/${id}/waive`, { check: finding.check, reason, concept: finding.concept, found });
  open.findings = answer.findings;
  help.findings(open.findings);
  paint();
}

async function comment(text) {
  const { id } = open;
  await post(`/segments/${id}/comments`, { text });
  help.comments(await get(`/segments/${id}/comments`));
}

async function resolve(number, resolved) {
  const { id } = open;
  await patch(`/comments/${number}`, { resolved });
  help.comments(await get(`/segments/${id}/comments`));
}

// An earlier version into the field; saving makes it a new one.
function restore(version) {
  insert(version.target, `version ${version.number}`);
}

async function lock(locked) {
  const answer = await post(`/segments/${open.id}/lock`, { locked });
  segments.set(answer.segment);
  open.row = answer.segment;
  grid.refresh(open.id);
}

async function setPropagation(mode) {
  const answer = await post(`/segments/${open.id}/propagation`, { mode });
  segments.set(answer.segment);
  open.row = answer.segment;
}

async function goTo(id) {
  if (!grid.place.has(id)) {
    setFilterText("");
    await reloadIds(new URLSearchParams());
  }
  await openSegment(id, { centre: true });
}

function move(step) {
  const at = (grid.place.get(open.id) ?? -1) + step;
  if (at >= 0 && at < grid.ids.length) openSegment(grid.ids[at]);
}

const COMMANDS = {
  confirm: () => confirm(),
  review: () => confirm("reviewed"),
  draft: () => save("draft"),
  next: () => move(1),
  previous: () => move(-1),
  nextUnconfirmed: () => {
    const next = nextId(open.id, (one) => !CONFIRMED.has(one.state));
    if (next) openSegment(next);
    else lookFurther(open.id, (one) => !CONFIRMED.has(one.state));
  },
  suggestion: (number) => help.insertNumber(number),
  caseForward: () => cycleCase(1),
  caseBack: () => cycleCase(-1),
  copySource: () => insert(open.row.source, "source"),
  nextTag: () => {
    const [tag] = missingTags(open.row.source, open.text.value);
    if (tag) insertText(tag);
    else announce("All tags of the source are in the target.");
  },
  nextTerm: () => {
    const missing = open.terms.find((term) => term.kind === "missing") || open.terms.find((term) => !open.text.value.toLowerCase().includes(term.targets[0]?.text.toLowerCase()));
    if (missing?.targets.length) {
      insertText(missing.targets[0].text);
      open.visit.inserted("term");
    } else announce("All terms are in the target.");
  },
  machine: async () => {
    const { id } = open;
    help.machineWaiting();
    try {
      const answer = await post(`/segments/${id}/machine`);
      if (id === open.id) help.machine(answer);
    } catch (error) {
      if (id === open.id) help.machineFailed(error.message);
    }
  },
  concordance: () => help.concordance(selection()),
  filter: () => {
    openFilters(true);
    byId("filter-text").focus();
    byId("filter-text").select();
  },
  replace: () =>
    openReplace(selection(), filterQuery(), async (answer) => {
      if (answer.batch) done.push({ kind: "batch", batch: answer.batch });
      await segments.reload(answer.ids);
      toast(`${answer.ids.length} segments changed.`, answer.batch ? [["Undo", () => undoBatch(answer.batch)]] : []);
    }),
  goTo: () => openGoTo(begin.total, async (number) => {
    const id = grid.ids.find((one) => segments.get(one)?.number === number) || (await get("/segments/ids")).ids[number - 1];
    if (id) await goTo(id);
  }),
  split: () => {
    const { id, row, text } = open;
    openSplit(row, text.value, async (at, targetAt) => {
      await post(`/segments/${id}/split`, { at: toCharacters(row.source, at), target_at: targetAt === null ? null : toCharacters(row.target, targetAt), revision: row.revision });
      await afterShape(id);
    });
  },
  join: async () => {
    const { id, row } = open;
    try {
      await post(`/segments/${id}/join`, { revision: row.revision });
      await afterShape(id);
    } catch (error) {
      toast(error.message, [], { kind: "warn" });
    }
  },
  comment: () => help.startComment(),
  reviewView: () => toggleReview(),
  undo: () => undoLast(),
  sheet: () => openSheet(),
  close: () => {
    const { id } = open;
    leave();
    grid.shown.get(id)?.focus();
  },
};

function run(name) {
  return () => COMMANDS[name]();
}

async function afterShape(id) {
  drafts.drop(id);
  open.dirty = false;
  leave();
  prefetched.clear();
  await reloadIds();
  await segments.load([id]);
  await openSegment(id);
}

function selection() {
  const { text } = open;
  const chosen = text && document.activeElement === text ? text.value.slice(text.selectionStart, text.selectionEnd) : String(window.getSelection());
  return chosen.trim().slice(0, 200);
}

function cycleCase(step) {
  const { text } = open;
  if (!text || text.readOnly) return;
  let [start, end] = [text.selectionStart, text.selectionEnd];
  if (start === end) [start, end] = wordAt(text.value, start);
  if (start === end) return;
  const fresh = changeCase(text.value.slice(start, end), step);
  text.setSelectionRange(start, end);
  document.execCommand("insertText", false, fresh);
  text.setSelectionRange(start, start + fresh.length);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  const typing = event.target.matches("textarea, input, select, [contenteditable]");
  const found = KEYS.find((one) => one.keys.includes(keyOf(event)) && (!typing || !one.outside) && (!one.open || open.id));
  if (!found) return;
  if (found.inTarget && event.target !== open.text && typing) return;
  event.preventDefault();
  COMMANDS[found.command](found.value);
});

scroller.addEventListener("keydown", (event) => {
  if (event.target.closest("textarea, input, select, button, summary, details")) return;
  const row = event.target.closest(".row");
  const at = row ? grid.place.get(row.dataset.id) : grid.rowAt(scroller.scrollTop) - 1;
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }[event.key];
  if (event.key === "Enter" || event.key === "F2") {
    event.preventDefault();
    if (grid.ids[Math.max(0, at)]) openSegment(grid.ids[Math.max(0, at)]);
  } else if (step) {
    event.preventDefault();
    const next = Math.min(grid.ids.length - 1, Math.max(0, at + step));
    grid.scrollTo(grid.ids[next]);
    const node = grid.shown.get(grid.ids[next]);
    if (node) node.focus();
    else segments.load([grid.ids[next]]).then(() => requestAnimationFrame(() => grid.shown.get(grid.ids[next])?.focus()));
  }
});

for (const kind of ["pointermove", "pointerdown", "scroll", "keydown"]) {
  document.addEventListener(kind, () => open.visit?.moved(), { passive: true, capture: true });
}

// A page that goes away says so: what is typed and the visit are sent on the way out.
addEventListener("pagehide", () => {
  if (!open.id || settings.role === "read-only") return;
  if (open.dirty) put(`/segments/${open.id}/typing`, { target: open.text.value, revision: open.row.revision }, { keepalive: true }).catch(() => {});
  if (open.visit?.worthKeeping) post(`/segments/${open.id}/effort`, open.visit.taken(), { keepalive: true }).catch(() => {});
});

// ---- filters, review, counts

async function reloadIds(query = filterQuery()) {
  try {
    const { ids, total } = await get(`/segments/ids?${query}`);
    const keep = open.id && ids.includes(open.id) ? open.id : null;
    if (open.id && !keep) leave();
    grid.setIds(ids);
    if (![...query.keys()].some((name) => name !== "where")) begin.total = total;
    byId("shown").textContent = total === begin.total ? `${total} segments` : `${total} of ${begin.total} segments`;
    if (keep) grid.scrollTo(keep, { centre: true });
    byId("empty").hidden = total > 0;
    announce(`${total} segments`);
  } catch (error) {
    toast(error.message, [], { kind: "warn" });
  }
}

openFilters.changed = () => reloadIds();

function toggleReview() {
  review = !review;
  byId("review").setAttribute("aria-pressed", String(review));
  document.body.classList.toggle("reviewing", review);
  grid.refreshAll();
}

let counting;
function counts() {
  clearTimeout(counting);
  counting = setTimeout(async () => {
    try {
      const states = await get("/progress/states");
      const confirmed = [...CONFIRMED].reduce((sum, one) => sum + (states[one] || 0), 0);
      const total = Object.values(states).reduce((sum, one) => sum + one, 0);
      byId("progress").value = total ? Math.floor((100 * confirmed) / total) : 0;
      byId("progress-text").textContent = `${confirmed} of ${total} segments confirmed`;
    } catch {
      // The next change asks again.
    }
  }, 800);
}

// ---- others

const page = crypto.randomUUID();
function present() {
  if (settings.role === "read-only") return;
  post(`/presence?page=${page}`, { segment: open.id }).catch(() => {});
}
setInterval(present, 25_000);

listen(page, {
  segments: ({ ids }) => {
    const known = ids.filter((id) => segments.get(id));
    for (const id of ids) prefetched.delete(id);
    if (known.length) segments.reload(known).catch(() => {});
    counts();
  },
  presence: ({ people }) => {
    segments.presence(people, settings.person);
    for (const id of [...grid.shown.keys()]) {
      if (id !== open.id) grid.refresh(id);
      else grid.shown.get(id).querySelector(".number").replaceWith(number(open.row));
    }
  },
  again: async () => {
    // The connection was lost for a while: what was changed meanwhile is read anew.
    await segments.reload([...segments.rows.keys()].slice(-500)).catch(() => {});
    outbox.flush();
  },
});

byId("review").addEventListener("click", run("reviewView"));
byId("replace").addEventListener("click", run("replace"));
byId("keys").addEventListener("click", run("sheet"));
byId("go-to").addEventListener("click", run("goTo"));

grid.setIds(begin.rows.map((row) => row.id));
(async () => {
  try {
    settings = await get("/settings");
    help.settings = settings;
  } catch {
    // Those that came with the page will do.
  }
  await reloadIds();
  outbox.flush();
  counts();
  const wanted = location.hash.slice(1);
  if (/^\d+$/.test(wanted)) await goTo(wanted);
  else {
    const first = nextId(null, (one) => !CONFIRMED.has(one.state)) || grid.ids[0];
    if (first) await openSegment(first);
  }
  document.body.dataset.ready = "true";
})();
