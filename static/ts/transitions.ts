// Between two pages the picture on which somebody clicked grows into the player, and shrinks back on the way back. The
// browser does it all (static/css/transitions.css); it only has to be told which picture it was.
const name = "film";

export function carryPictureAcross(): void {
  addEventListener("pageswap", ({ viewTransition, activation }) => {
    const picture = pictureOf(activation?.entry.url);
    if (viewTransition === null || picture === undefined) return;
    // This page may go into the browser's memory and come back, so it is left as it was.
    lend(picture, viewTransition.finished);
  });
  addEventListener("pagereveal", ({ viewTransition }) => {
    const picture = pictureOf(window.navigation.activation?.from?.url);
    if (viewTransition === null || picture === undefined) return;
    lend(picture, viewTransition.ready);
  });
}

// The picture of the first card that leads to this address.
function pictureOf(address: string | null | undefined): HTMLElement | undefined {
  if (address === null || address === undefined) return undefined;
  const { origin, pathname } = new URL(address);
  if (origin !== location.origin || !pathname.startsWith("/w/")) return undefined;
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".video-card__title a")) {
    if (link.pathname === pathname) return link.closest(".video-card")?.querySelector<HTMLElement>(".thumbnail") ?? undefined;
  }
  return undefined;
}

// A name belongs to one element only, and the player has it otherwise.
function lend(picture: HTMLElement, until: Promise<unknown>): void {
  const player = document.querySelector<HTMLElement>(".player__video");
  picture.style.viewTransitionName = name;
  if (player !== null) player.style.viewTransitionName = "none";
  const takeBack = (): void => {
    picture.style.viewTransitionName = "";
    if (player !== null) player.style.viewTransitionName = "";
  };
  until.then(takeBack, takeBack);
}
