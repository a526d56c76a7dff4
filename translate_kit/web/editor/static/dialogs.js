// The dialogs: the sheet of keys, go to, find and replace, split, and a text that somebody else has changed.

import { post } from "./api.js";
import { button, dialog, el } from "./dom.js";
import { KEYS } from "./keys.js";
import { marked } from "./text.js";

export function openSheet() {
  const rows = KEYS.filter((one) => one.says).map((one) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, (one.shown || one.keys.join(" or ")).split(/( or |, | … )/).map((part, at) => (at % 2 ? part : el("kbd", {}, part)))),
      el("td", {}, one.says),
    ),
  );
  dialog("Keys", () => el("div", { class: "scrolls", tabindex: "0" }, el("table", { class: "keys" }, el("tbody", {}, rows))));
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

export function openConflict(answer, { mine, theirs }) {
  dialog("Somebody else has changed this segment", (close) =>
    el(
      "div",
      { class: "conflict" },
      el("p", {}, "Your text was not saved over it. Nothing is lost: choose which one goes on; the other stays among the versions."),
      el("h3", {}, "Yours"),
      el("p", { class: "text" }, answer.yours),
      el("h3", {}, `Theirs (version ${answer.revision})`),
      el("p", { class: "text" }, answer.theirs),
      el(
        "div",
        { class: "actions" },
        button("Save mine as the next version", () => {
          close();
          mine();
        }, { class: "primary" }),
        button("Keep theirs", () => {
          close();
          theirs();
        }),
      ),
    ),
  );
}

export function openSplit(row, target, split) {
  dialog("Split a segment", (close) => {
    const source = el("textarea", { id: "split-source", readonly: true, rows: "4" });
    source.value = row.source;
    const text = el("textarea", { id: "split-target", readonly: true, rows: "4" });
    text.value = row.target;
    const said = el("p", { role: "status" });
    return el(
      "form",
      {
        onsubmit: async (event) => {
          event.preventDefault();
          try {
            await split(source.selectionStart, row.target ? text.selectionStart : null);
            close();
          } catch (error) {
            said.textContent = error.message;
          }
        },
      },
      el("label", { for: "split-source" }, "Put the caret where the second segment begins"),
      source,
      el("label", { for: "split-target" }, "And in the target"),
      text,
      target !== row.target && el("p", { class: "hint" }, "What was typed and not saved is not split: save it first."),
      said,
      el("button", { class: "primary" }, "Split"),
    );
  });
}

export function openReplace(find, query, done) {
  dialog(
    "Find and replace",
    (close) => {
      const list = el("ol", { class: "preview" });
      const said = el("p", { role: "status" });
      const fields = {
        find: el("input", { id: "replace-find", required: true, value: find, autofocus: true }),
        replace: el("input", { id: "replace-with" }),
        regex: el("input", { type: "checkbox", id: "replace-regex" }),
        case: el("input", { type: "checkbox", id: "replace-case" }),
        filtered: el("input", { type: "checkbox", id: "replace-filtered", checked: true }),
      };
      const apply = el("button", { type: "button", class: "primary", disabled: true, onclick: () => send(false) }, "Replace");
      let chosen = [];
      const body = (preview) => ({
        find: fields.find.value,
        replace: fields.replace.value,
        regex: fields.regex.checked,
        case: fields.case.checked,
        filter: fields.filtered.checked ? asFilter(query) : {},
        preview,
        ids: preview ? null : chosen,
      });
      async function send(preview) {
        try {
          const answer = await post("/replace", body(preview));
          if (!preview) {
            close();
            await done(answer);
            return;
          }
          chosen = answer.changes.map((one) => one.id);
          list.replaceChildren(
            ...answer.changes.slice(0, 200).map((one) => {
              const box = el("input", {
                type: "checkbox",
                checked: true,
                "aria-label": `Replace in segment ${one.id}`,
                onchange: () => {
                  chosen = box.checked ? [...chosen, one.id] : chosen.filter((id) => id !== one.id);
                  apply.disabled = !chosen.length;
                },
              });
              return el("li", {}, box, el("div", {}, el("div", { class: "was" }, marked(one.before, [])), el("div", { class: "is" }, marked(one.after, []))));
            }),
          );
          const more = answer.total > 200 ? `; the first 200 are shown` : "";
          said.textContent = answer.total ? `${answer.total} segments${more}` : "Nothing found in the targets.";
          apply.disabled = !answer.total;
        } catch (error) {
          said.textContent = error.message;
          list.replaceChildren();
          apply.disabled = true;
        }
      }
      const label = (field, text) => el("label", { for: field.id }, text);
      return el(
        "form",
        {
          class: "replace",
          onsubmit: (event) => {
            event.preventDefault();
            send(true);
          },
        },
        label(fields.find, "Find"),
        fields.find,
        label(fields.replace, "Replace by"),
        fields.replace,
        el("div", { class: "choices" },
          el("span", {}, fields.regex, label(fields.regex, "regular expression")),
          el("span", {}, fields.case, label(fields.case, "capitals count")),
          el("span", {}, fields.filtered, label(fields.filtered, "only in the list as it is filtered"))),
        el("div", { class: "actions" }, el("button", {}, "Show"), apply),
        said,
        el("div", { class: "scrolls", tabindex: "0" }, list),
      );
    },
    { wide: true },
  );
}

// The query of the list as the body of a search.
function asFilter(query) {
  const filter = {};
  for (const [name, value] of query) {
    if (name === "state" || name === "origin") filter[name] = [...(filter[name] || []), value];
    else if (name === "min_score" || name === "max_score") filter[name] = Number(value);
    else filter[name] = value === "true" ? true : value;
  }
  return filter;
}

