// The dialogs: the sheet of keys, go to, split, reject, and a text that somebody else has changed.

import { button, dialog, el } from "./dom.js";
import { RULE } from "./effort.js";
import { KEYS } from "./keys.js";
import { differences, wordDifferences } from "./text.js";

export { openReplace } from "./replace.js";

const NAMES = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc" };
const shown = (one) => (one.shown || one.keys.join(" or ")).replace(/Arrow(?:Up|Down|Left|Right)|Escape/g, (name) => NAMES[name]);

export function openSheet() {
  const rows = KEYS.filter((one) => one.group || one.says).map((one) =>
    one.group
      ? el("tr", {}, el("th", { colspan: "2", scope: "colgroup", class: "group" }, one.group))
      : el(
          "tr",
          {},
          el("th", { scope: "row" }, shown(one).split(/( or | … )/).map((part, at) => (at % 2 ? part : el("kbd", {}, part)))),
          el("td", {}, one.says),
        ),
  );
  const more = el("p", { class: "hint" }, "Terms that are underlined in the source can be reached with Shift+Tab from the target: Enter inserts, ↓ shows all. ", RULE);
  dialog("Keys", () => el("div", { class: "scrolls", tabindex: "0", role: "region", "aria-label": "Table of keys" }, el("table", { class: "keys" }, el("tbody", {}, rows)), more), { wide: true });
}

export function openGoTo(total, go) {
  dialog("Go to a segment", (close) => {
    const field = el("input", { type: "number", min: "1", max: String(total), required: true, id: "go-to-number", autofocus: true });
    return el(
      "form",
      {
        onsubmit: (event) => {
          event.preventDefault();
          close();
          go(Number(field.value));
        },
      },
      el("label", { for: "go-to-number" }, `Number (1–${total}) `),
      field,
      el("button", { class: "primary" }, "Go"),
    );
  });
}

export function openReject(reject) {
  dialog("Reject the translation", (close) => {
    const field = el("input", { id: "reject-why", maxlength: "1000", autofocus: true, autocomplete: "off" });
    return el(
      "form",
      {
        onsubmit: (event) => {
          event.preventDefault();
          close();
          reject(field.value.trim());
        },
      },
      el("label", { for: "reject-why" }, "Why? It becomes a comment on the segment (may be empty)."),
      field,
      el("button", { class: "primary" }, "Reject and go on"),
    );
  });
}

// One change of every segment of the list as it is filtered: `kinds` are [value, what it says].
export function openBulk(count, kinds, change) {
  dialog("All segments of the list", (close) => {
    const choice = el("select", { id: "bulk-kind", autofocus: true }, kinds.map(([value, says]) => el("option", { value }, says)));
    return el(
      "form",
      {
        onsubmit: (event) => {
          event.preventDefault();
          close();
          change(choice.value);
        },
      },
      el("label", { for: "bulk-kind" }, `${count.toLocaleString()} ${count === 1 ? "segment is" : "segments are"} in the list.`),
      choice,
      el("p", { class: "hint" }, "Segments that are locked, empty or somebody else's stay as they are. A change of state can be taken back as one."),
      el("button", { class: "primary", disabled: !count }, "Change them"),
    );
  });
}

export function openConflict(answer, { mine, theirs }) {
  dialog("Somebody else has changed this segment", (close) =>
    el(
      "div",
      { class: "conflict" },
      el("p", {}, "Your text was not saved over it. Nothing is lost: choose which one goes on; the other stays among the versions."),
      el("h3", {}, "Yours"),
      el("p", { class: "text yours" }, answer.yours),
      el("h3", {}, `Theirs (version ${answer.revision})`),
      el("p", { class: "text theirs" }, answer.theirs),
      el("h3", {}, "From theirs to yours"),
      el("p", { class: "text diff" }, differences(wordDifferences(answer.theirs, answer.yours))),
      el(
        "div",
        { class: "actions" },
        button("Save mine as the next version", () => {
          close();
          mine();
        }, { class: "primary", autofocus: true }),
        button("Keep theirs", () => {
          close();
          theirs();
        }),
      ),
    ),
  );
}

// A text in which the caret can be put with mouse and keys, but nothing can be changed: `readonly` would hide the
// caret.
function caretField(id, text, moved) {
  const field = el("textarea", { id, rows: "4", spellcheck: "false", "aria-readonly": "true", inputmode: "none" });
  field.value = text;
  for (const event of ["beforeinput", "drop", "paste", "cut"]) field.addEventListener(event, (happened) => happened.preventDefault());
  for (const event of ["keyup", "pointerup", "focus", "select"]) field.addEventListener(event, moved);
  return field;
}

export function openSplit(row, split) {
  dialog("Split a segment", (close) => {
    const parts = el("p", { class: "text", role: "status" });
    const show = () => {
      if (parts.parentElement && !parts.isConnected) {
        // The dialog has been closed.
        document.removeEventListener("selectionchange", show);
        return;
      }
      const at = source.selectionStart;
      parts.replaceChildren("1: ", el("strong", {}, row.source.slice(0, at).trim() || "–"), el("br"), "2: ", el("strong", {}, row.source.slice(at).trim() || "–"));
      if (text) parts.append(el("br"), "1: ", row.target.slice(0, text.selectionStart).trim() || "–", el("br"), "2: ", row.target.slice(text.selectionStart).trim() || "–");
    };
    const source = caretField("split-source", row.source, show);
    const text = row.target ? caretField("split-target", row.target, show) : null;
    // Where a sentence ends is the likely place.
    const likely = (value) => {
      const found = /[.!?:;…]["”’)\]]*\s+(?=\S)/u.exec(value);
      return found ? found.index + found[0].length : 0;
    };
    for (const field of [source, text]) field?.setSelectionRange(likely(field.value), likely(field.value));
    source.autofocus = true;
    document.addEventListener("selectionchange", show);
    const said = el("p", { role: "alert" });
    show();
    const form = el(
      "form",
      {
        onsubmit: async (event) => {
          event.preventDefault();
          try {
            await split(source.selectionStart, text ? text.selectionStart : null);
            close();
          } catch (error) {
            said.textContent = error.message;
          }
        },
        onkeydown: (event) => {
          if (event.key !== "Enter" || event.target.tagName !== "TEXTAREA") return;
          event.preventDefault();
          form.requestSubmit();
        },
      },
      el("label", { for: "split-source" }, "Put the caret where the second segment begins, and press Enter"),
      source,
      text && el("label", { for: "split-target" }, "And in the target"),
      text,
      parts,
      said,
      el("button", { class: "primary" }, "Split"),
    );
    return form;
  });
}
