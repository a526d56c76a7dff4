// Light, dark, or as the system is set; kept in the browser.

const CHOICES = ["system", "light", "dark"];
const switcher = document.getElementById("theme");

function stored() {
  try {
    return CHOICES.includes(localStorage.getItem("translate-kit:theme"))
      ? localStorage.getItem("translate-kit:theme")
      : "system";
  } catch {
    return "system";
  }
}

function apply(choice) {
  if (choice === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  if (switcher) {
    switcher.textContent = { system: "◐", light: "☀", dark: "☾" }[choice];
    switcher.setAttribute("aria-label", `Colours: ${choice}. Change`);
    switcher.title = `Colours: ${choice}`;
  }
}

apply(stored());
if (switcher) {
  switcher.addEventListener("click", () => {
    const next = CHOICES[(CHOICES.indexOf(stored()) + 1) % CHOICES.length];
    try {
      localStorage.setItem("translate-kit:theme", next);
    } catch {
      // It holds for this page then.
    }
    apply(next);
  });
}

document.getElementById("log-out")?.addEventListener("click", async () => {
  const token = document.querySelector("meta[name=csrf-token]").content;
  await fetch("/api/session", { method: "DELETE", headers: { "X-CSRF-Token": token } });
  location.replace("/login");
});

const menu = document.getElementById("pages-menu");
menu?.addEventListener("click", () => menu.setAttribute("aria-expanded", String(menu.getAttribute("aria-expanded") !== "true")));
