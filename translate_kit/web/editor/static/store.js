// The segments that the page knows, asked for in packs; and who else is at which.

import { get } from "./api.js";

const PACK = 100;
const MOST = 4000; // rows that are kept; what was scrolled past long ago is asked for again

export class Segments {
  constructor(first) {
    this.rows = new Map(first.map((row) => [row.id, row]));
    this.asked = new Set();
    this.onNew = () => {};
    this.isNeeded = () => false;
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
    // The last one that was read is the last in the map: the first ones are forgotten first.
    this.rows.delete(row.id);
    this.rows.set(row.id, row);
  }

  want(ids) {
    for (const id of ids) if (!this.asked.has(id)) this.queue.add(id);
    if (this.timer) return;
    this.timer = setTimeout(() => this.fetch(), 15);
  }

  async fetch() {
    this.timer = null;
    // What was asked for last is what can be seen now.
    const ids = [...this.queue].slice(-PACK);
    this.queue.clear();
    if (!ids.length) return;
    for (const id of ids) this.asked.add(id);
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
    this.forget();
    this.onNew(segments.map((row) => row.id));
    return segments;
  }

  async reload(ids) {
    for (let at = 0; at < ids.length; at += PACK) await this.load(ids.slice(at, at + PACK));
  }

  forget() {
    for (const id of this.rows.keys()) {
      if (this.rows.size <= MOST) return;
      if (!this.isNeeded(id)) this.rows.delete(id);
    }
  }

  presence(people, me) {
    this.people = new Map();
    for (const { name, segment } of people) {
      if (name !== me && segment) this.people.set(segment, [...(this.people.get(segment) || []), name]);
    }
  }
}
