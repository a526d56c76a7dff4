// Nothing that was typed is lost: each keystroke is kept in the browser at once, and on the server at each pause.

import { LoggedOut, Unreachable } from "./api.js";

// Per project and per person: two people who use one browser do not get each other's texts.
const PREFIX = `translate-kit:${location.host}:${document.body.dataset.project}:${document.body.dataset.person}:`;
const RETRY_MS = 2000;
const DEAD_MS = 12_000; // a page that has not said that it is there for so long has gone, or crashed

export const drafts = {
  // Whether it could be kept: not where the browser's store is full or closed; the server still has it then.
  keep(id, target, revision) {
    try {
      localStorage.setItem(PREFIX + id, JSON.stringify({ target, revision, saved: new Date().toISOString() }));
      return true;
    } catch {
      return false;
    }
  },
  get(id) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + id));
    } catch {
      return null;
    }
  },
  drop(id) {
    try {
      localStorage.removeItem(PREFIX + id);
    } catch {
      // As above.
    }
  },
  // Tells what another window of the same person keeps: (id, draft or null).
  watch(told) {
    addEventListener("storage", (event) => {
      const id = event.key?.startsWith(PREFIX) ? event.key.slice(PREFIX.length) : "";
      if (/^\d+$/.test(id)) told(id, drafts.get(id));
    });
  },
};

// The newest comment that the person has seen, by segment.
export const seen = {
  read() {
    try {
      return JSON.parse(localStorage.getItem(`${PREFIX}seen`)) || {};
    } catch {
      return {};
    }
  },
  mark(id, comment) {
    const all = seen.read();
    if (all[id] >= comment) return;
    all[id] = comment;
    try {
      localStorage.setItem(`${PREFIX}seen`, JSON.stringify(all));
    } catch {
      // It is new again next time.
    }
  },
};

// Changes that the server could not be told yet, in order; they survive a reload and are sent when it answers again.
// Each page has a box of its own, so that two windows do not send the same change twice; one that was left behind by
// a page that has crashed is taken over.
export class Outbox {
  constructor({ page, send, onChange }) {
    this.send = send;
    this.onChange = onChange;
    this.key = `${PREFIX}outbox:${page}`;
    this.alive = `${PREFIX}alive:${page}`;
    this.waiting = [];
    this.busy = false;
    this.problem = null;
    this.live();
    setInterval(() => this.live(), DEAD_MS / 4);
    addEventListener("pagehide", () => this.gone());
    addEventListener("pageshow", () => this.live());
  }

  gone() {
    try {
      localStorage.removeItem(this.alive);
    } catch {
      // There is nothing to take over then.
    }
  }

  live() {
    try {
      localStorage.setItem(this.alive, String(Date.now()));
      for (const key of Object.keys(localStorage)) {
        if (!key.startsWith(`${PREFIX}outbox`) || key === this.key) continue;
        const seenAt = Number(localStorage.getItem(key.replace(":outbox:", ":alive:"))) || 0;
        if (Date.now() - seenAt < DEAD_MS) continue;
        const left = JSON.parse(localStorage.getItem(key)) || [];
        localStorage.removeItem(key);
        localStorage.removeItem(key.replace(":outbox:", ":alive:"));
        if (left.length) {
          this.waiting.push(...left);
          this.write();
          this.flush();
        }
      }
    } catch {
      // The browser keeps nothing.
    }
  }

  write() {
    try {
      if (this.waiting.length) localStorage.setItem(this.key, JSON.stringify(this.waiting));
      else localStorage.removeItem(this.key);
    } catch {
      // They are in memory still.
    }
    this.onChange(this.waiting.length, this.problem);
  }

  add(change) {
    // A later version of the same segment that was not sent yet takes the place of the earlier one.
    const same = this.waiting.findIndex((one, at) => one.id === change.id && !(at === 0 && this.busy));
    if (same >= 0) this.waiting[same] = { ...change, revision: this.waiting[same].revision };
    else this.waiting.push(change);
    this.write();
    return this.flush();
  }

  // Until nothing is being sent.
  async settled() {
    while (this.busy) await new Promise((done) => setTimeout(done, 20));
  }

  // A change was saved as a version: what waits for the same segment goes on from that, and is no conflict with it.
  rebase(id, revision) {
    for (const one of this.waiting) if (one.id === id) one.revision = revision;
  }

  // `send` gives back nothing when it is done with a change, or why the change must wait: an Unreachable or a
  // LoggedOut; it deals with refusals itself.
  async flush() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    try {
      while (this.waiting.length) {
        this.problem = (await this.send(this.waiting[0])) || null;
        if (this.problem) {
          this.timer = setTimeout(() => this.flush(), RETRY_MS);
          break;
        }
        this.waiting.shift();
        this.write();
      }
    } finally {
      this.busy = false;
      this.write();
    }
  }
}

export const mustWait = (error) => error instanceof Unreachable || error instanceof LoggedOut;
