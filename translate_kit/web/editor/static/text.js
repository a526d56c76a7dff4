// What is done with texts: mark-up as chips, places highlighted, differences, changes of case. No state, no requests.

import { el } from "./dom.js";

const MARKUP = /<\/?[A-Za-z][^<>]*>|\{\{[^{}]*\}\}|\{[\w.:!-]*\}|%(?:\(\w+\))?[-+#0]*\d*(?:\.\d+)?[sdifgexc]|\$\{[^{}]*\}/g;

export function tags(text) {
  return text.match(MARKUP) || [];
}

// The tags of the source that the target does not have yet, in order.
export function missingTags(source, target) {
  const there = tags(target);
  return tags(source).filter((tag) => {
    const at = there.indexOf(tag);
    if (at >= 0) there.splice(at, 1);
    return at < 0;
  });
}

function markupMarks(text) {
  return [...text.matchAll(MARKUP)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    class: "chip",
  }));
}

// A text with marks on places: [{start, end, class, title}]; marks may overlap. Returns nodes.
export function marked(text, marks, { chips = true } = {}) {
  const all = [...(chips ? markupMarks(text) : []), ...marks].filter(
    (mark) => mark.start !== null && mark.start !== undefined && mark.end > mark.start,
  );
  const edges = [...new Set([0, text.length, ...all.flatMap((mark) => [mark.start, mark.end])])]
    .filter((edge) => edge >= 0 && edge <= text.length)
    .sort((a, b) => a - b);
  const nodes = [];
  for (let number = 0; number + 1 < edges.length; number++) {
    const [start, end] = [edges[number], edges[number + 1]];
    const over = all.filter((mark) => mark.start <= start && mark.end >= end);
    const part = text.slice(start, end);
    if (!over.length) nodes.push(document.createTextNode(part));
    else {
      const titles = [...new Set(over.map((mark) => mark.title).filter(Boolean))];
      nodes.push(
        el("span", { class: over.map((mark) => mark.class).join(" "), title: titles.join("\n") || null }, part),
      );
    }
  }
  return nodes;
}

// [["equal"|"delete"|"insert", text], …] as <del> and <ins>.
export function differences(parts) {
  return parts.map(([kind, text]) =>
    kind === "equal" ? document.createTextNode(text) : el(kind === "delete" ? "del" : "ins", {}, text),
  );
}

const UPPER = (text) => text.toLocaleUpperCase("en");
const LOWER = (text) => text.toLocaleLowerCase("en");
const TITLE = (text) =>
  LOWER(text).replace(/(^|[\s\-–—/("“‘'])(\p{L})/gu, (_, before, letter) => before + UPPER(letter));
const SENTENCE = (text) => LOWER(text).replace(/\p{L}/u, UPPER);

// lower → Sentence → Title → UPPER, and round again; backwards with step -1.
export function changeCase(text, step = 1) {
  const forms = [LOWER(text), SENTENCE(text), TITLE(text), UPPER(text)].filter(
    (form, at, all) => all.indexOf(form) === at,
  );
  const now = forms.indexOf(text);
  return forms[now < 0 ? 0 : (now + step + forms.length) % forms.length];
}

// Where the word at a place begins and ends.
export function wordAt(text, place) {
  const before = /[\p{L}\p{N}'’-]*$/u.exec(text.slice(0, place))[0].length;
  const after = /^[\p{L}\p{N}'’-]*/u.exec(text.slice(place))[0].length;
  return [place - before, place + after];
}

export function words(text) {
  return (text.match(/[\p{L}\p{N}][\p{L}\p{N}'’.,-]*/gu) || []).length;
}

// JavaScript counts UTF-16 units, the server characters: an emoji is two here and one there.
export function fromCharacters(text, place) {
  if (place === null || place === undefined) return place;
  let at = 0;
  for (let count = 0; count < place && at < text.length; count++) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

export function toCharacters(text, place) {
  return [...text.slice(0, place)].length;
}
