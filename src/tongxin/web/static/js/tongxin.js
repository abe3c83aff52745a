// Written by tools/bundle_js.py from the files beside it.
const in_words = (() => {
/** Return a sentence of components/words.html with its {names} filled in. */
function word(name, values = {}) {
  const sentence = document.getElementById("words")?.dataset[name] ?? "";
  return sentence.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

let clearing;

/** Have a sentence read aloud by those who hear the page. */
function announce(text) {
  const region = document.getElementById("status");
  if (!region || !text) return;
  region.textContent = "";
  clearTimeout(clearing);
  setTimeout(() => { region.textContent = text; }, 60);
  clearing = setTimeout(() => { region.textContent = ""; }, 6000);
}

function csrfToken() {
  return document.querySelector("meta[name=csrf-token]")?.content ?? "";
}
return { word, announce, csrfToken };
})();

const in_toasts = (() => {
const { announce, word } = in_words;

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
function say(text, undo = "") {
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
function complain(text) {
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
return { say, complain };
})();

(() => {
const { complain } = in_toasts;
const { announce, csrfToken, word } = in_words;

let focusedBefore = "";

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = csrfToken();
});

document.addEventListener("htmx:beforeRequest", (event) => {
  focusedBefore = document.activeElement?.id ?? "";
  event.detail.target?.setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:afterRequest", (event) => {
  event.detail.target?.removeAttribute("aria-busy");
  const { elt, xhr, successful = xhr.status >= 200 && xhr.status < 300 } = event.detail;
  if (successful) elt.closest?.("form")?.dispatchEvent(new CustomEvent("tongxin:saved", { bubbles: true }));
});

document.addEventListener("htmx:afterSettle", (event) => {
  const arrived = event.detail.elt;
  const wanted = arrived.querySelector?.("[data-focus]") ?? (arrived.matches?.("[data-focus]") ? arrived : null);
  if (wanted) wanted.focus();
  else if (document.activeElement === document.body && focusedBefore) document.getElementById(focusedBefore)?.focus();
  const said = arrived.querySelector?.("[data-announce]")?.dataset.announce ?? arrived.dataset?.announce;
  announce(said ?? (wanted ? "" : word("updated")));
});

const SENTENCES = { 401: "signedOut", 403: "forbidden", 404: "missing", 429: "tooMany" };

const SAID_BY_SERVER = new Set([503, 507]);

document.addEventListener("htmx:responseError", (event) => {
  const { status, responseText } = event.detail.xhr;
  complain(SAID_BY_SERVER.has(status) ? responseText : word(SENTENCES[status] ?? "failed"));
});
document.addEventListener("htmx:sendError", () => complain(word("offline")));
document.addEventListener("htmx:timeout", () => complain(word("timeout")));
})();

const in_keys = (() => {
function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

function isKey(event, name) {
  return event.key === name && !isComposing(event);
}

function hasModifier(event) {
  return event.ctrlKey || event.metaKey || event.altKey;
}

function isCommand(event) {
  return (event.ctrlKey || event.metaKey) && !event.altKey;
}

/** The letter on the key, whatever the input method makes of it; "" for other keys. */
function letterOf(event) {
  return event.code?.startsWith("Key") ? event.code.slice(3) : "";
}

function isTyping(target) {
  return target instanceof Element
    && Boolean(target.closest("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button], [type=submit])"));
}

/** Call back on input, but only once a composition has come to its end. */
function onTyped(element, callback) {
  element.addEventListener("input", (event) => { if (!event.isComposing) callback(event); });
  element.addEventListener("compositionend", callback);
}

/** Return a function that runs `callback` once calls have ceased for `milliseconds`. */
function settled(callback, milliseconds) {
  let timer;
  return (...values) => { clearTimeout(timer); timer = setTimeout(() => callback(...values), milliseconds); };
}
return { isComposing, isKey, hasModifier, isCommand, letterOf, isTyping, onTyped, settled };
})();

const in_menus = (() => {
const { isKey } = in_keys;

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
function openAt(menu, element) {
  opened.set(menu, element);
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
return { openAt };
})();

(() => {
const { hasModifier, isComposing, isKey, isTyping, letterOf } = in_keys;
const { openAt } = in_menus;
const { complain } = in_toasts;
const { announce, csrfToken, word } = in_words;

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
})();

const in_completions = (() => {
const { isKey, onTyped, settled } = in_keys;
const { announce, word } = in_words;

/**
 * Complete what is typed into a field.
 * `ask` returns the query's parameters, or null when nothing is to be offered; `take` gets the result chosen.
 * With `tab`, the key takes the marked result too.
 */
function offer(field, url, { ask, take, tab = false }) {
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
return { offer };
})();

(() => {
const { offer } = in_completions;

const ready = new WeakSet();

document.addEventListener("focusin", (event) => {
  const box = event.target.closest?.("[data-choose]");
  if (!box || ready.has(box)) return;
  ready.add(box);
  const chosen = box.closest(".chooser").querySelector("input[type=hidden]");
  box.removeAttribute("list");
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-expanded", "false");
  const look = offer(box, box.dataset.chooseUrl, {
    ask: () => ({ kind: box.dataset.choose, q: box.value }),
    take({ uid, label }) {
      box.value = label;
      chosen.value = `${uid}:${label}`;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    },
  });
  if (!box.value) look();
});
})();

(() => {
const { hasModifier, isComposing, isTyping, letterOf } = in_keys;

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
  const swallow = (event) => event.preventDefault();
  document.addEventListener("click", swallow, true);
  setTimeout(() => document.removeEventListener("click", swallow, true), 0);
  if (!isKept || !over) return;
  document.getElementById("id_moved_seat").value = uidOf(card);
  const boss = document.getElementById("id_moved_boss");
  boss.value = uidOf(over);
  boss.form.requestSubmit();
}
})();

(() => {
const { word } = in_words;

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
const MOMENT = /^(\d{4}-\d{2}-\d{2})( .*)$/;
const WRITTEN = /^(\d{3,4})[-/.](\d{1,2})[-/.](\d{1,2})$/;
const ROC_OFFSET = 1911;

function isRoc() {
  return document.documentElement.dataset.calendar === "ROC";
}

function shown(iso) {
  const moment = iso.match(MOMENT);
  if (moment) return shown(moment[1]) + moment[2];
  const parts = iso.match(ISO);
  if (!parts) return iso;
  const year = Number(parts[1]);
  return `${isRoc() && year > ROC_OFFSET ? year - ROC_OFFSET : year}/${parts[2]}/${parts[3]}`;
}

function dayOf(text) {
  return text.trim().split(/[ T]/)[0];
}

function isoOf(text) {
  const parts = dayOf(text).match(WRITTEN);
  if (!parts) return "";
  const year = parts[1].length === 3 ? Number(parts[1]) + ROC_OFFSET : parts[1];
  return `${year}-${parts[2].padStart(2, "0")}-${parts[3].padStart(2, "0")}`;
}

function calendarIcon() {
  const icon = document.querySelector("svg.icon")?.cloneNode(true);
  const use = icon?.querySelector("use");
  if (!use) return "";
  icon.setAttribute("class", "icon");
  use.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#calendar`);
  return icon;
}

function dress(field) {
  const isMoment = "moment" in field.dataset;
  field.dataset[isMoment ? "moment" : "day"] = "ready";
  field.defaultValue = shown(field.defaultValue);
  const frame = Object.assign(document.createElement("span"), { className: "day-field" });
  const native = Object.assign(document.createElement("input"), { type: "date", tabIndex: -1 });
  native.setAttribute("aria-hidden", "true");
  const open = Object.assign(document.createElement("button"), { type: "button", className: "iconbtn", title: word("calendar") });
  open.setAttribute("aria-label", word("calendar"));
  open.append(calendarIcon());
  field.replaceWith(frame);
  frame.append(field, open, native);
  open.addEventListener("click", () => { native.value = isoOf(field.value); native.showPicker(); });
  native.addEventListener("change", () => {
    field.value = shown(native.value) + (isMoment ? field.value.trim().slice(dayOf(field.value).length) || " " : "");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });
}

function dressAll() {
  document.querySelectorAll("input:is([data-day=''], [data-moment='']):not([disabled])").forEach(dress);
}

dressAll();
document.addEventListener("htmx:afterSettle", dressAll);
})();

(() => {
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    event.preventDefault();
    opener.closest("[popover]")?.hidePopover();
    document.querySelector(opener.dataset.open)?.showModal();
    return;
  }
  const closer = event.target.closest("[data-close]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog")?.close();
    return;
  }
  if (event.target instanceof HTMLDialogElement && isBeside(event) && !hasTyping(event.target)) event.target.close();
});

