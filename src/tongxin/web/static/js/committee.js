// Keys on a row of a committee: a digit sets the attitude, L begins a line from that person. Each has its click.
import { hasModifier, isComposing, isTyping, letterOf } from "./keys.js";

document.addEventListener("keydown", (event) => {
  if (isComposing(event) || event.defaultPrevented || hasModifier(event) || isTyping(event.target)) return;
  const row = event.target.closest?.("[data-seat]");
  if (!row || document.body.dataset.shortcuts === "off") return;
  if (letterOf(event) === "L" && !event.shiftKey) begin(row, event);
  const button = /^[0-5]$/.test(event.key) && row.querySelector(`[data-digit="${event.key}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

function begin(row, event) {
  const form = document.querySelector("[data-line-form]");
  if (!form) return;
  event.preventDefault();
  form.open = true;
  document.getElementById("id_from_seat").value = row.dataset.seat;
  document.getElementById("id_to_seat").focus();
}

// Opened by its key or a click, the form is ready for the other person.
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("[data-line-form][open]")) document.getElementById("id_to_seat").focus();
}, true);
