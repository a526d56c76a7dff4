// Elements out of tags, attributes and children. Texts are always text: what comes from a document is never markup.

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function button(text, onclick, attributes = {}) {
  return el("button", { type: "button", onclick, ...attributes }, text);
}

export const byId = (id) => document.getElementById(id);

// Say something to people who cannot see the page change.
export function announce(text) {
  const place = byId("announcer");
  place.textContent = "";
  requestAnimationFrame(() => (place.textContent = text));
}

// A message at the edge of the page, with what can be done about it; it stays as long as somebody is at it.
// `once`: a name under which it is shown one time at most.
export function toast(text, actions = [], { kind = "info", seconds = 8, once = "" } = {}) {
  if (once && [...byId("toasts").children].some((shown) => shown.dataset.once === once)) return () => {};
  const note = el("div", { class: `toast ${kind}`, "data-once": once || null }, el("span", {}, text));
  let timer;
  const gone = () => note.remove();
  const wait = () => (timer = seconds && setTimeout(gone, 1000 * seconds));
  for (const [label, action] of actions) {
    note.append(
      button(label, async () => {
        gone();
        await action();
      }),
    );
  }
  const close = () => {
    const held = note.contains(document.activeElement);
    gone();
    // Focus is not lost with the message.
    if (held) (byId("target-text") || byId("main"))?.focus();
  };
  note.append(button("×", close, { "aria-label": "Close this message", class: "quiet" }));
  for (const event of ["pointerenter", "focusin"]) note.addEventListener(event, () => clearTimeout(timer));
  for (const event of ["pointerleave", "focusout"]) note.addEventListener(event, wait);
  byId("toasts").append(note);
  announce(text);
  wait();
  return gone;
}

export function dialog(title, build, { wide = false } = {}) {
  const heading = el("h2", { id: `dialog-${Date.now()}` }, title);
  const box = el("dialog", { "aria-labelledby": heading.id, class: wide ? "wide" : "" });
  const close = () => box.close();
  box.append(
    el("header", {}, heading, button("×", close, { "aria-label": "Close", class: "quiet" })),
    build(close),
  );
  const before = document.activeElement;
  box.addEventListener("close", () => {
    box.remove();
    if (before && before.isConnected) before.focus();
  });
  document.body.append(box);
  box.showModal();
  return box;
}
