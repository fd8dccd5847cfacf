// Single keys for people who work through a list all day. Keys stand in the page itself as data-key: what a key does and
// what the list says of it come from the same element. They do nothing while typing, in a dialog, or together with Ctrl,
// Alt or Meta, and each user can switch all of them off (WCAG 2.1.4); the button below the page opens the list then too.
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

  // Screen readers say the key with the button that it presses.
  function tellKeys() {
    for (const element of document.querySelectorAll("[data-key]")) {
      if (keysAreOff()) {
        element.removeAttribute("aria-keyshortcuts");
      } else {
        element.setAttribute("aria-keyshortcuts", element.dataset.key.toUpperCase());
      }
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) {
      return;
    }
    if (event.target.closest?.(TYPING) || document.querySelector("dialog[open], :popover-open")) {
      return;
    }
    const pressed = event.key.toLowerCase();
    const goal = keysAreOff() ? null : targets().find((each) => each.dataset.key.toLowerCase() === pressed);
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
      tellKeys();
    }
  });

  // Without script there are no keys to list.
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-key-help]").forEach((button) => {
      button.hidden = false;
    });
    tellKeys();
  });
  document.addEventListener("htmx:afterSettle", tellKeys);
})();
