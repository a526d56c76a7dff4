// Terms in the source: each can be pointed at or reached with the Tab key, and then a card says what the glossary does.

import { button, el } from "./dom.js";
import { fromCharacters } from "./text.js";

const CARD = "term-card";

export function termMarks(source, terms) {
  return terms.map((term, at) => ({
    start: fromCharacters(source, term.start),
    end: fromCharacters(source, term.end),
    class: `term ${term.kind || ""}`,
    attributes: { tabindex: "0", role: "button", "data-term": String(at), "aria-description": says(term) },
  }));
}

const says = (term) => `Term: ${term.targets.map((one) => one.text).join(", ") || "no translation"}. Enter inserts it, arrow down shows all.`;

class TermCards {
  // terms() → those of the open segment; insert(text); back() puts the caret into the target again.
  attach(place, { terms, insert, back }) {
    Object.assign(this, { terms, insert, back });
    const at = (event) => event.target.closest?.("[data-term]");
    place.addEventListener("focusin", (event) => at(event) && this.show(at(event)));
    place.addEventListener("focusout", () => this.later());
    place.addEventListener("pointerover", (event) => at(event) && this.show(at(event), 150));
    place.addEventListener("pointerout", (event) => at(event) && this.later());
    place.addEventListener("keydown", (event) => at(event) && this.keys(event, at(event)));
    place.addEventListener("scroll", () => this.hide(), { passive: true });
    place.addEventListener("click", (event) => at(event) && this.show(at(event)));
  }

  keys(event, node) {
    const [first] = this.terms()[node.dataset.term].targets;
    if ((event.key === "Enter" || event.key === " ") && first) this.take(first.text);
    else if (event.key === "ArrowDown" && this.card) this.card.querySelector("button")?.focus();
    else if (event.key === "Escape") {
      this.hide();
      this.back();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  take(text) {
    this.hide();
    this.insert(text);
  }

  show(node, after = 0) {
    clearTimeout(this.timer);
    if (this.node === node && this.card) return;
    if (after) this.timer = setTimeout(() => this.draw(node), after);
    else this.draw(node);
  }

  // Draws the source again; whoever is at one of its terms, or in its card, stays there.
  keeping(source, redraw) {
    const focused = source.contains(document.activeElement) ? document.activeElement.dataset.term : undefined;
    const shown = this.card && this.node.dataset.term;
    redraw();
    const same = (term) => source.querySelector(`[data-term="${term}"]`);
    if (shown) this.node = same(shown);
    if (shown && !this.node) this.hide();
    if (focused) same(focused)?.focus({ preventScroll: true });
  }

  draw(node) {
    this.hide();
    const term = this.terms()[node.dataset.term];
    if (!term || !node.isConnected) return;
    this.node = node;
    const status = (one) => el("span", { class: "hint" }, ` ${one.status}`);
    this.card = el(
      "div",
      { class: "card", id: CARD, role: "group", "aria-label": `Term ${term.term}` },
      el("strong", {}, term.term),
      term.term === term.text ? "" : el("span", { class: "hint" }, ` (here: ${term.text})`),
      term.definition && el("p", {}, term.definition),
      el("ul", {}, term.targets.map((one) => el("li", {}, button(one.text, () => this.take(one.text), { class: `term-target ${one.status}`, "aria-label": `Insert ${one.text}, ${one.status}` }), status(one)))),
      term.avoid.length > 0 && el("p", { class: "avoid" }, "Not: ", term.avoid.map((one, place) => [place ? ", " : "", el("s", {}, one.text), status(one)]).flat()),
    );
    this.card.addEventListener("pointerenter", () => clearTimeout(this.timer));
    this.card.addEventListener("pointerleave", () => this.later());
    this.card.addEventListener("focusout", () => this.later());
    this.card.addEventListener("focusin", () => clearTimeout(this.timer));
    this.card.addEventListener("keydown", (event) => {
      const buttons = [...this.card.querySelectorAll("button")];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length).focus();
      else if (event.key === "Escape") this.node.focus();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    document.querySelector("main").append(this.card);
    const box = node.getBoundingClientRect();
    const [width, height] = [this.card.offsetWidth, this.card.offsetHeight];
    this.card.style.left = `${Math.max(4, Math.min(box.left, innerWidth - width - 4))}px`;
    this.card.style.top = `${box.bottom + height + 6 < innerHeight ? box.bottom + 4 : Math.max(4, box.top - height - 4)}px`;
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.card?.contains(document.activeElement) || document.activeElement === this.node || this.hide(), 250);
  }

  hide() {
    clearTimeout(this.timer);
    this.card?.remove();
    this.card = null;
    this.node = null;
  }
}

export const termCards = new TermCards();
