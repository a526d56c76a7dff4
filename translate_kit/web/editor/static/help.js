// What stands beside the open segment: suggestions, terms, findings, comments, versions, concordance.

import { get } from "./api.js";
import { button, el } from "./dom.js";
import { when } from "./review.js";
import { differences, fromCharacters, marked, wordDifferences } from "./text.js";

export class Help {
  constructor(place, actions) {
    this.actions = actions;
    this.place = place;
    this.suggestions = [];
    const part = (id, title, ...more) => {
      const body = el("div", { class: "part-body" });
      this[`${id}Place`] = body;
      return el("section", { class: "part", "aria-labelledby": `part-${id}` }, el("h2", { id: `part-${id}` }, title), ...more, body);
    };
    this.search = el("input", { type: "search", id: "concordance-text", "aria-label": "Words to look up in the memories" });
    const form = el("form", { role: "search", onsubmit: (event) => { event.preventDefault(); this.lookUp(); } }, this.search, el("button", {}, "Look up"));
    this.toggler = button("", () => this.toggle(), { class: "quiet toggler", "aria-expanded": "true", "aria-controls": "help-parts", title: "Ctrl+Alt+H" });
    this.counts = {};
    this.written = new Map(); // comments that somebody has begun, by segment
    place.replaceChildren(this.toggler, el("div", { id: "help-parts" },
      part("matches", "Suggestions"),
      part("found", "Checks"),
      part("terms", "Terms"),
      part("comments", "Comments"),
      part("concordance", "Concordance", form),
      part("versions", "History"),
    ));
    this.counted();
  }

  // Whoever was at a button of a part stays there, or at the one that has taken its place.
  redraw(place, ...nodes) {
    const all = () => [...place.querySelectorAll("button, input, textarea")];
    const at = all().indexOf(document.activeElement);
    place.replaceChildren(...nodes);
    if (at >= 0) (all()[Math.min(at, all().length - 1)] || this.place).focus({ preventScroll: true });
  }

  // What there is, in one line: where the window is small it is all that is seen until somebody opens the rest.
  counted(more = {}) {
    Object.assign(this.counts, more);
    const { matches = 0, findings = 0, terms = 0, comments = 0 } = this.counts;
    const hidden = this.place.classList.contains("closed");
    const parts = [[matches, "suggestion"], [findings, "finding"], [terms, "term"], [comments, "comment"]].filter(([count]) => count);
    this.toggler.replaceChildren(
      el("span", { "aria-hidden": "true" }, hidden ? "▸ " : "▾ "),
      parts.map(([count, name]) => `${count} ${name}${count === 1 ? "" : "s"}`).join(", ") || "Nothing known of this segment",
    );
  }

  toggle(open = this.place.classList.contains("closed")) {
    this.place.classList.toggle("closed", !open);
    this.toggler.setAttribute("aria-expanded", String(open));
    this.counted();
  }

  waiting(row) {
    this.row = row;
    this.suggestions = [];
    this.counts = {};
    for (const name of ["matches", "found", "terms"]) this[`${name}Place`].replaceChildren(el("p", { class: "hint" }, "…"));
    this.comments([]);
    this.versions(row);
  }

  failed(message) {
    this.matchesPlace.replaceChildren(el("p", { class: "error" }, message));
    this.foundPlace.replaceChildren();
    this.termsPlace.replaceChildren();
  }

  show(answer) {
    this.suggestions = [];
    for (const match of answer.matches) {
      this.suggestions.push({
        label: `${match.score} %`,
        kind: match.kind,
        target: match.target,
        what: `memory ${match.score}, ${match.memory} unit ${match.unit_id}`,
        diff: match.kind === "fuzzy" || match.score < 100 ? match.diff : null,
        notes: [
          match.memory.split(/[\\/]/).at(-1),
          match.changed && match.changed.slice(0, 10),
          ...match.penalties.map((one) => `−${one.points} ${one.reason}`),
          ...match.adapted.map(([was, is]) => `${was} → ${is}`),
        ],
      });
    }
    for (const other of answer.alternatives) {
      this.suggestions.push({
        label: `×${other.count}`,
        kind: "repetition",
        target: other.target,
        what: `repetition, segment ${other.segment}`,
        notes: [`the same source in segment ${other.segment}, ${other.state}`],
        around: [other.before, other.after],
        diff: wordDifferences(this.row.target, other.target),
      });
    }
    if (answer.machine) this.suggestions.push(this.byMachine(answer.machine.target, answer.machine.detail));
    this.drawSuggestions();
    this.findings(answer.findings);
    this.terms(answer.terms);
    this.comments(answer.comments);
  }

