// A second click while the first is under way does nothing; after an error or "back" the button works again.
import { $$ } from "./dom.js";

function release(form) {
  delete form.dataset.bezig;
  $$("[aria-busy=true]", form).forEach((button) => button.removeAttribute("aria-busy"));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.target === "_blank") return;
  if (form.dataset.bezig) return event.preventDefault();
  form.dataset.bezig = "ja";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), 15000);
});
window.addEventListener("pageshow", () => $$("form[data-bezig]").forEach(release));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest("form");
  if (form) release(form);
});
