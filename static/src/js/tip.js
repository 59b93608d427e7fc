// A tip goes away at once; without this file its form loads the page again.
import { $, say } from "./dom.js";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-tip]")) return;
  event.preventDefault();
  const data = new FormData(form);
  form.closest(".duo-tip").remove();
  $("#inhoud").focus();
  say("Tip gesloten");
  await fetch(form.action, { method: "POST", body: data, redirect: "manual" }).catch(() => {});
});