  byMachine(target, detail, notes = []) {
    return { label: "MT", kind: "machine", target, what: `machine, ${detail}`, notes: [detail, ...notes] };
  }

  drawSuggestions() {
    this.counted({ matches: this.suggestions.length });
    const items = this.suggestions.map((one, at) =>
      el(
        "li",
        { class: one.kind },
        button(at < 9 ? String(at + 1) : "↵", () => this.insertNumber(at + 1), {
          class: "insert",
          "aria-label": `Insert suggestion ${at + 1}, ${one.label}`,
          title: at < 9 ? `Ctrl+${at + 1}` : null,
        }),
        el("span", { class: "label" }, one.label),
        el("div", { class: "suggested" }, marked(one.target, [])),
        one.diff && one.diff.some(([kind]) => kind !== "equal") && el("div", { class: "diff" }, el("span", { class: "unseen" }, one.around ? "Other than here: " : "Source of the match: "), differences(one.diff)),
        one.around && el("div", { class: "hint around" }, `… ${one.around[0] || "(beginning)"} | `, el("em", {}, "here"), ` | ${one.around[1] || "(end)"} …`),
        el("div", { class: "hint" }, one.notes.filter(Boolean).join(" · ")),
      ),
    );
    const ask = button("Translate by machine", () => this.actions.machine(), { title: "Ctrl+M" });
    this.machineSaid = el("span", { class: "hint", role: "status" });
    this.redraw(this.matchesPlace, items.length ? el("ol", { class: "suggestions" }, items) : el("p", { class: "hint" }, "The memories know nothing like it."),
      el("div", { class: "actions" }, ask, this.machineSaid),
    );
  }

  machineWaiting() {
    if (this.machineSaid) this.machineSaid.textContent = "Translating…";
  }

  machine(answer) {
    this.suggestions = this.suggestions.filter((one) => one.kind !== "machine");
    const terms = answer.terms.map((term) => `${term.target} (${term.how})`);
    this.suggestions.push(this.byMachine(answer.target, answer.detail, terms));
    this.drawSuggestions();
  }

  machineFailed(message) {
    this.machineSaid.textContent = message;
  }

  insertNumber(number) {
    const one = this.suggestions[number - 1];
    if (one) this.actions.insert(one.target, one.what);
  }

  terms(terms) {
    this.counted({ terms: terms.length });
    const verdict = { ok: ["✓", "used"], missing: ["✖", "missing in the target"], fewer: ["▲", "used less often than in the source"], forbidden: ["✖", "a forbidden term is used"], deprecated: ["▲", "a deprecated term is used"] };
    const sign = (kind) => verdict[kind] && el("span", { class: "verdict", role: "img", "aria-label": verdict[kind][1], title: verdict[kind][1] }, verdict[kind][0]);
    this.redraw(this.termsPlace, terms.length
        ? el("ul", { class: "terms" }, terms.map((term) =>
            el(
              "li",
              { class: term.kind || "" },
              el("span", { class: "term-source" }, term.text),
              sign(term.kind),
              el("span", { class: "term-targets" }, term.targets.map((one) => button(one.text, () => this.actions.insertTerm(one.text), { class: `term-target ${one.status}`, "aria-label": `Insert ${one.text}, ${one.status}`, title: one.status }))),
              term.avoid.length > 0 && el("span", { class: "avoid" }, "not ", term.avoid.map((one, at) => [at ? ", " : "", el("s", { title: one.status }, one.text)]).flat()),
              term.definition && el("div", { class: "hint" }, term.definition),
            ),
          ))
        : el("p", { class: "hint" }, "No term of the glossary."),
    );
  }

  findings(findings) {
    const live = findings.filter((one) => !one.waived);
    const waived = findings.length - live.length;
    this.counted({ findings: live.length });
    this.redraw(this.foundPlace, live.length
        ? el("ul", { class: "findings" }, live.map((one) =>
            el(
              "li",
              { class: one.severity },
              el("span", { class: "severity" }, { error: "✖ error", warning: "▲ warning", info: "ℹ note" }[one.severity]),
              el("span", { class: "hint" }, ` ${one.check}`),
              el("div", {}, one.message),
              el("div", { class: "actions" },
                one.suggestion && one.start !== null && button(`Write “${one.suggestion}”`, () => this.actions.applyFix(one)),
                button("It is fine…", (event) => this.askReason(event.target, one))),
            ),
          ))
        : el("p", { class: "hint" }, "Nothing found."),
      waived ? el("p", { class: "hint" }, `${waived} waived`) : "",
    );
  }

