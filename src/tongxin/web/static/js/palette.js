// Search or do: one field over everything. The server finds; this file moves the choice, opens it, and remembers it.
import { isCommand, isKey, letterOf, onTyped, settled } from "./keys.js";
import { openSheet } from "./sheet.js";
import { complain } from "./toasts.js";
import { announce, word } from "./words.js";

const REMEMBERED = 5;
const STORE = "tongxin:recent";
const palette = document.getElementById("palette");
const ask = document.getElementById("palette-ask");
const found = document.getElementById("palette-found");
let running = null;

function options() {
  return [...found.querySelectorAll("[role=option]")];
}

function choose(option) {
  options().forEach((other) => other.setAttribute("aria-selected", String(other === option)));
  if (option) {
    option.id ||= `palette-option-${options().indexOf(option)}`;
    ask.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else ask.removeAttribute("aria-activedescendant");
}

function chosen() {
  return found.querySelector("[aria-selected=true]");
}

function recent() {
  try { return JSON.parse(localStorage.getItem(STORE)) ?? []; } catch { return []; }
}

function remember(option) {
  const entry = { href: option.dataset.href, label: option.querySelector("span")?.textContent ?? "" };
  const others = recent().filter((other) => other.href !== entry.href);
  localStorage.setItem(STORE, JSON.stringify([entry, ...others].slice(0, REMEMBERED)));
}

function showStart() {
  found.replaceChildren(document.getElementById("palette-start").content.cloneNode(true));
  const entries = recent();
  if (entries.length) {
    const group = document.createElement("div");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", word("recent"));
    const head = Object.assign(document.createElement("p"), { className: "head", textContent: word("recent") });
    head.setAttribute("role", "presentation");
    group.append(head, ...entries.map(entryRow));
    found.prepend(group);
  }
  choose(options()[0]);
}

function entryRow({ href, label }) {
  const row = document.createElement("div");
  row.setAttribute("role", "option");
  row.dataset.href = href;
  row.append(Object.assign(document.createElement("span"), { textContent: label }));
  return row;
}

async function look() {
  running?.abort();
  const query = ask.value.trim();
  if (!query) { showStart(); return; }
  running = new AbortController();
  try {
    const address = `${palette.dataset.source}?${new URLSearchParams({ q: query })}`;
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: running.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    htmx.swap(found, await answer.text(), { swapStyle: "innerHTML" });
    choose(options()[0]);
    announce(options().length ? word("results", { count: options().length }) : word("nothing"));
  } catch (error) {
    if (error.name !== "AbortError") { palette.close(); complain(word("failed")); }
  }
}

function open() {
  if (palette.open) return;
  ask.value = "";
  showStart();
  palette.showModal();
  ask.focus();
}

function go(option, inNewTab) {
  if (!option) return;
  if (!option.dataset.sheetUrl) remember(option);
  if (inNewTab) { window.open(option.dataset.href, "_blank", "noopener"); return; }
  palette.close();
  if (option.dataset.sheetUrl) openSheet(option.dataset.sheetUrl);
  else location.assign(option.dataset.href);
}

function onKey(event) {
  const all = options();
  const step = isKey(event, "ArrowDown") ? 1 : isKey(event, "ArrowUp") ? -1 : 0;
  if (step && all.length) choose(all.at((all.indexOf(chosen()) + step + all.length) % all.length));
  else if (isKey(event, "Enter")) go(chosen(), isCommand(event));
  else return;
  event.preventDefault();
}

if (palette) {
  ask.addEventListener("keydown", onKey);
  onTyped(ask, settled(look, 120));
  found.addEventListener("click", (event) => go(event.target.closest("[role=option]"), isCommand(event)));
  found.addEventListener("pointermove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option !== chosen()) choose(option);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-palette-open]")) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    if (!isCommand(event) || event.shiftKey || letterOf(event) !== "K") return;
    event.preventDefault();
    open();
  });
}
