(() => {
  "use strict";
  const PAGE = 200;
  const form = document.getElementById("filters");
  const empty = document.getElementById("nothing");
  const output = document.getElementById("shown");
  const list = document.getElementById("list");
  const pager = document.getElementById("pager");
  const rank = { error: 3, warning: 2, info: 1, none: 0 };
  const plainText = (html) => html.replace(/<[^>]*>/g, " ").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&#34;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, "&");
  const lower = (entry) => (entry.text ??= (entry.element ? entry.element.textContent : plainText(entry.html)).toLowerCase());

  // Few segments stand in the page as they are. Many are data, of which one page at a time becomes elements.
  const data = document.getElementById("rows");
  const documents = data ? JSON.parse(data.textContent).documents : [];
  const entries = data
    ? JSON.parse(data.textContent).rows.map(([number, worst, checks, waived, document, html]) => ({ number, worst, checks: checks.split(" "), waived: waived === 1, document: documents[document], html }))
    : Array.from(list.querySelectorAll(".segment"), (element) => ({
        element,
        worst: rank[element.dataset.worst],
        checks: element.dataset.checks.split(" "),
        waived: element.dataset.waived === "1",
        document: element.dataset.document,
      }));
  const headings = Array.from(list.querySelectorAll(".document"));
  const home = Array.from(list.children);
  let found = entries;
  let page = 0;

  const fits = (entry) => {
    const severity = form.elements.severity.value;
    const check = form.elements.check.value;
    const words = form.elements.words.value.trim().toLowerCase();
    const grave =
      severity === "all" || (severity === "clean" ? entry.worst === 0 : severity === "waived" ? entry.waived : entry.worst >= Number(severity));
    return grave && (!check || entry.checks.includes(check)) && (!words || lower(entry).includes(words));
  };
  const byGravity = () => form.elements.order.value === "gravity";
  const showPage = () => {
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    page = Math.min(Math.max(page, 0), pages - 1);
    const parts = [];
    let last = null;
    for (const entry of found.slice(page * PAGE, (page + 1) * PAGE)) {
      if (!byGravity() && documents.length > 1 && entry.document !== last) {
        const heading = document.createElement("p");
        heading.className = "document";
        heading.textContent = last = entry.document;
        parts.push(heading.outerHTML);
      }
      parts.push(entry.html);
    }
    list.innerHTML = parts.join("");
    pager.hidden = pages === 1;
    document.getElementById("page").textContent = "Page " + (page + 1) + " of " + pages;
    pager.querySelector("[data-step='-1']").disabled = page === 0;
    pager.querySelector("[data-step='1']").disabled = page === pages - 1;
  };
  const apply = () => {
    found = entries.filter(fits);
    if (data) {
      if (byGravity()) found = found.slice().sort((a, b) => b.worst - a.worst);
      page = 0;
      showPage();
    } else {
      const shown = new Set(found);
      for (const entry of entries) entry.element.hidden = !shown.has(entry);
      for (const heading of headings) {
        heading.hidden = byGravity() || !found.some((entry) => entry.document === heading.dataset.document);
      }
    }
    empty.hidden = found.length > 0;
    const all = entries.length.toLocaleString("en");
    output.textContent = found.length === entries.length ? all + " segments" : found.length.toLocaleString("en") + " of " + all + " segments";
  };
  const sort = () => {
    if (!data) {
      const order = byGravity() ? [...home].sort((a, b) => (rank[b.dataset.worst] || 0) - (rank[a.dataset.worst] || 0)) : home;
      list.append(...order);
    }
    apply();
  };
  const follow = () => {
    const number = Number((/^#s(\d+)$/.exec(location.hash) || [])[1]);
    const place = data && number ? found.findIndex((entry) => entry.number === number) : -1;
    if (place >= 0) {
      page = Math.floor(place / PAGE);
      showPage();
      document.getElementById("s" + number).scrollIntoView();
    }
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  form.elements.order.addEventListener("change", sort);
  pager.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    page += Number(button.dataset.step);
    showPage();
    document.getElementById("segments").scrollIntoView();
  });
  for (const link of document.querySelectorAll("a[data-check]")) {
    link.addEventListener("click", () => {
      form.elements.severity.value = "all";
      form.elements.check.value = link.dataset.check;
      form.elements.words.value = "";
      apply();
    });
  }
  if (data) document.getElementById("first").hidden = true;
  apply();
  follow();
  window.addEventListener("hashchange", follow);
})();
