// A server that can't do what it is asked for a while: here because another program holds the database's lock, so that
// the true server answers 503 once its own patience (20 seconds) has ended.
import { choice, expect, ready, test as base } from "../support/fixtures";
import { OwnServer } from "../support/own-server";

const test = base.extend<object, { server: OwnServer }>({
  server: [
    async ({}, use) => {
      const server = await OwnServer.start();
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ server }, use) => use(server.origin),
});

// All of them need the one lock.
test.describe.configure({ mode: "serial" });

/** How long the server may take to say that it can't, and a page to have tried again. */
const WHILE = { timeout: 45_000 };

const TITLES = { "Ronde 1": "Toneel: improvisatie", "Ronde 2": "Schaken", "Ronde 3": "Fotografie" };

test.beforeEach(async ({ expectStatus }) => {
  test.setTimeout(180_000);
  expectStatus(503);
});

async function choose(page: Parameters<typeof choice>[0]) {
  for (const [moment, title] of Object.entries(TITLES)) await choice(page, moment, title).check();
}

async function expectChosen(page: Parameters<typeof choice>[0]) {
  for (const [moment, title] of Object.entries(TITLES)) await expect(choice(page, moment, title)).toBeChecked();
}

const UNAVAILABLE = "De server is even niet beschikbaar, en je keuze is nog niet bevestigd. We proberen het zo vanzelf opnieuw; je keuze blijft staan.";

test("a page whose confirming meets a 503 says so, keeps the choice, and tries again by itself", { tag: "@with-javascript" }, async ({ page, server, logIn }) => {
  await logIn("open", 1);
  await choose(page);
  const unlock = await server.lock();
  const refused = page.waitForResponse((response) => response.status() === 503, WHILE);
  await page.getByRole("button", { name: "Bevestigen" }).click();
  expect((await refused).headers()["retry-after"]).toBe("3");
  await expect(page.getByRole("status").filter({ hasText: UNAVAILABLE })).toBeVisible();
  await expectChosen(page);
  await unlock();
  await expect(page.getByRole("heading", { name: "Je bent ingeschreven" })).toBeVisible(WHILE);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Je bent ingeschreven" })).toBeVisible();
});

test("a form that was posted before the scripts were there keeps its choice, and confirms nothing by itself", { tag: "@with-javascript" }, async ({ page, server, logIn }) => {
  await logIn("open", 4);
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/*.wasm", async (route) => {
    await released;
    // The page that asked for it may have gone.
    await route.continue().catch(() => undefined);
  });
  await page.reload({ waitUntil: "commit" });
  await choose(page);
  const unlock = await server.lock();
  await page.getByRole("button", { name: "Bevestigen" }).click();
  await expect(page.getByRole("alert")).toContainText("Je keuze is nog niet bevestigd", WHILE);
  await expectChosen(page);
  await unlock();
  release();
  await ready(page, true);
  await expectChosen(page);
  await page.getByRole("button", { name: "Bevestigen" }).click();
  await expect(page.getByRole("heading", { name: "Je bent ingeschreven" })).toBeVisible(WHILE);
});

test("without scripts the page of a 503 keeps the choice and says what to do", { tag: "@without-javascript" }, async ({ page, server, logIn }) => {
  await logIn("open", 7);
  await choose(page);
  const unlock = await server.lock();
  await page.getByRole("button", { name: "Bevestigen" }).click({ noWaitAfter: true });
  await expect(page.getByRole("alert")).toContainText("De server is even niet beschikbaar: hij start opnieuw, of kan niet bij zijn gegevens. Het is nog niet bevestigd: probeer het over een paar tellen opnieuw.", WHILE);
  await expectChosen(page);
  await unlock();
  await page.getByRole("button", { name: "Bevestigen" }).click();
  await expect(page.getByRole("heading", { name: "Je bent ingeschreven" })).toBeVisible();
});

test("logging in goes on while nothing can be stored", async ({ page, server, logIn }) => {
  const unlock = await server.lock();
  await logIn("open", 10);
  await expect(page.getByRole("heading", { name: "Kies je workshops" })).toBeVisible();
  await unlock();
});
