// The box in which CPV codes are looked for. Enter looks at once and does not send the form it stands in.
(() => {
  "use strict";

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches?.("[data-cpv]")) {
      event.preventDefault();
      event.target.dispatchEvent(new Event("search", { bubbles: true }));
    }
  });
})();
