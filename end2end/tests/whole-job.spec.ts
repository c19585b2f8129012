// The whole job in the browser alone: from an empty installation to an open event with workshops, links, students, key
// cards and Excel. It has a server of its own, on which nothing was done but `workshops init`.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, ready, test } from "../support/fixtures";
import { PASSWORD } from "../support/world.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const workshops = join(root, "target/release/workshops");
let server: ChildProcess;
let data: string;
let base: string;

test.beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), "workshops-whole-job-"));
  const env = { ...process.env, RUST_LOG: "warn", WORKSHOPS_DATA_DIR: data, WORKSHOPS_ADMIN_PASSWORD: PASSWORD };
  const { status, stderr } = spawnSync(workshops, ["init"], { env, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  const port = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
  base = `http://127.0.0.1:${port}`;
  server = spawn(workshops, ["serve", "--listen", `127.0.0.1:${port}`], { env, cwd: root, stdio: "inherit" });
  await expect.poll(() => fetch(`${base}/readyz`).then((answer) => answer.status, () => 0)).toBe(200);
});

test.afterAll(async () => {
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  await ended;
  rmSync(data, { recursive: true, force: true });
});

type Workshop = { key: string; title: string; description: string; moments: string[]; groups: string[]; capacity: number; location: string; host: string };

