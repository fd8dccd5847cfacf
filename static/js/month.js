// The month as a column of a spreadsheet: Enter and the arrows go from one field with hours to the next. Without this
// module Enter keeps what was typed, and Tab does the rest.
(() => {
  "use strict";

  const HOURS = ".month input[name$='-hours']";
  const STEPS = { ArrowDown: 1, ArrowUp: -1, Enter: 1 };

  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || !event.target.matches?.(HOURS) || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) {
      return;
    }
    event.preventDefault();
    const fields = [...document.querySelectorAll(HOURS)];
    const next = fields[fields.indexOf(event.target) + (event.shiftKey ? -step : step)];
    if (next) {
      next.focus();
      next.select();
    } else if (step > 0) {
      document.querySelector(".month [name=action][value=submit]")?.focus();
    }
  });
})();
