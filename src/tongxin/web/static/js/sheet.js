// A form above the page: the linked page's form is fetched into the dialog #sheet. Errors come back into it; a redirect
// is followed; `sheet-close` from the server closes it.
import { addressForms, isPage, partOf, wasRedirected } from "./parts.js";

const sheet = () => document.getElementById("sheet");
const body = () => document.getElementById("sheet-body");

/** Open the form at `url` above the page, about what the page is about. */
export function openSheet(url, values = {}) {
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

// Without a network the note of a visit is written all the same: drafts.js keeps it until the server has it.
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