test("from workshops init to an open event with key cards and Excel, in the browser alone", async ({ page, scripts }) => {
  test.setTimeout(240_000);
  const fixture = JSON.parse(readFileSync(join(root, "server/example/event.json"), "utf8"));
  const names = (list: { key: string; name: string }[]) => Object.fromEntries(list.map(({ key, name }) => [key, name]));
  const [moments, groups] = [names(fixture.moments), names(fixture.groups)];
  const label = (key: string) => {
    const workshop: Workshop = fixture.workshops.find((workshop: Workshop) => workshop.key === key);
    return `${workshop.title} (${workshop.moments.map((moment) => moments[moment]).join(" + ")})`;
  };
  const go = async (name: string) => {
    await page.getByRole("link", { name, exact: true }).click();
    await ready(page, scripts);
  };
  const press = async (name: string) => {
    await page.getByRole("button", { name, exact: true }).click();
    await page.waitForLoadState();
    await ready(page, scripts);
  };

  await page.goto(`${base}/manage`);
  await ready(page, scripts);
  await page.getByRole("textbox", { name: "Wachtwoord" }).fill(PASSWORD);
  await press("Aanmelden");

  // The event.
  await page.getByRole("textbox", { name: "Naam van het evenement" }).fill(fixture.title);
  await page.getByRole("textbox", { name: "Naam in de link" }).fill(fixture.slug);
  await page.getByRole("textbox", { name: "Inleiding" }).fill(fixture.intro);
  await press("Evenement maken");
  await expect(page.getByText("Zo zet je het evenement klaar")).toBeVisible();

  // Moments and groups: the first of each is there, to be renamed.
  await go("Instellingen");
  const moment = page.locator("#moments");
  for (const [place, { name, starts_at, ends_at }] of fixture.moments.entries()) {
    let form = moment.locator("form").filter({ has: page.getByRole("textbox", { name: "Naam" }) });
    if (place > 0) {
      await moment.getByText("Moment toevoegen").click();
      form = form.last();
    } else form = form.first();
    await form.getByRole("textbox", { name: "Naam" }).fill(name);
    await form.getByLabel("Begint").fill(starts_at.slice(0, 16));
    await form.getByLabel("Eindigt").fill(ends_at.slice(0, 16));
    await form.getByRole("button", { name: place > 0 ? "Toevoegen" : "Opslaan" }).click();
    await expect(page.getByText("Opgeslagen.")).toBeVisible();
    await ready(page, scripts);
  }
  const group = page.locator("#groups");
  for (const [place, { name }] of fixture.groups.entries()) {
    let form = group.locator("form").filter({ has: page.getByRole("textbox", { name: "Naam" }) });
    if (place > 0) {
      await group.getByText("Doelgroep toevoegen").click();
      form = form.last();
    } else form = form.first();
    await form.getByRole("textbox", { name: "Naam" }).fill(name);
    await form.getByRole("button", { name: place > 0 ? "Toevoegen" : "Opslaan" }).click();
    await expect(page.getByText("Opgeslagen.")).toBeVisible();
    await ready(page, scripts);
  }

  // All workshops, pasted from a spreadsheet.
  await go("Workshops");
  await go("Plakken uit een spreadsheet");
  const cell = (text: string) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = fixture.workshops.map((workshop: Workshop) =>
    [
      workshop.title,
      workshop.moments.map((key) => moments[key]).join(" + "),
      String(workshop.capacity),
      workshop.location,
      workshop.host,
      workshop.groups.map((key) => groups[key]).join(", "),
      workshop.description,
    ]
      .map(cell)
      .join("\t"),
  );
  const table = ["Titel\tMomenten\tPlaatsen\tLokaal\tBegeleider\tDoelgroepen\tOmschrijving", ...rows].join("\n");
  await page.getByRole("textbox", { name: "Geplakte tabel" }).fill(table);
  await press("Bekijk wat er verandert");
  await expect(page.getByRole("heading", { name: `${rows.length} nieuw, 0 gewijzigd` })).toBeVisible();
  await press("Opslaan");
  await expect(page.getByRole("link", { name: /^Meer over / })).toHaveCount(rows.length);

  // The links.
  await go("Koppelingen");
  for (const { a, b, kind } of fixture.links) {
    await page.getByRole("combobox", { name: "Eerste workshop" }).fill(label(a));
    await page.getByRole("combobox", { name: "Tweede workshop" }).fill(label(b));
    await page.getByRole("radio", { name: kind === "together" ? "alleen samen" : "nooit samen" }).check();
    await press("Koppeling toevoegen");
    await expect(page.getByText("Toegevoegd.")).toBeVisible();
  }

  // The students: first a file with errors, then the right one.
  await go("Studenten");
  await go("Studenten inlezen");
  await page.getByLabel("Bestand").setInputFiles(join(root, "server/tests/fixtures/students-with-errors.csv"));
  await press("Bekijk wat er verandert");
  await expect(page.getByText(/Er is niets ingelezen/)).toBeVisible();
  await expect(page.getByText("Regel 4:").first()).toBeVisible();
  await page.getByLabel("Bestand").setInputFiles(join(root, "server/example/students.csv"));
  await press("Bekijk wat er verandert");
  await expect(page.getByRole("heading", { name: "1200 nieuw, 0 gewijzigd, 0 ongewijzigd" })).toBeVisible();
  await press("Inlezen (1200)");
  await expect(page.getByText("1200 van 1200 studenten")).toBeVisible();

  // The key cards.
  await go("Afdrukken");
  await page.getByRole("button", { name: "Kaarten openen" }).click();
  await expect(page.locator("svg path").first()).toBeAttached();
  await expect(page.getByText("Anouk Maes")).toBeVisible();
  const [, key] = /([2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5})/.exec((await page.textContent("body"))!)!;
  await page.goBack();
  await ready(page, scripts);

  // Open, and a student comes in with the key of his card.
  await go("Instellingen");
  await press("Nu openen");
  await expect(page.getByText("Opgeslagen.")).toBeVisible();
  await page.context().clearCookies();
  await page.goto(`${base}/`);
  await ready(page, scripts);
  await page.getByRole("textbox", { name: "Toegangscode" }).fill(key);
  await page.getByRole("button", { name: "Aanmelden" }).click();
  await expect(page.getByRole("heading", { name: "Kies je workshops" })).toBeVisible();
  await page.context().clearCookies();

  // Excel.
  await page.goto(`${base}/manage`);
  await ready(page, scripts);
  await page.getByRole("textbox", { name: "Wachtwoord" }).fill(PASSWORD);
  await press("Aanmelden");
  await page.getByRole("link", { name: fixture.title }).click();
  await ready(page, scripts);
  await go("Inschrijvingen");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Inschrijvingen als Excel" }).click()]);
  expect(download.suggestedFilename()).toBe(`${fixture.slug}-registrations.xlsx`);
  const bytes = readFileSync((await download.path())!);
  expect(bytes.subarray(0, 2).toString()).toBe("PK");
  expect(bytes.length).toBeGreaterThan(20_000);
});
