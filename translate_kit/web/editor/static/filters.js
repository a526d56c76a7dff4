// The filter above the list: what is wanted as a query of the API.

import { byId } from "./dom.js";

const form = byId("filters");
const more = byId("filters-more");

export function openFilters(wide) {
  more.open = wide;
}

openFilters.changed = () => {};

export function filterQuery() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (name === "band") {
      const [low, high] = value.split("-");
      if (value === "mt") query.append("origin", "machine");
      else if (value) {
        query.set("min_score", low);
        query.set("max_score", high);
      }
    } else if (value !== "") query.append(name, value === "on" ? "true" : value);
  }
  return query;
}

export function setFilterText(text) {
  form.reset();
  byId("filter-text").value = text;
}

let timer;
form.addEventListener("input", (event) => {
  clearTimeout(timer);
  timer = setTimeout(() => openFilters.changed(), event.target.type === "search" ? 350 : 0);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  openFilters.changed();
});
form.addEventListener("reset", () => setTimeout(() => openFilters.changed(), 0));
