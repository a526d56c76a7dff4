// A list of any length of which only what can be seen is in the page. Rows have the height that their text needs:
// those that were never shown count with an estimate, and a tree of sums finds the row at a place in 17 steps.

const BEYOND = 600; // pixels above and below that are there before somebody scrolls to them

export class Grid {
  // scroller: the element that scrolls; draw(id) → element for a row, or null when it is not known yet; need(ids) is
  // told of those; update(id, node) → whether it has brought the element of a row up to date in place.
  constructor(scroller, { draw, need, update }) {
    this.scroller = scroller;
    this.draw = draw;
    this.need = need;
    this.update = update;
    this.space = document.createElement("div");
    this.space.className = "grid-space";
    this.space.setAttribute("role", "presentation");
    scroller.append(this.space);
    this.ids = [];
    this.place = new Map();
    this.shown = new Map();
    this.estimate = 64;
    this.ours = 0;
    this.watcher = new ResizeObserver((entries) => this.measured(entries));
    this.goal = null; // the row that was scrolled to last
    scroller.addEventListener(
      "scroll",
      () => {
        if (Math.abs(scroller.scrollTop - this.ours) > 1) this.goal = null;
        this.later();
      },
      { passive: true },
    );
    new ResizeObserver(() => this.later()).observe(scroller);
  }

  setIds(ids) {
    this.ids = ids;
    this.place = new Map(ids.map((id, at) => [id, at]));
    this.heights = new Float64Array(ids.length).fill(this.estimate);
    this.build();
    for (const node of this.shown.values()) this.drop(node);
    this.shown.clear();
    this.scroller.setAttribute("aria-rowcount", ids.length);
    this.render();
  }

  build() {
    this.sums = new Float64Array(this.ids.length + 1);
    for (let at = 1; at <= this.ids.length; at++) {
      this.sums[at] += this.heights[at - 1];
      const parent = at + (at & -at);
      if (parent <= this.ids.length) this.sums[parent] += this.sums[at];
    }
    this.total = this.topOf(this.ids.length);
  }

  grow(at, by) {
    this.total += by;
    for (let node = at + 1; node <= this.ids.length; node += node & -node) this.sums[node] += by;
  }

  topOf(at) {
    let top = 0;
    for (let node = at; node > 0; node -= node & -node) top += this.sums[node];
    return top;
  }

  rowAt(pixels) {
    let at = 0;
    let left = pixels;
    for (let step = 1 << 30; step > 0; step >>= 1) {
      if (at + step <= this.ids.length && this.sums[at + step] <= left) {
        at += step;
        left -= this.sums[at];
      }
    }
    return Math.min(at, Math.max(0, this.ids.length - 1));
  }

  later() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = null;
      this.render();
    });
  }

  render() {
    const tall = `${Math.ceil(this.total || 0)}px`;
    if (this.space.style.height !== tall) this.space.style.height = tall;
    if (!this.ids.length) return;
    const top = this.scroller.scrollTop;
    const first = this.rowAt(Math.max(0, top - BEYOND));
    const last = this.rowAt(top + this.scroller.clientHeight + BEYOND);
    const wanted = new Set(this.ids.slice(first, last + 1));
    const held = this.scroller.contains(document.activeElement) && document.activeElement.closest("[data-id]");
    for (const [id, node] of this.shown) {
      // A row that somebody types in stays, wherever the list is scrolled to.
      if (!wanted.has(id) && node !== held) {
        this.drop(node);
        this.shown.delete(id);
      }
    }
    const missing = [];
    let offset = this.topOf(first);
    for (let at = first; at <= last; at++) {
      const id = this.ids[at];
      let node = this.shown.get(id);
      if (!node) {
        node = this.draw(id, at);
        if (!node) {
          missing.push(id);
          offset += this.heights[at];
          continue;
        }
        this.put(id, at, node);
      }
      node.style.transform = `translateY(${offset}px)`;
      offset += this.heights[at];
    }
    if (missing.length) this.need(missing);
  }

  put(id, at, node) {
    node.dataset.id = id;
    node.setAttribute("aria-rowindex", at + 1);
    // In the order of the list, so that the Tab key goes down the page. Most rows come at one of the ends.
    let next = null;
    for (let child = this.space.lastElementChild; child && this.place.get(child.dataset.id) > at; child = child.previousElementSibling) next = child;
    this.space.insertBefore(node, next);
    this.shown.set(id, node);
    this.watcher.observe(node);
  }

  drop(node) {
    this.watcher.unobserve(node);
    node.remove();
  }

  // Rows have other heights than was thought: what somebody looks at stays where it is. That is the row that was
  // scrolled to last, until somebody scrolls away from it, else the first that can be seen.
  measured(entries) {
    const top = this.scroller.scrollTop;
    const held = this.goal === null ? this.rowAt(top) : this.place.get(this.goal);
    const before = held === undefined ? 0 : this.topOf(held);
    let changed = false;
    for (const entry of entries) {
      const at = this.place.get(entry.target.dataset.id);
      if (at === undefined || !entry.target.isConnected) continue;
      const height = entry.target.offsetHeight;
      const by = height - this.heights[at];
      if (!by || !height) continue;
      this.heights[at] = height;
      this.grow(at, by);
      changed = true;
    }
    if (!changed) return;
    this.space.style.height = `${Math.ceil(this.total)}px`;
    const moved = held === undefined ? 0 : this.topOf(held) - before;
    if (moved) this.scroll(top + moved);
    if (this.goal !== null && held !== undefined) this.show(held);
    this.later();
  }

  // A scroll of our own, as against one by a person.
  scroll(to) {
    this.scroller.scrollTop = to;
    this.ours = this.scroller.scrollTop;
  }

  // Scroll so far that a row can be seen whole, or at least its beginning.
  show(at) {
    const [top, view, now] = [this.topOf(at), this.scroller.clientHeight, this.scroller.scrollTop];
    const bottom = top + this.heights[at];
    if (bottom > now + view) this.scroll(Math.min(top, bottom - view));
    else if (top < now) this.scroll(top);
  }

  // Draw a row again.
  refresh(id) {
    const node = this.shown.get(id);
    if (!node || this.update(id, node)) return;
    const at = this.place.get(id);
    const fresh = this.draw(id, at);
    if (!fresh) return;
    fresh.style.transform = node.style.transform;
    this.drop(node);
    this.shown.delete(id);
    this.put(id, at, fresh);
  }

  refreshAll() {
    for (const id of [...this.shown.keys()]) this.refresh(id);
    this.render();
  }

  scrollTo(id, { centre = false } = {}) {
    const at = this.place.get(id);
    if (at === undefined) return;
    const top = this.topOf(at);
    const view = this.scroller.clientHeight;
    const bottom = top + this.heights[at];
    const now = this.scroller.scrollTop;
    this.space.style.height = `${Math.ceil(this.total)}px`;
    if (centre || top < now + 8 || bottom > now + view - 8) this.scroll(Math.max(0, Math.min(top, top - (view - this.heights[at]) / 3)));
    this.goal = id;
    this.ours = this.scroller.scrollTop;
    this.render();
  }
}
