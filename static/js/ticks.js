// Counts what is ticked in a table of lines, with what it is worth; the server decides by the ticks alone.
(() => {
  "use strict";

  function cents(text) {
    return Number(text.replace(/[^\d,−-]/g, "").replace("−", "-").replace(/[.,]/g, ""));
  }

  function refresh(table) {
    const form = table.closest("form");
    const goal = form.querySelector("[data-ticks-count]");
    const rows = [...table.querySelectorAll("input[type=checkbox]:checked")].map((box) => box.closest("tr"));
    const total = rows.reduce((sum, row) => sum + cents(row.cells[row.cells.length - 1].textContent), 0);
    const euros = new Intl.NumberFormat("nl-NL", { style: "currency", currency: "EUR" }).format(total / 100);
    goal.textContent = `${rows.length} ${rows.length === 1 ? "regel" : "regels"}, ${euros}`;
  }

  // Approving takes a while: say so, and send it once.
  document.addEventListener("submit", (event) => {
    const goal = event.target.querySelector("[data-ticks-count]");
    if (!goal) {
      return;
    }
    if (goal.dataset.sent) {
      event.preventDefault();
      return;
    }
    goal.dataset.sent = "1";
    goal.textContent = goal.dataset.textBusy;
  });

  // Back from the next page: the form can be sent again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("[data-ticks]").forEach((table) => {
      delete table.closest("form").querySelector("[data-ticks-count]").dataset.sent;
      refresh(table);
    });
  });

  document.addEventListener("change", (event) => {
    const table = event.target.closest?.("[data-ticks]");
    if (table) {
      refresh(table);
    }
  });
})();
