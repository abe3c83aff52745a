// Change one value where it stands: Enter or a click opens the form, Escape puts the value back, saving shows the new one.
import { isKey } from "./keys.js";
import { addressForms, isPage, partOf, wasRedirected } from "./parts.js";

const before = new WeakMap();

function slotOf(element) {
  return element.closest("[data-edit-slot], td, dd");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-edit]");
  const slot = link && slotOf(link);
  if (!slot || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  before.set(slot, { nodes: [...slot.childNodes], id: link.id });
  slot.dataset.editing = link.getAttribute("href");
  htmx.ajax("GET", link.getAttribute("href"), { target: slot, swap: "innerHTML" });
});

document.addEventListener("submit", (event) => {
  const slot = event.target.closest("[data-editing]");
  if (!slot || event.target.hasAttribute("hx-post")) return;
  event.preventDefault();
  event.stopPropagation();
  htmx.ajax("POST", event.target.action, { source: event.target, target: slot, swap: "innerHTML" });
});

document.addEventListener("keydown", (event) => {
  const slot = event.target.closest?.("[data-editing]");
  if (!slot || !isKey(event, "Escape")) return;
  event.preventDefault();
  event.stopPropagation();
  putBack(slot);
});

function putBack(slot) {
  const { nodes, id } = before.get(slot);
  slot.replaceChildren(...nodes);
  delete slot.dataset.editing;
  document.getElementById(id)?.focus();
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target: slot, xhr, pathInfo } = event.detail;
  if (slot?.dataset?.editing === undefined || !isPage(event.detail.serverResponse)) return;
  const saved = pathInfo && wasRedirected(xhr, pathInfo.requestPath);
  if (saved && !slot.id) { event.detail.shouldSwap = false; location.reload(); return; }
  const part = saved ? partOf(event.detail.serverResponse, `#${CSS.escape(slot.id)}`) : partOf(event.detail.serverResponse, "#main form");
  if (part && !saved) part.classList.add("edit-form");
  event.detail.serverResponse = (saved ? part?.innerHTML : part?.outerHTML) ?? "";
});

document.addEventListener("htmx:afterSettle", (event) => {
  const slot = event.detail.target;
  if (slot?.dataset?.editing === undefined) return;
  addressForms(slot, slot.dataset.editing);
  const control = slot.querySelector("form :is(input:not([type=hidden]), select, textarea)");
  if (control) {
    control.focus();
    control.select?.();
    return;
  }
  delete slot.dataset.editing;
  (document.getElementById(before.get(slot)?.id) ?? slot.querySelector("a, button"))?.focus();
});
