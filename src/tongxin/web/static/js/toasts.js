// Short notes in the past tense, with the way back. They wait while somebody points at them or reads them.
import { announce, word } from "./words.js";

const SHOWN_FOR = 10_000;

function region() {
  return document.getElementById("toasts");
}

function start(toast) {
  let timer;
  const wait = () => { timer = setTimeout(() => leave(toast), SHOWN_FOR); };
  const hold = () => clearTimeout(timer);
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("pointerleave", wait);
  toast.addEventListener("focusout", wait);
  toast.dataset.started = "";
  if (!toast.matches("[data-stays]")) wait();
}

function leave(toast) {
  toast.dataset.leaving = "";
  setTimeout(() => toast.remove(), 160);
}

/** Show a note; `undo` is an address that takes a POST. */
export function say(text, undo = "") {
  const toast = made(text);
  if (undo) {
    const form = toast.querySelector("[data-undo]");
    form.hidden = false;
    form.action = undo;
    form.elements.next.value = location.pathname + location.search;
  }
  region().append(toast);
  start(toast);
  announce(text);
}

/** Show what went wrong until it is closed. */
export function complain(text) {
  region().querySelectorAll("[data-stays]").forEach((old) => old.remove());
  const toast = made(text);
  toast.dataset.stays = "";
  const shape = Object.assign(document.createElement("span"), { className: "shape", textContent: "▼" });
  shape.setAttribute("aria-hidden", "true");
  toast.prepend(shape);
  region().append(toast);
  start(toast);
  document.getElementById("alert").textContent = text;
}

function made(text) {
  const toast = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  toast.querySelector("[data-text]").textContent = text;
  return toast;
}

document.addEventListener("click", (event) => {
  const close = event.target.closest("[data-toast-close]");
  if (close) leave(close.closest("[data-toast]"));
  const asked = event.target.closest("[data-say]");
  if (asked) say(asked.dataset.say, asked.dataset.sayUndo);
});

document.addEventListener("toast", (event) => say(event.detail.text ?? word("updated"), event.detail.undo));

function startAll() {
  document.querySelectorAll("[data-toast]:not([data-started])").forEach((toast) => {
    start(toast);
    announce(toast.firstElementChild.textContent);
  });
}

if (region()) {
  startAll();
  new MutationObserver(startAll).observe(region(), { childList: true });
}
