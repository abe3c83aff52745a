// A box that chooses one record: what is typed is searched for, what is picked is sent by its id beside the name.
import { offer } from "./completions.js";

const ready = new WeakSet();

document.addEventListener("focusin", (event) => {
  const box = event.target.closest?.("[data-choose]");
  if (!box || ready.has(box)) return;
  ready.add(box);
  const chosen = box.closest(".chooser").querySelector("input[type=hidden]");
  // The names offered without scripts would lie over ours.
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
