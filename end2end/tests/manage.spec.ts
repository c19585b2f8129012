// What the administrator does, for now.
import { choice, expect, expectAccessible, ready, test } from "../support/fixtures";
import { PASSWORD } from "../support/world.mjs";
import type { Page } from "@playwright/test";

async function logIn(page: Page, scripts: boolean) {
  await page.goto("/");
  await ready(page, scripts);
  await page.getByRole("link", { name: "Beheer" }).click();
  await page.getByRole("textbox", { name: "Wachtwoord" }).fill(PASSWORD);
  await page.getByRole("button", { name: "Aanmelden" }).click();
  await expect(page.getByRole("heading", { name: "Evenementen" })).toBeVisible();
  await ready(page, scripts);
}

test("a wrong password is refused", async ({ page, visit, expectStatus }) => {
  expectStatus(401);
  await visit("/manage");
  await page.getByRole("textbox", { name: "Wachtwoord" }).fill("verkeerd");
  await page.getByRole("button", { name: "Aanmelden" }).click();
  await expect(page.getByRole("alert")).toHaveText("Dit wachtwoord klopt niet.");
});

test("the administrator closes an event and opens it again, and sees who is registered", { tag: "@with-javascript" }, async ({ page, browser, scripts, keyOf }) => {
  const student = await browser.newPage();
  await student.goto("/");
  await ready(student, true);
  await student.getByRole("textbox", { name: "Toegangscode" }).fill(keyOf("managed", 1));
  await student.getByRole("button", { name: "Aanmelden" }).click();
  await student.waitForURL("**/events/managed");
  await ready(student, true);
  await choice(student, "Ronde 1", "Duurzaam bouwen").check();
  await choice(student, "Ronde 2", "Filmproject").check();
  await student.getByRole("button", { name: "Bevestigen" }).click();
  await expect(student.getByRole("heading", { name: "Je bent ingeschreven" })).toBeVisible();

  await logIn(page, scripts);
  await page.locator('a[href^="/manage/events/"]').nth(0).click();
  await expect(page.getByText("/events/managed")).toBeVisible();
  await page.getByRole("searchbox", { name: "Zoek workshop" }).fill("duurz");
  await expect(page.getByRole("row")).toHaveCount(2);
  const row = page.getByRole("row", { name: "Duurzaam bouwen" });
  await row.getByText("Wie is ingeschreven (1)").click();
  await expect(row.getByText("Noor with-javascript 1")).toBeVisible();

  await page.getByRole("button", { name: "Nu sluiten" }).click();
  await expect(page.getByText("Dicht")).toBeVisible();
  await student.reload();
  await expect(student.getByRole("heading", { name: "Je bent ingeschreven" })).toBeVisible();
  await expect(student.getByRole("link", { name: "Wijzigen" })).toHaveCount(0);
  await ready(page, true);
  await page.getByRole("button", { name: "Volgens planning" }).click();
  await expect(page.getByText("Open tot")).toBeVisible();
  await student.close();
});

test("the administrator's pages have no barrier", { tag: "@with-javascript" }, async ({ page, scripts, visit }) => {
  await visit("/manage");
  await expectAccessible(page);
  await logIn(page, scripts);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await visit("/manage");
    await expectAccessible(page);
    await page.locator('a[href^="/manage/events/"]').nth(0).click();
    await expect(page.getByRole("heading", { name: "Openstelling" })).toBeVisible();
    await expectAccessible(page);
    await visit("/manage/password");
    await expectAccessible(page);
  }
});

test("without scripts the administrator sees the events and one of them", async ({ page, scripts }) => {
  await logIn(page, scripts);
  await page.getByRole("link", { name: "Workshopdag 2027" }).first().click();
  await expect(page.getByRole("heading", { name: "Workshops en inschrijvingen" })).toBeVisible();
});

test("a student's phone never downloads the administrator's pages", { tag: "@with-javascript" }, async ({ page, logIn }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await logIn("open", 37);
  const modules = new Set(asked.filter((path) => path.endsWith(".wasm")));
  expect(modules.size, "one module, the student's").toBe(1);
  expect(asked.filter((path) => path.includes("split_") || path.includes("chunk_"))).toEqual([]);
});
