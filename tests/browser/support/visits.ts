// What a person does on the site, in the words of its pages. Tests say what should come of it.
import { expect, type Locator, type Page } from "@playwright/test";
import type { Person } from "./people.ts";

// ---- accounts ----

export async function signUp(page: Page, person: Person): Promise<void> {
  await page.goto("/sign-up");
  await page.getByLabel("Username").fill(person.username);
  await page.getByLabel("E-mail").fill(`${person.username}@example.org`);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("main").getByRole("button", { name: "Sign up" }).click();
}

export async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto("/sign-in");
  await fillSignIn(page, person);
  await expect(accountMenu(page)).toBeVisible();
}

/** The sign-in page is already there. */
export async function fillSignIn(page: Page, person: Person): Promise<void> {
  await page.getByLabel("Username").fill(person.username);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
}

export async function signOut(page: Page): Promise<void> {
  await accountMenu(page).click();
  await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("banner").getByRole("link", { name: "Sign in" })).toBeVisible();
}

export function accountMenu(page: Page): Locator {
  return page.getByLabel(/^Account menu of /);
}

// ---- uploading and watching ----

export interface Upload {
  title: string;
  description?: string;
  tags?: string;
  privacy?: "public" | "unlisted" | "private";
  file: string;
}

export async function upload(page: Page, { title, description = "", tags = "", privacy = "public", file }: Upload): Promise<void> {
  await page.goto("/upload");
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Description").fill(description);
  await page.getByLabel("Tags").fill(tags);
  await page.locator(`input[name="privacy"][value="${privacy}"]`).check();
  await page.getByLabel("Video file").setInputFiles(file);
  await page.getByRole("main").getByRole("button", { name: "Upload" }).click();
}

/** Waits on the progress page until it leads to the video, and follows it there. */
export async function watchWhenReady(page: Page): Promise<void> {
  await expect(page.getByText("Your video is ready")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("main").getByRole("link", { name: "Watch" }).click();
  await expect(player(page)).toBeVisible();
}

/** Adds captions of one cue, two seconds long, to the video that is edited at `edit`. */
export async function addCaptions(page: Page, edit: string, language: string, words: string): Promise<void> {
  await page.goto(`${edit}/captions`);
  await page.getByLabel("Language", { exact: true }).fill(language);
  const buffer = Buffer.from(`WEBVTT\n\n00:00.000 --> 00:02.000\n${words}\n`);
  await page.getByLabel("File", { exact: true }).setInputFiles({ name: `${language}.vtt`, mimeType: "text/vtt", buffer });
  await page.getByRole("button", { name: "Add captions" }).click();
  await expect(page.getByText("The captions are added.")).toBeVisible();
}

export async function typeChapters(page: Page, edit: string, lines: string): Promise<void> {
  await page.goto(`${edit}/chapters`);
  await page.getByLabel("Chapters").fill(lines);
  await page.getByRole("button", { name: "Save chapters" }).click();
  await expect(page.getByText("The chapters are saved.")).toBeVisible();
}

/** Opens a video by its card on a list of videos. */
export async function openVideo(page: Page, title: string): Promise<void> {
  await page.goto("/?tab=newest");
  await page.getByRole("main").getByRole("link", { name: title, exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

export function player(page: Page): Locator {
  return page.locator("video");
}

/** Starts the player as a person at the keyboard does, which needs no script. */
export async function play(page: Page): Promise<void> {
  await pressPlay(page);
  await expect.poll(() => currentTime(page), { message: "the player's time moves" }).toBeGreaterThan(0.2);
}

/** Asks for it only: what comes of it is the test's to see. */
export async function pressPlay(page: Page): Promise<void> {
  await player(page).focus();
  await page.keyboard.press("Space");
}

export async function currentTime(page: Page): Promise<number> {
  return player(page).evaluate((video) => (video as HTMLVideoElement).currentTime);
}

/** The titles beside the player, in order. */
export async function upNext(page: Page): Promise<string[]> {
  const titles = await page.getByRole("complementary", { name: "Up next" }).getByRole("heading", { level: 3 }).allInnerTexts();
  return titles.map((title) => title.trim());
}

/** Saves the video that is open to these of one's playlists, or to a new one, and is back at it. */
export async function saveTo(page: Page, { tick = [], newTitle }: { tick?: string[]; newTitle?: string }): Promise<void> {
  await page.locator("summary", { hasText: "Save" }).click();
  // With scripts the form comes to the page; without, one goes to it.
  const save = page.locator("form.save");
  const isScripted = await page.evaluate(() => customElements.get("turbo-frame") !== undefined);
  if (!isScripted) await page.getByRole("link", { name: "Choose playlists" }).click();
  await expect(save).toBeVisible();
  for (const title of tick) await save.getByRole("checkbox", { name: title, exact: true }).check();
  if (newTitle !== undefined) {
    await save.locator("summary", { hasText: "New playlist" }).click();
    await save.getByLabel("Title").fill(newTitle);
  }
  await save.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Your playlists are saved.").first()).toBeVisible();
}

// ---- talking ----

export async function comment(page: Page, body: string): Promise<void> {
  await page.getByLabel("Your comment").fill(body);
  await page.getByRole("button", { name: "Comment", exact: true }).click();
  await expect(commentSaying(page, body)).toBeVisible();
}

export async function reply(to: Locator, body: string): Promise<void> {
  await to.locator("summary", { hasText: "Reply" }).first().click();
  await to.getByLabel("Your reply").first().fill(body);
  await to.getByRole("button", { name: "Reply", exact: true }).first().click();
}

/** The innermost comment with these words. */
export function commentSaying(page: Page, body: string): Locator {
  return page.getByRole("article").filter({ has: page.getByText(body, { exact: true }) }).last();
}

/** The like button of the video itself. */
export function likeVideo(page: Page): Locator {
  return page.locator('form[action^="/w/"][action$="/rating"]').getByRole("button", { name: /^Like/ });
}

export function likeComment(comment: Locator): Locator {
  return comment.locator('form[action^="/comments/"][action$="/rating"]').first().getByRole("button", { name: /^Like/ });
}

export async function search(page: Page, query: string): Promise<void> {
  const box = page.getByRole("banner").getByRole("searchbox", { name: "Search" });
  await box.fill(query);
  await box.press("Enter");
  await expect(page).toHaveURL(/\/search\?/);
}
