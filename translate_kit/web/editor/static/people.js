// Accounts, roles and who works on what.

import { get, patch, post, put } from "./api.js";
import { byId, button, el, toast } from "./dom.js";

const ROLES = ["read-only", "translator", "reviewer", "coordinator"];
let settings;

async function show() {
  const [people, progress] = await Promise.all([get("/people"), get("/progress")]);
  const done = new Map(progress.people.map((one) => [one.name, one]));
  const may = settings.role === "coordinator";
  byId("people").replaceChildren(
    ...people.map((one) =>
      el(
        "tr",
        {},
        el("th", { scope: "row" }, one.name),
        el(
          "td",
          {},
          may
            ? el(
                "select",
                { "aria-label": `Role of ${one.name}`, onchange: (event) => change(one.name, { role: event.target.value }) },
                ROLES.map((role) => el("option", { selected: role === one.role }, role)),
              )
            : one.role,
        ),
        el("td", { class: "number" }, String(done.get(one.name)?.assigned || 0)),
        el("td", { class: "number" }, String(done.get(one.name)?.segments || 0)),
        el("td", {}, may ? button(one.disabled ? "Enable" : "Disable", () => change(one.name, { disabled: !one.disabled })) : one.disabled ? "disabled" : ""),
      ),
    ),
  );
  byId("assign-person").replaceChildren(
    el("option", { value: "" }, "nobody"),
    ...people.filter((one) => !one.disabled).map((one) => el("option", {}, one.name)),
  );
}

async function tried(work) {
  try {
    await work();
  } catch (error) {
    toast(error.message, [], { kind: "error" });
  }
  await show();
}

const change = (name, body) => tried(() => patch(`/people/${encodeURIComponent(name)}`, body));

byId("add").addEventListener("submit", (event) => {
  event.preventDefault();
  tried(async () => {
    await post("/people", { name: byId("add-name").value, role: byId("add-role").value, password: byId("add-password").value });
    toast(`${byId("add-name").value} was added.`);
    event.target.reset();
  });
});

byId("assign").addEventListener("submit", (event) => {
  event.preventDefault();
  tried(async () => {
    const query = new URLSearchParams();
    if (byId("assign-document").value) query.set("document", byId("assign-document").value);
    const { ids } = await get(`/segments/ids?${query}`);
    const chosen = ids.slice(Number(byId("assign-from").value) - 1, Number(byId("assign-to").value));
    const answer = await post("/segments/bulk", { ids: chosen, assigned_to: byId("assign-person").value });
    toast(`${answer.changed} segments assigned to ${byId("assign-person").value || "nobody"}.`);
  });
});

byId("mine").addEventListener("submit", (event) => {
  event.preventDefault();
  tried(async () => {
    await put("/me/password", { old: byId("old").value, new: byId("new").value });
    location.replace("/login");
  });
});

settings = await get("/settings");
byId("coordinate").hidden = settings.role !== "coordinator";
await show();
document.body.dataset.ready = "true";
