// Fly-outs (details) close on Escape, on a click beside them, and when another one opens.
import { isKey } from "./keys.js";

function closeOthers(kept) {
  document.querySelectorAll("details[data-flyout][open]").forEach((flyout) => { if (flyout !== kept) flyout.open = false; });
}

document.addEventListener("click", (event) => closeOthers(event.target.closest("details[data-flyout]")));

document.addEventListener("keydown", (event) => {
  const flyout = event.target.closest?.("details[data-flyout][open]");
  if (!flyout || !isKey(event, "Escape")) return;
  flyout.open = false;
  flyout.querySelector("summary").focus();
});

// The event does not bubble: it is caught on its way down.
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("details[data-flyout][open]")) event.target.querySelector("[data-first]")?.focus();
}, true);
