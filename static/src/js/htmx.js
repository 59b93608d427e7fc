// What htmx swaps in is announced; an answer with errors (422) is swapped too, and its summary takes focus.
// What somebody typed while an answer travelled is put back into it: nothing typed is ever lost.
import { $, $$, say } from "./dom.js";

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

const FIELDS = "input[name]:not([type=hidden], [type=file]), textarea[name], select[name]";
const values = new WeakMap(); // per request: what stood in its target when it left, later what changed since
const property = (field) => (field.matches("[type=checkbox], [type=radio]") ? "checked" : "value");
const key = (field) => (property(field) === "checked" ? `${field.name}=${field.value}` : field.name);
const read = (root) => new Map($$(FIELDS, root).map((field) => [key(field), field[property(field)]]));

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.requestConfig.verb !== "get") values.set(detail.xhr, read(detail.target));
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const sent = values.get(detail.xhr);
  if (sent) values.set(detail.xhr, new Map([...read(detail.target)].filter(([name, now]) => sent.get(name) !== now)));
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const typed = values.get(detail.xhr);
  if (!typed?.size) return;
  for (const field of $$(FIELDS, document.getElementById(detail.target.id) ?? document)) {
    if (typed.has(key(field))) field[property(field)] = typed.get(key(field));
  }
});
