// The whole of a visit without a mouse.
import type { Page } from "@playwright/test";
import { creator, videos, viewer } from "./support/people.ts";
import { expect, test } from "./support/test.ts";
import { commentSaying, openVideo, signIn } from "./support/visits.ts";

test("the first stop skips to the content", async ({ page }) => {
  await page.goto("/");

  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeInViewport();
  await page.keyboard.press("Enter");

  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
});

test("the keyboard reaches the player, then the comment form, and can be seen on its way", async ({ page }) => {
  await signIn(page, viewer);
  await openVideo(page, videos[0].title);

  const stops = await tabUntil(page, "textarea:body");
  expect(stops.map((stop) => stop.name)).toContain("video:");
  expect(stops.filter((stop) => !stop.visible).map((stop) => stop.name)).toEqual([]);

  await page.keyboard.type("Written without a mouse.");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(commentSaying(page, "Written without a mouse.")).toBeVisible();
});

test("wherever Tab leads, something shows where it is", async ({ page }) => {
  await signIn(page, creator);
  for (const path of ["/?tab=newest", "/search?q=kite", "/upload", "/my/videos", "/my/channels", "/my/channels/new", "/settings"]) {
    await page.goto(path);
    const stops = await tabUntil(page, "body:", "the end of the page");
    expect(stops.length, `${path} has stops`).toBeGreaterThan(5);
    expect(stops.filter((stop) => !stop.visible && stop.name !== "body:"), path).toEqual([]);
  }
});

interface Stop {
  /** Its element and, for a field, its name. */
  name: string;
  /** Whether something shows that it has the focus. */
  visible: boolean;
}

async function tabUntil(page: Page, name: string, description = name): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const element = document.activeElement ?? document.body;
      const isOutlined = ({ outlineStyle, outlineWidth }: CSSStyleDeclaration) => outlineStyle !== "none" && outlineWidth !== "0px";
      const own = getComputedStyle(element);
      // A card shows it around the whole card; a choice that looks like a card, around its label.
      const label = element.closest("label");
      const around = [getComputedStyle(element, "::after"), ...(label ? [getComputedStyle(label)] : [])];
      return {
        name: `${element.localName}:${element.getAttribute("name") ?? ""}`,
        // The browser draws the focus of a control inside the player itself.
        visible: element.localName === "video" || own.boxShadow !== "none" || [own, ...around].some(isOutlined),
      };
    });
    stops.push(stop);
    if (stop.name === name) return stops;
  }
  throw new Error(`${description} was not reached; the way there: ${stops.map((stop) => stop.name).join(" ")}`);
}
