// Menus are popovers: arrows move in them, a choice closes them. Browsers without anchors get their place from here.
import { isKey } from "./keys.js";

const hasAnchors = CSS.supports("position-area", "block-end");
const opened = new WeakMap();

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[popovertarget]");
  if (opener) opened.set(document.getElementById(opener.getAttribute("popovertarget")), opener);
  const item = event.target.closest("[data-menu] .item:not([popovertarget])");
  if (item) item.closest("[popover]").hidePopover();
}, true);

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!(menu instanceof HTMLElement) || !menu.matches("[data-menu]")) return;
  const isOpen = event.newState === "open";
  opened.get(menu)?.setAttribute("aria-expanded", String(isOpen));
  if (!isOpen) return;
  if (!hasAnchors) place(menu, opened.get(menu));
  menu.querySelector(".item, button, a, input:not([type=hidden])")?.focus({ preventScroll: true });
}, true);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("[data-menu]");
  if (!menu || !["ArrowDown", "ArrowUp", "Home", "End"].some((name) => isKey(event, name))) return;
  const items = [...menu.querySelectorAll(".item, .segment button, input")].filter((item) => item.offsetParent);
  const at = items.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  items.at(next % items.length)?.focus();
  event.preventDefault();
});

/** Open a menu at an element that is not its own button. */
export function openAt(menu, element) {
  opened.set(menu, element);
  // A browser hides a menu whose element is scrolled out of sight.
  element.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  menu.showPopover({ source: element });
}

function place(menu, opener) {
  if (!opener) return;
  const box = opener.getBoundingClientRect();
  const below = box.bottom + 4 + menu.offsetHeight < innerHeight;
  menu.style.top = `${below ? box.bottom + 4 : Math.max(8, box.top - 4 - menu.offsetHeight)}px`;
  menu.style.left = `${Math.max(8, Math.min(box.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8))}px`;
}