function isBeside(event) {
  const box = event.target.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

function hasTyping(dialog) {
  return [...dialog.querySelectorAll("textarea, input:not([type=hidden])")]
    .some((control) => control.value !== control.defaultValue && !control.closest(".palette"));
}
})();

(() => {
const { settled } = in_keys;
const { complain } = in_toasts;
const { announce, word } = in_words;

const PREFIX = "tongxin:draft:";
const SENT = "tongxin:sent";
const KEEP_FOR = 7 * 24 * 3600 * 1000;

function keyOf(form) {
  return `${PREFIX}${form.dataset.draft}`;
}

function controls(form) {
  return [...form.elements].filter((control) => control.name
    && !["password", "file", "hidden", "submit", "button"].includes(control.type));
}

function isChosen(control) {
  return ["checkbox", "radio"].includes(control.type);
}

function keepNow(form) {
  const values = controls(form).map((control) => [control.name, control.value, isChosen(control) ? control.checked : true]);
  const isEmpty = controls(form).every((control) => isChosen(control) || control.value === control.defaultValue);
  if (isEmpty) localStorage.removeItem(keyOf(form));
  else localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), values }));
}

const keep = settled(keepNow, 300);

function restore(form) {
  if (form.dataset.draftSeen !== undefined) return;
  form.dataset.draftSeen = "";
  const kept = read(keyOf(form));
  if (!kept || form.querySelector("[aria-invalid=true], .form-errors")) return;
  for (const control of controls(form)) {
    const found = kept.values.find(([name, value]) => name === control.name && (!isChosen(control) || value === control.value));
    if (!found) continue;
    if (isChosen(control)) control.checked = found[2];
    else control.value = found[1];
  }
  note(form);
}

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    if (kept && Date.now() - kept.at < KEEP_FOR) return kept;
  } catch { /* a broken entry is no entry */ }
  localStorage.removeItem(key);
  return null;
}

