// After htmx put something new on the page: move focus where the new part asks for it, and say aloud what went wrong.
(() => {
  "use strict";

  function announce(text) {
    const region = document.getElementById("meldingen");
    if (!region || !text) {
      return;
    }
    const notice = document.createElement("div");
    const line = document.createElement("p");
    notice.className = "notice notice--bad";
    notice.dataset.htmxNotice = "";
    line.textContent = text;
    notice.append(line);
    region.querySelectorAll("[data-htmx-notice]").forEach((old) => old.remove());
    region.append(notice);
  }

  // A swap replaces the element that had focus. The new part names its heading (or error summary) with data-focus.
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.elt;
    const goal = part.matches("[data-focus]") ? part : part.querySelector("[data-focus]");
    if (goal) {
      goal.focus();
    }
  });

  document.addEventListener("htmx:beforeRequest", () => {
    document.querySelectorAll("[data-htmx-notice]").forEach((old) => old.remove());
  });
  document.addEventListener("htmx:responseError", () => announce(document.body.dataset.messageFailed));
  document.addEventListener("htmx:sendError", () => announce(document.body.dataset.messageOffline));
  document.addEventListener("htmx:timeout", () => announce(document.body.dataset.messageOffline));

  // Without htmx: after a POST that came back with errors, start at the summary; where one is worked off after the
  // other, at the one that is open.
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector(".form-errors[data-focus], [data-focus-first]")?.focus();
  });
})();
