// Keep what is typed into a form on this device until the server has it. Passwords and files are never kept.
import { settled } from "./keys.js";
import { complain } from "./toasts.js";
import { announce, word } from "./words.js";

const PREFIX = "tongxin:draft:";
const SENT = "tongxin:sent";
const KEEP_FOR = 7 * 24 * 3600 * 1000;

function keyOf(form) {
  return `${PREFIX}${form.dataset.draft}`;
}

function controls(form) {
  return [...form.elements].filter((control) => control.name
    && !["password", "file", "hidden", "submit", "button"].includes(control.type));
}

function isChosen(control) {
  return ["checkbox", "radio"].includes(control.type);
}

function keepNow(form) {
  const values = controls(form).map((control) => [control.name, control.value, isChosen(control) ? control.checked : true]);
  const isEmpty = controls(form).every((control) => isChosen(control) || control.value === control.defaultValue);
  if (isEmpty) localStorage.removeItem(keyOf(form));
  else localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), values }));
}

const keep = settled(keepNow, 300);

function restore(form) {
  if (form.dataset.draftSeen !== undefined) return;
  form.dataset.draftSeen = "";
  const kept = read(keyOf(form));
  if (!kept || form.querySelector("[aria-invalid=true], .form-errors")) return;
  for (const control of controls(form)) {
    const found = kept.values.find(([name, value]) => name === control.name && (!isChosen(control) || value === control.value));
    if (!found) continue;
    if (isChosen(control)) control.checked = found[2];
    else control.value = found[1];
  }
  note(form);
}

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    if (kept && Date.now() - kept.at < KEEP_FOR) return kept;
  } catch { /* a broken entry is no entry */ }
  localStorage.removeItem(key);
  return null;
}

function note(form) {
  const line = Object.assign(document.createElement("p"), { className: "draft-note" });
  const again = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet", textContent: word("discard") });
  again.addEventListener("click", () => { localStorage.removeItem(keyOf(form)); form.reset(); line.remove(); });
  line.append(Object.assign(document.createElement("span"), { textContent: word("restored") }), again);
  form.prepend(line);
  announce(word("restored"));
}

function forget(form) {
  localStorage.removeItem(keyOf(form));
  form.querySelector(".draft-note")?.remove();
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-draft]")) keep(form);
});

// Known to be without a network, a form stays where it is, rather than giving way to the browser's own page about that.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (navigator.onLine || form.method !== "post" || isSentByScript(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.matches("[data-draft]")) keepNow(form);
  complain(word("offline"));
}, true);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.action?.endsWith("/sign-out/")) forgetAll();
  else if (form.matches("[data-draft]")) {
    keepNow(form);
    if (!isSentByScript(form)) sessionStorage.setItem(SENT, keyOf(form));
  }
});

// These answer with tongxin:saved.
function isSentByScript(form) {
  return form.hasAttribute("hx-post") || form.closest("#sheet-body");
}

document.addEventListener("tongxin:saved", (event) => { if (event.target.matches("[data-draft]")) forget(event.target); });
for (const name of ["htmx:afterSettle", "tongxin:shown"]) {
  document.addEventListener(name, () => document.querySelectorAll("form[data-draft]").forEach(restore));
}

function forgetAll() {
  Object.keys(localStorage).filter((key) => key.startsWith("tongxin:")).forEach((key) => localStorage.removeItem(key));
}

// The server has a sent form when it answered by leading on to this page. Without a network there was no answer, and this
// page was reached by going back or by its address: what was typed is kept.
function wasLedHere() {
  const [how] = performance.getEntriesByType("navigation");
  return how?.type !== "back_forward" && how?.redirectCount > 0 && !location.pathname.endsWith("/sign-in/");
}

const sent = sessionStorage.getItem(SENT);
sessionStorage.removeItem(SENT);
const hasErrors = document.querySelector("form[data-draft] [aria-invalid=true], .form-errors, .refusal");
if (sent && wasLedHere() && !hasErrors) localStorage.removeItem(sent);
document.querySelectorAll("form[data-draft]").forEach(restore);
