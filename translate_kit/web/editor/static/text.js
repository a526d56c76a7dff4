// What is done with texts: places highlighted, differences, changes of case. No state, no requests.

import { el } from "./dom.js";
import { tags } from "./tags.js";

// A text with marks on places: [{start, end, class, title, id, attributes}]; marks may overlap. `attributes` goes to
// the first piece of its mark only, so that a mark is one stop of the Tab key. Returns nodes.
export function marked(text, marks, { chips = true } = {}) {
  const all = [...(chips ? tags(text).map(({ start, end }) => ({ start, end, class: "chip" })) : []), ...marked.valid(marks)];
  if (!all.length) return [document.createTextNode(text)];
  const edges = [...new Set([0, text.length, ...all.flatMap((mark) => [mark.start, mark.end])])]
    .filter((edge) => edge >= 0 && edge <= text.length)
    .sort((a, b) => a - b);
  all.sort((a, b) => a.start - b.start);
  const nodes = [];
  let begun = 0;
  let over = [];
  for (let number = 0; number + 1 < edges.length; number++) {
    const [start, end] = [edges[number], edges[number + 1]];
    over = over.filter((mark) => mark.end > start);
    while (begun < all.length && all[begun].start <= start) over.push(all[begun++]);
    const part = text.slice(start, end);
    if (!over.length) nodes.push(document.createTextNode(part));
    else {
      const titles = [...new Set(over.map((mark) => mark.title).filter(Boolean))];
      const first = over.find((mark) => mark.attributes && mark.start === start);
      nodes.push(el("span", { class: over.map((mark) => mark.class).join(" "), title: titles.join("\n") || null, ...first?.attributes }, part));
    }
  }
  return nodes;
}

marked.valid = (marks) => marks.filter((mark) => mark.start !== null && mark.start !== undefined && mark.end > mark.start);

// [["equal"|"delete"|"insert", text], …] as <del> and <ins>.
export function differences(parts) {
  return parts.map(([kind, text]) =>
    kind === "equal" ? document.createTextNode(text) : el(kind === "delete" ? "del" : "ins", {}, text),
  );
}

const MOST_CELLS = 4_000_000; // words × words; beyond that, the texts are shown as replaced whole

// How a text differs from an earlier one, word by word: the longest common subsequence.
export function wordDifferences(before, after) {
  const split = (text) => text.match(/[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu) || [];
  const [old, fresh] = [split(before), split(after)];
  let head = 0;
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < fresh.length - head && old.at(-1 - tail) === fresh.at(-1 - tail)) tail++;
  const [a, b] = [old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)];
  const steps = [["equal", old.slice(0, head).join("")]];
  const add = (kind, text) => {
    if (steps.at(-1)[0] === kind) steps.at(-1)[1] += text;
    else steps.push([kind, text]);
  };
  if (a.length * b.length > MOST_CELLS) {
    add("delete", a.join(""));
    add("insert", b.join(""));
  } else {
    const width = b.length + 1;
    const common = new Uint16Array((a.length + 1) * width);
    for (let i = a.length - 1; i >= 0; i--) {
      for (let j = b.length - 1; j >= 0; j--) {
        common[i * width + j] = a[i] === b[j] ? common[(i + 1) * width + j + 1] + 1 : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
      }
    }
    let [i, j] = [0, 0];
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) {
        add("equal", a[i++]);
        j++;
      } else if (i < a.length && (j === b.length || common[(i + 1) * width + j] >= common[i * width + j + 1])) add("delete", a[i++]);
      else add("insert", b[j++]);
    }
  }
  add("equal", old.slice(old.length - tail).join(""));
  return steps.filter(([, text]) => text);
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