function note(form) {
  const line = Object.assign(document.createElement("p"), { className: "draft-note" });
  const again = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet", textContent: word("discard") });
  again.addEventListener("click", () => { localStorage.removeItem(keyOf(form)); form.reset(); line.remove(); });
  line.append(Object.assign(document.createElement("span"), { textContent: word("restored") }), again);
  form.prepend(line);
  announce(word("restored"));
}

function forget(form) {
  localStorage.removeItem(keyOf(form));
  form.querySelector(".draft-note")?.remove();
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-draft]")) keep(form);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (navigator.onLine || form.method !== "post" || isSentByScript(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.matches("[data-draft]")) keepNow(form);
  complain(word("offline"));
}, true);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.action?.endsWith("/sign-out/")) forgetAll();
  else if (form.matches("[data-draft]")) {
    keepNow(form);
    if (!isSentByScript(form)) sessionStorage.setItem(SENT, keyOf(form));
  }
});

function isSentByScript(form) {
  return form.hasAttribute("hx-post") || form.closest("#sheet-body");
}

document.addEventListener("tongxin:saved", (event) => { if (event.target.matches("[data-draft]")) forget(event.target); });
for (const name of ["htmx:afterSettle", "tongxin:shown"]) {
  document.addEventListener(name, () => document.querySelectorAll("form[data-draft]").forEach(restore));
}

function forgetAll() {
  Object.keys(localStorage).filter((key) => key.startsWith("tongxin:")).forEach((key) => localStorage.removeItem(key));
}

function wasLedHere() {
  const [how] = performance.getEntriesByType("navigation");
  return how?.type !== "back_forward" && how?.redirectCount > 0 && !location.pathname.endsWith("/sign-in/");
}

