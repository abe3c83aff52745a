// Fields for a day, or a day and an hour: shown in the reader's calendar, typed in any way the server reads, or picked from a calendar.
import { word } from "./words.js";

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
