// The sentences that scripts say, translated by the server, and the one place they are spoken from.

/** Return a sentence of components/words.html with its {names} filled in. */
export function word(name, values = {}) {
  const sentence = document.getElementById("words")?.dataset[name] ?? "";
  return sentence.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

let clearing;

/** Have a sentence read aloud by those who hear the page. */
export function announce(text) {
  const region = document.getElementById("status");
  if (!region || !text) return;
  region.textContent = "";
  clearTimeout(clearing);
  setTimeout(() => { region.textContent = text; }, 60);
  clearing = setTimeout(() => { region.textContent = ""; }, 6000);
}

export function csrfToken() {
  return document.querySelector("meta[name=csrf-token]")?.content ?? "";
}
