// The main job, in every way a student may do it.
import { choice, expect, expectAccessible, ready, test } from "../support/fixtures";

// Students 1, 4, 7… are of the second group ("Bovenbouw"), 2, 5, 8… "Examenklassen", 3, 6, 9… "Onderbouw".

test("a student registers for three rounds, changes one, and withdraws", async ({ page, logIn, scripts }) => {
  await logIn("open", 1);
  await expect(page.getByRole("heading", { name: "Kies je workshops" })).toBeVisible();
  await choice(page, "Ronde 1", "Toneel: improvisatie").check();
  await choice(page, "Ronde 2", "Boulderen").check();
  await choice(page, "Ronde 3", "Yoga en rust").check();
  await page.getByRole("button", { name: "Bevestigen" }).click();
  await expect(page.getByRole("heading", { name: "Je bent ingeschreven" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Ronde 2" })).toContainText("Boulderen");

  await page.reload();
  await ready(page, scripts);
  await page.getByRole("link", { name: "Wijzigen" }).click();
  await expect(page.getByText("Je houdt de plaatsen die je hebt")).toBeVisible();
  await choice(page, "Ronde 2", "Schaken").check();
  await page.getByRole("button", { name: "Bevestigen" }).click();
  await expect(page.getByRole("heading", { name: "Je bent ingeschreven" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Ronde 2" })).toContainText("Schaken");

  await page.getByText("Uitschrijven…").click();
  await expect(page.getByText("Je raakt dan deze plaatsen kwijt: Toneel: improvisatie, ")).toBeVisible();
  await page.getByRole("button", { name: "Ja, schrijf me uit" }).click();
  await expect(page.getByRole("heading", { name: "Kies je workshops" })).toBeVisible();
  await expect(page.getByRole("radio", { checked: true })).toHaveCount(0);
});

test("a workshop over two rounds fills both", async ({ page, logIn }) => {
  await logIn("open", 4);
  await choice(page, "Ronde 1", "Zelfverdediging").check();
  await choice(page, "Ronde 2", "Filmproject").check();
  await page.getByRole("button", { name: "Bevestigen" }).click();
  await expect(page.getByRole("heading", { name: "Je bent ingeschreven" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Ronde 3" })).toContainText("Filmproject");
});

test("linked workshops come along with one click", async ({ page, logIn, scripts }) => {
  await logIn("open", 7);
  await choice(page, "Ronde 3", "Yoga en rust").check();
  if (scripts) {
    await choice(page, "Ronde 1", "EHBO deel 1").check();
    await expect(choice(page, "Ronde 2", "EHBO deel 2")).toBeChecked();
    await expect(page.getByText("Hoort bij EHBO deel 1.")).toBeVisible();
    await expect(page.getByText("Gekozen: EHBO deel 1 en EHBO deel 2.")).toBeVisible();
    await expect(page.getByText("3 van 3 gekozen")).toBeVisible();
  } else {
    // One of the two alone is refused with what to do; both are fine.
    await choice(page, "Ronde 1", "EHBO deel 1").check();
    await choice(page, "Ronde 2", "EHBO deel 2").check();
  }
  await page.getByRole("button", { name: "Bevestigen" }).click();
  await expect(page.getByRole("heading", { name: "Je bent ingeschreven" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Ronde 2" })).toContainText("EHBO deel 2");
});

test("what became impossible says why, and one button makes it possible", { tag: "@with-javascript" }, async ({ page, logIn }) => {
  await logIn("open", 10);
  await choice(page, "Ronde 1", "Toneel: improvisatie").check();
  const linked = choice(page, "Ronde 2", "EHBO deel 2");
  await expect(linked).toBeDisabled();
  await expect(page.getByText("Alleen samen met EHBO deel 1 (Ronde 1). Kan wel als je Toneel: improvisatie vervangt.")).toBeVisible();
  await page.getByRole("button", { name: "Vervang Toneel: improvisatie door EHBO deel 1 en EHBO deel 2" }).click();
  await expect(linked).toBeChecked();
  await expect(choice(page, "Ronde 1", "EHBO deel 1")).toBeChecked();
  await expect(choice(page, "Ronde 1", "Toneel: improvisatie")).not.toBeChecked();
});

test("a selection that breaks a link is refused with the reason, and stays on the screen", { tag: "@without-javascript" }, async ({ page, logIn, expectStatus }) => {
  expectStatus(422);
  await logIn("open", 13);
  await choice(page, "Ronde 1", "EHBO deel 1").check();
  await choice(page, "Ronde 2", "Schaken").check();
  await choice(page, "Ronde 3", "Yoga en rust").check();
  await page.getByRole("button", { name: "Bevestigen" }).click();
  await expect(page.getByRole("alert")).toContainText("EHBO deel 1 kan alleen samen met EHBO deel 2");
  await expect(choice(page, "Ronde 1", "EHBO deel 1")).toBeChecked();
  await expect(choice(page, "Ronde 3", "Yoga en rust")).toBeChecked();
  await choice(page, "Ronde 2", "EHBO deel 2").check();
  await page.getByRole("button", { name: "Bevestigen" }).click();
  await expect(page.getByRole("heading", { name: "Je bent ingeschreven" })).toBeVisible();
});

test("confirming nothing says so, and withdraws nobody", async ({ page, logIn, expectStatus }) => {
  expectStatus(422);
  await logIn("open", 52);
  await page.getByRole("button", { name: "Bevestigen" }).click();
  await expect(page.getByRole("alert")).toContainText("Je hebt nog niets gekozen.");
  await expect(page.getByText("Je bent uitgeschreven")).toHaveCount(0);
});

test("a page that was left open changes nothing for the next student on the device", { tag: "@with-javascript" }, async ({ page, context, logIn, keyOf, expectStatus }) => {
  expectStatus(409);
  await logIn("open", 55);
  await choice(page, "Ronde 1", "Toneel: improvisatie").check();
  await choice(page, "Ronde 2", "Schaken").check();
  await choice(page, "Ronde 3", "Fotografie").check();
  const other = await context.newPage();
  await other.goto(`/events/open#${keyOf("open", 58)}`);
  await expect(other.getByText("Noor with-javascript 58")).toBeVisible();
  await page.getByRole("button", { name: "Bevestigen" }).click();
  await expect(page.getByRole("alert")).toContainText("Op dit apparaat is nu iemand anders aangemeld.");
  await other.reload();
  await expect(other.getByRole("heading", { name: "Kies je workshops" })).toBeVisible();
  await other.close();
});

test("confirming too early says what is missing", async ({ page, logIn, expectStatus }) => {
  expectStatus(422);
  await logIn("open", 16);
  await choice(page, "Ronde 1", "Toneel: improvisatie").check();
  await page.getByRole("button", { name: "Bevestigen" }).click();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("Kies nog iets voor Ronde 2.");
  await expect(alert).toContainText("Kies nog iets voor Ronde 3.");
  await expect(choice(page, "Ronde 1", "Toneel: improvisatie")).toBeChecked();
});

test("a seat that went meanwhile is named, and the other choices stay", async ({ page, browser, logIn, keyOf, scripts, expectStatus }) => {
  expectStatus(422);
  const [slow, quick] = scripts ? [1, 2] : [11, 12];
  await logIn("scarce", slow);
  // One seat each, and one such workshop for each project.
  const title = scripts ? "Toneel: improvisatie" : "Striptekenen";
  await choice(page, "Ronde 1", title).check();
  await choice(page, "Ronde 2", "Gebarentaal").check();
  await choice(page, "Ronde 3", "3D-printen").check();

  const other = await browser.newPage({ javaScriptEnabled: false });
  await other.goto("/");
  await other.getByRole("textbox", { name: "Toegangscode" }).fill(keyOf("scarce", quick));
  await other.getByRole("button", { name: "Aanmelden" }).click();
  await choice(other, "Ronde 1", title).check();
  await choice(other, "Ronde 2", "Gebarentaal").check();
  await choice(other, "Ronde 3", "3D-printen").check();
  await other.getByRole("button", { name: "Bevestigen" }).click();
  await expect(other.getByRole("heading", { name: "Je bent ingeschreven" })).toBeVisible();

  await page.getByRole("button", { name: "Bevestigen" }).click();
  await expect(page.getByRole("alert")).toContainText(`${title} is net vol geraakt. Kies iets anders voor Ronde 1.`);
  await expect(choice(page, "Ronde 1", title)).toBeDisabled();
  await expect(choice(page, "Ronde 2", "Gebarentaal")).toBeChecked();
  await expect(choice(page, "Ronde 3", "3D-printen")).toBeChecked();
  if (scripts) await expect(page.locator("#refusal")).toBeFocused();
  await choice(page, "Ronde 1", "Kalligrafie").check();
  await page.getByRole("button", { name: "Bevestigen" }).click();
  await expect(page.getByRole("heading", { name: "Je bent ingeschreven" })).toBeVisible();
  await other.getByText("Uitschrijven…").click();
  await other.getByRole("button", { name: "Ja, schrijf me uit" }).click();
  await expect(other.getByRole("heading", { name: "Kies je workshops" })).toBeVisible();
  await other.close();
});

test("an unconfirmed choice survives a reload and another language", { tag: "@with-javascript" }, async ({ page, logIn }) => {
  await logIn("open", 19);
  await choice(page, "Ronde 1", "Toneel: improvisatie").check();
  await page.reload();
  await ready(page, true);
  await expect(choice(page, "Ronde 1", "Toneel: improvisatie")).toBeChecked();
  await expect(page.getByText("Je eerdere keuze op dit apparaat staat er weer.")).toBeVisible();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Choose your workshops" })).toBeVisible();
  await ready(page, true);
  await expect(choice(page, "Ronde 1", "Toneel: improvisatie")).toBeChecked();
  await page.getByRole("button", { name: "Nederlands" }).click();
  await expect(page.getByRole("heading", { name: "Kies je workshops" })).toBeVisible();
});

test("what is clicked while the scripts load is kept", { tag: "@with-javascript" }, async ({ page, logIn }) => {
  await logIn("open", 43);
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/*.wasm", async (route) => {
    await released;
    await route.continue();
  });
  await page.reload({ waitUntil: "commit" });
  await choice(page, "Ronde 1", "Toneel: improvisatie").check();
  await choice(page, "Ronde 3", "Fotografie").check();
  release();
  await ready(page, true);
  await expect(choice(page, "Ronde 1", "Toneel: improvisatie")).toBeChecked();
  await expect(choice(page, "Ronde 3", "Fotografie")).toBeChecked();
  await expect(page.getByText("2 van 3 gekozen")).toBeVisible();
});

test("Enter on a workshop confirms, and replaces nothing", async ({ page, logIn }) => {
  await logIn("open", 46);
  await choice(page, "Ronde 1", "Toneel: improvisatie").check();
  await choice(page, "Ronde 2", "Schaken").check();
  await choice(page, "Ronde 3", "Fotografie").check();
  await choice(page, "Ronde 3", "Fotografie").press("Enter");
  await expect(page.getByRole("heading", { name: "Je bent ingeschreven" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Ronde 1" })).toContainText("Toneel: improvisatie");
});

test("everything can be done by keyboard", async ({ page, logIn, scripts }) => {
  await logIn("open", 22);
  const focused = page.locator(":focus");
  for (const moment of ["Ronde 1", "Ronde 2", "Ronde 3"]) {
    const group = page.getByRole("group", { name: moment });
    for (let tabs = 0; tabs < 40; tabs++) {
      await page.keyboard.press("Tab");
      if ((await group.getByRole("radio").and(focused).count()) > 0) break;
    }
    await expect(group.getByRole("radio").and(focused)).toHaveCount(1);
    await page.keyboard.press("Space");
    // Down from Python and past EHBO, which brings its second part along and takes it away again.
    if (moment === "Ronde 1") for (let down = 0; down < 2; down++) await page.keyboard.press("ArrowDown");
    await expect(group.getByRole("radio").and(focused)).toBeChecked();
  }
  for (let tabs = 0; tabs < 60; tabs++) {
    await page.keyboard.press("Tab");
    if ((await page.getByRole("button", { name: "Bevestigen" }).and(focused).count()) > 0) break;
  }
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Je bent ingeschreven" })).toBeVisible();
  if (scripts) await expect(page.getByRole("heading", { name: "Je bent ingeschreven" })).toBeFocused();
});

test("the student's pages have no barrier", { tag: "@with-javascript" }, async ({ page, logIn, visit }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await visit("/");
    await expectAccessible(page);
    await visit("/events/waiting");
    await expectAccessible(page);
  }
  await logIn("open", 25);
  await choice(page, "Ronde 1", "Toneel: improvisatie").check();
  await page.getByRole("button", { name: "Bevestigen" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
  await choice(page, "Ronde 2", "Schaken").check();
  await choice(page, "Ronde 3", "Fotografie").check();
  await page.getByRole("button", { name: "Bevestigen" }).click();
  await expect(page.getByRole("heading", { name: "Je bent ingeschreven" })).toBeVisible();
  await page.getByText("Uitschrijven…").click();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
});
