// Comments, replies, likes and subscriptions.
import { creator, videos, viewer } from "./support/people.ts";
import { expect, test } from "./support/test.ts";
import { comment, commentSaying, likeComment, likeVideo, openVideo, reply, signIn } from "./support/visits.ts";

const title = videos[0].title;

test.beforeEach(async ({ page }) => {
  await signIn(page, viewer);
  await openVideo(page, title);
});

test("a comment appears and stays", async ({ page }) => {
  await comment(page, "What a light.");

  await page.reload();
  await expect(commentSaying(page, "What a light.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 2, name: /^1 comment/i })).toBeVisible();
});

test("a comment brings no markup of its own", async ({ page }) => {
  await page.getByLabel("Your comment").fill("<img src=x onerror=alert(1)> Tom & Jerry <b>indeed</b>");
  await page.getByRole("button", { name: "Comment", exact: true }).click();

  const written = page.getByRole("article").filter({ hasText: "Tom & Jerry" });
  await expect(written).toBeVisible();
  await expect(written.locator('img[src="x"]')).toHaveCount(0);
});

test("the creator answers in the same thread", async ({ page, another }) => {
  await comment(page, "Where is this?");
  const mila = await another();
  await signIn(mila, creator);
  await openVideo(mila, title);

  await reply(commentSaying(mila, "Where is this?"), "In the north.");

  await expect(commentSaying(mila, "In the north.")).toBeVisible();
  await page.reload();
  const thread = page.getByRole("article").filter({ hasText: "Where is this?" }).first();
  await expect(thread.getByText("In the north.")).toBeVisible();
});

test("a like on the video counts once and can be taken back", async ({ page }) => {
  await likeVideo(page).click();
  await expect(likeVideo(page)).toHaveAttribute("aria-pressed", "true");
  await expect(likeVideo(page)).toHaveText(/1/);

  await page.reload();
  await expect(likeVideo(page)).toHaveAttribute("aria-pressed", "true");
  await expect(likeVideo(page)).toHaveText(/1/);

  await likeVideo(page).click();
  await expect(likeVideo(page)).toHaveAttribute("aria-pressed", "false");
});

test("a comment can be liked", async ({ page, another }) => {
  await comment(page, "I was there!");
  const mila = await another();
  await signIn(mila, creator);
  await openVideo(mila, title);

  const like = likeComment(commentSaying(mila, "I was there!"));
  await like.click();

  await expect(like).toHaveAttribute("aria-pressed", "true");
  await page.reload();
  await expect(likeComment(commentSaying(page, "I was there!"))).toHaveText(/1/);
});

test("one's own comment can be changed and deleted", async ({ page }) => {
  await comment(page, "Frist!");
  await commentSaying(page, "Frist!").getByRole("link", { name: "Edit" }).click();
  await page.getByLabel("Comment", { exact: true }).fill("First!");
  await page.getByRole("main").getByRole("button", { name: "Save" }).click();
  await expect(commentSaying(page, "First!")).toBeVisible();

  await commentSaying(page, "First!").locator("summary", { hasText: "Delete" }).click();
  await page.getByRole("button", { name: "Delete it" }).click();

  await openVideo(page, title);
  await expect(page.getByText("First!")).toHaveCount(0);
});

test("a subscription brings the channel's videos to the home page", async ({ page }) => {
  await page.getByRole("button", { name: /^Subscribe to / }).click();
  await expect(page.getByRole("button", { name: /^Subscribed to / })).toBeVisible();

  await page.goto("/");
  await page.getByRole("navigation", { name: "Lists of videos" }).getByRole("link", { name: "Subscriptions" }).click();
  await expect(page.getByRole("main").getByRole("link", { name: title, exact: true }).first()).toBeVisible();
});

test("who is signed out is asked to sign in, and comes back to the video", async ({ another }) => {
  const stranger = await another();
  await openVideo(stranger, title);
  await expect(stranger.getByLabel("Your comment")).toHaveCount(0);

  await stranger.getByRole("main").getByRole("link", { name: "Sign in" }).click();
  await stranger.getByLabel("Username").fill(viewer.username);
  await stranger.getByLabel("Password").fill(viewer.password);
  await stranger.getByRole("main").getByRole("button", { name: "Sign in" }).click();

  await expect(stranger.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(stranger.getByLabel("Your comment")).toBeVisible();
});
