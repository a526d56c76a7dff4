// What is done with the open segment and the list, each by its name; keys and buttons call these.

import { get, patch, post } from "./api.js";
import { announce, byId, toast } from "./dom.js";
import { openBulk, openGoTo, openReject, openReplace, openSheet, openSplit } from "./dialogs.js";
import { seen } from "./drafts.js";
import { filterQuery, openFilters } from "./filters.js";
import { Help } from "./help.js";
import { keyOf, KEYS } from "./keys.js";
import { goTo, grid, marks, move, openNext } from "./list.js";
import { leave, paint } from "./segment.js";
import { confirm, counts, did, join, nextToReview, nextUnconfirmed, outbox, redo, save, split, undo, undoBatch } from "./saving.js";
import { begin, isReviewer, open, segments, session } from "./session.js";
import { missingTags } from "./tags.js";
import { changeCase, fromCharacters, wordAt } from "./text.js";

export const help = new Help(byId("help"), {
  insert,
  insertText,
  insertTerm,
  applyFix,
  restore,
  machine,
  read,
  waive: (...given) => safely(waive)(...given),
  comment: (...given) => safely(comment)(...given),
  resolve: (...given) => safely(resolve)(...given),
});

// ---- texts

// Replaces the selection so that the browser's own undo takes it back.
function insertText(text) {
  if (!open.text || open.text.readOnly) return;
  open.text.focus({ preventScroll: true });
  document.execCommand("insertText", false, text);
}

function insertTerm(text) {
  insertText(text);
  open.visit?.inserted("term");
}

