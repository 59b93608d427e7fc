// The error summary takes focus; its links move focus into the field itself.
import { $, each } from "./dom.js";

const CONTROL = "input:not([type=hidden]),select,textarea";

export function toField(id) {
  const target = document.getElementById(id);
  if (!target) return false;
  const field = target.matches(CONTROL) ? target : ($(CONTROL, target) ?? target);
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
  return true;
}

each(".duo-errors", (summary) => {
  summary.focus({ preventScroll: true });
  summary.scrollIntoView({ block: "center" });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest(".duo-errors a[href^='#']");
  if (link && toField(link.hash.slice(1))) event.preventDefault();
});
