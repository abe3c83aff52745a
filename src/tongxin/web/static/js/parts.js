// Whole pages as answers: a view that knows nothing of htmx still serves a form above the page or in a cell.

/** Say whether an answer is a page and not a fragment. */
export function isPage(html) {
  return /^\s*<!doctype|^\s*<html/i.test(html);
}

/** Return the first element of the answer that fits one of the selectors. */
export function partOf(html, ...selectors) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return selectors.map((selector) => parsed.querySelector(selector)).find(Boolean) ?? null;
}

/** Give forms without an address the one they were fetched from: on their own page it would be the page's. */
export function addressForms(place, address) {
  place.querySelectorAll("form:not([action], [hx-post], [method=dialog])").forEach((form) => { form.setAttribute("action", address); });
}

/** Say whether the server sent the request on to another address. */
export function wasRedirected(xhr, asked) {
  return Boolean(xhr.responseURL) && new URL(xhr.responseURL).pathname !== new URL(asked, location.href).pathname;
}
