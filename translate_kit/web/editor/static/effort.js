// How long somebody was at a segment: time in which something happened, pauses apart, keystrokes, what was inserted.

const IDLE_MS = 30_000; // after so long without a key or a move of the mouse, nobody is at work

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
}
