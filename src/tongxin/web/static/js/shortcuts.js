// Single keys outside of fields. They listen to the place of the key, so that they work while a Chinese input method is on.
import { hasModifier, isCommand, isComposing, isTyping, letterOf } from "./keys.js";

const SECOND_KEY_WITHIN = 1500;
let goUntil = 0;

function isOff() {
  return document.body.dataset.shortcuts === "off";
}

document.addEventListener("keydown", (event) => {
  if (isComposing(event) || event.defaultPrevented) return;
  if (isCommand(event) && event.key === "Enter") { save(event); return; }
  if (isOff() || hasModifier(event) || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const act = actFor(event);
  if (!act) return;
  event.preventDefault();
  act();
});

function actFor(event) {
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) {
    return () => document.getElementById("shortcuts")?.showModal();
  }
  if (event.key === "/" || event.code === "Slash") return focusSearch();
  const letter = letterOf(event);
  if (!letter || event.shiftKey) return null;
  if (Date.now() < goUntil) {
    goUntil = 0;
    return follow(`[data-go="${letter}"]`);
  }
  if (letter === "G") return () => { goUntil = Date.now() + SECOND_KEY_WITHIN; };
  return follow(`main [data-key="${letter}"]`) ?? follow(`[data-key="${letter}"]`);
}

function follow(selector) {
  const link = document.querySelector(selector);
  return link ? () => link.click() : null;
}

function focusSearch() {
  const field = document.querySelector("[data-list-search]");
  if (field) return () => field.select();
  return follow("[data-palette-open]");
}

/** Ctrl+Enter saves the form one is in. */
function save(event) {
  const form = event.target.closest?.("form");
  if (!form || form.method === "dialog" || !isTyping(event.target)) return;
  event.preventDefault();
  form.requestSubmit();
}
