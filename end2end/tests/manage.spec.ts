// What the administrator does on an event that is there already.
import { choice, expect, expectAccessible, logInAsAdmin, openEvent, ready, test } from "../support/fixtures";

test("a wrong password is refused", async ({ page, visit, expectStatus }) => {
  expectStatus(401);
  await visit("/manage");
  await page.getByRole("textbox", { name: "Wachtwoord" }).fill("verkeerd");
  await page.getByRole("button", { name: "Aanmelden" }).click();
  await expect(page.getByRole("alert")).toHaveText("Dit wachtwoord klopt niet.");
});

test("the administrator closes an event and opens it again, and sees live who is registered", { tag: "@with-javascript" }, async ({ page, browser, scripts, keyOf }) => {
  await logInAsAdmin(page, scripts);
  await openEvent(page, scripts, "managed");
  await expect(page.getByText("Volledig").first()).toBeVisible();
  const overview = page.url();

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

  // The page that stands open shows it without a click.
  await expect(page.getByRole("row", { name: "Duurzaam bouwen" })).toContainText("1 / ");
  await page.getByRole("searchbox", { name: "Zoek workshop" }).fill("duurz");
  await page.getByRole("row", { name: "Duurzaam bouwen" }).getByRole("link").click();
  await expect(page.getByRole("link", { name: "Noor with-javascript 1", exact: true })).toBeVisible();

  await page.goto(overview);
  await page.getByRole("link", { name: "Openstelling wijzigen" }).click();
  await ready(page, scripts);
  await page.getByRole("button", { name: "Nu sluiten" }).click();
  await expect(page.getByText("Opgeslagen.")).toBeVisible();
  await student.reload();
  await expect(student.getByRole("heading", { name: "Je bent ingeschreven" })).toBeVisible();
  await expect(student.getByRole("link", { name: "Wijzigen" })).toHaveCount(0);
  await ready(page, true);
  await page.getByRole("button", { name: "Volgens planning" }).click();
  await expect(page.getByText("Open tot")).toBeVisible();
  await student.close();
});

test("lowering a capacity names whom it hits, and only agreeing carries it out", async ({ page, browser, scripts, keyOf }) => {
  // Two students of this project's own, on a workshop that no other test uses.
  const [title, numbers] = scripts ? ["Wiskunde-olympiade", [11, 12]] : ["Gebarentaal", [11, 12]];
  for (const number of numbers) {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const student = await context.newPage();
    await student.goto("/");
    await student.getByRole("textbox", { name: "Toegangscode" }).fill(keyOf("edited", number));
    await student.getByRole("button", { name: "Aanmelden" }).click();
    await student.waitForURL("**/events/edited");
    for (const moment of ["Ronde 1", "Ronde 2", "Ronde 3"]) {
      const group = student.getByRole("group", { name: moment });
      const wanted = group.getByRole("radio", { name: title });
      if (await wanted.count()) await wanted.check();
      else await group.getByRole("radio", { disabled: false }).last().check();
    }
    await student.getByRole("button", { name: "Bevestigen" }).click();
    await expect(student.getByRole("heading", { name: "Je bent ingeschreven" })).toBeVisible();
    await context.close();
  }
  await logInAsAdmin(page, scripts);
  await openEvent(page, scripts, "edited");
  await page.getByRole("link", { name: "Workshops", exact: true }).click();
  await ready(page, scripts);
  await page.getByRole("link", { name: `Meer over ${title}` }).click();
  await ready(page, scripts);
  await page.getByRole("textbox", { name: "Plaatsen" }).fill("1");
  await page.getByRole("button", { name: "Opslaan" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question).toContainText("Dit raakt 1 inschrijving");
  await expect(question.getByRole("row")).toHaveCount(2);
  await expect(question).toContainText(numbers.map(String)[1]);
  await ready(page, scripts);
  if (scripts) await expectAccessible(page);
  await question.getByRole("button", { name: "Opslaan en deze inschrijvingen aanpassen" }).click();
  await expect(page.getByText("Opgeslagen.")).toBeVisible();
  await ready(page, scripts);
  await page.getByRole("link", { name: "Inschrijvingen", exact: true }).click();
  await ready(page, scripts);
  await expect(page.getByRole("row", { name: title })).toContainText("1 / 1");
});

test("what is wrong is said beside the field, and nothing that was filled in is lost", async ({ page, scripts, expectStatus }) => {
  expectStatus(422);
  await logInAsAdmin(page, scripts);
  await openEvent(page, scripts, "edited");
  await page.getByRole("link", { name: "Workshops", exact: true }).click();
  await ready(page, scripts);
  await page.getByRole("link", { name: "Nieuwe workshop" }).click();
  await ready(page, scripts);
  await page.getByRole("textbox", { name: "Titel" }).fill("Jongleren");
  const seats = page.getByRole("textbox", { name: "Plaatsen" });
  await seats.fill("veel");
  await page.getByRole("textbox", { name: "Lokaal" }).fill("Gymzaal 3");
  if (scripts) {
    // While typing, before anything is sent.
    await expect(page.getByText("Vul een heel getal in.")).toBeVisible();
    await expect(seats).toHaveAttribute("aria-invalid", "true");
  }
  await page.getByRole("button", { name: "Workshop toevoegen" }).click();
  await expect(page.getByText("Kies minstens één moment.")).toBeVisible();
  await ready(page, scripts);
  await expect(page.getByText("Vul een heel getal in.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Titel" })).toHaveValue("Jongleren");
  await expect(page.getByRole("textbox", { name: "Lokaal" })).toHaveValue("Gymzaal 3");
  if (scripts) await expectAccessible(page);
});

