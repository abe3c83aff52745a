// The narrow rail; a cookie, so that the server draws it narrow from the first moment.

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
