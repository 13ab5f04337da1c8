// A menu opens towards the middle of the page: at its right edge it would end outside.
document.addEventListener("toggle", (e) => {
  if (!(e.target instanceof HTMLDetailsElement) || !e.target.open) return;
  const menu = e.target.querySelector<HTMLElement>(":scope > .menu");
  if (!menu) return;
  menu.classList.remove("end");
  if (menu.getBoundingClientRect().right > document.documentElement.clientWidth) menu.classList.add("end");
}, true);
export {};