const sent = sessionStorage.getItem(SENT);
sessionStorage.removeItem(SENT);
const hasErrors = document.querySelector("form[data-draft] [aria-invalid=true], .form-errors, .refusal");
if (sent && wasLedHere() && !hasErrors) localStorage.removeItem(sent);
document.querySelectorAll("form[data-draft]").forEach(restore);
})();

(() => {
function zoneOf(event) {
  return event.target.closest?.("[data-drop]");
}

document.addEventListener("dragover", (event) => {
  const zone = zoneOf(event);
  if (!zone) return;
  event.preventDefault();
  zone.dataset.over = "";
});

document.addEventListener("dragleave", (event) => zoneOf(event)?.removeAttribute("data-over"));

document.addEventListener("drop", (event) => {
  const zone = zoneOf(event);
  if (!zone) return;
  event.preventDefault();
  zone.removeAttribute("data-over");
  const input = zone.querySelector("input[type=file]");
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("change", (event) => {
  const zone = zoneOf(event);
  if (zone && event.target.matches("input[type=file]")) {
    (zone.querySelector("[data-drop-names]") ?? zone.querySelector("span")).textContent = [...event.target.files].map((file) => file.name).join(", ");
  }
});
})();

const in_parts = (() => {
/** Say whether an answer is a page and not a fragment. */
function isPage(html) {
  return /^\s*<!doctype|^\s*<html/i.test(html);
}

/** Return the first element of the answer that fits one of the selectors. */
function partOf(html, ...selectors) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return selectors.map((selector) => parsed.querySelector(selector)).find(Boolean) ?? null;
}

/** Give forms without an address the one they were fetched from: on their own page it would be the page's. */
function addressForms(place, address) {
  place.querySelectorAll("form:not([action], [hx-post], [method=dialog])").forEach((form) => { form.setAttribute("action", address); });
}

/** Say whether the server sent the request on to another address. */
function wasRedirected(xhr, asked) {
  return Boolean(xhr.responseURL) && new URL(xhr.responseURL).pathname !== new URL(asked, location.href).pathname;
}
return { isPage, partOf, addressForms, wasRedirected };
})();

(() => {
const { isKey } = in_keys;
const { addressForms, isPage, partOf, wasRedirected } = in_parts;

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
})();

(() => {
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  const field = button && document.querySelector(button.dataset.fill);
  if (!field) return;
  field.value = button.dataset.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
})();

(() => {
const { isKey } = in_keys;

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

document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("details[data-flyout][open]")) event.target.querySelector("[data-first]")?.focus();
}, true);
})();

(() => {
const changed = new Set();

document.addEventListener("input", (event) => { if (event.target.form?.matches("[data-guard]")) changed.add(event.target.form); });
document.addEventListener("submit", (event) => changed.delete(event.target));
document.addEventListener("tongxin:saved", (event) => changed.delete(event.target));

addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});
})();

const in_sheet = (() => {
const { addressForms, isPage, partOf, wasRedirected } = in_parts;

const sheet = () => document.getElementById("sheet");
const body = () => document.getElementById("sheet-body");

/** Open the form at `url` above the page, about what the page is about. */
function openSheet(url, values = {}) {
  if (!window.htmx || !sheet()) { location.assign(url); return; }
  const address = new URL(url, location.href);
  const about = new URLSearchParams(document.getElementById("main")?.dataset.about ?? "");
  for (const [name, value] of [...about, ...Object.entries(values)]) {
    if (!address.searchParams.has(name)) address.searchParams.set(name, value);
  }
  body().dataset.address = address.pathname + address.search;
  htmx.ajax("GET", body().dataset.address, { target: "#sheet-body", swap: "innerHTML" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-sheet]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  openSheet(link.href);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.closest("#sheet-body") || form.hasAttribute("hx-post") || form.method !== "post") return;
  event.preventDefault();
  htmx.ajax("POST", form.action, { source: form, target: "#sheet-body", swap: "innerHTML", values: submitted(event) });
});

function submitted(event) {
  return event.submitter?.name ? { [event.submitter.name]: event.submitter.value } : {};
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr, pathInfo } = event.detail;
  if (target?.id !== "sheet-body" || !isPage(event.detail.serverResponse)) return;
  if (pathInfo && wasRedirected(xhr, pathInfo.requestPath)) {
    event.detail.shouldSwap = false;
    location.assign(xhr.responseURL);
    return;
  }
  event.detail.serverResponse = partOf(event.detail.serverResponse, "[data-sheet-part]", "#main")?.innerHTML ?? "";
});

