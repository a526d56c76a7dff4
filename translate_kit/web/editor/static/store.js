// The segments that the page knows, asked for in packs; and who else is at which.

import { get } from "./api.js";

const PACK = 100;

export class Segments {
  constructor(first, onNew) {
    this.rows = new Map(first.map((row) => [row.id, row]));
    this.asked = new Set();
    this.onNew = onNew;
    this.queue = new Set();
    this.people = new Map();
  }

  get(id) {
    return this.rows.get(id);
  }

  set(row) {
    const known = this.rows.get(row.id);
    // An answer that was on its way when a newer one came is old news.
    if (known && known.touched > row.touched) return;
    this.rows.set(row.id, row);
  }

  want(ids) {
    for (const id of ids) if (!this.asked.has(id)) this.queue.add(id);
    if (this.timer) return;
    this.timer = setTimeout(() => this.fetch(), 15);
  }

  async fetch() {
    this.timer = null;
    const ids = [...this.queue].slice(0, PACK);
    if (!ids.length) return;
    for (const id of ids) {
      this.queue.delete(id);
      this.asked.add(id);
    }
    if (this.queue.size) this.timer = setTimeout(() => this.fetch(), 0);
    try {
      await this.load(ids);
    } catch {
      // Asked for again when they are scrolled to again.
    } finally {
      for (const id of ids) this.asked.delete(id);
    }
  }

  async load(ids) {
    const { segments } = await get(`/segments?ids=${ids.join(",")}`);
    for (const row of segments) this.set(row);
    this.onNew(segments.map((row) => row.id));
    return segments;
  }

  async reload(ids) {
    for (let at = 0; at < ids.length; at += PACK) await this.load(ids.slice(at, at + PACK));
  }

  presence(people, me) {
    this.people = new Map();
    for (const { name, segment } of people) {
      if (name !== me && segment) this.people.set(segment, [...(this.people.get(segment) || []), name]);
    }
  }
}
