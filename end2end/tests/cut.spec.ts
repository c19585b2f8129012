// A network that cuts event streams and lets all else pass.
import { expect, test as base } from "../support/fixtures";
import { Network } from "../support/network";

const PORT = Number(process.env.WORKSHOPS_PORT);

const test = base.extend<{ network: Network }>({
  network: async ({}, use) => {
    const network = await Network.to(PORT);
    await use(network);
    network.stop();
  },
  baseURL: async ({ network }, use) => use(network.origin),
});

test("a page whose stream is cut says so, asks by itself, and hears again once streams pass", { tag: "@with-javascript" }, async ({ page, network, logIn, keyOf, request, expectCuts }) => {
  expectCuts();
  const api = `http://127.0.0.1:${PORT}/api/v1`;
  const register = async (number: number) => {
    const login = await request.post(`${api}/auth/login`, { data: { credential: keyOf("cut", number), login_type: "user" } });
    expect(login.status()).toBe(200);
    const headers = { authorization: `Bearer ${(await login.json()).token}` };
    const { event_id } = await (await request.get(`${api}/auth/me`, { headers })).json();
    const { workshops } = await (await request.get(`${api}/events/${event_id}`, { headers })).json();
    const titles = ["Striptekenen", "Gebarentaal", "Yoga en rust"];
    const ids = titles.map((title) => workshops.find((workshop: { title: string }) => workshop.title === title).id);
    const answer = await request.put(`${api}/registrations/me`, { headers, data: { workshop_ids: ids } });
    expect(answer.status(), await answer.text()).toBe(200);
  };
  const lost = page.getByText("Geen verbinding: het aantal vrije plaatsen kan verouderd zijn.");
  const comic = page.locator(".choice").filter({ has: page.getByText("Striptekenen", { exact: true }) });

  await logIn("cut", 1);
  await expect(comic).toContainText("2 plaatsen vrij");
  await expect(lost).toHaveCount(0);

  network.cutStreams();
  await expect(lost).toBeVisible();
  await register(2);
  await expect(comic).toContainText("nog 1");
  await expect(lost).toBeVisible();

  network.heal();
  await expect(lost).toHaveCount(0);
  await register(3);
  await expect(comic).not.toContainText("nog 1");
});
