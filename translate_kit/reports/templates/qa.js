(() => {
  "use strict";
  const form = document.getElementById("filters");
  const segments = Array.from(document.querySelectorAll(".segment"));
  const headings = Array.from(document.querySelectorAll(".document"));
  const empty = document.getElementById("nothing");
  const output = document.getElementById("shown");
  const list = document.getElementById("list");
  const rank = { error: 3, warning: 2, info: 1, none: 0 };
  const home = Array.from(list.children);
  const texts = new Map(segments.map((s) => [s, s.textContent.toLowerCase()]));

  const apply = () => {
    const severity = form.elements.severity.value;
    const check = form.elements.check.value;
    const words = form.elements.words.value.trim().toLowerCase();
    let count = 0;
    for (const segment of segments) {
      const worst = rank[segment.dataset.worst];
      const fits =
        (severity === "all" || (severity === "clean" ? worst === 0 : worst >= Number(severity))) &&
        (!check || segment.dataset.checks.split(" ").includes(check)) &&
        (!words || texts.get(segment).includes(words));
      segment.hidden = !fits;
      count += fits ? 1 : 0;
    }
    const byGravity = form.elements.order.value === "gravity";
    for (const heading of headings) {
      heading.hidden = byGravity || !segments.some((s) => !s.hidden && s.dataset.document === heading.dataset.document);
    }
    empty.hidden = count > 0;
    output.textContent = count === segments.length ? count + " segments" : count + " of " + segments.length + " segments";
  };
  const sort = () => {
    const order =
      form.elements.order.value === "gravity"
        ? [...home].sort((a, b) => (rank[b.dataset.worst] || 0) - (rank[a.dataset.worst] || 0))
        : home;
    list.append(...order);
    apply();
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  form.elements.order.addEventListener("change", sort);
  for (const link of document.querySelectorAll("a[data-check]")) {
    link.addEventListener("click", () => {
      form.elements.severity.value = "all";
      form.elements.check.value = link.dataset.check;
      form.elements.words.value = "";
      apply();
    });
  }
  apply();
})();
