// Put inner scrollers (a board, a wide table) back where they were after a reload or a step back.

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
