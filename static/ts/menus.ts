// Menus are <details>; here they learn to close when the visitor looks elsewhere.
export function closeMenusFromOutside(): void {
  document.addEventListener("click", ({ target }) => {
    for (const menu of openMenus()) {
      if (!(target instanceof Node) || !menu.contains(target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    for (const menu of openMenus()) {
      const hadFocus = menu.contains(document.activeElement);
      menu.open = false;
      if (hadFocus) menu.querySelector("summary")?.focus();
    }
  });
}

function openMenus(): NodeListOf<HTMLDetailsElement> {
  return document.querySelectorAll<HTMLDetailsElement>("details.menu[open]");
}
