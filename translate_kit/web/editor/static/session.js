// What all parts of the editor share: the segments that the page knows, the one that is open, who works here.

import { get } from "./api.js";
import { byId } from "./dom.js";
import { Segments } from "./store.js";

export const begin = JSON.parse(byId("begin").textContent);
export const STATES = { new: "○", draft: "◐", translated: "✓", reviewed: "✓✓", final: "★", rejected: "↩" };
export const CONFIRMED = new Set(["translated", "reviewed", "final"]);
export const UNCONFIRMED = ["new", "draft", "rejected"];

export const page = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
export const session = { settings: begin.settings, review: false };

// The segment that is open; `made` says what its text was made from, `dirty` that it is not saved.
export const open = { id: null, row: null, text: null, visit: null, findings: [], terms: [], made: "", dirty: false };

export const segments = new Segments(begin.rows);
export const mayWrite = () => session.settings.role !== "read-only";
export const isReviewer = () => ["reviewer", "coordinator"].includes(session.settings.role);

// Matches, terms and findings of a segment: asked for before it is opened, so that they are there when it is.
const prefetched = new Map();

export function fetchHelp(id) {
  const ready = prefetched.get(id);
  if (ready && Date.now() - ready.at < 10_000) return ready.answer;
  const answer = get(`/segments/${id}/help`);
  prefetched.set(id, { at: Date.now(), answer });
  answer.catch(() => prefetched.delete(id));
  if (prefetched.size > 20) prefetched.delete(prefetched.keys().next().value);
  return answer;
}

// Whether it was asked for already.
export const hasHelp = (id) => prefetched.has(id);

export function forgetHelp(ids = [...prefetched.keys()]) {
  for (const id of ids) prefetched.delete(id);
}
