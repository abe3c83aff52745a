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

// On a phone the views and tabs of a page run out of sight: the one that is open must not.
document.querySelectorAll(".views [aria-current], .tabs [aria-current]").forEach((link) => {
  const strip = link.parentElement.closest(".views, .tabs");
  strip.scrollLeft = link.offsetLeft - strip.offsetLeft - (strip.clientWidth - link.offsetWidth) / 2;
});