test("leaving what isn't saved is asked about", { tag: "@with-javascript" }, async ({ page, scripts }) => {
  await logInAsAdmin(page, scripts);
  await openEvent(page, scripts, "edited");
  await page.getByRole("link", { name: "Workshops", exact: true }).click();
  await ready(page, scripts);
  await page.getByRole("textbox", { name: "Titel: Schaken" }).fill("Schaken en dammen");
  const asked = page.waitForEvent("dialog");
  const leaving = page.getByRole("link", { name: "Koppelingen", exact: true }).click();
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await leaving;
  await expect(page.getByRole("textbox", { name: "Titel: Schaken" })).toHaveValue("Schaken en dammen");
  page.once("dialog", (dialog) => dialog.accept());
});

test("two administrators who change the same: the second sees both", { tag: "@with-javascript" }, async ({ page, browser, scripts, expectStatus }) => {
  expectStatus(422);
  await logInAsAdmin(page, scripts);
  await openEvent(page, scripts, "edited");
  await page.getByRole("link", { name: "Workshops", exact: true }).click();
  await ready(page, scripts);
  await page.getByRole("link", { name: "Meer over Radio maken" }).click();
  await ready(page, scripts);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const other = await context.newPage();
  await logInAsAdmin(other, false);
  await other.goto(page.url());
  await other.getByRole("textbox", { name: "Lokaal" }).fill("Studio 2");
  await other.getByRole("button", { name: "Opslaan" }).click();
  await expect(other.getByText("Opgeslagen.")).toBeVisible();
  await context.close();
  await page.getByRole("textbox", { name: "Begeleider" }).fill("mevr. Ster");
  await page.getByRole("button", { name: "Opslaan" }).click();
  await expect(page.getByText("Iemand anders heeft dit intussen gewijzigd.")).toBeVisible();
  await ready(page, scripts);
  const both = page.getByRole("region", { name: "Wat er nu staat en wat jij invulde" });
  await expect(both.getByRole("row", { name: "Lokaal" })).toContainText("Studio 2");
  await expect(both.getByRole("row", { name: "Begeleider" })).toContainText("mevr. Ster");
  await page.getByRole("textbox", { name: "Lokaal" }).fill("Studio 2");
  await page.getByRole("button", { name: "Opslaan" }).click();
  await expect(page.getByText("Opgeslagen.")).toBeVisible();
});

