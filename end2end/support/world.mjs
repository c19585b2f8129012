// What the tests find on the server.

export const PASSWORD = "een wachtwoord voor de test";
export const PROJECTS = ["with-javascript", "without-javascript"];
/** How many students each project has in each event. */
export const STUDENTS = 60;

const hours = (now, count) => new Date(now + count * 3_600_000).toISOString();

/** The events, made of the fixture's: open, nearly full, waiting, closed. */
export function events(fixture, now) {
  const all = fixture.groups.map((group) => group.name);
  const open = { ...fixture, slug: "open", opens_at: hours(now, -1), closes_at: hours(now, 48) };
  const single = ["Toneel: improvisatie", "Striptekenen"];
  const few = (workshop) => ({ ...workshop, capacity: single.includes(workshop.title) ? 1 : workshop.capacity });
  const two = (workshop) => ({ ...workshop, capacity: single.includes(workshop.title) ? 2 : workshop.capacity });
  return [
    { document: open, groups: all },
    { document: { ...open, slug: "scarce", workshops: fixture.workshops.map(few) }, groups: ["Onderbouw"] },
    { document: { ...fixture, slug: "waiting", opens_at: hours(now, 30), closes_at: hours(now, 48) }, groups: all },
    // Opens while the tests run, so that one can see it happen.
    { document: { ...fixture, slug: "soon", opens_at: new Date(now + 25_000).toISOString(), closes_at: hours(now, 48) }, groups: all },
    { document: { ...fixture, slug: "closed", opens_at: hours(now, -48), closes_at: hours(now, -1) }, groups: all },
    { document: { ...open, slug: "lively", workshops: fixture.workshops.map(two) }, groups: ["Onderbouw"] },
    { document: { ...open, slug: "cut", workshops: fixture.workshops.map(two) }, groups: ["Onderbouw"] },
    { document: { ...fixture, slug: "turning", opens_at: hours(now, -48), closes_at: hours(now, -1) }, groups: all },
    { document: { ...open, slug: "managed", title: "Dag managed" }, groups: all },
    { document: { ...open, slug: "edited", title: "Dag edited" }, groups: all },
  ];
}
