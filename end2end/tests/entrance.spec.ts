// Getting in, and what one sees when one can't.
import { choice, expect, expectAccessible, ready, test } from "../support/fixtures";

test("a wrong key is shown again with what to do", async ({ page, visit, scripts, expectStatus }) => {
  expectStatus(401, 422);
  await visit("/");
  await page.getByRole("button", { name: "Aanmelden" }).click();
  await expect(page.getByRole("alert")).toHaveText("Vul je toegangscode in.");
  await page.getByRole("textbox", { name: "Toegangscode" }).fill("helemaal-fout");
  await page.getByRole("button", { name: "Aanmelden" }).click();
  await expect(page.getByRole("alert")).toContainText("Deze toegangscode klopt niet.");
  await expect(page.getByRole("textbox", { name: "Toegangscode" })).toHaveValue("helemaal-fout");
  if (scripts) await expectAccessible(page);
});

test("the code on a card logs in by itself", { tag: "@with-javascript" }, async ({ page, keyOf, visit }) => {
  await page.goto(`/events/open#${keyOf("open", 28)}`);
  await expect(page.getByRole("heading", { name: "Kies je workshops" })).toBeVisible();
  expect(page.url()).not.toContain("#");
});

test("a card scanned where another is still logged in logs its owner in", { tag: "@with-javascript" }, async ({ page, keyOf, logIn }) => {
  await logIn("open", 40);
  await expect(page.getByText("Noor with-javascript 40")).toBeVisible();
  await page.goto(`/events/open#${keyOf("open", 41)}`);
  await expect(page.getByText("Noor with-javascript 41")).toBeVisible();
});

test("a wrong card where another is still logged in shows the error, not the other", { tag: "@with-javascript" }, async ({ page, logIn, expectStatus }) => {
  expectStatus(401);
  await logIn("open", 49);
  await page.goto("/events/open#WRONG-WRONG");
  await expect(page.getByRole("alert")).toContainText("Deze toegangscode klopt niet.");
  await expect(page.getByText("Noor with-javascript 49")).toHaveCount(0);
});

test("logging out leaves nothing behind", async ({ page, logIn, scripts }) => {
  await logIn("open", 31);
  await page.getByRole("button", { name: "Afmelden" }).click();
  await expect(page.getByRole("textbox", { name: "Toegangscode" })).toBeVisible();
  await page.goto("/events/open");
  await ready(page, scripts);
  await expect(page.getByRole("button", { name: "Bevestigen" })).toHaveCount(0);
});

test("before it opens there is a countdown, and the workshops to look at", async ({ page, logIn, scripts }) => {
  await logIn("waiting", 1);
  await expect(page.getByText("De inschrijving opent")).toBeVisible();
  await expect(page.getByRole("timer")).toContainText("Nog 1 dag 05:");
  await page.getByText("Bekijk alvast de workshops").click();
  await expect(page.getByText("Toneel: improvisatie")).toBeVisible();
  await expect(page.getByRole("radio")).toHaveCount(0);
  if (scripts) await expectAccessible(page);
});

test("the page opens by itself when the time has come", async ({ page, logIn, scripts }) => {
  await logIn("soon", 1);
  if (scripts) {
    await expect(page.getByRole("button", { name: "Bevestigen" })).toBeVisible({ timeout: 40_000 });
  } else {
    await expect(async () => {
      await page.reload();
      await expect(page.getByRole("button", { name: "Bevestigen" })).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 40_000 });
  }
});

test("a closed event says so", async ({ page, logIn, scripts }) => {
  await logIn("closed", 1);
  await expect(page.getByRole("heading", { name: "De inschrijving is dicht" })).toBeVisible();
  await expect(page.getByText("Je hebt niets gekozen. Vraag op school wat je moet doen.")).toBeVisible();
  if (scripts) await expectAccessible(page);
});

test("an event that doesn't exist is a page with a way back", async ({ page, visit, expectStatus, scripts }) => {
  expectStatus(404);
  await visit("/events/nergens");
  await expect(page.getByRole("heading", { name: "Deze pagina bestaat niet" })).toBeVisible();
  if (scripts) await expectAccessible(page);
  await page.getByRole("link", { name: "Naar het begin" }).click();
  await expect(page.getByRole("textbox", { name: "Toegangscode" })).toBeVisible();
});

test("English is a choice that lasts", async ({ page, visit, keyOf }) => {
  await visit("/");
  await expect(page.locator("html")).toHaveAttribute("lang", "nl");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.getByRole("textbox", { name: "Access code" }).fill(keyOf("open", 34));
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByRole("heading", { name: "Choose your workshops" })).toBeVisible();
  await expect(choice(page, "Ronde 1", "Toneel: improvisatie")).toBeVisible();
});