test("a link that can't be is refused as soon as both are chosen", { tag: "@with-javascript" }, async ({ page, scripts }) => {
  await logInAsAdmin(page, scripts);
  await openEvent(page, scripts, "edited");
  await page.getByRole("link", { name: "Koppelingen", exact: true }).click();
  await ready(page, scripts);
  await page.getByRole("combobox", { name: "Eerste workshop" }).fill("Schaken (Ronde 2)");
  await page.getByRole("combobox", { name: "Tweede workshop" }).fill("Gebarentaal (Ronde 2)");
  await expect(page.getByRole("status").filter({ hasText: "allebei in Ronde 2" })).toBeVisible();
  await page.getByRole("radio", { name: "nooit samen" }).check();
  await expect(page.getByRole("status").filter({ hasText: "niet nodig" })).toBeVisible();
});

test("students are found while typing, and one is placed by hand", async ({ page, scripts, keyOf }) => {
  await logInAsAdmin(page, scripts);
  await openEvent(page, scripts, "edited");
  await page.getByRole("link", { name: "Studenten", exact: true }).click();
  await ready(page, scripts);
  const search = page.getByRole("searchbox", { name: "Zoek op naam" });
  await search.fill(keyOf("edited", 21));
  if (!scripts) await page.getByRole("button", { name: "Zoeken" }).click();
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("row").nth(1).getByRole("link").click();
  await ready(page, scripts);
  await page.getByRole("combobox", { name: "Ronde 1" }).selectOption({ index: 1 });
  for (const moment of ["Ronde 2", "Ronde 3"]) await page.getByRole("combobox", { name: moment }).selectOption({ index: 3 });
  await page.getByRole("button", { name: "Inschrijving opslaan" }).click();
  await expect(page.getByText(/De inschrijving is gewijzigd|Zo kan het niet/)).toBeVisible();
});

const sections = ["", "/workshops", "/workshops/new", "/workshops/paste", "/links", "/students", "/students/new", "/students/import", "/registrations", "/registrations?class=2B", "/printing", "/settings", "/record", "/print/cards", "/print/attendance", "/print/timetables"];

for (const colorScheme of ["light", "dark"] as const)
  test(`the administrator's pages have no barrier, ${colorScheme}`, { tag: "@with-javascript" }, async ({ page, scripts, visit }) => {
  test.setTimeout(300_000);
  await page.emulateMedia({ colorScheme });
  await visit("/manage");
  await expectAccessible(page);
  await logInAsAdmin(page, scripts);
  await openEvent(page, scripts, "managed");
  const event = new URL(page.url()).pathname;
  for (const path of ["/manage", "/manage/password", "/manage/record", ...sections.map((section) => event + section)]) {
    if (path.includes("/print/")) await page.goto(path);
    else await visit(path);
    await test.step(path, () => expectAccessible(page));
  }
  await visit(`${event}/students?q=${encodeURIComponent("Noor with-javascript 5")}`);
  await page.getByRole("row").nth(1).getByRole("link").click();
  await ready(page, scripts);
  await expectAccessible(page);
});

test("without scripts every page of an event is there", { tag: "@without-javascript" }, async ({ page, scripts }) => {
  await logInAsAdmin(page, scripts);
  await openEvent(page, scripts, "managed");
  for (const [link, heading] of [
    ["Workshops", "Workshops"],
    ["Koppelingen", "Koppelingen"],
    ["Studenten", "Studenten"],
    ["Inschrijvingen", "Inschrijvingen"],
    ["Afdrukken", "Afdrukken"],
    ["Instellingen", "Instellingen"],
    ["Logboek", "Logboek"],
  ]) {
    await page.getByRole("link", { name: link, exact: true }).click();
    await expect(page.getByRole("heading", { name: heading, level: 1 })).toBeVisible();
  }
});

test("a student's phone never downloads the administrator's pages", { tag: "@with-javascript" }, async ({ page, logIn }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await logIn("open", 37);
  const modules = new Set(asked.filter((path) => path.endsWith(".wasm")));
  expect(modules.size, "one module, the student's").toBe(1);
  expect(asked.filter((path) => path.includes("split_") || path.includes("chunk_"))).toEqual([]);
});
