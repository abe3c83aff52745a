// Search or do: one field over everything. The server finds; this file moves the choice, opens it, and remembers it.
import { isCommand, isKey, letterOf, onTyped, settled } from "./keys.js";
import { openSheet } from "./sheet.js";
import { complain } from "./toasts.js";
import { announce, word } from "./words.js";

const REMEMBERED = 7;
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
  keep({
    href: option.dataset.href,
    label: textOf(option.querySelector("span")),
    note: textOf(option.querySelector(".meta")),
    icon: iconOf(option),
  });
}

function textOf(element) {
  return element?.textContent.trim() ?? "";
}

// The name of a drawing within the file of them all, whose address changes with every release.
function iconOf(element) {
  return element?.querySelector("use")?.getAttribute("href").split("#")[1] ?? "";
}

// Whoever opens a record comes back to it by name, however they came there.
function rememberRecord() {
  const about = new URLSearchParams(document.getElementById("main")?.dataset.about ?? "");
  const title = document.querySelector("main h1");
  if (!title || ![...about.values()].some((uid) => location.pathname.endsWith(`/${uid}/`))) return;
  const icon = iconOf(document.querySelector(".rail [aria-current]"));
  keep({ href: location.pathname, label: textOf(title), note: "", icon });
}

function keep(entry) {
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

function entryRow({ href, label, note, icon }) {
  // What the page offers by itself is called as the page calls it, in the language of today.
  const offered = options().find((option) => option.dataset.href === href);
  const row = document.createElement("div");
  row.setAttribute("role", "option");
  row.dataset.href = href;
  const drawing = palette.querySelector(".ask svg").cloneNode(true);
  const use = drawing.querySelector("use");
  use.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#${icon || "search"}`);
  row.append(drawing, Object.assign(document.createElement("span"), { textContent: textOf(offered?.querySelector("span")) || label }));
  if (note) row.append(Object.assign(document.createElement("span"), { className: "meta", textContent: note }));
  return row;
}

// Within each group, what one was at lately comes first.
function recentFirst() {
  const places = recent().map((entry) => entry.href);
  for (const group of found.querySelectorAll("[role=group]")) {
    const known = [...group.querySelectorAll("[role=option]")].filter((option) => places.includes(option.dataset.href));
    known.sort((one, other) => places.indexOf(one.dataset.href) - places.indexOf(other.dataset.href));
    group.querySelector(".head")?.after(...known);
  }
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
    recentFirst();
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
  // What a button of the page does already is done by that button.
  const button = document.getElementById(option.dataset.presses);
  if (button) { palette.close(); button.click(); return; }
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
  rememberRecord();
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
