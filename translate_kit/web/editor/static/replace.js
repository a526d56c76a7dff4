// Find and replace: what it would do is shown first, word by word, and each place can be left out.

import { post } from "./api.js";
import { dialog, el } from "./dom.js";
import { differences, wordDifferences } from "./text.js";

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
        words: el("input", { type: "checkbox", id: "replace-words" }),
        case: el("input", { type: "checkbox", id: "replace-case" }),
        filtered: el("input", { type: "checkbox", id: "replace-filtered", checked: true }),
      };
      const apply = el("button", { type: "button", class: "primary", disabled: true, onclick: () => send(false) }, "Replace");
      let chosen = [];
      // What was shown is what is replaced: another text is shown first.
      for (const field of Object.values(fields)) field.addEventListener("input", () => (apply.disabled = true));
      // Whole words are an expression around the text as it stands.
      const asText = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      const asWords = () => fields.words.checked && !fields.regex.checked;
      const body = (preview) => ({
        find: asWords() ? `(?<!\\w)${asText(fields.find.value)}(?!\\w)` : fields.find.value,
        replace: asWords() ? fields.replace.value.replaceAll("\\", "\\\\") : fields.replace.value,
        regex: fields.regex.checked || asWords(),
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
                "aria-label": `Replace here: ${one.after}`,
                onchange: () => {
                  chosen = box.checked ? [...chosen, one.id] : chosen.filter((id) => id !== one.id);
                  apply.disabled = !chosen.length;
                },
              });
              return el("li", {}, box, el("div", {}, differences(wordDifferences(one.before, one.after))));
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
          el("span", {}, fields.words, label(fields.words, "whole words")),
          el("span", {}, fields.case, label(fields.case, "capitals count")),
          el("span", {}, fields.filtered, label(fields.filtered, "only in the list as it is filtered"))),
        el("div", { class: "actions" }, el("button", {}, "Show"), apply),
        said,
        el("div", { class: "scrolls", tabindex: "0", role: "region", "aria-label": "What would be changed" }, list),
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
    else filter[name] = value === "true" ? true : value === "false" ? false : value;
  }
  return filter;
}

