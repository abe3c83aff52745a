// A file dropped on its field is as good as one chosen there.

function zoneOf(event) {
  return event.target.closest?.("[data-drop]");
}

document.addEventListener("dragover", (event) => {
  const zone = zoneOf(event);
  if (!zone) return;
  event.preventDefault();
  zone.dataset.over = "";
});

document.addEventListener("dragleave", (event) => zoneOf(event)?.removeAttribute("data-over"));

document.addEventListener("drop", (event) => {
  const zone = zoneOf(event);
  if (!zone) return;
  event.preventDefault();
  zone.removeAttribute("data-over");
  const input = zone.querySelector("input[type=file]");
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("change", (event) => {
  const zone = zoneOf(event);
  if (zone && event.target.matches("input[type=file]")) {
    (zone.querySelector("[data-drop-names]") ?? zone.querySelector("span")).textContent = [...event.target.files].map((file) => file.name).join(", ");
  }
});
