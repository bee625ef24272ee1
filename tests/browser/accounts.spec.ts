// Signing up, in and out.
import { viewer } from "./support/people.ts";
import { expect, test } from "./support/test.ts";
import { accountMenu, fillSignIn, signIn, signOut, signUp } from "./support/visits.ts";

const newcomer = { username: "newcomer", password: "nine paper boats 27" };

test("a newcomer signs up and is signed in", async ({ page }) => {
  await signUp(page, newcomer);

  await expect(accountMenu(page)).toBeVisible();
  await page.goto("/settings");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
});

test("signs out, and in again", async ({ page }) => {
  await signUp(page, newcomer);
  await expect(accountMenu(page)).toBeVisible();

  await signOut(page);
  await page.goto("/settings");
  await expect(page).toHaveURL(/\/sign-in\?return_to=/);

  await signIn(page, newcomer);
});

test("signing in leads back to the page that asked for it", async ({ page }) => {
  await page.goto("/upload");
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();

  await fillSignIn(page, viewer);

  await expect(page).toHaveURL(/\/upload$/);
  await expect(page.getByRole("heading", { level: 1, name: "Upload" })).toBeVisible();
});

test("a wrong password is refused with what was typed still there", async ({ page, problems }) => {
  problems.expected.push(/status of 422/);
  await page.goto("/sign-in");

  await fillSignIn(page, { ...viewer, password: "not the one I chose" });

  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByLabel("Username")).toHaveValue(viewer.username);
  await expect(page.getByLabel("Password")).toHaveValue("");
  await expect(accountMenu(page)).toHaveCount(0);
});

test("a taken username is refused at its field", async ({ page, problems }) => {
  problems.expected.push(/status of 422/);

  await signUp(page, { ...newcomer, username: viewer.username });

  await expect(page.getByLabel("Username")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("E-mail")).toHaveValue(`${viewer.username}@example.org`);
  await expect(accountMenu(page)).toHaveCount(0);
});
