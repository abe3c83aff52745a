// Light and dark at once; the choice is then saved like any preference.
import { csrfToken } from "./words.js";

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function use(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  document.querySelectorAll("[data-preference=theme] button").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.value === theme));
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const isSwitch = form.matches("[data-theme-form]");
  if (!isSwitch && !form.matches("[data-preference=theme]")) return;
  event.preventDefault();
  const theme = isSwitch ? (isDark() ? "light" : "dark") : event.submitter.value;
  use(theme);
  const body = new URLSearchParams({ theme, next: "/" });
  fetch(form.action, { method: "POST", body, headers: { "X-CSRFToken": csrfToken() }, redirect: "manual" });
});
