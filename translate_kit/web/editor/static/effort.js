// How long somebody was at a segment: time in which something happened, pauses apart, keystrokes, what was inserted.

import { byId } from "./dom.js";
import { open } from "./session.js";

const IDLE_MS = 30_000; // after so long without a key or a move of the mouse, nobody is at work

export const RULE = `Time in a segment counts while something happens: a pause of more than ${IDLE_MS / 1000} seconds is left out. Reports count a segment only where it took 0.25 to 30 seconds a word, and give the raw times beside that. You see your own figures, coordinators those of all.`;

export class Visit {
  constructor() {
    this.started = new Date().toISOString();
    this.last = performance.now();
    this.active = 0;
    this.idle = 0;
    this.keystrokes = 0;
    this.suggestions = [];
  }

  moved() {
    const now = performance.now();
    const since = now - this.last;
    this.last = now;
    if (since < IDLE_MS) this.active += since;
    else this.idle += since;
  }

  key() {
    this.keystrokes += 1;
    this.moved();
  }

  inserted(what) {
    this.suggestions.push(what);
    this.moved();
  }

  // What the server keeps; the next visit begins here.
  taken(revision = 0) {
    this.moved();
    const visit = {
      started: this.started,
      active_ms: Math.round(this.active),
      idle_ms: Math.round(this.idle),
      keystrokes: this.keystrokes,
      suggestions: this.suggestions,
      revision,
    };
    Object.assign(this, new Visit());
    return visit;
  }

  get worthKeeping() {
    return this.keystrokes > 0 || this.active > 1000;
  }

  toString() {
    const since = performance.now() - this.last;
    const seconds = Math.floor((this.active + (since < IDLE_MS ? since : 0)) / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}, ${this.keystrokes} ${this.keystrokes === 1 ? "key" : "keys"}`;
  }
}

export function shownEffort() {
  const text = open.visit && open.id ? `This segment: ${open.visit}` : "";
  if (byId("effort").textContent !== text) byId("effort").textContent = text;
}
byId("effort").title = RULE;
setInterval(shownEffort, 1000);
