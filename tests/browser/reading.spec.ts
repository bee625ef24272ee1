// What goes along with a picture: chapters to jump to, captions to read while it plays, and a transcript to read instead.
import type { Page } from "@playwright/test";
import { creator, videos } from "./support/people.ts";
import { expect, test } from "./support/test.ts";
import { addCaptions, currentTime, openVideo, player, signIn, typeChapters } from "./support/visits.ts";

test("a chapter leads to its second", async ({ page, javaScriptEnabled }) => {
  const edit = await editPage(page);
  await typeChapters(page, edit, "0:00 Leaving\n0:03 Coming home");
  await openVideo(page, videos[0].title);
  let loads = 0;
  page.on("load", () => (loads += 1));

  await page.getByRole("link", { name: "0:03 Coming home" }).click();

  if (javaScriptEnabled) {
    await expect.poll(() => currentTime(page)).toBeGreaterThanOrEqual(3);
    expect(loads, "it seeks without leaving the page").toBe(0);
  } else {
    await expect(page).toHaveURL(/\?t=3$/);
    await expect(player(page).locator("source").first()).toHaveAttribute("src", /#t=3$/);
  }
});

test("captions are offered, and can be read by themselves", async ({ page, another, javaScriptEnabled }) => {
  const edit = await editPage(page);
  await addCaptions(page, edit, "de", "<v Ann>Guten <i>Morgen</i>.");

  const stranger = await another();
  await openVideo(stranger, videos[0].title);
  if (javaScriptEnabled) {
    const shown = await player(stranger).evaluate(async (video: HTMLVideoElement) => {
      const track = [...video.textTracks].find((each) => each.kind === "captions");
      if (track === undefined) return undefined;
      const mode = track.mode;
      track.mode = "showing";
      const element = video.querySelector("track");
      if (element?.readyState !== HTMLTrackElement.LOADED) await new Promise((done) => element?.addEventListener("load", done));
      return { mode, language: track.language, label: track.label, text: (track.cues?.[0] as VTTCue | undefined)?.text };
    });
    expect(shown).toEqual({ mode: "disabled", language: "de", label: "Deutsch", text: "<v Ann>Guten <i>Morgen</i>.</v>" });
  }
  await stranger.getByRole("link", { name: "Read what is said" }).click();
  await expect(stranger.getByText("Ann: Guten Morgen.")).toBeVisible();
  await stranger.getByRole("link", { name: "Watch from 0:00" }).click();
  await expect(player(stranger)).toBeVisible();

  await stranger.goto("/search?q=morgen");
  await expect(stranger.getByRole("link", { name: videos[0].title, exact: true })).toBeVisible();
});

test("a file that is no captions is refused in a sentence", async ({ page, problems }) => {
  problems.expected.push(/status of 422/);
  const edit = await editPage(page);
  await page.goto(`${edit}/captions`);
  await page.getByLabel("Language", { exact: true }).fill("en");
  const file = { name: "x.vtt", mimeType: "text/vtt", buffer: Buffer.from("WEBVTT\n\nwords\n") };
  await page.getByLabel("File", { exact: true }).setInputFiles(file);
  await page.getByRole("button", { name: "Add captions" }).click();

  await expect(page.getByRole("alert").getByText("Line 3: expected a time")).toBeVisible();
  await expect(page.getByLabel("Language", { exact: true })).toHaveValue("en");
});

/** Signs the creator in and opens the first video; the address where it is edited. */
async function editPage(page: Page): Promise<string> {
  await signIn(page, creator);
  await openVideo(page, videos[0].title);
  return (await page.getByRole("link", { name: "Edit", exact: true }).getAttribute("href")) ?? "";
}
