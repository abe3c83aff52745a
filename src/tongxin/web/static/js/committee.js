// Keys on a row or a card of a committee: a digit sets the attitude, L begins a line from that person, B chooses their
// boss. Each has its click. Dragging a card onto another says who reports to whom, as the form of B does.
import { hasModifier, isComposing, isTyping, letterOf } from "./keys.js";

const FAR_ENOUGH = 6;
let drag = null;

const seatOf = (target) => target?.closest?.("[data-seat], [data-node]");
const uidOf = (seat) => seat.dataset.seat ?? seat.dataset.node;

document.addEventListener("keydown", (event) => {
  if (isComposing(event) || event.defaultPrevented || hasModifier(event) || isTyping(event.target)) return;
  const seat = seatOf(event.target);
  if (!seat || document.body.dataset.shortcuts === "off") return;
  const letter = event.shiftKey ? "" : letterOf(event);
  if (letter === "L") begin(seat, event, "[data-line-form]", "id_from_seat", "id_to_seat");
  if (letter === "B") begin(seat, event, "[data-boss-form]", "id_moved_seat", "id_moved_boss");
  const button = /^[0-5]$/.test(event.key) && seat.querySelector(`[data-digit="${event.key}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

function begin(seat, event, selector, from, to) {
  const form = document.querySelector(selector);
  if (!form) return;
  event.preventDefault();
  form.open = true;
  document.getElementById(from).value = uidOf(seat);
  aim(from, to);
}

/** The other end is somebody else: a line to oneself is none. */
function aim(from, to) {
  const one = document.getElementById(from);
  const other = document.getElementById(to);
  for (const option of other.options) option.disabled = Boolean(option.value) && option.value === one.value;
  if (other.selectedOptions[0]?.disabled) other.value = [...other.options].find((option) => !option.disabled)?.value ?? "";
  other.focus();
}

// Opened by its key or a click, a form is ready for the other person.
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("[data-line-form][open]")) aim("id_from_seat", "id_to_seat");
  if (event.target.matches?.("[data-boss-form][open]") && document.activeElement?.id !== "id_moved_boss") {
    document.getElementById("id_moved_seat").focus();
  }
}, true);
document.addEventListener("change", (event) => {
  if (event.target.id === "id_from_seat") { aim("id_from_seat", "id_to_seat"); event.target.focus(); }
});

document.addEventListener("pointerdown", (event) => {
  const card = event.target.closest?.("[data-node]");
  if (!card || event.button || event.pointerType === "touch" || event.target.closest(".plus")) return;
  if (document.querySelector("[data-boss-form]")) drag = { card, x: event.clientX, y: event.clientY };
});
document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  if (!drag.moved && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) <= FAR_ENOUGH) return;
  drag.moved = true;
  drag.card.dataset.drag = "";
  const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-node]");
  if (over === drag.over) return;
  drag.over?.removeAttribute("data-over");
  drag.over = over === drag.card ? null : over;
  if (drag.over) drag.over.dataset.over = "";
});
document.addEventListener("pointerup", () => drop(true));
document.addEventListener("pointercancel", () => drop(false));
document.addEventListener("dragstart", (event) => { if (event.target.closest?.("[data-node]")) event.preventDefault(); });

function drop(isKept) {
  if (!drag) return;
  const { card, over, moved } = drag;
  drag = null;
  card.removeAttribute("data-drag");
  over?.removeAttribute("data-over");
  if (!moved) return;
  // The click that follows a drag opens nothing.
  const swallow = (event) => event.preventDefault();
  document.addEventListener("click", swallow, true);
  setTimeout(() => document.removeEventListener("click", swallow, true), 0);
  if (!isKept || !over) return;
  document.getElementById("id_moved_seat").value = uidOf(card);
  const boss = document.getElementById("id_moved_boss");
  boss.value = uidOf(over);
  boss.form.requestSubmit();
}
