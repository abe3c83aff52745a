// Keys as people mean them. While an input method composes 注音 or 拼音, Enter and Escape belong to it; macOS also sends
// an Enter with code 229 after the composition has ended.

export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

export function isKey(event, name) {
  return event.key === name && !isComposing(event);
}

export function hasModifier(event) {
  return event.ctrlKey || event.metaKey || event.altKey;
}

export function isCommand(event) {
  return (event.ctrlKey || event.metaKey) && !event.altKey;
}

/** The letter on the key, whatever the input method makes of it; "" for other keys. */
export function letterOf(event) {
  return event.code?.startsWith("Key") ? event.code.slice(3) : "";
}

export function isTyping(target) {
  return target instanceof Element
    && Boolean(target.closest("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button], [type=submit])"));
}

/** Call back on input, but only once a composition has come to its end. */
export function onTyped(element, callback) {
  element.addEventListener("input", (event) => { if (!event.isComposing) callback(event); });
  element.addEventListener("compositionend", callback);
}

/** Return a function that runs `callback` once calls have ceased for `milliseconds`. */
export function settled(callback, milliseconds) {
  let timer;
  return (...values) => { clearTimeout(timer); timer = setTimeout(() => callback(...values), milliseconds); };
}
