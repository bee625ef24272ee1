// With the arrow keys alone, as from the remote control of a television.
import type { Page } from "@playwright/test";
import { videos } from "./support/people.ts";
import { expect, test } from "./support/test.ts";
import { openVideo } from "./support/visits.ts";

// Three cards in a row, then the fourth.
test.use({ viewport: { width: 1100, height: 700 } });

test("the arrow keys go from card to card as they lie, and up to the tabs and the header", async ({ page }) => {
  await page.goto("/?tab=newest");
  await cardOf(page, videos[3].title).focus();

  await page.keyboard.press("ArrowRight");
  await expect(cardOf(page, videos[2].title)).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(cardOf(page, videos[1].title)).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowDown");
  await expect(cardOf(page, videos[0].title)).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(cardOf(page, videos[3].title)).toBeFocused();

  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("main").getByRole("navigation").getByRole("link").first()).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expectFocusIn(page, "header");
  await page.keyboard.press("ArrowDown");
  await expectFocusIn(page, "main");
});

test("the arrow keys reach the footer and come back", async ({ page }) => {
  await page.goto("/?tab=newest");
  await cardOf(page, videos[0].title).focus();
  await page.keyboard.press("ArrowDown");
  await expectFocusIn(page, "footer");
  await page.keyboard.press("ArrowUp");
  await expectFocusIn(page, "main");
});

test("the card with the focus shows it, is on the screen and opens with Enter", async ({ page }) => {
  await page.goto("/?tab=newest");
  await cardOf(page, videos[3].title).focus();
  await page.keyboard.press("ArrowDown");
  await expect(cardOf(page, videos[0].title)).toBeFocused();

  const card = page.getByRole("article").filter({ has: page.getByRole("link", { name: videos[0].title, exact: true }) });
  await expect(card).toBeInViewport({ ratio: 1 });
  expect(await cardOf(page, videos[0].title).evaluate((link) => getComputedStyle(link, "::after").outlineStyle)).toBe("solid");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: videos[0].title })).toBeVisible();
});

test("a field keeps its keys while there is something in it, and is no trap when it is empty", async ({ page }) => {
  await page.goto("/?tab=newest");
  const box = page.getByRole("banner").getByRole("searchbox", { name: "Search" });
  await box.fill("kite");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowLeft");
  await expect(box).toBeFocused();

  await box.fill("");
  await page.keyboard.press("ArrowDown");
  await expectFocusIn(page, "main");
});

test("with a mouse and nothing focused the arrow keys scroll", async ({ page }) => {
  await page.goto("/?tab=newest");
  await page.keyboard.press("ArrowDown");
  await expect(page.locator("body")).toBeFocused();
});

test.describe("where no pointer can hover", () => {
  test.use({ hasTouch: true, isMobile: true });

  test("the first press of the arrow key down goes to the first card", async ({ page }) => {
    await page.goto("/?tab=newest");
    await page.keyboard.press("ArrowDown");
    await expect(cardOf(page, videos[3].title)).toBeFocused();
  });

  test("beside a player it is left to the player", async ({ page }) => {
    await openVideo(page, videos[0].title);
    await page.reload();
    await page.keyboard.press("ArrowDown");
    expect(await focusIsIn(page, "aside")).toBe(false);
  });
});

function cardOf(page: Page, title: string) {
  return page.getByRole("main").getByRole("link", { name: title, exact: true });
}

/** Waits, since the first key has the script loaded that obeys it. */
async function expectFocusIn(page: Page, element: string): Promise<void> {
  await expect.poll(() => focusIsIn(page, element)).toBe(true);
}

async function focusIsIn(page: Page, element: string): Promise<boolean> {
  return page.evaluate((name) => (document.activeElement?.closest(name) ?? null) !== null, element);
}