  askReason(at, finding) {
    const field = el("input", { required: true, maxlength: "500", "aria-label": "Why is it fine?", placeholder: "Why is it fine?" });
    const form = el("form", { onsubmit: (event) => { event.preventDefault(); this.actions.waive(finding, field.value); } }, field, el("button", {}, "Waive"));
    at.replaceWith(form);
    field.focus();
  }

  comments(comments) {
    this.counted({ comments: comments.length });
    if (comments.length) this.actions.read(this.row.id, Math.max(...comments.map((one) => one.id)));
    const field = el("textarea", { rows: "2", "aria-label": "New comment", maxlength: "10000" });
    // What somebody is writing stays, whatever is drawn anew.
    const { id } = this.row;
    field.value = this.written.get(id) || "";
    field.addEventListener("input", () => this.written.set(id, field.value));
    this.commentField = field;
    const submit = async (event) => {
      event.preventDefault();
      const text = field.value;
      if (!text.trim()) return;
      this.written.delete(id);
      if (await this.actions.comment(text)) return;
      this.written.set(id, text);
      if (this.row.id === id) this.commentField.value = text;
    };
    this.redraw(this.commentsPlace, comments.length
        ? el("ul", { class: "comment-list" }, comments.map((one) =>
            el(
              "li",
              { class: one.resolved ? "resolved" : "" },
              el("div", { class: "hint" }, `${one.person}, `, when(one.made), one.resolved ? ` – settled by ${one.resolved_by}` : ""),
              el("div", {}, one.text),
              button(one.resolved ? "Open again" : "Settled", () => this.actions.resolve(one.id, !one.resolved)),
            ),
          ))
        : "",
      el("form", { onsubmit: submit }, field, el("button", {}, "Comment")),
    );
  }

  startComment() {
    this.toggle(true);
    this.commentField.focus();
    this.commentField.scrollIntoView({ block: "nearest" });
  }

  // Versions and all else that was done with a segment, the newest first.
  versions(row) {
    const list = el("ol", { class: "version-list" });
    const load = async () => {
      if (!details.open) return;
      const [all, activity] = await Promise.all([get(`/segments/${row.id}/revisions`), get(`/segments/${row.id}/activity`)]);
      const entries = [
        ...all.map((one) => [
          one.changed,
          el(
            "li",
            {},
            el("div", { class: "hint" }, `${one.number}: ${one.person}, `, when(one.changed), `, ${one.state}${one.origin_detail ? ` – ${one.origin_detail}` : ""}`),
            el("div", {}, one.diff.length ? differences(one.diff) : one.target),
            button("Use this one", () => this.actions.restore(one), { "aria-label": `Use version ${one.number}` }),
          ),
        ]),
        ...activity.map((one) => [one.at, el("li", { class: "hint" }, `${one.person}, `, when(one.at), `: ${one.kind}`)]),
      ].sort((one, other) => other[0].localeCompare(one[0]));
      list.replaceChildren(...(entries.length ? entries.map(([, node]) => node) : [el("li", {}, "Nothing yet.")]));
    };
    const details = el("details", { ontoggle: load }, el("summary", {}, `${row.revision} ${row.revision === 1 ? "version" : "versions"}`), list);
    this.versionsPlace.replaceChildren(details);
  }

  concordance(text) {
    this.toggle(true);
    if (text) this.search.value = text;
    this.search.focus();
    this.search.scrollIntoView({ block: "nearest" });
    if (text) this.lookUp();
  }

  async lookUp() {
    const text = this.search.value.trim();
    if (!text) return;
    this.concordancePlace.replaceChildren(el("p", { class: "hint" }, "…"));
    try {
      const { passages } = await get(`/concordance?q=${encodeURIComponent(text)}&limit=30`);
      this.concordancePlace.replaceChildren(
        passages.length
          ? el("ul", { class: "passages" }, passages.map((one) =>
              el(
                "li",
                {},
                el("div", {}, marked(one.text, one.spans.map(([start, end]) => ({ start: fromCharacters(one.text, start), end: fromCharacters(one.text, end), class: "hit" })))),
                ...one.translations.map(({ text: translated }) => el("div", { class: "translated" }, translated, " ", button("↵", () => this.actions.insertText(translated), { "aria-label": "Insert this at the caret" }))),
                el("div", { class: "hint" }, `${one.memory.split(/[\\/]/).at(-1)}${one.changed ? `, ${one.changed.slice(0, 10)}` : ""}`),
              ),
            ))
          : el("p", { class: "hint" }, "The memories do not have it."),
      );
    } catch (error) {
      this.concordancePlace.replaceChildren(el("p", { class: "error" }, error.message));
    }
  }
}
