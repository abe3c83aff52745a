// Offers below a field while one types; the field keeps the focus, and an input method its Enter.
import { isKey, onTyped, settled } from "./keys.js";
import { announce, word } from "./words.js";

/**
 * Complete what is typed into a field.
 * `ask` returns the query's parameters, or null when nothing is to be offered; `take` gets the result chosen.
 * With `tab`, the key takes the marked result too.
 */
export function offer(field, url, { ask, take, tab = false }) {
  let list = null;
  let running = null;

  function shut() {
    list?.remove();
    list = null;
    field.removeAttribute("aria-activedescendant");
    field.removeAttribute("aria-controls");
    if (field.hasAttribute("aria-expanded")) field.setAttribute("aria-expanded", "false");
  }

  function mark(option) {
    for (const other of list.children) other.setAttribute("aria-selected", String(other === option));
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function choose(option) {
    shut();
    take(option.result);
  }

  function row(result, at) {
    const option = document.createElement("div");
    option.setAttribute("role", "option");
    option.id = `${field.id}-completion-${at}`;
    option.append(Object.assign(document.createElement("span"), { textContent: result.label }));
    if (result.hint) option.append(Object.assign(document.createElement("span"), { className: "meta", textContent: result.hint }));
    option.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(option); });
    option.result = result;
    return option;
  }

  function show(results) {
    shut();
    if (!results.length || document.activeElement !== field) return;
    list = document.createElement("div");
    list.className = "complete";
    list.id = `${field.id}-completions`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", word("results", { count: results.length }));
    list.append(...results.slice(0, 8).map(row));
    field.after(list);
    field.setAttribute("aria-controls", list.id);
    if (field.hasAttribute("aria-expanded")) field.setAttribute("aria-expanded", "true");
    mark(list.firstElementChild);
    announce(word("results", { count: results.length }));
  }

  async function look() {
    running?.abort();
    const query = ask();
    if (!query) { shut(); return; }
    running = new AbortController();
    try {
      const answer = await fetch(`${url}?${new URLSearchParams(query)}`, { signal: running.signal });
      show(answer.ok ? (await answer.json()).results : []);
    } catch (error) {
      if (error.name !== "AbortError") shut();
    }
  }

  function onKey(event) {
    if (!list) return;
    const rows = [...list.children];
    const at = rows.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const step = isKey(event, "ArrowDown") ? 1 : isKey(event, "ArrowUp") ? -1 : 0;
    if (step) mark(rows.at((at + step + rows.length) % rows.length));
    else if ((isKey(event, "Enter") && !event.ctrlKey && !event.metaKey) || (tab && isKey(event, "Tab"))) choose(rows[at]);
    else if (isKey(event, "Escape")) { shut(); event.stopPropagation(); }
    else return;
    event.preventDefault();
  }

  field.setAttribute("aria-autocomplete", "list");
  onTyped(field, settled(look, 120));
  field.addEventListener("keydown", onKey);
  field.addEventListener("blur", () => setTimeout(shut, 150));
  return look;
}
