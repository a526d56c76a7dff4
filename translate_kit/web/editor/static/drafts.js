// Nothing that was typed is lost: each keystroke is kept in the browser at once, and on the server at each pause.

const PREFIX = `translate-kit:${location.host}:${document.body.dataset.project}:`;

export const drafts = {
  keep(id, target, revision) {
    try {
      localStorage.setItem(PREFIX + id, JSON.stringify({ target, revision, saved: new Date().toISOString() }));
    } catch {
      // The browser keeps nothing (a private window, a full disk): the server still does.
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
};

// Changes that the server could not be told yet, in order; they survive a reload and are sent when it answers again.
export class Outbox {
  constructor({ send, onChange }) {
    this.send = send;
    this.onChange = onChange;
    this.key = `${PREFIX}outbox`;
    this.waiting = this.read();
    this.busy = false;
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) || [];
    } catch {
      return [];
    }
  }

  write() {
    try {
      localStorage.setItem(this.key, JSON.stringify(this.waiting));
    } catch {
      // They are in memory still.
    }
    this.onChange(this.waiting.length, this.offline);
  }

  add(change) {
    // A later version of the same segment that was not sent yet takes the place of the earlier one.
    const same = this.waiting.findIndex((one, at) => one.id === change.id && !(at === 0 && this.busy));
    if (same >= 0) this.waiting[same] = { ...change, revision: this.waiting[same].revision };
    else this.waiting.push(change);
    this.write();
    return this.flush();
  }

  // A change was saved as a version: what waits for the same segment goes on from that, and is no conflict with it.
  rebase(id, revision) {
    for (const one of this.waiting) if (one.id === id) one.revision = revision;
  }

  // `send` gives back "done", or "later" when the server does not answer; it deals with refusals itself.
  async flush() {
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.waiting.length) {
        const outcome = await this.send(this.waiting[0]);
        this.offline = outcome === "later";
        if (this.offline) {
          clearTimeout(this.timer);
          this.timer = setTimeout(() => this.flush(), 2000);
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
