// Character count: the visible number moves at once, a screen reader hears it after a pause.
import { each } from "./dom.js";

each("[data-max]", (field) => {
  const shown = document.getElementById(`${field.id}_teller`);
  const spoken = document.getElementById(`${field.id}_teller_live`);
  if (!shown || !spoken) return;
  let timer;
  const count = () => {
    // The server counts a line break as two characters, as the browser sends it.
    const left = Number(field.dataset.max) - field.value.replace(/\n/g, "\r\n").length;
    const text = left >= 0 ? `Nog ${left} tekens over` : `${-left} tekens te veel`;
    shown.textContent = text;
    shown.classList.toggle("duo-charcount--over", left < 0);
    clearTimeout(timer);
    timer = setTimeout(() => (spoken.textContent = text), 1200);
  };
  field.addEventListener("input", count);
  if (field.value) count();
});
