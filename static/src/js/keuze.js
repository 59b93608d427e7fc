// Choosing rows: [data-bulk] counts the checked input[data-rij]; input[data-alles] checks them all.
import { $, $$, each, say } from "./dom.js";

const words = (n) =>
  n === 0 ? "Geen aanvragen gekozen" : n === 1 ? "1 aanvraag gekozen" : `${n} aanvragen gekozen`;

each("[data-bulk]", (bar) => {
  const form = bar.closest("form");
  const rows = $$("input[data-rij]", form);
  const all = $("input[data-alles]", form);
  const update = () => {
    const chosen = rows.filter((row) => row.checked).length;
    $("[data-aantal]", bar).textContent = words(chosen);
    $$("button[name]", bar).forEach((button) => button.setAttribute("aria-disabled", String(!chosen)));
    if (!all) return;
    all.checked = chosen > 0 && chosen === rows.length;
    all.indeterminate = chosen > 0 && chosen < rows.length;
  };
  form.addEventListener("change", (event) => {
    if (event.target === all) rows.forEach((row) => (row.checked = all.checked));
    update();
  });
  bar.addEventListener("click", (event) => {
    if (!event.target.closest("button[aria-disabled=true]")) return;
    event.preventDefault();
    say("Kies eerst een of meer aanvragen.");
  });
  update();
});
