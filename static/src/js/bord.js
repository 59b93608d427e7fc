// The board: Alt + arrow, a dialog for a place, and dragging by the grip. All three press the same button of
// the form, so the server answers them as it answers the arrows; without this file those still work.
import { $, $$, say } from "./dom.js";

const row = (element) => element?.closest?.("[data-sleutel]");

function move(source, place) {
  const button = $("[data-sleep]", source.closest("form"));
  button.value = `${source.dataset.sleutel}:${place}`;
  button.click();
}
const place = (element) => Number(element.id.replace("plek-", ""));

document.addEventListener("keydown", (event) => {
  const prefix = { ArrowUp: "op", ArrowDown: "neer" }[event.key];
  const current = event.altKey && prefix && row(document.activeElement);
  if (!current) return;
  event.preventDefault();
  const button = document.getElementById(`${prefix}-${current.dataset.sleutel}`);
  if (!button || button.getAttribute("aria-disabled") === "true") return;
  button.focus();
  button.click();
});

// Up at the top and down at the bottom: the button stays where it is, but asks the server nothing.
document.addEventListener("click", (event) => {
  if (event.target.closest(".duo-zet [aria-disabled='true']")) event.preventDefault();
  const trigger = event.target.closest("[data-naar]");
  if (trigger && !event.ctrlKey && !event.metaKey && !event.shiftKey) ask(event, row(trigger), trigger);
});

function ask(event, source, trigger) {
  const dialog = document.getElementById("naar");
  if (!dialog) return;
  event.preventDefault();
  const more = $("[data-meer]", dialog);
  if (more) more.href = trigger.href;
  $("[data-titel]", dialog).textContent = `‘${source.dataset.titel}’ staat op plaats ${place(source)}.`;
  dialog.returnValue = "";
  dialog.showModal();
  $("input", dialog).value = "";
  $("input", dialog).focus();
  dialog.onclose = () => dialog.returnValue === "verplaats" && move(source, $("input", dialog).value);
}

let drag = null;

document.addEventListener("pointerdown", (event) => {
  const grip = event.button === 0 && event.target.closest("[data-greep]");
  if (!grip) return;
  event.preventDefault();
  drag = { source: row(grip), target: null, after: false, y: event.clientY };
  drag.source.classList.add("is-gesleept");
  grip.setPointerCapture(event.pointerId);
  requestAnimationFrame(scroll);
});
document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  drag.y = event.clientY;
  aim();
});
document.addEventListener("pointerup", () => drag && drop());
document.addEventListener("pointercancel", () => drag && end());
document.addEventListener("keydown", (event) => {
  if (!drag || event.key !== "Escape") return;
  end();
  say("Slepen gestopt. Er is niets verplaatst.");
});

/** The row under the pointer, and whether the dragged one comes above or below it. */
function aim() {
  const rows = $$("[data-sleutel]", drag.source.parentElement);
  const target = rows.find((other) => drag.y < other.getBoundingClientRect().bottom) ?? rows.at(-1);
  const { top, height } = target.getBoundingClientRect();
  clear();
  drag.target = target;
  drag.after = drag.y > top + height / 2;
  if (target !== drag.source) target.classList.add(drag.after ? "is-doel-onder" : "is-doel-boven");
}
function clear() {
  drag.target?.classList.remove("is-doel-boven", "is-doel-onder");
}

const EDGE = 90;
function scroll() {
  if (!drag) return;
  const step = drag.y < EDGE + 52 ? -12 : drag.y > innerHeight - EDGE ? 12 : 0;
  if (step && drag.target) {
    (drag.source.closest(".duo-bordwrap--breed") ?? document.scrollingElement).scrollBy(0, step);
    aim();
  }
  requestAnimationFrame(scroll);
}
function drop() {
  const { source, target, after } = drag;
  end();
  if (!target || target === source) return;
  const from = place(source);
  const slot = place(target) + (after ? 1 : 0);
  const to = slot > from ? slot - 1 : slot;
  if (to !== from) move(source, to);
}
function end() {
  clear();
  drag.source.classList.remove("is-gesleept");
  drag = null;
}
