// The one-box log: @ completes people, # completes deals; what is picked stands below the text and is sent by its id.
import { offer } from "./completions.js";
import { word } from "./words.js";

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
