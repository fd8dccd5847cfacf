// What is too long to be sent stays where it was typed: the server could only answer with a page without it.
(() => {
  "use strict";

  document.addEventListener(
    "submit",
    (event) => {
      for (const field of event.target.querySelectorAll("textarea[data-longest]")) {
        const part = field.closest(".utrecht-form-field");
        part.querySelector("[data-too-long]")?.remove();
        if (field.value.length > Number(field.dataset.longest)) {
          event.preventDefault();
          event.stopPropagation();
          const said = document.createElement("p");
          said.className = "field-errors";
          said.dataset.tooLong = "";
          said.setAttribute("role", "alert");
          said.textContent = field.dataset.textLong;
          field.parentElement.before(said);
          field.focus();
        }
      }
    },
    true,
  );
})();
