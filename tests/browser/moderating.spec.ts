// What moderators and administrators do, and nobody else.
import { admin, videos, viewer } from "./support/people.ts";
import { expect, test } from "./support/test.ts";
import { comment, openVideo, signIn } from "./support/visits.ts";

test("an administrator hides a comment", async ({ page, another }) => {
  const noor = await another();
  await signIn(noor, viewer);
  await openVideo(noor, videos[0].title);
  await comment(noor, "Buy my watches!");

  await signIn(page, admin);
  await page.goto("/admin/comments");
  const row = page.getByRole("row").filter({ hasText: "Buy my watches!" });
  await row.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Hide", exact: true }).click();

  await page.goto("/admin/comments");
  await expect(row.getByText("Hidden")).toBeVisible();
  await page.goto("/admin/audit");
  await expect(page.getByRole("main")).toContainText(/hid/i);
  const stranger = await another();
  await openVideo(stranger, videos[0].title);
  await expect(stranger.getByText("Buy my watches!")).toHaveCount(0);
});

test("a report reaches the administrators", async ({ page, another }) => {
  const noor = await another();
  await signIn(noor, viewer);
  await openVideo(noor, videos[1].title);
  await noor.getByRole("main").getByLabel("More", { exact: true }).click();
  await noor.getByRole("main").getByRole("link", { name: "Report" }).first().click();
  await noor.getByRole("radio").first().check();
  await noor.getByLabel(/^Anything we should know/).fill("The boats are sad.");
  await noor.getByRole("button", { name: "Send report" }).click();

  await signIn(page, admin);
  await page.goto("/admin/reports");

  await expect(page.getByRole("main")).toContainText("The boats are sad.");
});

test("the admin pages do not exist for others", async ({ page, problems }) => {
  problems.expected.push(/status of 404/);
  await signIn(page, viewer);

  for (const path of ["/admin", "/admin/users", "/admin/comments"]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
  }
});
