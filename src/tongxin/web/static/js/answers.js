// What happens around every htmx request: the token, what is busy, where the focus goes, what is said, what went wrong.
// All names of htmx events are in this file.
import { complain } from "./toasts.js";
import { announce, csrfToken, word } from "./words.js";

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
  // htmx does not say so of an answer that leads on to another page.
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

// Busy or without room: the server says it in one sentence, in the reader's language.
const SAID_BY_SERVER = new Set([503, 507]);

document.addEventListener("htmx:responseError", (event) => {
  const { status, responseText } = event.detail.xhr;
  complain(SAID_BY_SERVER.has(status) ? responseText : word(SENTENCES[status] ?? "failed"));
});
document.addEventListener("htmx:sendError", () => complain(word("offline")));
document.addEventListener("htmx:timeout", () => complain(word("timeout")));
