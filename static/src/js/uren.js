// The week: arrows and Enter go from cell to cell, and the totals follow what is typed. Without this file
// Tab still works and the server adds up.
import { $, $$, each } from "./dom.js";

const cells = (row) => $$("[data-dag]", row);
const box = (cell) => cell && $("input", cell);

/** The nearest box in this direction; a locked cell is passed over. */
function next(cell, down, right) {
  const rows = $$("tbody tr", cell.closest("table"));
  let row = rows.indexOf(cell.closest("tr"));
  let day = Number(cell.dataset.dag);
  for (;;) {
    row += down;
    day += right;
    const target = rows[row] && cells(rows[row])[day];
    if (!target) return null;
    if (box(target)) return box(target);
  }
}

/** Left and right stay in the text until the cursor is at its edge. */
function atEdge(input, right) {
  const { selectionStart: from, selectionEnd: to, value } = input;
  if (from === 0 && to === value.length) return true;
  return from === to && from === (right > 0 ? value.length : 0);
}

const MOVES = { ArrowDown: [1, 0], Enter: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

function press(event) {
  const move = MOVES[event.key];
  const cell = event.target.closest("[data-dag]");
  if (!move || !cell || event.altKey || event.ctrlKey || event.metaKey) return;
  if (move[1] && !atEdge(event.target, move[1])) return;
  event.preventDefault();
  const target = next(cell, ...move);
  if (!target) return;
  target.focus();
  target.select();
}

/** Hours as the server reads them; what it would refuse counts as nothing. */
function hours(text) {
  const clock = text.match(/^\s*(\d{1,2}):([0-5]\d)\s*$/);
  if (clock) return Math.round((Number(clock[1]) + Number(clock[2]) / 60) * 100) / 100;
  const plain = text.match(/^\s*(\d+)(?:[.,](\d{1,2}))?\s*$/);
  return plain ? Number(`${plain[1]}.${plain[2] ?? 0}`) : 0;
}
const read = (cell) => (box(cell) ? hours(box(cell).value) : Number(cell.dataset.uren ?? 0));
const write = (hours) => hours.toLocaleString("nl-NL", { maximumFractionDigits: 2 });
const sum = (list) => list.reduce((total, cell) => total + read(cell), 0);

function add(form) {
  const all = $$("tbody [data-dag]", form);
  for (const row of $$("tbody tr", form)) $("[data-som=rij]", row).textContent = write(sum(cells(row)));
  for (const total of $$("tfoot [data-som]", form)) {
    const day = total.dataset.som;
    const hours = sum(day === "alles" ? all : all.filter((cell) => cell.dataset.dag === day));
    total.textContent = hours || day === "alles" ? write(hours) : "";
    total.classList.toggle("is-teveel", day !== "alles" && hours > 24);
  }
}

each("form[data-week]", (form) => {
  form.addEventListener("keydown", press);
  form.addEventListener("input", () => add(form));
  form.addEventListener("focusin", ({ target }) => target.closest("[data-dag]") && target.select?.());
});
