// A form that was just sent is not sent again by a second click or a held key.

const AGAIN_AFTER = 3000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  setTimeout(() => { delete form.dataset.sent; }, AGAIN_AFTER);
});