document.addEventListener("htmx:sendError", (event) => {
  const { target, requestConfig } = event.detail;
  const kept = document.getElementById("log-without-network");
  if (target?.id !== "sheet-body" || requestConfig.verb !== "get" || !kept) return;
  if (!requestConfig.path.startsWith(`${kept.content.querySelector("form").getAttribute("action")}new/`)) return;
  body().replaceChildren(kept.content.cloneNode(true));
  for (const [name, value] of new URL(requestConfig.path, location.href).searchParams) {
    body().querySelector("form").append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  show();
  body().dispatchEvent(new CustomEvent("tongxin:shown", { bubbles: true }));
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (!event.detail.elt.closest?.("#sheet-body")) return;
  addressForms(body(), body().dataset.address ?? location.href);
  show();
});

function show() {
  const title = body().querySelector("[data-sheet-title], h1");
  if (title) {
    document.getElementById("sheet-title").textContent = title.textContent.trim();
    (title.closest(".page-head") ?? title).remove();
  }
  if (!sheet().open) sheet().showModal();
  const first = body().querySelector("[data-focus], [autofocus], [aria-invalid=true]")
    ?? body().querySelector("textarea, input:not([type=hidden], [type=checkbox], [type=radio]), select");
  (first ?? document.getElementById("sheet-title")).focus();
}

document.addEventListener("htmx:afterRequest", (event) => {
  const { target, requestConfig, successful } = event.detail;
  if (target?.id === "sheet-body" && successful && requestConfig.verb === "post" && !body().childElementCount) close();
});
document.addEventListener("sheet-close", close);

function close() {
  if (sheet()?.open) sheet().close();
  body()?.replaceChildren();
}
return { openSheet };
})();

