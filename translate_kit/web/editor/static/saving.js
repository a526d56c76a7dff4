// Saving: the page goes on at once, and what cannot be sent waits. Conflicts, repetitions, and taking things back.

import { get, LoggedOut, post, put, Refused, remove } from "./api.js";
import { byId, el, toast } from "./dom.js";
import { openConflict } from "./dialogs.js";
import { drafts, mustWait, Outbox } from "./drafts.js";
import { help } from "./commands.js";
import { toggleState } from "./filters.js";
import { goTo, grid, openNext, reloadIds } from "./list.js";
import { leave, openSegment, paint, showSaved } from "./segment.js";
import { CONFIRMED, forgetHelp, isReviewer, open, page, segments, STATES, UNCONFIRMED } from "./session.js";
import { toCharacters } from "./text.js";

const done = []; // what can be taken back, the last first
const undone = []; // and done again
const own = new Map(); // segment → the version that this page wrote last

export const outbox = new Outbox({ page, send, onChange: showOutbox });
export const isWaiting = (id) => outbox.waiting.some((one) => one.id === id);

export function did(step) {
  done.push(step);
  undone.length = 0;
}

export async function save(stateName = "draft", { next = null, propagate = null } = {}) {
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
  segments.set({ ...row, target: text.value, state: stateName });
  open.row = segments.get(id);
  const sent = outbox.add(change);
  if (next) next();
  else {
    grid.refresh(id);
    open.text?.focus({ preventScroll: true });
  }
  await sent;
}

async function send({ id, ...body }) {
  try {
    const answer = await put(`/segments/${id}`, body);
    const { segment, revision } = answer;
    outbox.rebase(id, revision);
    own.set(id, revision);
    segments.set(segment);
    forgetHelp([id]);
    // What was typed since is newer than what was saved.
    if (drafts.get(id)?.target === body.target) drafts.drop(id);
    did({ kind: "segment", id, number: segment.number, from: body.revision, to: revision });
    if (open.id === id && segment.revision !== revision) {
      // Somebody else has saved another one before the answer came: whoever types here began from their own.
      if (open.dirty) open.row = { ...segment, revision, target: body.target };
      else showSaved(segment);
    } else if (open.id === id) {
      open.row = segment;
      open.findings = answer.findings;
      grid.refresh(id);
      paint();
      help.findings(answer.findings);
    } else grid.refresh(id);
    told(id, answer);
    return null;
  } catch (error) {
    if (mustWait(error) || (error instanceof Refused && error.status >= 500)) return error;
    if (error instanceof Refused && error.status === 409 && error.body.segment) conflict(id, body, error.body);
    else {
      // What was typed stays in this browser, and comes back when the segment is opened.
      toast(`Segment not saved: ${error.message}`, [["Open it", () => goTo(id)]], { kind: "error", seconds: 0 });
      segments.reload([id]).catch(() => {});
    }
    return null;
  }
}

// What happened to other segments when one was saved.
function told(id, answer) {
  const { batch, ids } = answer.propagated;
  if (ids.length) {
    did({ kind: "batch", batch, ids });
    reread(ids);
    toast(`${ids.length} ${ids.length === 1 ? "repetition follows" : "repetitions follow"}.`, [["Undo", () => undoBatch(batch)]]);
  }
  if (answer.ask) {
    toast(`${answer.ask} other ${answer.ask === 1 ? "segment has" : "segments have"} the same source.`, [
      ["Fill them too", async () => {
        const filled = await post(`/segments/${id}/propagate`);
        did({ kind: "batch", batch: filled.batch, ids: filled.ids });
        await reread(filled.ids);
      }],
    ], { seconds: 0 });
  }
  if (answer.warning) toast(answer.warning, [], { kind: "warn", seconds: 0, once: answer.warning });
  byId("saved").textContent = "Saved";
  counts();
}

function conflict(id, body, answer) {
  const theirs = answer.segment;
  segments.set({ ...theirs });
  if (open.id === id) open.row = theirs;
  openConflict({ ...answer, yours: body.target }, {
    mine: () => outbox.add({ ...body, id, revision: answer.revision, effort: null }),
    theirs: () => {
      drafts.drop(id);
      remove(`/segments/${id}/typing`).catch(() => {});
      if (open.id === id) showSaved(theirs);
      else grid.refresh(id);
    },
  });
}

export function confirm(stateName = "translated") {
  if (stateName === "reviewed" && !isReviewer()) return toast("Reviewers mark segments as reviewed; Ctrl+Enter confirms.", [], { kind: "warn" });
  const from = open.id;
  return save(stateName, { next: () => (stateName === "reviewed" ? nextToReview(from) : nextUnconfirmed(from)) });
}

export const nextUnconfirmed = (from) =>
  openNext(from, (one) => !CONFIRMED.has(one.state), { state: UNCONFIRMED }, { none: "That was the last one: nothing here is left to confirm." });

const TO_REVIEW = ["draft", "translated"];
export const nextToReview = (from) =>
  openNext(from, (one) => TO_REVIEW.includes(one.state), { state: TO_REVIEW }, { none: "That was the last one: nothing here is left to review." });

// ---- taking back

async function reread(ids) {
  await segments.reload(ids);
  for (const id of ids) if (segments.get(id)) own.set(id, segments.get(id).revision);
}

