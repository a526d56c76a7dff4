// Mark-up in a text: tags, placeholders, Markdown. The same kinds as the translation by machine keeps (mt/markup.py),
// so that what is drawn as a chip here is what has to come through.

const ATTRIBUTES = String.raw`(?:\s+[\w:.-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>` + "`" + String.raw`]+))?)*\s*`;
const DESTINATION = String.raw`(?:<[^<>\n]*>|(?:[^\s()<>]|\([^\s()]*\))*)(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*`;
const SCANNER = new RegExp(
  [
    ["code", "(?<!`)(?<ticks>`+)(?!`).+?(?<!`)\\k<ticks>(?!`)"],
    ["escape", "\\\\[!-/:-@\\[-`{-~]"],
    ["footnote", String.raw`\[\^[^\]\s]+\]`],
    ["autolink", String.raw`<(?:[A-Za-z][A-Za-z0-9+.-]+:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>`],
    ["comment", "<!--.*?-->"],
    ["tag", `<(?<slash>/?)(?<name>[A-Za-z][\\w:.-]*)${ATTRIBUTES}(?<empty>/?)>`],
    ["url", String.raw`(?<![\w@])(?:https?://|ftp://|www\.)[^\s<>"“”„|)]+(?<![.,;:!?'’”*_~])`],
    ["placeholder", String.raw`\{\{[^{}\n]+\}\}|[$#%]?\{[^{}\s]{0,60}\}|%\(\w+\)[-+0#]*\d*(?:\.\d+)?[a-zA-Z]`],
    ["printf", String.raw`(?<![\d%])%(?:\d+\$)?[-+0#]*\d*(?:\.\d+)?(?:hh|h|ll|l|z)?[sdiuoxXfFeEgGc@](?![A-Za-z])`],
    ["link", String.raw`!?\[`],
    ["destination", String.raw`\]\((?<to>${DESTINATION})\)|\]\[[^\[\]]*\]`],
    ["bracket", String.raw`\]`],
    ["delimiter", String.raw`\*+|_+|~~`],
  ]
    .map(([kind, pattern]) => `(?<${kind}>${pattern})`)
    .join("|"),
  "gs",
);
const KINDS = ["code", "escape", "footnote", "autolink", "comment", "tag", "url", "placeholder", "printf", "link", "destination", "bracket", "delimiter"];
const LETTER = /[\p{L}\p{N}]/u;

// All pieces, paired or not: {kind, text, key, start, end, name, partner}; `key` is what has to be the same in a
// translation: the title of a link may be translated, its address may not.
function pieces(text) {
  const found = [];
  for (const match of text.matchAll(SCANNER)) {
    const groups = match.groups;
    const kind = KINDS.find((name) => groups[name] !== undefined);
    const piece = { kind, text: match[0], key: match[0], start: match.index, end: match.index + match[0].length };
    if (kind === "tag") Object.assign(piece, { name: groups.name.toLowerCase(), opens: !groups.slash && !groups.empty, closes: Boolean(groups.slash) });
    if (kind === "destination" && groups.to !== undefined) piece.key = `](${groups.to.trim().split(/\s/)[0]}`;
    found.push(piece);
  }
  pair(text, found);
  return found;
}

function join(one, other) {
  one.partner = other;
  other.partner = one;
}

function pair(text, found) {
  const open = [];
  const close = (piece, fits) => {
    const at = open.findLastIndex(fits);
    if (at < 0) return;
    join(open[at], piece);
    open.length = at;
  };
  for (const piece of found) {
    if (piece.kind === "tag" && piece.opens) open.push(piece);
    else if (piece.kind === "tag" && piece.closes) close(piece, (one) => one.kind === "tag" && one.name === piece.name);
    else if (piece.kind === "link") open.push(piece);
    else if (piece.kind === "destination") close(piece, (one) => one.kind === "link");
    else if (piece.kind === "bracket" && open.at(-1)?.kind === "link") open.pop();
    else if (piece.kind === "delimiter") {
      const [before, after] = [text[piece.start - 1] ?? " ", text[piece.end] ?? " "];
      let opens = !/\s/.test(after) && (LETTER.test(after) || /\s/.test(before) || !LETTER.test(before));
      let closes = !/\s/.test(before) && (LETTER.test(before) || /\s/.test(after) || !LETTER.test(after));
      // An underscore within a word is part of it.
      if (piece.text[0] === "_") [opens, closes] = [opens && !LETTER.test(before), closes && !LETTER.test(after)];
      // An asterisk on one side of a word is a footnote mark.
      piece.note = piece.text[0] === "*" && opens !== closes;
      const at = closes ? open.findLastIndex((one) => one.kind === "delimiter" && one.text === piece.text) : -1;
      if (at >= 0) close(piece, (one) => one === open[at]);
      else if (opens) open.push(piece);
    }
  }
}

const ALONE = new Set(["link", "destination", "delimiter"]);
const isTag = (piece) => !["escape", "bracket"].includes(piece.kind) && (!ALONE.has(piece.kind) || piece.partner || piece.note);

// The mark-up of a text, in order.
export function tags(text) {
  return pieces(text).filter(isTag);
}

// The tags of the source that the target does not have yet, in order.
export function missingTags(source, target) {
  // A pair that is only half there counts: whoever has written the first ** is owed the second.
  const there = pieces(target).map((piece) => piece.key);
  return tags(source).filter((tag) => {
    const at = there.indexOf(tag.key);
    if (at >= 0) there.splice(at, 1);
    return at < 0;
  });
}

// What is wrong with the tags of a target: {missing, extra, crossed}, each in order.
export function tagProblems(source, target) {
  const wanted = tags(source);
  const there = tags(target);
  const extra = [...there];
  for (const tag of wanted) {
    const at = extra.findIndex((one) => one.key === tag.key);
    if (at >= 0) extra.splice(at, 1);
  }
  const open = [];
  const crossed = [];
  for (const tag of there.filter((one) => one.kind === "tag")) {
    if (tag.opens) open.push(tag.name);
    else if (tag.closes && open.at(-1) === tag.name) open.pop();
    else if (tag.closes) {
      crossed.push(tag);
      const at = open.lastIndexOf(tag.name);
      if (at >= 0) open.splice(at, 1);
    }
  }
  return { missing: missingTags(source, target), extra: extra.filter((one) => !crossed.includes(one)), crossed };
}
