// The triage list by keyboard. A letter only works while a row of the list has the focus (WCAG 2.1.4).
const tabel = document.querySelector("[data-triage]");

tabel?.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const rij = event.target.closest("tbody tr");
  const link = rij?.querySelector(`a[data-toets="${CSS.escape(event.key.toLowerCase())}"]`);
  const stap = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (link) link.click();
  else if (stap) rij?.[stap]?.querySelector("a")?.focus();
  else return;
  event.preventDefault();
});
