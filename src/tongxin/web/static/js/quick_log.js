// The one-box log: @ completes people, # completes deals; what is picked stands below the text and is sent by its id.
import { isKey, onTyped, settled } from "./keys.js";
import { announce, word } from "./words.js";

const KINDS = { "@": "person", "#": "opportunity" };
const ASKING = /([@#])([^\s@#，。；：、！？,.;:!?]{0,20})$/u;
const states = new WeakMap();

function stateOf(text) {
  if (!states.has(text)) states.set(text, { list: null, at: null, running: null });
  return states.get(text);
}

document.addEventListener("focusin", (event) => {
  const text = event.target.closest?.("[data-mentions]");
  if (!text || states.has(text)) return;
  stateOf(text);
  text.setAttribute("aria-autocomplete", "list");
  onTyped(text, settled(() => complete(text), 120));
  text.addEventListener("keydown", (key) => onKey(text, key));
  text.addEventListener("blur", () => setTimeout(() => shut(text), 150));
});

async function complete(text) {
  const state = stateOf(text);
  const asked = text.value.slice(0, text.selectionStart).match(ASKING);
  state.running?.abort();
  if (!asked) { shut(text); return; }
  state.at = { start: text.selectionStart - asked[0].length, end: text.selectionStart, sign: asked[1] };
  state.running = new AbortController();
  try {
    const query = new URLSearchParams({ kind: KINDS[asked[1]], q: asked[2] });
    const answer = await fetch(`${text.dataset.mentions}?${query}`, { signal: state.running.signal });
    show(text, answer.ok ? (await answer.json()).results : []);
  } catch (error) {
    if (error.name !== "AbortError") shut(text);
  }
}

function show(text, results) {
  shut(text);
  if (!results.length) return;
  const list = document.createElement("div");
  list.className = "complete";
  list.id = `${text.id}-completions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", word("results", { count: results.length }));
  list.append(...results.slice(0, 8).map((result, at) => row(text, result, at)));
  text.after(list);
  text.setAttribute("aria-controls", list.id);
  stateOf(text).list = list;
  mark(text, list.firstElementChild);
  announce(word("results", { count: results.length }));
}

function row(text, result, at) {
  const option = document.createElement("div");
  option.setAttribute("role", "option");
  option.id = `${text.id}-completion-${at}`;
  option.append(Object.assign(document.createElement("span"), { textContent: result.label }));
  if (result.hint) option.append(Object.assign(document.createElement("span"), { className: "meta", textContent: result.hint }));
  option.addEventListener("pointerdown", (event) => { event.preventDefault(); take(text, option); });
  option.result = result;
  return option;
}

function mark(text, option) {
  for (const other of stateOf(text).list.children) other.setAttribute("aria-selected", String(other === option));
  text.setAttribute("aria-activedescendant", option.id);
}

function shut(text) {
  const state = stateOf(text);
  state.list?.remove();
  state.list = null;
  text.removeAttribute("aria-activedescendant");
  text.removeAttribute("aria-controls");
}

function onKey(text, event) {
  const { list } = stateOf(text);
  if (!list) return;
  const rows = [...list.children];
  const at = rows.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const step = isKey(event, "ArrowDown") ? 1 : isKey(event, "ArrowUp") ? -1 : 0;
  if (step) mark(text, rows.at((at + step + rows.length) % rows.length));
  else if ((isKey(event, "Enter") && !event.ctrlKey && !event.metaKey) || isKey(event, "Tab")) take(text, rows[at]);
  else if (isKey(event, "Escape")) { shut(text); event.stopPropagation(); }
  else return;
  event.preventDefault();
}

function take(text, option) {
  const { start, end, sign } = stateOf(text).at;
  text.setRangeText(`${sign}${option.result.label} `, start, end, "end");
  shut(text);
  addPart(text.form, KINDS[sign], sign, option.result);
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
}

function addPart(form, kind, sign, { uid, label }) {
  const place = form?.querySelector("[data-log-parts]");
  if (!place || [...place.querySelectorAll("input")].some((input) => input.name === kind && input.value === uid)) return;
  const part = document.createElement("span");
  part.className = "pick";
  const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: kind, value: uid });
  const name = Object.assign(document.createElement("span"), { textContent: `${sign}${label}` });
  const remove = Object.assign(document.createElement("button"), { type: "button", textContent: "×", title: word("remove") });
  remove.setAttribute("aria-label", `${word("remove")} ${label}`);
  remove.addEventListener("click", () => { part.remove(); form.querySelector("[data-mentions]")?.focus(); });
  part.append(hidden, name, remove);
  place.append(part);
}

document.addEventListener("tongxin:saved", (event) => {
  if (event.target.matches("[data-log]")) event.target.querySelector("[data-log-parts]")?.replaceChildren();
});
