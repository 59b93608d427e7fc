// What htmx swaps in is announced; an answer with errors (422) is swapped too, and its summary takes focus.
import { $, say } from "./dom.js";

document.addEventListener("htmx:afterSettle", (event) => {
  const root = event.detail.elt;
  const errors = $(".duo-errors", root);
  if (errors) return errors.focus();
  const message = root.dataset.gezegd ?? $("[data-gezegd]:not(button)", root)?.dataset.gezegd;
  if (message) say(message);
});
document.addEventListener("htmx:sendError", () => say("De verbinding viel weg. Probeer het opnieuw."));
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  if (xhr.status === 401) return location.assign("/inloggen/");
  say("Dat lukte niet. Probeer het opnieuw.");
});
