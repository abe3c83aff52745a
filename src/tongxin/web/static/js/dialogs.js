// Open and close dialogs; a click beside one closes it unless something was typed into it.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    event.preventDefault();
    opener.closest("[popover]")?.hidePopover();
    document.querySelector(opener.dataset.open)?.showModal();
    return;
  }
  const closer = event.target.closest("[data-close]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog")?.close();
    return;
  }
  if (event.target instanceof HTMLDialogElement && isBeside(event) && !hasTyping(event.target)) event.target.close();
});

function isBeside(event) {
  const box = event.target.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

function hasTyping(dialog) {
  return [...dialog.querySelectorAll("textarea, input:not([type=hidden])")]
    .some((control) => control.value !== control.defaultValue && !control.closest(".palette"));
}
