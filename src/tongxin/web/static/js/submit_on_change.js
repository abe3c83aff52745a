// A form of choices sends itself when one changes; its button stays for those without scripts.

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-submit-on-change]")) form.requestSubmit();
});