function insert(target, what) {
  if (!open.text || open.text.readOnly) return;
  open.text.focus({ preventScroll: true });
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
  text.focus({ preventScroll: true });
  text.setSelectionRange(fromCharacters(text.value, finding.start), fromCharacters(text.value, finding.end));
  document.execCommand("insertText", false, finding.suggestion);
  open.visit.inserted("fix");
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

// The next tag at the caret; around a selection, where it is the first of a pair.
function nextTag() {
  const { text, row } = open;
  const missing = missingTags(row.source, text.value);
  const [tag] = missing;
  if (!tag) return announce("All tags of the source are in the target.");
  const [start, end] = [text.selectionStart, text.selectionEnd];
  const chosen = text.value.slice(start, end);
  const around = chosen && tag.partner?.start > tag.start && missing.includes(tag.partner);
  insertText(around ? `${tag.text}${chosen}${tag.partner.text}` : tag.text);
  return announce(`Inserted: ${around ? `${tag.text} and ${tag.partner.text}` : tag.text}`);
}

function nextTerm() {
  const text = open.text.value.toLowerCase();
  const missing = open.terms.find((term) => term.kind === "missing" && term.targets.length) || open.terms.find((term) => term.targets.length && term.targets.every((one) => !text.includes(one.text.toLowerCase())));
  if (missing) insertTerm(missing.targets[0].text);
  else announce("All terms are in the target.");
}

function selection() {
  const { text } = open;
  const chosen = text && document.activeElement === text ? text.value.slice(text.selectionStart, text.selectionEnd) : String(window.getSelection());
  return chosen.trim().slice(0, 200);
}

// ---- what is kept with a segment

async function waive(finding, reason) {
  const { id, text, row } = open;
  if (text.value !== row.target) return toast("Save the segment first: a waiver is for the text that is saved.", [], { kind: "warn" });
  const found = finding.start === null ? "" : [...row.target].slice(finding.start, finding.end).join("");
  const answer = await post(`/segments/${id}/waive`, { check: finding.check, reason, concept: finding.concept, found });
  open.findings = answer.findings;
  help.findings(open.findings);
  return paint();
}

async function comments(id) {
  const all = await get(`/segments/${id}/comments`);
  if (id === open.id) help.comments(all);
}

async function comment(text, id = open.id) {
  const made = await post(`/segments/${id}/comments`, { text });
  seen.mark(id, made.id);
  await comments(id);
  return true;
}

async function resolve(number, resolved) {
  const { id } = open;
  await patch(`/comments/${number}`, { resolved });
  await comments(id);
}

// Comments were on the screen: they are not new any more.
function read(id, newest) {
  if ((seen.read()[id] || 0) >= newest) return;
  seen.mark(id, newest);
  if (id === open.id) grid.shown.get(id)?.querySelector(".marks").replaceWith(marks(open.row));
}

// An earlier version into the field; saving makes it a new one.
function restore(version) {
  insert(version.target, `version ${version.number}`);
}

async function machine() {
  const { id } = open;
  help.machineWaiting();
  try {
    const answer = await post(`/segments/${id}/machine`);
    if (id === open.id) help.machine(answer);
  } catch (error) {
    if (id === open.id) help.machineFailed(error.message);
  }
}

const BULK = [["state:translated", "Confirm them"], ["state:draft", "Make them drafts again"]];
const BULK_REVIEW = [["state:reviewed", "Mark them as reviewed"], ["state:rejected", "Reject them"], ["state:final", "Mark them as final"], ["locked:true", "Lock them"], ["locked:false", "Unlock them"]];

const FINDINGS = (one) => one.errors + one.warnings > 0;
const nextFinding = (step) => openNext(open.id, FINDINGS, { findings: "warning" }, { step, none: "No other segment has findings." });

export const COMMANDS = {
  confirm: () => confirm(),
  review: () => confirm("reviewed"),
  reject: () => {
    const { id } = open;
    if (!isReviewer()) return toast("Reviewers reject; a comment says what is wrong.", [], { kind: "warn" });
    if (open.text.readOnly || !open.row.target) return null;
    return openReject(async (reason) => {
      await save("rejected", { next: () => nextToReview(id) });
      if (reason) await comment(reason, id);
    });
  },
  draft: () => save("draft"),
  next: () => move(1),
  previous: () => move(-1),
  nextUnconfirmed: () => nextUnconfirmed(open.id),
  nextFinding: () => nextFinding(1),
  previousFinding: () => nextFinding(-1),
  suggestion: (number) => help.insertNumber(number),
  caseForward: () => cycleCase(1),
  caseBack: () => cycleCase(-1),
  copySource: () => insert(open.row.source, "source"),
  nextTag,
  nextTerm,
  machine,
  concordance: () => help.concordance(selection()),
  filter: () => openFilters(),
  replace: () =>
    openReplace(selection(), filterQuery(), async (answer) => {
      if (answer.batch) did({ kind: "batch", batch: answer.batch, ids: answer.ids });
      await segments.reload(answer.ids);
      toast(`${answer.ids.length} segments changed.`, answer.batch ? [["Undo", () => undoBatch(answer.batch)]] : []);
    }),
  bulk: () =>
    openBulk(grid.ids.length, isReviewer() ? [...BULK, ...BULK_REVIEW] : BULK, async (kind) => {
      // What waits to be saved is saved before.
      await outbox.settled();
      const [name, value] = kind.split(":");
      const answer = await safely(post)("/segments/bulk", { ids: grid.ids, [name]: name === "locked" ? value === "true" : value });
      if (!answer) return;
      if (answer.batch) did({ kind: "batch", batch: answer.batch, ids: answer.ids });
      await segments.reload(answer.ids.filter((id) => segments.get(id)));
      const kept = Object.keys(answer.refused).length;
      toast(`${answer.changed} changed${kept ? `; ${kept} stay as they are` : ""}.`, answer.batch ? [["Undo", () => undoBatch(answer.batch)]] : []);
      counts();
    }),
  goTo: () =>
    openGoTo(begin.total, async (number) => {
      const id = grid.ids.find((one) => segments.get(one)?.number === number) || (await get("/segments/ids")).ids[number - 1];
      if (id) await goTo(id);
    }),
  split: async () => {
    if (open.text.readOnly) return;
    // Both texts are split as they are: what was typed is saved first.
    if (open.dirty) await save("draft");
    const { id, row } = open;
    openSplit(row, (at, targetAt) => split(id, at, targetAt));
  },
  join: () => !open.text.readOnly && join(open.id),
  lock: async () => {
    const { id, row } = open;
    const answer = await post(`/segments/${id}/lock`, { locked: !row.locked });
    segments.set(answer.segment);
    if (open.id === id) open.row = answer.segment;
    grid.refresh(id);
  },
  comment: () => help.startComment(),
  reviewView: () => {
    session.review = !session.review;
    byId("review").setAttribute("aria-pressed", String(session.review));
    document.body.classList.toggle("reviewing", session.review);
    announce(session.review ? "Changes are shown" : "Changes are hidden");
    grid.refreshAll();
  },
  helpView: () => help.toggle(),
  panes: () => {
    const places = [open.text, byId("toasts").lastElementChild?.querySelector("button"), byId("help")].filter(Boolean);
    const now = places.findIndex((place) => place === document.activeElement || place.closest(".toast")?.contains(document.activeElement) || (place.id === "help" && place.contains(document.activeElement)));
    if (byId("help").classList.contains("closed")) help.toggle(true);
    places[(now + 1) % places.length].focus({ preventScroll: true });
  },
  undo,
  redo,
  sheet: () => openSheet(),
  close: () => {
    const { id } = open;
    // From a search or a comment one comes back to the text first.
    if (document.activeElement.closest("#help, #filters")) open.text.focus({ preventScroll: true });
    else {
      leave();
      grid.shown.get(id)?.focus({ preventScroll: true });
    }
  },
};

// What goes wrong on the way is said, whoever has called.
const safely = (work) => async (...given) => {
  try {
    return await work(...given);
  } catch (error) {
    toast(error.message, [], { kind: "error" });
    return null;
  }
};

export const run = (name) => safely(() => COMMANDS[name]());

document.addEventListener("keydown", (event) => {
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  const typing = event.target.matches?.("textarea, input, select, [contenteditable]");
  const found = KEYS.find((one) => one.keys?.includes(keyOf(event)) && (!typing || !one.outside) && (!one.open || open.id));
  if (!found) return;
  if (found.inTarget && event.target !== open.text && typing) return;
  event.preventDefault();
  safely(COMMANDS[found.command])(found.value);
});
