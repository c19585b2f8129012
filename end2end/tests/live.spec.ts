// What an open page hears without anyone's click.
import type { APIRequestContext } from "@playwright/test";
import { choice, expect, test } from "../support/fixtures";
import { PASSWORD } from "../support/world.mjs";

test.describe.configure({ mode: "serial" });

/** A token of the API. */
async function token(request: APIRequestContext, credential: string, login_type: "user" | "admin") {
  const answer = await request.post("/api/v1/auth/login", { data: { credential, login_type } });
  expect(answer.status()).toBe(200);
  return { authorization: `Bearer ${(await answer.json()).token}` };
}

/** Registers a student for the workshops with these titles, from elsewhere. */
async function registerElsewhere(request: APIRequestContext, key: string, titles: string[]) {
  const headers = await token(request, key, "user");
  const { event_id } = await (await request.get("/api/v1/auth/me", { headers })).json();
  const { workshops } = await (await request.get(`/api/v1/events/${event_id}`, { headers })).json();
  const ids = titles.map((title) => workshops.find((workshop: { title: string }) => workshop.title === title).id);
  const answer = await request.put("/api/v1/registrations/me", { headers, data: { workshop_ids: ids } });
  expect(answer.status(), await answer.text()).toBe(200);
}

test("seats that others take are counted down on an open page, and the focus stays", { tag: "@with-javascript" }, async ({ page, logIn, keyOf, request }) => {
  await logIn("lively", 1);
  const theatre = page.locator(".choice").filter({ has: page.getByText("Toneel: improvisatie", { exact: true }) });
  await expect(theatre).toContainText("2 plaatsen vrij");
  const other = choice(page, "Ronde 1", "Zelfverdediging");
  await other.focus();
  await registerElsewhere(request, keyOf("lively", 2), ["Toneel: improvisatie", "Gebarentaal", "Yoga en rust"]);
  await expect(theatre).toContainText("nog 1");
  await expect(other).toBeFocused();
});

test("a choice that fills up while it is made is said at once, and again when it is confirmed", { tag: "@with-javascript" }, async ({ page, logIn, keyOf, request }) => {
  await logIn("lively", 1);
  const theatre = choice(page, "Ronde 1", "Toneel: improvisatie");
  await theatre.check();
  await choice(page, "Ronde 2", "Gebarentaal").check();
  await choice(page, "Ronde 3", "Yoga en rust").check();
  await theatre.focus();
  await registerElsewhere(request, keyOf("lively", 3), ["Toneel: improvisatie", "Gebarentaal", "Yoga en rust"]);
  await expect(page.getByRole("status").filter({ hasText: "Intussen vol: Toneel: improvisatie" })).toBeVisible();
  await expect(theatre).toBeFocused();
  await expect(theatre).toBeChecked();
  await page.getByRole("button", { name: "Bevestigen" }).click();
  await expect(page.getByRole("alert")).toContainText("Toneel: improvisatie is net vol geraakt");
  await expect(choice(page, "Ronde 2", "Gebarentaal")).toBeChecked();
});

test("a page that lost its stream says so, asks by itself, and hears again", { tag: "@with-javascript" }, async ({ page, logIn, keyOf, request, expectStatus }) => {
  expectStatus(503);
  await page.route("**/events/lively/live", (route) => route.fulfill({ status: 503 }));
  await logIn("lively", 4);
  await expect(page.getByText("Geen verbinding: het aantal vrije plaatsen kan verouderd zijn.")).toBeVisible();
  const comic = page.locator(".choice").filter({ has: page.getByText("Striptekenen", { exact: true }) });
  await expect(comic).toContainText("2 plaatsen vrij");
  await registerElsewhere(request, keyOf("lively", 5), ["Striptekenen", "Gebarentaal", "Yoga en rust"]);
  await expect(comic).toContainText("nog 1", { timeout: 15_000 });
  // The browser itself gives up after such an answer, as of a proxy whose server starts anew; the page doesn't.
  await page.unroute("**/events/lively/live");
  await expect(page.getByText("Geen verbinding")).toHaveCount(0);
});

/** Opens and closes the event that is there for it, as the administrator does. */
async function turning(request: APIRequestContext) {
  const headers = await token(request, PASSWORD, "admin");
  const { events } = await (await request.get("/api/v1/events", { headers })).json();
  const { id } = events.find((event: { slug: string }) => event.slug === "turning");
  return async (state: "open" | "closed") => {
    const answer = await request.patch(`/api/v1/events/${id}`, { headers, data: { availability: { state } } });
    expect(answer.status()).toBe(200);
  };
}

test("an event that is opened and closed by hand opens and closes on waiting pages", { tag: "@with-javascript" }, async ({ page, logIn, request }) => {
  const turn = await turning(request);
  await logIn("turning", 1);
  await expect(page.getByRole("heading", { name: "De inschrijving is dicht" })).toBeVisible();
  await turn("open");
  await expect(page.getByRole("heading", { name: "Kies je workshops" })).toBeVisible();
  await choice(page, "Ronde 2", "Gebarentaal").check();
  await turn("closed");
  await expect(page.getByRole("heading", { name: "De inschrijving is dicht" })).toBeVisible();
  await turn("open");
  // What was chosen and not confirmed is kept on the device.
  await expect(choice(page, "Ronde 2", "Gebarentaal")).toBeChecked();
});

test("a waiting page comes back at a moment that it draws, not with all others", { tag: "@with-javascript" }, async ({ page, logIn, request }) => {
  const turn = await turning(request);
  await turn("closed");
  const waits: number[] = [];
  await page.exposeFunction("noteWait", (delay: number) => waits.push(delay));
  await page.addInitScript(() => {
    Math.random = () => 0.5;
    const noted = window as unknown as Window & { noteWait: (delay: number) => void };
    const later = window.setTimeout.bind(window);
    const noting = (handler: TimerHandler, delay = 0, ...given: unknown[]) => {
      noted.noteWait(delay);
      return later(handler, delay, ...given);
    };
    window.setTimeout = noting as typeof window.setTimeout;
  });
  await logIn("turning", 2);
  await expect(page.getByRole("heading", { name: "De inschrijving is dicht" })).toBeVisible();
  // Half of the longest that a page waits.
  expect(waits).not.toContain(1250);
  await turn("open");
  await expect(page.getByRole("heading", { name: "Kies je workshops" })).toBeVisible();
  expect(waits).toContain(1250);
});
