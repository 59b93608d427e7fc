// Colours and density: the form works alone; here the page changes at once and the server is told.
import { $$, say } from "./dom.js";

document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!event.target.matches("form[data-weergave]") || !button) return;
  event.preventDefault();
  const { name, value } = button;
  const data = new FormData(event.target, button);
  if (value === "auto" || value === "ruim") delete document.documentElement.dataset[name];
  else document.documentElement.dataset[name] = value;
  $$(`button[name=${name}]`, event.target).forEach((other) =>
    other.setAttribute("aria-pressed", String(other === button)),
  );
  say(button.dataset.gezegd);
  await fetch(event.target.action, { method: "POST", body: data, redirect: "manual" }).catch(() => {});
});