// From the message about a batch: it is not the last thing that was done any more.
export async function undoBatch(batch) {
  const at = done.findIndex((one) => one.batch === batch);
  if (at < 0) return;
  const back = await TAKE_BACK.batch(done.splice(at, 1)[0]);
  if (back) undone.push(back);
  counts();
}

// Each takes back what a step did, and gives the step that does it again.
const TAKE_BACK = {
  async batch({ batch }) {
    const answer = await post(`/batches/${batch}/undo`);
    const kept = Object.keys(answer.refused).length;
    await reread(answer.ids);
    const many = answer.ids.length;
    toast(`${many} taken back${kept ? `; ${kept} stay, as somebody changed them since` : ""}.`);
    return many ? { kind: "batch", batch: answer.batch, ids: answer.ids } : null;
  },
  async segment({ id, number, from, to }) {
    const { segment, revision } = await post(`/segments/${id}/undo`, { revision: own.get(id) ?? null, to: from });
    own.set(id, revision);
    segments.set(segment);
    drafts.drop(id);
    forgetHelp([id]);
    if (open.id === id) showSaved(segment);
    grid.refresh(id);
    toast(`Segment ${number} is as it was.`, [["Redo", redo]]);
    return { kind: "segment", id, number, from: to, to: from };
  },
  async split({ id, at, targetAt }) {
    await post(`/segments/${id}/join`, { revision: null });
    await afterShape(id);
    return { kind: "join", id, at, targetAt };
  },
  async join({ id, at, targetAt }) {
    await post(`/segments/${id}/split`, { at, target_at: targetAt, revision: null });
    await afterShape(id);
    return { kind: "split", id, at, targetAt };
  },
};

async function step(stack, other, none) {
  // What is on its way to the server can be taken back when it has arrived.
  await outbox.settled();
  if (outbox.waiting.length) return toast(`${outbox.problem?.message ?? ""} What waits to be saved cannot be taken back yet.`, [], { kind: "warn" });
  const last = stack.pop();
  if (!last) return toast(none);
  try {
    const back = await TAKE_BACK[last.kind](last);
    if (back) other.push(back);
  } catch (error) {
    if (mustWait(error)) stack.push(last);
    toast(error.status === 409 ? `Segment ${last.number ?? last.id} stays: somebody else has changed it since.` : error.message, [], { kind: "warn" });
  }
  return counts();
}

// One after the other, however quickly the keys are pressed.
let taking = Promise.resolve();
const inTurn = (...given) => (taking = taking.then(() => step(...given)));
export const undo = () => inTurn(done, undone, "There is nothing to undo.");
export const redo = () => inTurn(undone, done, "There is nothing to do again.");

// ---- segments that get another shape

export async function afterShape(id) {
  drafts.drop(id);
  open.dirty = false;
  leave();
  forgetHelp();
  await reloadIds();
  await segments.load([id]);
  await openSegment(id);
}

export async function split(id, at, targetAt) {
  const { row } = open;
  const where = { at: toCharacters(row.source, at), targetAt: targetAt === null ? null : toCharacters(row.target, targetAt) };
  await post(`/segments/${id}/split`, { at: where.at, target_at: where.targetAt, revision: row.revision });
  did({ kind: "split", id, ...where });
  await afterShape(id);
}

export async function join(id) {
  const { row } = open;
  if (open.dirty) await save("draft");
  try {
    await post(`/segments/${id}/join`, { revision: segments.get(id).revision });
    did({ kind: "join", id, at: [...row.source].length, targetAt: row.target ? [...segments.get(id).target].length : null });
    await afterShape(id);
  } catch (error) {
    toast(error.message, [], { kind: "warn" });
  }
}

// ---- what is said about it

function showOutbox(waiting, problem) {
  const place = byId("outbox");
  const shown = waiting > 0 && Boolean(problem);
  const says = shown && `${problem.message} ${waiting} ${waiting === 1 ? "change waits" : "changes wait"} in this browser and will be sent.`;
  if (place.hidden === !shown && (!shown || place.dataset.says === says)) return;
  place.hidden = !shown;
  place.dataset.says = says || "";
  const team = problem instanceof LoggedOut && document.body.dataset.team;
  place.replaceChildren(...(shown ? [says, ...(team ? [" ", el("a", { href: "/login", target: "_blank" }, "Log in again in a new window")] : [])] : []));
}

let counting;
export function counts() {
  clearTimeout(counting);
  counting = setTimeout(async () => {
    try {
      const states = await get("/progress/states");
      const confirmed = [...CONFIRMED].reduce((sum, one) => sum + (states[one] || 0), 0);
      const total = Object.values(states).reduce((sum, one) => sum + one, 0);
      byId("progress").value = total ? Math.floor((100 * confirmed) / total) : 0;
      byId("progress-text").textContent = `${confirmed} of ${total} confirmed`;
      for (const state of Object.keys(STATES)) {
        const place = byId(`count-${state}`);
        place.textContent = states[state] || 0;
        place.parentElement.hidden = !states[state] && place.parentElement.getAttribute("aria-pressed") !== "true";
      }
    } catch {
      // The next change asks again.
    }
  }, 800);
}

for (const one of document.querySelectorAll("#states button")) one.addEventListener("click", () => toggleState(one.value));
