// Long lists by keyboard: arrows go from row to row, space chooses, enter opens. One row at a time is in the
// tab order, so Tab leaves the list. It stays a plain table: a screen reader walks it with its own keys.
import { $, $$, each, say } from "./dom.js";

const HINT = " Pijl omhoog en omlaag: andere rij. Spatie: kies of laat los. Enter: open.";
const controls = (row) => [$("input[name=k]", row), $("th a", row)].filter(Boolean);

each("table[data-lijst]", (table) => {
  const rows = $$("tbody tr", table);
  const form = table.closest("form[data-bulk]");
  keepRoles(table);
  if (!rows.length) return;
  table.caption.append(HINT);
  current(rows, rows[0]);
  table.addEventListener("focusin", (event) => current(rows, event.target.closest("tbody tr")));
  table.addEventListener("keydown", (event) => onKey(event, rows, form));
  if (form) choosing(form);
});

/** As cards the rows are no table to some browsers: say again what they are. */
function keepRoles(table) {
  const roles = { table: [table], rowgroup: [...table.tBodies, table.tHead], row: $$("tr", table) };
  roles.columnheader = $$("thead th", table);
  roles.rowheader = $$("tbody th", table);
  roles.cell = $$("td", table);
  for (const [role, elements] of Object.entries(roles)) elements.forEach((element) => (element.role = role));
}

function current(rows, now) {
  if (!now) return;
  rows.forEach((row) => controls(row).forEach((control) => (control.tabIndex = row === now ? 0 : -1)));
}

function onKey(event, rows, form) {
  const row = event.target.closest("tbody tr");
  if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
  const target = destination(event.key, rows, rows.indexOf(row));
  if (target) {
    event.preventDefault();
    const place = controls(row).indexOf(event.target);
    (controls(target)[place] ?? controls(target).at(-1)).focus();
  } else if (event.key === " " && form && event.target.matches("th a")) {
    event.preventDefault();
    toggle(row);
  }
}

function destination(key, rows, now) {
  const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: rows.length - 1 }[key];
  return to === undefined || to === now ? null : rows[to];
}

function toggle(row) {
  const box = $("input[name=k]", row);
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  say(`${$("th", row).textContent.trim()}: ${box.checked ? "gekozen" : "niet meer gekozen"}`);
}

/** The bar below the list stands there once something is chosen; the box for all rows moves to the head, if seen. */
function choosing(form) {
  const boxes = $$("input[name=k]", form);
  const all = $("[data-alles]", form);
  const chosen = () => boxes.filter((box) => box.checked).length;
  const update = () => {
    $(".duo-bulk", form).hidden = !chosen();
    $("[data-aantal]", form).textContent = `${chosen()} gekozen`;
    all.checked = chosen() === boxes.length;
    all.indeterminate = chosen() > 0 && !all.checked;
  };
  all.hidden = false;
  if (!matchMedia("(max-width: 720px)").matches) $("thead th", form).prepend(all);
  all.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
  form.addEventListener("change", () => {
    update();
    say(`${chosen()} gekozen`);
  });
  window.addEventListener("pageshow", update);
  form.addEventListener("submit", (event) => {
    if (chosen()) return;
    event.preventDefault();
    say("Kies eerst een of meer rijen.");
  });
  update();
}

/** On a phone the filters fold away again once used, so that the list is what one sees. */
document.addEventListener("submit", (event) => {
  const fold = event.target.closest("details.duo-vouw[open]");
  if (!fold || !$("summary", fold).checkVisibility?.()) return;
  fold.open = false;
  $("summary", fold).focus();
});
