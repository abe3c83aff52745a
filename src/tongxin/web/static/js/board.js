// Move a card to another lane: by pointer, by its "Move to…" menu, or by M. All three post `to` to the card's address.
import { hasModifier, isComposing, isKey, isTyping, letterOf } from "./keys.js";
import { openAt } from "./menus.js";
import { complain } from "./toasts.js";
import { announce, csrfToken, word } from "./words.js";

const FAR_ENOUGH = 6;
const PRESS_FOR = 300;
let drag = null;

const nameOf = (card) => card.querySelector(".card-title")?.textContent.trim() ?? "";
const labelOf = (lane) => lane.dataset.laneLabel ?? lane.querySelector("h2, h3")?.firstChild.textContent.trim() ?? lane.dataset.lane;
const laneOf = (card) => card.closest("[data-lane]");
/** Where a card's moves are posted to: below the address of its record, unless it says another. */
const moveUrl = (card) => card.dataset.moveUrl ?? `${card.querySelector(".card-title a").getAttribute("href")}stage-entries/`;

/** Put the button that moves it on every card that has none: a full board is half as long without them. */
function dressCards() {
  for (const template of document.querySelectorAll("[data-board] > template[data-move-button]")) {
    for (const card of template.parentElement.querySelectorAll("[data-drag]:not(:has([data-move-open]))")) {
      card.append(template.content.cloneNode(true));
    }
  }
}
dressCards();
document.addEventListener("htmx:afterSettle", dressCards);

document.addEventListener("pointerdown", (event) => {
  const card = event.target.closest("[data-board] [data-drag]");
  if (!card || event.button || event.target.closest("button")) return;
  drag = { card, id: event.pointerId, x: event.clientX, y: event.clientY, gap: null };
  if (event.pointerType === "touch") drag.press = setTimeout(() => lift(), PRESS_FOR);
});

document.addEventListener("pointermove", (event) => {
  if (!drag || event.pointerId !== drag.id) return;
  const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > FAR_ENOUGH;
  if (!drag.gap && far) {
    if (event.pointerType === "touch") { clearTimeout(drag.press); drag = null; return; }
    lift();
  }
  if (drag?.gap) follow(event);
});

document.addEventListener("pointerup", (event) => {
  if (!drag || event.pointerId !== drag.id) return;
  const { card, over, gap } = drag;
  putDown();
  if (gap && over && over !== laneOf(card)) move(card, over);
});
document.addEventListener("pointercancel", () => { if (drag) putDown(); });
document.addEventListener("touchmove", (event) => { if (drag?.gap) event.preventDefault(); }, { passive: false });
document.addEventListener("dragstart", (event) => { if (event.target.closest?.("[data-board] [data-drag]")) event.preventDefault(); });
document.addEventListener("click", (event) => {
  if (drag?.justDropped || document.documentElement.dataset.dropped) event.preventDefault();
}, true);

function lift() {
  const { card } = drag;
  const box = card.getBoundingClientRect();
  drag.gap = Object.assign(document.createElement("div"), { className: "card-gap" });
  drag.gap.style.height = `${box.height}px`;
  drag.offset = { x: drag.x - box.left, y: drag.y - box.top };
  card.before(drag.gap);
  card.dataset.lifted = "";
  card.style.width = `${box.width}px`;
  card.style.left = `${box.left}px`;
  card.style.top = `${box.top}px`;
  announce(word("lifted", { name: nameOf(card) }));
}

function follow(event) {
  const { card, offset } = drag;
  card.style.left = `${event.clientX - offset.x}px`;
  card.style.top = `${event.clientY - offset.y}px`;
  const lane = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-lane]") ?? null;
  if (lane !== drag.over) {
    drag.over?.removeAttribute("data-over");
    if (lane && lane !== laneOf(drag.gap)) lane.dataset.over = "";
    drag.over = lane;
  }
  const board = card.closest("[data-board]");
  const edges = board.getBoundingClientRect();
  if (event.clientX > edges.right - 48) board.scrollLeft += 12;
  if (event.clientX < edges.left + 48) board.scrollLeft -= 12;
}

function putDown() {
  const { card, gap, over, press } = drag;
  clearTimeout(press);
  over?.removeAttribute("data-over");
  if (gap) {
    gap.remove();
    delete card.dataset.lifted;
    card.removeAttribute("style");
    document.documentElement.dataset.dropped = "1";
    setTimeout(() => { delete document.documentElement.dataset.dropped; }, 50);
  }
  drag = null;
}

document.addEventListener("keydown", (event) => {
  if (drag?.gap && isKey(event, "Escape")) {
    announce(word("putBack", { name: nameOf(drag.card) }));
    putDown();
    return;
  }
  const card = event.target.closest?.("[data-board] [data-drag]");
  if (!card || isComposing(event) || hasModifier(event) || isTyping(event.target) || letterOf(event) !== "M") return;
  event.preventDefault();
  openMoves(card);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move-open]");
  if (button) openMoves(button.closest("[data-drag]"));
});

function openMoves(card) {
  const menu = Object.assign(document.createElement("div"), { className: "menu", popover: "auto" });
  menu.dataset.menu = "";
  menu.setAttribute("role", "group");
  menu.setAttribute("aria-label", card.querySelector("[data-move-open]")?.title ?? "");
  for (const lane of card.closest("[data-board]").querySelectorAll("[data-lane]")) {
    const item = Object.assign(document.createElement("button"), { type: "button", className: "item", textContent: labelOf(lane) });
    if (lane === laneOf(card)) item.setAttribute("aria-current", "true");
    else item.addEventListener("click", () => move(card, lane));
    menu.append(item);
  }
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    menu.remove();
    card.querySelector("[data-move-open]")?.focus();
  });
  document.body.append(menu);
  openAt(menu, card.querySelector("[data-move-open]") ?? card);
}

async function move(card, lane) {
  const home = { parent: card.parentElement, next: card.nextElementSibling };
  const place = lane.querySelector(".cards");
  if (place) place.append(card);
  card.setAttribute("aria-busy", "true");
  const back = () => home.parent.insertBefore(card, home.next);
  try {
    const answer = await fetch(moveUrl(card), {
      method: "POST",
      body: new URLSearchParams({ to: lane.dataset.lane, version: card.dataset.version ?? "" }),
      headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true", "HX-Target": "sheet-body" },
    });
    await settle(answer, card, lane, back);
  } catch {
    back();
    complain(word("offline"));
  }
  card.removeAttribute("aria-busy");
}

/** 204 means moved; a body is a question (what the stage still needs) and opens above the page. */
async function settle(answer, card, lane, back) {
  const html = answer.status === 204 ? "" : await answer.text();
  if (answer.redirected) { location.assign(answer.url); return; }
  if (html && (answer.ok || answer.status === 422 || answer.status === 409)) {
    back();
    document.getElementById("sheet-body").dataset.address = moveUrl(card);
    htmx.swap("#sheet-body", html, { swapStyle: "innerHTML" });
    return;
  }
  if (!answer.ok) { back(); complain(word(answer.status === 403 ? "forbidden" : "failed")); return; }
  const events = JSON.parse(answer.headers.get("HX-Trigger") ?? "{}");
  for (const [name, detail] of Object.entries(events)) htmx.trigger(document.body, name, detail ?? {});
  announce(word("moved", { name: nameOf(card), lane: labelOf(lane) }));
  const board = card.closest("[data-board]");
  if (board.id) htmx.ajax("GET", location.href, { target: `#${board.id}`, select: `#${board.id}`, swap: "outerHTML" });
  card.querySelector(".card-title a")?.focus();
}
