// Ask before a page with changes that are not saved is left.

const changed = new Set();

document.addEventListener("input", (event) => { if (event.target.form?.matches("[data-guard]")) changed.add(event.target.form); });
document.addEventListener("submit", (event) => changed.delete(event.target));
document.addEventListener("tongxin:saved", (event) => changed.delete(event.target));

addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});
