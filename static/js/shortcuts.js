// Single keys for people who work through a list all day. Keys stand in the page itself as data-key, so that a screen
// without them has none. They do nothing while typing, in a dialog, or together with Ctrl, Alt or Meta, and each
// user can switch them off (WCAG 2.1.4).
(() => {
  "use strict";

  const OFF = "portal.keys.off";
  const TYPING = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";

  function keysAreOff() {
    return localStorage.getItem(OFF) === "1";
  }

  function visible(element) {
    return element.checkVisibility();
  }

  function targets() {
    return [...document.querySelectorAll("[data-key]")].filter(visible);
  }

  function labelOf(element) {
    if (element.dataset.keyLabel) {
      return element.dataset.keyLabel;
    }
    const words = element.labels?.[0] ?? element;
    const copy = words.cloneNode(true);
    copy.querySelectorAll("kbd").forEach((key) => key.remove());
    return copy.textContent.trim();
  }

  function showHelp() {
    const dialog = document.getElementById("toetsen");
    const list = dialog.querySelector("[data-key-list]");
    list.replaceChildren();
    for (const element of targets()) {
      const term = document.createElement("dt");
      const key = document.createElement("kbd");
      const what = document.createElement("dd");
      key.textContent = element.dataset.key.toUpperCase();
      what.textContent = labelOf(element);
      term.append(key);
      list.append(term, what);
    }
    dialog.querySelector("[data-keys-off]").checked = keysAreOff();
    dialog.showModal();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) {
      return;
    }
    if (event.target.closest?.(TYPING) || document.querySelector("dialog[open], :popover-open")) {
      return;
    }
    const found = targets();
    if (!found.length) {
      return;
    }
    if (event.key === "?") {
      event.preventDefault();
      showHelp();
      return;
    }
    const goal = keysAreOff() ? null : found.find((each) => each.dataset.key.toLowerCase() === event.key.toLowerCase());
    if (!goal) {
      return;
    }
    event.preventDefault();
    if (goal.matches(TYPING)) {
      goal.focus();
    } else {
      goal.click();
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-key-help]")) {
      showHelp();
    }
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-keys-off]")) {
      localStorage.setItem(OFF, event.target.checked ? "1" : "0");
    }
  });
})();