(() => {
const { isCommand, isKey, letterOf, onTyped, settled } = in_keys;
const { openSheet } = in_sheet;
const { complain } = in_toasts;
const { announce, word } = in_words;

const REMEMBERED = 7;
const STORE = "tongxin:recent";
const palette = document.getElementById("palette");
const ask = document.getElementById("palette-ask");
const found = document.getElementById("palette-found");
let running = null;

function options() {
  return [...found.querySelectorAll("[role=option]")];
}

function choose(option) {
  options().forEach((other) => other.setAttribute("aria-selected", String(other === option)));
  if (option) {
    option.id ||= `palette-option-${options().indexOf(option)}`;
    ask.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else ask.removeAttribute("aria-activedescendant");
}

function chosen() {
  return found.querySelector("[aria-selected=true]");
}

function recent() {
  try { return JSON.parse(localStorage.getItem(STORE)) ?? []; } catch { return []; }
}

function remember(option) {
  keep({
    href: option.dataset.href,
    label: textOf(option.querySelector("span")),
    note: textOf(option.querySelector(".meta")),
    icon: iconOf(option),
  });
}

function textOf(element) {
  return element?.textContent.trim() ?? "";
}

function iconOf(element) {
  return element?.querySelector("use")?.getAttribute("href").split("#")[1] ?? "";
}

function rememberRecord() {
  const about = new URLSearchParams(document.getElementById("main")?.dataset.about ?? "");
  const title = document.querySelector("main h1");
  if (!title || ![...about.values()].some((uid) => location.pathname.endsWith(`/${uid}/`))) return;
  const icon = iconOf(document.querySelector(".rail [aria-current]"));
  keep({ href: location.pathname, label: textOf(title), note: "", icon });
}

function keep(entry) {
  const others = recent().filter((other) => other.href !== entry.href);
  localStorage.setItem(STORE, JSON.stringify([entry, ...others].slice(0, REMEMBERED)));
}

function showStart() {
  found.replaceChildren(document.getElementById("palette-start").content.cloneNode(true));
  const entries = recent();
  if (entries.length) {
    const group = document.createElement("div");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", word("recent"));
    const head = Object.assign(document.createElement("p"), { className: "head", textContent: word("recent") });
    head.setAttribute("role", "presentation");
    group.append(head, ...entries.map(entryRow));
    found.prepend(group);
  }
  choose(options()[0]);
}

function entryRow({ href, label, note, icon }) {
  const offered = options().find((option) => option.dataset.href === href);
  const row = document.createElement("div");
  row.setAttribute("role", "option");
  row.dataset.href = href;
  const drawing = palette.querySelector(".ask svg").cloneNode(true);
  const use = drawing.querySelector("use");
  use.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#${icon || "search"}`);
  row.append(drawing, Object.assign(document.createElement("span"), { textContent: textOf(offered?.querySelector("span")) || label }));
  if (note) row.append(Object.assign(document.createElement("span"), { className: "meta", textContent: note }));
  return row;
}

function recentFirst() {
  const places = recent().map((entry) => entry.href);
  for (const group of found.querySelectorAll("[role=group]")) {
    const known = [...group.querySelectorAll("[role=option]")].filter((option) => places.includes(option.dataset.href));
    known.sort((one, other) => places.indexOf(one.dataset.href) - places.indexOf(other.dataset.href));
    group.querySelector(".head")?.after(...known);
  }
}

async function look() {
  running?.abort();
  const query = ask.value.trim();
  if (!query) { showStart(); return; }
  running = new AbortController();
  try {
    const address = `${palette.dataset.source}?${new URLSearchParams({ q: query })}`;
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: running.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    htmx.swap(found, await answer.text(), { swapStyle: "innerHTML" });
    recentFirst();
    choose(options()[0]);
    announce(options().length ? word("results", { count: options().length }) : word("nothing"));
  } catch (error) {
    if (error.name !== "AbortError") { palette.close(); complain(word("failed")); }
  }
}

function open() {
  if (palette.open) return;
  ask.value = "";
  showStart();
  palette.showModal();
  ask.focus();
}

function go(option, inNewTab) {
  if (!option) return;
  const button = document.getElementById(option.dataset.presses);
  if (button) { palette.close(); button.click(); return; }
  if (!option.dataset.sheetUrl) remember(option);
  if (inNewTab) { window.open(option.dataset.href, "_blank", "noopener"); return; }
  palette.close();
  if (option.dataset.sheetUrl) openSheet(option.dataset.sheetUrl);
  else location.assign(option.dataset.href);
}

function onKey(event) {
  const all = options();
  const step = isKey(event, "ArrowDown") ? 1 : isKey(event, "ArrowUp") ? -1 : 0;
  if (step && all.length) choose(all.at((all.indexOf(chosen()) + step + all.length) % all.length));
  else if (isKey(event, "Enter")) go(chosen(), isCommand(event));
  else return;
  event.preventDefault();
}

if (palette) {
  rememberRecord();
  ask.addEventListener("keydown", onKey);
  onTyped(ask, settled(look, 120));
  found.addEventListener("click", (event) => go(event.target.closest("[role=option]"), isCommand(event)));
  found.addEventListener("pointermove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option !== chosen()) choose(option);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-palette-open]")) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    if (!isCommand(event) || event.shiftKey || letterOf(event) !== "K") return;
    event.preventDefault();
    open();
  });
}
})();

