// Select rows: by box, by X on the focused row, onwards by Shift and an arrow or a click; then act on all of them.
import { hasModifier, isComposing, isTyping, letterOf } from "./keys.js";
import { announce, word } from "./words.js";

let last = null;

function boxes(list) {
  return [...list.querySelectorAll("tbody .sel input[type=checkbox]")];
}

function update(list) {
  const all = boxes(list);
  const chosen = all.filter((box) => box.checked);
  all.forEach((box) => {
    const row = box.closest("tr");
    if (box.checked) row.setAttribute("aria-selected", "true");
    else row.removeAttribute("aria-selected");
  });
  const whole = list.querySelector("[data-all]");
  if (whole) {
    whole.checked = chosen.length > 0 && chosen.length === all.length;
    whole.indeterminate = chosen.length > 0 && chosen.length < all.length;
  }
  const bar = list.querySelector("[data-bulk]");
  if (!bar) return;
  const said = word("selected", { count: chosen.length });
  bar.hidden = chosen.length === 0;
  bar.querySelector("[data-bulk-count]").textContent = said;
  announce(said);
}

function choose(list, box, isOn, isRange) {
  const all = boxes(list);
  const [from, to] = [all.indexOf(isRange && last ? last : box), all.indexOf(box)].sort((a, b) => a - b);
  all.slice(Math.max(from, 0), to + 1).forEach((each) => { each.checked = isOn; });
  last = box;
  update(list);
}

document.addEventListener("click", (event) => {
  const list = event.target.closest("[data-rows]");
  if (!list) return;
  if (event.target.matches("[data-all]")) {
    boxes(list).forEach((box) => { box.checked = event.target.checked; });
    update(list);
  } else if (event.target.matches(".sel input")) choose(list, event.target, event.target.checked, event.shiftKey);
  else if (event.target.closest("[data-bulk-clear]")) {
    boxes(list).forEach((box) => { box.checked = false; });
    update(list);
  }
});

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("[data-rows] tbody tr");
  if (!row || isComposing(event) || hasModifier(event) || isTyping(event.target)) return;
  const list = row.closest("[data-rows]");
  const box = row.querySelector(".sel input");
  if (letterOf(event) === "X" && box && document.body.dataset.shortcuts !== "off") choose(list, box, !box.checked, false);
  else if (event.shiftKey && ["ArrowDown", "ArrowUp"].includes(event.key)) extend(list, row, box, event.key === "ArrowDown");
  else return;
  event.preventDefault();
});

function extend(list, row, box, isDown) {
  const all = boxes(list);
  const next = all[all.indexOf(box) + (isDown ? 1 : -1)];
  if (!next) return;
  if (box) box.checked = true;
  choose(list, next, true, false);
  const focused = document.activeElement.matches(".sel input") ? next : next.closest("tr").querySelector("th a, td a");
  (focused ?? next).focus();
}

document.querySelectorAll("[data-rows]").forEach((list) => {
  if (boxes(list).some((box) => box.checked)) update(list);
});
