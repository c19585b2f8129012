// What every test begins with: a page that fails the test on any error in its console, and the verbs of the tests.
import AxeBuilder from "@axe-core/playwright";
import { type Page, test as base, expect } from "@playwright/test";
import { PASSWORD } from "./world.mjs";

export { expect };

type Fixtures = {
  /** Whether scripts run in this project. */
  scripts: boolean;
  /** The key of a student of an event; each test takes numbers that no other test takes. */
  keyOf: (slug: string, number: number) => string;
  /** Goes to an address and waits until the page can be used. */
  visit: (path: string) => Promise<void>;
  /** Logs a student in. */
  logIn: (slug: string, number: number) => Promise<void>;
  /** Statuses of pages that this test expects; the browser logs them as errors. */
  expectStatus: (...statuses: number[]) => void;
  /** The test cuts connections; the browser logs each as an error. */
  expectCuts: () => void;
};

/** Waits until the page is hydrated; without scripts it can be used at once. */
export async function ready(page: Page, scripts: boolean) {
  if (scripts) await page.locator("html[data-hydrated]").waitFor();
}

/** No violation of WCAG 2.2 AA, nor of axe's best practices, and nothing that makes a phone scroll sideways. */
export async function expectAccessible(page: Page) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow, "pixels to scroll sideways").toBe(0);
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  expect(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(" | ")}`)).toEqual([]);
}

/** In the place of a status: that connections are cut. */
const CUT = 0;

const expected = new WeakMap<Page, Set<number>>();

export const test = base.extend<Fixtures>({
  page: async ({ page }, use) => {
    const errors: string[] = [];
    const statuses = new Set<number>();
    expected.set(page, statuses);
    page.on("pageerror", (error) => errors.push(`${error}`));
    page.on("console", (message) => {
      if (message.type() !== "error" && message.type() !== "warning") return;
      const status = /status of (\d+)/.exec(message.text())?.[1];
      if (status && statuses.has(Number(status))) return;
      if (statuses.has(CUT) && message.text().includes("net::ERR_")) return;
      // Without scripts nothing uses what is preloaded for them, and on a busy machine it may take its seconds.
      if (message.text().includes("was preloaded using link preload but not used")) return;
      errors.push(`${message.text()} (${message.location().url})`);
    });
    await use(page);
    expect(errors, "errors in the console").toEqual([]);
  },
  scripts: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false),
  keyOf: async ({}, use, info) => use((slug, number) => `${slug}-${info.project.name}-${number}`),
  visit: async ({ page, scripts }, use) =>
    use(async (path) => {
      await page.goto(path);
      await ready(page, scripts);
    }),
  logIn: async ({ page, scripts, visit, keyOf }, use) =>
    use(async (slug, number) => {
      await visit("/");
      await page.getByRole("textbox", { name: "Toegangscode" }).fill(keyOf(slug, number));
      await page.getByRole("button", { name: "Aanmelden" }).click();
      await page.waitForURL(`**/events/${slug}`);
      await ready(page, scripts);
    }),
  expectCuts: async ({ page }, use) => use(() => expected.get(page)?.add(CUT)),
  expectStatus: async ({ page }, use) => use((...statuses) => statuses.forEach((status) => expected.get(page)?.add(status))),
});

/** The radio of a workshop in the group of a moment. */
export function choice(page: Page, moment: string, title: string) {
  return page.getByRole("group", { name: moment }).getByRole("radio", { name: title });
}

/** Logs the administrator in. */
export async function logInAsAdmin(page: Page, scripts: boolean) {
  await page.goto("/");
  await ready(page, scripts);
  await page.getByRole("link", { name: "Beheer" }).click();
  await page.getByRole("textbox", { name: "Wachtwoord" }).fill(PASSWORD);
  await page.getByRole("button", { name: "Aanmelden" }).click();
  await expect(page.getByRole("heading", { name: "Evenementen" })).toBeVisible();
  await ready(page, scripts);
}

/** Opens the pages of the event whose title ends with its slug. */
export async function openEvent(page: Page, scripts: boolean, slug: string) {
  await page.getByRole("link", { name: slug, exact: false }).click();
  await expect(page.getByRole("heading", { name: "Overzicht" })).toBeVisible();
  await ready(page, scripts);
}
