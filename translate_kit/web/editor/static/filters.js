// The filter of the list, as the form says it and as a query of the API; the address of the page has it too, so that
// a link shows the same list.

import { byId } from "./dom.js";

const form = byId("filters");

export const filters = { changed: () => {} };

export function openFilters() {
  byId("filter-text").focus();
  byId("filter-text").select();
}

const given = () => [...new FormData(form)].filter(([name, value]) => value !== "" && !(name === "where" && value === "both"));

export function filterQuery() {
  const query = new URLSearchParams();
  for (const [name, value] of given()) {
    const [low, high] = value.split("-");
    if (name !== "band") query.append(name, value === "on" ? "true" : value);
    else if (high === undefined) query.append("origin", value === "none" ? "" : value);
    else {
      query.set("min_score", low);
      query.set("max_score", high);
    }
  }
  return query;
}

export function keepInAddress(id = location.hash.slice(1)) {
  const query = new URLSearchParams(given()).toString();
  try {
    history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${id ? `#${id}` : ""}`);
  } catch {
    // A browser that is told too many addresses in a short time refuses some; the next one comes soon.
  }
  byId("filters-count").textContent = [...given()].filter(([name]) => name !== "text" && name !== "document").length || "";
  for (const one of document.querySelectorAll("#states button")) {
    one.setAttribute("aria-pressed", String(form.querySelector(`[name=state][value=${one.value}]`).checked));
  }
}

// What a link says that the list is to be.
export function fromAddress() {
  for (const [name, value] of new URLSearchParams(location.search)) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "checkbox") field.checked ||= field.value === value;
      else field.value = value;
    }
  }
}

export function clearFilters() {
  for (const field of form.elements) {
    if (field.type === "checkbox") field.checked = false;
    else if (field.tagName === "SELECT") field.selectedIndex = 0;
    else if (field.tagName === "INPUT") field.value = "";
  }
}

// Only segments of one state; again, of any.
export function toggleState(state) {
  const boxes = [...form.querySelectorAll("[name=state]")];
  const only = boxes.every((box) => box.checked === (box.value === state));
  for (const box of boxes) box.checked = !only && box.value === state;
  changed();
}

function changed() {
  keepInAddress();
  filters.changed();
}

let timer;
form.addEventListener("input", (event) => {
  clearTimeout(timer);
  const typed = event.target.tagName === "INPUT" && event.target.type !== "checkbox";
  timer = setTimeout(changed, typed ? 350 : 0);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  changed();
});
form.addEventListener("reset", (event) => {
  event.preventDefault();
  clearFilters();
  changed();
});

// A list that was opened goes away when somebody clicks or moves elsewhere, and with Escape.
for (const menu of document.querySelectorAll("details.drop")) {
  document.addEventListener("pointerdown", (event) => menu.contains(event.target) || (menu.open = false));
  menu.addEventListener("focusout", (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && (menu.open = false));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
