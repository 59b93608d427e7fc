// A menu is a <details>; here it closes on Escape, on a click elsewhere and when focus leaves it.
import { $, $$ } from "./dom.js";

const open = () => $$("details.duo-menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("focusin", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    $("summary", menu).focus();
  }
});