(() => {
const { offer } = in_completions;
const { word } = in_words;

const KINDS = { "@": "person", "#": "opportunity" };
const ASKING = /([@#])([^\s@#，。；：、！？,.;:!?]{0,20})$/u;
const ready = new WeakSet();

document.addEventListener("focusin", (event) => {
  const text = event.target.closest?.("[data-mentions]");
  if (!text || ready.has(text)) return;
  ready.add(text);
  let at = null;
  offer(text, text.dataset.mentions, {
    tab: true,
    ask() {
      const asked = text.value.slice(0, text.selectionStart).match(ASKING);
      if (!asked) return null;
      at = { start: text.selectionStart - asked[0].length, end: text.selectionStart, sign: asked[1] };
      return { kind: KINDS[asked[1]], q: asked[2] };
    },
    take(result) {
      text.setRangeText(`${at.sign}${result.label} `, at.start, at.end, "end");
      addPart(text.form, result.part ?? KINDS[at.sign], at.sign, result);
      text.dispatchEvent(new Event("input", { bubbles: true }));
      text.focus();
    },
  });
});

function addPart(form, kind, sign, { uid, label }) {
  const place = form?.querySelector("[data-log-parts]");
  if (!place || [...place.querySelectorAll("input")].some((input) => input.name === kind && input.value === uid)) return;
  const part = document.createElement("span");
  part.className = "pick";
  const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: kind, value: uid });
  const name = Object.assign(document.createElement("span"), { textContent: `${sign}${label}` });
  const remove = Object.assign(document.createElement("button"), { type: "button", textContent: "×", title: word("remove") });
  remove.setAttribute("aria-label", `${word("remove")} ${label}`);
  remove.addEventListener("click", () => { part.remove(); form.querySelector("[data-mentions]")?.focus(); });
  part.append(hidden, name, remove);
  place.append(part);
}

document.addEventListener("tongxin:saved", (event) => {
  if (event.target.matches("[data-log]")) event.target.querySelector("[data-log-parts]")?.replaceChildren();
});
})();

(() => {
const YEAR = 365 * 24 * 3600;

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fold-rail]");
  if (!button) return;
  const isNarrow = document.documentElement.dataset.rail !== "min";
  if (isNarrow) document.documentElement.dataset.rail = "min";
  else delete document.documentElement.dataset.rail;
  button.setAttribute("aria-pressed", String(isNarrow));
  document.cookie = `tongxin_rail=${isNarrow ? "min" : "wide"};path=/;max-age=${YEAR};samesite=lax`;
});
})();

(() => {
const { hasModifier, isComposing, isTyping, letterOf } = in_keys;
const { announce, word } = in_words;

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
})();

(() => {
const keyOf = (element) => `tongxin:scroll:${location.pathname}:${element.id}`;

document.addEventListener("scrollend", (event) => {
  const element = event.target;
  if (element instanceof HTMLElement && element.matches("[data-keep-scroll][id]")) {
    sessionStorage.setItem(keyOf(element), JSON.stringify([element.scrollLeft, element.scrollTop]));
  }
}, true);

function putBack() {
  document.querySelectorAll("[data-keep-scroll][id]").forEach((element) => {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(element)) ?? "null");
    if (kept) element.scrollTo(...kept);
  });
}

document.addEventListener("htmx:afterSettle", putBack);
putBack();

document.querySelectorAll(".views [aria-current], .tabs [aria-current]").forEach((link) => {
  const strip = link.parentElement.closest(".views, .tabs");
  strip.scrollLeft = link.offsetLeft - strip.offsetLeft - (strip.clientWidth - link.offsetWidth) / 2;
});
})();

(() => {
const { hasModifier, isCommand, isComposing, isTyping, letterOf } = in_keys;

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
})();

(() => {
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-submit-on-change]")) form.requestSubmit();
});
})();

(() => {
const { csrfToken } = in_words;

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function use(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  document.querySelectorAll("[data-preference=theme] button").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.value === theme));
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const isSwitch = form.matches("[data-theme-form]");
  if (!isSwitch && !form.matches("[data-preference=theme]")) return;
  event.preventDefault();
  const theme = isSwitch ? (isDark() ? "light" : "dark") : event.submitter.value;
  use(theme);
  const body = new URLSearchParams({ theme, next: "/" });
  fetch(form.action, { method: "POST", body, headers: { "X-CSRFToken": csrfToken() }, redirect: "manual" });
});
})();

(() => {
const AGAIN_AFTER = 3000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  setTimeout(() => { delete form.dataset.sent; }, AGAIN_AFTER);
});
})();

(() => {
document.documentElement.classList.add("js");
})();
